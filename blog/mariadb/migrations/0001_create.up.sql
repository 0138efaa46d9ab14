-- 0001: what ../deploy makes, in one file, once, on an empty database. Back: 0001_create.down.sql, while no table holds
-- a row.

-- deploy/01_roles.sql: Accounts and roles: the one file that needs rights on the whole server. It may run again; it
-- makes only what is missing.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Locked until the secret store gives it a password: alter user NAME identified via ed25519 using password(...) require
-- ssl account unlock
create user if not exists blog_migrator with max_user_connections 4 account lock;
create user if not exists blog_monitor with max_user_connections 4 account lock;
create user if not exists blog_backup with max_user_connections 4 account lock;
create user if not exists blog_jobs with max_user_connections 4 account lock;
create user if not exists blog_reader with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists blog_editor with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists blog_site with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists blog_reporting with max_user_connections 3 max_statement_time 10 account lock;
create user if not exists blog_auditor with max_user_connections 4 account lock;

-- owns every table and never logs in; row rules bind it too
create role if not exists blog_owner;

-- owns the code that must see past row rules; never logs in
set @statement = if(exists (select 1 from mysql.user where user = 'blog_definer'), 'do 0', 'create user blog_definer account lock');

prepare made from @statement;

execute made;

deallocate prepare made;

-- Acts as the owner by saying SET ROLE; without that its session may do nothing
grant blog_owner to blog_migrator;

-- Triggers and views are made in the definer's name
grant set user on *.* to blog_migrator;

grant process, binlog monitor, slave monitor on *.* to blog_monitor;
grant select on performance_schema.* to blog_monitor;
grant select, execute on sys.* to blog_monitor;

grant process, reload, binlog monitor on *.* to blog_backup;

-- deploy/02_schema.sql: Tables with keys, indexes, references and checks, in the order in which they refer to each
-- other. mariadb NAME < 02_schema.sql
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

create table authors (
  author_id           bigint                                  not null auto_increment comment 'Numbers author rows; made by the database and without meaning to people',
  created_at          datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  email               varchar(254) collate utf8mb4_nopad_bin  not null comment 'Signs in with it',
  display_name        varchar(200)                            not null comment 'Printed above the post',
  bio                 text                                    comment 'Bio of the author; empty while unknown',
  public_id           uuid                                    not null default (uuid_v7()) comment 'What is shown of authors outside instead of author_id, whose numbers would tell how many there are',
  authors_email_uq_1  varchar(254) collate utf8mb4_nopad_bin  generated always as (lower(email)) virtual invisible,
  primary key (author_id),
  constraint authors_public_id_uq unique key (public_id),
  unique key authors_email_uq (authors_email_uq_1) comment 'email names one author without regard to case',
  constraint authors_email_ck check (email regexp concat('(?-i)', '^[^@ ]+@[^@ ]+[.][^@ ]+$')),
  constraint authors_display_name_ck check (char_length(display_name) >= 1 and char_length(display_name) <= 200),
  constraint authors_bio_ck check (char_length(bio) >= 1 and char_length(bio) <= 4000)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Someone who writes; signs in with an e-mail address';

create table tags (
  tag_id          bigint                                  not null auto_increment comment 'Numbers tag rows; made by the database and without meaning to people',
  slug            varchar(120) collate utf8mb4_nopad_bin  not null comment 'Slug of the tag',
  name            varchar(120) collate utf8mb4_nopad_bin  not null comment 'Name of the tag',
  tags_name_uq_1  varchar(120) collate utf8mb4_nopad_bin  generated always as (lower(name)) virtual invisible,
  primary key (tag_id),
  constraint tags_slug_uq unique key (slug),
  unique key tags_name_uq (tags_name_uq_1) comment 'name names one tag without regard to case',
  constraint tags_slug_ck check (slug regexp concat('(?-i)', '^[a-z0-9]+(-[a-z0-9]+)*$')),
  constraint tags_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A word that posts are found by';

create table change_log (
  change_id   bigint                                 not null auto_increment comment 'Order of entries',
  changed_at  datetime(6)                            not null default (utc_timestamp(6)) comment 'When, by the server''s clock',
  table_name  varchar(255)                           not null comment 'Which table',
  row_key     varchar(255)                           not null comment 'Key of the row as text, its parts joined by /',
  action      varchar(32) collate utf8mb4_nopad_bin  not null comment 'What was done',
  changed_by  mediumtext                             comment 'The login that did it',
  user_id     mediumtext                             comment 'The person, as the application named it',
  old_values  json                                   comment 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log',
  primary key (change_id),
  key change_log_row_key_table_name_ix (row_key, table_name) comment 'one row''s history',
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Who changed which row when. Rows are added and never changed';

create table posts (
  post_id          bigint                                  not null auto_increment comment 'Numbers post rows; made by the database and without meaning to people',
  author_id        bigint                                  not null comment 'The author that writes this post',
  published_at     datetime(6)                             comment 'When it became readable; a later instant is a plan; empty while unknown',
  created_at       datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  updated_at       datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC',
  slug             varchar(120) collate utf8mb4_nopad_bin  not null comment 'Last part of its address; a change would break links',
  title            varchar(200)                            not null comment 'Title of the post',
  excerpt          text                                    comment 'Excerpt of the post; empty while unknown',
  body             mediumtext                              not null comment 'Long text; the engine keeps what is large out of the row',
  status           varchar(32) collate utf8mb4_nopad_bin   not null default 'draft' comment 'State of its life; the values are a rule of the model',
  public_id        uuid                                    not null default (uuid_v7()) comment 'What is shown of posts outside instead of post_id, whose numbers would tell how many there are',
  version          int                                     not null default 1 comment 'Counts the changes of the row; “save an edited post” writes only over the version it has read',
  idempotency_key  uuid                                    not null comment 'Chosen by the caller before the first try; a repeated request finds its posts row instead of making a second',
  primary key (post_id),
  constraint posts_slug_uq unique key (slug),
  constraint posts_public_id_uq unique key (public_id),
  constraint posts_idempotency_key_uq unique key (idempotency_key),
  key posts_author_id_created_at_ix (author_id, created_at desc) comment 'an author''s posts, newest first',
  key posts_status_published_at_ix (status, published_at desc) comment 'published posts, newest first',
  fulltext key posts_title_text_ix (title) comment 'posts whose title or text holds these words',
  key posts_created_at_ix (created_at) comment 'posts by month',
  constraint posts_author_id_fk foreign key (author_id) references authors (author_id) on delete restrict,
  constraint posts_slug_ck check (slug regexp concat('(?-i)', '^[a-z0-9]+(-[a-z0-9]+)*$')),
  constraint posts_title_ck check (char_length(title) >= 1 and char_length(title) <= 200),
  constraint posts_excerpt_ck check (char_length(excerpt) >= 1 and char_length(excerpt) <= 2000),
  constraint posts_body_ck check (char_length(body) >= 1 and char_length(body) <= 100000),
  constraint posts_status_ck check (status in ('draft', 'in_review', 'published', 'archived')),
  constraint posts_published_has_instant_ck check (status <> 'published' or published_at is not null)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What is read: a text with its address on the site';

create table credentials (
  author_id      bigint                                  not null comment 'The author that signs in with this credential',
  changed_at     datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC',
  password_hash  varchar(255) collate utf8mb4_nopad_bin  not null comment 'Hash of the password (argon2id or bcrypt), never the password',
  primary key (author_id),
  constraint credentials_author_id_fk foreign key (author_id) references authors (author_id) on delete cascade,
  constraint credentials_password_hash_ck check (char_length(password_hash) >= 60 and char_length(password_hash) <= 255)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Password hash of an author, in a table with grants of its own';

create table comments (
  comment_id    bigint                                  not null auto_increment comment 'Numbers comment rows; made by the database and without meaning to people',
  post_id       bigint                                  not null comment 'The post that is discussed in this comment',
  parent_id     bigint                                  comment 'The comment that is the parent of this comment; empty where there is none',
  created_at    datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  author_name   varchar(200)                            not null comment 'As given; readers need no account; kept as it was when the row was made',
  author_email  varchar(254) collate utf8mb4_nopad_bin  not null comment 'Never shown; kept as it was when the row was made',
  body          text                                    not null comment 'Body of the comment',
  status        varchar(32) collate utf8mb4_nopad_bin   not null default 'pending' comment 'State of its life; the values are a rule of the model',
  ip_address    varchar(45) collate utf8mb4_nopad_bin   comment 'Against spam, emptied after three months; empty while unknown',
  primary key (comment_id),
  key comments_post_id_status_created_at_ix (post_id, status, created_at) comment 'a post''s approved comments, oldest first',
  key comments_status_created_at_ix (status, created_at) comment 'comments that wait for a moderator, oldest first',
  key comments_parent_id_ix (parent_id) comment 'the reference to comments, when one of them is deleted',
  constraint comments_post_id_fk foreign key (post_id) references posts (post_id) on delete restrict,
  constraint comments_parent_id_fk foreign key (parent_id) references comments (comment_id) on delete restrict,
  constraint comments_author_name_ck check (char_length(author_name) >= 1 and char_length(author_name) <= 200),
  constraint comments_author_email_ck check (author_email regexp concat('(?-i)', '^[^@ ]+@[^@ ]+[.][^@ ]+$')),
  constraint comments_body_ck check (char_length(body) >= 1 and char_length(body) <= 2000),
  constraint comments_status_ck check (status in ('pending', 'approved', 'removed', 'spam')),
  constraint comments_ip_address_ck check (ip_address regexp concat('(?-i)', '^[0-9a-fA-F:.]{2,45}$'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What a reader says under a post, shown once it is approved';

create table post_tags (
  post_id  bigint  not null comment 'The post that is labelled by this post tag',
  tag_id   bigint  not null comment 'The tag that labels this post tag',
  primary key (post_id, tag_id),
  key post_tags_tag_id_post_id_ix (tag_id, post_id) comment 'posts under a tag',
  constraint post_tags_post_id_fk foreign key (post_id) references posts (post_id) on delete cascade,
  constraint post_tags_tag_id_fk foreign key (tag_id) references tags (tag_id) on delete cascade
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A post is found under a tag';

-- deploy/03_rules.sql: Rules that no constraint can say: they look at the row before, at other rows, or at time.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Nobody logs in as it: only triggers, views and procedures of the design act so
grant select, insert, update, delete, trigger, execute, event on * to blog_definer;

delimiter //

-- As it was when the row was made
create definer = blog_definer trigger author_frozen
before update on authors for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'author_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger post_frozen
before update on posts for each row
begin
  if not (old.created_at <=> new.created_at) or not (old.author_id <=> new.author_id) then
    signal sqlstate '45000' set message_text = 'post_frozen: never changed: created_at, author_id';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger comment_frozen
before update on comments for each row
begin
  if not (old.author_name <=> new.author_name collate utf8mb4_nopad_bin)
    or not (old.author_email <=> new.author_email collate utf8mb4_nopad_bin)
    or not (old.created_at <=> new.created_at)
    or not (old.post_id <=> new.post_id)
    or not (old.parent_id <=> new.parent_id) then
    signal sqlstate '45000' set message_text = 'comment_frozen: never changed: author_name, author_email, created_at and 2 more';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger credential_frozen
before update on credentials for each row
begin
  if not (old.author_id <=> new.author_id) then
    signal sqlstate '45000' set message_text = 'credential_frozen: never changed: author_id';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger post_tag_frozen
before update on post_tags for each row
begin
  if not (old.post_id <=> new.post_id) or not (old.tag_id <=> new.tag_id) then
    signal sqlstate '45000' set message_text = 'post_tag_frozen: never changed: post_id, tag_id';
  end if;
end//

-- rows of change_log are added and never changed
create definer = blog_definer trigger change_log_frozen_update
before update on change_log for each row
begin
  if not (old.change_id <=> new.change_id)
    or not (old.changed_at <=> new.changed_at)
    or not (old.table_name <=> new.table_name collate utf8mb4_nopad_bin)
    or not (old.row_key <=> new.row_key collate utf8mb4_nopad_bin)
    or not (old.action <=> new.action collate utf8mb4_nopad_bin)
    or not (old.changed_by <=> new.changed_by collate utf8mb4_nopad_bin)
    or not (old.user_id <=> new.user_id collate utf8mb4_nopad_bin)
    or not (old.old_values <=> new.old_values) then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- But what its term lets go
create definer = blog_definer trigger change_log_frozen_delete
before delete on change_log for each row
begin
  if old.changed_at >= utc_timestamp(6) - interval 36 month then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- status moves along its life cycle
create definer = blog_definer trigger post_life
before update on posts for each row
begin
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('draft', 'in_review'),
      ('in_review', 'published'),
      ('published', 'archived'),
      ('draft', 'published'),
      ('in_review', 'draft'),
      ('archived', 'published')) then
    signal sqlstate '45000' set message_text = 'post_life: status cannot change so';
  end if;
end//

-- status moves along its life cycle
create definer = blog_definer trigger comment_life
before update on comments for each row
begin
  if old.status in ('removed', 'spam') and (not (old.comment_id <=> new.comment_id)
    or not (old.post_id <=> new.post_id)
    or not (old.parent_id <=> new.parent_id)
    or not (old.created_at <=> new.created_at)
    or not (old.author_name <=> new.author_name collate utf8mb4_nopad_bin)
    or not (old.author_email <=> new.author_email collate utf8mb4_nopad_bin)
    or not (old.body <=> new.body collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.ip_address <=> new.ip_address collate utf8mb4_nopad_bin)) then
    signal sqlstate '45000' set message_text = 'comment_life: a row that is removed or spam does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('pending', 'approved'),
      ('approved', 'removed'),
      ('pending', 'spam'),
      ('approved', 'spam')) then
    signal sqlstate '45000' set message_text = 'comment_life: status cannot change so';
  end if;
end//

-- The instant of the last real change; an update that changes nothing leaves it
create definer = blog_definer trigger post_touched
before update on posts for each row
begin
  if not (old.post_id <=> new.post_id)
    or not (old.author_id <=> new.author_id)
    or not (old.published_at <=> new.published_at)
    or not (old.created_at <=> new.created_at)
    or not (old.slug <=> new.slug collate utf8mb4_nopad_bin)
    or not (old.title <=> new.title collate utf8mb4_nopad_bin)
    or not (old.excerpt <=> new.excerpt collate utf8mb4_nopad_bin)
    or not (old.body <=> new.body collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.public_id <=> new.public_id)
    or not (old.version <=> new.version)
    or not (old.idempotency_key <=> new.idempotency_key) then
    set new.updated_at = utc_timestamp(6);
  end if;
end//

-- The instant of the last real change; an update that changes nothing leaves it
create definer = blog_definer trigger credential_touched
before update on credentials for each row
begin
  if not (old.author_id <=> new.author_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    set new.changed_at = utc_timestamp(6);
  end if;
end//

-- credentials go first, or lose their reference, so that what watches them is told
create definer = blog_definer trigger authors_parts_first
before delete on authors for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_authors = null;
    resignal;
  end;
  set @deleted_authors = concat_ws('/', hex(old.author_id));
  delete from credentials where author_id = old.author_id;
  set @deleted_authors = null;
end//

delimiter ;

-- deploy/04_views.sql: Views: masked ones for those who may not read in the clear; reports with the table that holds
-- them.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Authors with email and display_name masked
create definer = blog_definer view authors_masked as
select
  author_id,
  created_at,
  concat('***@', substring_index(email, '@', -1)) as email,
  concat(left(display_name, 1), '.') as display_name,
  bio,
  public_id
from authors;

-- Comments with author_name, author_email and ip_address masked
create definer = blog_definer view comments_masked as
select
  comment_id,
  post_id,
  parent_id,
  created_at,
  concat(left(author_name, 1), '.') as author_name,
  concat('***@', substring_index(author_email, '@', -1)) as author_email,
  body,
  status,
  null as ip_address
from comments;

-- deploy/05_procedures.sql: Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at
-- any time, any number of times.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

create definer = blog_definer procedure change_log_expires()
comment 'Deletes rows of change_log older than 36 months, 5000 a transaction'
begin
  declare done bigint default 0;
  repeat
    delete from change_log
    where changed_at < utc_timestamp(6) - interval 36 month
    order by changed_at limit 5000;
    set done = row_count();
  until done < 5000 end repeat;
end//

delimiter ;

-- deploy/06_access.sql: Grants, by table and column. Nobody of the application may drop or alter.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

grant all on * to blog_owner;

-- Whoever holds any right on a table sees its size in information_schema; this one lets no row be read
grant show view on * to blog_monitor;

grant select, lock tables, show view, event, trigger on * to blog_backup;

grant select (author_id, created_at, display_name, bio, public_id) on authors to blog_reader;
grant select on posts to blog_reader;
grant select (comment_id, post_id, parent_id, created_at, author_name, body, status) on comments to blog_reader;
grant insert on comments to blog_reader;
grant select on tags to blog_reader;
grant select on post_tags to blog_reader;

grant update (email, display_name, bio) on authors to blog_editor;
grant select on authors to blog_editor;
grant update (published_at, updated_at, slug, title, excerpt, body, status, version, idempotency_key) on posts to blog_editor;
grant select, insert on posts to blog_editor;
grant update (body, status, ip_address) on comments to blog_editor;
grant select on comments to blog_editor;
grant update (slug, name) on tags to blog_editor;
grant select, insert on tags to blog_editor;
grant select, insert, delete on post_tags to blog_editor;

grant update (email, display_name, bio) on authors to blog_site;
grant select, insert on authors to blog_site;
grant update (password_hash) on credentials to blog_site;
grant select, insert on credentials to blog_site;

grant select (author_id, created_at, bio, public_id) on authors to blog_reporting;
grant select on posts to blog_reporting;
grant select (comment_id, post_id, parent_id, created_at, body, status) on comments to blog_reporting;
grant select on tags to blog_reporting;
grant select on post_tags to blog_reporting;
grant select on authors_masked to blog_reporting;
grant select on comments_masked to blog_reporting;

grant select on change_log to blog_auditor;

grant select, insert, delete on change_log to blog_definer;

grant execute on procedure change_log_expires to blog_jobs;

-- deploy/07_audit.sql: Triggers that keep the audit trail. Secret columns are named in it, never copied.
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

-- Every change of credentials is kept in change_log
create definer = blog_definer trigger credential_audit_insert
after insert on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', new.author_id),
    'insert',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    null);
end//

create definer = blog_definer trigger credential_audit_update
after update on credentials for each row
begin
  if not (old.author_id <=> new.author_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
    values (
      'credentials',
      concat_ws('/', old.author_id),
      'update',
      substring_index(session_user(), '@', 1),
      @app_user_id,
      json_merge_preserve(json_object(),
        if(old.author_id <=> new.author_id, json_object(), json_object('author_id', old.author_id)),
        if(old.changed_at <=> new.changed_at, json_object(), json_object('changed_at', old.changed_at)),
        if(old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin, json_object(), json_object('password_hash', '[not kept]'))));
  end if;
end//

create definer = blog_definer trigger credential_audit_delete
after delete on credentials for each row
begin
  insert into change_log (table_name, row_key, action, changed_by, user_id, old_values)
  values (
    'credentials',
    concat_ws('/', old.author_id),
    'delete',
    substring_index(session_user(), '@', 1),
    @app_user_id,
    json_object(
      'author_id', old.author_id,
      'changed_at', old.changed_at,
      'password_hash', '[not kept]'));
end//

delimiter ;

-- deploy/08_events.sql: Jobs on the server's own schedule (event_scheduler = on, which operate/server.cnf sets).
set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

create definer = blog_definer event expire_change_log_job
on schedule every 1440 minute
comment 'expire change log'
do call change_log_expires()//

delimiter ;
