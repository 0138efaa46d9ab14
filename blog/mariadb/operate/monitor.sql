-- Alerts that fire now, and what the server says of itself. As the monitoring account: mariadb --table DATABASE <
-- monitor.sql

-- Alerts that fire
select alert, measured, threshold, because
from (
  select 'slow_query_post_by_slug' as alert, (select coalesce(max(avg_timer_wait) / 1e9, 0) from performance_schema.events_statements_summary_by_digest where schema_name = database()) as measured, 500 as threshold,
    false as below, '“a post by its address”, 2,466 a day: 100 ms × 5: the mean time is several promises' as because
  union all
  select 'disk_growth' as alert, (select sum(file_size) from information_schema.innodb_sys_tablespaces where name like concat(database(), '/%')) as measured, 106444435.7 as threshold,
    false as below, '85.2 MB after 5 years × 1.25; 46.6 kB a day: a quarter above the computed size: not the load that was stated' as because
  union all
  select 'long_transaction' as alert, (select coalesce(max(timestampdiff(second, trx_started, now())), 0) from information_schema.innodb_trx) as measured, 100 as threshold,
    false as below, '100 ms × 1,000: forgotten work that holds back the clearing of dead rows' as because
  union all
  select 'lock_wait' as alert, (select coalesce(max(timestampdiff(second, trx_wait_started, now())), 0) from information_schema.innodb_trx where trx_state = 'LOCK WAIT') as measured, 2 as threshold,
    false as below, '100 ms × 20: somebody has waited for twenty promises' as because
  union all
  select 'connection_use' as alert, (select (select variable_value from information_schema.global_status where variable_name = 'THREADS_CONNECTED')) as measured, 26 as threshold,
    false as below, '32 connections × 0.8: four fifths of the roles'' limits together are in use' as because
  union all
  select 'cache_hit' as alert, (select 1 - (select variable_value from information_schema.global_status where variable_name = 'INNODB_BUFFER_POOL_READS') / nullif((select variable_value from information_schema.global_status where variable_name = 'INNODB_BUFFER_POOL_READ_REQUESTS'), 0)) as measured, 0.99 as threshold,
    true as below, '1.5 MB hot, 2.1 GB memory: a hundredth of page reads goes to disk, though the hot rows should fit' as because
) as a
where case when below then measured < threshold else measured > threshold end;

-- Indexes that nobody asked since the server started; judge after a full month and on every replica
select object_name as table_name, index_name from sys.schema_unused_indexes where object_schema = database();

-- Indexes that another makes superfluous
select table_name, redundant_index_name, dominant_index_name from sys.schema_redundant_indexes where table_schema = database();

-- Who waits for whom
select waiting_pid, blocking_pid, wait_age_secs, locked_table, left(waiting_query, 80) as waiting_query from sys.innodb_lock_waits;

-- Statements by the time they cost in all
select left(query, 120) as query, exec_count, avg_latency, rows_examined_avg from sys.statement_analysis where db = database() limit 10;
