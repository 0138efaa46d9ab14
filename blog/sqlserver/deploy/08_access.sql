-- Grants by table and column, who sees through masks, row rules. Nobody of the application may alter or drop.
-- sqlcmd -b -S SERVER -d NAME -i 08_access.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

alter role db_owner add member blog_owner;

-- Changes the schema, and fills what it adds
alter role db_ddladmin add member blog_migrator;
alter role db_datareader add member blog_migrator;
alter role db_datawriter add member blog_migrator;

-- Sees how the database does, and no row of a table
grant view database state to blog_monitor;
grant view definition to blog_monitor;

alter role db_backupoperator add member blog_backup;

grant select (author_id, created_at, display_name, bio, public_id) on app.authors to blog_reader;
grant select on app.posts to blog_reader;
grant select (comment_id, post_id, parent_id, created_at, author_name, body, status) on app.comments to blog_reader;
grant insert on app.comments to blog_reader;
grant select on app.tags to blog_reader;
grant select on app.post_tags to blog_reader;
grant update (email, display_name, bio) on app.authors to blog_editor;
grant select on app.authors to blog_editor;
grant update (published_at, updated_at, slug, title, excerpt, body, status, idempotency_key) on app.posts to blog_editor;
grant select, insert on app.posts to blog_editor;
grant update (body, status, ip_address) on app.comments to blog_editor;
grant select on app.comments to blog_editor;
grant update (slug, name) on app.tags to blog_editor;
grant select, insert on app.tags to blog_editor;
grant select, insert, delete on app.post_tags to blog_editor;
grant update (email, display_name, bio) on app.authors to blog_site;
grant select, insert on app.authors to blog_site;
grant update (password_hash) on app.credentials to blog_site;
grant select, insert on app.credentials to blog_site;
grant select (author_id, created_at, bio, public_id) on app.authors to blog_reporting;
grant select on app.posts to blog_reporting;
grant select (comment_id, post_id, parent_id, created_at, body, status) on app.comments to blog_reporting;
grant select on app.tags to blog_reporting;
grant select on app.post_tags to blog_reporting;
grant select on report.authors_masked to blog_reporting;
grant select on report.comments_masked to blog_reporting;
grant select on app.change_log to blog_auditor;
grant select, insert, delete on app.change_log to blog_definer;

-- Reads these columns by the design; their masks are for everybody else
grant unmask to blog_reader;
grant unmask to blog_editor;
grant unmask to blog_site;
grant unmask to blog_reporting;
grant execute on app.change_log_expires to blog_jobs;

go

commit;
go
