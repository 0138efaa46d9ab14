-- Tables with keys, indexes, references and checks, in the order in which they refer to each other. mariadb NAME <
-- 02_schema.sql

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
