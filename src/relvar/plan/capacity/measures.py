"""Means of scaling: pool, replica, cache, shard, archive, region: each needed now or not, and until which load not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.behaviour import Expire
from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Physical, Table
from relvar.model.query import Query
from relvar.model.topology import Backup, Capacity, Measure
from relvar.plan.capacity.bytes import limit
from relvar.plan.capacity.load import SERVICE_SECONDS, busy
from relvar.plan.capacity.node import NODE_BYTES, NODE_CORES, UTILIZATION, nodes_for
from relvar.plan.trace import Trace

# One copy in a batch of a thousand rows costs one commit: 82,500 rows a second with constraints on (field/operations.md E, 2 cores).
BATCH_ROWS_PER_SECOND = 82_500
SHARD_ROUND_TRIP_MS = 100  # between continents; within one about 20
SMALL_ROWS = 10_000  # a table that every application instance can keep in memory
FORESEEN_YEARS = 100  # a figure beyond a century says nothing of this load


class Load(NamedTuple):
    """What the measures weigh."""

    design: Design
    store: str
    features: Features
    capacity: Capacity
    backup: Backup

    @property
    def physical(self) -> Physical:
        return self.design.physical[self.store]

    def driver(self) -> Table | None:
        """The table whose arrivals are the load people speak of: the most rows a day that a model element explains."""
        ours = [t for t in self.physical.tables.values() if t.relation and t.rows_per_day > 0]
        return max(ours, key=lambda t: t.rows_per_day, default=None)

    def times(self, factor: float) -> str:
        """A multiple of this load in the design's own words."""
        driver = self.driver()
        often = count(factor) if factor >= 10 else f"{factor:.1f}"
        return f"{often} × now" + (f" ({count(driver.rows_per_day * factor)} {driver.name}/day)" if driver else "")


def measures(load: Load) -> Iterator[Measure]:
    """In the order in which they would be taken up; what is needed because one node is not enough comes first."""
    if not load.capacity.carries:
        yield _shard(load)
    yield from (_pool(load), _replica(load), _cache(load), _archive(load))
    if load.capacity.carries:
        yield _shard(load)
    if len(load.design.conceptual.scale.regions) > 1:
        yield _region(load)


def _pool(load: Load) -> Measure:
    rate = load.capacity.reads_per_second + load.capacity.writes_per_second
    active = 2 * load.capacity.cores + 1
    useful = f"{load.capacity.cores} cores x 2 + 1 disk = {active} at most useful"
    arithmetic = f"{count(rate)} statements/s x {SERVICE_SECONDS:g} s = {busy(rate):.2g} busy connections; {useful}"
    if not load.features.can("concurrent_writers"):
        how = "one connection writes"
        return Measure(means="pool", needed=False, until="two machines write", how=how, arithmetic=arithmetic)
    default = limit(load.features, "connections_default", 100)
    needed = busy(rate) > active or load.capacity.connections > default
    until = load.times(active / max(busy(rate), 1e-9))
    how = f"transaction mode, {load.capacity.connections} server connections"
    return Measure(means="pool", needed=needed, until=until, how=how, arithmetic=arithmetic)


def _replica(load: Load) -> Measure:
    if not load.features.can("replication"):
        how = "copies of the file"
        return Measure(means="replica", needed=False, until="two machines read", how=how, arithmetic=load.backup.arithmetic)
    promise = load.design.conceptual.scale.rto_minutes.value
    late, busy_share = load.backup.rto_minutes > promise, load.capacity.reads_per_second / load.capacity.sustained_reads_per_second
    hosting = load.features.hosting
    how = "one asynchronous standby, second zone" if hosting is None else f"a standby of {hosting.title} in a second zone"
    reads = f"{count(load.capacity.reads_per_second)} of {count(load.capacity.sustained_reads_per_second)} reads/s"
    until = (
        f"a restore takes {load.backup.rto_minutes:,.0f} of the promised {promise:g} minutes"
        if late
        else f"restore > {promise:g} min; {load.times(UTILIZATION / max(busy_share, 1e-9))}"
    )
    return Measure(means="replica", needed=late or busy_share > UTILIZATION, until=until, how=how, arithmetic=f"{load.backup.arithmetic}; {reads}")


def _cache(load: Load) -> Measure:
    busiest = max(load.physical.queries.values(), key=lambda q: q.per_day, default=None)
    small = [t.name for t in load.physical.tables.values() if t.relation and t.rows <= SMALL_ROWS and not t.rows_per_day]
    share = load.capacity.reads_per_second / load.capacity.sustained_reads_per_second
    fits = load.capacity.hot_bytes / load.capacity.memory_bytes
    how = _cached(load.physical, busiest, small)
    return Measure(
        means="cache",
        needed=share > UTILIZATION,
        until=load.times(UTILIZATION / max(share, 1e-9)),
        how=how,
        arithmetic=f"{size(load.capacity.hot_bytes)} hot in {size(load.capacity.memory_bytes)} of memory ({fits:.0%})",
        invalidated_by=_read_by(load.physical, busiest),
    )


def _cached(physical: Physical, busiest: Query | None, small: list[str]) -> str:
    first = f"the answer to “{busiest.name}”, {count(busiest.per_day)} a day" if busiest else "no question is asked often enough"
    return first + (f"; {listed(small)} may lie in each instance's memory" if small else "")


def _read_by(physical: Physical, query: Query | None) -> tuple[str, ...]:
    if query is None or not hasattr(query.statement, "joins"):
        return ()
    tables = [query.statement.table, *(j.table for j in query.statement.joins)]
    return tuple(dict.fromkeys(t for t in tables if t in physical.tables))


def _shard(load: Load) -> Measure:
    carried, total = load.capacity, load.capacity.heap_bytes + load.capacity.index_bytes
    share = max(carried.writes_per_second / carried.sustained_writes_per_second, total / NODE_BYTES)
    rate = f"{count(carried.writes_per_second)} of {count(carried.sustained_writes_per_second)} writes/s"
    arithmetic = f"{rate}, {size(total)} of {size(NODE_BYTES)}"
    until = f"{1 / share:.0%} of this load" if share > 1 else load.times(1 / max(share, 1e-9))
    return Measure(means="shard", needed=not carried.carries, until=until, how=_shard_how(load), arithmetic=arithmetic)


def _shard_how(load: Load) -> str:
    key = _shard_key(load)
    cut = f"cut along {key}" if key else "cut along the key of the largest table"
    driver = load.driver()
    if load.capacity.carries or driver is None:
        return cut
    carried, total = load.capacity, load.capacity.heap_bytes + load.capacity.index_bytes
    shares = (carried.writes_per_second / carried.sustained_writes_per_second, carried.reads_per_second / carried.sustained_reads_per_second)
    nodes = nodes_for(*shares, total / NODE_BYTES)
    batches = f"collect {driver.name} and write them in batches of a thousand ({count(BATCH_ROWS_PER_SECOND)} rows/s measured on 2 cores)"
    if load.features.can("concurrent_writers"):
        return f"{batches}, and {cut} over {nodes} nodes of {NODE_CORES} cores, or keep {driver.name} in a time-series store and only their sums here"
    return f"a server engine that lets many write at once, and {batches}"


def _shard_key(load: Load) -> str:
    """The tenant, or the reference that most rows hold, directly."""
    trace = Trace(load.design, load.store)
    tenant = load.design.conceptual.tenant
    if tenant and tenant in load.physical.tables:
        return f"{trace.tenant_column(tenant)}, which every key of a {tenant}'s rows already begins with"
    entities = load.design.conceptual.entities
    parties = [i for i in load.physical.tables if i in entities and entities[i].entity_kind == "party"]
    held = {i: _led_to(load.physical, trace, i) for i in parties or list(load.physical.tables)}
    best = max(held, key=lambda t: held[t], default="")
    return f"the {best.replace('_', ' ')} to whom {count(held[best])} rows lead" if best and held[best] else ""


def _led_to(physical: Physical, trace: Trace, root: str) -> float:
    """Rows of all tables that lead to this one by references."""
    seen, front, rows = {root}, [root], 0.0
    while front:
        front = list(dict.fromkeys(h.table for t in front for h in trace.referrers.get(t, ()) if h.table not in seen))
        seen.update(front)
        rows += sum(physical.tables[t].rows for t in front)
    return rows


def _archive(load: Load) -> Measure:
    total = load.capacity.heap_bytes + load.capacity.index_bytes
    leaving = [load.physical.tables[b.table].name for b in load.physical.behaviours.values() if isinstance(b, Expire) and not b.anonymise]
    years = load.design.conceptual.scale.years.value
    how = f"{listed(leaving)} leave by rule" if leaving else "nothing leaves: no term is stated"
    lasts = years * NODE_BYTES / max(total, 1)
    until = f"{lasts:,.0f} years" if lasts <= FORESEEN_YEARS else "anyone can foresee" if total else "there are rows"
    return Measure(
        means="archive", needed=total > NODE_BYTES, until=until, how=how, arithmetic=f"{size(total)} after {years:g} years of {size(NODE_BYTES)}"
    )


def _region(load: Load) -> Measure:
    scale = load.design.conceptual.scale
    promise = scale.latency_p95_ms.value
    slow = promise < SHARD_ROUND_TRIP_MS
    until = (
        f"answers across regions ({SHARD_ROUND_TRIP_MS} ms) miss the promise of {promise:g} ms"
        if slow
        else f"the promise of {promise:g} ms falls under {SHARD_ROUND_TRIP_MS} ms"
    )
    how = f"writes in one of {listed(scale.regions)}, a reading replica in each other"
    return Measure(
        means="region",
        needed=slow and load.features.can("replication"),
        until=until,
        how=how,
        arithmetic=f"p95 {promise:g} ms against {SHARD_ROUND_TRIP_MS} ms",
    )
