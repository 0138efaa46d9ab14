"""11: jobs of SQL Server Agent, in msdb. Express has no Agent: there a task of the system calls the same procedures with sqlcmd."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import lacks
from relvar.engines.sqlserver.objects import Parts, shortened
from relvar.engines.sqlserver.views import refresh_name
from relvar.model.physical import Job, Physical

ON_FAILURE = 2  # notify_level_eventlog: a failure is written into the log of Windows, where alerts see it


def does(make: Parts, job: Job) -> str:
    """The statement of a job, "" for what somebody must read (integrity checks)."""
    if job.task == "ensure_partitions":
        return f"exec {make.in_app('ensure_partitions')};"
    if job.task == "expire":
        return f"exec {make.in_app(shortened(job.on))};"
    if job.task == "refresh_view":
        return f"exec {make.in_app(refresh_name(make.physical.views[job.on]))};"
    return "exec sys.sp_updatestats;" if job.task == "analyze" else ""


def has_agent(physical: Physical) -> bool:
    """A host that runs databases apart from each other has none: then a crontab calls the same procedures."""
    return not lacks(physical, "agent")


def scheduled(make: Parts) -> Iterator[tuple[str, str]]:
    """Jobs by id, each with its statement."""
    return ((key, command) for key, job in make.physical.jobs.items() if (command := does(make, job)))


def jobs(make: Parts, project: str) -> Iterator[Statement]:
    for key, command in scheduled(make) if has_agent(make.physical) else ():
        job = make.physical.jobs[key]
        yield Statement(text=_job(make, f"{project}_{job.name}", command, job), because=f"Every {job.every_minutes} minutes", element=key)


def _job(make: Parts, name: str, command: str, job: Job) -> str:
    """Made anew: the file may run again."""
    name, quoted = shortened(name), make.writer.literal
    days, rest = divmod(job.every_minutes, 1440)
    sub, interval = (
        ("1", "0")
        if days and not rest
        else ("4", str(min(job.every_minutes, 59)))
        if job.every_minutes < 60
        else ("8", str(max(1, job.every_minutes // 60)))
    )
    return f"""declare @job uniqueidentifier, @database sysname = db_name();
if exists (select 1 from msdb.dbo.sysjobs where name = {quoted(name)})
  exec msdb.dbo.sp_delete_job @job_name = {quoted(name)}, @delete_unused_schedule = 1;
exec msdb.dbo.sp_add_job @job_name = {quoted(name)}, @notify_level_eventlog = {ON_FAILURE}, @job_id = @job output;
exec msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = N'run', @subsystem = N'TSQL', @database_name = @database,
  @command = {quoted(command)}, @retry_attempts = 2, @retry_interval = 5;
exec msdb.dbo.sp_add_jobschedule @job_id = @job, @name = {quoted(name)}, @freq_type = 4, @freq_interval = {max(1, days)},
  @freq_subday_type = {sub}, @freq_subday_interval = {interval}, @active_start_time = 30000;
exec msdb.dbo.sp_add_jobserver @job_id = @job"""
