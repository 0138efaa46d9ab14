-- Integrity checks: the first that finds a row stops the file with its name. Run it after a restore, after a migration,
-- and weekly on a copy: sqlcmd -b -S SERVER -d NAME -i 01_integrity.sql
-- A test database is marked once: exec sys.sp_addextendedproperty N'is_test', N'yes';

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Refuses a database that is not marked as a test
if not exists (select 1 from sys.extended_properties where class = 0 and name = N'is_test')
  throw 50004, 'this database is not marked as a test', 1;

-- one request, one of the posts
if exists (
  select posts.post_id, posts.idempotency_key
  from app.posts
  where exists (select 1 from app.posts as other where other.idempotency_key = posts.idempotency_key and other.post_id <> posts.post_id))
  throw 50005, 'posts_idempotency_key_once: one request, one of the posts', 1;

-- each posts row finds its authors
if exists (
  select posts.post_id, posts.author_id
  from app.posts
  where not exists (select 1 from app.authors as parent where parent.author_id = posts.author_id))
  throw 50005, 'posts_author_id_fk_found: each posts row finds its authors', 1;

-- each comments row finds its posts
if exists (
  select comments.comment_id, comments.post_id
  from app.comments
  where not exists (select 1 from app.posts as parent where parent.post_id = comments.post_id))
  throw 50005, 'comments_post_id_fk_found: each comments row finds its posts', 1;

-- each comments row finds its comments
if exists (
  select comments.comment_id, comments.parent_id
  from app.comments
  where comments.parent_id is not null
    and not exists (select 1 from app.comments as parent where parent.comment_id = comments.parent_id))
  throw 50005, 'comments_parent_id_fk_found: each comments row finds its comments', 1;

-- each credentials row finds its authors
if exists (
  select credentials.author_id
  from app.credentials
  where not exists (select 1 from app.authors as parent where parent.author_id = credentials.author_id))
  throw 50005, 'credentials_author_id_fk_found: each credentials row finds its authors', 1;

-- each post_tags row finds its posts
if exists (
  select post_tags.post_id, post_tags.tag_id
  from app.post_tags
  where not exists (select 1 from app.posts as parent where parent.post_id = post_tags.post_id))
  throw 50005, 'post_tags_post_id_fk_found: each post_tags row finds its posts', 1;

-- each post_tags row finds its tags
if exists (
  select post_tags.post_id, post_tags.tag_id
  from app.post_tags
  where not exists (select 1 from app.tags as parent where parent.tag_id = post_tags.tag_id))
  throw 50005, 'post_tags_tag_id_fk_found: each post_tags row finds its tags', 1;
go
