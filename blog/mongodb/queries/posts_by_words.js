// posts whose title or text holds these words: 123 a day. Answered by posts_title_text_ix. words_in_title is what the
// caller gives.

const postsByWords = ({words_in_title}) =>
  db.posts.aggregate([
  {$match: {$text: {$search: words_in_title}}},
  {$sort: {title: 1}},
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
