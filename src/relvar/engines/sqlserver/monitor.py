"""What is watched. operate/monitor.sql: one row an alert that fires, and what the server reports of itself; it reads no row of a table.
operate/checks.sql: rows that must not be, asked by an account that may read them."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.sqlserver.partitions import function_name
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.engines.sqlserver.script import text
from relvar.model.design import Artefact, Design
from relvar.model.physical import Table
from relvar.model.topology import Alert

COUNTER = (
    "(select cast(max(cntr_value) as float) from sys.dm_os_performance_counters where counter_name = '{0}' and object_name like '%Buffer Manager%')"
)
BOUNDS = (
    "from sys.partition_range_values as v join sys.partition_functions as f on f.function_id = v.function_id where f.name = {function}"
    " and cast(v.value as datetimeoffset(6)) > sysutcdatetime()"
)
# measure -> a question with one number; {name} is the table's name as text, {function} its partition function's.
MEASURES = {
    "replication_lag": "select max(secondary_lag_seconds) from sys.dm_hadr_database_replica_states where database_id = db_id()",
    "long_transaction": "select max(datediff(second, a.transaction_begin_time, getdate())) from sys.dm_tran_active_transactions as a"
    " join sys.dm_tran_session_transactions as s on s.transaction_id = a.transaction_id",
    "lock_wait": "select max(wait_time) / 1000.0 from sys.dm_exec_requests where blocking_session_id <> 0 and database_id = db_id()",
    "connection_use": "select count(*) from sys.dm_exec_sessions where is_user_process = 1",
    "cache_hit": f"select {COUNTER.format('Buffer cache hit ratio')} / nullif({COUNTER.format('Buffer cache hit ratio base')}, 0)",
    "disk_growth": "select sum(cast(size as bigint)) * 8192 from sys.database_files where type = 0",
    "identity_exhaustion": "select max(cast(last_value as float) / case system_type_id when 127 then 9.2e18"
    " when 56 then 2147483647.0 else 32767.0 end)"
    " from sys.identity_columns where object_id = object_id({name})",
    "slow_query": "select max(s.avg_duration) / 1000.0 from sys.query_store_runtime_stats as s"
    " where s.last_execution_time > dateadd(hour, -1, sysdatetimeoffset())",
    "partition_horizon": f"select count(*) {BOUNDS}",
    "default_partition_rows": "select sum(p.rows) from sys.partitions as p where p.object_id = object_id({name}) and p.index_id in (0, 1)"
    " and p.partition_number = (select max(partition_number) from sys.partitions where object_id = p.object_id)",
    "log_size": "select cast(used_log_space_in_bytes as float) from sys.dm_db_log_space_usage",
}
# What the server reports of itself, whatever the design; a row is worth a look.
REPORTS = {
    "Indexes that nobody asked since the server started; judge after a full month and on every replica": (
        "select object_name(i.object_id) as table_name, i.name as index_name, u.user_updates\n"
        "from sys.indexes as i\nleft join sys.dm_db_index_usage_stats as u\n"
        "  on u.object_id = i.object_id and u.index_id = i.index_id and u.database_id = db_id()\n"
        "where i.index_id > 1 and i.is_unique = 0 and objectproperty(i.object_id, 'IsUserTable') = 1\n"
        "  and coalesce(u.user_seeks + u.user_scans + u.user_lookups, 0) = 0"
    ),
    "Indexes that the optimizer missed; a wish, not an order: look for one that could be widened first": (
        "select top (20) d.statement, d.equality_columns, d.inequality_columns, d.included_columns, s.user_seeks, s.avg_user_impact\n"
        "from sys.dm_db_missing_index_details as d\njoin sys.dm_db_missing_index_groups as g on g.index_handle = d.index_handle\n"
        "join sys.dm_db_missing_index_group_stats as s on s.group_handle = g.index_group_handle\nwhere d.database_id = db_id()\n"
        "order by s.user_seeks * s.avg_user_impact desc"
    ),
    "Who waits for whom": (
        "select r.session_id, r.blocking_session_id, r.wait_type, r.wait_time, left(t.text, 200) as waiting\n"
        "from sys.dm_exec_requests as r\ncross apply sys.dm_exec_sql_text(r.sql_handle) as t\nwhere r.blocking_session_id <> 0"
    ),
    "What the server waited for since it started, but for what is idle": (
        "select top (10) wait_type, waiting_tasks_count, wait_time_ms, signal_wait_time_ms\nfrom sys.dm_os_wait_stats\n"
        "where wait_type not like '%SLEEP%' and wait_type not like '%QUEUE%' and wait_type not like 'XE%' and wait_type not like 'HADR%'\n"
        "order by wait_time_ms desc"
    ),
    "Statements by the time they cost in all, of the last day": (
        "select top (10) left(t.query_sql_text, 200) as query, sum(s.count_executions) as executions,\n"
        "  sum(s.count_executions * s.avg_duration) / 1000.0 as total_ms, max(s.avg_logical_io_reads) as most_reads\n"
        "from sys.query_store_query_text as t\njoin sys.query_store_query as q on q.query_text_id = t.query_text_id\n"
        "join sys.query_store_plan as p on p.query_id = q.query_id\njoin sys.query_store_runtime_stats as s on s.plan_id = p.plan_id\n"
        "where s.last_execution_time > dateadd(day, -1, sysdatetimeoffset())\ngroup by t.query_sql_text\norder by total_ms desc"
    ),
    "References and checks that are not trusted: rows from before were never looked at": (
        "select object_name(parent_object_id) as table_name, name from sys.foreign_keys where is_not_trusted = 1\nunion all\n"
        "select object_name(parent_object_id), name from sys.check_constraints where is_not_trusted = 1"
    ),
    "Jobs whose last run failed": (
        "select j.name, h.run_date, h.run_time, h.message\nfrom msdb.dbo.sysjobs as j\n"
        "join msdb.dbo.sysjobhistory as h on h.job_id = j.job_id and h.step_id = 0\n"
        "where h.run_status = 0 and h.instance_id = (select max(instance_id) from msdb.dbo.sysjobhistory where job_id = j.job_id and step_id = 0)"
    ),
}  # fmt: skip


def monitor(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files."""
    writer = TsqlWriter(design.physical[store])
    head = "Alerts that fire now, and what the server says of itself. As the monitoring account:\nsqlcmd -S SERVER -d NAME -i monitor.sql"
    made = [_file("operate/monitor.sql", head, tuple(_statements(writer, design, store)))]
    if writer.physical.integrity:
        head = "Rows that must not be: no answer while all is well. As an account that may read:\nsqlcmd -S SERVER -d NAME -i checks.sql"
        made.append(_file("operate/checks.sql", head, (Statement(text=_checks(writer)),)))
    return tuple(made)


def _file(path: str, head: str, statements: tuple[Statement, ...]) -> Artefact:
    return Artefact(path=path, text=text(Script(path=path, head=head, statements=statements, transactional=False)))


def _statements(writer: TsqlWriter, design: Design, store: str) -> Iterator[Statement]:
    topology = design.topology.get(store)
    alerts = _alerts(writer, topology.alerts) if topology else ""
    if alerts:
        yield Statement(text=alerts, because="Alerts that fire")
    for says, question in REPORTS.items():
        if "msdb" in question and lacks(writer.physical, "agent"):
            continue
        yield Statement(text=question, because=says)


def _alerts(writer: TsqlWriter, alerts: dict[str, Alert]) -> str:
    found: dict[str, Alert] = {}
    for alert in alerts.values():  # several may share a measure of the whole server: the strictest number calls
        question = _question(writer, alert)
        if question and _stricter(alert, found.get(question)):
            found[question] = alert
    rows = "\n  union all\n  ".join(_row(writer, alert, question) for question, alert in found.items())
    if not rows:
        return ""
    fires = "below = 1 and measured < threshold or below = 0 and measured > threshold"
    return f"select alert, measured, threshold, because\nfrom (\n  {rows}\n) as a\nwhere {fires}"


def _stricter(alert: Alert, other: Alert | None) -> bool:
    if other is None:
        return True
    return alert.threshold > other.threshold if alert.below else alert.threshold < other.threshold


def _row(writer: TsqlWriter, alert: Alert, question: str) -> str:
    because = writer.literal(f"{alert.because}: {alert.means}" if alert.means else alert.because)
    texts = f"{writer.literal(alert.name)} as alert, cast(({question}) as float) as measured, {alert.threshold:.10g} as threshold"
    return f"select {texts},\n    {int(alert.below)} as below, {because} as because"


def _question(writer: TsqlWriter, alert: Alert) -> str:
    """The question of one alert, "" where the server cannot see it (a copy's age is watched by the job that makes it)."""
    table: Table | None = writer.physical.tables.get(alert.on)
    question = MEASURES.get(alert.measure, "")
    if "{name}" not in question and "{function}" not in question:
        return question
    if table is None:
        return ""
    return question.format(name=writer.literal(writer.table(alert.on)), function=writer.literal(function_name(table)))


def _checks(writer: TsqlWriter) -> str:
    parts = []
    for key, check in writer.physical.integrity.items():
        question = writer.select(check.select).replace("\n", "\n  ")
        says = f"{writer.literal(key)} as check_name, {writer.literal(check.says)} as says, count_big(*) as wrong_rows"
        parts.append(f"select {says}\nfrom (\n  {question}\n) as wrong\nhaving count_big(*) > 0")
    return "\nunion all\n".join(parts)
