-- Tables with their keys, references and rules.

.bail on

pragma foreign_keys = on;
begin immediate;

create table organizations (
  -- A customer whose data nobody else sees

  -- Numbers organization rows; made by the database and without meaning to people
  organization_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- In the address of its pages
  slug text not null,
  -- Name of the organization
  name text not null,
  -- Plan of the organization
  plan_value text not null default 'free',
  -- What is shown of organizations outside instead of organization_id, whose numbers would tell how many there are
  public_id text not null default (lower(printf('%s-%s-7%s-%s%s-%s', substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 1, 8), substr(printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer)), 9), substr(hex(randomblob(2)), 2), substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))),
  constraint organizations_pk primary key (organization_id),
  constraint organizations_slug_uq unique (slug),
  constraint organizations_public_id_uq unique (public_id),
  constraint organizations_slug_ck check (length(slug) >= 1 and length(slug) <= 120 and slug = lower(slug)),
  constraint organizations_name_ck check (length(name) >= 1 and length(name) <= 120),
  constraint organizations_plan_ck check (plan_value in ('free', 'team', 'business')),
  constraint organizations_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
  constraint organizations_public_id_form_ck check (length(public_id) = 36 and public_id = lower(public_id))
) strict;

create table members (
  -- A person in one organization; the same person in another is another member

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- Numbers member rows; made by the database and without meaning to people
  member_id integer not null,
  -- Left the organization; what was written stays theirs; empty while unknown
  deactivated_at text,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- E-mail address, compared without regard to case
  email text not null,
  -- Name of a person as they write it; one field, for names have no universal parts
  display_name text not null,
  -- Role of the member
  role_value text not null default 'member',
  -- Name in the IANA time zone database, Europe/Berlin
  time_zone text not null default 'UTC',
  -- Chosen by the caller before the first try; a repeated request finds its members row instead of making a second
  idempotency_key text not null,
  constraint members_pk primary key (member_id),
  constraint members_organization_id_member_id_uq unique (organization_id, member_id),
  constraint members_organization_id_email_uq unique (organization_id, email),
  constraint members_idempotency_key_uq unique (organization_id, idempotency_key),
  constraint members_organization_id_fk foreign key (organization_id) references organizations (organization_id)
    on delete restrict,
  constraint members_email_ck check (email glob '?*@?*.?*'),
  constraint members_display_name_ck check (length(display_name) >= 1 and length(display_name) <= 200),
  constraint members_role_ck check (role_value in ('owner', 'admin', 'member', 'guest')),
  constraint members_time_zone_ck check (length(time_zone) >= 3 and length(time_zone) <= 40),
  constraint members_deactivated_at_form_ck check (deactivated_at is strftime('%Y-%m-%dT%H:%M:%fZ', deactivated_at, '+0 days')),
  constraint members_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
  constraint members_idempotency_key_form_ck check (length(idempotency_key) = 36 and idempotency_key = lower(idempotency_key))
) strict;

create table projects (
  -- A body of work of one organization

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- Numbers project rows; made by the database and without meaning to people
  project_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Name of the project
  name text not null,
  -- Description of the project; empty while unknown
  description text,
  -- State of its life; the values are a rule of the model
  status text not null default 'active',
  constraint projects_pk primary key (project_id),
  constraint projects_organization_id_project_id_uq unique (organization_id, project_id),
  constraint projects_organization_id_fk foreign key (organization_id) references organizations (organization_id)
    on delete restrict,
  constraint projects_name_ck check (length(name) >= 1 and length(name) <= 120),
  constraint projects_description_ck check (length(description) >= 1 and length(description) <= 4000),
  constraint projects_status_ck check (status in ('active', 'on_hold', 'archived')),
  constraint projects_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days'))
) strict;

create table tasks (
  -- One piece of work in a project

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- Numbers task rows; made by the database and without meaning to people
  task_id integer not null,
  -- The project of this task
  project_id integer not null,
  -- The member of this task
  member_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Set with the last state, for the reports; empty while unknown
  completed_at text,
  -- Calendar day, where the hour has no meaning; empty while unknown
  due_date text,
  -- Title of the task
  title text not null,
  -- Description of the task; empty while unknown
  description text,
  -- Priority of the task
  priority text not null default 'normal',
  -- State of its life; the values are a rule of the model
  status text not null default 'todo',
  -- Counts the changes of the row; “edit a task” writes only over the version it has read
  version integer not null default 1,
  constraint tasks_pk primary key (task_id),
  constraint tasks_organization_id_task_id_uq unique (organization_id, task_id),
  constraint tasks_organization_id_fk foreign key (organization_id) references organizations (organization_id)
    on delete restrict,
  constraint tasks_project_id_fk foreign key (organization_id, project_id) references projects (organization_id, project_id)
    on delete restrict,
  constraint tasks_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id)
    on delete restrict,
  constraint tasks_title_ck check (length(title) >= 1 and length(title) <= 200),
  constraint tasks_description_ck check (length(description) >= 1 and length(description) <= 4000),
  constraint tasks_priority_ck check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint tasks_status_ck check (status in ('todo', 'in progress', 'done')),
  constraint tasks_completed_when_done_ck check (status <> 'done' or completed_at is not null),
  constraint tasks_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days')),
  constraint tasks_completed_at_form_ck check (completed_at is strftime('%Y-%m-%dT%H:%M:%fZ', completed_at, '+0 days')),
  constraint tasks_due_date_form_ck check (due_date is date(due_date, '+0 days'))
) strict;

create table managers (
  -- Each row: one manager

  -- Numbers manager rows; made by the database and without meaning to people
  manager_id integer not null,
  -- Name of a person as they write it; one field, for names have no universal parts
  name text not null,
  constraint managers_pk primary key (manager_id),
  constraint managers_name_ck check (length(name) >= 1 and length(name) <= 200)
) strict;

create table boards (
  -- Each row: one board

  -- Numbers board rows; made by the database and without meaning to people
  board_id integer not null,
  -- Name of the board
  name text not null,
  constraint boards_pk primary key (board_id),
  constraint boards_name_ck check (length(name) >= 1 and length(name) <= 120)
) strict;

create table comments (
  -- What a member says to a task

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- Numbers comment rows; made by the database and without meaning to people
  comment_id integer not null,
  -- The task of this comment
  task_id integer not null,
  -- The member of this comment
  member_id integer not null,
  -- Instant in UTC; kept as it was when the row was made
  created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Body of the comment
  body text not null,
  constraint comments_pk primary key (comment_id),
  constraint comments_task_id_fk foreign key (organization_id, task_id) references tasks (organization_id, task_id)
    on delete restrict,
  constraint comments_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id)
    on delete restrict,
  constraint comments_body_ck check (length(body) >= 1 and length(body) <= 2000),
  constraint comments_created_at_form_ck check (created_at is strftime('%Y-%m-%dT%H:%M:%fZ', created_at, '+0 days'))
) strict;

create table labels (
  -- A word of the organization that tasks are sorted by

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- Numbers label rows; made by the database and without meaning to people
  label_id integer not null,
  -- Name of the label
  name text not null,
  -- Color of the label; empty while unknown
  color text,
  constraint labels_pk primary key (label_id),
  constraint labels_organization_id_label_id_uq unique (organization_id, label_id),
  constraint labels_organization_id_name_uq unique (organization_id, name),
  constraint labels_organization_id_fk foreign key (organization_id) references organizations (organization_id)
    on delete cascade,
  constraint labels_name_ck check (length(name) >= 1 and length(name) <= 120),
  constraint labels_color_ck check (length(color) >= 1 and length(color) <= 40)
) strict;

create table credentials (
  -- Password hash of a member, in a table with grants of its own

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- The member of this credential
  member_id integer not null,
  -- Instant in UTC
  changed_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Hash of the password (argon2id or bcrypt), never the password
  password_hash text not null,
  constraint credentials_pk primary key (organization_id, member_id),
  constraint credentials_member_id_fk foreign key (organization_id, member_id) references members (organization_id, member_id)
    on delete cascade,
  constraint credentials_password_hash_ck check (length(password_hash) >= 60 and length(password_hash) <= 255),
  constraint credentials_changed_at_form_ck check (changed_at is strftime('%Y-%m-%dT%H:%M:%fZ', changed_at, '+0 days'))
) strict, without rowid;

create table task_labels (
  -- A task carries a label

  -- Whose row it is: every key and reference of this table begins with the organization
  organization_id integer not null,
  -- The task of this task label
  task_id integer not null,
  -- The label of this task label
  label_id integer not null,
  constraint task_labels_pk primary key (organization_id, task_id, label_id),
  constraint task_labels_task_id_fk foreign key (organization_id, task_id) references tasks (organization_id, task_id)
    on delete cascade,
  constraint task_labels_label_id_fk foreign key (organization_id, label_id) references labels (organization_id, label_id)
    on delete cascade
) strict, without rowid;

create table change_log (
  -- Who changed which row when. Rows are added and never changed

  -- Order of entries
  change_id integer not null,
  -- When, by the server's clock
  changed_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  -- Which table
  table_name text not null,
  -- Key of the row as text, its parts joined by /
  row_key text not null,
  -- What was done
  action text not null,
  -- The login that did it
  changed_by text,
  -- The person, as the application named it
  user_id text,
  -- Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log
  old_values text,
  -- Whose row it was: the organization
  organization_id integer,
  constraint change_log_pk primary key (change_id),
  constraint change_log_action_ck check (action in ('insert', 'update', 'delete')),
  constraint change_log_changed_at_form_ck check (changed_at is strftime('%Y-%m-%dT%H:%M:%fZ', changed_at, '+0 days')),
  constraint change_log_old_values_form_ck check (old_values is null or json_valid(old_values))
) strict;

commit;
