-- Rules that no constraint can say: they look at the row before, at other rows, or at time. Each is said of sets of
-- rows.
-- sqlcmd -b -S SERVER -d NAME -i 05_rules.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- As it was when the row was made
create trigger app.author_frozen_tr on app.authors with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.author_id = i.author_id
    where exists (select i.created_at except select d.created_at))
    throw 50001, 'author_frozen: never changed: created_at', 1;
end

go

-- As it was when the row was made
create trigger app.post_frozen_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.post_id = i.post_id
    where exists (select i.created_at, i.author_id except select d.created_at, d.author_id))
    throw 50001, 'post_frozen: never changed: created_at, author_id', 1;
end

go

-- As it was when the row was made
create trigger app.comment_frozen_tr on app.comments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where exists (
        select i.author_name collate Latin1_General_100_BIN2, i.author_email, i.created_at, i.post_id, i.parent_id
        except select d.author_name collate Latin1_General_100_BIN2, d.author_email, d.created_at, d.post_id, d.parent_id))
    throw 50001, 'comment_frozen: never changed: author_name, author_email, created_at and 2 more', 1;
end

go

-- As it was when the row was made
create trigger app.credential_frozen_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.author_id from deleted as d except select i.author_id from inserted as i)
    throw 50001, 'credential_frozen: the key of app.credentials does not change', 1;
end

go

-- As it was when the row was made
create trigger app.post_tag_frozen_tr on app.post_tags with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select d.post_id, d.tag_id from deleted as d except select i.post_id, i.tag_id from inserted as i)
    throw 50001, 'post_tag_frozen: the key of app.post_tags does not change', 1;
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

-- status moves along its life cycle
create trigger app.post_life_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.post_id = i.post_id
    where i.status <> d.status
      and not exists (select 1 from (values ('draft', 'in_review'), ('in_review', 'published'), ('published', 'archived'), ('draft', 'published'), ('in_review', 'draft'), ('archived', 'published')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'post_life: status cannot change so', 1;
end

go

-- status moves along its life cycle
create trigger app.comment_life_tr on app.comments with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where d.status in ('removed', 'spam') and exists (
        select i.comment_id, i.post_id, i.parent_id, i.created_at, i.author_name collate Latin1_General_100_BIN2,
          i.author_email, i.body collate Latin1_General_100_BIN2, i.status, i.ip_address
        except select d.comment_id, d.post_id, d.parent_id, d.created_at, d.author_name collate Latin1_General_100_BIN2,
          d.author_email, d.body collate Latin1_General_100_BIN2, d.status, d.ip_address))
    throw 50001, 'comment_life: a row that is removed or spam does not change', 1;
  if exists (select 1 from inserted as i join deleted as d on d.comment_id = i.comment_id
    where i.status <> d.status
      and not exists (select 1 from (values ('pending', 'approved'), ('approved', 'removed'), ('pending', 'spam'), ('approved', 'spam')) as m (was, becomes)
        where m.was = d.status and m.becomes = i.status))
    throw 50001, 'comment_life: status cannot change so', 1;
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.post_touched_tr on app.posts with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set updated_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.posts as t
  join inserted as i on i.post_id = t.post_id
  join deleted as d on d.post_id = i.post_id
  where exists (
        select i.post_id, i.author_id, i.published_at, i.created_at, i.slug, i.title collate Latin1_General_100_BIN2,
          i.excerpt collate Latin1_General_100_BIN2, i.body collate Latin1_General_100_BIN2, i.status, i.public_id,
          i.idempotency_key
        except select d.post_id, d.author_id, d.published_at, d.created_at, d.slug, d.title collate Latin1_General_100_BIN2,
          d.excerpt collate Latin1_General_100_BIN2, d.body collate Latin1_General_100_BIN2, d.status, d.public_id,
          d.idempotency_key);
end

go

-- The instant of the last real change; an update that changes nothing leaves it
create trigger app.credential_touched_tr on app.credentials with execute as owner
after update as
begin
  if rowcount_big() = 0 return;
  set nocount on;
  update t set changed_at = todatetimeoffset(sysutcdatetime(), '+00:00')
  from app.credentials as t
  join inserted as i on i.author_id = t.author_id
  join deleted as d on d.author_id = i.author_id
  where exists (select i.author_id, i.password_hash except select d.author_id, d.password_hash);
end

go

commit;
go
