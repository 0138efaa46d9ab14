-- Schemas; tables with keys, references and checks, in the order in which they refer to each other; what each is.
-- sqlcmd -b -S SERVER -d NAME -i 03_schema.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

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

go

commit;
go
