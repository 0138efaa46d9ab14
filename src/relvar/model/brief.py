"""What the user said: the text, the databases, the scale, and where every fact came from."""

from __future__ import annotations

from typing import Literal

from relvar.model.extraction import Extraction
from relvar.model.noun import Noun

SourceKind = Literal["brief", "scale", "rule", "pack", "user", "document", "import", "model"]
Depth = Literal["minimal", "standard", "full"]


class Source(Noun, frozen=True, kw_only=True):
    """Where a fact came from.

    `kind` brief or scale: `words` quotes the text, `start` is their offset in characters. rule: `words` names the reading
    rule that inferred it. pack: `words` is "<pack>: <entry>". user: an edit of model.yaml. model: a language model found it,
    `words` quotes the text as for brief. `confidence` is 0 to 1.
    """

    kind: SourceKind
    words: str
    start: int | None = None
    confidence: float = 1.0


class Quantity(Noun, frozen=True, kw_only=True):
    """A number with its unit and source; a source of kind `rule` is an assumption and is printed as one."""

    value: float
    unit: str
    source: Source


class Spread(Noun, frozen=True, kw_only=True):
    """How many one instance of the entity `of` usually has, and the greatest number where the text knows of one far from it: told, no rule."""

    of: str
    usual: Quantity
    greatest: Quantity | None = None


class Scale(Noun, frozen=True, kw_only=True):
    """How much, how fast, how long, where.

    `counts`: things that stand, by entity phrase in the singular ("user": 1,000,000).
    `rates`: things that arrive, a day, by entity phrase ("order": 50,000).
    `paces`: things that arrive, a day, of each thing that they refer to, by entity id ("reading": 144 of each gauge).
    `spreads`: how many of an entity, by its id, one of another usually has, and how many at the most.
    """

    text: str = ""
    counts: dict[str, Quantity] = {}
    rates: dict[str, Quantity] = {}
    paces: dict[str, Quantity] = {}
    spreads: dict[str, Spread] = {}
    years: Quantity
    growth_per_year: Quantity
    peak_factor: Quantity
    read_share: Quantity
    latency_p95_ms: Quantity
    rpo_minutes: Quantity
    rto_minutes: Quantity
    availability: Quantity | None = None
    storage_bytes: Quantity | None = None
    regions: tuple[str, ...] = ()


class Brief(Noun, frozen=True, kw_only=True):
    """What was asked. `stores` are the engine names in order; `start` is a calendar date (ISO) only if the user gave one."""

    text: str
    title: str
    project: str
    stores: tuple[str, ...]
    depth: Depth = "standard"
    polyglot: bool = False  # further kinds of store may be used beside the first of `stores`, where the numbers justify them
    start: str | None = None
    hosting: dict[str, str] = {}  # store -> host, where the user gave one (`--hosting`); else what the text says (`Conceptual.hosting`)
    answers: dict[str, str] = {}  # text of a question -> what the user said to it
    extraction: Extraction | None = None  # what a language model found in the text, where one was asked
