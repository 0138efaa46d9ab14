"""What is watched: views of the schema ops, with columns that hold on PostgreSQL 13 to 18, and the design's alerts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from relvar.engines.base import Statement
from relvar.engines.postgresql import alerts, partitions
from relvar.engines.postgresql.behaviours import extensions
from relvar.engines.postgresql.ddl import comment
from relvar.engines.postgresql.duties import all_with
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.design import Design

# Dead rows beyond what autovacuum waits for (50 + 20 % of the rows, its defaults), twice: then it does not keep up.
VACUUM_BEHIND = "n_dead_tup > 2 * (50 + 0.2 * n_live_tup)"
UNUSED_BYTES = 10 * 1024 * 1024  # an unused index below this costs less than the talk about it
XID_AGE = 500_000_000  # a quarter of the two thousand million at which the server stops; autovacuum starts at 200 million

# name -> (select, comment)
VIEWS = {
    "table_size": (
        """select s.schemaname as schema_name, s.relname as table_name, s.n_live_tup as rows,
  pg_total_relation_size(s.relid) as bytes, pg_relation_size(s.relid) as heap_bytes, pg_indexes_size(s.relid) as index_bytes
from pg_catalog.pg_stat_user_tables s""",
        "Growth: plotted against the capacity table of the specification",
    ),
    "cache_hits": (
        """select datname, round(blks_hit::numeric / nullif(blks_hit + blks_read, 0), 4) as hit_ratio, deadlocks, temp_bytes
from pg_catalog.pg_stat_database where datname = current_database()""",
        "Below 0.99 for an hour: the hot rows no longer fit in memory",
    ),
    "unused_index": (
        f"""select s.schemaname as schema_name, s.relname as table_name, s.indexrelname as index_name, pg_relation_size(s.indexrelid) as bytes
from pg_catalog.pg_stat_user_indexes s join pg_catalog.pg_index i on i.indexrelid = s.indexrelid
where s.idx_scan = 0 and not i.indisunique and not i.indisexclusion and pg_relation_size(s.indexrelid) > {UNUSED_BYTES}""",
        "Indexes that nobody asked since the statistics were reset; judge after a full month and on every replica",
    ),
    "broken_object": (
        """select 'invalid index' as fault, i.indexrelid::regclass::text as object
from pg_catalog.pg_index i where not i.indisvalid
union all
select 'constraint not validated', c.conrelid::regclass || '.' || c.conname
from pg_catalog.pg_constraint c where not c.convalidated and c.conrelid <> 0
union all
select 'row rules not forced', r.oid::regclass::text
from pg_catalog.pg_class r
where exists (select from pg_catalog.pg_policy p where p.polrelid = r.oid) and not (r.relrowsecurity and r.relforcerowsecurity)""",
        "What a failed concurrent build, an unfinished migration or a careless ALTER leaves behind",
    ),
    "vacuum_behind": (
        f"""select schemaname as schema_name, relname as table_name, n_dead_tup, n_live_tup, last_autovacuum, last_autoanalyze
from pg_catalog.pg_stat_user_tables where {VACUUM_BEHIND}""",
        "Bloat in the making: dead rows beyond twice what autovacuum waits for",
    ),
    "wraparound": (
        f"""select datname, age(datfrozenxid) as xid_age, mxid_age(datminmxid) as mxid_age
from pg_catalog.pg_database where age(datfrozenxid) > {XID_AGE} or mxid_age(datminmxid) > {XID_AGE}""",
        "A quarter of the way to the stop at two thousand million transactions",
    ),
    "long_transaction": (
        """select pid, usename, state, now() - xact_start as age, left(query, 80) as query
from pg_catalog.pg_stat_activity
where xact_start < now() - interval '1 minute' and backend_type = 'client backend'""",
        "A transaction of minutes holds row locks and keeps vacuum from cleaning",
    ),
    "lock_wait": (
        """select w.pid, w.usename, now() - w.state_change as waited, pg_blocking_pids(w.pid) as blocked_by, left(w.query, 80) as query
from pg_catalog.pg_stat_activity w where cardinality(pg_blocking_pids(w.pid)) > 0""",
        "Who waits for whom",
    ),
    "archive_behind": (
        """select last_archived_time, failed_count, last_failed_time
from pg_catalog.pg_stat_archiver
where current_setting('archive_mode') <> 'off' and coalesce(last_archived_time, '-infinity') < now() - interval '5 minutes'""",
        "The log is not archived: what is lost in a disaster grows by the minute",
    ),
    "replica_behind": (
        """select application_name, state, replay_lag, pg_wal_lsn_diff(sent_lsn, replay_lsn) as bytes_behind
from pg_catalog.pg_stat_replication where replay_lag > interval '30 seconds'""",
        "A replica that is late answers with old rows",
    ),
    "identity_headroom": (
        """select schemaname as schema_name, sequencename as sequence_name, last_value, max_value
from pg_catalog.pg_sequences where last_value > max_value / 2""",
        "Numbers that are half used up",
    ),
}

SLOW = """select s.queryid, s.calls, round(s.mean_exec_time::numeric, 2) as mean_ms, round(s.total_exec_time::numeric, 0) as total_ms,
  s.rows, s.shared_blks_hit, s.shared_blks_read, left(s.query, 200) as query
from public.pg_stat_statements s
where s.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
order by s.total_exec_time desc"""

HORIZON = """select p.parent, p.wanted, count(c.oid) as ahead
from (values {parents}) as p (parent, step, wanted)
left join pg_catalog.pg_inherits i on i.inhparent = p.parent::regclass
left join pg_catalog.pg_class c on c.oid = i.inhrelid and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz > now()
group by p.parent, p.wanted
having count(c.oid) < p.wanted"""


class Watch(NamedTuple):
    """A view of the schema ops. `by`: whose it is; questions over the design's rows must see past row rules."""

    select: str
    says: str
    by: Literal["owner", "definer"] = "owner"


def views(design: Design, store: str, writer: PostgresWriter, by: str) -> Iterator[Statement]:
    """CREATE VIEW for each that is `by`'s, with its comment, and the right to read them."""
    mine = {name: watch for name, watch in named(design, store, writer).items() if watch.by == by}
    for name, watch in mine.items():
        yield Statement(text=f"create view ops.{name} as\n{watch.select}")
        yield comment(writer, "view", f"ops.{name}", watch.says)
    names = ", ".join(f"ops.{name}" for name in mine)
    for role in all_with(writer.physical, "monitor") if mine else ():
        if by == "owner":
            yield Statement(text=f"grant usage on schema ops to {writer.quote(role.name)}")
        yield Statement(text=f"grant select on {names} to {writer.quote(role.name)}")
    for role in all_with(writer.physical, "jobs"):
        if "failed_checks" in mine:
            yield Statement(text=f"grant select on ops.failed_checks to {writer.quote(role.name)}")


def named(design: Design, store: str, writer: PostgresWriter) -> dict[str, Watch]:
    found = {name: Watch(select, says) for name, (select, says) in VIEWS.items()}
    if "pg_stat_statements" in extensions(writer.physical):
        found["slow_statement"] = Watch(SLOW, "Statements by the time they cost in all; needs pg_stat_statements in shared_preload_libraries")
    if partitions.partitioned(writer.physical):
        found["partition_horizon"] = Watch(_horizon(writer), "Too few partitions lie ahead: ops.ensure_partitions() did not run")
        found["default_partition"] = Watch(_defaults(writer), "Rows for which no partition was ready")
    topology = design.topology.get(store)
    alarm = alerts.view(writer, topology.alerts, "slow_statement" in found) if topology else ""
    if alarm:
        found["alert"] = Watch(alarm, "The alerts of the specification: what is measured, from when somebody is called, and why")
    if writer.physical.integrity:
        found["failed_checks"] = Watch(_checks(writer), "Integrity checks that find rows; each says what is wrong", "definer")
    return found


def _checks(writer: PostgresWriter) -> str:
    parts = []
    for key, check in writer.physical.integrity.items():
        question = writer.select(check.select).replace("\n", "\n  ")
        says = f"{writer.literal(key)} as check_name, {writer.literal(check.says)} as says, count(*) as rows"
        parts.append(f"select {says}\nfrom (\n  {question}\n) as wrong\nhaving count(*) > 0")
    return "\nunion all\n".join(parts)


def _horizon(writer: PostgresWriter) -> str:
    rows = []
    for table in partitions.partitioned(writer.physical).values():
        assert table.partition is not None
        rows.append(f"('{table.schema}.{table.name}', '{table.partition.interval}', {table.partition.ahead})")
    return HORIZON.format(parents=", ".join(rows))


def _defaults(writer: PostgresWriter) -> str:
    parts = []
    for table in partitions.partitioned(writer.physical).values():
        name = writer.qualified(table.schema, partitions.default_name(table))
        parts.append(f"select {writer.literal(name)} as table_name, count(*) as rows from {name} having count(*) > 0")
    return "\nunion all\n".join(parts)
