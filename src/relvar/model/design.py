"""The state that travels through the stages: brief, models, decisions, findings."""

from __future__ import annotations

from typing import Literal

import msgspec

from relvar.model.brief import Brief, Source
from relvar.model.changes import Change
from relvar.model.conceptual import Conceptual
from relvar.model.federation import Federation
from relvar.model.logical import Logical
from relvar.model.noun import Noun, TaggedNoun
from relvar.model.physical import Physical
from relvar.model.topology import Topology

FORMAT = 1  # of relvar.json; raised when a stored design can no longer be read as it is

Verdict = Literal["holds", "refuted", "not run", "doubt"]


# --- evidence: typed, for free text alone is none ---


class Words(TaggedNoun, frozen=True, kw_only=True):
    """Words of the brief, a rule or a pack that say so."""

    source: Source


class Computed(TaggedNoun, frozen=True, kw_only=True):
    """Arithmetic: `formula` with the numbers in place, its value and unit."""

    formula: str
    value: float
    unit: str


class Manual(TaggedNoun, frozen=True, kw_only=True):
    """A page of a manual or a published measurement. `address` may be empty for a measurement of our own (say where)."""

    title: str
    address: str = ""


class ModelFact(TaggedNoun, frozen=True, kw_only=True):
    """An element of the model that forces it: "relationship order_line_order: identifying"."""

    element: str
    states: str


class EngineFact(TaggedNoun, frozen=True, kw_only=True):
    """A fact of the engine's features.toml: what it can or cannot do."""

    engine: str
    capability: str
    can: bool
    manual: str


Evidence = Words | Computed | Manual | ModelFact | EngineFact


class Decision(Noun, frozen=True, kw_only=True):
    """One judgement. `advisor` is the file that made it; `subject` an element id ("orders", "orders.status", "*").

    `store` is empty where it holds for all. No decision without evidence.
    """

    advisor: str
    subject: str
    choice: str
    because: str
    evidence: tuple[Evidence, ...]
    instead_of: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    store: str = ""
    overridden: bool = False


class Finding(Noun, frozen=True, kw_only=True):
    """One claim and its verdict. `subject` is an element id. Live findings name the engine and version they were seen on."""

    check: str
    subject: str
    verdict: Verdict
    message: str
    remedy: str = ""
    store: str = ""
    engine: str = ""
    version: str = ""
    statement: str = ""
    seconds: float = 0.0

    @property
    def key(self) -> str:
        """Stable name of the finding: what was claimed of what, where."""
        return f"{self.store}/{self.check}/{self.subject}"


class Artefact(Noun, frozen=True, kw_only=True):
    """One file of the folder: path relative to it, and its text. `executable` for shell scripts."""

    path: str
    text: str
    executable: bool = False


class Design(Noun, frozen=True, kw_only=True):
    """Everything, from which every file is derived. A stage returns a new one. `physical` and `topology` are keyed by store name."""

    format: int = FORMAT
    brief: Brief
    conceptual: Conceptual
    logical: Logical = Logical()
    physical: dict[str, Physical] = {}
    topology: dict[str, Topology] = {}
    federation: Federation | None = None  # the stores beside the record, where the numbers justify any
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()

    def with_(self, **fields: object) -> Design:
        """A copy with some fields replaced."""
        return msgspec.structs.replace(self, **fields)
