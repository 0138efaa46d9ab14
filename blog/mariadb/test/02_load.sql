-- Load test: mariadb-slap --concurrency=5 --number-of-queries=5000 --delimiter=';' --create-schema=DATABASE --no-drop
-- --query=02_load.sql. It only reads: the 6 most frequent questions in turn, with values that exist.

-- a post by its address: 2,466 a day
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
where posts.slug = (select v from (select slug as v from posts where slug is not null limit 1000) as s order by rand() limit 1);

-- a post's approved comments, oldest first: 2,466 a day
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
where comments.post_id = (select v from (select post_id as v from comments where post_id is not null limit 1000) as s order by rand() limit 1)
  and comments.status = 'approved'
order by comments.created_at
limit 200;

-- published posts, newest first: 1,644 a day
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

-- posts under a tag: 493 a day
select post_tags.post_id, post_tags.tag_id, posts.title
from post_tags
join posts on posts.post_id = post_tags.post_id
where post_tags.tag_id = (select v from (select tag_id as v from post_tags where tag_id is not null limit 1000) as s order by rand() limit 1)
order by post_tags.post_id
limit 20;

-- an author's posts, newest first: 164 a day
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
where posts.author_id = (select v from (select author_id as v from posts where author_id is not null limit 1000) as s order by rand() limit 1)
order by posts.created_at desc
limit 20;

-- posts whose title or text holds these words: 123 a day
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
where match (posts.title) against (concat('+', replace(nullif(trim(regexp_replace(convert((select v from (select title as v from posts where title is not null limit 1000) as s order by rand() limit 1) using utf8mb4), '(?i)(?:\\b(?:[\\p{L}\\p{N}]{1,2}|about|are|com|for|from|how|that|the|this|und|was|what|when|where|who|will|with|www)\\b|[^\\p{L}\\p{N}]+)+', ' ')), ''), ' ', ' +')) in boolean mode)
order by posts.title
limit 20;
