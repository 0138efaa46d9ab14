-- Comments that wait for a moderator, oldest first.
-- 96 a day; wished within 100 ms. Served by comments_created_at_open_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

select top (50)
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
where comments.status = 'pending'
order by comments.created_at;
go
