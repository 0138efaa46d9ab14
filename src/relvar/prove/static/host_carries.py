"""What one node needs is within what the host's pages say that it gives: cores and memory of a class, storage, operations, connections."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.hosting import title
from relvar.model.design import Design, Finding
from relvar.model.topology import HostBound
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "host_carries"
REMEDY = "cut the store over several nodes, keep less of it here, or choose another host"


def host_carries(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        topology = design.topology.get(store)
        if topology is not None and topology.bounds:
            host = title(physical.host)
            faults = (_fault(host, bound) for bound in topology.bounds if bound.passed)
            yield from reported(CHECK, faults, f"{host} gives what a node needs: {', '.join(b.what for b in topology.bounds)}", store)


def _fault(host: str, bound: HostBound) -> Fault:
    needed, there = bound.shown
    return Fault(bound.what, f"{bound.what}: {needed} needed, and {host} gives {there}", REMEDY, doubt=True)
