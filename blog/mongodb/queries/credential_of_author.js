// an author's credential: 10 a day. Answered by credentials is designed to hold 100 rows, below 1,000: it is read
// whole. author_id is what the caller gives.

const credentialOfAuthor = ({author_id}) =>
  db.credentials.aggregate([{$match: {_id: author_id}}, {$project: {_id: 1, changed_at: 1}}], {maxTimeMS: 100});
