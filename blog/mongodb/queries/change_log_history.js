// changes by row, newest first: 10 a day. Answered by change_log_row_key_table_name_ix. row_key and table_name are
// what the caller gives.

const changeLogHistory = ({row_key, table_name}) =>
  db.change_log.aggregate([
  {$match: {row_key: row_key, table_name: table_name}},
  {$sort: {changed_at: -1}},
  {$limit: 50},
  {$project: {_id: 0, changed_at: 1, action: 1, changed_by: 1, user_id: 1, old_values: 1}}
], {maxTimeMS: 200});
