"""VERB 1: brief -> conceptual. What the text says by grammar, then what the domain and general judgement add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual

if TYPE_CHECKING:
    from relvar.read.enrich.pack import Pack


def read(brief: Brief, scale_text: str = "", packs: tuple[Pack, ...] = ()) -> Conceptual:
    """The whole conceptual model of a brief, with volumes; every fact says where it came from. `packs` are the user's own."""
    from relvar.read.answers import numbers
    from relvar.read.enrich import enrich
    from relvar.read.text import read_text

    return enrich(read_text(brief, "; ".join(part for part in (scale_text, *numbers(brief)) if part)), brief, packs)
