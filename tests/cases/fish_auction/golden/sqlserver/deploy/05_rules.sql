-- Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is said of sets of
-- rows.
-- sqlcmd -b -S SERVER -d NAME -i 05_rules.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- As it was when the row was made
create trigger app.catch_frozen_tr on app.catches with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.catch_id = i.catch_id
    where exists (select i.occurred_at except select d.occurred_at))
    throw 50001, 'catch_frozen: never changed: occurred_at', 1;
end

go

-- As it was when the row was made
create trigger app.bid_frozen_tr on app.bids with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.bid_id = i.bid_id
    where exists (select i.amount, i.occurred_at except select d.amount, d.occurred_at))
    throw 50001, 'bid_frozen: never changed: amount, occurred_at', 1;
end

go

-- As it was when the row was made
create trigger app.sale_frozen_tr on app.sales with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.sale_id = i.sale_id
    where exists (select i.amount, i.occurred_at except select d.amount, d.occurred_at))
    throw 50001, 'sale_frozen: never changed: amount, occurred_at', 1;
end

go

-- rows of app.change_log are added and never changed
create trigger app.change_log_frozen_update_tr on app.change_log with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.change_id = i.change_id
    where exists (
        select i.change_id, i.changed_at, i.table_name collate Latin1_General_100_BIN2, i.row_key collate
          Latin1_General_100_BIN2, i.action, i.changed_by collate Latin1_General_100_BIN2, i.user_id collate
          Latin1_General_100_BIN2, i.old_values collate Latin1_General_100_BIN2
        except select d.change_id, d.changed_at, d.table_name collate Latin1_General_100_BIN2, d.row_key collate
          Latin1_General_100_BIN2, d.action, d.changed_by collate Latin1_General_100_BIN2, d.user_id collate
          Latin1_General_100_BIN2, d.old_values collate Latin1_General_100_BIN2))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

-- But what its term lets go
create trigger app.change_log_frozen_delete_tr on app.change_log with execute as owner
after delete as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from deleted as d where d.changed_at >= dateadd(month, -36, todatetimeoffset(sysutcdatetime(), '+00:00')))
    throw 50001, 'change_log_frozen: rows of app.change_log are added and never changed', 1;
end

go

commit;
go
