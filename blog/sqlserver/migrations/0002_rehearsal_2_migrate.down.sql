-- The way back of migrate.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Try again later rather than let everybody queue behind a schema lock
set lock_timeout 5000;

drop index comments_related_tag_ix on app.comments;

-- Not trusted again; new rows are held to it by expand
alter table app.comments
  nocheck constraint comments_origin_ck;

alter table app.comments
  check constraint comments_origin_ck;

-- Not trusted again; new rows are held to it by expand
alter table app.comments
  nocheck constraint comments_related_tag_fk;

alter table app.comments
  check constraint comments_related_tag_fk;
go
