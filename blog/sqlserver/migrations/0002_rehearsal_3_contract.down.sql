-- The way back of contract.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Try again later rather than let everybody queue behind a schema lock
set lock_timeout 5000;

print 'nothing to do here';

go

commit;
go
