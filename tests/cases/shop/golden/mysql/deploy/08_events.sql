-- Jobs on the server's own schedule (event_scheduler = on is the default).

delimiter //

create definer = e_commerce_definer event ensure_partitions_job
on schedule every 1440 minute
comment 'ensure partitions'
do call ensure_partitions()//

create definer = e_commerce_definer event expire_user_job
on schedule every 1440 minute
comment 'expire user'
do call user_erased()//

create definer = e_commerce_definer event expire_change_log_job
on schedule every 1440 minute
comment 'expire change log'
do call change_log_expires()//

delimiter ;
