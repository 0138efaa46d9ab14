// a post by its address: 2,466 a day. Answered by posts_slug_uq. slug is what the caller gives.

const postBySlug = ({slug}) =>
  db.posts.aggregate([
  {$match: {slug: slug}},
  {$lookup: {from: "authors", localField: "author_id", foreignField: "_id", as: "authors"}},
  {$unwind: "$authors"},
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
