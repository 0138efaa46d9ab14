"""The buffer pool: how much of the rows stays in memory."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.hosting import left_to_host
from relvar.engines.innodb.dialect import dialect
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design
from relvar.model.physical import Physical, Setting

MIB, GIB = 1024**2, 1024**3
# innodb-dedicated-server.html: 75 % of the memory of a server of more than 4 GB, 50 % of one of 1 to 4 GB.
POOL_SHARE, SMALL_POOL_SHARE, SMALL_BYTES = 0.75, 0.5, 4 * GIB
DEFAULT_POOL = 128 * MIB  # innodb_buffer_pool_size
CHUNK = 128 * MIB  # the pool is a multiple of innodb_buffer_pool_chunk_size


def memory(design: Design, store: str, physical: Physical) -> Iterator[Decision]:
    """One decision, where the size of the node is known."""
    topology = design.topology.get(store)
    if topology is None:
        return
    capacity = topology.capacity
    share = POOL_SHARE if capacity.memory_bytes > SMALL_BYTES else SMALL_POOL_SHARE
    wanted = min(share * capacity.memory_bytes, max(capacity.hot_bytes, DEFAULT_POOL))
    formula = f"min({share:.0%} of {capacity.memory_bytes / GIB:.1f} GiB memory, hot rows {capacity.hot_bytes / GIB:.2f} GiB)"
    evidence = (dialect(physical).page("buffer_pool"), Computed(formula=formula, value=wanted, unit="bytes"))
    if why := left_to_host(physical, POOL):
        yield Decision(advisor=physical.engine, subject=POOL, choice=f"the host's {POOL} kept", because=why, evidence=evidence, store=store)
        return
    if wanted <= DEFAULT_POOL:
        because = f"The rows that are read daily take {capacity.hot_bytes / MIB:.0f} MiB and fit."
        yield Decision(advisor=physical.engine, subject=POOL, choice=f"default kept: {POOL} = 128M", because=because, evidence=evidence, store=store)
        return
    value = f"{max(1, round(wanted / CHUNK)) * CHUNK // MIB}M"
    setting = Setting(value=value, because=formula, means="rows and indexes that are read daily stay in memory")
    changes = () if POOL in physical.settings else (Add(collection="settings", id=POOL, element=setting),)
    yield Decision(
        advisor=physical.engine,
        subject=POOL,
        choice=f"{POOL} = {value}",
        because=formula,
        evidence=evidence,
        instead_of=("default of 128M",),
        changes=changes,
        store=store,
    )


POOL = "innodb_buffer_pool_size"
