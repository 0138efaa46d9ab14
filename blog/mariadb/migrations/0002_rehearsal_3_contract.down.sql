-- The way back of contract.

-- Try again later rather than let everybody queue
set session lock_wait_timeout = 5;

-- Nothing to do here
do 0;
