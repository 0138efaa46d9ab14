"""Which rows lie inside the documents of others, and which are documents of their own that are referred to.

Decides, for each table that refers to others, whether its rows are embedded in the document of one of them. They are only where
all of this holds: they live and go with that document (parts, what joins two others); nothing else refers to them; they are no
secrets, which need a collection with rights of its own; the fullest document stays far below the limit of 16 MB; the busiest
document is written no more often than one document bears. Among the owners that are left it takes the one whose documents stay
smallest, and embeds where that moves fewer bytes a day than a collection of its own.

Stays silent about tables that refer to nothing: they are collections.

Weighs: a document read in one piece, with everything in it, against rows fetched one by one; every write of an element rewrites its
whole document; a list of owners reads their elements along. The fullest document is estimated from the skew of the reference, or
from a rule that limits the number.

Sources: MongoDB manual, "Embedded Data Versus References" and "Avoid Unbounded Arrays"; limits and thresholds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.behaviour import LimitCount
from relvar.model.changes import Add, Drop
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact
from relvar.model.documents import Collection, Embedding
from relvar.model.features import Features
from relvar.model.figures import SECONDS_A_DAY, count, listed, size
from relvar.model.physical import Column, ForeignKey, Physical, Table
from relvar.plan.choice import chosen
from relvar.plan.documents.sizes import ARRAY_INDEX, ELEMENT, row_bytes
from relvar.plan.documents.uses import Uses, uses
from relvar.plan.trace import Trace, foreign_keys

ADVISOR = "embed_or_refer"
EMBED, REFER = "embed", "refer"
# A document is read, sent and rewritten as a whole: a sixteenth of the limit is still moved in some 10 ms over a gigabit network.
SHARE_OF_LIMIT = 1 / 16
# Finding a document costs a descent through an index and its own place on a page, beside its bytes: two blocks of 4 kB.
FETCH_BYTES = 8_192
# Writers of one document wait for each other; at some 1 to 5 ms a majority-acknowledged write, this leaves nine tenths of the time free.
WRITES_A_SECOND = 20.0
# A list of ten or fewer on average is kept by hand: beyond a thousand it is no longer that, and the validator refuses it.
BY_HAND, BY_HAND_MOST = 10.0, 1_000.0
EVEN_SCATTER = 3  # even shares scatter: three times the mean is seldom seen
ROOM = 1.5  # the validator lets an array grow half as long again as the fullest that is reckoned with
FEWEST = 20  # ... and never refuses fewer
MANUAL = Manual(
    title="MongoDB manual: embedded data versus references",
    address="https://www.mongodb.com/docs/manual/data-modeling/concepts/embedding-vs-references/",
)
UNBOUNDED = Manual(
    title="MongoDB manual: avoid unbounded arrays", address="https://www.mongodb.com/docs/manual/data-modeling/design-antipatterns/unbounded-arrays/"
)


class Candidate(NamedTuple):
    """A way to embed: the reference, elements of a document on average and at most, bytes of an element and of the owner."""

    key: ForeignKey
    average: float
    most: float
    element: float
    owner: float
    uses: Uses
    against: tuple[str, ...]  # what forbids it
    joins: bool = False  # an element joins two others and says nothing by itself: who finds one fetches its owner next

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


def embed_or_refer(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each table that refers to others, and one that makes the collections."""
    trace = Trace(design, store)
    limit = features.limit("document_bytes")
    embedded: dict[str, Embedding] = {}
    for id_, table in trace.physical.tables.items():
        candidates = [_candidate(trace, id_, key, limit) for key in foreign_keys(table) if key.table != id_]
        if candidates:
            yield _decision(trace, store, features, id_, candidates, embedded)
    yield _collections(trace, store, embedded)


def _candidate(trace: Trace, table_id: str, key: ForeignKey, limit: float) -> Candidate:
    physical = trace.physical
    table, owner = physical.tables[table_id], physical.tables[key.table]
    average = max(table.rows, 1.0) / max(owner.rows, 1.0)
    single = set(table.primary_key) <= set(key.columns)
    most = 1.0 if single else _most(trace, table_id, table, key, average)
    element = row_bytes(physical, table_id, frozenset(key.columns))
    made = Candidate(key, min(average, 1.0) if single else average, most, element, row_bytes(physical, key.table), uses(physical, table_id, key), ())
    joins = set(table.primary_key) <= {c for k in foreign_keys(table) for c in k.columns} and not single
    return made._replace(against=tuple(_against(trace, table_id, table, made, limit)), joins=joins)


def _most(trace: Trace, table_id: str, table: Table, key: ForeignKey, average: float) -> float:
    """Elements of the fullest document: by a rule, else by the skew of the reference, never more than there are others to join."""
    bound = float("inf")
    for rule in trace.physical.behaviours.values():
        if isinstance(rule, LimitCount) and rule.table == table_id and set(rule.reference) == set(key.columns) and rule.limit and rule.where is None:
            bound = min(bound, float(rule.limit))
    if average <= BY_HAND:
        bound = min(bound, BY_HAND_MOST)
    others = [k for k in foreign_keys(table) if k is not key and set(k.columns) <= set(table.primary_key)]
    bound = min([bound, *(max(1.0, trace.physical.tables[k.table].rows) for k in others)])
    name = next((n for n, c in table.constraints.items() if c is key), "")
    return max(average, min(bound, top(max(table.rows, 1.0), max(trace.physical.tables[key.table].rows, 1.0), table.skew.get(name, 0.0))))


def top(rows: float, owners: float, exponent: float) -> float:
    """Rows of the owner that has most, Zipf's law: rows / sum of k^-s, the sum by its integral."""
    if exponent <= 0:
        return rows / owners * EVEN_SCATTER
    if exponent == 1:
        exponent = 1.0001
    total: float = (owners ** (1 - exponent) - 1) / (1 - exponent) + 1
    return rows / max(total, 1.0)


def _against(trace: Trace, table_id: str, table: Table, it: Candidate, limit: float) -> Iterator[str]:
    owner = trace.physical.tables[it.key.table]
    owned = it.key.on_delete == "cascade" or set(it.key.columns) <= set(table.primary_key)
    if not owned:
        yield f"{table.name} outlive {owner.name}"
    referring = sorted({trace.physical.tables[h.table].name for h in trace.referrers.get(table_id, []) if h.table != table_id})
    if referring or any(k.table == table_id for k in foreign_keys(table)):
        yield f"{listed(referring or [table.name])} refer to it"
    if _is_secret(table.columns.values()):
        yield f"{listed([c.name for c in table.columns.values() if c.sensitivity == 'secret'])} must lie apart"
    if not table.relation:
        yield "it is a log, which only grows"
    if it.largest > limit * SHARE_OF_LIMIT:
        yield f"the fullest of {owner.name} would hold {count(it.most)}: {size(it.largest)} of {size(limit * SHARE_OF_LIMIT)}"
    writes = _writes_a_second(trace, it)
    if writes > WRITES_A_SECOND:
        yield f"the busiest of {owner.name} takes {writes:.1f} writes a second, above {WRITES_A_SECOND:g}"


def _is_secret(columns: object) -> bool:
    return any(isinstance(c, Column) and c.sensitivity == "secret" for c in columns)  # type: ignore[attr-defined]


def _writes_a_second(trace: Trace, it: Candidate) -> float:
    """On the busiest document: its share of the elements is its share of their writes."""
    owners = max(trace.physical.tables[it.key.table].rows, 1.0)
    share = it.most / max(it.average * owners, 1.0)
    peak: float = trace.design.conceptual.scale.peak_factor.value
    return float(it.uses.written * min(share, 1.0) * peak / SECONDS_A_DAY)


def _decision(trace: Trace, store: str, features: Features, table_id: str, candidates: list[Candidate], embedded: dict[str, Embedding]) -> Decision:
    able = [c for c in candidates if not c.against]
    best = min(able or candidates, key=lambda c: (len(c.against), c.average, c.most))
    pays = best.embedded_bytes() <= best.referred_bytes()
    judged = EMBED if able and pays else REFER
    choice = chosen(trace.design, ADVISOR, table_id, (EMBED, REFER), judged)
    table, owner = trace.physical.tables[table_id], trace.physical.tables[best.key.table]
    if choice.choice == EMBED:
        embedded[table_id] = _embedding(trace.physical, table_id, best)
        said, other = f"in {owner.name}.{embedded[table_id].field}", "a collection of its own"
    else:
        said, other = f"its own, refers to {listed(_owners(trace, table))}", f"inside {owner.name}"
    return Decision(
        advisor=ADVISOR,
        subject=table_id,
        store=store,
        choice=said,
        because=choice.because or _because(table, owner, best, judged),
        evidence=(*_evidence(trace, features, table, owner, best), *choice.evidence),
        instead_of=(other,),
        overridden=choice.overridden,
    )


def _owners(trace: Trace, table: Table) -> list[str]:
    return list(dict.fromkeys(trace.physical.tables[k.table].name for k in foreign_keys(table)))


def _because(table: Table, owner: Table, it: Candidate, judged: str) -> str:
    if judged == EMBED:
        return f"{count(it.average)} {table.name} each, {count(it.most)} at most, read with {owner.name}"
    if it.against:
        return listed(list(it.against))
    moved = f"{size(it.embedded_bytes())} moved a day, referred {size(it.referred_bytes())}"
    return f"{table.name} apart from {owner.name}: {moved}"


def _evidence(trace: Trace, features: Features, table: Table, owner: Table, it: Candidate) -> Iterator[Evidence]:
    day = it.uses
    yield ModelFact(element=f"{table.name}.{it.key.name}", states=f"on deletion of the {owner.name} row: {it.key.on_delete.replace('_', ' ')}")
    yield Computed(
        formula=f"{it.owner:.0f} B of {owner.name} + {count(it.most)} × ({it.element:.0f} + {ELEMENT + ARRAY_INDEX}) B",
        value=round(it.largest),
        unit=f"bytes of the fullest document, of {features.limit('document_bytes'):,.0f}",
    )
    reads = f"{count(day.together)} together, {count(day.by_owner)} by owner, {count(day.alone)} alone, {count(day.owner_alone)} owners alone"
    formula = f"a day: {reads}, {count(day.written)} writes; {FETCH_BYTES:,} B a fetch, {it.document:.0f} B a document, {it.element:.0f} B a row"
    yield Computed(formula=formula, value=round(it.embedded_bytes()), unit="bytes a day embedded")
    yield Computed(formula="the same, row by row", value=round(it.referred_bytes()), unit="bytes a day referred")
    peak = trace.design.conceptual.scale.peak_factor.value
    yield Computed(
        formula=f"{count(day.written)} writes a day × share of the busiest × {peak:g} at peak / {SECONDS_A_DAY:,} s",
        value=round(_writes_a_second(trace, it), 4),
        unit="writes a second on the busiest document",
    )
    yield MANUAL
    if it.against:
        yield UNBOUNDED


def _embedding(physical: Physical, table_id: str, it: Candidate) -> Embedding:
    table, owner = physical.tables[table_id], physical.tables[it.key.table]
    single = set(table.primary_key) <= set(it.key.columns)
    name = next(n for n, c in table.constraints.items() if c is it.key)
    rest = [c for c in table.columns if c not in it.key.columns]
    scalar = rest[0] if len(rest) == 1 and not single and not table.columns[rest[0]].nullable else ""
    field = f"{table.columns[scalar].name}s" if scalar else _field(physical, table_id, table, it.key.table, single)
    while field in {c.name for c in owner.columns.values()}:
        field = f"{field}_kept"
    most = 0 if single else max(FEWEST, math.ceil(it.most * ROOM))
    return Embedding(parent=it.key.table, reference=name, field=field, many=not single, scalar=scalar, average=round(it.average, 2), most=most)


def _field(physical: Physical, table_id: str, table: Table, parent: str, single: bool) -> str:
    """order_lines in orders are its lines; what stands once is called by its own name."""
    if single:
        return table_id.removeprefix(f"{parent}_")
    return table.name.removeprefix(f"{parent}_") or table.name


def _collections(trace: Trace, store: str, embedded: dict[str, Embedding]) -> Decision:
    physical = trace.physical
    made = {id_: collection_of(physical, id_, _within(embedded, id_)) for id_ in physical.tables if id_ not in embedded}
    names = [c.name for c in made.values()]
    inside = [f"{physical.tables[t].name} in {physical.tables[e.parent].name}" for t, e in embedded.items()]
    return Decision(
        advisor=ADVISOR,
        subject="*",
        store=store,
        choice=f"{len(made)} collections for {len(physical.tables)} kinds of rows",
        because=f"{listed(names)} are documents of their own" + (f"; inside others lie {listed(inside)}" if inside else ""),
        evidence=(Computed(formula=f"{len(physical.tables)} kinds of rows - {len(embedded)} embedded", value=len(made), unit="collections"), MANUAL),
        instead_of=("one collection a table",),
        changes=(*(Add(collection="collections", id=id_, element=c) for id_, c in made.items()), *_needless(physical, embedded)),
    )


def _needless(physical: Physical, embedded: dict[str, Embedding]) -> Iterator[Drop]:
    """Questions after references that lie within a document: there an element without its owner cannot be."""
    for id_, embedding in embedded.items():
        wanted = _key(physical, id_, embedding).name
        for name, check in physical.integrity.items():
            if check.name.startswith(f"{wanted}_found"):
                yield Drop(collection="integrity", id=name, element=check)


def _within(embedded: dict[str, Embedding], root: str) -> dict[str, Embedding]:
    found: dict[str, Embedding] = {}
    waiting = [root]
    while waiting:
        parent = waiting.pop(0)
        for id_, embedding in embedded.items():
            if embedding.parent == parent and id_ not in found:
                found[id_] = embedding
                waiting.append(id_)
    return found


def collection_of(physical: Physical, id_: str, inside: dict[str, Embedding]) -> Collection:
    """The collection of a table's rows, with what lies inside each."""
    table = physical.tables[id_]
    average = largest = row_bytes(physical, id_)
    for part, embedding in inside.items():
        element = row_bytes(physical, part, frozenset(_key(physical, part, embedding).columns)) + ELEMENT + ARRAY_INDEX
        average += embedding.average * element
        largest += max(embedding.most, 1) * element
    return Collection(
        name=table.name,
        root=id_,
        key=_document_key(table),
        comment=table.comment,
        embedded=inside,
        documents=table.rows,
        average_bytes=round(average),
        largest_bytes=round(largest),
    )


def _key(physical: Physical, part: str, embedding: Embedding) -> ForeignKey:
    key = physical.tables[part].constraints[embedding.reference]
    assert isinstance(key, ForeignKey)
    return key


def _document_key(table: Table) -> str:
    """The column that is `_id`: the whole key where it is one column, else the part of it that the engine or a driver makes."""
    if len(table.primary_key) == 1:
        return table.primary_key[0]
    made = [c for c in table.primary_key if table.columns[c].identity or (table.columns[c].data.base == "uuid" and table.columns[c].default)]
    return made[0] if len(made) == 1 else ""
