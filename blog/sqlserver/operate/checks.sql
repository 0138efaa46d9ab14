-- Rows that must not be: no answer while all is well. As an account that may read: sqlcmd -S SERVER -d NAME -i
-- checks.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

select 'posts_idempotency_key_once' as check_name, 'one request, one of the posts' as says, count_big(*) as wrong_rows
from (
  select posts.post_id, posts.idempotency_key
  from app.posts
  where exists (select 1 from app.posts as other where other.idempotency_key = posts.idempotency_key and other.post_id <> posts.post_id)
) as wrong
having count_big(*) > 0
union all
select 'posts_author_id_fk_found' as check_name, 'each posts row finds its authors' as says, count_big(*) as wrong_rows
from (
  select posts.post_id, posts.author_id
  from app.posts
  where not exists (select 1 from app.authors as parent where parent.author_id = posts.author_id)
) as wrong
having count_big(*) > 0
union all
select 'comments_post_id_fk_found' as check_name, 'each comments row finds its posts' as says, count_big(*) as wrong_rows
from (
  select comments.comment_id, comments.post_id
  from app.comments
  where not exists (select 1 from app.posts as parent where parent.post_id = comments.post_id)
) as wrong
having count_big(*) > 0
union all
select 'comments_parent_id_fk_found' as check_name, 'each comments row finds its comments' as says, count_big(*) as wrong_rows
from (
  select comments.comment_id, comments.parent_id
  from app.comments
  where comments.parent_id is not null
    and not exists (select 1 from app.comments as parent where parent.comment_id = comments.parent_id)
) as wrong
having count_big(*) > 0
union all
select 'credentials_author_id_fk_found' as check_name, 'each credentials row finds its authors' as says, count_big(*) as wrong_rows
from (
  select credentials.author_id
  from app.credentials
  where not exists (select 1 from app.authors as parent where parent.author_id = credentials.author_id)
) as wrong
having count_big(*) > 0
union all
select 'post_tags_post_id_fk_found' as check_name, 'each post_tags row finds its posts' as says, count_big(*) as wrong_rows
from (
  select post_tags.post_id, post_tags.tag_id
  from app.post_tags
  where not exists (select 1 from app.posts as parent where parent.post_id = post_tags.post_id)
) as wrong
having count_big(*) > 0
union all
select 'post_tags_tag_id_fk_found' as check_name, 'each post_tags row finds its tags' as says, count_big(*) as wrong_rows
from (
  select post_tags.post_id, post_tags.tag_id
  from app.post_tags
  where not exists (select 1 from app.tags as parent where parent.tag_id = post_tags.tag_id)
) as wrong
having count_big(*) > 0;
go
