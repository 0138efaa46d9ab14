-- Posts whose title or text holds these words.
-- 123 a day; wished within 100 ms. Served by posts_title_text_ix.
-- Run: mariadb -e "set @words_in_title = ...; source queries/posts_by_words.sql"; a driver binds the values instead.

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
where match (posts.title) against (concat('+', replace(nullif(trim(regexp_replace(convert(@words_in_title using utf8mb4), '(?i)(?:\\b(?:[\\p{L}\\p{N}]{1,2}|about|are|com|for|from|how|that|the|this|und|was|what|when|where|who|will|with|www)\\b|[^\\p{L}\\p{N}]+)+', ' ')), ''), ' ', ' +')) in boolean mode)
order by posts.title
limit 20;
