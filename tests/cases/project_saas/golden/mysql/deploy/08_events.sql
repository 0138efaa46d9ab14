-- Jobs on the server's own schedule (event_scheduler = on is the default).

delimiter //

create definer = multi_tenant_definer event expire_change_log_job
on schedule every 1440 minute
comment 'expire change log'
do call change_log_expires()//

delimiter ;
