// the author who signs in with this e-mail address: 25 a day. Answered by authors is designed to hold 100 rows, below
// 1,000: it is read whole. email_lower is what the caller gives. email_lower: in lower case.

const authorByEmail = ({email_lower}) =>
  db.authors.aggregate([{$match: {email_lower: email_lower}}, {$project: {_id: 1, created_at: 1, email: 1, display_name: 1, bio: 1}}], {maxTimeMS: 100});
