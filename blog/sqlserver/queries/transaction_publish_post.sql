-- Publish a post with its tags: a post is published once, with the instant and its tags, or not at all
-- Guarded by condition. The state in the update's condition holds at this level: the second of two waits for the first
-- and meets what it wrote
-- Retry the whole of it on 1205 (chosen as the victim of a deadlock) and 3960 (a snapshot that was overtaken).

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

set transaction isolation level read committed;

declare @new_published_at datetimeoffset(6), @post_id bigint, @tag_id bigint; -- a driver binds these
begin try
  begin transaction;
  update app.posts
  set status = 'published', published_at = @new_published_at
  where post_id = @post_id
    and status in ('draft', 'in_review');
  if @@rowcount <> 1 throw 50002, 'it was changed meanwhile: nothing is written', 1;
  insert into app.post_tags (post_id, tag_id)
  values (@post_id, @tag_id);
  commit;
end try
begin catch
  if xact_state() <> 0 rollback;
  throw;
end catch;
go
