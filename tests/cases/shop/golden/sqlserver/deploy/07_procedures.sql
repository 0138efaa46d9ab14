-- Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of
-- times.
-- sqlcmd -b -S SERVER -d NAME -i 07_procedures.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Makes what is missing of the partitions ahead; run it in every deploy and every day
create procedure app.ensure_partitions with execute as owner as
begin
  set nocount, xact_abort on;
  declare @bound datetimeoffset(6), @n int;
  set @n = 0;
  while @n <= 3
  begin
    set @bound = cast(dateadd(month, @n, datefromparts(year(cast(sysutcdatetime() as date)), month(cast(sysutcdatetime() as date)), 1)) as datetimeoffset(6));
    if not exists (
      select 1 from sys.partition_range_values as v join sys.partition_functions as f on f.function_id = v.function_id
      where f.name = 'change_log_by_time' and cast(v.value as datetimeoffset(6)) >= @bound)
    begin
      alter partition scheme change_log_places next used [primary];
      alter partition function change_log_by_time() split range (@bound);
    end;
    set @n += 1;
  end;
end

go

-- Empties email, full_name, phone of rows of users older than 1 month, 4000 a transaction
create procedure app.user_erased with execute as owner as
begin
  set nocount, xact_abort on;
  declare @done int = 4000;
  while @done = 4000
  begin
    update top (4000) app.users set
      email = concat('erased-', user_id, '@example.invalid'),
      full_name = concat('erased ', user_id),
      phone = null
    where erased_at < dateadd(month, -1, todatetimeoffset(sysutcdatetime(), '+00:00'))
      and (email not like 'erased%' or full_name not like 'erased%' or phone is not null);
    set @done = @@rowcount;
  end;
end

go

-- Empties the partitions of change_log whose every row is older than 36 months
create procedure app.change_log_expires with execute as owner as
begin
  set nocount, xact_abort on;
  declare @first datetimeoffset(6), @second datetimeoffset(6), @due datetimeoffset(6) = dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00'));
  while 1 = 1
  begin
    select @first = min(b.bound), @second = case when count(*) = 2 then max(b.bound) end
    from (
      select top (2) cast(v.value as datetimeoffset(6)) as bound
      from sys.partition_range_values as v
      join sys.partition_functions as f on f.function_id = v.function_id
      where f.name = 'change_log_by_time'
      order by v.boundary_id) as b;
    if @first is null or @first > @due break;
    truncate table app.change_log with (partitions (1));
    if @second is null or @second > @due break;
    begin transaction;
    truncate table app.change_log with (partitions (2));
    alter partition function change_log_by_time() merge range (@first);
    commit;
  end;
end

go

exec app.ensure_partitions;

go

commit;
go
