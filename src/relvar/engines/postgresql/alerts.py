"""The design's alerts as one view: what is measured now, the number at which somebody is called, and why that number.

Only what the server itself can see: the age of a backup and of a stored report are watched by the jobs that make them.
"""

from __future__ import annotations

from collections.abc import Callable

from relvar.engines.postgresql.partitions import default_name
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Table
from relvar.model.topology import Alert

# measure -> a question with one number; {table} is the table it is asked of, {name} its name as text.
MEASURES = {
    "replication_lag": "select coalesce(max(extract(epoch from replay_lag)), 0) from pg_catalog.pg_stat_replication",
    "archive_age": "select extract(epoch from now() - last_archived_time) from pg_catalog.pg_stat_archiver",
    "xid_age": "select max(age(datfrozenxid)) from pg_catalog.pg_database",
    "long_transaction": "select coalesce(max(extract(epoch from now() - xact_start)), 0) from pg_catalog.pg_stat_activity"
    " where backend_type = 'client backend' and pid <> pg_backend_pid()",
    "lock_wait": "select coalesce(max(extract(epoch from now() - state_change)), 0) from pg_catalog.pg_stat_activity where wait_event_type = 'Lock'",
    "connection_use": "select count(*) from pg_catalog.pg_stat_activity where backend_type = 'client backend'",
    "cache_hit": "select blks_hit::numeric / nullif(blks_hit + blks_read, 0) from pg_catalog.pg_stat_database where datname = current_database()",
    "disk_growth": "select pg_database_size(current_database())",
    "unused_index": "select coalesce(max(bytes), 0) from ops.unused_index",
    "invalid_index": "select count(*) from pg_catalog.pg_index where not indisvalid",
    "log_size": "select sum(size) from pg_ls_waldir()",
    "dead_row_ratio": "select max(n_dead_tup::numeric / nullif(n_live_tup, 0)) from pg_catalog.pg_stat_user_tables where relid = {name}::regclass",
    "identity_exhaustion": "select max(s.last_value::numeric / s.max_value) from pg_catalog.pg_sequences s"
    " join pg_catalog.pg_depend d on d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass and d.refobjid = {name}::regclass"
    " and d.deptype in ('a', 'i')",
    "audit_growth": "select sum(n_tup_ins) / greatest(extract(epoch from now() - pg_postmaster_start_time()) / 86400, 1)"
    " from pg_catalog.pg_stat_user_tables where relid in (select relid from pg_partition_tree({name}::regclass))",
}
SLOW = (
    "select max(mean_exec_time) from public.pg_stat_statements"
    " where dbid = (select oid from pg_catalog.pg_database where datname = current_database())"
)
HORIZON = (
    "select count(*) from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid where i.inhparent = {name}::regclass"
    " and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz > now()"
)


def view(writer: PostgresWriter, alerts: dict[str, Alert], statements: bool) -> str:
    """The select of ops.alert, "" where nothing can be measured. `statements`: pg_stat_statements is there."""
    found: dict[str, Alert] = {}
    for alert in alerts.values():  # several questions may share a measure of the whole server: the strictest number calls
        question = _question(writer, alert, statements)
        if question and _stricter(alert, found.get(question)):
            found[question] = alert
    rows = [_row(writer, alert, question) for question, alert in found.items()]
    if not rows:
        return ""
    body = "\n  union all\n  ".join(rows)
    fires = "case when below then measured < threshold else measured > threshold end"
    return f"select alert, measured, threshold, {fires} as fires, because\nfrom (\n  {body}\n) as a"


def _stricter(alert: Alert, other: Alert | None) -> bool:
    if other is None:
        return True
    return alert.threshold > other.threshold if alert.below else alert.threshold < other.threshold


def _row(writer: PostgresWriter, alert: Alert, question: str) -> str:
    below = "true" if alert.below else "false"
    texts = f"{writer.literal(alert.name)} as alert, ({question})::numeric as measured, {alert.threshold:.10g} as threshold"
    return f"select {texts},\n    {below} as below, {writer.literal(f'{alert.because}: {alert.means}' if alert.means else alert.because)} as because"


def _question(writer: PostgresWriter, alert: Alert, statements: bool) -> str:
    """The question of one alert, "" where the server cannot see it."""
    special: dict[str, Callable[[Table], str]] = {"partition_horizon": _ahead, "default_partition_rows": _strayed}
    table = writer.physical.tables.get(alert.on)
    if alert.measure in special:
        return special[alert.measure](table) if table is not None and table.partition is not None else ""
    if alert.measure == "slow_query":
        return SLOW if statements else ""
    question = MEASURES.get(alert.measure, "")
    if "{name}" in question:
        return question.format(name=_name(table)) if table is not None else ""
    return question


def _name(table: Table) -> str:
    return f"'{table.schema}.{table.name}'"


def _ahead(table: Table) -> str:
    return HORIZON.format(name=_name(table))


def _strayed(table: Table) -> str:
    return f"select count(*) from {table.schema}.{default_name(table)}"
