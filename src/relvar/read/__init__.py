"""VERB 1: brief -> conceptual. What the text says by grammar, then what the domain and general judgement add to it."""

from __future__ import annotations

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual


def read(brief: Brief, scale_text: str = "") -> Conceptual:
    """The whole conceptual model of a brief, with volumes; every fact says where it came from.

    What a language model found is part of the brief by then (`Brief.extraction`): nobody is asked here.
    """
    from relvar.read.answers import numbers
    from relvar.read.enrich import enrich
    from relvar.read.language_model.merge import merged
    from relvar.read.text import read_surely

    told, sure = read_surely(brief, "; ".join(part for part in (scale_text, *numbers(brief)) if part))
    return enrich(merged(told, brief, sure), brief)
