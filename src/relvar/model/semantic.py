"""Meaning of data: the base type with its bounds, and the semantic type that a reader attaches as a value."""

from __future__ import annotations

from typing import Literal

from relvar.model.expression import Expression
from relvar.model.noun import Noun

Base = Literal[
    "boolean",  # true or false
    "integer",  # whole number; `bits` 16, 32 or 64
    "decimal",  # exact; `precision` digits in all, `scale` after the point
    "float",  # approximate; measurements only, never money
    "text",  # characters; `length` is the largest number of characters, 0 = unlimited
    "bytes",
    "date",
    "time",
    "timestamp",  # an instant, UTC
    "period",  # half-open [start, end) of instants
    "uuid",
    "json",
]
Sensitivity = Literal["public", "internal", "personal", "special", "secret", "financial"]


class DataType(Noun, frozen=True, kw_only=True):
    """A base type and its bounds, known to no engine by name. Units: bits, characters, digits."""

    base: Base
    bits: int = 64
    length: int = 0
    precision: int = 0
    scale: int = 0


class SemanticType(Noun, frozen=True, kw_only=True):
    """What a value means. Engines map `data`, never `name`.

    `check`: a condition over `ColumnRef(column="value")` that every stored value satisfies (None: the base type says it all).
    `samples`: generator for `populate` (a closed list there: "email", "person_name", "money", ...).
    `bad`: a literal the check refuses, for the proof (None where `check` is None).
    `average_bytes`: assumed stored length of text and bytes, for capacity.
    `mask`: how a masked view shows it: "hide", "last4", "domain", "year", "initial", or "" for as it is.
    """

    name: str
    data: DataType
    description: str = ""
    check: Expression | None = None
    samples: str = ""
    bad: str | int | float | None = None
    sensitivity: Sensitivity = "internal"
    mask: str = ""
    average_bytes: int = 0
