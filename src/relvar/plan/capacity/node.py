"""What one node must hold and do: bytes, log, hot set, memory, cores, connections; and whether one node of the engine carries it."""

from __future__ import annotations

import math

from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Physical, Table
from relvar.model.topology import Capacity
from relvar.plan.capacity.bytes import all_index_bytes, heap_bytes, limit, tuple_bytes
from relvar.plan.capacity.load import SERVICE_SECONDS, busy, connections, peak, reads_per_day, writes_per_day

HOT_DAYS = 30  # people ask for this month's rows; older ones are looked up one by one (example, section 7)
GROWING_KINDS = ("event", "part", "association")  # their old rows cool; parties, things and lists stay warm as a whole
HOT_SHARE = 0.75  # of memory: the rest is for connections, sorts and the system
GIB = 2**30
MEMORY_LEAST = 2 * GIB
CORES_LEAST = 2
UTILIZATION = 0.5  # above half, waiting grows faster than load (M/M/1: the queue at 50 % doubles the service time)
NODE_CORES = 32  # an ordinary large server; larger ones exist, and cost more than they carry
NODE_BYTES = 16e12  # the largest single volume of the large clouds' general-purpose disks (16 TiB)
LOG_BYTES_OF_ENTRY = 64


def capacity(design: Design, store: str, features: Features) -> Capacity:
    """Every figure with its arithmetic."""
    physical = design.physical[store]
    reads, writes = peak(design, reads_per_day(physical)), peak(design, sum(map(writes_per_day, physical.tables.values())))
    heap = {i: t.rows * heap_bytes(t, features) for i, t in physical.tables.items()}
    index = {i: t.rows * all_index_bytes(t, physical.tables, features) for i, t in physical.tables.items()}
    log = sum(_log_bytes(t, features) for t in physical.tables.values())
    hot = {i: _hot_rows(design, i, t) * (heap[i] + index[i]) / max(t.rows, 1) for i, t in physical.tables.items()}
    sustained_writes, sustained_reads = _sustained(features)
    total = sum(heap.values()) + sum(index.values())
    nodes = nodes_for(writes / sustained_writes, reads / sustained_reads, total / NODE_BYTES)
    cores, memory = _cores(reads / nodes, writes / nodes, features), _memory(sum(hot.values()) / nodes)
    return Capacity(
        reads_per_second=reads,
        writes_per_second=writes,
        heap_bytes=sum(heap.values()),
        index_bytes=sum(index.values()),
        log_bytes_per_day=log,
        hot_bytes=sum(hot.values()),
        memory_bytes=memory,
        cores=cores,
        connections=_connections(physical, reads + writes),
        sustained_writes_per_second=sustained_writes,
        sustained_reads_per_second=sustained_reads,
        carries=nodes == 1,
        arithmetic={
            **_rates(design, physical, reads, writes, features),
            "heap_bytes": _largest(physical, heap),
            "index_bytes": _largest(physical, index),
            "log_bytes_per_day": f"{count(sum(map(writes_per_day, physical.tables.values())))} row versions a day with index entries = {size(log)}",
            "hot_bytes": f"{HOT_DAYS} days of what arrives, all of what stands: " + _largest(physical, hot),
            "memory_bytes": f"{size(sum(hot.values()))} hot{_over(nodes)} / {HOT_SHARE:g}, next power of two",
            "cores": _cores_said(reads / nodes, writes / nodes, cores, features) + _over(nodes),
            "nodes": f"the largest of {count(writes)} / {count(sustained_writes)} writes, {count(reads)} / {count(sustained_reads)} reads, "
            f"{size(total)} / {size(NODE_BYTES)}: {nodes}",
            "connections": _connections_said(physical, reads + writes),
        },
    )


def nodes_for(*shares: float) -> int:
    """Nodes that carry the load, by the largest share of what one carries."""
    return max(1, math.ceil(max(shares)))


def _over(nodes: int) -> str:
    return f" over {nodes} nodes" if nodes > 1 else ""


def _rates(design: Design, physical: Physical, reads: float, writes: float, features: Features) -> dict[str, str]:
    factor = design.conceptual.scale.peak_factor.value
    asked, done = reads_per_day(physical), sum(map(writes_per_day, physical.tables.values()))
    return {
        "reads_per_second": f"{count(asked)} questions a day / 86,400 s x peak factor {factor:g} = {count(reads)}/s",
        "writes_per_second": f"{count(done)} row versions a day / 86,400 s x peak factor {factor:g} = {count(writes)}/s",
        "sustained_writes_per_second": _sustained_said(features),
    }


def _sustained(features: Features) -> tuple[float, float]:
    """Writes and reads a second of one large node, from the measured rate of one core; where one writes at a time, cores do not add."""
    reads = limit(features, "reads_per_core_second", features.limit("sustained_reads_per_second")) * NODE_CORES
    if not features.can("concurrent_writers"):
        return features.limit("sustained_writes_per_second"), reads
    return limit(features, "writes_per_core_second", features.limit("sustained_writes_per_second")) * NODE_CORES, reads


def _sustained_said(features: Features) -> str:
    if not features.can("concurrent_writers"):
        return f"{count(features.limit('sustained_writes_per_second'))} commits a second, one writer"
    each = limit(features, "writes_per_core_second", features.limit("sustained_writes_per_second"))
    return f"{count(each)} commits a second × {NODE_CORES} cores"


def _log_bytes(table: Table, features: Features) -> float:
    """Log of a day's row versions: each the row and an entry in every index."""
    indexes = 1 + len(table.indexes)
    whole_pages = limit(features, "log_bytes_per_row", 0) >= limit(features, "page_bytes", 8192)  # then the row is inside them
    each = limit(features, "log_bytes_per_row", 0) + (0 if whole_pages else tuple_bytes(table, features))
    each += indexes * limit(features, "log_bytes_per_index_entry", LOG_BYTES_OF_ENTRY)
    update = max(each, limit(features, "log_bytes_per_random_update", 0))
    return table.rows_per_day * (each + table.updates_per_row * update)


def _hot_rows(design: Design, id_: str, table: Table) -> float:
    entity = design.conceptual.entities.get(id_)
    cools = entity is None or entity.entity_kind in GROWING_KINDS
    return min(table.rows, table.rows_per_day * HOT_DAYS) if cools and table.rows_per_day else table.rows


def _memory(hot: float) -> float:
    wanted = max(hot / HOT_SHARE, MEMORY_LEAST)
    return float(2 ** math.ceil(math.log2(wanted)))


def _core_seconds(reads: float, writes: float, features: Features) -> float:
    each_read = limit(features, "reads_per_core_second", features.limit("sustained_reads_per_second"))
    each_write = limit(features, "writes_per_core_second", features.limit("sustained_writes_per_second"))
    return reads / each_read + writes / each_write


def _cores(reads: float, writes: float, features: Features) -> int:
    return max(CORES_LEAST, math.ceil(_core_seconds(reads, writes, features) / UTILIZATION))


def _cores_said(reads: float, writes: float, cores: int, features: Features) -> str:
    used = _core_seconds(reads, writes, features)
    return f"{used:.2g} busy / {UTILIZATION:g} utilization, least {CORES_LEAST}: {cores}"


def _connections(physical: Physical, per_second: float) -> int:
    limits = [r.connection_limit for r in physical.roles.values() if r.login]
    return sum(limits) if limits else connections(per_second)


def _connections_said(physical: Physical, per_second: float) -> str:
    limits = [f"{r.name} {r.connection_limit}" for r in physical.roles.values() if r.login]
    little = f"{count(per_second)} statements/s x {SERVICE_SECONDS:g} s = {busy(per_second):.2g} busy (Little)"
    return f"{little}; the roles' limits together: {listed(limits, 12)}" if limits else f"{little}, + 3 x its root + 2"


def _largest(physical: Physical, of: dict[str, float], most: int = 3) -> str:
    """The terms that make the sum, largest first."""
    top = sorted(((b, i) for i, b in of.items() if b), reverse=True)[:most]
    rest = sum(of.values()) - sum(b for b, _ in top)
    said = [f"{physical.tables[i].name} {size(b)}" for b, i in top]
    return " + ".join(said + ([f"the rest {size(rest)}"] if rest >= 1 else []))
