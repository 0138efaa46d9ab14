-- Indexes, each with the question it serves.
-- sqlcmd -b -S SERVER -d NAME -i 04_indexes.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- boards whose name begins with these letters
create nonclustered index boards_name_lower_ix
on app.boards (name);

-- one row's history
create nonclustered index change_log_row_key_table_name_ix
on app.change_log (row_key, table_name)
with (data_compression = page);

-- the board of a project: its tasks by state
create nonclustered index tasks_organization_id_project_id_status_ix
on app.tasks (organization_id, project_id, status);

-- a member's tasks
create nonclustered index tasks_organization_id_member_id_ix
on app.tasks (organization_id, member_id);

-- tasks by due date; tasks by month and due date
create nonclustered index tasks_organization_id_due_date_ix
on app.tasks (organization_id, due_date);

-- tasks that are todo or in progress, oldest first
create nonclustered index tasks_organization_id_created_at_ix
on app.tasks (organization_id, created_at);

-- a task's comments, oldest first
create nonclustered index comments_organization_id_task_id_created_at_ix
on app.comments (organization_id, task_id, created_at)
with (data_compression = page);

-- a member's comments, newest first
create nonclustered index comments_organization_id_member_id_created_at_ix
on app.comments (organization_id, member_id, created_at desc)
with (data_compression = page);

-- tasks that carry a label
create nonclustered index task_labels_organization_id_label_id_task_id_ix
on app.task_labels (organization_id, label_id, task_id)
with (data_compression = page);

go

commit;
go
