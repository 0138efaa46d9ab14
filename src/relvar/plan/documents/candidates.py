"""What speaks for and against embedding: how many lie in a document, how large it grows, how often it is read and written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.behaviour import Expire, LimitCount
from relvar.model.figures import SECONDS_A_DAY, count, listed, size
from relvar.model.physical import ForeignKey, Table
from relvar.plan.documents.sizes import ARRAY_INDEX, ELEMENT, row_bytes
from relvar.plan.documents.uses import Uses, uses
from relvar.plan.realize.skew import top
from relvar.plan.trace import Trace, foreign_keys

# A document is read, sent and rewritten as a whole: a sixteenth of the limit is still moved in some 10 ms over a gigabit network.
SHARE_OF_LIMIT = 1 / 16
# Finding a document costs a descent through an index and its own place on a page, beside its bytes: two blocks of 4 kB.
FETCH_BYTES = 8_192
# Writers of one document wait for each other; at some 1 to 5 ms a majority-acknowledged write, this leaves nine tenths of the time free.
WRITES_A_SECOND = 20.0
# A list of ten or fewer on average is kept by hand: beyond a thousand it is no longer that, and the validator refuses it.
BY_HAND, BY_HAND_MOST = 10.0, 1_000.0


class Candidate(NamedTuple):
    """A way to embed: the reference, elements of a document on average and at most, bytes of an element and of the owner."""

    key: ForeignKey
    average: float
    most: float
    element: float
    owner: float
    uses: Uses
    never: tuple[str, ...] = ()  # what forbids it, however few there are
    too_many: tuple[str, ...] = ()  # what forbids it for the fullest or busiest document alone
    joins: bool = False  # an element joins two others and says nothing by itself: who finds one fetches its owner next

    @property
    def against(self) -> tuple[str, ...]:
        return (*self.never, *self.too_many)

    @property
    def largest(self) -> float:
        return self.owner + self.most * (self.element + ELEMENT + ARRAY_INDEX)

    @property
    def document(self) -> float:
        return self.owner + self.average * (self.element + ELEMENT + ARRAY_INDEX)

    def embedded_bytes(self) -> float:
        it = self.uses
        whole = (it.together + it.by_owner + it.alone) * (FETCH_BYTES + self.document)
        return whole + it.owner_alone * self.average * self.element + it.written * self.document

    def referred_bytes(self) -> float:
        it = self.uses
        one = FETCH_BYTES + self.element
        together = it.together * (FETCH_BYTES + self.owner + self.average * one)
        return together + it.by_owner * self.average * one + it.alone * (one + (FETCH_BYTES + self.owner if self.joins else 0)) + it.written * one


def candidate(trace: Trace, table_id: str, key: ForeignKey, limit: float) -> Candidate:
    physical = trace.physical
    table, owner = physical.tables[table_id], physical.tables[key.table]
    average = max(table.rows, 1.0) / max(owner.rows, 1.0)
    single = set(table.primary_key) <= set(key.columns)
    most = 1.0 if single else _most(trace, table_id, table, key, average)
    element = row_bytes(physical, table_id, frozenset(key.columns))
    day = uses(physical, table_id, key, is_a=is_kind(trace, table_id, key))
    made = Candidate(key, min(average, 1.0) if single else average, most, element, row_bytes(physical, key.table), day)
    joins = set(table.primary_key) <= {c for k in foreign_keys(table) for c in k.columns} and not single
    return made._replace(never=tuple(_never(trace, table_id, table, made)), too_many=tuple(_too_many(trace, table, made, limit)), joins=joins)


def is_kind(trace: Trace, table_id: str, key: ForeignKey) -> bool:
    """Whether the rows are a kind of those that they refer to."""
    entity = trace.design.conceptual.entities.get(trace.entity_of(table_id))
    return entity is not None and bool(entity.supertype) and entity.supertype == trace.entity_of(key.table)


def _most(trace: Trace, table_id: str, table: Table, key: ForeignKey, average: float) -> float:
    """Elements of the fullest document: by a rule, else by the skew of the reference, never more than there are others to join."""
    bound = float("inf")
    for rule in trace.physical.behaviours.values():
        if isinstance(rule, LimitCount) and rule.table == table_id and set(rule.reference) == set(key.columns) and rule.limit and rule.where is None:
            bound = min(bound, float(rule.limit))
    name = next((n for n, c in table.constraints.items() if c is key), "")
    if average <= BY_HAND and name not in table.greatest:
        bound = min(bound, BY_HAND_MOST)
    others = [k for k in foreign_keys(table) if k is not key and set(k.columns) <= set(table.primary_key)]
    bound = min([bound, *(max(1.0, trace.physical.tables[k.table].rows) for k in others)])
    exponent = table.skew.get(name, 0.0)
    return max(average, min(bound, top(max(table.rows, 1.0), max(trace.physical.tables[key.table].rows, 1.0), exponent)))


def _never(trace: Trace, table_id: str, table: Table, it: Candidate) -> Iterator[str]:
    owner = trace.physical.tables[it.key.table]
    owned = it.key.on_delete == "cascade" or set(it.key.columns) <= set(table.primary_key)
    if not owned:
        yield f"{table.name} outlive {owner.name}"
    referring = sorted({trace.physical.tables[h.table].name for h in trace.referrers.get(table_id, []) if h.table != table_id})
    if referring or any(k.table == table_id for k in foreign_keys(table)):
        yield f"{listed(referring or [table.name])} refer to it"
    if secret := [c.name for c in table.columns.values() if c.sensitivity == "secret"]:
        yield f"{listed(secret)} must lie apart"
    if any(isinstance(b, Expire) and b.table == table_id and b.by_number for b in trace.physical.behaviours.values()):
        yield f"{table.name} leave one by one, and each would rewrite its {owner.name}"
    if not table.relation:
        yield "it is a log, which only grows"


def _too_many(trace: Trace, table: Table, it: Candidate, limit: float) -> Iterator[str]:
    owner = trace.physical.tables[it.key.table]
    if it.largest > limit * SHARE_OF_LIMIT:
        yield f"the fullest of {owner.name} would hold {count(it.most)}: {size(it.largest)} of {size(limit * SHARE_OF_LIMIT)}"
    writes = writes_a_second(trace, it)
    if writes > WRITES_A_SECOND:
        yield f"the busiest of {owner.name} takes {writes:.1f} writes a second, above {WRITES_A_SECOND:g}"


def writes_a_second(trace: Trace, it: Candidate) -> float:
    """On the busiest document: its share of the elements is its share of their writes."""
    owners = max(trace.physical.tables[it.key.table].rows, 1.0)
    share = it.most / max(it.average * owners, 1.0)
    peak: float = trace.design.conceptual.scale.peak_factor.value
    return float(it.uses.written * min(share, 1.0) * peak / SECONDS_A_DAY)
