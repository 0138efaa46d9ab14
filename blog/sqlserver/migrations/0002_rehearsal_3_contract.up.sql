-- comments (119,994 rows): origin and a reference.
-- Contract: the old goes. Run it when no running code names it: this is the point of no quick return. sqlcmd -b -S
-- SERVER -d NAME -i this file; it stops at the first error.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Try again later rather than let everybody queue behind a schema lock
set lock_timeout 5000;

print 'nothing to do here';

go

commit;
go
