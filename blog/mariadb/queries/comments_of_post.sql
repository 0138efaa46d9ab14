-- A post's approved comments, oldest first.
-- 2,466 a day; wished within 100 ms. Served by comments_post_id_status_created_at_ix.
-- Run: mariadb -e "set @post_id = ...; source queries/comments_of_post.sql"; a driver binds the values instead.

select
  comments.comment_id,
  comments.post_id,
  comments.parent_id,
  comments.created_at,
  comments.author_name,
  comments.author_email,
  comments.body,
  comments.status,
  comments.ip_address
from comments
where comments.post_id = @post_id
  and comments.status = 'approved'
order by comments.created_at
limit 200;
