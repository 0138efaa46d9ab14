-- The way back of migrate.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

alter table comments
  drop constraint comments_origin_ck,
  algorithm = inplace, lock = none;
