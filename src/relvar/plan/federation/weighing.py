"""Each kind of store that may stand beside the record, weighed by this design's own numbers: taken, or from which load on.

A further store is one more thing to run, to watch, to secure and to keep right, so it is taken only where the record alone would break
a promise, or where the brief asks for it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from relvar.model.behaviour import Freeze
from relvar.model.design import Computed, Design, Evidence, Manual, ModelFact
from relvar.model.features import Features
from relvar.model.federation import StoreRole
from relvar.model.figures import count, listed
from relvar.model.physical import Physical, Table
from relvar.model.query import Query, Select
from relvar.model.topology import Capacity
from relvar.plan.capacity.load import peak, writes_per_day
from relvar.plan.capacity.measures import BATCH_ROWS_PER_SECOND
from relvar.plan.capacity.node import NODE_CORES, UTILIZATION, capacity
from relvar.plan.federation.event_store import EVENTS
from relvar.plan.federation.served import by_key, parts_of, searching

# bench/ranked_search.py, PostgreSQL 18.6: 718,000 rows that match were ranked a second by one core, all in memory; halved for what is not.
RANKED_ROWS_PER_CORE_SECOND = 350_000
LISTENING = ("microservices", "listening services")  # traits of a brief that names somebody else who hears of changes
MATCHING = 0.01  # of the rows hold a word that somebody looks for; common words are stopped, rare ones cost nothing


class Weighed(NamedTuple):
    """A kind of store and the verdict. `tables`: ids whose changes it would follow; `until`: the load from which it would be taken."""

    role: StoreRole
    technology: str
    taken: bool
    tables: tuple[str, ...]
    because: str
    until: str
    evidence: tuple[Evidence, ...]
    passed: bool = False  # it is not taken, though the load is past what the record carries

    @property
    def choice(self) -> str:
        if self.taken:
            return self.technology if self.role == "projection" else f"{self.technology} beside the record"
        return f"none here, though past {self.until}" if self.passed else f"none: the record does it, until {self.until}"


class Scales(NamedTuple):
    """What is weighed with: the design, its record, and what the record carries."""

    design: Design
    physical: Physical
    capacity: Capacity

    def asks(self, trait: str) -> bool:
        return trait in self.design.conceptual.traits

    def named(self, tables: tuple[str, ...]) -> str:
        return listed([self.physical.tables[t].name for t in tables])


def weighed(design: Design, store: str, features: Features) -> tuple[Weighed, ...]:
    """Every kind of store that has anything to do in this design, in a fixed order."""
    scales = Scales(design, design.physical[store], capacity(design, store, features))
    found = tuple(one for weigh in WEIGHING for one in weigh(scales))
    return (*found, *_queue(scales, found))


def _search(scales: Scales) -> Iterator[Weighed]:
    """A search index: where ranking what matches takes longer than the promise, or more than half of a large node."""
    for table_id, queries in searching(scales.physical).items():
        table, rate = scales.physical.tables[table_id], peak(scales.design, sum(q.per_day for q in queries))
        matching, promise = table.rows * MATCHING, min(q.latency_ms for q in queries) / 1000
        seconds, carried = matching / RANKED_ROWS_PER_CORE_SECOND, RANKED_ROWS_PER_CORE_SECOND * NODE_CORES * UTILIZATION
        slow, busy = seconds > promise, rate * matching > carried
        most = promise * RANKED_ROWS_PER_CORE_SECOND / MATCHING
        formula = f"{count(table.rows)} {table.name} x {MATCHING:.0%} that match / {count(RANKED_ROWS_PER_CORE_SECOND)} ranked a second"
        load = f"{count(rate)} searches/s x {count(matching)} matches, of {count(carried)} that half of {NODE_CORES} cores rank"
        evidence = (
            Computed(formula=formula, value=round(seconds, 4), unit="s a search"),
            Computed(formula=load, value=round(rate * matching, 2), unit="rows ranked a second"),
        )
        because = (
            f"a search among {count(table.rows)} {table.name} takes {seconds:.2g} s, and {promise:g} s are promised"
            if slow
            else f"{count(rate)} searches a second rank {count(rate * matching)} rows a second"
            if busy
            else f"the record's own full-text index answers in {seconds * 1000:.2g} ms"
        )
        until = f"{count(most)} {table.name} match too many for {promise:g} s"
        yield Weighed("search", "OpenSearch or Elasticsearch", slow or busy, (table_id,), because, until, evidence)


def _cache(scales: Scales) -> Iterator[Weighed]:
    """A cache of rows by key: where reads take more than half of a large node."""
    keyed = {t: asked for t, asked in by_key(scales.physical).items() if not _secret(scales.physical.tables[t])}
    reads, most = scales.capacity.reads_per_second, scales.capacity.sustained_reads_per_second
    share = reads / most
    if not keyed:
        yield _answers(scales, share, most)
        return
    taken = share > UTILIZATION
    tables = _relieving(scales, keyed) if taken else tuple(keyed)[:1]
    formula = f"{count(reads)} reads/s at peak of {count(most)} that one node sustains"
    because = (
        f"reads fill {share:.0%} of a large node; rows of {scales.named(tables)} asked by key leave it" if taken else f"{share:.0%} of a node read"
    )
    evidence = (Computed(formula=formula, value=round(share, 6), unit="share of a node"),)
    yield Weighed("cache", "Valkey or Redis", taken, tables, because, f"{count(most * UTILIZATION)} reads/s", evidence)


def _answers(scales: Scales, share: float, most: float) -> Weighed:
    """Where no row is asked by its key, whole answers could be kept; that is each instance's own, and no store."""
    same = [q for q in scales.physical.queries.values() if isinstance(q.statement, Select) and q.statement.where is None]  # for everybody
    hottest = max(same, key=lambda q: q.per_day, default=None)
    asked = f"; “{hottest.name}”, {count(hottest.per_day)} a day, may be kept by whoever asks" if hottest is not None else ""
    because = f"no row is asked by its key, {share:.0%} of a node read{asked}"
    evidence = (
        Computed(formula=f"{count(scales.capacity.reads_per_second)} reads/s at peak of {count(most)}", value=round(share, 6), unit="of a node"),
    )
    return Weighed("cache", "Valkey or Redis", False, (), because, f"{count(most * UTILIZATION)} reads/s", evidence, share > UTILIZATION)


def _relieving(scales: Scales, keyed: dict[str, list[Query]]) -> tuple[str, ...]:
    """The tables most asked by key, as many as bring the reads of the record under half of a node (or all)."""
    busiest = sorted(keyed, key=lambda t: -sum(q.per_day for q in keyed[t]))
    left, taken = scales.capacity.reads_per_second, []
    for table in busiest:
        if left <= scales.capacity.sustained_reads_per_second * UTILIZATION:
            break
        left -= peak(scales.design, sum(q.per_day for q in keyed[table]))
        taken.append(table)
    return tuple(taken)


def _series(scales: Scales) -> Iterator[Weighed]:
    """A time-series store: where what is measured arrives faster than one node writes, and everything else would fit."""
    growing = [t for t in _append_only(scales.physical) if scales.physical.tables[t].rows_per_day]
    if not growing:
        return
    id_ = max(growing, key=lambda t: scales.physical.tables[t].rows_per_day)
    table, most = scales.physical.tables[id_], scales.capacity.sustained_writes_per_second
    rate = peak(scales.design, writes_per_day(table))
    formula = f"{count(table.rows_per_day)} {table.name} a day at peak, of {count(most)} writes/s that one node sustains"
    evidence = (Computed(formula=formula, value=round(rate / most, 6), unit="share of a node"),)
    heavy = rate > most
    because = (
        f"{count(rate)} {table.name} a second are more than one node writes: they belong there, in batches, and their sums here; "
        "relvar leaves them in the record and says that it does not carry them"
        if heavy
        else f"{rate / most:.1%} of what one node writes"
    )
    yield Weighed("time series", "a time-series store", False, (id_,), because, f"{count(most)} {table.name} a second", evidence, heavy)


def _append_only(physical: Physical) -> list[str]:
    return [b.table for b in physical.behaviours.values() if isinstance(b, Freeze) and not b.columns and physical.tables[b.table].relation]


def _documents(scales: Scales) -> Iterator[Weighed]:
    """A store of whole documents: where putting an aggregate together from its rows takes more than half of a node."""
    for root, parts in parts_of(scales.physical).items():
        table = scales.physical.tables[root]
        rate = peak(scales.design, sum(q.per_day for q in by_key(scales.physical).get(root, [])))
        rows = 1 + sum(scales.physical.tables[p].rows / max(table.rows, 1) for p in parts)
        most = scales.capacity.sustained_reads_per_second * UTILIZATION
        if not rate:
            continue
        formula = f"{count(rate)} {table.name} opened a second x {rows:.1f} rows of {scales.named((root, *parts))}"
        evidence = (Computed(formula=formula, value=round(rate * rows, 2), unit="rows/s"),)
        taken = rate * rows > most
        because = f"{count(rate * rows)} rows a second are read to put {table.name} together, of {count(most)}"
        yield Weighed("document", "a document store", taken, (root, *parts), because, f"{count(most / rows)} {table.name} opened a second", evidence)


def _queue(scales: Scales, others: tuple[Weighed, ...]) -> Iterator[Weighed]:
    """A log of events beside the outbox: where other services listen, or more is told than one relay carries."""
    listening = next((trait for trait in LISTENING if scales.asks(trait)), "")
    listened = bool(listening)
    following = tuple(dict.fromkeys(t for one in others if one.taken for t in one.tables))
    tables = (EVENTS,) if EVENTS in scales.physical.tables else tuple(dict.fromkeys((*following, *(_roots(scales.physical) if listened else ()))))
    if not tables:
        return
    events = peak(scales.design, sum(writes_per_day(scales.physical.tables[t]) for t in tables))
    readers = sum(one.taken for one in others)
    most = BATCH_ROWS_PER_SECOND * UTILIZATION
    formula = f"{count(events)} changes/s of {scales.named(tables)} x {max(readers, 1)} readers, of {count(most)} that one relay carries"
    facts: tuple[Evidence, ...] = (Computed(formula=formula, value=round(events * max(readers, 1), 4), unit="rows/s"), OUTBOX)
    if listened:
        fact = ModelFact(element=f"trait {listening}", states="other services learn what changed without reading these tables")
        yield Weighed("queue", "Kafka, NATS or RabbitMQ", True, tables, "services of their own listen, each at its pace", "-", (fact, *facts))
        return
    taken = events * max(readers, 1) > most
    because = f"{count(events)} changes a second are told; " + ("one relay does not carry them" if taken else "the relay takes them from the outbox")
    yield Weighed("queue", "Kafka, NATS or RabbitMQ", taken, tables, because, f"{count(most)} changes a second, or other services that listen", facts)


def _projections(scales: Scales) -> Iterator[Weighed]:
    """Tables of the record that are made from its events."""
    if EVENTS in scales.physical.tables:
        fact = ModelFact(element=f"table {scales.physical.tables[EVENTS].name}", states="holds what happened; the ordinary tables follow it")
        yield Weighed(
            "projection", "tables of the record itself", True, (EVENTS,), "event sourcing keeps what happened and derives what is", "-", (fact,)
        )


def _roots(physical: Physical) -> tuple[str, ...]:
    """What other services hear of: tables that realize entities, without the parts of others."""
    parts = {p for found in parts_of(physical).values() for p in found}
    return tuple(i for i, t in physical.tables.items() if t.relation and i not in parts and not _secret(t))


def _secret(table: Table) -> bool:
    return any(c.sensitivity == "secret" for c in table.columns.values())


WEIGHING: tuple[Callable[[Scales], Iterator[Weighed]], ...] = (_search, _cache, _series, _documents, _projections)
OUTBOX = Manual(title="Transactional outbox", address="https://microservices.io/patterns/data/transactional-outbox.html")
