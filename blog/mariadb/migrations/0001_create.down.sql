-- Back to before 0001: drops every object of the design, its rights, and its accounts. mariadb --database=NAME <
-- 0001_create.down.sql
-- It refuses while any table holds a row. Where the rows may go: mariadb --init-command="set @drop_rows = 1" ... (there
-- is no way back but a backup).
-- Accounts and roles belong to the server: those that another database needs stay.

set session group_concat_max_len = 1000000, @found = 0;

-- Refuses while a row is there
set @statement = coalesce((
  select concat('select ', group_concat(concat('exists (select 1 from `', table_name, '`)') separator ' or '), ' into @found')
  from information_schema.tables where table_schema = database() and table_name in ('authors', 'posts', 'comments', 'tags', 'credentials', 'post_tags', 'change_log')), 'do 0');

prepare made from @statement;

execute made;

deallocate prepare made;

set @statement = if(@found and coalesce(@drop_rows, 0) <> 1, 'call `a table still holds rows: back it up first`()', 'do 0');

prepare made from @statement;

execute made;

deallocate prepare made;

delimiter //

begin not atomic
  declare continue handler for sqlexception begin end;
  revoke select, insert, update, delete, trigger, execute, event on * from blog_definer;
  revoke all on * from blog_owner;
  revoke show view on * from blog_monitor;
  revoke select, lock tables, show view, event, trigger on * from blog_backup;
  revoke select (author_id, created_at, display_name, bio, public_id) on authors from blog_reader;
  revoke select on posts from blog_reader;
  revoke select (comment_id, post_id, parent_id, created_at, author_name, body, status) on comments from blog_reader;
  revoke insert on comments from blog_reader;
  revoke select on tags from blog_reader;
  revoke select on post_tags from blog_reader;
  revoke update (email, display_name, bio) on authors from blog_editor;
  revoke select on authors from blog_editor;
  revoke update (published_at, updated_at, slug, title, excerpt, body, status, version, idempotency_key) on posts from blog_editor;
  revoke select, insert on posts from blog_editor;
  revoke update (body, status, ip_address) on comments from blog_editor;
  revoke select on comments from blog_editor;
  revoke update (slug, name) on tags from blog_editor;
  revoke select, insert on tags from blog_editor;
  revoke select, insert, delete on post_tags from blog_editor;
  revoke update (email, display_name, bio) on authors from blog_site;
  revoke select, insert on authors from blog_site;
  revoke update (password_hash) on credentials from blog_site;
  revoke select, insert on credentials from blog_site;
  revoke select (author_id, created_at, bio, public_id) on authors from blog_reporting;
  revoke select on posts from blog_reporting;
  revoke select (comment_id, post_id, parent_id, created_at, body, status) on comments from blog_reporting;
  revoke select on tags from blog_reporting;
  revoke select on post_tags from blog_reporting;
  revoke select on authors_masked from blog_reporting;
  revoke select on comments_masked from blog_reporting;
  revoke select on change_log from blog_auditor;
  revoke select, insert, delete on change_log from blog_definer;
  revoke execute on procedure change_log_expires from blog_jobs;
end//

delimiter ;

drop event if exists expire_change_log_job;

drop procedure if exists change_log_expires;

drop view if exists comments_masked;
drop view if exists authors_masked;

-- Tables may refer to each other in a circle; triggers go with their tables
set foreign_key_checks = 0;

drop table if exists change_log;
drop table if exists post_tags;
drop table if exists credentials;
drop table if exists tags;
drop table if exists comments;
drop table if exists posts;
drop table if exists authors;

set foreign_key_checks = 1;

-- Accounts are the server's: they stay while another database or somebody else needs one
set @needed = exists (
  select 1 from mysql.db where user in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and db not in (database(), 'performance_schema', 'sys')
  union all select 1 from mysql.tables_priv where user in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and db not in (database(), 'performance_schema', 'sys')
  union all select 1 from mysql.columns_priv where user in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and db not in (database(), 'performance_schema', 'sys')
  union all select 1 from mysql.procs_priv where user in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and db not in (database(), 'performance_schema', 'sys')
  union all select 1 from information_schema.routines where definer in ('blog_owner@%', 'blog_definer@%', 'blog_migrator@%', 'blog_monitor@%', 'blog_backup@%', 'blog_jobs@%', 'blog_reader@%', 'blog_editor@%', 'blog_site@%', 'blog_reporting@%', 'blog_auditor@%') and routine_schema <> database()
  union all select 1 from information_schema.triggers where definer in ('blog_owner@%', 'blog_definer@%', 'blog_migrator@%', 'blog_monitor@%', 'blog_backup@%', 'blog_jobs@%', 'blog_reader@%', 'blog_editor@%', 'blog_site@%', 'blog_reporting@%', 'blog_auditor@%') and trigger_schema <> database()
  union all select 1 from information_schema.views where definer in ('blog_owner@%', 'blog_definer@%', 'blog_migrator@%', 'blog_monitor@%', 'blog_backup@%', 'blog_jobs@%', 'blog_reader@%', 'blog_editor@%', 'blog_site@%', 'blog_reporting@%', 'blog_auditor@%') and table_schema <> database()
  union all select 1 from information_schema.events where definer in ('blog_owner@%', 'blog_definer@%', 'blog_migrator@%', 'blog_monitor@%', 'blog_backup@%', 'blog_jobs@%', 'blog_reader@%', 'blog_editor@%', 'blog_site@%', 'blog_reporting@%', 'blog_auditor@%') and event_schema <> database()
  union all select 1 from mysql.roles_mapping where role in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and user not in ('blog_owner', 'blog_definer', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor') and admin_option = 'N');

set @statement = if(@needed, 'do 0', 'drop role if exists blog_owner');

prepare made from @statement;

execute made;

deallocate prepare made;

set @statement = if(@needed, 'do 0', 'drop user if exists blog_definer, blog_migrator, blog_monitor, blog_backup, blog_jobs, blog_reader, blog_editor, blog_site, blog_reporting, blog_auditor');

prepare made from @statement;

execute made;

deallocate prepare made;
