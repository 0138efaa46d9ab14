"""Scalability: what one node carries, and until which load none of the further means is needed."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count, size
from relvar.model.physical import Physical
from relvar.model.topology import Measure
from relvar.write.page import table, table_name


def scalability(design: Design, store: str) -> Iterator[str]:
    topology = design.topology[store]
    load = topology.capacity
    rows = [
        ("reads at peak", f"{count(load.reads_per_second)}/s", f"one node sustains {count(load.sustained_reads_per_second)}/s"),
        ("writes at peak", f"{count(load.writes_per_second)}/s", f"one node sustains {count(load.sustained_writes_per_second)}/s"),
        ("one node", f"{count(load.sustained_writes_per_second)} writes/s", load.arithmetic.get("sustained_writes_per_second", "")),
        ("tables", size(load.heap_bytes), load.arithmetic.get("heap_bytes", "")),
        ("indexes", size(load.index_bytes), load.arithmetic.get("index_bytes", "")),
        ("write-ahead log a day", size(load.log_bytes_per_day), load.arithmetic.get("log_bytes_per_day", "")),
        ("hot", size(load.hot_bytes), load.arithmetic.get("hot_bytes", "")),
        ("memory", size(load.memory_bytes), load.arithmetic.get("memory_bytes", "")),
        ("cores", load.cores, load.arithmetic.get("cores", "")),
        ("connections", load.connections, load.arithmetic.get("connections", "")),
    ]
    yield from table(("", "value", "arithmetic"), rows)
    yield from table(
        ("means", "now", "until", "how", "arithmetic", "made stale by writes to"),
        (_means(design.physical[store], m) for m in topology.measures.values()),
    )


def _means(physical: Physical, it: Measure) -> tuple[str, ...]:
    stale = ", ".join(table_name(physical, t) for t in it.invalidated_by)
    return it.means, "needed" if it.needed else "not yet", it.until, it.how, it.arithmetic, stale
