// posts by month: 10 a day. Answered by posts_created_at_ix.

const ago = (amount, unit) => new Date(Date.now() - amount * {minute: 60000, hour: 3600000, day: 86400000, month: 2629746000, year: 31556952000}[unit]);

const postsByMonth = ({}) =>
  db.posts.aggregate([
  {$match: {created_at: {$gte: ago(365, "day")}}},
  {$group: {_id: {month: {$dateTrunc: {date: "$created_at", unit: "month"}}}, count: {$sum: 1}}}
], {maxTimeMS: 100});
