-- Indexes beyond the keys. Plain CREATE INDEX, for the tables are empty; on a live system they are built CONCURRENTLY.

begin;

set local role multi_tenant_owner;

create index tasks_organization_id_project_id_status_ix on app.tasks (organization_id, project_id, status);
comment on index app.tasks_organization_id_project_id_status_ix is 'the board of a project: its tasks by state';

create index tasks_organization_id_member_id_ix on app.tasks (organization_id, member_id);
comment on index app.tasks_organization_id_member_id_ix is 'a member''s tasks';

create index tasks_title_text_ix on app.tasks using gin (to_tsvector('english', coalesce(title, '')));
comment on index app.tasks_title_text_ix is 'tasks whose title holds these words';

create index tasks_organization_id_due_date_ix on app.tasks (organization_id, due_date);
comment on index app.tasks_organization_id_due_date_ix is 'tasks by due date; tasks by month and due date';

create index tasks_organization_id_created_at_ix on app.tasks (organization_id, created_at);
comment on index app.tasks_organization_id_created_at_ix is 'tasks that are todo or in progress, oldest first';

create index boards_name_lower_ix on app.boards (lower(name) text_pattern_ops);
comment on index app.boards_name_lower_ix is 'boards whose name begins with these letters';

create index comments_organization_id_task_id_created_at_ix on app.comments (organization_id, task_id, created_at);
comment on index app.comments_organization_id_task_id_created_at_ix is 'a task''s comments, oldest first';

create index comments_organization_id_member_id_created_at_ix on app.comments (organization_id, member_id, created_at
  desc);
comment on index app.comments_organization_id_member_id_created_at_ix is 'a member''s comments, newest first';

create index task_labels_organization_id_label_id_task_id_ix on app.task_labels (organization_id, label_id, task_id);
comment on index app.task_labels_organization_id_label_id_task_id_ix is 'tasks that carry a label';

create index change_log_row_key_table_name_ix on app.change_log (row_key, table_name);
comment on index app.change_log_row_key_table_name_ix is 'one row''s history';

reset role;

commit;
