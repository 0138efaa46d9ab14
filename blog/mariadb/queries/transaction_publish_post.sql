-- Publish a post with its tags: a post is published once, with the instant and its tags, or not at all
-- Guarded by condition. The state in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry: after a deadlock the whole transaction, at most 3 times, pausing 10, 20, 40 ms give or take half; a try that
-- failed has left nothing; a refused constraint is an answer

set transaction isolation level read committed;

start transaction;

-- Roll back unless exactly 1 row changed (row_count())
update posts
set status = 'published', published_at = @new_published_at
where post_id = @post_id
  and status in ('draft', 'in_review');

insert into post_tags (post_id, tag_id)
values (@post_id, @tag_id);

commit;
