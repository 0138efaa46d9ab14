-- comments (119,994 rows): origin and a reference.
-- Contract: the old goes. Run it when no running code names it: this is the point of no quick return. mariadb
-- --database=NAME < this file; it stops at the first error.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

-- Nothing to do here
do 0;
