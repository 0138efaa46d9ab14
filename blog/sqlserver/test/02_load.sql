-- Load test: run it in several sessions at once (ostress -n5 -r200 -i 02_load.sql, or sqlcmd in a loop). It only reads:
-- the 6 most frequent questions in turn, with values that exist.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

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
from app.posts
join app.authors on authors.author_id = posts.author_id
where posts.slug = (select top (1) slug from app.posts tablesample (1000 rows) where slug is not null order by newid());

-- a post's approved comments, oldest first: 2,466 a day
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
where comments.post_id = (select top (1) post_id from app.comments tablesample (1000 rows) where post_id is not null order by newid())
  and comments.status = 'approved'
order by comments.created_at;

-- published posts, newest first: 1,644 a day
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

-- posts under a tag: 493 a day
select top (20) post_tags.post_id, post_tags.tag_id, posts.title
from app.post_tags
join app.posts on posts.post_id = post_tags.post_id
where post_tags.tag_id = (select top (1) tag_id from app.post_tags tablesample (1000 rows) where tag_id is not null order by newid())
order by post_tags.post_id;

-- an author's posts, newest first: 164 a day
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
where posts.author_id = (select top (1) author_id from app.posts tablesample (1000 rows) where author_id is not null order by newid())
order by posts.created_at desc;

-- posts whose title or text holds these words: 123 a day
declare @words_in_title_all nvarchar(4000) = (select string_agg('"' + value + '"', ' and ') from string_split(replace((select top (1) title from app.posts tablesample (1000 rows) where title is not null order by newid()), '"', ' '), ' ') where value <> '');
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
where contains((posts.title), @words_in_title_all)
order by posts.title;
go
