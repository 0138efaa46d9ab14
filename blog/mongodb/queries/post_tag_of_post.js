// a post's post tags: 49 a day. Answered by _id_. post_id is what the caller gives.

const postTagOfPost = ({post_id}) =>
  db.posts.aggregate([{$match: {_id: post_id}}, {$unwind: "$tag_ids"}, {$project: {_id: 1, tag_ids: 1}}], {maxTimeMS: 100});
