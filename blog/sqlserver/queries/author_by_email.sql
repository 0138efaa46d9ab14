-- The author who signs in with this e-mail address.
-- 25 a day; wished within 100 ms. No index asked: authors is designed to hold 100 rows, below 1,000: it is read whole.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

declare @email nvarchar(254); -- a driver binds these
select authors.author_id, authors.created_at, authors.email, authors.display_name, authors.bio, authors.public_id
from app.authors
where authors.email = @email;
go
