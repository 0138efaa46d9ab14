// a post's approved comments, oldest first: 2,466 a day. Answered by comments_post_id_created_at_open_ix. post_id is
// what the caller gives.

const commentsOfPost = ({post_id}) =>
  db.comments.aggregate([
  {$match: {post_id: post_id, status: "approved"}},
  {$sort: {created_at: 1}},
  {$limit: 200},
  {
    $project: {
      _id: 1,
      post_id: 1,
      parent_id: 1,
      created_at: 1,
      author_name: 1,
      author_email: 1,
      body: 1,
      status: 1,
      ip_address: 1
    }
  }
], {maxTimeMS: 100});
