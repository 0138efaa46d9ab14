"""Which tables are cut into partitions by time, and why the large ones that are not stay whole.

Decides: a table is partitioned when rows are only added to it, they leave by time or the table outgrows what maintenance can
handle in one piece, its time column can join its key, no other uniqueness would be lost, and nothing refers to it: a referenced
table's key would widen, and every reference with it. The interval is the longest whose partition still fits a quarter of memory
and leaves the planner few enough partitions. The first partition column is the time by which rows leave.

Stays silent about small tables; the largest tables that stay whole get a decision that says why. Where the engine has no
partitions, rows that leave do so in batches, and the decision says what that costs.

Weighs: DROP of a partition against DELETE with its log and the clearing of dead rows; lost uniqueness across partitions; look-ups
that must visit every partition. The key of an idempotent request may take the sender's time along: what is sent again carries the same.

Sources: PostgreSQL manual 5.12 (declarative partitioning, best practices); GitLab "large tables limitations" (100 GB);
Timescale (newest chunk within 25 % of memory).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Expire, ForbidOverlap, UpholdDependency
from relvar.model.changes import Alter, Change, SetTable, TableOptions, options
from relvar.model.conceptual import Override
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact
from relvar.model.expression import ColumnRef
from relvar.model.features import Features
from relvar.model.figures import DAYS_A_MONTH, count, in_months, listed, size
from relvar.model.physical import Index, IndexPart, Partition, Table, UniqueConstraint
from relvar.model.query import Insert, Statement
from relvar.plan.capacity.bytes import table_bytes
from relvar.plan.permitted import frozen_tables
from relvar.plan.queries.pruning import DAYS, Interval
from relvar.plan.trace import Trace

ADVISOR = "partition_by_time"
TOO_LARGE_BYTES = 100e9  # GitLab keeps every table below 100 GB: https://docs.gitlab.com/ee/development/database/large_tables_limitations.html
WORTH_BYTES = 1e9  # below a gigabyte a batched DELETE of a day is seconds of work, and partitions only add files
MEMORY_SHARE = 0.25  # Timescale: indexes of the newest chunk within a quarter of memory
MEMORY_BYTES = 32e9  # of an ordinary server; the interval follows from it
MOST_PARTITIONS = 1_000  # the manual's "a few thousand" at most; planning time grows with each
AHEAD: dict[Interval, int] = {"month": 3, "week": 4, "day": 7}  # what lies ready covers a week in which no job ran, at least
WHY_NOT = 3  # largest tables of which it is said why they stay whole
WHY_NOT_ROWS = 1_000_000

BEST_PRACTICE = Manual(
    title="PostgreSQL manual: partitioning, best practices",
    address="https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-BEST-PRACTICES",
)
CEILING = Manual(title="GitLab: large tables limitations", address="https://docs.gitlab.com/ee/development/database/large_tables_limitations.html")


class Candidate(NamedTuple):
    """A table with what speaks for and against cutting it. `against` empty: it is cut."""

    id: str
    table: Table
    bytes: float
    column: str
    months: int  # after which rows leave, 0 = never
    against: str


def partition_by_time(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision a partitioned table, then why the largest others are not."""
    trace = Trace(design, store)
    found = [_weigh(trace, id_, features) for id_ in trace.physical.tables]
    found.sort(key=lambda c: -c.bytes)
    whole: list[Candidate] = []
    for candidate in found:
        override = design.conceptual.decisions.get(f"{ADVISOR}:{candidate.id}")
        if _cut(candidate, override):
            yield _partition(candidate, trace, store, override)
        else:
            whole.append(candidate)
    large = [c for c in whole if c.table.rows >= WHY_NOT_ROWS] or [c for c in whole[:1] if c.table.rows]
    yield from (_stays(c, trace, store, features) for c in large[:WHY_NOT])


def _cut(candidate: Candidate, override: Override | None) -> bool:
    if override is not None and override.choice in DAYS and candidate.column:
        return not candidate.against or candidate.against.startswith(SMALL)
    return not candidate.against and override is None


SMALL = "it is small"


def _weigh(trace: Trace, id_: str, features: Features) -> Candidate:
    table = trace.physical.tables[id_]
    bytes_ = table_bytes(table, trace.physical.tables, features)
    expire = next((b for b in trace.physical.behaviours.values() if isinstance(b, Expire) and b.table == id_ and b.months and not b.anonymise), None)
    column = expire.since if expire else _time(table)
    against = _against(trace, id_, column, bytes_, expire is not None, features)
    return Candidate(id_, table, bytes_, column, expire.months if expire else 0, against)


def _against(trace: Trace, id_: str, column: str, bytes_: float, leaves: bool, features: Features) -> str:
    """Why not, in words; the first reason that suffices."""
    table = trace.physical.tables[id_]
    if not column or table.columns[column].data.base not in ("timestamp", "date") or table.columns[column].nullable:
        return "its rows carry no instant of their own that is always known"
    if referrers := [trace.physical.tables[h.table].name for h in trace.referrers.get(id_, ())]:
        return f"{listed(referrers)} refer to it: its key would widen by {column}, and every reference with it"
    if lost := _lost(trace, id_, column):
        return f"{listed(lost)} could no longer be kept across partitions"
    if any(isinstance(b, ForbidOverlap) and b.table == id_ for b in trace.physical.behaviours.values()):
        return "its overlap rule spans all time"
    if any(isinstance(b, UpholdDependency) and b.table == id_ for b in trace.physical.behaviours.values()):
        return "a dependency that no key upholds holds among all its rows"
    if not (id_ in frozen_tables(trace) or table.updates_per_row == 0):
        return f"its rows change {table.updates_per_row:g} times in their life and may move between partitions"
    if not leaves and bytes_ < TOO_LARGE_BYTES:
        share = f"{bytes_ / TOO_LARGE_BYTES:.1%} of the 100 GB at which one piece is too large"
        return f"no rule lets its rows leave by time, and it stays at {size(bytes_)}, {share}"
    if bytes_ < WORTH_BYTES:
        return f"{SMALL}: {size(bytes_)}, its old rows leave in batches"
    return "" if features.can("partitions") else f"{features.title} has no partitions"


def _time(table: Table) -> str:
    """The instant a row came to be: the first that is always known, one filled by default first."""
    known = [i for i, c in table.columns.items() if c.data.base == "timestamp" and not c.nullable]
    return next((i for i in known if table.columns[i].default is not None or i in table.primary_key), known[0] if known else "")


def _lost(trace: Trace, id_: str, column: str) -> list[str]:
    """Names of the uniquenesses that partitions could not keep, and that cannot take the time along."""
    table, resent = trace.physical.tables[id_], _resent(trace, id_, column)
    return [u.name for u in _unique(table) if column not in _members(u) and _members(u) != resent]


def _unique(table: Table) -> list[UniqueConstraint | Index]:
    keys: list[UniqueConstraint | Index] = [c for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
    return keys + [i for i in table.indexes.values() if i.unique]


def _members(unique: UniqueConstraint | Index) -> tuple[str, ...]:
    return unique.columns if isinstance(unique, UniqueConstraint) else tuple(getattr(p.expression, "column", "") for p in unique.parts)


def _resent(trace: Trace, id_: str, column: str) -> tuple[str, ...]:
    """The key of an idempotent request, where the sender gives the time too: what is sent again carries the same time, so the
    pair is as unique as the key. A time that the database sets would differ the second time.
    """
    if trace.physical.tables[id_].columns[column].default is not None:
        return ()
    keys = [t.idempotency_key.partition(".") for t in trace.physical.transactions.values()]
    return next(((key,) for table, _, key in keys if table == id_), ())


def _widened(trace: Trace, id_: str, column: str) -> Iterator[Change]:
    """That key takes the time along, and so do the statements that ask by it."""
    table, resent = trace.physical.tables[id_], _resent(trace, id_, column)
    for key, constraint in table.constraints.items():
        if isinstance(constraint, UniqueConstraint) and constraint.columns == resent:
            wide = msgspec.structs.replace(constraint, columns=(*resent, column))
            yield Alter(collection="constraints", table=id_, id=key, before=constraint, after=wide)
    for key, index in table.indexes.items():
        if index.unique and resent and _members(index) == resent:
            more = (*index.parts, IndexPart(expression=ColumnRef(column=column)))
            yield Alter(collection="indexes", table=id_, id=key, before=index, after=msgspec.structs.replace(index, parts=more))
    for key, transaction in trace.physical.transactions.items():
        statements = tuple(_asks_wider(s, id_, resent, column) for s in transaction.statements)
        if statements != transaction.statements:
            after = msgspec.structs.replace(transaction, statements=statements)
            yield Alter(collection="transactions", id=key, before=transaction, after=after)


def _asks_wider(statement: Statement, id_: str, resent: tuple[str, ...], column: str) -> Statement:
    if isinstance(statement, Insert) and statement.table == id_ and resent and statement.ignore_duplicates_of == resent:
        return msgspec.structs.replace(statement, ignore_duplicates_of=(*resent, column))
    return statement


def interval_for(bytes_: float, rows: float, per_day: float, months: int, years: float) -> Interval:
    """The longest interval whose partition fits a quarter of memory, with at most MOST_PARTITIONS of them."""
    daily = bytes_ / max(rows, 1) * per_day
    span = months * DAYS_A_MONTH if months else years * 365.25
    for interval, days in DAYS.items():
        if daily * days <= MEMORY_BYTES * MEMORY_SHARE:
            return interval
    return "day" if span <= MOST_PARTITIONS else "week"


def kept(interval: Interval, months: int) -> int:
    """Partitions that stay so that no row leaves before its time."""
    return math.ceil(months * DAYS_A_MONTH / DAYS[interval]) + 1 if months else 0


def _partition(candidate: Candidate, trace: Trace, store: str, override: Override | None) -> Decision:
    table, years = candidate.table, trace.design.conceptual.scale.years.value
    interval = interval_for(candidate.bytes, table.rows, table.rows_per_day, candidate.months, years)
    if override is not None and override.choice in DAYS:
        interval = override.choice
    partition = Partition(column=candidate.column, interval=interval, ahead=AHEAD[interval], keep=kept(interval, candidate.months))
    key = table.primary_key if candidate.column in table.primary_key else (*table.primary_key, candidate.column)
    before = options(table)
    widened = f"; its key becomes ({', '.join(key)})" if key != table.primary_key else ""
    wider = [str(getattr(c.before, "name", "")) for c in _widened(trace, candidate.id, candidate.column) if isinstance(c, Alter) and c.table]
    widened += f"; {listed(wider)} takes {candidate.column} along" if wider else ""
    each = candidate.bytes / max(table.rows, 1) * table.rows_per_day * DAYS[interval]
    leaves = (
        f"rows leave {in_months(candidate.months)} after {candidate.column}: dropping a {interval} is one change of the catalogue, "
        f"deleting it {count(table.rows_per_day * DAYS[interval])} row versions to log and to clear away"
    )
    grows = f"{size(candidate.bytes)} would be {candidate.bytes / TOO_LARGE_BYTES:.1f} times what one piece can be maintained at"
    return Decision(
        advisor=ADVISOR,
        subject=candidate.id,
        store=store,
        choice=f"by {interval} of {candidate.column}, {partition.ahead} ahead" + (f", {partition.keep} kept" if partition.keep else "") + widened,
        because=(leaves if candidate.months else grows) + "; nothing refers to it and its rows never change",
        evidence=(*_numbers(candidate, interval, each), BEST_PRACTICE, CEILING),
        instead_of=("one table", "partitions by another key, which never become empty"),
        changes=(
            SetTable(table=candidate.id, before=before, after=_after(table, partition, key)),
            *_widened(trace, candidate.id, candidate.column),
        ),
        overridden=override is not None,
    )


def _after(table: Table, partition: Partition, key: tuple[str, ...]) -> TableOptions:
    return msgspec.structs.replace(options(table), partition=partition, primary_key=key)


def _numbers(candidate: Candidate, interval: Interval, each: float) -> tuple[Evidence, ...]:
    rows = candidate.table.rows
    whole = Computed(formula=f"{count(rows)} rows x {candidate.bytes / max(rows, 1):.0f} B", value=candidate.bytes, unit="B")
    formula = f"{count(candidate.table.rows_per_day)} rows a day x {DAYS[interval]:g} d x {candidate.bytes / max(rows, 1):.0f} B"
    return (whole, Computed(formula=formula, value=each, unit=f"B a {interval}"))


def _stays(candidate: Candidate, trace: Trace, store: str, features: Features) -> Decision:
    table = candidate.table
    override = trace.design.conceptual.decisions.get(f"{ADVISOR}:{candidate.id}")
    because = candidate.against or f"you decided so{': ' + override.because if override and override.because else ''}"
    evidence: list[Evidence] = [
        Computed(formula=f"{count(table.rows)} rows x {candidate.bytes / max(table.rows, 1):.0f} B with keys", value=candidate.bytes, unit="B")
    ]
    if not features.can("partitions"):
        evidence.append(EngineFact(engine=features.engine, capability="partitions", can=False, manual=features.capabilities["partitions"].manual))
    evidence.append(ModelFact(element=f"table {table.name}", states=f"{count(table.rows_per_day)} rows a day"))
    return Decision(
        advisor=ADVISOR,
        subject=candidate.id,
        store=store,
        choice="one piece",
        because=f"{table.name}: {because}",
        evidence=tuple(evidence),
        instead_of=(f"partitions by {candidate.column}",) if candidate.column else ("partitions by time",),
        overridden=override is not None,
    )
