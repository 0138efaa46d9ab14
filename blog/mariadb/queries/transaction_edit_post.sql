-- Save an edited post: no editor overwrites what another saved meanwhile
-- Guarded by condition. The version in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry: after a deadlock the whole transaction, at most 3 times, pausing 10, 20, 40 ms give or take half; a try that
-- failed has left nothing; a refused constraint is an answer; zero rows changed means somebody was first: read again and
-- ask the user

set transaction isolation level read committed;

start transaction;

-- Roll back unless exactly 1 row changed (row_count())
update posts
set title = @new_title, body = @new_body, updated_at = @new_updated_at, version = version + 1
where post_id = @post_id
  and version = @version;

commit;
