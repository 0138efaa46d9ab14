"""Which rows lie inside the documents of others, and which are documents of their own that are referred to.

Decides, for each table that refers to others, whether its rows are embedded in the document of one of them. They are only where
all of this holds: they live and go with that document (parts, what joins two others); nothing else refers to them; they are no
secrets, which need a collection with rights of its own; the fullest document stays far below the limit of 16 MB; the busiest
document is written no more often than one document bears. Among the owners that are left it takes the one whose documents stay
smallest, and embeds where that moves fewer bytes a day than a collection of its own. Where nothing but the fullest document speaks
against it, and nearly all have few rows, it takes the outlier pattern: the first rows are embedded, those of the few flow over.

Stays silent about tables that refer to nothing: they are collections.

Weighs: a document read in one piece, with everything in it, against rows fetched one by one; every write of an element rewrites its
whole document; a list of owners reads their elements along. The fullest document is estimated from the skew of the reference, or
from a rule that limits the number.

Sources: MongoDB manual, "Embedded Data Versus References" and "Avoid Unbounded Arrays"; limits and thresholds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from relvar.model.changes import Add, Drop
from relvar.model.design import Computed, Decision, Design, Evidence, Manual, ModelFact
from relvar.model.documents import Collection, Embedding, Outlier
from relvar.model.features import Features
from relvar.model.figures import SECONDS_A_DAY, count, listed, size
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.plan.choice import chosen
from relvar.plan.documents.candidates import FETCH_BYTES, Candidate, candidate, writes_a_second
from relvar.plan.documents.outliers import FEWEST, Found, outlier
from relvar.plan.documents.sizes import ARRAY_INDEX, ELEMENT, row_bytes
from relvar.plan.trace import Trace, foreign_keys

ADVISOR = "embed_or_refer"
EMBED, REFER, OUTLIER = "embed", "refer", "outlier"
ROOM = 1.5  # the validator lets an array grow half as long again as the fullest that is reckoned with
MANUAL = Manual(
    title="MongoDB manual: embedded data versus references",
    address="https://www.mongodb.com/docs/manual/data-modeling/concepts/embedding-vs-references/",
)
UNBOUNDED = Manual(
    title="MongoDB manual: avoid unbounded arrays", address="https://www.mongodb.com/docs/manual/data-modeling/design-antipatterns/unbounded-arrays/"
)


def embed_or_refer(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for each table that refers to others, and one that makes the collections."""
    trace = Trace(design, store)
    made = _Judgement(trace, store, features)
    for id_, table in trace.physical.tables.items():
        candidates = [candidate(trace, id_, key, made.limit) for key in foreign_keys(table) if key.table != id_]
        if candidates:
            made.judge(id_, candidates)
    yield from (made.decision(id_) for id_ in made.best)
    yield _collections(trace, store, made.embedded, made.outliers)


class _Judgement:
    """For each table the best way to embed it, what was found of the outlier pattern, and what was chosen."""

    def __init__(self, trace: Trace, store: str, features: Features) -> None:
        self.trace, self.store, self.features = trace, store, features
        self.limit = features.limit("document_bytes")
        self.best: dict[str, Candidate] = {}
        self.judged: dict[str, str] = {}
        self.embedded: dict[str, Embedding] = {}
        self.waiting: dict[str, Found] = {}  # tables that may flow over, where their owner turns out to be a document

    @property
    def outliers(self) -> dict[str, Found]:
        """Of the tables for which the pattern is chosen; rows flow over from documents, not from elements."""
        return {id_: found for id_, found in self.waiting.items() if self.best[id_].key.table not in self.embedded and self._choice(id_) == OUTLIER}

    def judge(self, table_id: str, candidates: list[Candidate]) -> None:
        able = [c for c in candidates if not c.against]
        best = self.best[table_id] = min(able or candidates, key=lambda c: (len(c.against), c.average, c.most))
        self.judged[table_id] = EMBED if able and best.embedded_bytes() <= best.referred_bytes() else REFER
        found = self._flowing(table_id, best) if not able and not best.never else None
        if found is not None:
            self.waiting[table_id], self.judged[table_id] = found, OUTLIER
        if self._choice(table_id) == EMBED:
            self.embedded[table_id] = _embedding(self.trace.physical, table_id, best)

    def _flowing(self, table_id: str, best: Candidate) -> Found | None:
        return outlier(self.trace, table_id, best, self.limit, _free_field(self.trace.physical, table_id, best))

    def _choice(self, table_id: str) -> str:
        offered = (EMBED, REFER, OUTLIER) if table_id in self.waiting else (EMBED, REFER)
        return chosen(self.trace.design, ADVISOR, table_id, offered, self.judged[table_id]).choice

    def decision(self, table_id: str) -> Decision:
        best, physical, found = self.best[table_id], self.trace.physical, self.outliers.get(table_id)
        judged = self.judged[table_id]
        table, owner = physical.tables[table_id], physical.tables[best.key.table]
        choice = chosen(self.trace.design, ADVISOR, table_id, (EMBED, REFER, OUTLIER), judged)
        evidence = _evidence(self.trace, self.features, table, owner, best)
        flowing: tuple[Evidence, ...] = ()
        if found is not None:
            said = f"outlier: {found.outlier.keep} in {owner.name}.{found.outlier.field}, the rest beside"
            other, because = "a collection of its own", found.because()
            flowing = found.evidence(best, table.skew.get(found.outlier.reference, 0.0))
        elif table_id in self.embedded:
            said, other = f"in {owner.name}.{self.embedded[table_id].field}", "a collection of its own"
            because = _because(table, owner, best, judged)
        else:
            said, other = f"its own, refers to {listed(_owners(self.trace, table))}", f"inside {owner.name}"
            because = _because(table, owner, best, judged)
        return Decision(
            advisor=ADVISOR,
            subject=table_id,
            store=self.store,
            choice=said,
            because=choice.because or because,
            evidence=(*evidence, *flowing, *choice.evidence),
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
        value=round(writes_a_second(trace, it), 4),
        unit="writes a second on the busiest document",
    )
    yield MANUAL
    if it.against:
        yield UNBOUNDED


def _embedding(physical: Physical, table_id: str, it: Candidate) -> Embedding:
    table = physical.tables[table_id]
    single = set(table.primary_key) <= set(it.key.columns)
    name = next(n for n, c in table.constraints.items() if c is it.key)
    rest = [c for c in table.columns if c not in it.key.columns]
    scalar = rest[0] if len(rest) == 1 and not single and not table.columns[rest[0]].nullable else ""
    field = _free_field(physical, table_id, it, f"{table.columns[scalar].name}s" if scalar else "")
    most = 0 if single else max(FEWEST, math.ceil(it.most * ROOM))
    return Embedding(parent=it.key.table, reference=name, field=field, many=not single, scalar=scalar, average=round(it.average, 2), most=most)


def _free_field(physical: Physical, table_id: str, it: Candidate, wanted: str = "") -> str:
    """The name of the field under which the rows lie; none that a column of their owner has."""
    table, owner = physical.tables[table_id], physical.tables[it.key.table]
    field = wanted or _field(physical, table_id, table, it.key.table, set(table.primary_key) <= set(it.key.columns))
    while field in {c.name for c in owner.columns.values()}:
        field = f"{field}_kept"
    return field


def _field(physical: Physical, table_id: str, table: Table, parent: str, single: bool) -> str:
    """order_lines in orders are its lines; what stands once is called by its own name."""
    if single:
        return table_id.removeprefix(f"{parent}_")
    return table.name.removeprefix(f"{parent}_") or table.name


def _collections(trace: Trace, store: str, embedded: dict[str, Embedding], flowing: dict[str, Found]) -> Decision:
    physical = trace.physical
    over: dict[str, list[Outlier]] = {}
    for found in flowing.values():
        key = physical.tables[found.outlier.table].constraints[found.outlier.reference]
        assert isinstance(key, ForeignKey)
        over.setdefault(key.table, []).append(found.outlier)
    made = {id_: collection_of(physical, id_, _within(embedded, id_), over.get(id_, ())) for id_ in physical.tables if id_ not in embedded}
    made |= {id_: msgspec.structs.replace(made[id_], documents=round(found.rows)) for id_, found in flowing.items()}
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


def collection_of(physical: Physical, id_: str, inside: dict[str, Embedding], outliers: Sequence[Outlier] = ()) -> Collection:
    """The collection of a table's rows, with what lies inside each."""
    table = physical.tables[id_]
    average = largest = row_bytes(physical, id_)
    for part, embedding in inside.items():
        element = row_bytes(physical, part, frozenset(_key(physical, part, embedding).columns)) + ELEMENT + ARRAY_INDEX
        average += embedding.average * element
        largest += max(embedding.most, 1) * element
    for one in outliers:
        element = row_bytes(physical, one.table, frozenset(_key(physical, one.table, one).columns)) + ELEMENT + ARRAY_INDEX
        average += one.average * element
        largest += one.keep * element
    return Collection(
        name=table.name,
        root=id_,
        key=_document_key(table),
        comment=table.comment,
        embedded=inside,
        outliers=tuple(outliers),
        patterns=("outlier",) if outliers else (),
        documents=table.rows,
        average_bytes=round(average),
        largest_bytes=round(largest),
    )


def _key(physical: Physical, part: str, embedding: Embedding | Outlier) -> ForeignKey:
    key = physical.tables[part].constraints[embedding.reference]
    assert isinstance(key, ForeignKey)
    return key


def _document_key(table: Table) -> str:
    """The column that is `_id`: the whole key where it is one column, else the part of it that the engine or a driver makes."""
    if len(table.primary_key) == 1:
        return table.primary_key[0]
    made = [c for c in table.primary_key if table.columns[c].identity or (table.columns[c].data.base == "uuid" and table.columns[c].default)]
    return made[0] if len(made) == 1 else ""
