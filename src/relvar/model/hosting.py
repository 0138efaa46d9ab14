"""Where a store runs: what a host lets its customer do, what it does itself, and what cannot be had there; facts, each with its page."""

from __future__ import annotations

from typing import Literal

from relvar.model.brief import Source
from relvar.model.noun import Noun

SELF = "self"  # machines of one's own: everything that the engine can do may be assumed
Topic = Literal[
    "backup", "recovery", "failover", "replicas", "storage", "connections", "pooling", "encryption", "tls", "audit", "monitoring", "maintenance"
]


class Hosted(Noun, frozen=True, kw_only=True):
    """A statement that something runs at a host. `engine`: the one that is named beside it, "" where none is."""

    host: str
    source: Source
    engine: str = ""


class Fact(Noun, frozen=True, kw_only=True):
    """What a host does or leaves to its customer, as a sentence. `by`: who does it."""

    says: str
    manual: str
    by: Literal["host", "you"] = "host"


class Lack(Noun, frozen=True, kw_only=True):
    """What the customer may not do there, and what a design does instead."""

    says: str
    instead: str
    manual: str


class Administrator(Noun, frozen=True, kw_only=True):
    """The most powerful account that a customer gets. `rights`: in the engine's own words, as the host's page lists them."""

    name: str
    rights: tuple[str, ...]
    manual: str


class Extension(Noun, frozen=True, kw_only=True):
    """An extension that may be had, and what must be set before it is made; "" where nothing."""

    manual: str
    turned_on: str = ""


class Added(Noun, frozen=True, kw_only=True):
    """A setting that a design needs because of the host alone."""

    value: str
    says: str
    manual: str


class Settings(Noun, frozen=True, kw_only=True):
    """How settings of the server are set: `place` in words, `command` of the host's tool with {settings}, each written as `each`.

    `left`: setting -> why the host's own value is better there. `adds`: settings that only the host asks for.
    """

    place: str
    command: str
    each: str
    manual: str
    joined: str = " "
    allows: str = ""  # the setting that lists the extensions that may be made
    needs: tuple[str, ...] = ()  # variables of the environment that the command reads
    left: dict[str, str] = {}
    adds: dict[str, Added] = {}


class Recipe(Noun, frozen=True, kw_only=True):
    """A command of the host's own tool. `needs`: variables of the environment that it reads."""

    command: str
    manual: str
    needs: tuple[str, ...] = ()


class MachineClass(Noun, frozen=True, kw_only=True):
    """A class of machine. `connections`: the most that it takes, where the host's page says it by class."""

    name: str
    cores: int
    memory_gib: float
    connections: int = 0


class Machines(Noun, frozen=True, kw_only=True):
    """The classes that a store may run on; or `custom`, the name of one that is made to measure, within bounds."""

    manual: str
    classes: tuple[MachineClass, ...] = ()
    custom: str = ""
    cores_most: int = 0
    gib_least: float = 0
    gib_step: float = 1
    gib_per_core_least: float = 0
    gib_per_core_most: float = 0


class DiskSize(Noun, frozen=True, kw_only=True):
    """A size of disk, and the operations a second that it is good for."""

    gib: float
    iops: float


class Disks(Noun, frozen=True, kw_only=True):
    """Storage of one node: its bounds, and operations a second by size or, `iops_per_gib`, as many as may be bought for each GiB."""

    manual: str
    gib_most: float
    gib_least: float = 0
    iops_per_gib: float = 0
    sizes: tuple[DiskSize, ...] = ()


class Connections(Noun, frozen=True, kw_only=True):
    """How many may be open: memory of the machine by `bytes_each`, and never more than `most`; 0: not said."""

    manual: str
    bytes_each: float = 0
    most: int = 0


class Hosting(Noun, frozen=True, kw_only=True):
    """One engine at one host. `cannot` is keyed by closed words that an engine's folder asks for (`lacks`)."""

    host: str
    title: str
    versions: tuple[str, ...]  # major ones that its page lists and relvar designs for; empty: see the page
    manual: str  # the page that lists the versions
    administrator: Administrator
    facts: dict[Topic, Fact] = {}
    settings: Settings | None = None
    keeps_days: int = 0  # the longest that the host keeps what it recovers from, by the page of `facts["backup"]`; 0: as its policy says
    loses_minutes: float = 0  # between the last copy of the log and a loss, by the page of `facts["recovery"]`; 0: not said there
    recover: Recipe | None = None
    snapshot: Recipe | None = None
    cannot: dict[str, Lack] = {}
    extensions: dict[str, Extension] = {}
    machines: Machines | None = None
    disks: Disks | None = None
    connections: Connections | None = None

    def lacks(self, what: str) -> bool:
        """Whether the host refuses its customer that."""
        return what in self.cannot
