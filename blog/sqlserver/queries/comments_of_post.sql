-- A post's approved comments, oldest first.
-- 2,466 a day; wished within 100 ms. Served by comments_post_id_created_at_open_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @post_id bigint; -- a driver binds these
select top (200)
  comments.comment_id,
  comments.post_id,
  comments.parent_id,
  comments.created_at,
  comments.author_name,
  comments.author_email,
  comments.body,
  comments.status,
  comments.ip_address
from app.comments
where comments.post_id = @post_id
  and comments.status = 'approved'
order by comments.created_at;
go
