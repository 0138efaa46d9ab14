-- An author's posts, newest first.
-- 164 a day; wished within 100 ms. Served by posts_author_id_created_at_ix.
-- Run: mariadb -e "set @author_id = ...; source queries/posts_of_author.sql"; a driver binds the values instead.

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
  posts.public_id
from posts
where posts.author_id = @author_id
order by posts.created_at desc
limit 20;
