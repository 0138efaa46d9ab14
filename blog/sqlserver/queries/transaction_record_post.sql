-- Record a post: one post for each slug
-- Guarded by post.posts_idempotency_key_uq. The unique idempotency_key holds at this level: the second of two waits for
-- the first and meets what it wrote
-- Retry the whole of it on 1205 (chosen as the victim of a deadlock) and 3960 (a snapshot that was overtaken).

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

set transaction isolation level read committed;

declare @author_id bigint, @slug nvarchar(120), @title nvarchar(200), @body nvarchar(max), @idempotency_key uniqueidentifier, @post_id bigint, @tag_id bigint; -- a driver binds these
begin try
  begin transaction;
  declare @given table (post_id bigint);
  insert into app.posts (author_id, slug, title, body, idempotency_key)
  output inserted.post_id into @given
  select @author_id, @slug, @title, @body, @idempotency_key
  where not exists (select 1 from app.posts with (updlock, holdlock) where idempotency_key = @idempotency_key);
  select post_id
  from @given;
  insert into app.post_tags (post_id, tag_id)
  values (@post_id, @tag_id);
  commit;
end try
begin catch
  if xact_state() <> 0 rollback;
  throw;
end catch;
go
