"""What a pattern looks at, and what it found."""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.changes import Change
from relvar.model.design import Design, Evidence
from relvar.model.documents import Collection
from relvar.model.physical import Physical
from relvar.plan.documents.layout import Layout


class Sight(NamedTuple):
    """One collection of a store."""

    design: Design
    physical: Physical
    layout: Layout
    id: str
    collection: Collection


class Found(NamedTuple):
    """The collection with the pattern applied, in words, with the numbers, and what it was chosen instead of."""

    after: Collection
    choice: str
    because: str
    evidence: tuple[Evidence, ...]
    instead_of: tuple[str, ...]
    also: tuple[Change, ...] = ()  # what it makes of the rest of the store
