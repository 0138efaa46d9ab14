-- comments (119,994 rows): origin and a reference.
-- Expand: everything new appears beside the old; nothing reads it yet. mariadb --database=NAME < this file; it stops at
-- the first error.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

-- A constant default is kept in the catalogue: no row is written
alter table comments
  add column origin varchar(20) collate utf8mb4_nopad_bin not null default 'unknown' comment 'Through which door the row came in; unknown for rows older than the column',
  algorithm = instant;

alter table comments
  add column related_tag_id bigint comment 'tags row this one relates to; empty for rows older than the column',
  algorithm = instant;

-- Writers go on
alter table comments
  add key comments_related_tag_ix (related_tag_id) comment 'serves the reference',
  algorithm = inplace, lock = none;

-- Else the table is copied; new rows are checked all the same
set foreign_key_checks = 0;

alter table comments
  add constraint comments_related_tag_fk foreign key (related_tag_id) references tags (tag_id) on delete restrict,
  algorithm = inplace, lock = none;

set foreign_key_checks = 1;

drop procedure if exists verify_comments;

delimiter //

-- Every row keeps it, or this stops
create procedure verify_comments()
begin
  if exists (select 1 from comments c where c.related_tag_id is not null
    and not exists (select 1 from tags p where p.tag_id = c.related_tag_id)) then
    signal sqlstate '45000' set message_text = 'comments_related_tag_fk: a row refers to none';
  end if;
end//

delimiter ;

call verify_comments();

drop procedure verify_comments;

-- No write comes between the old triggers and the new
lock tables comments write;

drop trigger comment_life;

delimiter //

-- status moves along its life cycle
create definer = blog_definer trigger comment_life
before update on comments for each row
begin
  if old.status in ('removed', 'spam') and (not (old.comment_id <=> new.comment_id)
    or not (old.post_id <=> new.post_id)
    or not (old.parent_id <=> new.parent_id)
    or not (old.created_at <=> new.created_at)
    or not (old.author_name <=> new.author_name collate utf8mb4_nopad_bin)
    or not (old.author_email <=> new.author_email collate utf8mb4_nopad_bin)
    or not (old.body <=> new.body collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.ip_address <=> new.ip_address collate utf8mb4_nopad_bin)
    or not (old.origin <=> new.origin collate utf8mb4_nopad_bin)
    or not (old.related_tag_id <=> new.related_tag_id)) then
    signal sqlstate '45000' set message_text = 'comment_life: a row that is removed or spam does not change';
  end if;
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('pending', 'approved'),
      ('approved', 'removed'),
      ('pending', 'spam'),
      ('approved', 'spam')) then
    signal sqlstate '45000' set message_text = 'comment_life: status cannot change so';
  end if;
end//

delimiter ;

unlock tables;
