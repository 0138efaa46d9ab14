-- An author's credential.
-- 10 a day; wished within 100 ms. No index asked: credentials is designed to hold 100 rows, below 1,000: it is read
-- whole.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @author_id bigint; -- a driver binds these
select credentials.author_id, credentials.changed_at
from app.credentials
where credentials.author_id = @author_id;
go
