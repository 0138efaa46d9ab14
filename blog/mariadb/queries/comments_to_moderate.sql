-- Comments that wait for a moderator, oldest first.
-- 96 a day; wished within 100 ms. Served by comments_status_created_at_ix.
-- Run: mariadb -e "source queries/comments_to_moderate.sql"; a driver binds the values instead.

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
where comments.status = 'pending'
order by comments.created_at
limit 50;
