"""What would name one occurrence among people: of whom, of what, and when ("a field, a crop and the time of planting").

Hardly any text says that it is unique, and often it is not (two payments of one customer in one minute), so it is shown and asked, and
nothing enforces it until somebody says so. Chen 1976, "The Entity-Relationship Model", section 3.2: weak entities are named by what they relate.
"""

from __future__ import annotations

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, inferred, said
from relvar.read.text.words import listed

TIMES = ("instant", "date")
# a time that is planned, or that ends something, does not tell one occurrence from the next
NOT_THE_MOMENT = frozenset(
    [
        "expected",
        "planned",
        "estimated",
        "end",
        "ending",
        "finish",
        "expiry",
        "expiration",
        "due",
        "next",
        "last",
        "update",
        "updated",
        "until",
        "deadline",
    ]
)
CHANGED, MADE = {"update", "updated", "modification", "modified"}, {"creation", "created"}
GUESS = 0.35  # confidence; in the reading benchmark's first 50 texts about two in three such keys are the designer's


def name_occurrences(draft: Draft) -> None:
    """Give every event that nothing names its likely identifier, or the identifier itself where the user said that it names one."""
    for entity_id, entity in list(draft.entities.items()):
        if _happens(entity_id, entity):
            members = _members(draft, entity_id)
            if members:
                _settle(draft, entity_id, members)


def _happens(entity_id: str, entity: c.Entity) -> bool:
    """An event of the brief that is neither named nor of the kind that people number (orders, contracts)."""
    named = bool(entity.identifiers or entity.supertype) or entity_id.rsplit("_", 1)[-1] in listed("numbered")
    return entity.entity_kind == "event" and not named and not entity.added


def _members(draft: Draft, entity_id: str) -> tuple[str, ...]:
    """Relationships to what it is of, then the moment; () where they cannot tell one from the next."""
    references = [i for i, _own, far in draft.parents(entity_id) if far.minimum and far.entity != draft.tenant]
    entity = draft.entities[entity_id]
    when = _moment(entity)
    if when and references:
        return (*references, when)
    stamped = bool(_stamps(entity)) and _stamps(entity) == set(entity.attributes)  # nothing but when the two were tied and last looked at
    once = len(references) > 1 and (stamped or entity_id.rsplit("_", 1)[-1] in listed("once"))
    return tuple(references) if once else ()


def _stamps(entity: c.Entity) -> set[str]:
    """The times of a row's own life, where the text tells both when it was made and when it was last changed."""
    changed = {name for name in entity.attributes if CHANGED & set(name.split("_"))}
    made = {name for name in entity.attributes if MADE & set(name.split("_"))}
    return changed | made if changed and made else set()


def _moment(entity: c.Entity) -> str:
    """The first time that the text tells of it, if it is the time at which it happens."""
    stamps = _stamps(entity)
    told = (
        name
        for name, known in entity.attributes.items()
        if name not in stamps
        and known.meaning.name in TIMES
        and known.required
        and known.source.kind == "brief"
        and not NOT_THE_MOMENT & set(name.split("_"))
    )
    return next(told, "")


def _settle(draft: Draft, entity_id: str, members: tuple[str, ...]) -> None:
    ends = {i: far.role or far.entity for i, _own, far in draft.parents(entity_id)}
    shown = [said(ends.get(member, member)) for member in members]
    together = f"{', '.join(shown[:-1])} and {shown[-1]}"
    source = inferred(f"{together} tell one {said(entity_id)} from another", GUESS)
    text = f"May two {said(draft.entities[entity_id].plural)} have the same {together}?"
    if draft.denies(text, "yes", f"whether {a(entity_id)} is unique by them, which refuses the second", GUESS, source):
        draft.set_entity(entity_id, identifiers=(c.Identifier(members=members, source=source),))
    else:
        draft.set_entity(entity_id, likely_identifier=members)
