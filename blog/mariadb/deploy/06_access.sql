-- Grants, by table and column. Nobody of the application may drop or alter.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

grant all on * to blog_owner;

-- Whoever holds any right on a table sees its size in information_schema; this one lets no row be read
grant show view on * to blog_monitor;

grant select, lock tables, show view, event, trigger on * to blog_backup;

grant select (author_id, created_at, display_name, bio, public_id) on authors to blog_reader;
grant select on posts to blog_reader;
grant select (comment_id, post_id, parent_id, created_at, author_name, body, status) on comments to blog_reader;
grant insert on comments to blog_reader;
grant select on tags to blog_reader;
grant select on post_tags to blog_reader;

grant update (email, display_name, bio) on authors to blog_editor;
grant select on authors to blog_editor;
grant update (published_at, updated_at, slug, title, excerpt, body, status, version, idempotency_key) on posts to blog_editor;
grant select, insert on posts to blog_editor;
grant update (body, status, ip_address) on comments to blog_editor;
grant select on comments to blog_editor;
grant update (slug, name) on tags to blog_editor;
grant select, insert on tags to blog_editor;
grant select, insert, delete on post_tags to blog_editor;

grant update (email, display_name, bio) on authors to blog_site;
grant select, insert on authors to blog_site;
grant update (password_hash) on credentials to blog_site;
grant select, insert on credentials to blog_site;

grant select (author_id, created_at, bio, public_id) on authors to blog_reporting;
grant select on posts to blog_reporting;
grant select (comment_id, post_id, parent_id, created_at, body, status) on comments to blog_reporting;
grant select on tags to blog_reporting;
grant select on post_tags to blog_reporting;
grant select on authors_masked to blog_reporting;
grant select on comments_masked to blog_reporting;

grant select on change_log to blog_auditor;

grant select, insert, delete on change_log to blog_definer;

grant execute on procedure change_log_expires to blog_jobs;
