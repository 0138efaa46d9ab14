// One index for each pattern or rule that no key serves already.

db.organizations.createIndex({slug: 1}, {name: "organizations_slug_uq", unique: true});

db.members.createIndex({organization_id: 1, email: 1}, {name: "members_organization_id_email_uq", unique: true});

db.members.createIndex({organization_id: 1, idempotency_key: 1}, {name: "members_idempotency_key_uq", unique: true});

// an organization's projects by name (400,000 a day); projects that are active or on_hold, oldest first (48 a day)
db.projects.createIndex({organization_id: 1}, {name: "projects_pk"});

// the board of a project: its tasks by state (600,000 a day); an organization's tasks (200,000 a day)
db.tasks.createIndex({organization_id: 1, project_id: 1, status: 1}, {name: "tasks_organization_id_project_id_status_ix"});

// a member's tasks (200,000 a day)
db.tasks.createIndex({organization_id: 1, member_id: 1}, {name: "tasks_organization_id_member_id_ix"});

// tasks whose title holds these words (60,000 a day)
db.tasks.createIndex({title: "text"}, {name: "tasks_title_text_ix", default_language: "english"});

// tasks by due date (1,000 a day); tasks by month and due date (10 a day)
db.tasks.createIndex({organization_id: 1, due_date: 1}, {name: "tasks_organization_id_due_date_ix"});

// tasks that are todo or in progress, oldest first (48 a day)
db.tasks.createIndex({organization_id: 1, created_at: 1}, {name: "tasks_organization_id_created_at_ix"});

// boards whose name begins with these letters (20 a day)
db.boards.createIndex({name_lower: 1}, {name: "boards_name_lower_ix"});

// a task's comments, oldest first (600,000 a day)
db.comments.createIndex({organization_id: 1, task_id: 1, created_at: 1}, {name: "comments_organization_id_task_id_created_at_ix"});

// a member's comments, newest first (500,000 a day)
db.comments.createIndex({organization_id: 1, member_id: 1, created_at: -1}, {name: "comments_organization_id_member_id_created_at_ix"});

db.labels.createIndex({organization_id: 1, name: 1}, {name: "labels_organization_id_name_uq", unique: true});

db.credentials.createIndex({organization_id: 1, member_id: 1}, {name: "credentials_pk", unique: true});

db.task_labels.createIndex({organization_id: 1, task_id: 1, label_id: 1}, {name: "task_labels_pk", unique: true});

// tasks that carry a label (100,000 a day)
db.task_labels.createIndex({organization_id: 1, label_id: 1, task_id: 1}, {name: "task_labels_organization_id_label_id_task_id_ix"});

// changes by row, newest first (10 a day)
db.change_log.createIndex({row_key: 1, table_name: 1}, {name: "change_log_row_key_table_name_ix"});

// rows leave by age
db.change_log.createIndex({changed_at: 1}, {name: "change_log_changed_at_ttl", expireAfterSeconds: 94680576});
