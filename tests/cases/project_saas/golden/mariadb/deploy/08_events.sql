-- Jobs on the server's own schedule (event_scheduler = on, which operate/server.cnf sets).

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

create definer = multi_tenant_definer event expire_change_log_job
on schedule every 1440 minute
comment 'expire change log'
do call change_log_expires()//

delimiter ;
