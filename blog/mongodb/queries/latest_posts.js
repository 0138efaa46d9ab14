// published posts, newest first: 1,644 a day. Answered by posts_published_at_open_ix.

const latestPosts = ({}) =>
  db.posts.aggregate([
  {$match: {status: "published"}},
  {$lookup: {from: "authors", localField: "author_id", foreignField: "_id", as: "authors"}},
  {$unwind: "$authors"},
  {$sort: {published_at: -1}},
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
      status: 1,
      "authors.display_name": 1,
      "authors.email": 1
    }
  }
], {maxTimeMS: 100});
