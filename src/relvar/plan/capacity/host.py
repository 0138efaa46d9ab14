"""The class of machine and the room on disk that a host would give the store, and where its bounds are passed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count, size
from relvar.model.hosting import Disks, Hosting, MachineClass, Machines
from relvar.model.physical import Physical
from relvar.model.topology import Capacity, HostBound
from relvar.plan.capacity.load import peak, writes_per_day
from relvar.plan.capacity.node import GIB, nodes_for

ROOM = 0.85  # of the disk is filled: Amazon's own advice is to look at it from there on (engines/hosting/rds.toml, monitoring)
WRITTEN = "at most: log, row and each index of every write; what is asked for lies in memory"
LOG_AND_ROW = 2  # pages of a commit beside its indexes: the end of the log, and the page of the row


def machine(load: Capacity, machines: Machines) -> MachineClass:
    """The smallest class with the cores and the memory, or the largest there is."""
    if machines.custom:
        return _custom(load, machines)
    by_memory = sorted(machines.classes, key=lambda it: (it.memory_gib, it.cores))
    fits = (it for it in by_memory if it.cores >= load.cores and it.memory_gib * GIB >= load.memory_bytes)
    return next(fits, by_memory[-1])


def _custom(load: Capacity, machines: Machines) -> MachineClass:
    """As many cores as are needed and as carry the memory, an even number of them; as much memory as they must have."""
    most = machines.gib_per_core_most
    cores = min(machines.cores_most, 2 * math.ceil(max(load.cores, load.memory_bytes / GIB / most) / 2))
    least = max(load.memory_bytes / GIB, machines.gib_least, cores * machines.gib_per_core_least)
    memory = min(cores * most, math.ceil(least / machines.gib_step) * machines.gib_step)
    return MachineClass(name=machines.custom.format(cores=cores, megabytes=round(memory * 1024)), cores=cores, memory_gib=memory)


def host_bounds(design: Design, physical: Physical, load: Capacity, hosting: Hosting | None) -> Iterator[HostBound]:
    """What a node needs beside what the host has, for each that a page of the host's states."""
    if hosting is None:
        return
    chosen = machine(load, hosting.machines) if hosting.machines is not None else None
    if chosen is not None and hosting.machines is not None:
        page, named = hosting.machines.manual, f"of {chosen.name}"
        yield HostBound(what="cores", needed=load.cores, there=chosen.cores, shown=(f"{load.cores}", f"{chosen.cores} {named}"), manual=page)
        there = chosen.memory_gib * GIB
        shown = (f"{load.memory_bytes / GIB:,.0f} GiB", f"{chosen.memory_gib:,g} GiB {named}")
        yield HostBound(what="memory", needed=load.memory_bytes, there=there, shown=shown, manual=page)
    if hosting.disks is not None:
        yield from _disk(design, physical, load, hosting.disks)
    yield from _connections(load, hosting, chosen)


def _nodes(load: Capacity) -> int:
    writes, reads = load.writes_per_second / load.sustained_writes_per_second, load.reads_per_second / load.sustained_reads_per_second
    return 1 if load.carries else nodes_for(writes, reads)


def _disk(design: Design, physical: Physical, load: Capacity, disks: Disks) -> Iterator[HostBound]:
    nodes = _nodes(load)
    wanted = (load.heap_bytes + load.index_bytes) / nodes / ROOM
    shown, how = (size(wanted), size(disks.gib_most * GIB)), f"{size(wanted * ROOM)}, {ROOM:.0%} of it"
    yield HostBound(what="storage", needed=wanted, there=disks.gib_most * GIB, shown=shown, manual=disks.manual, arithmetic=how)
    if not (disks.iops_per_gib or disks.sizes):
        return
    writes = peak(design, sum(writes_per_day(t) * (LOG_AND_ROW + 1 + len(t.indexes)) for t in physical.tables.values())) / nodes
    gib, rate = _given(disks, wanted / GIB, writes)
    shown = (f"{count(writes)}/s", f"up to {count(rate)}/s on {count(gib)} GiB")
    yield HostBound(what="iops", needed=writes, there=rate, shown=shown, manual=disks.manual, arithmetic=WRITTEN)


def _given(disks: Disks, gib: float, writes: float) -> tuple[float, float]:
    """The disk that has the room and the operations: its GiB, and operations a second."""
    if disks.sizes:
        fits = (it for it in disks.sizes if it.gib >= gib and it.iops >= writes)
        found = next(fits, disks.sizes[-1])
        return found.gib, found.iops
    least = min(disks.gib_most, max(disks.gib_least, gib, writes / disks.iops_per_gib))
    return math.ceil(least), math.ceil(least) * disks.iops_per_gib


def _connections(load: Capacity, hosting: Hosting, chosen: MachineClass | None) -> Iterator[HostBound]:
    """By the class, by its memory, or by the host's own bound."""
    found = hosting.connections
    if found is None:
        return
    by_class = chosen.connections if chosen is not None else 0
    by_memory = int(chosen.memory_gib * GIB / found.bytes_each) if chosen is not None and found.bytes_each else 0
    bounds = [it for it in (by_class or by_memory, found.most) if it]
    if bounds:
        there = min(bounds)
        how = f"{count(there)} of {chosen.name}" if chosen is not None and there != found.most else count(there)
        yield HostBound(what="connections", needed=load.connections, there=there, shown=(count(load.connections), how), manual=found.manual)
