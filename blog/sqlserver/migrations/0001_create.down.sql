-- Back to before 0001: drops every object of the design, its rights and its roles, also where a deploy stopped in the
-- middle.
-- sqlcmd -b -S SERVER -d NAME -i 0001_create.down.sql. It refuses while any table holds a row.
-- Where the rows may go: exec sys.sp_set_session_context N'drop_rows', 1; in the same session (there is no way back but
-- a backup).

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Refuses while a row is there
if isnull(cast(session_context(N'drop_rows') as int), 0) <> 1 and exists (select 1 from sys.partitions where index_id in (0, 1) and rows > 0 and object_id in (object_id('app.authors'), object_id('app.posts'), object_id('app.comments'), object_id('app.tags'), object_id('app.credentials'), object_id('app.post_tags'), object_id('app.change_log')))
  throw 50006, 'a table still holds rows: back it up first', 1;

if exists (select 1 from msdb.dbo.sysjobs where name = 'blog_expire_change_log')
  exec msdb.dbo.sp_delete_job @job_name = 'blog_expire_change_log', @delete_unused_schedule = 1;

drop procedure if exists app.change_log_expires;
drop view if exists report.comments_masked;
drop view if exists report.authors_masked;

if object_id('app.posts_author_id_fk', 'F') is not null
  alter table app.posts drop constraint posts_author_id_fk;

if object_id('app.comments_post_id_fk', 'F') is not null
  alter table app.comments drop constraint comments_post_id_fk;

if object_id('app.comments_parent_id_fk', 'F') is not null
  alter table app.comments drop constraint comments_parent_id_fk;

if object_id('app.credentials_author_id_fk', 'F') is not null
  alter table app.credentials drop constraint credentials_author_id_fk;

if object_id('app.post_tags_post_id_fk', 'F') is not null
  alter table app.post_tags drop constraint post_tags_post_id_fk;

if object_id('app.post_tags_tag_id_fk', 'F') is not null
  alter table app.post_tags drop constraint post_tags_tag_id_fk;

drop table if exists app.change_log;
drop table if exists app.post_tags;
drop table if exists app.credentials;
drop table if exists app.tags;
drop table if exists app.comments;
drop table if exists app.posts;
drop table if exists app.authors;

if exists (select 1 from sys.fulltext_catalogs where name = 'app_words')
  drop fulltext catalog app_words;

drop schema if exists app;
drop schema if exists report;

-- Who is a member stays a user of the database
declare @members nvarchar(max) = (
  select string_agg(cast(concat('alter role ', quotename(r.name), ' drop member ', quotename(m.name), ';') as nvarchar(max)), ' ')
  from sys.database_role_members as x
  join sys.database_principals as r on r.principal_id = x.role_principal_id
  join sys.database_principals as m on m.principal_id = x.member_principal_id
  where r.name in ('blog_owner', 'blog_migrator', 'blog_monitor', 'blog_backup', 'blog_jobs', 'blog_reader', 'blog_editor', 'blog_site', 'blog_reporting', 'blog_auditor'));
if @members is not null exec sys.sp_executesql @members;

go

drop role if exists blog_owner;
drop role if exists blog_migrator;
drop role if exists blog_monitor;
drop role if exists blog_backup;
drop role if exists blog_jobs;
drop role if exists blog_reader;
drop role if exists blog_editor;
drop role if exists blog_site;
drop role if exists blog_reporting;
drop role if exists blog_auditor;
drop user if exists blog_definer;

go

commit;
go
