-- Save an edited post: no editor overwrites what another saved meanwhile
-- Guarded by condition. The version in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry the whole of it on 1205 (chosen as the victim of a deadlock) and 3960 (a snapshot that was overtaken).

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

set transaction isolation level read committed;

declare @new_title nvarchar(200), @new_body nvarchar(max), @new_updated_at datetimeoffset(6), @post_id bigint, @version binary(8); -- a driver binds these
begin try
  begin transaction;
  update app.posts
  set title = @new_title, body = @new_body, updated_at = @new_updated_at
  where post_id = @post_id
    and version = @version;
  if @@rowcount <> 1 throw 50002, 'it was changed meanwhile: nothing is written', 1;
  commit;
end try
begin catch
  if xact_state() <> 0 rollback;
  throw;
end catch;
go
