// an author's posts, newest first: 164 a day. Answered by posts_author_id_created_at_ix. author_id is what the caller
// gives.

const postsOfAuthor = ({author_id}) =>
  db.posts.aggregate([
  {$match: {author_id: author_id}},
  {$sort: {created_at: -1}},
  {$limit: 20},
  {
    $project: {
      _id: 1,
      author_id: 1,
      published_at: 1,
      created_at: 1,
      updated_at: 1,
      slug: 1,
      title: 1,
      excerpt: 1,
      body: 1,
      status: 1
    }
  }
], {maxTimeMS: 100});
