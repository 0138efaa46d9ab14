-- An author's posts, newest first.
-- 164 a day; wished within 100 ms. Served by posts_author_id_created_at_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @author_id bigint; -- a driver binds these
select top (20)
  posts.post_id,
  posts.author_id,
  posts.published_at,
  posts.created_at,
  posts.updated_at,
  posts.slug,
  posts.title,
  posts.excerpt,
  posts.body,
  posts.status,
  posts.public_id
from app.posts
where posts.author_id = @author_id
order by posts.created_at desc;
go
