"""What is watched, and the number at which somebody is called, computed from this design.

MEASURES is the closed list that an engine's monitoring turns into queries; units stand beside each.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import Audit
from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, DAYS_A_YEAR, SECONDS_A_DAY, count, size
from relvar.model.physical import Physical, Table
from relvar.model.topology import Alert, Backup, Capacity
from relvar.plan.capacity.bytes import table_bytes

MEASURES: dict[str, str] = {
    "partition_horizon": "intervals of partitions that lie ready ahead of now; `on` a table",
    "default_partition_rows": "rows in the default partition; `on` a table",
    "replication_lag": "seconds the standby is behind",
    "archive_age": "seconds since the last segment of the log was archived",
    "backup_age": "hours since the last full copy",
    "xid_age": "transactions since the oldest unfrozen row",
    "dead_row_ratio": "dead rows per live row; `on` a table",
    "long_transaction": "seconds the oldest transaction has been open",
    "lock_wait": "seconds somebody has waited for a lock",
    "connection_use": "connections in use",
    "cache_hit": "share of page reads answered from memory",
    "disk_growth": "bytes of the whole database",
    "unused_index": "bytes of an index that nobody has read",
    "invalid_index": "indexes that are not valid",
    "identity_exhaustion": "share of a counter's range that is used; `on` a table",
    "stale_view": "minutes since a stored report was renewed; `on` a view",
    "slow_query": "milliseconds of mean time of a statement; `on` a query",
    "failed_integrity": "rows returned by an integrity check",
    "log_size": "bytes of the write-ahead log",
    "audit_growth": "rows a day in the change log; `on` a table",
}
# What each tells, whatever the design: printed by the engines for whoever is called, and once in the conventions.
MEANS: dict[str, str] = {
    "partition_horizon": "the job that makes partitions did not run",
    "default_partition_rows": "a row found no partition of its own",
    "replication_lag": "a failover now would lose half of what may be lost",
    "archive_age": "what is not archived is lost with the node",
    "backup_age": "the last full copy is late by a quarter: it has failed",
    "xid_age": "a quarter of the transaction numbers are used and freezing is behind",
    "dead_row_ratio": "updates leave dead versions faster than they are cleared",
    "long_transaction": "forgotten work that holds back the clearing of dead rows",
    "lock_wait": "somebody has waited for twenty promises",
    "connection_use": "four fifths of the roles' limits together are in use",
    "cache_hit": "a hundredth of page reads goes to disk, though the hot rows should fit",
    "disk_growth": "a quarter above the computed size: not the load that was stated",
    "unused_index": "nobody reads it and every write pays for it",
    "invalid_index": "an index build failed half way: it is written and never read",
    "identity_exhaustion": "half of a counter's range is used",
    "stale_view": "a stored report missed two renewals",
    "slow_query": "the mean time is several promises",
    "failed_integrity": "a question that must return no row returned one",
    "log_size": "a reader never lets go of the log",
    "audit_growth": "more entries than computed: a loop or a bulk change",
}
XID_WARNING = 500e6  # a quarter of the 2 billion at which the server stops taking writes
LONG_TRANSACTION_OF_PROMISE = 1_000  # a transaction a thousand times longer than the promise holds back vacuum and others
LOCK_WAIT_OF_PROMISE = 20
CACHE_HIT = 0.99  # below it a hundredth of page reads goes to disk; the hot set is sized to fit
CONNECTIONS_SHARE = 0.8
LATE = 1.25  # a quarter beyond its time, a copy has failed
ARCHIVE_LATE = 1.5  # of what may be lost: the next segment is late by half
GROWTH_OVER = 1.25  # more than a quarter above the computed size of the day is not the load that was stated
UNUSED_BYTES = 100e6  # a smaller index costs less than judging it
COUNTER_SHARE = 0.5  # half the range leaves as long again to widen it
COUNTER_YEARS = 50  # counters that last longer than this are not watched
DEAD_RATIO = 0.3  # autovacuum begins at 0.2: at 0.3 it is not keeping up
DEAD_LEAST_ROWS = 10_000
SLOW_TIMES = 5  # of the promise, as a mean
LOG_DAYS = 2  # the log of two days on disk means that nobody takes it away


def alerts(design: Design, store: str, capacity: Capacity, backup: Backup, features: Features) -> Iterator[Alert]:
    """Only what this design has: no partition alert without partitions, no lag without a standby."""
    physical = design.physical[store]
    yield from _partitions(physical)
    yield from _tables(physical, features)
    yield from _reports(design, physical)
    yield from _copies(backup, features)
    yield from _server(design, physical, capacity, features)


def _alert(measure: str, threshold: float, because: str, on: str = "", below: bool = False) -> Alert:
    name = f"{measure}_{on}".replace(".", "_") if on else measure
    return Alert(name=name, measure=measure, on=on, threshold=threshold, below=below, because=because, means=MEANS[measure])


def _partitions(physical: Physical) -> Iterator[Alert]:
    for id_, table in physical.tables.items():
        if (part := table.partition) is not None:
            least = max(1, part.ahead - 1)
            yield _alert(
                "partition_horizon",
                least,
                f"{part.ahead} {part.interval}s of {table.name} made ahead",
                id_,
                below=True,
            )
            yield _alert("default_partition_rows", 0, f"{table.name} outside every {part.interval}", id_)


def _tables(physical: Physical, features: Features) -> Iterator[Alert]:
    for id_, table in physical.tables.items():
        if table.updates_per_row > 0 and table.rows >= DEAD_LEAST_ROWS and features.can("versions_in_tables"):
            versions = table.rows_per_day * table.updates_per_row
            yield _alert("dead_row_ratio", DEAD_RATIO, f"{count(versions)} of {count(table.rows)} {table.name} updated a day", id_)
        years = _counter_years(table)
        if years < COUNTER_YEARS:
            yield _alert(
                "identity_exhaustion",
                COUNTER_SHARE,
                f"{count(table.rows_per_day)} {table.name} a day: full in {years:.0f} years",
                id_,
            )
    logs = {b.log for b in physical.behaviours.values() if isinstance(b, Audit)}
    for id_ in sorted(logs & set(physical.tables)):
        rate = physical.tables[id_].rows_per_day
        if rate:
            yield _alert("audit_growth", rate * GROWTH_OVER, f"{count(rate)} entries a day × {GROWTH_OVER:g}", id_)


def _counter_years(table: Table) -> float:
    bits = [c.data.bits for c in table.columns.values() if c.identity and c.data.base == "integer"]
    if not bits or not table.rows_per_day:
        return float("inf")
    return float(2 ** (min(bits) - 1)) / table.rows_per_day / DAYS_A_YEAR


def _reports(design: Design, physical: Physical) -> Iterator[Alert]:
    for id_, view in physical.views.items():
        if view.materialized:
            yield _alert(
                "stale_view",
                2 * view.refresh_minutes,
                f"{view.name} is renewed every {view.refresh_minutes} min × 2",
                id_,
            )
    for id_, query in sorted(physical.queries.items(), key=lambda q: -q[1].per_day)[:3]:
        promise = query.latency_ms or design.conceptual.scale.latency_p95_ms.value
        yield _alert("slow_query", promise * SLOW_TIMES, f"“{query.name}”, {count(query.per_day)} a day: {promise:g} ms × {SLOW_TIMES}", id_)
    if physical.integrity:
        yield _alert("failed_integrity", 0, f"{len(physical.integrity)} checks")


def _copies(backup: Backup, features: Features) -> Iterator[Alert]:
    late = backup.full_every_hours * LATE
    yield _alert("backup_age", late, f"{backup.full_every_hours} h × {LATE:g}")
    if backup.log_archived and features.hosting is None:  # a host's archive is its own, and it watches it
        yield _alert(
            "archive_age",
            max(60.0, backup.rpo_minutes * 60 * ARCHIVE_LATE),
            f"{backup.rpo_minutes:g} min may be lost × {ARCHIVE_LATE:g}",
        )


def _server(design: Design, physical: Physical, capacity: Capacity, features: Features) -> Iterator[Alert]:
    promise = design.conceptual.scale.latency_p95_ms.value
    total = capacity.heap_bytes + capacity.index_bytes
    daily = sum(t.rows_per_day * table_bytes(t, physical.tables, features) / max(t.rows, 1) for t in physical.tables.values())
    yield _alert(
        "disk_growth",
        total * GROWTH_OVER,
        f"{size(total)} after {design.conceptual.scale.years.value:g} years × {GROWTH_OVER:g}; {size(daily)} a day",
    )
    if not features.can("concurrent_writers"):
        yield _alert(
            "log_size",
            capacity.log_bytes_per_day * LOG_DAYS,
            f"{size(capacity.log_bytes_per_day)} a day × {LOG_DAYS}",
        )
        return
    yield _alert(
        "long_transaction",
        promise * LONG_TRANSACTION_OF_PROMISE / 1000,
        f"{promise:g} ms × {LONG_TRANSACTION_OF_PROMISE:,}",
    )
    yield _alert("lock_wait", max(1.0, promise * LOCK_WAIT_OF_PROMISE / 1000), f"{promise:g} ms × {LOCK_WAIT_OF_PROMISE}")
    yield _alert("connection_use", round(capacity.connections * CONNECTIONS_SHARE), f"{capacity.connections} connections × {CONNECTIONS_SHARE:g}")
    yield _alert("cache_hit", CACHE_HIT, f"{size(capacity.hot_bytes)} hot, {size(capacity.memory_bytes)} memory", below=True)
    yield from _upkeep(capacity, features)


def _upkeep(capacity: Capacity, features: Features) -> Iterator[Alert]:
    days = XID_WARNING / max(capacity.writes_per_second * SECONDS_A_DAY, 1)
    when = f"{days:,.0f} days" if days < DAYS_A_MONTH * 24 else f"{days / DAYS_A_YEAR:,.0f} years"
    if features.can("versions_in_tables"):
        yield _alert("xid_age", XID_WARNING, f"{count(capacity.writes_per_second)} writes/s: {when} to 500 million")
    yield _alert("unused_index", UNUSED_BYTES, f"{size(capacity.index_bytes)} of indexes")
    if features.can("failed_index_stays"):
        yield _alert("invalid_index", 0, "a build that failed")
