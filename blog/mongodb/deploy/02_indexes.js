// One index for each pattern or rule that no key serves already.

// email names one author without regard to case
db.authors.createIndex({email_lower: 1}, {name: "authors_email_uq", unique: true});

db.posts.createIndex({slug: 1}, {name: "posts_slug_uq", unique: true});

db.posts.createIndex({idempotency_key: 1}, {name: "posts_idempotency_key_uq", unique: true});

// an author's posts, newest first (164 a day)
db.posts.createIndex({author_id: 1, created_at: -1}, {name: "posts_author_id_created_at_ix"});

// published posts, newest first (1,644 a day)
db.posts.createIndex({status: 1, published_at: -1}, {name: "posts_published_at_open_ix", partialFilterExpression: {status: "published"}});

// posts whose title or text holds these words (123 a day)
db.posts.createIndex({title: "text"}, {name: "posts_title_text_ix", default_language: "english"});

// posts by month (10 a day)
db.posts.createIndex({created_at: 1}, {name: "posts_created_at_ix"});

// posts under a tag (493 a day)
db.posts.createIndex({tag_ids: 1, _id: 1}, {name: "post_tags_tag_id_post_id_ix"});

// a post's approved comments, oldest first (2,466 a day)
db.comments.createIndex({status: 1, post_id: 1, created_at: 1}, {name: "comments_post_id_created_at_open_ix", partialFilterExpression: {status: "approved"}});

// comments that wait for a moderator, oldest first (96 a day)
db.comments.createIndex({status: 1, created_at: 1}, {name: "comments_created_at_open_ix", partialFilterExpression: {status: "pending"}});

// the reference to posts, when one of them is deleted
db.comments.createIndex({post_id: 1}, {name: "comments_post_id_ix"});

// the reference to comments, when one of them is deleted
db.comments.createIndex({parent_id: 1}, {name: "comments_parent_id_ix", partialFilterExpression: {parent_id: {$exists: true}}});

db.tags.createIndex({slug: 1}, {name: "tags_slug_uq", unique: true});

// name names one tag without regard to case
db.tags.createIndex({name_lower: 1}, {name: "tags_name_uq", unique: true});

// changes by row, newest first (10 a day)
db.change_log.createIndex({row_key: 1, table_name: 1}, {name: "change_log_row_key_table_name_ix"});

// rows leave by age
db.change_log.createIndex({changed_at: 1}, {name: "change_log_changed_at_ttl", expireAfterSeconds: 94680576});
