-- Approve a comment: of two moderators one decides
-- Guarded by condition. The state in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry: after a deadlock the whole transaction, at most 3 times, pausing 10, 20, 40 ms give or take half; a try that
-- failed has left nothing; a refused constraint is an answer

set transaction isolation level read committed;

start transaction;

-- Roll back unless exactly 1 row changed (row_count())
update comments
set status = 'approved'
where comment_id = @comment_id
  and status = 'pending';

commit;
