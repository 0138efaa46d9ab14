-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.
-- sqlcmd -b -S SERVER -d NAME -i 06_views.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Authors with email and display_name masked
create view report.authors_masked as
select
  author_id,
  created_at,
  concat('***@', substring(email, charindex('@', email) + 1, 400)) as email,
  concat(left(display_name, 1), '.') as display_name,
  bio,
  public_id
from app.authors;

go

-- Comments with author_name, author_email and ip_address masked
create view report.comments_masked as
select
  comment_id,
  post_id,
  parent_id,
  created_at,
  concat(left(author_name, 1), '.') as author_name,
  concat('***@', substring(author_email, charindex('@', author_email) + 1, 400)) as author_email,
  body,
  status,
  cast(null as nvarchar(45)) as ip_address
from app.comments;

go

commit;
go
