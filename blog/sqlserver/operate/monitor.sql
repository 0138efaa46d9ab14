-- Alerts that fire now, and what the server says of itself. As the monitoring account: sqlcmd -S SERVER -d NAME -i
-- monitor.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Alerts that fire
select alert, measured, threshold, because
from (
  select 'slow_query_post_by_slug' as alert, cast((select max(s.avg_duration) / 1000.0 from sys.query_store_runtime_stats as s where s.last_execution_time > dateadd(hour, -1, sysdatetimeoffset())) as float) as measured, 500 as threshold,
    0 as below, N'“a post by its address”, 2,466 a day: 100 ms × 5: the mean time is several promises' as because
  union all
  select 'disk_growth' as alert, cast((select sum(cast(size as bigint)) * 8192 from sys.database_files where type = 0) as float) as measured, 97697945.65 as threshold,
    0 as below, N'78.2 MB after 5 years × 1.25; 42.8 kB a day: a quarter above the computed size: not the load that was stated' as because
  union all
  select 'long_transaction' as alert, cast((select max(datediff(second, a.transaction_begin_time, getdate())) from sys.dm_tran_active_transactions as a join sys.dm_tran_session_transactions as s on s.transaction_id = a.transaction_id) as float) as measured, 100 as threshold,
    0 as below, N'100 ms × 1,000: forgotten work that holds back the clearing of dead rows' as because
  union all
  select 'lock_wait' as alert, cast((select max(wait_time) / 1000.0 from sys.dm_exec_requests where blocking_session_id <> 0 and database_id = db_id()) as float) as measured, 2 as threshold,
    0 as below, N'100 ms × 20: somebody has waited for twenty promises' as because
  union all
  select 'connection_use' as alert, cast((select count(*) from sys.dm_exec_sessions where is_user_process = 1) as float) as measured, 26 as threshold,
    0 as below, N'32 connections × 0.8: four fifths of the roles'' limits together are in use' as because
  union all
  select 'cache_hit' as alert, cast((select (select cast(max(cntr_value) as float) from sys.dm_os_performance_counters where counter_name = 'Buffer cache hit ratio' and object_name like '%Buffer Manager%') / nullif((select cast(max(cntr_value) as float) from sys.dm_os_performance_counters where counter_name = 'Buffer cache hit ratio base' and object_name like '%Buffer Manager%'), 0)) as float) as measured, 0.99 as threshold,
    1 as below, '1.4 MB hot, 2.1 GB memory: a hundredth of page reads goes to disk, though the hot rows should fit' as because
) as a
where below = 1 and measured < threshold or below = 0 and measured > threshold;

-- Indexes that nobody asked since the server started; judge after a full month and on every replica
select object_name(i.object_id) as table_name, i.name as index_name, u.user_updates
from sys.indexes as i
left join sys.dm_db_index_usage_stats as u
  on u.object_id = i.object_id and u.index_id = i.index_id and u.database_id = db_id()
where i.index_id > 1 and i.is_unique = 0 and objectproperty(i.object_id, 'IsUserTable') = 1
  and coalesce(u.user_seeks + u.user_scans + u.user_lookups, 0) = 0;

-- Indexes that the optimizer missed; a wish, not an order: look for one that could be widened first
select top (20) d.statement, d.equality_columns, d.inequality_columns, d.included_columns, s.user_seeks, s.avg_user_impact
from sys.dm_db_missing_index_details as d
join sys.dm_db_missing_index_groups as g on g.index_handle = d.index_handle
join sys.dm_db_missing_index_group_stats as s on s.group_handle = g.index_group_handle
where d.database_id = db_id()
order by s.user_seeks * s.avg_user_impact desc;

-- Who waits for whom
select r.session_id, r.blocking_session_id, r.wait_type, r.wait_time, left(t.text, 200) as waiting
from sys.dm_exec_requests as r
cross apply sys.dm_exec_sql_text(r.sql_handle) as t
where r.blocking_session_id <> 0;

-- What the server waited for since it started, but for what is idle
select top (10) wait_type, waiting_tasks_count, wait_time_ms, signal_wait_time_ms
from sys.dm_os_wait_stats
where wait_type not like '%SLEEP%' and wait_type not like '%QUEUE%' and wait_type not like 'XE%' and wait_type not like 'HADR%'
order by wait_time_ms desc;

-- Statements by the time they cost in all, of the last day
select top (10) left(t.query_sql_text, 200) as query, sum(s.count_executions) as executions,
  sum(s.count_executions * s.avg_duration) / 1000.0 as total_ms, max(s.avg_logical_io_reads) as most_reads
from sys.query_store_query_text as t
join sys.query_store_query as q on q.query_text_id = t.query_text_id
join sys.query_store_plan as p on p.query_id = q.query_id
join sys.query_store_runtime_stats as s on s.plan_id = p.plan_id
where s.last_execution_time > dateadd(day, -1, sysdatetimeoffset())
group by t.query_sql_text
order by total_ms desc;

-- References and checks that are not trusted: rows from before were never looked at
select object_name(parent_object_id) as table_name, name from sys.foreign_keys where is_not_trusted = 1
union all
select object_name(parent_object_id), name from sys.check_constraints where is_not_trusted = 1;

-- Jobs whose last run failed
select j.name, h.run_date, h.run_time, h.message
from msdb.dbo.sysjobs as j
join msdb.dbo.sysjobhistory as h on h.job_id = j.job_id and h.step_id = 0
where h.run_status = 0 and h.instance_id = (select max(instance_id) from msdb.dbo.sysjobhistory where job_id = j.job_id and step_id = 0);
go
