"""What a pack knows of entities, attributes and relationships, merged into what the text said. The text wins."""

from __future__ import annotations

from typing import Literal

import msgspec

from relvar.model import conceptual as c
from relvar.model.brief import Depth, Source
from relvar.model.expression import Call, Constant, Expression
from relvar.read import formula
from relvar.read.enrich import notation, rerouted, setting, surroundings, told_elsewhere
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.evidence import words_of
from relvar.read.enrich.pack import Pack
from relvar.read.enrich.rules import renamed
from relvar.read.lexicon import named_type

# meanings of which an entity has one: a text's attribute with the same meaning is the pack's under another name
ONE_OF_A_KIND = {"status", "email", "phone", "isbn", "sku", "iban", "birth_date", "imo_number", "vin", "rating", "license_plate", "slug"}
DEFAULTS: dict[str, Expression] = {"now": Call(function="now"), "today": Call(function="today"), "uuid": Call(function="new_uuid")}
Action = Literal["restrict", "cascade", "clear"]
TOLD_MUCH = 3  # attributes: what has so many is a thing of the text's own, not a word in passing
BARE = 1  # entities of a brief that names hardly more than its domain: "an online shop"
ON_DELETE: tuple[Action, ...] = ("restrict", "cascade", "clear")


def merge(draft: Draft, pack: Pack, text: str, depth: Depth) -> None:
    """Entities, attributes, identifiers and relationships of the pack, as far as `depth` allows; `match` went before."""
    surroundings.keep_renters(draft, pack, text)
    setting.leave_out(draft, pack, text)
    _make_parts(draft, pack)
    mentioned(draft, pack, text, depth)
    if depth != "minimal":
        _add_entities(draft, pack, depth)
        for name in draft.names:
            _fill(draft, pack, name)
    for line in notation.lines(pack.content.get("relationships", "")):
        _relate(draft, pack, notation.relationship(line))
    for name in draft.names:
        _replace_many_to_many(draft, pack, name)
    if depth != "minimal":
        told_elsewhere.reroute(draft)
    if depth != "minimal":
        for name in draft.names:
            _identify(draft, pack, name)


def match(draft: Draft, pack: Pack) -> None:
    """Which entity of the text is which of the pack: by its own name first, then by a synonym."""
    entities = pack.table("entity")
    if draft.tenant and (tenant := pack.content.get("tenant", "")):
        draft.names[tenant] = draft.tenant
    for name in entities:
        if name in draft.entities and name not in draft.names:
            draft.names[name] = name
    for name, entry in entities.items():
        if name in draft.names:
            continue
        taken = set(draft.names.values())
        words = [name, *map(_identifier, entry.get("synonyms", ()))]
        free = [entity for entity in draft.entities if entity not in taken and entity not in entities]
        found = next((word for word in words if word in free), "") or _by_head(words, free)
        if found:
            draft.names[name] = found


def is_foreign(draft: Draft, pack: Pack) -> bool:
    """Whether a text is of another domain after all: it has less than half of the core, and tells more of things that the pack does not know.

    A dairy farm that treats its cows is no veterinary practice. A user's own pack, and one that says how customers are kept apart, never is.
    """
    if pack.origin or pack.content.get("tenant"):
        return False
    core, there = pack.content.get("core", ()), _core_there(draft, pack)
    return 2 * len(there) < len(core) and len(_told_besides(draft)) > max(1, len(there))


def _told_besides(draft: Draft) -> list[str]:
    """Entities of which the text tells much, and that are none of the pack's."""
    ours = set(draft.names.values())
    return [e for e, entity in draft.entities.items() if e not in ours and len(entity.attributes) >= TOLD_MUCH]


def _core_there(draft: Draft, pack: Pack) -> list[str]:
    return [name for name in pack.content.get("core", ()) if name in draft.names]


def _completes(draft: Draft, pack: Pack) -> bool:
    """Whether what is missing of the core may be added: not where the text has things of its own in its place."""
    core, there, besides = pack.content.get("core", ()), _core_there(draft, pack), _told_besides(draft)
    return bool(pack.origin) or not besides or (2 * len(there) >= len(core) and len(besides) < max(1, len(core) - len(there)))


def mentioned(draft: Draft, pack: Pack, text: str, depth: Depth) -> None:
    """Entities of the pack that the text speaks of in passing ("in rooms"), and that grammar alone took for no entity.

    They stand beside what is there or belongs to the core, or a part of both joins them: spare parts are fitted in repair jobs.
    """
    taken = {*draft.entities, *draft.actors, *(word for e in draft.entities.values() for a in e.attributes for word in (a, *a.split("_")))}
    taken |= {value for rule in draft.rules.values() for value in _values(rule)}
    spoken = words_of(text)
    there = {*draft.names, *(pack.content.get("core", ()) if depth != "minimal" else ())}
    beside = _beside(pack, there)
    for name, entry in pack.table("entity").items():
        words = [name.replace("_", " "), *entry.get("synonyms", ())]
        said = next((word for word in words if _identifier(word) not in taken and spoken.speaks_of(word, pack.head.own, taken)), "")
        if name not in draft.names and name in beside and said and entry["kind"] != "part" and not setting.only_in_name(said, pack, text):
            _add(draft, pack, name)
            source = Source(kind="brief", words=said, confidence=0.5)
            draft.set_entity(name, added=False, source=source)


def _beside(pack: Pack, there: set[str]) -> set[str]:
    """What a relationship of the pack leads to from there, straight or over what is joined to both."""
    lines = [notation.relationship(line) for line in notation.lines(pack.content.get("relationships", ""))]
    found = {end for line in lines if {line.child, line.parent} & there for end in (line.child, line.parent)}
    joining = {line.child for line in lines if line.parent in there and pack.table("entity")[line.child]["kind"] in ("part", "association", "event")}
    return found | {line.parent for line in lines if line.child in joining}


def _make_parts(draft: Draft, pack: Pack) -> None:
    """ "Advertisements with photos": what the pack keeps as a thing of its own is no attribute of several values."""
    for line in map(notation.relationship, notation.lines(pack.content.get("relationships", ""))):
        owner = draft.names.get(line.parent, "")
        if not owner or line.child in draft.names:
            continue
        words = {line.child, line.child.rpartition("_")[2], *map(_identifier, pack.table("entity")[line.child].get("synonyms", ()))}
        for name, attribute in draft.entities[owner].attributes.items():
            identifies = any(name in identifier.members for identifier in draft.entities[owner].identifiers)
            if attribute.multivalued and name in words and not identifies:
                draft.set_entity(owner, attributes={n: a for n, a in draft.entities[owner].attributes.items() if n != name})
                _add(draft, pack, line.child)
                draft.set_entity(line.child, added=False, source=attribute.source)
                break


def _values(rule: c.Rule) -> tuple[str, ...]:
    """States and listed values: "offer" may be a stage of an application, and is no thing of its own then."""
    if isinstance(rule, c.LifeCycle):
        return tuple(state for pair in rule.transitions for state in pair)
    return rule.values if isinstance(rule, c.OneOf) else ()


def _by_head(words: list[str], free: list[str]) -> str:
    """ "overdue loan" is a loan, where only one entity ends so."""
    found = [entity for entity in free if any(entity.endswith(f"_{word}") for word in words)]
    return found[0] if len(found) == 1 else ""


def _identifier(phrase: str) -> str:
    return phrase.replace(" ", "_").replace("-", "_")


def _add_entities(draft: Draft, pack: Pack, depth: Depth) -> None:
    entities = pack.table("entity")
    if not _completes(draft, pack):
        return
    if draft.names or len(draft.entities) <= BARE:
        for name in pack.content.get("core", ()):
            if name not in draft.names:
                _add(draft, pack, name)
    grown = True
    while grown:
        grown = False
        for name, entry in entities.items():
            wanted = entry.get("comes_with", ())
            if name not in draft.names and (depth == "full" or (wanted and all(w in draft.names for w in wanted))):
                _add(draft, pack, name)
                grown = True


def _add(draft: Draft, pack: Pack, name: str) -> None:
    entry = pack.table("entity")[name]
    draft.names[name] = name
    draft.entities[name] = c.Entity(
        name=name, plural=entry["plural"], entity_kind=entry["kind"], source=pack.source(name), description=entry.get("description", ""), added=True
    )


def _fill(draft: Draft, pack: Pack, name: str) -> None:
    entity_id, entry = draft.names[name], pack.table("entity")[name]
    entity = draft.entities[entity_id]
    attributes = dict(entity.attributes)
    for line in notation.lines(entry.get("attributes", "")):
        wanted = notation.attribute(line)
        known = _known(draft, entity_id, attributes, wanted)
        first = wanted.name.split("/")[0]
        draft.attribute_names.update({(entity_id, n): known or first for n in wanted.name.split("/")})
        if known:
            attributes[known] = _completed(attributes[known], wanted)
        else:
            attributes[first] = _attribute(pack, name, first, wanted)
    draft.set_entity(
        entity_id,
        attributes=attributes,
        entity_kind=entry["kind"],
        immutable=entity.immutable or entry.get("immutable", False),
        public=entity.public or entry.get("public", False),
        description=entity.description or entry.get("description", ""),
    )


def _known(draft: Draft, entity_id: str, attributes: dict[str, c.Attribute], wanted: notation.AttributeLine) -> str:
    names = wanted.name.split("/")
    exact = next((name for name in names if name in attributes), "")
    if exact or wanted.meaning not in ONE_OF_A_KIND:
        return exact
    taken = {real for (owner, _), real in draft.attribute_names.items() if owner == entity_id}
    return next((a for a, known in attributes.items() if known.meaning.name == wanted.meaning and a not in taken), "")


def _completed(known: c.Attribute, wanted: notation.AttributeLine) -> c.Attribute:
    return msgspec.structs.replace(
        known,
        required=known.required and wanted.required,  # what only happens later is not there at birth, whatever a list of attributes looks like
        frozen=known.frozen or "frozen" in wanted.flags,
        default=known.default or _fitting(known, default_of(wanted)),
        description=known.description or wanted.description,
    )


def _fitting(known: c.Attribute, default: Expression | None) -> Expression | None:
    """The pack's default where it suits the text's type: a date is today, not now; what is no moment has neither."""
    if not isinstance(default, Call) or default.function not in ("now", "today"):
        return default if isinstance(default, Call) or known.meaning.data.base == "text" else None
    return {"timestamp": DEFAULTS["now"], "date": DEFAULTS["today"]}.get(known.meaning.data.base)


def default_of(wanted: notation.AttributeLine) -> Expression | None:
    """The default that a line's flags give."""
    special = next((DEFAULTS[flag] for flag in ("now", "today", "uuid") if flag in wanted.flags), None)
    if special is not None or not wanted.default:
        return special
    text = wanted.default
    if text in ("true", "false"):
        return Constant(value=text == "true")
    return Constant(value=int(text)) if text.isdigit() else Constant(value=text)


def _attribute(pack: Pack, entity: str, name: str, wanted: notation.AttributeLine) -> c.Attribute:
    return c.Attribute(
        name=name,
        meaning=named_type(wanted.meaning),
        source=pack.source(f"{entity}.{name}"),
        description=wanted.description,
        required=wanted.required,
        default=default_of(wanted),
        frozen="frozen" in wanted.flags,
    )


def _identify(draft: Draft, pack: Pack, name: str) -> None:
    """Identifiers from the flags `key`, `unique`, `ci`, and from `unique = ["a b"]` over several members."""
    entity_id, entry = draft.names[name], pack.table("entity")[name]
    found = list(draft.entities[entity_id].identifiers)
    primary = any(identifier.primary for identifier in found)
    for line in notation.lines(entry.get("attributes", "")):
        wanted = notation.attribute(line)
        if wanted.flags & {"key", "unique"}:
            member = draft.attribute(entity_id, wanted.name.split("/")[0])
            _note(found, pack.source(f"{name}.{member}"), (member,), "key" in wanted.flags and not primary, "ci" in wanted.flags)
    for members in entry.get("unique", ()):
        real = tuple(_member(draft, entity_id, word) for word in members.split())
        if all(real):
            _note(found, pack.source(f"{name}: one for each {members}"), real, not primary, False)
    for word, condition in entry.get("unique_where", ()):
        owner, where = _member(draft, entity_id, word), renamed(draft, entity_id, formula.parse(condition))
        if owner and where is not None and all(identifier.members != (owner,) for identifier in found):
            words = pack.source(f"{name}: one for each {word} where {condition}")
            found.append(c.Identifier(members=(owner,), source=words, where=where))
    draft.set_entity(entity_id, identifiers=tuple(found))


def _member(draft: Draft, entity: str, word: str) -> str:
    if attribute := draft.attribute(entity, word):
        return attribute
    way = draft.way(entity, word)
    return way[0] if way else ""


def _note(found: list[c.Identifier], source: Source, members: tuple[str, ...], primary: bool, ignore_case: bool) -> None:
    if all(set(identifier.members) != set(members) for identifier in found):
        primary = primary and not any(identifier.primary for identifier in found)
        found.append(c.Identifier(members=members, source=source, primary=primary, ignore_case=ignore_case))


def _relate(draft: Draft, pack: Pack, line: notation.RelationshipLine) -> None:
    if line.child not in draft.names or line.parent not in draft.names:
        return
    child, parent = draft.names[line.child], draft.names[line.parent]
    source = pack.source(f"{line.child} {line.verb} {line.parent}")
    known = _between(draft, child, parent, line)
    if known:
        _complete(draft, known, line, child)
        return
    first_minimum, first_maximum, second_minimum, second_maximum = line.numbers
    draft.relationships[f"{child}_{line.role or parent}"] = c.Relationship(
        verb=line.verb,
        first=c.End(entity=parent, role=line.role, minimum=first_minimum, maximum=first_maximum),
        second=c.End(entity=child, minimum=second_minimum, maximum=second_maximum),
        source=source,
        identifying="identifying" in line.flags,
        on_delete=_on_delete(line),
        frozen="frozen" in line.flags,
    )


def _on_delete(line: notation.RelationshipLine) -> Action:
    return next((action for action in ON_DELETE if action in line.flags), "restrict")


def _between(draft: Draft, child: str, parent: str, line: notation.RelationshipLine) -> str:
    """The text's own relationship of the two that the pack's line speaks of: the same role, or none where the line has none.

    A role says what it is by the pack's name or by the text's: where teams are called clubs, the home team is the home club.
    """
    plain = line.role.removesuffix(f"_{line.parent}")
    for relationship_id, _own, far in draft.around(child):
        same = far.role == line.role or (bool(far.role) and far.role.removesuffix(f"_{parent}") == plain)
        if far.entity == parent and (not line.role or same or (not far.role and _is_text(draft, relationship_id))):
            return relationship_id
    return ""


def _is_text(draft: Draft, relationship_id: str) -> bool:
    return draft.relationships[relationship_id].source.kind != "pack"


def _complete(draft: Draft, known: str, line: notation.RelationshipLine, child: str) -> None:
    """The text's cardinalities stay; what texts do not speak of (dependence, deletion, change) comes from the pack."""
    relationship = draft.relationships[known]
    draft.completed.add(known)
    if draft.holder(known) != child:
        asked = f"Has each {line.child.replace('_', ' ')} one {line.parent.replace('_', ' ')}? The brief reads otherwise."
        draft.ask(asked, "as the brief reads", f"relationship {known}", 0.4, relationship.source)
        return
    draft.relationships[known] = msgspec.structs.replace(
        relationship,
        identifying=relationship.identifying or "identifying" in line.flags,
        on_delete=_told_deletion(relationship, line) or _on_delete(line),
        frozen=relationship.frozen or "frozen" in line.flags,
    )


def _told_deletion(relationship: c.Relationship, line: notation.RelationshipLine) -> Action | None:
    """What the text says of deletion: another action than its bounds suggest, or a reference that may be empty where the pack's may not."""
    far = relationship.first if relationship.first.maximum == 1 else relationship.second
    suggested = "cascade" if relationship.identifying else "restrict" if far.minimum else "clear"
    told = relationship.on_delete != suggested or (suggested == "clear" and line.numbers[0] > 0)
    return relationship.on_delete if told else None


def _replace_many_to_many(draft: Draft, pack: Pack, name: str) -> None:
    """A relationship that the text names ("orders contain products") and that an entity of the pack realizes (order line)."""
    between = pack.table("entity")[name].get("between", ())
    if len(between) != 2 or not all(end in draft.names for end in between):
        return
    ends = {draft.names[end] for end in between}
    for relationship_id, relationship in list(draft.relationships.items()):
        same = {relationship.first.entity, relationship.second.entity} == ends
        if same and draft.names[name] not in ends and relationship.source.kind != "pack" and not relationship.first.role:
            rerouted.realize(draft, relationship_id, draft.names[name])
