-- Approve a comment: of two moderators one decides
-- Guarded by condition. The state in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry the whole of it on 1205 (chosen as the victim of a deadlock) and 3960 (a snapshot that was overtaken).

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

set transaction isolation level read committed;

declare @comment_id bigint; -- a driver binds these
begin try
  begin transaction;
  update app.comments
  set status = 'approved'
  where comment_id = @comment_id
    and status = 'pending';
  if @@rowcount <> 1 throw 50002, 'it was changed meanwhile: nothing is written', 1;
  commit;
end try
begin catch
  if xact_state() <> 0 rollback;
  throw;
end catch;
go
