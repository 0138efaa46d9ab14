-- Procedures: partitions ahead, rows whose time is over, reports filled again. Each may run at any time, any number of
-- times.

set names utf8mb4 collate utf8mb4_uca1400_nopad_ai_ci;

-- Whatever the client was set to; what is made here keeps it
set session sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

delimiter //

create definer = e_commerce_definer procedure make_partitions(in parent varchar(64), in step varchar(5), in past int, in ahead int)
comment 'Partitions of one table from `past` intervals ago to `ahead` intervals from now'
begin
  declare first date default case step
    when 'month' then date(date_format(utc_date(), '%Y-%m-01'))
    when 'week' then utc_date() - interval weekday(utc_date()) day
    else utc_date() end;
  declare n int default -past;
  declare lower_end, upper_end date;
  while n <= ahead do
    set lower_end = case step when 'month' then first + interval n month when 'week' then first + interval n week else first + interval n day end;
    set upper_end = case step
      when 'month' then first + interval n + 1 month
      when 'week' then first + interval n + 1 week
      else first + interval n + 1 day end;
    if not exists (
      select 1 from information_schema.partitions
      where table_schema = database() and table_name = parent and partition_description <> 'MAXVALUE'
        and cast(trim(both '''' from partition_description) as datetime) >= upper_end
    ) then
      set @statement = concat(
        'alter table `', parent, '` reorganize partition p_later into (partition p_',
        date_format(lower_end, if(step = 'month', '%Y_%m', '%Y_%m_%d')), ' values less than (''', upper_end,
        '''), partition p_later values less than (maxvalue))');
      prepare cut from @statement;
      execute cut;
      deallocate prepare cut;
    end if;
    set n = n + 1;
  end while;
end//

create definer = e_commerce_definer procedure ensure_partitions()
comment 'Makes what is missing of the partitions ahead; run it in every deploy and every day'
begin
  call make_partitions('change_log', 'month', 0, 3);
end//

create definer = e_commerce_definer procedure user_erased()
comment 'Empties email, full_name, phone of rows of users older than 1 month, 5000 a transaction'
begin
  declare done bigint default 0;
  repeat
    update users set
      email = concat('erased-', concat_ws('-', user_id), '@example.invalid'),
      full_name = concat('erased ', concat_ws('-', user_id)),
      phone = null
    where erased_at < utc_timestamp(6) - interval 1 month
      and (email not like 'erased%' or full_name not like 'erased%' or phone is not null)
    order by erased_at limit 5000;
    set done = row_count();
  until done < 5000 end repeat;
end//

create definer = e_commerce_definer procedure change_log_expires()
comment 'Drops partitions of change_log whose every row is older than 36 months'
begin
  declare done boolean default false;
  declare part varchar(64);
  declare parts cursor for
    select partition_name from information_schema.partitions
    where table_schema = database() and table_name = 'change_log' and partition_description <> 'MAXVALUE'
      and cast(trim(both '''' from partition_description) as datetime) <= utc_timestamp() - interval 36 month;
  declare continue handler for not found set done = true;
  open parts;
  dropping: loop
    fetch parts into part;
    if done then
      leave dropping;
    end if;
    set @statement = concat('alter table change_log drop partition ', part);
    prepare dropped from @statement;
    execute dropped;
    deallocate prepare dropped;
  end loop;
  close parts;
end//

delimiter ;

call ensure_partitions();
