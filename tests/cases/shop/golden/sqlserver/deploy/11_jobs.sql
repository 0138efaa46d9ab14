-- Jobs of SQL Server Agent; run it as a login that may write msdb (SQLAgentOperatorRole). It may run again.
-- sqlcmd -b -S SERVER -d NAME -i 11_jobs.sql

set ansi_nulls, quoted_identifier, xact_abort, nocount on;

go

-- Every 1440 minutes
declare @job uniqueidentifier, @database sysname = db_name();
if exists (select 1 from msdb.dbo.sysjobs where name = 'e_commerce_ensure_partitions')
  exec msdb.dbo.sp_delete_job @job_name = 'e_commerce_ensure_partitions', @delete_unused_schedule = 1;
exec msdb.dbo.sp_add_job @job_name = 'e_commerce_ensure_partitions', @notify_level_eventlog = 2, @job_id = @job output;
exec msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = N'run', @subsystem = N'TSQL', @database_name = @database,
  @command = 'exec app.ensure_partitions;', @retry_attempts = 2, @retry_interval = 5;
exec msdb.dbo.sp_add_jobschedule @job_id = @job, @name = 'e_commerce_ensure_partitions', @freq_type = 4, @freq_interval = 1,
  @freq_subday_type = 1, @freq_subday_interval = 0, @active_start_time = 30000;
exec msdb.dbo.sp_add_jobserver @job_id = @job;

go

-- Every 1440 minutes
declare @job uniqueidentifier, @database sysname = db_name();
if exists (select 1 from msdb.dbo.sysjobs where name = 'e_commerce_expire_user')
  exec msdb.dbo.sp_delete_job @job_name = 'e_commerce_expire_user', @delete_unused_schedule = 1;
exec msdb.dbo.sp_add_job @job_name = 'e_commerce_expire_user', @notify_level_eventlog = 2, @job_id = @job output;
exec msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = N'run', @subsystem = N'TSQL', @database_name = @database,
  @command = 'exec app.user_erased;', @retry_attempts = 2, @retry_interval = 5;
exec msdb.dbo.sp_add_jobschedule @job_id = @job, @name = 'e_commerce_expire_user', @freq_type = 4, @freq_interval = 1,
  @freq_subday_type = 1, @freq_subday_interval = 0, @active_start_time = 30000;
exec msdb.dbo.sp_add_jobserver @job_id = @job;

go

-- Every 1440 minutes
declare @job uniqueidentifier, @database sysname = db_name();
if exists (select 1 from msdb.dbo.sysjobs where name = 'e_commerce_expire_change_log')
  exec msdb.dbo.sp_delete_job @job_name = 'e_commerce_expire_change_log', @delete_unused_schedule = 1;
exec msdb.dbo.sp_add_job @job_name = 'e_commerce_expire_change_log', @notify_level_eventlog = 2, @job_id = @job output;
exec msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = N'run', @subsystem = N'TSQL', @database_name = @database,
  @command = 'exec app.change_log_expires;', @retry_attempts = 2, @retry_interval = 5;
exec msdb.dbo.sp_add_jobschedule @job_id = @job, @name = 'e_commerce_expire_change_log', @freq_type = 4, @freq_interval = 1,
  @freq_subday_type = 1, @freq_subday_interval = 0, @active_start_time = 30000;
exec msdb.dbo.sp_add_jobserver @job_id = @job;
go
