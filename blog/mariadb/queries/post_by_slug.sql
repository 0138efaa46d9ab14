-- A post by its address.
-- 2,466 a day; wished within 100 ms. Served by posts_slug_uq.
-- Run: mariadb -e "set @slug = ...; source queries/post_by_slug.sql"; a driver binds the values instead.

select
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
from posts
join authors on authors.author_id = posts.author_id
where posts.slug = @slug;
