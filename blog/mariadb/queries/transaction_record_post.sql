-- Record a post: one post for each slug
-- Guarded by post.posts_idempotency_key_uq. The unique idempotency_key holds at this level: the second of two waits for
-- the first and meets what it wrote
-- Retry: after a deadlock the whole transaction, at most 3 times, pausing 10, 20, 40 ms give or take half; safe because
-- idempotency_key lets it happen once; a refused constraint is an answer

set transaction isolation level read committed;

start transaction;

insert into posts (author_id, slug, title, body, idempotency_key)
values (@author_id, @slug, @title, @body, @idempotency_key)
on duplicate key update idempotency_key = if(posts.idempotency_key <=> value(idempotency_key), posts.idempotency_key, null);

select post_id
from posts
where idempotency_key = @idempotency_key
  and row_count() = 1;

insert into post_tags (post_id, tag_id)
values (@post_id, @tag_id);

commit;
