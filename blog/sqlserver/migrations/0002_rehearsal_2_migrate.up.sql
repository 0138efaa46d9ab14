-- comments (119,994 rows): origin and a reference.
-- Migrate: rows are filled in batches, then every promise about them is made. sqlcmd -b -S SERVER -d NAME -i this file;
-- it stops at the first error.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Try again later rather than let everybody queue behind a schema lock
set lock_timeout 5000;

-- Every row is looked at: from here on the optimizer trusts it
alter table app.comments
  with check check constraint comments_related_tag_fk;

-- Every row is looked at: from here on the optimizer trusts it
alter table app.comments
  with check check constraint comments_origin_ck;

-- serves the reference
create nonclustered index comments_related_tag_ix
on app.comments (related_tag_id)
with (online = on);
go
