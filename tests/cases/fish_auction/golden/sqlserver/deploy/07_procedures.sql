-- Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of
-- times.
-- sqlcmd -b -S SERVER -d NAME -i 07_procedures.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Deletes rows of change_log older than 36 months, 4000 a transaction
create procedure app.change_log_expires with execute as owner as
begin
  set nocount, xact_abort on;
  declare @done int = 4000;
  while @done = 4000
  begin
    delete top (4000) from app.change_log
    where changed_at < dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00'));
    set @done = @@rowcount;
  end;
end

go

commit;
go
