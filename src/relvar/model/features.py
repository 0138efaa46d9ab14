"""What an engine can do, and its limits: facts with a link to the manual, read from `features.toml` of the engine's folder."""

from __future__ import annotations

from typing import Literal

from relvar.model.hosting import Hosting
from relvar.model.noun import Noun


class Capability(Noun, frozen=True, kw_only=True):
    """`can` something, since which version, by the manual's page; `instead`: what is done where it cannot."""

    can: bool
    manual: str
    since: str = ""
    instead: str = ""


class Limit(Noun, frozen=True, kw_only=True):
    value: float
    unit: str
    manual: str


class Features(Noun, frozen=True, kw_only=True):
    """Facts of one engine. A capability that no engine file names is a mistake of the asker: KeyError.

    `shape`: what it keeps: rows of tables, or documents that hold the rows of several (docs/decisions/0007).
    """

    engine: str
    title: str
    versions: tuple[str, ...]
    capabilities: dict[str, Capability]
    limits: dict[str, Limit]
    reserved: frozenset[str]
    shape: Literal["tables", "documents"] = "tables"
    hosting: Hosting | None = None  # of a store that runs at a host: what may not be assumed there

    def can(self, capability: str) -> bool:
        """Whether the engine can do it. Raises KeyError for a capability that its file does not state."""
        return self.capabilities[capability].can

    def limit(self, name: str) -> float:
        """The limit's value. Raises KeyError for a limit that its file does not state."""
        return self.limits[name].value
