"""The rules' reading of a text and a model's, as one. It depends on the two alone: nobody is asked anything here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from relvar.model.brief import Brief
from relvar.model.conceptual import Conceptual
from relvar.model.extraction import KINDS, Extraction
from relvar.read.enrich.draft import Draft
from relvar.read.language_model.demands import demands
from relvar.read.language_model.links import relationships
from relvar.read.language_model.people import roles
from relvar.read.language_model.quoting import Quoting
from relvar.read.language_model.things import attributes, entities, identifiers
from relvar.read.text.sureness import Sure


def merged(model: Conceptual, brief: Brief, sure: Mapping[str, Sure]) -> Conceptual:
    """The rules' `model` with what the brief's extraction adds; disagreements are questions, and answers to them are honoured."""
    found = brief.extraction
    if found is None or found.failed:
        return model
    draft, quoting = Draft(model, brief.answers), Quoting(brief.text)
    ids = entities(draft, found, quoting)
    attributes(draft, found, ids, quoting)
    relationships(draft, found, ids, sure, quoting)
    identifiers(draft, found, ids, quoting)
    demands(draft, found, ids, quoting)
    roles(draft, found, ids, quoting)
    return msgspec.structs.replace(draft.done(), ignored=tuple(_unused(model.ignored, found)))


def _unused(ignored: tuple[str, ...], found: Extraction) -> Iterator[str]:
    """Phrases that the rules did not use and the model did not quote either."""
    quotes = {Quoting(fact.quote).spoken for kind in KINDS for fact in getattr(found, kind)}
    for phrase in ignored:
        spoken = Quoting(phrase).spoken
        if not any(quote in spoken for quote in quotes):
            yield phrase
