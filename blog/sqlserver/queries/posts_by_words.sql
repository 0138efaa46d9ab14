-- Posts whose title or text holds these words.
-- 123 a day; wished within 100 ms. Served by posts_title_text_ix.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @words_in_title nvarchar(200); -- a driver binds these
declare @words_in_title_all nvarchar(4000) = (select string_agg('"' + value + '"', ' and ') from string_split(replace(@words_in_title, '"', ' '), ' ') where value <> '');
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
