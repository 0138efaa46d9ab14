-- Rows that must not be: no answer while all is well. As the account of the backup, which may read: mariadb --table
-- DATABASE < checks.sql

select 'posts_idempotency_key_once' as check_name, 'one request, one of the posts' as says, count(*) as wrong_rows
from (
  select posts.post_id, posts.idempotency_key
  from posts
  where exists (select 1 from posts other where other.idempotency_key = posts.idempotency_key and other.post_id <> posts.post_id)
) as wrong
having count(*) > 0
union all
select 'posts_author_id_fk_found' as check_name, 'each posts row finds its authors' as says, count(*) as wrong_rows
from (
  select posts.post_id, posts.author_id
  from posts
  where not exists (select 1 from authors parent where parent.author_id = posts.author_id)
) as wrong
having count(*) > 0
union all
select 'comments_post_id_fk_found' as check_name, 'each comments row finds its posts' as says, count(*) as wrong_rows
from (
  select comments.comment_id, comments.post_id
  from comments
  where not exists (select 1 from posts parent where parent.post_id = comments.post_id)
) as wrong
having count(*) > 0
union all
select 'comments_parent_id_fk_found' as check_name, 'each comments row finds its comments' as says, count(*) as wrong_rows
from (
  select comments.comment_id, comments.parent_id
  from comments
  where comments.parent_id is not null
    and not exists (select 1 from comments parent where parent.comment_id = comments.parent_id)
) as wrong
having count(*) > 0
union all
select 'credentials_author_id_fk_found' as check_name, 'each credentials row finds its authors' as says, count(*) as wrong_rows
from (
  select credentials.author_id
  from credentials
  where not exists (select 1 from authors parent where parent.author_id = credentials.author_id)
) as wrong
having count(*) > 0
union all
select 'post_tags_post_id_fk_found' as check_name, 'each post_tags row finds its posts' as says, count(*) as wrong_rows
from (
  select post_tags.post_id, post_tags.tag_id
  from post_tags
  where not exists (select 1 from posts parent where parent.post_id = post_tags.post_id)
) as wrong
having count(*) > 0
union all
select 'post_tags_tag_id_fk_found' as check_name, 'each post_tags row finds its tags' as says, count(*) as wrong_rows
from (
  select post_tags.post_id, post_tags.tag_id
  from post_tags
  where not exists (select 1 from tags parent where parent.tag_id = post_tags.tag_id)
) as wrong
having count(*) > 0;
