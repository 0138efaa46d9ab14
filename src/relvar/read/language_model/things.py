"""Entities, attributes and identifiers that a model found, beside those of the rules. What the text says by grammar stays."""

from __future__ import annotations

import msgspec

from relvar.model import conceptual as c
from relvar.model.extraction import Extraction, FoundAttribute, FoundEntity, FoundIdentifier
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import a, said
from relvar.read.language_model.quoting import Quoting
from relvar.read.language_model.weighing import QUOTED, agreed, source
from relvar.read.lexicon import named_type, semantic_type, semantic_types
from relvar.read.text.kinds import kind
from relvar.read.text.naming import WRAPPERS_KEPT
from relvar.read.text.words import plural

UNKNOWN = "short_text"
IDS = ("_id", "_number", "_no", "_code")
Ids = dict[str, str]


def entities(draft: Draft, found: Extraction, quoting: Quoting) -> Ids:
    """The model's entities as ids of the draft; "" for one that stays a value of another."""
    ruled = list(draft.entities)
    ids = _same(ruled, [fact.name for fact in found.entities])
    for fact in found.entities:
        if known := ids.get(fact.name):
            draft.entities[known] = agreed(draft.entities[known], source(quoting, fact.quote, fact.name))
        else:
            ids[fact.name] = _new(draft, fact, found, quoting)
    _silent(draft, [name for name in ruled if name not in ids.values()], found)
    return ids


def _same(ruled: list[str], told: list[str]) -> Ids:
    """The model's names of the rules' entities: the same name, else one of both that differ only in a quality or a wrapper."""
    ids = {name: name for name in told if name in ruled}
    for name in told:
        near = [known for known in ruled if known not in ids.values() and known not in told and _near(name, known)]
        if name not in ids and len(near) == 1 and sum(_near(other, near[0]) for other in told) == 1:
            ids[name] = near[0]
    return ids


def _near(name: str, known: str) -> bool:
    """ "observing run" is the run, "weather log" the weather."""
    first, _, last = name.rpartition("_")
    return name.endswith(f"_{known}") or known.endswith(f"_{name}") or (first == known and last in WRAPPERS_KEPT)


def _new(draft: Draft, fact: FoundEntity, found: Extraction, quoting: Quoting) -> str:
    owners = [i for i, e in draft.entities.items() if fact.name in e.attributes]
    if owners and not _becomes_a_thing(draft, fact, owners[0], quoting):
        return ""
    words = tuple(tuple(f.name.split("_")) for f in found.attributes if f.entity == fact.name)
    refers = sum(1 for r in found.relationships if (r.first == fact.name and _one(r.first_has)) or (r.second == fact.name and _one(r.second_has)))
    key = tuple(fact.name.split("_"))
    draft.entities[fact.name] = c.Entity(
        name=fact.name,
        plural="_".join((*key[:-1], plural(key[-1]))),
        entity_kind=fact.kind or kind(key, words, False, refers),
        source=source(quoting, fact.quote, fact.name),
    )
    return fact.name


def _one(many: str) -> bool:
    return many.endswith("1")


def _becomes_a_thing(draft: Draft, fact: FoundEntity, owner: str, quoting: Quoting) -> bool:
    """A value by the rules, a thing by the model: the user decides, and until then it is a value."""
    told = source(quoting, fact.quote, fact.name)
    text = f"Is {a(fact.name)} a thing of its own, with data of its own? The grammar of the brief makes it a value of {a(owner)}."
    if not draft.denies(text, "no", f"{owner}.{fact.name}, or an entity {fact.name}", 0.6, told):
        return False
    entity = draft.entities[owner]
    used = any(fact.name in i.members for i in entity.identifiers) or any(getattr(r, "attribute", "") == fact.name for r in draft.rules.values())
    if not used:
        draft.set_entity(owner, attributes={n: known for n, known in entity.attributes.items() if n != fact.name})
    return not used


def _silent(draft: Draft, unnamed: list[str], found: Extraction) -> None:
    """Entities of the rules that the model does not name: one question, for silence is weak evidence."""
    if not unnamed:
        return
    names = ", ".join(said(name) for name in unnamed)
    text = f"Are these things that the software keeps: {names}? The grammar of the brief says so, {found.by} does not name them."
    draft.ask(text, "yes", f"entities {names}", 0.3, draft.entities[unnamed[0]].source)


# --- attributes ---


def attributes(draft: Draft, found: Extraction, ids: Ids, quoting: Quoting) -> None:
    for fact in found.attributes:
        entity = ids.get(fact.entity, "")
        if entity and not _is_reference(draft, fact, entity, ids):
            _attribute(draft, fact, entity, quoting)


def _is_reference(draft: Draft, fact: FoundAttribute, entity: str, ids: Ids) -> bool:
    """ "customer_id" of an order, or "customer" itself: a relationship says it."""
    stem = next((fact.name.removesuffix(ending) for ending in IDS if fact.name.endswith(ending)), fact.name)
    return stem != entity and bool(ids.get(stem) or stem in draft.entities)


def _attribute(draft: Draft, fact: FoundAttribute, entity: str, quoting: Quoting) -> None:
    told = source(quoting, fact.quote, fact.name)
    known = draft.entities[entity].attributes.get(fact.name)
    made = c.Attribute(
        name=fact.name,
        meaning=named_type(fact.type) if fact.type in semantic_types() else semantic_type(fact.name, fact.quote),
        source=told,
        required=not fact.optional,
        multivalued=fact.several,
    )
    if known is not None:
        made = _both(draft, entity, known, made)
    draft.set_entity(entity, attributes={**draft.entities[entity].attributes, fact.name: made})


def _both(draft: Draft, entity: str, known: c.Attribute, told: c.Attribute) -> c.Attribute:
    """The rules' attribute, surer; with the model's meaning where the rules know none; differences are asked."""
    what = f"{said(known.name)} of {a(entity)}"
    if known.meaning.name == UNKNOWN and told.meaning.name != UNKNOWN and not _ruled(draft, entity, known.name):
        known = msgspec.structs.replace(known, meaning=told.meaning)
    elif known.meaning.data.base != told.meaning.data.base:
        text = f"Is the {what} {a(told.meaning.name)}? The rules take it for {a(known.meaning.name)}."
        if draft.denies(text, "no", f"the type of {entity}.{known.name}", 0.4, told.source) and not _ruled(draft, entity, known.name):
            known = msgspec.structs.replace(known, meaning=told.meaning)
    if known.required and not told.required:
        text = f"May the {what} be missing?"
        if draft.denies(text, "no", f"whether {entity}.{known.name} may be empty", 0.3, told.source):
            known = msgspec.structs.replace(known, required=False)
    return agreed(known, told.source)


def _ruled(draft: Draft, entity: str, attribute: str) -> bool:
    """Whether a rule already speaks of an attribute's values: its type is then no longer free."""
    return any(r.entity == entity and attribute in (getattr(r, f, "") for f in ("attribute", "start", "end", "since")) for r in draft.rules.values())


# --- identifiers ---


def identifiers(draft: Draft, found: Extraction, ids: Ids, quoting: Quoting) -> None:
    for fact in found.identifiers:
        entity = ids.get(fact.entity, "")
        members = tuple(dict.fromkeys(_member(draft, entity, ids.get(m, m)) for m in fact.members)) if entity else ()
        if members and all(members) and all(set(i.members) != set(members) for i in draft.entities[entity].identifiers):
            _identifier(draft, fact, entity, members, quoting)


def _member(draft: Draft, entity: str, name: str) -> str:
    """The attribute of that name, or the relationship to the entity of that name."""
    known = draft.entities[entity].attributes.get(name)
    if known is not None:
        return "" if known.multivalued else name
    return next((i for i, own, far in draft.parents(entity) if far.entity == name and far.entity != entity), "")


def _identifier(draft: Draft, fact: FoundIdentifier, entity: str, members: tuple[str, ...], quoting: Quoting) -> None:
    told = source(quoting, fact.quote, entity)
    shown = " and ".join(said(m) for m in fact.members)
    text = f"Is there never more than one {said(entity)} with the same {shown}?"
    sure = told.confidence >= QUOTED  # a key that is none refuses good rows: a doubtful one waits for the user's word
    if draft.denies(text, "yes" if sure else "no", f"a unique constraint on {entity}", 0.5, told) is sure:
        return
    known = draft.entities[entity].identifiers
    primary = not any(i.primary for i in known)
    draft.set_entity(entity, identifiers=(*known, c.Identifier(members=members, source=told, primary=primary)))
