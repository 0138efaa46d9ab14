"""The domain's own name is no thing in it: "a music streaming service with artists" keeps artists, and neither music nor service.

An entity of the text goes where its one mention stands in the words by which the pack is known, and nothing is said of it but what it
is "with": those are the pack's own entities.
"""

from __future__ import annotations

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack, mentions
from relvar.read.enrich.reached import drop


def leave_out(draft: Draft, pack: Pack, text: str) -> None:
    """Drop the entities that only name the setting."""
    known = set(draft.names.values())
    words = {"_".join(word.split()) for name, entry in pack.table("entity").items() for word in (name, *entry.get("synonyms", ()))}
    for entity_id, entity in list(draft.entities.items()):
        said = only_in_name(entity_id.replace("_", " "), pack, text) and not _spoken_of(draft, entity_id)
        if said and entity_id not in known and set(entity.attributes) <= words:
            drop(draft, entity_id)


def only_in_name(phrase: str, pack: Pack, text: str) -> bool:
    """Whether the text says it once, and there to name the domain."""
    inside = max((mentions(word, text) for word in pack.head.sure if mentions(phrase, word)), default=0)
    return mentions(phrase, text) == inside == 1


def _spoken_of(draft: Draft, entity: str) -> bool:
    """Whether a question, a doing, a rule, a role or a number of the text needs it."""
    ways = set(draft.relationships.at(entity))
    asked = any(p.entity == entity or ways & {*p.include, *p.group_by, *(s for f in p.filters for s in f.path)} for p in draft.patterns.values())
    done = any(entity in (u.entity, *(step.entity for step in u.steps)) for u in draft.use_cases.values())
    ruled = any(entity in (rule.entity, getattr(rule, "of", "")) or ways & _named(rule) for rule in draft.rules.values())
    counted = any(entity.replace("_", " ") in phrase for phrase in (*draft.model.scale.counts, *draft.model.scale.rates))
    general = any(other.supertype == entity for other in draft.entities.values())
    return asked or done or ruled or counted or general or entity in draft.actors or entity == draft.tenant


def _named(rule: c.Rule) -> set[str]:
    """Relationships that a rule speaks of."""
    return {*getattr(rule, "per", ()), *getattr(rule, "left", ()), *getattr(rule, "right", ()), getattr(rule, "relationship", "")} - {""}
