// comments that wait for a moderator, oldest first: 96 a day. Answered by comments_created_at_open_ix.

const commentsToModerate = ({}) =>
  db.comments.aggregate([
  {$match: {status: "pending"}},
  {$sort: {created_at: 1}},
  {$limit: 50},
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
