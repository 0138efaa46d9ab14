"""How sure a model's fact is, beside the rules': what both found is surer, and where they disagree the surer one holds."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Attribute, Entity, Relationship
from relvar.read.language_model.quoting import Quoting

# between what the rules count in the text (0.9) and what they take from a plural or assume (0.7, 0.4): text/links.py
QUOTED = 0.8  # the quotation stands in the brief and names the thing, or one of the two it joins
NOT_NAMED = 0.6  # the quotation stands there and names it not
CERTAIN = 0.99  # two readers are no proof
Sourced = TypeVar("Sourced", Entity, Attribute, Relationship)


def source(quoting: Quoting, quote: str, *names: str) -> Source:
    """The source of a fact: the words of the brief, and where they stand (nowhere, when somebody edited the brief since)."""
    start = quoting.find(quote)
    said = Quoting(quote)
    named = any(said.mentions(name.replace("_", " ")) for name in names)
    return Source(kind="model", words=" ".join(quote.split()), start=start, confidence=QUOTED if named else NOT_NAMED)


def agreed(known: Sourced, told: Source) -> Sourced:
    """What two readers found: as unsure as both being wrong at once."""
    sure = min(1 - (1 - known.source.confidence) * (1 - told.confidence), CERTAIN)
    if known.source.kind != "brief" or known.source.confidence >= sure:
        return known
    return msgspec.structs.replace(known, source=msgspec.structs.replace(known.source, confidence=round(sure, 2)))
