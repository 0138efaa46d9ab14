"""Which large tables know the time of their rows by summaries of their blocks (BRIN) instead of an index entry for each row.

Decides, for each index on one time alone that would grow beyond what a server can forget about: it becomes the smallest and greatest
time of each range of blocks where rows arrive in that order and stay where they are, and every question behind it wants all rows of a
stretch of time. How many blocks a range has follows from the narrowest of these questions.

Stays silent where the engine knows no such index and where an ordinary one stays small. Says so where the ordinary one stays: rows that
are changed or deleted one by one leave room that rows of another time fill, so that every range reaches over all times; a question for
the newest few needs an order; a narrow question would read more at the edges than it wants.

Weighs: an entry for each row, in memory and in the log, against up to two ranges that are read beyond what is wanted.

Sources: PostgreSQL manual, BRIN; our measurement: 2 million rows in order of time take 45 MB of entries and 32 KB of summaries, and a month
of them is found in 11 and 16 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from relvar.model.behaviour import Expire, Freeze
from relvar.model.changes import Alter
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact
from relvar.model.expression import Call, ColumnRef
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Index, Physical, Table
from relvar.model.query import Select
from relvar.plan.capacity.bytes import heap_bytes, index_bytes, limit
from relvar.plan.choice import chosen
from relvar.plan.queries.need import Need, needs
from relvar.plan.queries.share import Shares
from relvar.plan.trace import Trace

ADVISOR = "index_block_ranges"
BLOCKS, ENTRIES = "block ranges", "an entry for each row"
# Half of PostgreSQL's default shared_buffers (128 MB): a smaller index is no burden to anyone.
LEAST_BYTES = 64 * 1024**2
# An updated row moves to another page with its old time: a row in ten, and a range of a hundred blocks surely holds one of each time.
MOVED = 0.1
EDGES = 0.5  # at most half as much again is read: the two ranges at the ends of a stretch are wanted in part only
MOST_BLOCKS, FEWEST_BLOCKS = 128, 16  # the engine's default; below, the summary is long and the question so narrow that an entry finds it
MEASURED = Manual(
    title="2 million rows in order of time: 45 MB and 228 bytes of log an insert by entries, 32 KB and 159 bytes by ranges of 32 blocks; "
    "a month of them in 11 and 16 ms, a day in 0.5 and 1 ms (our measurement, PostgreSQL 18, 2 cores)"
)


class Candidate(NamedTuple):
    """An ordinary index on a time alone, and what its questions need of it."""

    table_id: str
    index_id: str
    column: str
    needs: tuple[Need, ...]


def index_block_ranges(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each large index on a time."""
    if not features.can("block_range_indexes"):
        return
    trace = Trace(design, store)
    shares = Shares(trace)
    for candidate in _candidates(trace.physical, shares):
        table = trace.physical.tables[candidate.table_id]
        if table.rows * index_bytes(table, table.indexes[candidate.index_id], features) >= LEAST_BYTES:
            yield _decision(trace, shares, store, features, candidate)


def _candidates(physical: Physical, shares: Shares) -> Iterator[Candidate]:
    for table_id, table in physical.tables.items():
        for index_id, index in table.indexes.items():
            column = _only_time(table, index)
            asked = [physical.queries[q] for q in index.serves if q in physical.queries]
            if column and len(asked) == len(index.serves):  # a rule of its own (a reference) would need each row's entry
                found = [n for q in asked if isinstance(q.statement, Select) for n in needs(q.statement, shares) if n.table == table_id]
                yield Candidate(table_id, index_id, column, tuple(found))


def _only_time(table: Table, index: Index) -> str:
    """The one column of an ordinary index over all rows, where it is a time."""
    if index.method != "ordered" or index.unique or index.where is not None or index.include or len(index.parts) != 1:
        return ""
    expression = index.parts[0].expression
    is_time = isinstance(expression, ColumnRef) and table.columns[expression.column].data.base in ("timestamp", "date")
    return expression.column if is_time and isinstance(expression, ColumnRef) else ""


def _decision(trace: Trace, shares: Shares, store: str, features: Features, candidate: Candidate) -> Decision:
    table = trace.physical.tables[candidate.table_id]
    index = table.indexes[candidate.index_id]
    element = f"{candidate.table_id}.{candidate.index_id}"
    blocks = _blocks(table, shares, features, candidate)
    against = list(_against(trace.physical, table, candidate, blocks))
    choice = chosen(trace.design, ADVISOR, element, (BLOCKS, ENTRIES), ENTRIES if against else BLOCKS)
    blocks = min(MOST_BLOCKS, max(FEWEST_BLOCKS, blocks))
    after = msgspec.structs.replace(index, method="block_range", block_range=blocks)
    as_blocks = choice.choice == BLOCKS
    column = table.columns[candidate.column].name
    return Decision(
        advisor=ADVISOR,
        subject=element,
        store=store,
        choice=f"{BLOCKS}: the first and the last {column} of each {blocks} blocks" if as_blocks else ENTRIES,
        because=choice.because or (listed(against) if against else f"{table.name} arrive in the order of {column} and stay where they are"),
        evidence=(*_evidence(trace, table, index, candidate, features), *choice.evidence),
        instead_of=(ENTRIES if as_blocks else BLOCKS,),
        changes=(Alter(collection="indexes", id=candidate.index_id, before=index, after=after, table=candidate.table_id),) if as_blocks else (),
        overridden=choice.overridden,
    )


def _blocks(table: Table, shares: Shares, features: Features, candidate: Candidate) -> int:
    """Blocks of a range, so that two of them are at most `EDGES` of the blocks that the narrowest question wants; a power of two."""
    page = limit(features, "page_bytes", 8192)
    least = min((shares.matching(n.table, n.conditions) for n in candidate.needs), default=0.0)
    most = int(EDGES / 2 * least * heap_bytes(table, features) / page)
    return 1 << max(0, most.bit_length() - 1)


def _against(physical: Physical, table: Table, candidate: Candidate, blocks: int) -> Iterator[str]:
    """What speaks for an entry for each row."""
    if not _arrives_in_order(physical, table, candidate):
        yield f"rows of {table.name} do not arrive in the order of {table.columns[candidate.column].name}"
    if table.updates_per_row > MOVED:
        yield f"each is changed {table.updates_per_row:g} times, and moves to another page with its old time"
    rules = (b for b in physical.behaviours.values() if isinstance(b, Expire) and b.table == candidate.table_id and not b.anonymise)
    if table.partition is None and any(rules):
        yield "rows leave one by one, and new ones take their room"
    if any(n.sort and n.limit for n in candidate.needs):
        yield "the first few in its order are asked for, which blocks do not know"
    if any(n.equal or candidate.column not in {getattr(e, "column", "") for e in n.ranges} for n in candidate.needs) or not candidate.needs:
        yield "not every question behind it is for a stretch of time"
    elif blocks < FEWEST_BLOCKS:
        yield f"the narrowest question wants so little that ranges of {FEWEST_BLOCKS} blocks would read more beside it"


def _arrives_in_order(physical: Physical, table: Table, candidate: Candidate) -> bool:
    """The clock sets it at the insert, or it says when that was and never changes (what is planned lies ahead, and moves)."""
    column = table.columns[candidate.column]
    by_clock = isinstance(column.default, Call) and column.default.function in ("now", "today")
    frozen = any(
        isinstance(b, Freeze) and b.table == candidate.table_id and (not b.columns or candidate.column in b.columns)
        for b in physical.behaviours.values()
    )
    return by_clock or (frozen and not column.nullable) or (table.partition is not None and table.partition.column == candidate.column)


def _evidence(trace: Trace, table: Table, index: Index, candidate: Candidate, features: Features) -> tuple[Evidence, ...]:
    each = index_bytes(table, index, features)
    spared = Computed(
        formula=f"{count(table.rows)} {table.name} × {each:.0f} bytes an entry", value=round(table.rows * each), unit="bytes of entries"
    )
    pages = Computed(
        formula=f"{count(table.rows)} rows × {heap_bytes(table, features):.0f} bytes = {size(table.rows * heap_bytes(table, features))}",
        value=round(table.rows * heap_bytes(table, features) / limit(features, "page_bytes", 8192)),
        unit="blocks",
    )
    asked = listed([trace.physical.queries[q].name for q in index.serves])
    fact = EngineFact(engine=features.engine, capability="block_range_indexes", can=True, manual=features.capabilities["block_range_indexes"].manual)
    return (spared, pages, ModelFact(element=f"{table.name}.{candidate.column}", states=f"asked for by {asked}"), fact, MEASURED)
