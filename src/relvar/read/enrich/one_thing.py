"""Two words of a text for one thing of its domain: a shop's "users" and its "customers", of whom nothing is told but what they do.

The one that the domain calls so by its own name stays, and the other stays an actor. Asked, for somebody may keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from relvar.model.brief import Source
from relvar.read.enrich import rerouted
from relvar.read.enrich.adjacency import Told
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack

WEIGHT = 0.5  # a table more or less, and what refers to it
RULE = Source(kind="rule", words="two words of the domain for one thing")


def join(draft: Draft, pack: Pack) -> None:
    """Make one of every two entities that the pack knows as one, where the text tells nothing of the second."""
    for kept, other in list(_doubles(draft, pack)):
        plural, others = draft.entities[kept].plural, draft.entities[other].plural
        text = f"Are {others.replace('_', ' ')} kept apart from {plural.replace('_', ' ')}?"
        if not draft.denies(text, "no", f"a table of {others} of their own, and what refers to it", WEIGHT, RULE):
            _joined(draft, kept, other)


def _doubles(draft: Draft, pack: Pack) -> Iterator[tuple[str, str]]:
    known = pack.table("entity")
    for name, entry in known.items():
        kept = draft.names.get(name, "")
        if kept != name or kept not in draft.entities:
            continue
        for synonym in entry.get("synonyms", ()):
            other = synonym.replace(" ", "_").replace("-", "_")
            there = other in draft.entities and other not in known and other not in draft.names.values()
            if there and not draft.entities[other].attributes and not draft.entities[other].supertype:
                yield kept, other


def _joined(draft: Draft, kept: str, other: str) -> None:
    for id_, _own, far in draft.around(other):
        if id_ in draft.relationships:
            _moved(draft, id_, kept, other, far.entity)
    for id_, pattern in list(draft.patterns.items()):
        if pattern.entity == other:
            draft.patterns[id_] = replace(pattern, entity=kept)
    for id_, actor in list(draft.actors.items()):
        permissions = tuple(replace(p, entity=kept) if p.entity == other else p for p in actor.permissions)
        draft.actors[id_] = replace(actor, permissions=permissions)
    draft.rules = Told({id_: rule for id_, rule in draft.rules.items() if rule.entity != other})
    del draft.entities[other]


def _moved(draft: Draft, id_: str, kept: str, other: str, far: str) -> None:
    """The relationship stands at what is kept; where that has one to the same thing, it is that one."""
    same = next((i for i, _own, end in draft.around(kept) if end.entity == far and i != id_), "")
    if far in (kept, other):
        rerouted.lead(draft, id_, {other: (), kept: ()})
    elif same:
        rerouted.lead(draft, id_, {other: (same,), far: (same,)})
    else:
        relationship = draft.relationships[id_]
        first, second = (replace(end, entity=kept) if end.entity == other else end for end in (relationship.first, relationship.second))
        draft.relationships[id_] = replace(relationship, first=first, second=second)
