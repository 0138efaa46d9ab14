-- Schemas; tables with keys, references and checks, in the order in which they refer to each other; what each is.
-- sqlcmd -b -S SERVER -d NAME -i 03_schema.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

create schema app authorization multi_tenant_definer;

go

create schema report authorization multi_tenant_definer;

go

create table app.organizations (
  organization_id  bigint                                         identity(1, 1) not null,
  created_at       datetimeoffset(6)                              not null constraint organizations_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  slug             nvarchar(120) collate Latin1_General_100_BIN2  not null,
  name             nvarchar(120)                                  not null,
  plan_value       varchar(32) collate Latin1_General_100_BIN2    not null constraint organizations_plan_value_df default ('free'),
  public_id        uniqueidentifier                               not null constraint organizations_public_id_df default (newsequentialid()),
  constraint organizations_pk primary key clustered (organization_id) with (fillfactor = 90),
  constraint organizations_slug_uq unique nonclustered (slug),
  constraint organizations_slug_ck check (len(slug) >= 1 and len(slug) <= 120 and slug = lower(slug)),
  constraint organizations_name_ck check (len(name) >= 1 and len(name) <= 120),
  constraint organizations_plan_ck check (plan_value in ('free', 'team', 'business')),
  constraint organizations_public_id_uq unique nonclustered (public_id)
);

create table app.managers (
  manager_id  bigint         identity(1, 1) not null,
  name        nvarchar(200)  masked with (function = 'partial(1, ".", 0)') not null,
  constraint managers_pk primary key clustered (manager_id),
  constraint managers_name_ck check (len(name) >= 1 and len(name) <= 200)
);

create table app.boards (
  board_id  bigint         identity(1, 1) not null,
  name      nvarchar(120)  not null,
  constraint boards_pk primary key clustered (board_id) with (fillfactor = 90),
  constraint boards_name_ck check (len(name) >= 1 and len(name) <= 120)
);

create table app.change_log (
  change_id        bigint                                       identity(1, 1) not null,
  changed_at       datetimeoffset(6)                            not null constraint change_log_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  table_name       nvarchar(255)                                not null,
  row_key          nvarchar(255)                                not null,
  action           varchar(32) collate Latin1_General_100_BIN2  not null,
  changed_by       nvarchar(max)                                null,
  user_id          nvarchar(max)                                null,
  old_values       nvarchar(max)                                null,
  organization_id  bigint                                       null,
  constraint change_log_pk primary key clustered (change_id) with (data_compression = page),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
);

create table app.members (
  organization_id  bigint                                         not null,
  member_id        bigint                                         identity(1, 1) not null,
  deactivated_at   datetimeoffset(6)                              null,
  created_at       datetimeoffset(6)                              not null constraint members_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  email            nvarchar(254) collate Latin1_General_100_BIN2  masked with (function = 'email()') not null,
  display_name     nvarchar(200)                                  masked with (function = 'partial(1, ".", 0)') not null,
  role_value       varchar(32) collate Latin1_General_100_BIN2    not null constraint members_role_value_df default ('member'),
  time_zone        nvarchar(40) collate Latin1_General_100_BIN2   not null constraint members_time_zone_df default ('UTC'),
  idempotency_key  uniqueidentifier                               not null,
  constraint members_pk primary key clustered (organization_id, member_id) with (fillfactor = 90),
  constraint members_organization_id_email_uq unique nonclustered (organization_id, email),
  constraint members_organization_id_fk foreign key (organization_id) references app.organizations (organization_id),
  constraint members_email_ck check (email like '_%@_%._%'),
  constraint members_display_name_ck check (len(display_name) >= 1 and len(display_name) <= 200),
  constraint members_role_ck check (role_value in ('owner', 'admin', 'member', 'guest')),
  constraint members_time_zone_ck check (len(time_zone) >= 3 and len(time_zone) <= 40),
  constraint members_idempotency_key_uq unique nonclustered (organization_id, idempotency_key)
);

create table app.projects (
  organization_id  bigint                                       not null,
  project_id       bigint                                       identity(1, 1) not null,
  created_at       datetimeoffset(6)                            not null constraint projects_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  name             nvarchar(120)                                not null,
  description      nvarchar(4000)                               null,
  status           varchar(32) collate Latin1_General_100_BIN2  not null constraint projects_status_df default ('active'),
  constraint projects_pk primary key clustered (organization_id, project_id) with (fillfactor = 90),
  constraint projects_organization_id_fk foreign key (organization_id) references app.organizations (organization_id),
  constraint projects_name_ck check (len(name) >= 1 and len(name) <= 120),
  constraint projects_description_ck check (len(description) >= 1 and len(description) <= 4000),
  constraint projects_status_ck check (status in ('active', 'on_hold', 'archived'))
);

create table app.labels (
  organization_id  bigint                                         not null,
  label_id         bigint                                         identity(1, 1) not null,
  name             nvarchar(120) collate Latin1_General_100_BIN2  not null,
  color            nvarchar(40)                                   null,
  constraint labels_pk primary key clustered (organization_id, label_id),
  constraint labels_organization_id_name_uq unique nonclustered (organization_id, name),
  constraint labels_organization_id_fk foreign key (organization_id) references app.organizations (organization_id) on delete cascade,
  constraint labels_name_ck check (len(name) >= 1 and len(name) <= 120),
  constraint labels_color_ck check (len(color) >= 1 and len(color) <= 40)
);

create table app.tasks (
  organization_id  bigint                                       not null,
  task_id          bigint                                       identity(1, 1) not null,
  project_id       bigint                                       not null,
  member_id        bigint                                       not null,
  created_at       datetimeoffset(6)                            not null constraint tasks_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  completed_at     datetimeoffset(6)                            null,
  due_date         date                                         null,
  title            nvarchar(200)                                not null,
  description      nvarchar(4000)                               null,
  priority         varchar(32) collate Latin1_General_100_BIN2  not null constraint tasks_priority_df default ('normal'),
  status           varchar(32) collate Latin1_General_100_BIN2  not null constraint tasks_status_df default ('todo'),
  version          rowversion                                   not null,
  constraint tasks_pk primary key clustered (organization_id, task_id) with (fillfactor = 80),
  constraint tasks_organization_id_fk foreign key (organization_id) references app.organizations (organization_id),
  constraint tasks_project_id_fk foreign key (organization_id, project_id) references app.projects (organization_id, project_id),
  constraint tasks_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id),
  constraint tasks_title_ck check (len(title) >= 1 and len(title) <= 200),
  constraint tasks_description_ck check (len(description) >= 1 and len(description) <= 4000),
  constraint tasks_priority_ck check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint tasks_status_ck check (status in ('todo', 'in progress', 'done')),
  constraint tasks_completed_when_done_ck check (status <> 'done' or completed_at is not null)
);

create table app.credentials (
  organization_id  bigint                                         not null,
  member_id        bigint                                         not null,
  changed_at       datetimeoffset(6)                              not null constraint credentials_changed_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  password_hash    nvarchar(255) collate Latin1_General_100_BIN2  masked with (function = 'default()') not null,
  constraint credentials_pk primary key clustered (organization_id, member_id),
  constraint credentials_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id) on delete cascade,
  constraint credentials_password_hash_ck check (len(password_hash) >= 60 and len(password_hash) <= 255)
);

create table app.comments (
  organization_id  bigint             not null,
  comment_id       bigint             identity(1, 1) not null,
  task_id          bigint             not null,
  member_id        bigint             not null,
  created_at       datetimeoffset(6)  not null constraint comments_created_at_df default (todatetimeoffset(sysutcdatetime(), '+00:00')),
  body             nvarchar(2000)     not null,
  constraint comments_pk primary key clustered (organization_id, comment_id) with (data_compression = page),
  constraint comments_task_id_fk foreign key (organization_id, task_id) references app.tasks (organization_id, task_id),
  constraint comments_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id),
  constraint comments_body_ck check (len(body) >= 1 and len(body) <= 2000)
);

create table app.task_labels (
  organization_id  bigint  not null,
  task_id          bigint  not null,
  label_id         bigint  not null,
  constraint task_labels_pk primary key clustered (organization_id, task_id, label_id) with (data_compression = page),
  constraint task_labels_task_id_fk foreign key (organization_id, task_id) references app.tasks (organization_id, task_id) on delete cascade,
  constraint task_labels_label_id_fk foreign key (organization_id, label_id) references app.labels (organization_id, label_id) on delete cascade
);

exec sys.sp_addextendedproperty N'MS_Description', N'A customer whose data nobody else sees', N'SCHEMA', N'app', N'TABLE', N'organizations';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers organization rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'In the address of its pages', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'slug';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the organization', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Plan of the organization', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'plan_value';
exec sys.sp_addextendedproperty N'MS_Description', N'What is shown of organizations outside instead of organization_id, whose numbers would tell how many there are', N'SCHEMA', N'app', N'TABLE', N'organizations', N'COLUMN', N'public_id';
exec sys.sp_addextendedproperty N'MS_Description', N'A person in one organization; the same person in another is another member', N'SCHEMA', N'app', N'TABLE', N'members';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers member rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'member_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Left the organization; what was written stays theirs; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'deactivated_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'E-mail address, compared without regard to case', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'email';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'display_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Role of the member', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'role_value';
exec sys.sp_addextendedproperty N'MS_Description', N'Name in the IANA time zone database, Europe/Berlin', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'time_zone';
exec sys.sp_addextendedproperty N'MS_Description', N'Chosen by the caller before the first try; a repeated request finds its members row instead of making a second', N'SCHEMA', N'app', N'TABLE', N'members', N'COLUMN', N'idempotency_key';
exec sys.sp_addextendedproperty N'MS_Description', N'A body of work of one organization', N'SCHEMA', N'app', N'TABLE', N'projects';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers project rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'project_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the project', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Description of the project; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'description';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'projects', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'One piece of work in a project', N'SCHEMA', N'app', N'TABLE', N'tasks';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers task rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'task_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The project of this task', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'project_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The member of this task', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'member_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Set with the last state, for the reports; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'completed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Calendar day, where the hour has no meaning; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'due_date';
exec sys.sp_addextendedproperty N'MS_Description', N'Title of the task', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'title';
exec sys.sp_addextendedproperty N'MS_Description', N'Description of the task; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'description';
exec sys.sp_addextendedproperty N'MS_Description', N'Priority of the task', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'priority';
exec sys.sp_addextendedproperty N'MS_Description', N'State of its life; the values are a rule of the model', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'status';
exec sys.sp_addextendedproperty N'MS_Description', N'Counts the changes of the row; “edit a task” writes only over the version it has read', N'SCHEMA', N'app', N'TABLE', N'tasks', N'COLUMN', N'version';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one manager', N'SCHEMA', N'app', N'TABLE', N'managers';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers manager rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'managers', N'COLUMN', N'manager_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of a person as they write it; one field, for names have no universal parts', N'SCHEMA', N'app', N'TABLE', N'managers', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Each row: one board', N'SCHEMA', N'app', N'TABLE', N'boards';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers board rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'boards', N'COLUMN', N'board_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the board', N'SCHEMA', N'app', N'TABLE', N'boards', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'What a member says to a task', N'SCHEMA', N'app', N'TABLE', N'comments';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers comment rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'comment_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The task of this comment', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'task_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The member of this comment', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'member_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC; kept as it was when the row was made', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'created_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Body of the comment', N'SCHEMA', N'app', N'TABLE', N'comments', N'COLUMN', N'body';
exec sys.sp_addextendedproperty N'MS_Description', N'A word of the organization that tasks are sorted by', N'SCHEMA', N'app', N'TABLE', N'labels';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'labels', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Numbers label rows; made by the database and without meaning to people', N'SCHEMA', N'app', N'TABLE', N'labels', N'COLUMN', N'label_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Name of the label', N'SCHEMA', N'app', N'TABLE', N'labels', N'COLUMN', N'name';
exec sys.sp_addextendedproperty N'MS_Description', N'Color of the label; empty while unknown', N'SCHEMA', N'app', N'TABLE', N'labels', N'COLUMN', N'color';
exec sys.sp_addextendedproperty N'MS_Description', N'Password hash of a member, in a table with grants of its own', N'SCHEMA', N'app', N'TABLE', N'credentials';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The member of this credential', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'member_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Instant in UTC', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Hash of the password (argon2id or bcrypt), never the password', N'SCHEMA', N'app', N'TABLE', N'credentials', N'COLUMN', N'password_hash';
exec sys.sp_addextendedproperty N'MS_Description', N'A task carries a label', N'SCHEMA', N'app', N'TABLE', N'task_labels';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it is: every key and reference of this table begins with the organization', N'SCHEMA', N'app', N'TABLE', N'task_labels', N'COLUMN', N'organization_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The task of this task label', N'SCHEMA', N'app', N'TABLE', N'task_labels', N'COLUMN', N'task_id';
exec sys.sp_addextendedproperty N'MS_Description', N'The label of this task label', N'SCHEMA', N'app', N'TABLE', N'task_labels', N'COLUMN', N'label_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Who changed which row when. Rows are added and never changed', N'SCHEMA', N'app', N'TABLE', N'change_log';
exec sys.sp_addextendedproperty N'MS_Description', N'Order of entries', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'change_id';
exec sys.sp_addextendedproperty N'MS_Description', N'When, by the server''s clock', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_at';
exec sys.sp_addextendedproperty N'MS_Description', N'Which table', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'table_name';
exec sys.sp_addextendedproperty N'MS_Description', N'Key of the row as text, its parts joined by /', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'row_key';
exec sys.sp_addextendedproperty N'MS_Description', N'What was done', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'action';
exec sys.sp_addextendedproperty N'MS_Description', N'The login that did it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'changed_by';
exec sys.sp_addextendedproperty N'MS_Description', N'The person, as the application named it', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'user_id';
exec sys.sp_addextendedproperty N'MS_Description', N'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'old_values';
exec sys.sp_addextendedproperty N'MS_Description', N'Whose row it was: the organization', N'SCHEMA', N'app', N'TABLE', N'change_log', N'COLUMN', N'organization_id';

go

commit;
go
