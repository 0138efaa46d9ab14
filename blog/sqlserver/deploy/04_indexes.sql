-- Indexes, each with the question it serves.
-- sqlcmd -b -S SERVER -d NAME -i 04_indexes.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- email names one author without regard to case
create unique nonclustered index authors_email_uq
on app.authors (email);

-- name names one tag without regard to case
create unique nonclustered index tags_name_uq
on app.tags (name);

-- one row's history
create nonclustered index change_log_row_key_table_name_ix
on app.change_log (row_key, table_name);

-- an author's posts, newest first
create nonclustered index posts_author_id_created_at_ix
on app.posts (author_id, created_at desc);

-- published posts, newest first
create nonclustered index posts_published_at_open_ix
on app.posts (published_at desc)
where status = 'published';

-- posts by month
create nonclustered index posts_created_at_ix
on app.posts (created_at);

-- a post's approved comments, oldest first
create nonclustered index comments_post_id_created_at_open_ix
on app.comments (post_id, created_at)
where status = 'approved';

-- comments that wait for a moderator, oldest first
create nonclustered index comments_created_at_open_ix
on app.comments (created_at)
where status = 'pending';

-- the reference to posts, when one of them is deleted
create nonclustered index comments_post_id_ix
on app.comments (post_id);

-- the reference to comments, when one of them is deleted
create nonclustered index comments_parent_id_ix
on app.comments (parent_id)
where parent_id is not null;

-- posts under a tag
create nonclustered index post_tags_tag_id_post_id_ix
on app.post_tags (tag_id, post_id);

go

commit;
go
