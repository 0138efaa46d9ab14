// posts under a tag: 493 a day. Answered by post_tags_tag_id_post_id_ix. tag_id is what the caller gives.

const postsOfTag = ({tag_id}) =>
  db.posts.aggregate([
  {$match: {tag_ids: tag_id}},
  {$unwind: "$tag_ids"},
  {$match: {tag_ids: tag_id}},
  {$sort: {_id: 1}},
  {$limit: 20},
  {$project: {_id: 1, tag_ids: 1, title: 1}}
], {maxTimeMS: 100});
