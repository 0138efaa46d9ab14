-- Views: masked ones for those who may not read in the clear; reports with the table that holds them.
-- sqlcmd -b -S SERVER -d NAME -i 06_views.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Buyers with name masked
create view report.buyers_masked as
select
  buyer_id,
  credit_limit,
  concat(left(name, 1), '.') as name
from app.buyers;

go

-- Hall_masters with name masked
create view report.hall_masters_masked as
select
  hall_master_id,
  concat(left(name, 1), '.') as name
from app.hall_masters;

go

commit;
go
