-- Rules that no constraint can say: they look at the row before, at other rows, or at time.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- Nobody logs in as it: only triggers, views and procedures of the design act so
grant select, insert, update, delete, trigger, execute, event on * to blog_definer;

delimiter //

-- As it was when the row was made
create definer = blog_definer trigger author_frozen
before update on authors for each row
begin
  if not (old.created_at <=> new.created_at) then
    signal sqlstate '45000' set message_text = 'author_frozen: never changed: created_at';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger post_frozen
before update on posts for each row
begin
  if not (old.created_at <=> new.created_at) or not (old.author_id <=> new.author_id) then
    signal sqlstate '45000' set message_text = 'post_frozen: never changed: created_at, author_id';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger comment_frozen
before update on comments for each row
begin
  if not (old.author_name <=> new.author_name collate utf8mb4_nopad_bin)
    or not (old.author_email <=> new.author_email collate utf8mb4_nopad_bin)
    or not (old.created_at <=> new.created_at)
    or not (old.post_id <=> new.post_id)
    or not (old.parent_id <=> new.parent_id) then
    signal sqlstate '45000' set message_text = 'comment_frozen: never changed: author_name, author_email, created_at and 2 more';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger credential_frozen
before update on credentials for each row
begin
  if not (old.author_id <=> new.author_id) then
    signal sqlstate '45000' set message_text = 'credential_frozen: never changed: author_id';
  end if;
end//

-- As it was when the row was made
create definer = blog_definer trigger post_tag_frozen
before update on post_tags for each row
begin
  if not (old.post_id <=> new.post_id) or not (old.tag_id <=> new.tag_id) then
    signal sqlstate '45000' set message_text = 'post_tag_frozen: never changed: post_id, tag_id';
  end if;
end//

-- rows of change_log are added and never changed
create definer = blog_definer trigger change_log_frozen_update
before update on change_log for each row
begin
  if not (old.change_id <=> new.change_id)
    or not (old.changed_at <=> new.changed_at)
    or not (old.table_name <=> new.table_name collate utf8mb4_nopad_bin)
    or not (old.row_key <=> new.row_key collate utf8mb4_nopad_bin)
    or not (old.action <=> new.action collate utf8mb4_nopad_bin)
    or not (old.changed_by <=> new.changed_by collate utf8mb4_nopad_bin)
    or not (old.user_id <=> new.user_id collate utf8mb4_nopad_bin)
    or not (old.old_values <=> new.old_values) then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- But what its term lets go
create definer = blog_definer trigger change_log_frozen_delete
before delete on change_log for each row
begin
  if old.changed_at >= utc_timestamp(6) - interval 36 month then
    signal sqlstate '45000' set message_text = 'change_log_frozen: rows of change_log are added and never changed';
  end if;
end//

-- status moves along its life cycle
create definer = blog_definer trigger post_life
before update on posts for each row
begin
  if not (old.status <=> new.status) and (old.status, new.status) not in (
      ('draft', 'in_review'),
      ('in_review', 'published'),
      ('published', 'archived'),
      ('draft', 'published'),
      ('in_review', 'draft'),
      ('archived', 'published')) then
    signal sqlstate '45000' set message_text = 'post_life: status cannot change so';
  end if;
end//

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

-- The instant of the last real change; an update that changes nothing leaves it
create definer = blog_definer trigger post_touched
before update on posts for each row
begin
  if not (old.post_id <=> new.post_id)
    or not (old.author_id <=> new.author_id)
    or not (old.published_at <=> new.published_at)
    or not (old.created_at <=> new.created_at)
    or not (old.slug <=> new.slug collate utf8mb4_nopad_bin)
    or not (old.title <=> new.title collate utf8mb4_nopad_bin)
    or not (old.excerpt <=> new.excerpt collate utf8mb4_nopad_bin)
    or not (old.body <=> new.body collate utf8mb4_nopad_bin)
    or not (old.status <=> new.status collate utf8mb4_nopad_bin)
    or not (old.public_id <=> new.public_id)
    or not (old.version <=> new.version)
    or not (old.idempotency_key <=> new.idempotency_key) then
    set new.updated_at = utc_timestamp(6);
  end if;
end//

-- The instant of the last real change; an update that changes nothing leaves it
create definer = blog_definer trigger credential_touched
before update on credentials for each row
begin
  if not (old.author_id <=> new.author_id)
    or not (old.password_hash <=> new.password_hash collate utf8mb4_nopad_bin) then
    set new.changed_at = utc_timestamp(6);
  end if;
end//

-- credentials go first, or lose their reference, so that what watches them is told
create definer = blog_definer trigger authors_parts_first
before delete on authors for each row
begin
  declare exit handler for sqlexception
  begin
    set @deleted_authors = null;
    resignal;
  end;
  set @deleted_authors = concat_ws('/', hex(old.author_id));
  delete from credentials where author_id = old.author_id;
  set @deleted_authors = null;
end//

delimiter ;
