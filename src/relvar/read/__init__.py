"""VERB 1: brief -> conceptual. What the text says by grammar, then what the domain and general judgement add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual

if TYPE_CHECKING:
    from relvar.read.enrich.pack import Pack


def read(brief: Brief, scale_text: str = "", packs: tuple[Pack, ...] = ()) -> Conceptual:
    """The whole conceptual model of a brief, with volumes; every fact says where it came from. `packs` are the user's own.

    Answers for numbers are read behind the scale's text and stay with the brief: were they kept in both, each reading would add them again.
    What a language model found is part of the brief by then (`Brief.extraction`): nobody is asked here.
    """
    from relvar.read.answers import numbers
    from relvar.read.enrich import enrich
    from relvar.read.language_model.merge import merged
    from relvar.read.mending import mend, restored
    from relvar.read.text import read_surely

    mended = mend(brief.text)
    meant = msgspec.structs.replace(brief, text=mended.text) if mended.words else brief
    told, sure = read_surely(meant, "; ".join(part for part in (scale_text, *numbers(brief)) if part))
    model = restored(enrich(merged(told, brief, sure), meant, packs), mended)
    return msgspec.structs.replace(model, scale=msgspec.structs.replace(model.scale, text=scale_text))
