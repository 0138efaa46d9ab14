-- Tables with keys, indexes, references and checks, in the order in which they refer to each other. mariadb NAME <
-- 02_schema.sql

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

create table organizations (
  organization_id  bigint                                  not null auto_increment comment 'Numbers organization rows; made by the database and without meaning to people',
  created_at       datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  slug             varchar(120) collate utf8mb4_nopad_bin  not null comment 'In the address of its pages',
  name             varchar(120)                            not null comment 'Name of the organization',
  plan_value       varchar(60) collate utf8mb4_nopad_bin   not null default 'free' comment 'Plan of the organization',
  public_id        uuid                                    not null default (uuid_v7()) comment 'What is shown of organizations outside instead of organization_id, whose numbers would tell how many there are',
  primary key (organization_id),
  constraint organizations_slug_uq unique key (slug),
  constraint organizations_public_id_uq unique key (public_id),
  constraint organizations_slug_ck check (slug regexp concat('(?-i)', '^[a-z0-9]+(-[a-z0-9]+)*$')),
  constraint organizations_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint organizations_plan_ck check (plan_value in ('free', 'team', 'business'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A customer whose data nobody else sees';

create table managers (
  manager_id  bigint        not null auto_increment comment 'Numbers manager rows; made by the database and without meaning to people',
  name        varchar(200)  not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  primary key (manager_id),
  constraint managers_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one manager';

create table boards (
  board_id                bigint        not null auto_increment comment 'Numbers board rows; made by the database and without meaning to people',
  name                    varchar(120)  not null comment 'Name of the board',
  boards_name_lower_ix_1  varchar(120)  generated always as (lower(name)) virtual invisible,
  primary key (board_id),
  key boards_name_lower_ix (boards_name_lower_ix_1) comment 'boards whose name begins with these letters',
  constraint boards_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Each row: one board';

create table change_log (
  change_id        bigint                                 not null auto_increment comment 'Order of entries',
  changed_at       datetime(6)                            not null default (utc_timestamp(6)) comment 'When, by the server''s clock',
  table_name       varchar(255)                           not null comment 'Which table',
  row_key          varchar(255)                           not null comment 'Key of the row as text, its parts joined by /',
  action           varchar(32) collate utf8mb4_nopad_bin  not null comment 'What was done',
  changed_by       mediumtext                             comment 'The login that did it',
  user_id          mediumtext                             comment 'The person, as the application named it',
  old_values       json                                   comment 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log',
  organization_id  bigint                                 comment 'Whose row it was: the organization',
  primary key (change_id),
  key change_log_row_key_table_name_ix (row_key, table_name) comment 'one row''s history',
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Who changed which row when. Rows are added and never changed';

create table members (
  organization_id  bigint                                  not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  member_id        bigint                                  not null auto_increment comment 'Numbers member rows; made by the database and without meaning to people',
  deactivated_at   datetime(6)                             comment 'Left the organization; what was written stays theirs; empty while unknown',
  created_at       datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  email            varchar(254) collate utf8mb4_nopad_bin  not null comment 'E-mail address, compared without regard to case',
  display_name     varchar(200)                            not null comment 'Name of a person as they write it; one field, for names have no universal parts',
  role_value       varchar(60) collate utf8mb4_nopad_bin   not null default 'member' comment 'Role of the member',
  time_zone        varchar(40) collate utf8mb4_nopad_bin   not null default 'UTC' comment 'Name in the IANA time zone database, Europe/Berlin',
  idempotency_key  uuid                                    not null comment 'Chosen by the caller before the first try; a repeated request finds its members row instead of making a second',
  primary key (member_id),
  constraint members_organization_id_member_id_uq unique key (organization_id, member_id),
  constraint members_organization_id_email_uq unique key (organization_id, email),
  constraint members_idempotency_key_uq unique key (organization_id, idempotency_key),
  constraint members_organization_id_fk foreign key (organization_id) references organizations (organization_id) on delete restrict,
  constraint members_email_ck check (email regexp concat('(?-i)', '^[^@ ]+@[^@ ]+[.][^@ ]+$')),
  constraint members_display_name_ck check (char_length(display_name) >= 1 and char_length(display_name) <= 200),
  constraint members_role_ck check (role_value in ('owner', 'admin', 'member', 'guest')),
  constraint members_time_zone_ck check (time_zone regexp concat('(?-i)', '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A person in one organization; the same person in another is another member';

create table projects (
  organization_id  bigint                                 not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  project_id       bigint                                 not null auto_increment comment 'Numbers project rows; made by the database and without meaning to people',
  created_at       datetime(6)                            not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  name             varchar(120)                           not null comment 'Name of the project',
  description      text                                   comment 'Description of the project; empty while unknown',
  status           varchar(32) collate utf8mb4_nopad_bin  not null default 'active' comment 'State of its life; the values are a rule of the model',
  primary key (project_id),
  constraint projects_organization_id_project_id_uq unique key (organization_id, project_id),
  constraint projects_organization_id_fk foreign key (organization_id) references organizations (organization_id) on delete restrict,
  constraint projects_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint projects_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint projects_status_ck check (status in ('active', 'on_hold', 'archived'))
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A body of work of one organization';

create table labels (
  organization_id  bigint                                  not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  label_id         bigint                                  not null auto_increment comment 'Numbers label rows; made by the database and without meaning to people',
  name             varchar(120) collate utf8mb4_nopad_bin  not null comment 'Name of the label',
  color            varchar(40)                             comment 'Color of the label; empty while unknown',
  primary key (label_id),
  constraint labels_organization_id_label_id_uq unique key (organization_id, label_id),
  constraint labels_organization_id_name_uq unique key (organization_id, name),
  constraint labels_organization_id_fk foreign key (organization_id) references organizations (organization_id) on delete cascade,
  constraint labels_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint labels_color_ck check (char_length(color) >= 1 and char_length(color) <= 40)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A word of the organization that tasks are sorted by';

create table tasks (
  organization_id  bigint                                 not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  task_id          bigint                                 not null auto_increment comment 'Numbers task rows; made by the database and without meaning to people',
  project_id       bigint                                 not null comment 'The project of this task',
  member_id        bigint                                 not null comment 'The member of this task',
  created_at       datetime(6)                            not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  completed_at     datetime(6)                            comment 'Set with the last state, for the reports; empty while unknown',
  due_date         date                                   comment 'Calendar day, where the hour has no meaning; empty while unknown',
  title            varchar(200)                           not null comment 'Title of the task',
  description      text                                   comment 'Description of the task; empty while unknown',
  priority         varchar(32) collate utf8mb4_nopad_bin  not null default 'normal' comment 'Priority of the task',
  status           varchar(32) collate utf8mb4_nopad_bin  not null default 'todo' comment 'State of its life; the values are a rule of the model',
  version          int                                    not null default 1 comment 'Counts the changes of the row; “edit a task” writes only over the version it has read',
  primary key (task_id),
  constraint tasks_organization_id_task_id_uq unique key (organization_id, task_id),
  key tasks_organization_id_project_id_status_ix (organization_id, project_id, status) comment 'the board of a project: its tasks by state',
  key tasks_organization_id_member_id_ix (organization_id, member_id) comment 'a member''s tasks',
  fulltext key tasks_title_text_ix (title) comment 'tasks whose title holds these words',
  key tasks_organization_id_due_date_ix (organization_id, due_date) comment 'tasks by due date; tasks by month and due date',
  key tasks_organization_id_created_at_ix (organization_id, created_at) comment 'tasks that are todo or in progress, oldest first',
  constraint tasks_organization_id_fk foreign key (organization_id) references organizations (organization_id) on delete restrict,
  constraint tasks_project_id_fk foreign key (organization_id, project_id) references projects (organization_id, project_id) on delete restrict,
  constraint tasks_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id) on delete restrict,
  constraint tasks_title_ck check (char_length(title) >= 1 and char_length(title) <= 200),
  constraint tasks_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint tasks_priority_ck check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint tasks_status_ck check (status in ('todo', 'in progress', 'done')),
  constraint tasks_completed_when_done_ck check (status <> 'done' or completed_at is not null)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'One piece of work in a project';

create table credentials (
  organization_id  bigint                                  not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  member_id        bigint                                  not null comment 'The member of this credential',
  changed_at       datetime(6)                             not null default (utc_timestamp(6)) comment 'Instant in UTC',
  password_hash    varchar(255) collate utf8mb4_nopad_bin  not null comment 'Hash of the password (argon2id or bcrypt), never the password',
  primary key (organization_id, member_id),
  constraint credentials_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id) on delete cascade,
  constraint credentials_password_hash_ck check (char_length(password_hash) >= 60 and char_length(password_hash) <= 255)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'Password hash of a member, in a table with grants of its own';

create table comments (
  organization_id  bigint       not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  comment_id       bigint       not null auto_increment comment 'Numbers comment rows; made by the database and without meaning to people',
  task_id          bigint       not null comment 'The task of this comment',
  member_id        bigint       not null comment 'The member of this comment',
  created_at       datetime(6)  not null default (utc_timestamp(6)) comment 'Instant in UTC; kept as it was when the row was made',
  body             text         not null comment 'Body of the comment',
  primary key (comment_id),
  key comments_organization_id_task_id_created_at_ix (organization_id, task_id, created_at) comment 'a task''s comments, oldest first',
  key comments_organization_id_member_id_created_at_ix (organization_id, member_id, created_at desc) comment 'a member''s comments, newest first',
  constraint comments_task_id_fk foreign key (organization_id, task_id) references tasks (organization_id, task_id) on delete restrict,
  constraint comments_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id) on delete restrict,
  constraint comments_body_ck check (char_length(body) >= 1 and char_length(body) <= 2000)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'What a member says to a task';

create table task_labels (
  organization_id  bigint  not null comment 'Whose row it is: every key and reference of this table begins with the organization',
  task_id          bigint  not null comment 'The task of this task label',
  label_id         bigint  not null comment 'The label of this task label',
  primary key (organization_id, task_id, label_id),
  key task_labels_organization_id_label_id_task_id_ix (organization_id, label_id, task_id) comment 'tasks that carry a label',
  constraint task_labels_task_id_fk foreign key (organization_id, task_id) references tasks (organization_id, task_id) on delete cascade,
  constraint task_labels_label_id_fk foreign key (organization_id, label_id) references labels (organization_id, label_id) on delete cascade
) engine = InnoDB default character set utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci comment = 'A task carries a label';
