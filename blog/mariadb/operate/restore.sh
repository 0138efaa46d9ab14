#!/usr/bin/env bash
set -euo pipefail
# Restore a dump into a new database: usage restore.sh FILE DATABASE. Its accounts must exist: run deploy/01_roles.sql there first.
file="${1:?usage: restore.sh FILE DATABASE}"
database="${2:?usage: restore.sh FILE DATABASE}"
user="${MYSQL_USER:-root}"
gunzip --test "$file"
# Fails where it exists: nothing is overwritten.
mariadb --user="$user" --execute="create database \`$database\`"
half() { mariadb --user="$user" --execute="drop database \`$database\`"; }
trap half ERR
gunzip --stdout "$file" | mariadb --user="$user" --default-character-set=utf8mb4 "$database"
# A dump holds no rights: the server keeps them beside the accounts, by the database's name.
mariadb --user="$user" "$database" <<'SQL'
grant select, insert, update, delete, trigger, execute, event on * to blog_definer;
grant all on * to blog_owner;
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
SQL
trap - ERR
echo "$database"
