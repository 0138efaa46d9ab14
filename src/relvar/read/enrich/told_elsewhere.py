"""A relationship of the text that follows from what the domain knows is told there, and not a second time.

"Customers book courts" is what bookings say, for each has its customer and its court: a court has no customer of its own. "Tickets to
concerts" follows from the ticket's category, which is a concert's. What one owns or consists of stays as the text says it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.read.enrich import rerouted
from relvar.read.enrich.draft import Draft
from relvar.read.text.words import listed

LONGEST = 3  # references one after the other; a longer way is hardly what the text meant
OWNING = {"have", "own", "belong", "keep", "is", "hold"}


def reroute(draft: Draft) -> None:
    """Leave out the text's relationships that the pack's entities tell, and lead what went through them that way."""
    ours = set(draft.names.values())
    for relationship_id, known in list(draft.relationships.items()):
        ends = (known.first, known.second)
        if known.source.kind != "brief" or known.identifying or any(end.role for end in ends) or not {end.entity for end in ends} <= ours:
            continue
        if relationship_id in draft.completed or _ruled(draft, relationship_id) or _owns(known.verb):
            continue
        holder = draft.holder(relationship_id)
        child, parent = (known.first, known.second) if holder == known.first.entity else (known.second, known.first)
        if holder and (way := _way(draft, child.entity, parent.entity, relationship_id)):
            rerouted.lead(draft, relationship_id, {child.entity: way, parent.entity: way[::-1]})
        elif event := _event_of(draft, child.entity, parent.entity):
            rerouted.realize(draft, relationship_id, event)


def _ruled(draft: Draft, relationship_id: str) -> bool:
    """A rule that counts or compares through it needs it as it is."""
    return any(relationship_id in (getattr(rule, "relationship", ""), *getattr(rule, "per", ())) for rule in draft.rules.values())


def _owns(verb: str) -> bool:
    base = verb.split()[0] if verb else "have"
    return base in OWNING or base in listed("contains") or base in listed("belong")


def _way(draft: Draft, child: str, parent: str, without: str) -> tuple[str, ...]:
    """References of the pack that lead from one to the other over something between; the shortest."""
    reached: list[tuple[str, tuple[str, ...]]] = [(child, ())]
    seen = {child}
    for here, way in reached:
        for step, far in _references(draft, here):
            if step == without or far in seen:
                continue
            if far == parent and way:
                return (*way, step)
            if len(way) + 1 < LONGEST:
                seen.add(far)
                reached.append((far, (*way, step)))
    return ()


def _references(draft: Draft, entity: str) -> Iterator[tuple[str, str]]:
    for step, _own, far in draft.parents(entity):
        if far.minimum == 1 and _from_pack(draft, step):
            yield step, far.entity


def _event_of(draft: Draft, first: str, second: str) -> str:
    """What happens between the two, and refers to both by the pack's word."""
    for entity_id, entity in draft.entities.items():
        if entity.entity_kind == "event" and entity_id in draft.names.values():
            ways = {far.entity for step, _own, far in draft.parents(entity_id) if _from_pack(draft, step)}
            if {first, second} <= ways:
                return entity_id
    return ""


def _from_pack(draft: Draft, step: str) -> bool:
    """Whether the pack has a line for it; `structure` notes those of the text that it completes."""
    return draft.relationships[step].source.kind == "pack" or step in draft.completed
