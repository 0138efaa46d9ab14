-- 0001: what ../deploy makes, in one file, once, on an empty database. Back: 0001_create.down.sql, while no table holds
-- a row.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- deploy/01_database.sql: Settings of the database: versions of rows for readers, the optimizer's level, what Query
-- Store keeps. It may run again.
-- sqlcmd -b -S SERVER -d NAME -i 01_database.sql
--
-- The database is made by the operator, with words compared without regard to case: create database NAME collate
-- Latin1_General_100_CI_AS_SC
if cast(databasepropertyex(db_name(), 'Collation') as nvarchar(128)) <> 'Latin1_General_100_CI_AS_SC'
  throw 50003, 'the database must have the collation Latin1_General_100_CI_AS_SC', 1;

-- Readers see versions and wait for nobody; every rule of this design relies on it
alter database current set read_committed_snapshot on with rollback immediate;

-- For reports that read one instant over several statements
alter database current set allow_snapshot_isolation on;

-- The optimizer of 2019, on 2022 as well, until Query Store has the plans to compare with
alter database current set compatibility_level = 150;

-- A page that the disk has changed is found when it is read
alter database current set page_verify checksum;

-- The log is kept until it is backed up: else there is no point in time to go back to
alter database current set recovery full;
alter database current set auto_create_statistics on;
alter database current set auto_update_statistics on;

-- A question does not wait for the statistics it has found old
alter database current set auto_update_statistics_async on;

-- Shrinking breaks every index into pieces and grows again
alter database current set auto_shrink off;
alter database current set auto_close off;

-- Keeps the plans of what is asked often: a plan that got worse is seen and may be forced back
alter database current set query_store = on (operation_mode = read_write, query_capture_mode = auto, max_storage_size_mb = 1000, size_based_cleanup_mode = auto);
go

-- 0001: what ../deploy makes, in one file, once, on an empty database. Back: 0001_create.down.sql, while no table holds
-- a row.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- deploy/02_roles.sql: Roles of the database, and the user that owns the schemas. Logins are the server's:
-- operate/logins.sql.
-- sqlcmd -b -S SERVER -d NAME -i 02_roles.sql
--
-- owns every table and never logs in; row rules bind it too
create role blog_owner;

-- owns the code that must see past row rules; never logs in. No login: only what belongs to the schemas acts so
create user blog_definer without login;

-- changes the schema, by taking the owner's role for it
create role blog_migrator;

-- reads the statistics and the monitoring views, no row of the application
create role blog_monitor;

-- reads everything for a copy, changes nothing
create role blog_backup;

-- runs the scheduled routines and nothing else
create role blog_jobs;

-- Anyone on the site: reads what is published, leaves comments
create role blog_reader;

-- Writes, publishes and moderates
create role blog_editor;

-- The site's server: signs people in
create role blog_site;

-- Figures for the management: personal data masked, no writes
create role blog_reporting;

-- reads change_log, writes nothing
create role blog_auditor;

go

-- deploy/03_schema.sql: Schemas; tables with keys, references and checks, in the order in which they refer to each
-- other; what each is.
-- sqlcmd -b -S SERVER -d NAME -i 03_schema.sql
create schema app authorization blog_definer;

go

create schema report authorization blog_definer;

go

create table app.authors (
  author_id     bigint             identity(1, 1) not null,
  created_at    datetimeoffset(6)  not null constraint authors_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  email         nvarchar(254)      masked with (function = 'email()') not null,
  display_name  nvarchar(200)      masked with (function = 'partial(1, ".", 0)') not null,
  bio           nvarchar(4000)     null,
  public_id     uniqueidentifier   not null constraint authors_public_id_df default (newsequentialid()),
  constraint authors_pk primary key clustered (author_id),
  constraint authors_email_ck check (email like '_%@_%._%'),
  constraint authors_display_name_ck check (len(display_name) >= 1 and len(display_name) <= 200),
  constraint authors_bio_ck check (len(bio) >= 1 and len(bio) <= 4000),
  constraint authors_public_id_uq unique nonclustered (public_id)
);

create table app.tags (
  tag_id  bigint                                         identity(1, 1) not null,
  slug    nvarchar(120) collate Latin1_General_100_BIN2  not null,
  name    nvarchar(120)                                  not null,
  constraint tags_pk primary key clustered (tag_id),
  constraint tags_slug_uq unique nonclustered (slug),
  constraint tags_slug_ck check (len(slug) >= 1 and len(slug) <= 120 and slug = lower(slug)),
  constraint tags_name_ck check (len(name) >= 1 and len(name) <= 120)
);

create table app.change_log (
  change_id   bigint                                       identity(1, 1) not null,
  changed_at  datetimeoffset(6)                            not null constraint change_log_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  table_name  nvarchar(255)                                not null,
  row_key     nvarchar(255)                                not null,
  action      varchar(32) collate Latin1_General_100_BIN2  not null,
  changed_by  nvarchar(max)                                null,
  user_id     nvarchar(max)                                null,
  old_values  nvarchar(max)                                null,
  constraint change_log_pk primary key clustered (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
);

create table app.posts (
  post_id          bigint                                         identity(1, 1) not null,
  author_id        bigint                                         not null,
  published_at     datetimeoffset(6)                              null,
  created_at       datetimeoffset(6)                              not null constraint posts_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  updated_at       datetimeoffset(6)                              not null constraint posts_updated_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  slug             nvarchar(120) collate Latin1_General_100_BIN2  not null,
  title            nvarchar(200)                                  not null,
  excerpt          nvarchar(2000)                                 null,
  body             nvarchar(max)                                  not null,
  status           varchar(32) collate Latin1_General_100_BIN2    not null constraint posts_status_df default ('draft'),
  public_id        uniqueidentifier                               not null constraint posts_public_id_df default (newsequentialid()),
  version          rowversion                                     not null,
  idempotency_key  uniqueidentifier                               not null,
  constraint posts_pk primary key clustered (post_id) with (fillfactor = 80),
  constraint posts_slug_uq unique nonclustered (slug),
  constraint posts_author_id_fk foreign key (author_id) references app.authors (author_id),
  constraint posts_slug_ck check (len(slug) >= 1 and len(slug) <= 120 and slug = lower(slug)),
  constraint posts_title_ck check (len(title) >= 1 and len(title) <= 200),
  constraint posts_excerpt_ck check (len(excerpt) >= 1 and len(excerpt) <= 2000),
  constraint posts_body_ck check (len(body) >= 1 and len(body) <= 100000),
  constraint posts_status_ck check (status in ('draft', 'in_review', 'published', 'archived')),
  constraint posts_published_has_instant_ck check (status <> 'published' or published_at is not null),
  constraint posts_public_id_uq unique nonclustered (public_id),
  constraint posts_idempotency_key_uq unique nonclustered (idempotency_key)
);

create table app.credentials (
  author_id      bigint                                         not null,
  changed_at     datetimeoffset(6)                              not null constraint credentials_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  password_hash  nvarchar(255) collate Latin1_General_100_BIN2  masked with (function = 'default()') not null,
  constraint credentials_pk primary key clustered (author_id),
  constraint credentials_author_id_fk foreign key (author_id) references app.authors (author_id) on delete cascade,
  constraint credentials_password_hash_ck check (len(password_hash) >= 60 and len(password_hash) <= 255)
);

create table app.comments (
  comment_id    bigint                                         identity(1, 1) not null,
  post_id       bigint                                         not null,
  parent_id     bigint                                         null,
  created_at    datetimeoffset(6)                              not null constraint comments_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  author_name   nvarchar(200)                                  masked with (function = 'partial(1, ".", 0)') not null,
  author_email  nvarchar(254) collate Latin1_General_100_BIN2  masked with (function = 'email()') not null,
  body          nvarchar(2000)                                 not null,
  status        varchar(32) collate Latin1_General_100_BIN2    not null constraint comments_status_df default ('pending'),
  ip_address    nvarchar(45) collate Latin1_General_100_BIN2   masked with (function = 'default()') null,
  constraint comments_pk primary key clustered (comment_id),
  constraint comments_post_id_fk foreign key (post_id) references app.posts (post_id),
  constraint comments_parent_id_fk foreign key (parent_id) references app.comments (comment_id),
  constraint comments_author_name_ck check (len(author_name) >= 1 and len(author_name) <= 200),
  constraint comments_author_email_ck check (author_email like '_%@_%._%'),
  constraint comments_body_ck check (len(body) >= 1 and len(body) <= 2000),
  constraint comments_status_ck check (status in ('pending', 'approved', 'removed', 'spam')),
  constraint comments_ip_address_ck check (len(ip_address + '.') between 3 and 46 and ip_address collate Latin1_General_100_BIN2 not like '%[^0-9a-fA-F:.]%')
);

create table app.post_tags (
  post_id  bigint  not null,
  tag_id   bigint  not null,
  constraint post_tags_pk primary key clustered (post_id, tag_id),
  constraint post_tags_post_id_fk foreign key (post_id) references app.posts (post_id) on delete cascade,
  constraint post_tags_tag_id_fk foreign key (tag_id) references app.tags (tag_id) on delete cascade
);

exec sys.sp_addextendedproperty N'MS_Description', N'Someone who writes; signs in with an e-mail address', N'SCHEMA', N'app', N'TABLE', N'authors';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers author rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'author_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Signs in with it', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'email';
exec sys.sp_addextendedproperty N'MS_Description', N'Printed above the post', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'display_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Bio of the author; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'bio';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of authors outside instead of author_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'authors', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'What is read: a text with its address on the site', N'SCHEMA', N'app', N'TABLE', N'posts';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers post rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'post_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The author that writes this post', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'author_id';
exec sys.sp_addextendedproperty N'MS_Description', N'When it became readable; a later instant is a plan; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'published_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'updated_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Last part of its address; a change would break links', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'slug';
exec sys.sp_addextendedproperty N'MS_Description', N'Title of the post', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'title';
exec sys.sp_addextendedproperty N'MS_Description', N'Excerpt of the post; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'excerpt';
exec sys.sp_addextendedproperty N'MS_Description', N'Long text; the engine keeps what is large out of the row', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'body';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of posts outside instead of post_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Counts the changes of the row; “save an edited post” writes only over the version it has read', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'version';
exec sys.sp_addextendedproperty N'MS_Description', N'Chosen by the caller before the first try; a repeated request finds its posts row instead of making a second', N'SCHEMA', N'app', N'TABLE', N'posts', N'COLUMN', N'idempotency_key';
exec sys.sp_addextendedproperty N'MS_Description', N'What a reader says under a post, shown once it is approved', N'SCHEMA', N'app', N'TABLE', N'comments';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers comment rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'comment_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The post that is discussed in this comment', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'post_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The comment that is the parent of this comment; empty where there is none', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'parent_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'As given; readers need no account; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'author_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Never shown; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'author_email';
exec sys.sp_addextendedproperty N'MS_Description', N'Body of the comment', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'body';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'Against spam, emptied after three months; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'ip_address';
exec sys.sp_addextendedproperty N'MS_Description', N'A word that posts are found by', N'SCHEMA', N'app', N'TABLE', N'tags';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers tag rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'tags', N'COLUMN', N'tag_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Slug of the tag', N'SCHEMA', N'app', N'TABLE', N'tags', N'COLUMN', N'slug';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the tag', N'SCHEMA', N'app', N'TABLE', N'tags', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Password hash of an author, in a table with grants of its own', N'SCHEMA', N'app', N'TABLE', N'credentials';
exec sys.sp_addextendedproperty N'MS_Description', N'The author that signs in with this credential', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'author_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Hash of the password (argon2id or bcrypt), never the password', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'password_hash';
exec sys.sp_addextendedproperty N'MS_Description', N'A post is found under a tag', N'SCHEMA', N'app', N'TABLE', N'post_tags';
exec sys.sp_addextendedproperty N'MS_Description', N'The post that is labelled by this post tag', N'SCHEMA', N'app', N'TABLE', N'post_tags', N'COLUMN', N'post_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The tag that labels this post tag', N'SCHEMA', N'app', N'TABLE', N'post_tags', N'COLUMN', N'tag_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Who changed which row when. Rows are added and never changed', N'SCHEMA', N'app', N'TABLE', N'change_log';
exec sys.sp_addextendedproperty N'MS_Description', N'Order of entries', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'change_id';
exec sys.sp_addextendedproperty N'MS_Description', N'When, by the server''s clock', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Which table', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'table_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Key of the row as text, its parts joined by /', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'row_key';
exec sys.sp_addextendedproperty N'MS_Description', N'What was done', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'action';
exec sys.sp_addextendedproperty N'MS_Description', N'The login that did it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_by';
exec sys.sp_addextendedproperty N'MS_Description', N'The person, as the application named it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'old_values';

-- deploy/04_indexes.sql: Indexes, each with the question it serves.
-- sqlcmd -b -S SERVER -d NAME -i 04_indexes.sql
--
-- email names one author without regard to case
create unique nonclustered index authors_email_uq
on app.authors (email);

-- name names one tag without regard to case
create unique nonclustered index tags_name_uq
on app.tags (name);

-- one row's history
create nonclustered index change_log_row_key_table_name_ix
on app.change_log (row_key, table_name);

-- an author's posts, newest first
create nonclustered index posts_author_id_created_at_ix
on app.posts (author_id, created_at desc);

-- published posts, newest first
create nonclustered index posts_published_at_open_ix
on app.posts (published_at desc)
where status = 'published';

-- posts by month
create nonclustered index posts_created_at_ix
on app.posts (created_at);

-- a post's approved comments, oldest first
create nonclustered index comments_post_id_created_at_open_ix
on app.comments (post_id, created_at)
where status = 'approved';

-- comments that wait for a moderator, oldest first
create nonclustered index comments_created_at_open_ix
on app.comments (created_at)
where status = 'pending';

-- the reference to posts, when one of them is deleted
create nonclustered index comments_post_id_ix
on app.comments (post_id);

-- the reference to comments, when one of them is deleted
create nonclustered index comments_parent_id_ix
on app.comments (parent_id)
where parent_id is not null;

-- posts under a tag
create nonclustered index post_tags_tag_id_post_id_ix
on app.post_tags (tag_id, post_id);

go

-- deploy/05_rules.sql: Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is
-- said of sets of rows.
-- sqlcmd -b -S SERVER -d NAME -i 05_rules.sql
--
-- As it was when the row was made
create trigger app.author_frozen_tr on app.authors with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.author_id = i.author_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'author_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.post_frozen_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.post_id = i.post_id
    where exists (select i.created_at, i.author_id except select d.created_at, d.author_id))
    throw 50001, 'post_frozen: never changed: created_at, author_id', 1;
end

go

-- As it was when the row was made
create trigger app.comment_frozen_tr on app.comments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where exists (
        select i.author_name collate Latin1_General_100_BIN2, i.author_email, i.created_at, i.post_id, i.parent_id
        except select d.author_name collate Latin1_General_100_BIN2, d.author_email, d.created_at, d.post_id, d.parent_id))
    throw 50001, 'comment_frozen: never changed: author_name, author_email, created_at and 2 more', 1;
end

go

-- As it was when the row was made
create trigger app.credential_frozen_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.author_id from deleted as d except select i.author_id from inserted as i)
    throw 50001, 'credential_frozen: the key of app.credentials does not change', 1;
end

go

-- As it was when the row was made
create trigger app.post_tag_frozen_tr on app.post_tags with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.post_id, d.tag_id from deleted as d except select i.post_id, i.tag_id from inserted as i)
    throw 50001, 'post_tag_frozen: the key of app.post_tags does not change', 1;
end

go

-- rows of app.change_log are added and never changed
create trigger app.change_log_frozen_update_tr on app.change_log with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.change_id = i.change_id
    where exists (
        select i.change_id, i.changed_at, i.table_name collate Latin1_General_100_BIN2, i.row_key collate
          Latin1_General_100_BIN2, i.action, i.changed_by collate Latin1_General_100_BIN2, i.user_id collate
          Latin1_General_100_BIN2, i.old_values collate Latin1_General_100_BIN2
        except select d.change_id, d.changed_at, d.table_name collate Latin1_General_100_BIN2, d.row_key collate
          Latin1_General_100_BIN2, d.action, d.changed_by collate Latin1_General_100_BIN2, d.user_id collate
          Latin1_General_100_BIN2, d.old_values collate Latin1_General_100_BIN2))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- But what its term lets go
create trigger app.change_log_frozen_delete_tr on app.change_log with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from deleted as d where d.changed_at >= dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00')))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- status moves along its life cycle
create trigger app.post_life_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.post_id = i.post_id
    where i.status <> d.status
      and not exists (select 1 from (values ('draft', 'in_review'), ('in_review', 'published'), ('published', 'archived'), ('draft', 'published'), ('in_review', 'draft'), ('archived', 'published')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'post_life: status cannot change so', 1;
end

go

-- status moves along its life cycle
create trigger app.comment_life_tr on app.comments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where d.status in ('removed', 'spam') and exists (
        select i.comment_id, i.post_id, i.parent_id, i.created_at, i.author_name collate Latin1_General_100_BIN2,
          i.author_email, i.body collate Latin1_General_100_BIN2, i.status, i.ip_address
        except select d.comment_id, d.post_id, d.parent_id, d.created_at, d.author_name collate Latin1_General_100_BIN2,
          d.author_email, d.body collate Latin1_General_100_BIN2, d.status, d.ip_address))
    throw 50001, 'comment_life: a row that is removed or spam does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where i.status <> d.status
      and not exists (select 1 from (values ('pending', 'approved'), ('approved', 'removed'), ('pending', 'spam'), ('approved', 'spam')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'comment_life: status cannot change so', 1;
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.post_touched_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set updated_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.posts as t
  join inserted as i on i.post_id = t.post_id
  join deleted as d on d.post_id = i.post_id
  where exists (
        select i.post_id, i.author_id, i.published_at, i.created_at, i.slug, i.title collate Latin1_General_100_BIN2,
          i.excerpt collate Latin1_General_100_BIN2, i.body collate Latin1_General_100_BIN2, i.status, i.public_id,
          i.idempotency_key
        except select d.post_id, d.author_id, d.published_at, d.created_at, d.slug, d.title collate Latin1_General_100_BIN2,
          d.excerpt collate Latin1_General_100_BIN2, d.body collate Latin1_General_100_BIN2, d.status, d.public_id,
          d.idempotency_key);
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.credential_touched_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set changed_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.credentials as t
  join inserted as i on i.author_id = t.author_id
  join deleted as d on d.author_id = i.author_id
  where exists (select i.author_id, i.password_hash except select d.author_id, d.password_hash);
end

go

-- deploy/06_views.sql: Views: masked ones for those who may not read in the clear; reports with the table that holds
-- them.
-- sqlcmd -b -S SERVER -d NAME -i 06_views.sql
--
-- Authors with email and display_name masked
create view report.authors_masked as
select
  author_id,
  created_at,
  concat('***@', substring(email, charindex('@', email) + 1, 400)) as email,
  concat(left(display_name, 1), '.') as display_name,
  bio,
  public_id
from app.authors;

go

-- Comments with author_name, author_email and ip_address masked
create view report.comments_masked as
select
  comment_id,
  post_id,
  parent_id,
  created_at,
  concat(left(author_name, 1), '.') as author_name,
  concat('***@', substring(author_email, charindex('@', author_email) + 1, 400)) as author_email,
  body,
  status,
  cast(null as nvarchar(45)) as ip_address
from app.comments;

go

-- deploy/07_procedures.sql: Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at
-- any time, any number of times.
-- sqlcmd -b -S SERVER -d NAME -i 07_procedures.sql
--
-- Deletes rows of change_log older than 36 months, 4000 a transaction
create procedure app.change_log_expires with execute as owner as
begin
  set nocount, xact_abort on;
  declare @done int = 4000;
  while @done = 4000
  begin
    delete top (4000) from app.change_log
    where changed_at < dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00'));
    set @done = @@rowcount;
  end;
end

go

-- deploy/08_access.sql: Grants by table and column, who sees through masks, row rules. Nobody of the application may
-- alter or drop.
-- sqlcmd -b -S SERVER -d NAME -i 08_access.sql
alter role db_owner add member blog_owner;

-- Changes the schema, and fills what it adds
alter role db_ddladmin add member blog_migrator;
alter role db_datareader add member blog_migrator;
alter role db_datawriter add member blog_migrator;

-- Sees how the database does, and no row of a table
grant view database state to blog_monitor;
grant view definition to blog_monitor;

alter role db_backupoperator add member blog_backup;

grant select (author_id, created_at, display_name, bio, public_id) on app.authors to blog_reader;
grant select on app.posts to blog_reader;
grant select (comment_id, post_id, parent_id, created_at, author_name, body, status) on app.comments to blog_reader;
grant insert on app.comments to blog_reader;
grant select on app.tags to blog_reader;
grant select on app.post_tags to blog_reader;
grant update (email, display_name, bio) on app.authors to blog_editor;
grant select on app.authors to blog_editor;
grant update (published_at, updated_at, slug, title, excerpt, body, status, idempotency_key) on app.posts to blog_editor;
grant select, insert on app.posts to blog_editor;
grant update (body, status, ip_address) on app.comments to blog_editor;
grant select on app.comments to blog_editor;
grant update (slug, name) on app.tags to blog_editor;
grant select, insert on app.tags to blog_editor;
grant select, insert, delete on app.post_tags to blog_editor;
grant update (email, display_name, bio) on app.authors to blog_site;
grant select, insert on app.authors to blog_site;
grant update (password_hash) on app.credentials to blog_site;
grant select, insert on app.credentials to blog_site;
grant select (author_id, created_at, bio, public_id) on app.authors to blog_reporting;
grant select on app.posts to blog_reporting;
grant select (comment_id, post_id, parent_id, created_at, body, status) on app.comments to blog_reporting;
grant select on app.tags to blog_reporting;
grant select on app.post_tags to blog_reporting;
grant select on report.authors_masked to blog_reporting;
grant select on report.comments_masked to blog_reporting;
grant select on app.change_log to blog_auditor;
grant select, insert, delete on app.change_log to blog_definer;

-- Reads these columns by the design; their masks are for everybody else
grant unmask to blog_reader;
grant unmask to blog_editor;
grant unmask to blog_site;
grant unmask to blog_reporting;
grant execute on app.change_log_expires to blog_jobs;

go

-- deploy/09_audit.sql: Triggers that keep the audit trail. Secret columns are named in it, never copied.
-- sqlcmd -b -S SERVER -d NAME -i 09_audit.sql
--
-- Every change of app.credentials is kept in app.change_log
create trigger app.credential_audit_insert_tr on app.credentials with execute as owner
after insert as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(i.author_id as nvarchar(200)),
    'insert',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    null
  from inserted as i;
end

go

create trigger app.credential_audit_update_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(d.author_id as nvarchar(200)),
    'update',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.author_id as author_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values)
  from deleted as d
  join inserted as i on i.author_id = d.author_id
  where exists (select i.author_id, i.password_hash except select d.author_id, d.password_hash);
end

go

create trigger app.credential_audit_delete_tr on app.credentials with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  insert into app.change_log (table_name, row_key, action, changed_by, user_id, old_values)
  select
    'credentials',
    cast(d.author_id as nvarchar(200)),
    'delete',
    original_login(),
    try_cast(session_context(N'user_id') as nvarchar(max)),
    (select d.author_id as author_id, '[not kept]' as password_hash for json path, without_array_wrapper, include_null_values)
  from deleted as d;
end

go

commit;
go

-- 0001: what ../deploy makes, in one file, once, on an empty database. Back: 0001_create.down.sql, while no table holds
-- a row.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- deploy/10_search.sql: Full-text indexes; the feature Full-Text Search must be installed with the server.
-- sqlcmd -b -S SERVER -d NAME -i 10_search.sql
--
-- All words of this design; filled as rows change
create fulltext catalog app_words;

-- posts whose title or text holds these words
create fulltext index on app.posts (title language 1033)
key index posts_pk on app_words with change_tracking auto;

-- deploy/11_jobs.sql: Jobs of SQL Server Agent; run it as a login that may write msdb (SQLAgentOperatorRole). It may run
-- again.
-- sqlcmd -b -S SERVER -d NAME -i 11_jobs.sql
--
-- Every 1440 minutes
declare @job uniqueidentifier, @database sysname = db_name();
if exists (select 1 from msdb.dbo.sysjobs where name = 'blog_expire_change_log')
  exec msdb.dbo.sp_delete_job @job_name = 'blog_expire_change_log', @delete_unused_schedule = 1;
exec msdb.dbo.sp_add_job @job_name = 'blog_expire_change_log', @notify_level_eventlog = 2, @job_id = @job output;
exec msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = N'run', @subsystem = N'TSQL', @database_name = @database,
  @command = 'exec app.change_log_expires;', @retry_attempts = 2, @retry_interval = 5;
exec msdb.dbo.sp_add_jobschedule @job_id = @job, @name = 'blog_expire_change_log', @freq_type = 4, @freq_interval = 1,
  @freq_subday_type = 1, @freq_subday_interval = 0, @active_start_time = 30000;
exec msdb.dbo.sp_add_jobserver @job_id = @job;
go
