"""Beyond one server: replicas, pools, caches, shards, backups, alerts, each with the load at which it is needed."""

from __future__ import annotations

from typing import Literal

from relvar.model.noun import Noun

Means = Literal["replica", "pool", "cache", "shard", "archive", "search", "queue", "region"]


class Capacity(Noun, frozen=True, kw_only=True):
    """Load and size, computed. Rates are per second at peak; bytes after the scale's years. `arithmetic` shows each."""

    reads_per_second: float
    writes_per_second: float
    heap_bytes: float
    index_bytes: float
    log_bytes_per_day: float
    hot_bytes: float
    memory_bytes: float
    cores: int
    connections: int
    sustained_writes_per_second: float  # what one node of this engine carries, from a measured figure
    sustained_reads_per_second: float
    carries: bool
    arithmetic: dict[str, str] = {}


class Measure(Noun, frozen=True, kw_only=True):
    """A means of scaling: recommended now or not, until which load not, and how it would be done."""

    means: Means
    needed: bool
    until: str  # "you need none until N" in this design's own numbers
    how: str
    arithmetic: str = ""
    invalidated_by: tuple[str, ...] = ()  # for a cache: table ids whose writes make it stale


class Backup(Noun, frozen=True, kw_only=True):
    method: str
    full_every_hours: int
    log_archived: bool
    keep_days: int
    rpo_minutes: float
    rto_minutes: float
    arithmetic: str


class Alert(Noun, frozen=True, kw_only=True):
    """`measure`: closed list an engine turns into a query. Fires above (or below) `threshold`.

    `because`: the arithmetic of this design; `means`: what the measure tells in any, for whoever is called.
    """

    name: str
    measure: str
    on: str
    threshold: float
    below: bool = False
    because: str = ""
    means: str = ""


class HostBound(Noun, frozen=True, kw_only=True):
    """What a node needs of something that its host bounds, and what there is of it; `shown`: both in words."""

    what: Literal["cores", "memory", "storage", "iops", "connections"]
    needed: float
    there: float
    shown: tuple[str, str]
    manual: str
    arithmetic: str = ""

    @property
    def passed(self) -> bool:
        """Whether more is needed than there is."""
        return self.needed > self.there


class Topology(Noun, frozen=True, kw_only=True):
    capacity: Capacity
    measures: dict[str, Measure] = {}
    backup: Backup | None = None
    alerts: dict[str, Alert] = {}
    bounds: tuple[HostBound, ...] = ()  # of the host, where it is not a machine of one's own
