"""What every domain needs and no pack must know: names, instants, identifiers, references and life cycles that the text leaves out."""

from __future__ import annotations

import msgspec

from relvar.model import conceptual as c
from relvar.model.brief import Depth
from relvar.model.expression import Call, Constant, Expression
from relvar.read.enrich import natures, notation, rules
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.named_values import settle_named_values
from relvar.read.enrich.occurrences import name_occurrences
from relvar.read.enrich.spell import a, inferred, said
from relvar.read.lexicon import named_type
from relvar.read.text.kinds import BEGINS
from relvar.read.text.states import ENDED_EARLY, in_order

# meanings that name one thing by their nature, wherever they stand on the thing itself
NATURAL = (
    "serial_number",
    "sku",
    "isbn",
    "issn",
    "vin",
    "imo_number",
    "license_plate",
    "chip_number",
    "slug",
    "gtin",
    "iban",
    "username",
    "tracking_number",
)
# unique, and yet no number that people go by: they pick it and change it
PICKED = ("username", "name", "title")
OF_ACCOUNTS = ("iban",)  # it names an account; two people may share one
NAMING = ("name", "title", "username")
PERSONAL_NAMING = ("name", "person_name", "family_name", "given_name", "username")
TIMES = ("instant", "date")
# a life ends in one of these; a closed list of values that holds one of them is read as a life
ENDINGS = "returned return completed completion closed closing cancelled resolved delivered finished paid approved discharged"
FINAL = """done completed complete finished closed cancelled canceled rejected delivered paid returned expired archived resolved approved
    no-show no_show refunded failed sold withdrawn discharged terminated settled lost declined retired scrapped published"""
GROUPS = """company organization organisation clinic hospital school university supplier vendor publisher department team club agency carrier bank
    insurer shop store institution firm manufacturer partner sponsor association committee museum merchant seller tenant"""
FINAL_WORDS, ORGANIZATIONS, LATER = (frozenset(words.split()) for words in (FINAL, GROUPS, ENDINGS))
ENDED = frozenset(["end", "ended", "finish", "resolution"])
NEW_LIFE = (("open", "in_progress"), ("in_progress", "done"), ("open", "cancelled"), ("in_progress", "cancelled"))


def fill(draft: Draft, depth: Depth) -> None:
    """Complete the entities that no pack completed."""
    if depth != "minimal":
        _connect(draft)
        natures.settle(draft)
        settle_named_values(draft)
        for entity in draft.entities:
            _name_it(draft, entity)
    for entity in draft.entities:
        _settle_frozen(draft, entity)
        _later(draft, entity)
        _personal(draft, entity)
        _identify(draft, entity)
    name_occurrences(draft)
    _live(draft)
    for entity in draft.entities:
        _later(draft, entity)


def moment(draft: Draft, entity: str) -> str:
    """The attribute that says when an instance happened: required and set at birth first; "" where none does."""
    attributes = draft.entities[entity].attributes
    times = [name for name, attribute in attributes.items() if attribute.meaning.name in TIMES]
    best = (
        [n for n in times if attributes[n].frozen] + [n for n in times if attributes[n].required and attributes[n].meaning.name == "instant"] + times
    )
    return best[0] if best else ""


def named_by(draft: Draft, entity: str) -> str:
    """The attribute by which people call an instance, or ""."""
    attributes = draft.entities[entity].attributes
    naming = PERSONAL_NAMING if draft.entities[entity].entity_kind == "party" else NAMING
    return next((name for meaning in naming for name, known in attributes.items() if known.meaning.name == meaning), "")


# --- attributes ---


def _name_it(draft: Draft, entity_id: str) -> None:
    entity = draft.entities[entity_id]
    if entity.supertype or entity_id in draft.names.values():  # a pack knows by what its own are called
        return
    kind = entity.entity_kind
    if kind == "event" and not moment(draft, entity_id):
        _give(draft, entity_id, "occurred_at", "instant", f"{a(entity.name)} happens at an instant", now=True, frozen=True)
    elif natures.nameless(entity_id) and kind == "thing":
        if not entity.attributes and not draft.parents(entity_id):
            _give(draft, entity_id, "code", "code", f"{a(entity.name)} is told by a code on it")
    elif kind in ("party", "thing", "lookup") and not named_by(draft, entity_id) and not entity.identifiers and not _is_told(draft, entity_id):
        meaning = "person_name" if kind == "party" and not ORGANIZATIONS & set(entity_id.split("_")) else "name"
        _give(draft, entity_id, "name", meaning, f"{a(entity.name)} is called by a name")
    elif kind == "part" and not entity.attributes and not _identifying(draft, entity_id):
        _give(draft, entity_id, "line_number", "line_number", f"{a(entity.name)} has its place in its whole")


def _is_told(draft: Draft, entity_id: str) -> bool:
    """Whether people tell of it by what and when: a damage has a date and a description, and nobody names it."""
    attributes = draft.entities[entity_id].attributes.values()
    return bool(moment(draft, entity_id)) and any(known.meaning.name == "description" for known in attributes)


def _settle_frozen(draft: Draft, entity_id: str) -> None:
    """ "Payments never change once captured": what has a life changes its state and nothing else."""
    entity = draft.entities[entity_id]
    states = {r.attribute for r in draft.rules.of(entity_id) if isinstance(r, c.LifeCycle)}
    if entity.immutable and states:
        attributes = {n: known if n in states else msgspec.structs.replace(known, frozen=True) for n, known in entity.attributes.items()}
        draft.set_entity(entity_id, immutable=False, attributes=attributes)


def _later(draft: Draft, entity_id: str) -> None:
    """A date of return is not known when the loan begins, nor the end of what still runs: what happens later is empty at first."""
    entity = draft.entities[entity_id]
    lives = any(isinstance(rule, c.LifeCycle) for rule in draft.rules.of(entity_id))
    if entity.entity_kind != "event" and not lives:
        return
    planned = any(BEGINS & set(name.split("_")) for name in entity.attributes)  # a booking from a start to an end has both from the beginning
    later = LATER | ENDED if lives and not planned else LATER
    attributes = dict(entity.attributes)
    for name, known in attributes.items():
        if known.meaning.name in TIMES and known.required and later & set(name.split("_")):
            attributes[name] = msgspec.structs.replace(known, required=False)
    draft.set_entity(entity_id, attributes=attributes)


def _personal(draft: Draft, entity_id: str) -> None:
    """The name of a person is personal data, that of a firm is not."""
    entity = draft.entities[entity_id]
    name = entity.attributes.get("name")
    if entity.entity_kind == "party" and name is not None and name.meaning.name == "name" and not ORGANIZATIONS & set(entity_id.split("_")):
        attributes = {**entity.attributes, "name": msgspec.structs.replace(name, meaning=named_type("person_name"))}
        draft.set_entity(entity_id, attributes=attributes)


def _identifying(draft: Draft, entity: str) -> bool:
    return any(draft.relationships[i].identifying for i, _own, _far in draft.parents(entity))


def _give(draft: Draft, entity: str, name: str, meaning: str, why: str, *, now: bool = False, frozen: bool = False) -> None:
    if name in draft.entities[entity].attributes:
        return
    made = c.Attribute(
        name=name, meaning=named_type(meaning), source=inferred(why.replace("_", " ")), default=Call(function="now") if now else None, frozen=frozen
    )
    draft.set_entity(entity, attributes={**draft.entities[entity].attributes, name: made})


# --- identifiers ---


def _identify(draft: Draft, entity_id: str) -> None:
    entity = draft.entities[entity_id]
    found = list(entity.identifiers)
    told = {member for identifier in found for member in identifier.members}
    for name, attribute in entity.attributes.items():
        natural = attribute.meaning.name in NATURAL and entity.entity_kind in ("thing", "party") and not attribute.multivalued
        natural &= entity.entity_kind == "thing" or attribute.meaning.name not in OF_ACCOUNTS
        if name not in told and (natural or (entity.entity_kind == "lookup" and name == "name")):
            why = inferred(f"a {attribute.meaning.name.replace('_', ' ')} names one {entity.name.replace('_', ' ')}")
            primary = attribute.required and attribute.meaning.name not in PICKED and not any(i.primary for i in found)
            found.append(c.Identifier(members=(name,), source=why, primary=primary, ignore_case=entity.entity_kind == "lookup"))
    if tuple(found) != entity.identifiers:
        draft.set_entity(entity_id, identifiers=tuple(found))


# --- references that a bare list of nouns leaves out ---


def _connect(draft: Draft) -> None:
    """ "boats, customers, rentals": an event without any relationship is somebody's and about something."""
    parties = [i for i, e in draft.entities.items() if e.entity_kind == "party" and not e.added]
    things = [i for i, e in draft.entities.items() if e.entity_kind == "thing" and not e.added]
    events = [i for i, e in draft.entities.items() if e.entity_kind == "event" and not e.added]
    for entity_id in events:
        if draft.around(entity_id):
            continue
        for parent in (*parties[:1], *(things if len(things) == 1 else [])):
            _refer(draft, entity_id, parent, f"{a(entity_id)} is of one {said(parent)}")
        if not draft.around(entity_id) and things:
            _refer(draft, entity_id, things[0], f"{a(entity_id)} is about one {said(things[0])}")
    for entity_id, entity in list(draft.entities.items()):
        wholes = [*events, *things]
        if entity.entity_kind == "part" and not draft.around(entity_id) and wholes:
            _refer(draft, entity_id, wholes[0], f"{a(entity_id)} is part of one {said(wholes[0])}", "cascade")


def _refer(draft: Draft, child: str, parent: str, why: str, on_delete: c.OnDelete = "restrict") -> None:
    text = f"Is it right that {why}? The brief names both and does not say how they belong together."
    if draft.denies(text, "yes", f"the reference {child}_{parent} and everything read through it", 0.6, inferred(why, 0.4)):
        return
    draft.relationships[f"{child}_{parent}"] = c.Relationship(
        verb="has",
        first=c.End(entity=parent, minimum=1, maximum=1),
        second=c.End(entity=child),
        source=inferred(why, 0.4),
        on_delete=on_delete,
    )


# --- life cycles ---


def _live(draft: Draft) -> None:
    for rule_id, known in list(draft.rules.items()):
        if isinstance(known, c.OneOf) and FINAL_WORDS & {value.replace(" ", "_") for value in known.values} and _is_state(draft, known):
            draft.rules[rule_id] = _life(draft, known)
    ruled = {(r.entity, r.attribute) for r in draft.rules.values() if isinstance(r, c.OneOf | c.LifeCycle)}
    for entity_id, entity in list(draft.entities.items()):
        for name, attribute in entity.attributes.items():
            if attribute.meaning.name == "status" and (entity_id, name) not in ruled:
                _assume_life(draft, entity_id, name)
    for rule_id, known in list(draft.rules.items()):
        if isinstance(known, c.LifeCycle):
            rules.start_in(draft, known.entity, known.attribute, known.initial)
        elif isinstance(known, c.NoOverlap) and not known.live and (competing := _open(draft, known.entity)):
            draft.rules[rule_id] = msgspec.structs.replace(known, live=competing)


def _open(draft: Draft, entity: str) -> tuple[str, ...]:
    """States in which an instance still holds what it holds: a cancelled booking frees its slot."""
    return next((r.open for r in draft.rules.of(entity) if isinstance(r, c.LifeCycle)), ())


def _is_state(draft: Draft, known: c.OneOf) -> bool:
    attribute = draft.entities[known.entity].attributes[known.attribute]
    return attribute.meaning.name == "status" or known.attribute in ("status", "state", "stage", "phase")


def _life(draft: Draft, known: c.OneOf) -> c.LifeCycle:
    """States in the order of the text: each leads to the next, and to an early end from every open one."""
    states = known.values
    early = [s for s in states if s.replace(" ", "_") in ENDED_EARLY]
    main = [s for s in states if s not in early]
    final = (main[-1], *early) if main else tuple(early)
    words = f"the states {', '.join(states)} in the order of the text; {', '.join(early) or 'none'} from every open one"
    draft.ask(
        f"May {a(known.entity)} go back or skip a state, other than {', '.join(main)} in this order?",
        "no; it ends early only by " + (", ".join(early) or "none"),
        f"the allowed transitions of {known.entity}.{known.attribute}",
        0.4,
        known.source,
    )
    return c.LifeCycle(
        entity=known.entity,
        attribute=known.attribute,
        initial=states[0],
        transitions=tuple(dict.fromkeys(in_order(states))),
        source=msgspec.structs.replace(known.source, words=known.source.words if known.source.kind == "brief" else words),
        final=final,
        open=tuple(s for s in states if s not in final),
    )


def _beginning_with(default: Expression | None) -> tuple[tuple[str, str], ...]:
    """The usual life; where the text says only how it begins, from there."""
    first = default.value if isinstance(default, Constant) and isinstance(default.value, str) else NEW_LIFE[0][0]
    return tuple((first if before == NEW_LIFE[0][0] else before, after) for before, after in NEW_LIFE)


def _assume_life(draft: Draft, entity: str, attribute: str) -> None:
    source = inferred(f"the states of {a(entity)} are not named", 0.3)
    text = f"Which states has the {said(attribute)} of {a(entity)}?"
    named = draft.ask(text, "open, in progress, done, cancelled", f"{entity}.{attribute}", 0.5, source, "states")
    transitions = notation.transitions(notation.chain(named)) if named else _beginning_with(draft.entities[entity].attributes[attribute].default)
    left = tuple(dict.fromkeys(before for before, _ in transitions))
    draft.rules[f"{entity}_{attribute}_life"] = c.LifeCycle(
        entity=entity,
        attribute=attribute,
        initial=transitions[0][0],
        transitions=transitions,
        source=source,
        final=tuple(dict.fromkeys(after for _, after in transitions if after not in left)),
        open=left,
    )
