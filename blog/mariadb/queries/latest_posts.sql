-- Published posts, newest first.
-- 1,644 a day; wished within 100 ms. Served by posts_status_published_at_ix.
-- Run: mariadb -e "source queries/latest_posts.sql"; a driver binds the values instead.

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
where posts.status = 'published'
order by posts.published_at desc
limit 20;
