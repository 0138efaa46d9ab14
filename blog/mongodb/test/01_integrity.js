// Integrity: every answer is empty while all is well. References are asked here, for no server of documents keeps
// them.

// one request, one of the posts
db.posts.aggregate([
  {
    $lookup: {
      from: "posts",
      localField: "idempotency_key",
      foreignField: "idempotency_key",
      let: {v0_idempotency_key: "$idempotency_key", v1_id: "$_id"},
      pipeline: [
        {$match: {$expr: {$and: [{$eq: ["$idempotency_key", "$$v0_idempotency_key"]}, {$ne: ["$_id", "$$v1_id"]}]}}},
        {$limit: 1},
        {$project: {_id: 1}}
      ],
      as: "other"
    }
  },
  {$match: {other: {$ne: []}}},
  {$project: {_id: 1, idempotency_key: 1}}
]);

// each posts row finds its authors
db.posts.aggregate([
  {
    $lookup: {
      from: "authors",
      localField: "author_id",
      foreignField: "_id",
      let: {v0_author_id: "$author_id"},
      pipeline: [{$match: {$expr: {$eq: ["$_id", "$$v0_author_id"]}}}, {$limit: 1}, {$project: {_id: 1}}],
      as: "parent"
    }
  },
  {$match: {parent: []}},
  {$project: {_id: 1, author_id: 1}}
]);

// each comments row finds its posts
db.comments.aggregate([
  {
    $lookup: {
      from: "posts",
      localField: "post_id",
      foreignField: "_id",
      let: {v0_post_id: "$post_id"},
      pipeline: [{$match: {$expr: {$eq: ["$_id", "$$v0_post_id"]}}}, {$limit: 1}, {$project: {_id: 1}}],
      as: "parent"
    }
  },
  {$match: {parent: []}},
  {$project: {_id: 1, post_id: 1}}
]);

// each comments row finds its comments
db.comments.aggregate([
  {$match: {parent_id: {$exists: true}}},
  {
    $lookup: {
      from: "comments",
      localField: "parent_id",
      foreignField: "_id",
      let: {v0_parent_id: "$parent_id"},
      pipeline: [
        {$match: {$expr: {$and: [{$gt: ["$$v0_parent_id", null]}, {$eq: ["$_id", "$$v0_parent_id"]}]}}},
        {$limit: 1},
        {$project: {_id: 1}}
      ],
      as: "parent"
    }
  },
  {$match: {parent: []}},
  {$project: {_id: 1, parent_id: 1}}
]);

// each credentials row finds its authors
db.credentials.aggregate([
  {
    $lookup: {
      from: "authors",
      localField: "_id",
      foreignField: "_id",
      let: {v0_id: "$_id"},
      pipeline: [{$match: {$expr: {$eq: ["$_id", "$$v0_id"]}}}, {$limit: 1}, {$project: {_id: 1}}],
      as: "parent"
    }
  },
  {$match: {parent: []}},
  {$project: {_id: 1}}
]);

// each post_tags row finds its tags
db.posts.aggregate([
  {$unwind: "$tag_ids"},
  {
    $lookup: {
      from: "tags",
      localField: "tag_ids",
      foreignField: "_id",
      let: {v0_tag_ids: "$tag_ids"},
      pipeline: [
        {$match: {$expr: {$and: [{$gt: ["$$v0_tag_ids", null]}, {$eq: ["$_id", "$$v0_tag_ids"]}]}}},
        {$limit: 1},
        {$project: {_id: 1}}
      ],
      as: "parent"
    }
  },
  {$match: {parent: []}},
  {$project: {_id: 1, tag_ids: 1}}
]);
