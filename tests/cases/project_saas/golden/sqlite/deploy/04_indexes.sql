-- One index for each pattern or reference that no key serves already.

.bail on

pragma foreign_keys = on;
begin immediate;

-- the board of a project: its tasks by state
create index tasks_organization_id_project_id_status_ix on tasks (organization_id, project_id, status);

-- a member's tasks
create index tasks_organization_id_member_id_ix on tasks (organization_id, member_id);

-- tasks by due date; tasks by month and due date
create index tasks_organization_id_due_date_ix on tasks (organization_id, due_date);

-- tasks that are todo or in progress, oldest first
create index tasks_organization_id_created_at_ix on tasks (organization_id, created_at);

-- boards whose name begins with these letters
create index boards_name_lower_ix on boards (lower(name));

-- a task's comments, oldest first
create index comments_organization_id_task_id_created_at_ix on comments (organization_id, task_id, created_at);

-- a member's comments, newest first
create index comments_organization_id_member_id_created_at_ix on comments (organization_id, member_id, created_at desc);

-- tasks that carry a label
create index task_labels_organization_id_label_id_task_id_ix on task_labels (organization_id, label_id, task_id);

-- one row's history
create index change_log_row_key_table_name_ix on change_log (row_key, table_name);

-- tasks whose title holds these words
create virtual table tasks_title_text_ix using fts5(title, content = 'tasks', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2');

create trigger tasks_title_text_ix_insert
after insert on tasks for each row
begin
  insert into tasks_title_text_ix (rowid, title) values (new.rowid, new.title);
end;

create trigger tasks_title_text_ix_delete
after delete on tasks for each row
begin
  insert into tasks_title_text_ix (tasks_title_text_ix, rowid, title) values ('delete', old.rowid, old.title);
end;

create trigger tasks_title_text_ix_update
after update of title on tasks for each row
begin
  insert into tasks_title_text_ix (tasks_title_text_ix, rowid, title) values ('delete', old.rowid, old.title);
  insert into tasks_title_text_ix (rowid, title) values (new.rowid, new.title);
end;

commit;
