-- The way back of expand.

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

begin transaction;

go

-- Try again later rather than let everybody queue behind a schema lock
set lock_timeout 5000;

go

-- status moves along its life cycle
create or alter trigger app.comment_life_tr on app.comments with execute as owner
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

create or alter view report.comments_masked as
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

alter table app.comments
  drop constraint comments_origin_ck;

alter table app.comments
  drop constraint comments_related_tag_fk;

-- Loses only what the column alone held
alter table app.comments
  drop column related_tag_id;

-- Loses only what the column alone held
alter table app.comments
  drop constraint comments_origin_df, column origin;

go

commit;
go
