-- Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of
-- times.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

create definer = blog_definer procedure change_log_expires()
comment 'Deletes rows of change_log older than 36 months, 5000 a transaction'
begin
  declare done bigint default 0;
  repeat
    delete from change_log
    where changed_at < utc_timestamp(6) - interval 36 month
    order by changed_at limit 5000;
    set done = row_count();
  until done < 5000 end repeat;
end//

delimiter ;
