-- Published posts, newest first.
-- 1,644 a day; wished within 100 ms. Served by posts_published_at_open_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

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
  posts.public_id,
  authors.display_name,
  authors.email
from app.posts
join app.authors on authors.author_id = posts.author_id
where posts.status = 'published'
order by posts.published_at desc;
go
