-- Tables with keys, checks and references. Tables stand in the order in which they refer to each other.

begin;

set local role multi_tenant_owner;

create schema app;
comment on schema app is 'Facts of Multi-tenant project management SaaS';

create schema report;
comment on schema report is 'Report of Multi-tenant project management SaaS';

create schema ops;
comment on schema ops is 'Upkeep and monitoring: partitions, health views';

-- PUBLIC may execute every function unless this is said before the first is made
alter default privileges for role multi_tenant_owner revoke execute on functions from public;

grant usage, create on schema app, report, ops to multi_tenant_definer;

-- Keys in the order of time, so that the index grows at its end (PostgreSQL 18 has it built in)
do $uuid$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    execute 'create function app.ordered_uuid() returns uuid language sql volatile parallel safe as ''select uuidv7()''';
  else
    execute 'create function app.ordered_uuid() returns uuid language sql volatile parallel safe as ''select encode(set_bit(set_bit(overlay('
      'uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)'
      ' from 1 for 6), 52, 1), 53, 1), ''''hex'''')::uuid''';
  end if;
end
$uuid$;

-- Whoever may insert needs the default
grant execute on function app.ordered_uuid() to public;

create table app.organizations (
  organization_id  bigint       not null generated always as identity,
  created_at       timestamptz  not null default now(),
  slug             text         not null,
  name             text         not null,
  plan_value       text         not null default 'free',
  public_id        uuid         not null default app.ordered_uuid(),
  constraint organizations_pk primary key (organization_id),
  constraint organizations_slug_uq unique (slug),
  constraint organizations_slug_ck check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  constraint organizations_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint organizations_plan_ck check (plan_value in ('free', 'team', 'business')),
  constraint organizations_public_id_uq unique (public_id)
) with (fillfactor = 90);
comment on table app.organizations is 'A customer whose data nobody else sees';
comment on column app.organizations.organization_id is 'Numbers organization rows; made by the database and without meaning to people';
comment on column app.organizations.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.organizations.slug is 'In the address of its pages';
comment on column app.organizations.name is 'Name of the organization';
comment on column app.organizations.plan_value is 'Plan of the organization';
comment on column app.organizations.public_id is 'What is shown of organizations outside instead of organization_id, whose numbers would tell how many there are';
comment on constraint organizations_slug_uq on app.organizations is 'slug names one organization';
comment on constraint organizations_slug_ck on app.organizations is 'slug is in the form of a slug';
comment on constraint organizations_name_ck on app.organizations is 'name is 1 to 120 characters';
comment on constraint organizations_plan_ck on app.organizations is 'plan is one of free, team, business';
comment on constraint organizations_public_id_uq on app.organizations is 'one public identifier names one of the organizations';

create table app.managers (
  manager_id  bigint  not null generated always as identity,
  name        text    not null,
  constraint managers_pk primary key (manager_id),
  constraint managers_name_ck check (char_length(name) >= 1 and char_length(name) <= 200)
);
comment on table app.managers is 'Each row: one manager';
comment on column app.managers.manager_id is 'Numbers manager rows; made by the database and without meaning to people';
comment on column app.managers.name is 'Name of a person as they write it; one field, for names have no universal parts';
comment on constraint managers_name_ck on app.managers is 'name is 1 to 200 characters';

create table app.boards (
  board_id  bigint  not null generated always as identity,
  name      text    not null,
  constraint boards_pk primary key (board_id),
  constraint boards_name_ck check (char_length(name) >= 1 and char_length(name) <= 120)
) with (fillfactor = 90);
comment on table app.boards is 'Each row: one board';
comment on column app.boards.board_id is 'Numbers board rows; made by the database and without meaning to people';
comment on column app.boards.name is 'Name of the board';
comment on constraint boards_name_ck on app.boards is 'name is 1 to 120 characters';

create table app.change_log (
  change_id        bigint       not null generated always as identity,
  changed_at       timestamptz  not null default now(),
  table_name       text         not null,
  row_key          text         not null,
  action           text         not null,
  changed_by       text,
  user_id          text,
  old_values       jsonb,
  organization_id  bigint,
  constraint change_log_pk primary key (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete'))
);
comment on table app.change_log is 'Who changed which row when. Rows are added and never changed';
comment on column app.change_log.change_id is 'Order of entries';
comment on column app.change_log.changed_at is 'When, by the server''s clock';
comment on column app.change_log.table_name is 'Which table';
comment on column app.change_log.row_key is 'Key of the row as text, its parts joined by /';
comment on column app.change_log.action is 'What was done';
comment on column app.change_log.changed_by is 'The login that did it';
comment on column app.change_log.user_id is 'The person, as the application named it';
comment on column app.change_log.old_values is 'Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log';
comment on column app.change_log.organization_id is 'Whose row it was: the organization';
comment on constraint change_log_action_ck on app.change_log is 'action is insert, update or delete';

create table app.members (
  organization_id  bigint       not null,
  member_id        bigint       not null generated always as identity,
  deactivated_at   timestamptz,
  created_at       timestamptz  not null default now(),
  email            text         not null,
  display_name     text         not null,
  role_value       text         not null default 'member',
  time_zone        text         not null default 'UTC',
  idempotency_key  uuid         not null,
  constraint members_pk primary key (organization_id, member_id),
  constraint members_organization_id_email_uq unique (organization_id, email),
  constraint members_organization_id_fk foreign key (organization_id) references app.organizations (organization_id) on delete restrict,
  constraint members_email_ck check (email ~ '^[^@ ]+@[^@ ]+[.][^@ ]+$'),
  constraint members_display_name_ck check (char_length(display_name) >= 1 and char_length(display_name) <= 200),
  constraint members_role_ck check (role_value in ('owner', 'admin', 'member', 'guest')),
  constraint members_time_zone_ck check (time_zone ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'),
  constraint members_idempotency_key_uq unique (organization_id, idempotency_key)
) with (fillfactor = 90);
comment on table app.members is 'A person in one organization; the same person in another is another member';
comment on column app.members.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.members.member_id is 'Numbers member rows; made by the database and without meaning to people';
comment on column app.members.deactivated_at is 'Left the organization; what was written stays theirs; empty while unknown';
comment on column app.members.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.members.email is 'E-mail address, compared without regard to case';
comment on column app.members.display_name is 'Name of a person as they write it; one field, for names have no universal parts';
comment on column app.members.role_value is 'Role of the member';
comment on column app.members.time_zone is 'Name in the IANA time zone database, Europe/Berlin';
comment on column app.members.idempotency_key is 'Chosen by the caller before the first try; a repeated request finds its members row instead of making a second';
comment on constraint members_organization_id_email_uq on app.members is 'organization and email names one member';
comment on constraint members_organization_id_fk on app.members is 'members still name their organizations';
comment on constraint members_email_ck on app.members is 'email is in the form of an email';
comment on constraint members_display_name_ck on app.members is 'display name is 1 to 200 characters';
comment on constraint members_role_ck on app.members is 'role is one of owner, admin, member, guest';
comment on constraint members_time_zone_ck on app.members is 'time zone is in the form of a time zone';
comment on constraint members_idempotency_key_uq on app.members is 'one request makes one row of members, however often it is sent';

create table app.projects (
  organization_id  bigint       not null,
  project_id       bigint       not null generated always as identity,
  created_at       timestamptz  not null default now(),
  name             text         not null,
  description      text,
  status           text         not null default 'active',
  constraint projects_pk primary key (organization_id, project_id),
  constraint projects_organization_id_fk foreign key (organization_id) references app.organizations (organization_id) on delete restrict,
  constraint projects_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint projects_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint projects_status_ck check (status in ('active', 'on_hold', 'archived'))
) with (fillfactor = 90);
comment on table app.projects is 'A body of work of one organization';
comment on column app.projects.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.projects.project_id is 'Numbers project rows; made by the database and without meaning to people';
comment on column app.projects.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.projects.name is 'Name of the project';
comment on column app.projects.description is 'Description of the project; empty while unknown';
comment on column app.projects.status is 'State of its life; the values are a rule of the model';
comment on constraint projects_organization_id_fk on app.projects is 'projects still name their organizations';
comment on constraint projects_name_ck on app.projects is 'name is 1 to 120 characters';
comment on constraint projects_description_ck on app.projects is 'description is 1 to 4000 characters';
comment on constraint projects_status_ck on app.projects is 'status is one of active, on_hold, archived';

create table app.labels (
  organization_id  bigint  not null,
  label_id         bigint  not null generated always as identity,
  name             text    not null,
  color            text,
  constraint labels_pk primary key (organization_id, label_id),
  constraint labels_organization_id_name_uq unique (organization_id, name),
  constraint labels_organization_id_fk foreign key (organization_id) references app.organizations (organization_id) on delete cascade,
  constraint labels_name_ck check (char_length(name) >= 1 and char_length(name) <= 120),
  constraint labels_color_ck check (char_length(color) >= 1 and char_length(color) <= 40)
);
comment on table app.labels is 'A word of the organization that tasks are sorted by';
comment on column app.labels.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.labels.label_id is 'Numbers label rows; made by the database and without meaning to people';
comment on column app.labels.name is 'Name of the label';
comment on column app.labels.color is 'Color of the label; empty while unknown';
comment on constraint labels_organization_id_name_uq on app.labels is 'organization and name names one label';
comment on constraint labels_organization_id_fk on app.labels is 'labels are parts of their organizations: 6.2 each';
comment on constraint labels_name_ck on app.labels is 'name is 1 to 120 characters';
comment on constraint labels_color_ck on app.labels is 'color is 1 to 40 characters';

create table app.tasks (
  organization_id  bigint       not null,
  task_id          bigint       not null generated always as identity,
  project_id       bigint       not null,
  member_id        bigint       not null,
  created_at       timestamptz  not null default now(),
  completed_at     timestamptz,
  due_date         date,
  title            text         not null,
  description      text,
  priority         text         not null default 'normal',
  status           text         not null default 'todo',
  version          integer      not null default 1,
  constraint tasks_pk primary key (organization_id, task_id),
  constraint tasks_organization_id_fk foreign key (organization_id) references app.organizations (organization_id) on delete restrict,
  constraint tasks_project_id_fk foreign key (organization_id, project_id) references app.projects (organization_id, project_id) on delete restrict,
  constraint tasks_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id) on delete restrict,
  constraint tasks_title_ck check (char_length(title) >= 1 and char_length(title) <= 200),
  constraint tasks_description_ck check (char_length(description) >= 1 and char_length(description) <= 4000),
  constraint tasks_priority_ck check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint tasks_status_ck check (status in ('todo', 'in progress', 'done')),
  constraint tasks_completed_when_done_ck check (status <> 'done' or completed_at is not null)
) with (fillfactor = 80);
comment on table app.tasks is 'One piece of work in a project';
comment on column app.tasks.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.tasks.task_id is 'Numbers task rows; made by the database and without meaning to people';
comment on column app.tasks.project_id is 'The project of this task';
comment on column app.tasks.member_id is 'The member of this task';
comment on column app.tasks.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.tasks.completed_at is 'Set with the last state, for the reports; empty while unknown';
comment on column app.tasks.due_date is 'Calendar day, where the hour has no meaning; empty while unknown';
comment on column app.tasks.title is 'Title of the task';
comment on column app.tasks.description is 'Description of the task; empty while unknown';
comment on column app.tasks.priority is 'Priority of the task';
comment on column app.tasks.status is 'State of its life; the values are a rule of the model';
comment on column app.tasks.version is 'Counts the changes of the row; “edit a task” writes only over the version it has read';
comment on constraint tasks_organization_id_fk on app.tasks is 'tasks still name their organizations';
comment on constraint tasks_project_id_fk on app.tasks is 'tasks still name their projects';
comment on constraint tasks_member_id_fk on app.tasks is 'tasks still name their members';
comment on constraint tasks_title_ck on app.tasks is 'title is 1 to 200 characters';
comment on constraint tasks_description_ck on app.tasks is 'description is 1 to 4000 characters';
comment on constraint tasks_priority_ck on app.tasks is 'priority is one of low, normal, high, urgent';
comment on constraint tasks_status_ck on app.tasks is 'status is one of todo, in progress, done';
comment on constraint tasks_completed_when_done_ck on app.tasks is 'a done task says since when';

-- tasks: 0.001 × 109,500,000 = 109,500 dead rows a pass, not 21,900,000; statistics follow the newest rows
alter table app.tasks set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_insert_scale_factor = 0.001,
  autovacuum_analyze_scale_factor = 0.001);

create table app.credentials (
  organization_id  bigint       not null,
  member_id        bigint       not null,
  changed_at       timestamptz  not null default now(),
  password_hash    text         not null,
  constraint credentials_pk primary key (organization_id, member_id),
  constraint credentials_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id) on delete cascade,
  constraint credentials_password_hash_ck check (char_length(password_hash) >= 60 and char_length(password_hash) <= 255)
);
comment on table app.credentials is 'Password hash of a member, in a table with grants of its own';
comment on column app.credentials.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.credentials.member_id is 'The member of this credential';
comment on column app.credentials.changed_at is 'Instant in UTC';
comment on column app.credentials.password_hash is 'Hash of the password (argon2id or bcrypt), never the password';
comment on constraint credentials_member_id_fk on app.credentials is 'credentials are parts of their members: 1 each';
comment on constraint credentials_password_hash_ck on app.credentials is 'password hash is 60 to 255 characters';

create table app.comments (
  organization_id  bigint       not null,
  comment_id       bigint       not null generated always as identity,
  task_id          bigint       not null,
  member_id        bigint       not null,
  created_at       timestamptz  not null default now(),
  body             text         not null,
  constraint comments_pk primary key (organization_id, comment_id),
  constraint comments_task_id_fk foreign key (organization_id, task_id) references app.tasks (organization_id, task_id) on delete restrict,
  constraint comments_member_id_fk foreign key (organization_id, member_id) references app.members (organization_id, member_id) on delete restrict,
  constraint comments_body_ck check (char_length(body) >= 1 and char_length(body) <= 2000)
);
comment on table app.comments is 'What a member says to a task';
comment on column app.comments.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.comments.comment_id is 'Numbers comment rows; made by the database and without meaning to people';
comment on column app.comments.task_id is 'The task of this comment';
comment on column app.comments.member_id is 'The member of this comment';
comment on column app.comments.created_at is 'Instant in UTC; kept as it was when the row was made';
comment on column app.comments.body is 'Body of the comment';
comment on constraint comments_task_id_fk on app.comments is 'comments are history';
comment on constraint comments_member_id_fk on app.comments is 'comments are history; members are emptied instead';
comment on constraint comments_body_ck on app.comments is 'body is 1 to 2000 characters';

-- comments: 0.001 × 273,750,000 = 273,750 dead rows a pass, not 54,750,000; statistics follow the newest rows
alter table app.comments set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_insert_scale_factor = 0.001,
  autovacuum_analyze_scale_factor = 0.001);

create table app.task_labels (
  organization_id  bigint  not null,
  task_id          bigint  not null,
  label_id         bigint  not null,
  constraint task_labels_pk primary key (organization_id, task_id, label_id),
  constraint task_labels_task_id_fk foreign key (organization_id, task_id) references app.tasks (organization_id, task_id) on delete cascade,
  constraint task_labels_label_id_fk foreign key (organization_id, label_id) references app.labels (organization_id, label_id) on delete cascade
);
comment on table app.task_labels is 'A task carries a label';
comment on column app.task_labels.organization_id is 'Whose row it is: every key and reference of this table begins with the organization';
comment on column app.task_labels.task_id is 'The task of this task label';
comment on column app.task_labels.label_id is 'The label of this task label';
comment on constraint task_labels_task_id_fk on app.task_labels is 'task_labels are parts of their tasks: 1.2 each';
comment on constraint task_labels_label_id_fk on app.task_labels is 'task_labels are parts of their labels: 2,628 each';

-- task_labels: 0.001 × 131,400,000 = 131,400 dead rows a pass, not 26,280,000; statistics follow the newest rows
alter table app.task_labels set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_insert_scale_factor =
  0.001, autovacuum_analyze_scale_factor = 0.001);

reset role;

commit;
