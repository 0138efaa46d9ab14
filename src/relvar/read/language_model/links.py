"""Relationships that a model found: new ones, the same ones, and those that disagree with the rules in how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from relvar.model import conceptual as c
from relvar.model.brief import Source
from relvar.model.extraction import Extraction, FoundRelationship
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, said
from relvar.read.language_model.quoting import Quoting
from relvar.read.language_model.things import Ids
from relvar.read.language_model.weighing import QUOTED, agreed, source
from relvar.read.text.naming import identifier
from relvar.read.text.sureness import Sure

FIRST_STANDS = Sure(QUOTED, QUOTED)  # of two things that a model says of one pair


class Told(NamedTuple):
    """A relationship as the model tells it, in ids of the draft."""

    first: str
    second: str
    fact: FoundRelationship


def relationships(draft: Draft, found: Extraction, ids: Ids, sure: Mapping[str, Sure], quoting: Quoting) -> None:
    """`sure`: how sure the rules are of each of their relationships."""
    told = [Told(ids.get(f.first, ""), ids.get(f.second, ""), f) for f in found.relationships]
    told = [t for t in told if t.first and t.second]
    single = [t for t in told if "*" not in t.fact.first_has or "*" not in t.fact.second_has]
    for one in (*single, *(t for t in told if t not in single)):  # many to many last: something else may realize it
        known = [i for i, r in draft.relationships.items() if {r.first.entity, r.second.entity} == {one.first, one.second}]
        if not known:
            _add(draft, one, quoting)
        elif len(known) == 1 and one.first != one.second:
            _compare(draft, known[0], one, sure.get(known[0], FIRST_STANDS), quoting)


def _built(draft: Draft, told: Told, quoting: Quoting) -> tuple[str, c.Relationship]:
    """With the reference at the end that has one of the other. A bound that no reference can keep is not promised."""
    forth, back = told.fact.first_has, told.fact.second_has
    one_second, one_first = forth.endswith("1"), back.endswith("1")
    second = c.End(entity=told.second, minimum=int(forth == "1..1"), maximum=1 if one_second else None)
    first = c.End(entity=told.first, minimum=int(back == "1..1"), maximum=1 if one_first else None)
    if one_second and not one_first:  # read from the side of the one, as the rules do
        first, second = second, first
    holder, other = (second, first) if first.maximum == 1 else (first, second)
    first = msgspec.structs.replace(first, minimum=_required(draft, holder.entity, first.entity, first.minimum) if first.maximum == 1 else 0)
    second = msgspec.structs.replace(second, minimum=0)
    optional = first.maximum == 1 and first.minimum == 0
    made = c.Relationship(
        verb=told.fact.verb or "has",
        first=first,
        second=second,
        source=source(quoting, told.fact.quote, told.first, told.second),
        on_delete="clear" if optional else "restrict",
    )
    return identifier((holder.entity, other.entity)), made


def _required(draft: Draft, holder: str, far: str, minimum: int) -> int:
    """A chain of required references that comes back to where it began would let nobody insert the first row."""
    seen, open_ = {far}, [far]
    while open_:
        here = open_.pop()
        if here == holder:
            return 0
        for _id, _own, end in draft.parents(here):
            if end.minimum and end.entity not in seen:
                seen.add(end.entity)
                open_.append(end.entity)
    return minimum


def _add(draft: Draft, told: Told, quoting: Quoting) -> None:
    name, made = _built(draft, told, quoting)
    both_many = made.first.maximum is None and made.second.maximum is None
    if both_many and _realized(draft, told.first, told.second):
        return
    if name not in draft.relationships:
        draft.relationships[name] = made


def _realized(draft: Draft, one: str, other: str) -> bool:
    """Whether an entity points at both: "enrolment" between students and courses."""
    return any({one, other} <= {far.entity for _id, _own, far in draft.parents(entity)} for entity in draft.entities if entity not in (one, other))


def _compare(draft: Draft, known_id: str, told: Told, sure: Sure, quoting: Quoting) -> None:
    """Equal in how many: surer. Else the surer reading holds, and the other one is a question."""
    known = draft.relationships[known_id]
    ours = (_many(known, told.second), _many(known, told.first))
    theirs = ("*" in told.fact.first_has, "*" in told.fact.second_has)
    told_source = source(quoting, told.fact.quote, told.first, told.second)
    if ours == theirs:
        draft.relationships[known_id] = agreed(known, told_source)
        return
    ruled = max(s for s, mine, yours in zip(_by(known, told, sure), ours, theirs, strict=True) if mine != yours)
    model_holds = told_source.confidence > ruled and not known.identifying and not known.first.role and not known.second.role
    readers = "The model says both" if known.source.kind == "model" else "The grammar of the brief and the model disagree"
    if (
        _asked(draft, told, ours, theirs, model_holds, f"{readers}; it quotes “{told_source.words}”.", told_source)
        and not _used(draft, known_id)
        and not known.identifying
    ):
        _name, made = _built(_without(draft, known_id), told, quoting)
        draft.relationships[known_id] = made  # under its id: others may already speak of it


def _many(known: c.Relationship, entity: str) -> bool:
    end = known.first if known.first.entity == entity else known.second
    return end.maximum is None


def _by(known: c.Relationship, told: Told, sure: Sure) -> tuple[float, float]:
    """The rules' sureness of how many second the first has, and of the way back."""
    of_first_end, of_second_end = sure
    return (of_second_end, of_first_end) if known.second.entity == told.second else (of_first_end, of_second_end)


def _asked(draft: Draft, told: Told, ours: tuple[bool, bool], theirs: tuple[bool, bool], model_holds: bool, why: str, words: Source) -> bool:
    """Whether the model's reading is to be taken, after what the user answered to the question."""
    ends = ((told.first, told.second), (told.second, told.first))
    one, other = next(pair for pair, mine, yours in zip(ends, ours, theirs, strict=True) if mine != yours)
    several = ours[ends.index((one, other))] is not model_holds
    text = f"Has {a(one)} several {said(draft.entities[other].plural)} at a time? {why}"
    changes = f"whether {said(one)} and {said(other)} are joined by a column or by a table"
    return model_holds is not draft.denies(text, "yes" if several else "no", changes, 0.8, words)


def _used(draft: Draft, relationship: str) -> bool:
    """Whether an identifier, a rule or a pattern already goes by it."""
    members = {m for e in draft.entities.values() for i in e.identifiers for m in i.members}
    ruled = {name for r in draft.rules.values() for name in (getattr(r, "relationship", ""), *getattr(r, "per", ()), *getattr(r, "left", ()))}
    asked = {step for p in draft.patterns.values() for step in (*p.include, *p.group_by, *(s for f in p.filters for s in f.path))}
    through = {step for actor in draft.actors.values() for p in actor.permissions for step in p.through}
    return relationship in members | ruled | asked | through


def _without(draft: Draft, relationship: str) -> Draft:
    """The draft as it is without one relationship, to judge what replaces it."""
    rest = Draft(draft.done())
    del rest.relationships[relationship]
    return rest
