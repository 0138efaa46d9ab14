-- Integrity checks: the first that finds a row stops the file with its name. Run it after a restore, after a migration,
-- and weekly on a copy: mariadb DATABASE < 01_integrity.sql
-- A test database is marked once, when it is made: create database NAME_is_test, beside it.

-- Refuses a database that is not marked as a test
create temporary table guard (marked int, constraint this_database_is_not_marked_as_a_test check (marked > 0));

insert into guard select count(*) from information_schema.schemata where schema_name = concat(database(), '_is_test');

drop temporary table guard;

-- one request, one of the posts
create temporary table asked (wrong bigint, constraint posts_idempotency_key_once check (wrong = 0));

insert into asked select count(*) from (
  select posts.post_id, posts.idempotency_key
  from posts
  where exists (select 1 from posts other where other.idempotency_key = posts.idempotency_key and other.post_id <> posts.post_id)
) as wrong;

drop temporary table asked;

-- each posts row finds its authors
create temporary table asked (wrong bigint, constraint posts_author_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select posts.post_id, posts.author_id
  from posts
  where not exists (select 1 from authors parent where parent.author_id = posts.author_id)
) as wrong;

drop temporary table asked;

-- each comments row finds its posts
create temporary table asked (wrong bigint, constraint comments_post_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select comments.comment_id, comments.post_id
  from comments
  where not exists (select 1 from posts parent where parent.post_id = comments.post_id)
) as wrong;

drop temporary table asked;

-- each comments row finds its comments
create temporary table asked (wrong bigint, constraint comments_parent_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select comments.comment_id, comments.parent_id
  from comments
  where comments.parent_id is not null
    and not exists (select 1 from comments parent where parent.comment_id = comments.parent_id)
) as wrong;

drop temporary table asked;

-- each credentials row finds its authors
create temporary table asked (wrong bigint, constraint credentials_author_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select credentials.author_id
  from credentials
  where not exists (select 1 from authors parent where parent.author_id = credentials.author_id)
) as wrong;

drop temporary table asked;

-- each post_tags row finds its posts
create temporary table asked (wrong bigint, constraint post_tags_post_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select post_tags.post_id, post_tags.tag_id
  from post_tags
  where not exists (select 1 from posts parent where parent.post_id = post_tags.post_id)
) as wrong;

drop temporary table asked;

-- each post_tags row finds its tags
create temporary table asked (wrong bigint, constraint post_tags_tag_id_fk_found check (wrong = 0));

insert into asked select count(*) from (
  select post_tags.post_id, post_tags.tag_id
  from post_tags
  where not exists (select 1 from tags parent where parent.tag_id = post_tags.tag_id)
) as wrong;

drop temporary table asked;
