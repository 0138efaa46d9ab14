-- The way back of expand.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

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
    or not (old.ip_address <=> new.ip_address collate utf8mb4_nopad_bin)) then
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

alter table comments
  drop foreign key comments_related_tag_fk,
  algorithm = inplace, lock = none;

alter table comments
  drop key comments_related_tag_ix,
  algorithm = inplace, lock = none;

-- loses only what the column alone held
alter table comments
  drop column related_tag_id,
  algorithm = instant;

-- loses only what the column alone held
alter table comments
  drop column origin,
  algorithm = instant;
