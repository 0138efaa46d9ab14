-- comments (119,994 rows): origin and a reference.
-- Migrate: rows are filled in batches, then every promise about them is made. mariadb --database=NAME < this file; it
-- stops at the first error.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

drop procedure if exists verify_comments;

delimiter //

-- Every row keeps it, or this stops
create procedure verify_comments()
begin
  if exists (select 1 from comments where not (origin in ('unknown', 'web', 'import'))) then
    signal sqlstate '45000' set message_text = 'comments_origin_ck';
  end if;
end//

delimiter ;

call verify_comments();

drop procedure verify_comments;

-- origin is one of unknown, web, import
alter table comments
  add constraint comments_origin_ck check (origin in ('unknown', 'web', 'import')),
  algorithm = copy, lock = shared;
