// Takes away what the deployment made, all of it or, where any collection holds a document, nothing.

const dropWhenEmpty = (...names) => {
  for (const name of names) if (db.getCollection(name).findOne()) throw new Error(`${name} holds documents`);
  for (const name of names) db.getCollection(name).drop();
};

dropWhenEmpty("change_log", "credentials", "tags", "comments", "posts", "authors");
