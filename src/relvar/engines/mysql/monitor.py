"""What is watched. operate/monitor.sql: one row an alert that fires, and what the server reports of itself; it reads no row of a table.
operate/checks.sql: rows that must not be, asked by an account that may read them."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.script import text
from relvar.model.design import Artefact, Design
from relvar.model.physical import Table
from relvar.model.topology import Alert

STATUS = "(select variable_value from performance_schema.global_status where variable_name = '{0}')"
# measure -> a question with one number; {name} is the table's name as text.
MEASURES = {
    "replication_lag": "select coalesce(max(timestampdiff(microsecond, applying_transaction_original_commit_timestamp, utc_timestamp(6))) / 1e6, 0)"
    " from performance_schema.replication_applier_status_by_worker where applying_transaction <> ''",
    "long_transaction": "select coalesce(max(timestampdiff(second, trx_started, now())), 0) from information_schema.innodb_trx",
    "lock_wait": "select coalesce(max(timestampdiff(second, trx_wait_started, now())), 0) from information_schema.innodb_trx"
    " where trx_state = 'LOCK WAIT'",
    "connection_use": f"select {STATUS.format('Threads_connected')}",
    "cache_hit": f"select 1 - {STATUS.format('Innodb_buffer_pool_reads')} / nullif({STATUS.format('Innodb_buffer_pool_read_requests')}, 0)",
    "disk_growth": "select sum(file_size) from information_schema.innodb_tablespaces where name like concat(database(), '/%')",
    "identity_exhaustion": "select max(auto_increment_ratio) from sys.schema_auto_increment_columns"
    " where table_schema = database() and table_name = {name}",
    "slow_query": "select coalesce(max(avg_timer_wait) / 1e9, 0) from performance_schema.events_statements_summary_by_digest"
    " where schema_name = database()",
    "partition_horizon": "select count(*) from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description <> 'MAXVALUE' and cast(trim(both '''' from partition_description) as datetime) > utc_timestamp()",
    "default_partition_rows": "select table_rows from information_schema.partitions where table_schema = database() and table_name = {name}"
    " and partition_description = 'MAXVALUE'",
    "log_size": f"select {STATUS.format('Innodb_redo_log_logical_size')}",
}
# What the server reports of itself, whatever the design; a row is worth a look.
REPORTS = {
    "Indexes that nobody asked since the server started; judge after a full month and on every replica": (
        "select object_name as table_name, index_name from sys.schema_unused_indexes where object_schema = database()"
    ),
    "Indexes that another makes superfluous": (
        "select table_name, redundant_index_name, dominant_index_name from sys.schema_redundant_indexes where table_schema = database()"
    ),
    "Who waits for whom": (
        "select waiting_pid, blocking_pid, wait_age_secs, locked_table, left(waiting_query, 80) as waiting_query from sys.innodb_lock_waits"
    ),
    "Statements by the time they cost in all": (
        "select left(query, 120) as query, exec_count, avg_latency, rows_examined_avg from sys.statement_analysis where db = database() limit 10"
    ),
}


def monitor(design: Design, store: str) -> tuple[Artefact, ...]:
    """The files."""
    writer = InnodbWriter(design.physical[store])
    head = "Alerts that fire now, and what the server says of itself. As the monitoring account: mysql --table DATABASE < monitor.sql"
    made = [_file("operate/monitor.sql", head, tuple(_statements(writer, design, store)))]
    if writer.physical.integrity:
        head = "Rows that must not be: no answer while all is well. As the account of the backup, which may read: mysql --table DATABASE < checks.sql"
        made.append(_file("operate/checks.sql", head, (Statement(text=_checks(writer)),)))
    return tuple(made)


def _file(path: str, head: str, statements: tuple[Statement, ...]) -> Artefact:
    return Artefact(path=path, text=text(Script(path=path, head=head, statements=statements, transactional=False)))


def _statements(writer: InnodbWriter, design: Design, store: str) -> Iterator[Statement]:
    topology = design.topology.get(store)
    alerts = _alerts(writer, topology.alerts) if topology else ""
    if alerts:
        yield Statement(text=alerts, because="Alerts that fire")
    for says, question in REPORTS.items():
        yield Statement(text=question, because=says)


def _alerts(writer: InnodbWriter, alerts: dict[str, Alert]) -> str:
    found: dict[str, Alert] = {}
    for alert in alerts.values():  # several may share a measure of the whole server: the strictest number calls
        question = _question(writer, alert)
        if question and _stricter(alert, found.get(question)):
            found[question] = alert
    rows = "\n  union all\n  ".join(_row(writer, alert, question) for question, alert in found.items())
    if not rows:
        return ""
    fires = "case when below then measured < threshold else measured > threshold end"
    return f"select alert, measured, threshold, because\nfrom (\n  {rows}\n) as a\nwhere {fires}"


def _stricter(alert: Alert, other: Alert | None) -> bool:
    if other is None:
        return True
    return alert.threshold > other.threshold if alert.below else alert.threshold < other.threshold


def _row(writer: InnodbWriter, alert: Alert, question: str) -> str:
    because = writer.literal(f"{alert.because}: {alert.means}" if alert.means else alert.because)
    below = "true" if alert.below else "false"
    texts = f"{writer.literal(alert.name)} as alert, ({question}) as measured, {alert.threshold:.10g} as threshold"
    return f"select {texts},\n    {below} as below, {because} as because"


def _question(writer: InnodbWriter, alert: Alert) -> str:
    """The question of one alert, "" where the server cannot see it (a copy's age is watched by the job that makes it)."""
    table: Table | None = writer.physical.tables.get(alert.on)
    question = MEASURES.get(alert.measure, "")
    if "{name}" not in question:
        return question
    return question.format(name=writer.literal(table.name)) if table is not None else ""


def _checks(writer: InnodbWriter) -> str:
    parts = []
    for key, check in writer.physical.integrity.items():
        question = writer.select(check.select).replace("\n", "\n  ")
        says = f"{writer.literal(key)} as check_name, {writer.literal(check.says)} as says, count(*) as wrong_rows"
        parts.append(f"select {says}\nfrom (\n  {question}\n) as wrong\nhaving count(*) > 0")
    return "\nunion all\n".join(parts)
