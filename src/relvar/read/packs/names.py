"""Every name that a pack's lines say leads somewhere: entities, attributes, ways, states, roles, rules, rates and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import msgspec

from relvar.errors import ModelError
from relvar.model.expression import Expression
from relvar.read import formula
from relvar.read.enrich import notation
from relvar.read.enrich.choosing import ENOUGH, weigh
from relvar.read.enrich.consistent import columns
from relvar.read.enrich.evidence import words_of
from relvar.read.enrich.pack import Head
from relvar.read.lexicon import semantic_types
from relvar.read.packs import shape
from relvar.read.packs.faults import Fault
from relvar.read.packs.known import ID, Known

ATTRIBUTE_FLAGS = {"key", "unique", "ci", "frozen", "now", "today", "uuid"}
TIMES = ("timestamp", "date")
STEPS = ("insert", "update", "delete", "lock", "check")
OPERATIONS = ("read", "insert", "update", "delete")
NEEDS_RULE = {"last_item": shape.StockLevel, "same_slot": shape.NoOverlap, "seat_limit": shape.AtMost}


def unresolved(pack: shape.PackShape) -> Iterator[Fault]:
    """The faults, in the order of the file's tables."""
    broken = [*_relationship_lines(pack), *_attribute_lines(pack)]
    if broken:  # what is built on these lines would only repeat them
        yield from broken
        return
    known = Known(pack)
    yield from _top(pack)
    yield from _entities(pack, known)
    for rule_id, rule in pack.rules.items():
        yield from _rule(known, f"rule.{rule_id}", rule)
    for pattern_id, pattern in pack.patterns.items():
        yield from _pattern(known, f"pattern.{pattern_id}", pattern)
    for use_case_id, use_case in pack.use_cases.items():
        yield from _use_case(known, f"use_case.{use_case_id}", use_case)
    for actor_id, actor in pack.actors.items():
        yield from _actor(known, f"actor.{actor_id}", actor)
    yield from _volumes(pack)
    yield from _reached(pack, known)


def _near(word: str, known: Iterable[str], instead: str = "") -> str:
    """What was perhaps meant."""
    names = sorted(known)
    found = get_close_matches(word, names, 1)
    return f"perhaps {found[0]!r}" if found else instead or f"there are: {', '.join(names) or 'none'}"


def _missing(key: str, kind: str, word: str, known: Iterable[str], instead: str = "") -> Iterator[Fault]:
    names = list(known)
    if word not in names:
        yield Fault(key, f"there is no {kind} {word!r}", _near(word, names, instead), word)


# --- lines ---


def _relationship_lines(pack: shape.PackShape) -> Iterator[Fault]:
    seen: set[tuple[str, str, str]] = set()
    for line in notation.lines(pack.top.relationships):
        try:
            read = notation.relationship(line)
        except (KeyError, ValueError):
            ways = ", ".join(notation.CARDINALITY)
            yield Fault("relationships", f"{line!r} is no relationship", f"write: child CARDINALITY parent verb flags, with one of {ways}", line)
            continue
        for end in (read.child, read.parent):
            yield from (Fault("relationships", f.says, f.remedy, line) for f in _missing("", "entity", end, pack.entities))
        if (read.child, read.parent, read.role) in seen:
            yield Fault("relationships", f"{read.child} and {read.parent} are joined twice", "give the second a role: role=name", line)
        seen.add((read.child, read.parent, read.role))


def _attribute_lines(pack: shape.PackShape) -> Iterator[Fault]:
    for entity, entry in pack.entities.items():
        key, seen = f"entity.{entity}", set[str]()
        for line in notation.lines(entry.attributes):
            if len(line.partition("|")[0].split()) < 2:
                yield Fault(key, f"{line!r} is no attribute", "write: name semantic_type flags | comment", line)
                continue
            read = notation.attribute(line)
            yield from (Fault(key, f.says, f.remedy, line) for f in _attribute(read, seen))
            seen |= set(read.name.split("/"))


def _attribute(read: notation.AttributeLine, seen: set[str]) -> Iterator[Fault]:
    for name in read.name.split("/"):
        if not ID.fullmatch(name):
            yield Fault("", f"{name!r} is no name of an attribute", "small letters, digits and underscores")
        if name in seen:
            yield Fault("", f"{name!r} is said twice", "name each attribute once")
    types = semantic_types()
    yield from _missing("", "semantic type", read.meaning, types, "`short_text` is a text of up to 200 characters, and the manual lists all types")
    for flag in read.flags:
        if flag not in ATTRIBUTE_FLAGS and not flag.startswith("default="):
            yield Fault("", f"there is no flag {flag!r}", _near(flag, {*ATTRIBUTE_FLAGS, "default=..."}))


# --- tables ---


def _top(pack: shape.PackShape) -> Iterator[Fault]:
    for entity in pack.top.core:
        yield from _missing("core", "entity", entity, pack.entities)
    if pack.top.tenant:
        yield from _missing("tenant", "entity", pack.top.tenant, pack.entities)
    core = [word for name in pack.top.core if name in pack.entities for word in (name.replace("_", " "), *pack.entities[name].synonyms)]
    fit = weigh("", Head.of(msgspec.structs.asdict(pack.trigger), core), words_of(pack.top.example))
    if fit.score < ENOUGH:
        yield Fault("example", "the example does not trigger the pack", "use a sure word, or three words of `also`")
    elif not fit.fits:
        yield Fault("example", "the example names nothing that the pack is about", "name a core entity in it, or a word of `about`")


def _entities(pack: shape.PackShape, known: Known) -> Iterator[Fault]:
    words: dict[str, str] = {name: name for name in pack.entities}
    linked = {end for line in notation.lines(pack.top.relationships) for end in (line.split()[0], line.split()[2])}
    for entity, entry in pack.entities.items():
        key = f"entity.{entity}"
        if not ID.fullmatch(entity):
            yield Fault(key, f"{entity!r} is no name of an entity", "small letters, digits and underscores, in the singular")
        for synonym in entry.synonyms:
            word = re.sub(r"\W+", "_", synonym.lower())
            if word in words:
                yield Fault(key, f"the synonym {synonym!r} is a word for {words[word]} already", "let each word mean one entity", synonym)
            words[word] = entity
        for other in (*entry.comes_with, *entry.between):
            yield from _missing(key, "entity", other, pack.entities)
        for member in (m for members in entry.unique for m in members.split()):
            yield from known.member(key, entity, member)
        for member, condition in entry.unique_where:
            yield from known.member(key, entity, member)
            yield from _condition(known, key, entity, condition)
        if len(pack.entities) > 1 and entity not in linked:
            yield Fault(key, f"{entity} is related to nothing", "write its relationship, or leave it out")


def _condition(known: Known, key: str, entity: str, written: str) -> Iterator[Fault]:
    try:
        tree: Expression = formula.parse(written)
    except ModelError as error:
        yield Fault(key, error.what, error.remedy, written)
        return
    for column in columns(tree):
        yield from known.attribute(key, entity, column)


def _rule(known: Known, key: str, rule: shape.AnyRule) -> Iterator[Fault]:
    if rule.entity not in known.entities:
        yield from _missing(key, "entity", rule.entity, known.entities)
        return
    if isinstance(rule, shape.Check):
        yield from _condition(known, key, rule.entity, rule.condition)
        for name in rule.bad:
            yield from known.attribute(key, rule.entity, name)
    elif isinstance(rule, shape.OneOf | shape.LifeCycle):
        yield from known.attribute(key, rule.entity, rule.attribute)
        yield from _states(key, rule)
    elif isinstance(rule, shape.NoOverlap):
        for word in rule.per:
            yield from known.way_or_fault(key, rule.entity, word)
        yield from known.attribute(key, rule.entity, rule.start)
        yield from known.attribute(key, rule.entity, rule.end)
        yield from _live(known, key, rule.entity, rule.live)
    elif isinstance(rule, shape.Retention):
        yield from known.attribute(key, rule.entity, rule.since)
    elif isinstance(rule, shape.Determines):
        for name in (*rule.left, *rule.right):
            yield from known.attribute(key, rule.entity, name)
    else:
        yield from _rule_of_two(known, key, rule)


def _rule_of_two(known: Known, key: str, rule: shape.Total | shape.StockLevel | shape.AtMost) -> Iterator[Fault]:
    if isinstance(rule, shape.AtMost):
        yield from known.way_or_fault(key, rule.entity, rule.for_each)
        if rule.limit_attribute and (far := known.way(rule.entity, rule.for_each)):
            yield from known.attribute(key, far, rule.limit_attribute)
        if not rule.limit_attribute and not rule.limit:
            yield Fault(key, "no limit is said", "write limit = 3, or limit_attribute with the parent's attribute")
        yield from _live(known, key, rule.entity, rule.live)
        return
    yield from known.attribute(key, rule.entity, rule.attribute)
    if rule.of not in known.entities:
        yield from _missing(key, "entity", rule.of, known.entities)
    elif isinstance(rule, shape.Total):
        yield from known.way_or_fault(key, rule.entity, rule.of)
        yield from _condition(known, key, rule.of, rule.term)
    else:
        yield from known.attribute(key, rule.of, rule.quantity)
        if not known.way(rule.of, rule.entity) and not known.shared_parent(rule.of, rule.entity):
            yield Fault(key, f"no way leads from {rule.of} to {rule.entity}", "both need the thing whose stock it is as their parent")


def _states(key: str, rule: shape.OneOf | shape.LifeCycle) -> Iterator[Fault]:
    if isinstance(rule, shape.OneOf):
        if len(rule.values) < 2 or len(set(rule.values)) < len(rule.values):
            yield Fault(key, "the values are fewer than two or not all different", 'write values = ["one", "other"]')
        return
    pairs = notation.transitions(rule.states)
    states = {state for pair in pairs for state in pair}
    if not pairs or any(not ID.fullmatch(state) for state in states):
        yield Fault(key, f"{rule.states!r} is no life", 'write states = "draft > sent > paid; draft > cancelled"', "states")
    for state in rule.open:
        yield from _missing(key, "state", state, states)


def _live(known: Known, key: str, entity: str, live: list[str]) -> Iterator[Fault]:
    for state in live:
        yield from _missing(key, "state", state, known.states(entity))


def _pattern(known: Known, key: str, pattern: shape.Pattern) -> Iterator[Fault]:
    if pattern.entity not in known.entities:
        yield from _missing(key, "entity", pattern.entity, known.entities)
        return
    for text in pattern.where:
        yield from (Fault(key, f.says, f.remedy, text) for f in _filter(known, pattern.entity, text))
    for word in pattern.order:
        yield from known.attribute(key, pattern.entity, word.lstrip("-"))
    for word in (*pattern.group_by, *(m for m in pattern.measures if m != "count")):
        inner = re.fullmatch(r"(?:month|day|sum|avg|min|max|count)\((\w+)\)", word)
        if inner:
            yield from known.attribute(key, pattern.entity, inner[1])
        else:
            yield from known.member(key, pattern.entity, word)
    for word in pattern.include:
        yield from known.way_or_fault(key, pattern.entity, word)
    if (pattern.operation == "aggregate") != bool(pattern.measures):
        yield Fault(key, "an aggregate has measures, and nothing else has", 'write operation = "aggregate" and measures = ["count"]')
    yield from _rate(known, key, pattern.rate)
    yield from _roles(known, key, pattern.roles)


def _filter(known: Known, entity: str, text: str) -> Iterator[Fault]:
    try:
        read = notation.condition(text)
    except ValueError:
        yield Fault("", f"{text!r} is no condition", f"write: op target values, with one of {' '.join(notation.OPERATORS)}")
        return
    found = known.path(entity, read.target)
    if isinstance(found, Fault):
        yield found
        return
    far, attribute = found
    base = known.base(far, attribute)
    if read.op in ("range", "since") and base not in TIMES and not (read.op == "range" and base in ("integer", "decimal", "float")):
        yield Fault("", f"{read.op!r} needs an instant, a day or a number", "name such an attribute of the entity")
    if read.op in ("prefix", "part", "search") and base != "text":
        yield Fault("", f"{read.op!r} needs a text", "name such an attribute of the entity")
    for value in read.values:
        yield from _missing("", f"value of {far}.{attribute}", value, known.values(far, attribute), "write them as a OneOf or LifeCycle rule")


def _use_case(known: Known, key: str, use_case: shape.UseCase) -> Iterator[Fault]:
    yield from _missing(key, "entity", use_case.entity, known.entities)
    for text in use_case.steps:
        yield from (Fault(key, f.says, f.remedy, text) for f in _step(known, text))
    if use_case.guarded_by:
        yield from _missing(key, "rule", use_case.guarded_by, known.pack.rules)
    for race in use_case.races:
        kind = NEEDS_RULE.get(race)
        if kind is not None and not any(isinstance(rule, kind) for rule in known.pack.rules.values()):
            yield Fault(key, f"the race {race} needs a rule {kind.__name__}", "write that rule, or take the race out", "races")
    yield from _rate(known, key, use_case.rate)
    yield from _roles(known, key, use_case.roles)


def _step(known: Known, text: str) -> Iterator[Fault]:
    action = text.split()[0] if text.split() else ""
    if action not in STEPS or len(text.partition(" : ")[0].split()) < 2:
        yield Fault("", f"{text!r} is no step", f"write: action entity.attributes : note, with one of {', '.join(STEPS)}")
        return
    read = notation.step(text)
    yield from _missing("", "entity", read.entity, known.entities)
    for name in read.sets if read.entity in known.entities else ():
        yield from known.attribute("", read.entity, name)


def _actor(known: Known, key: str, actor: shape.Actor) -> Iterator[Fault]:
    for text in actor.can:
        yield from (Fault(key, f.says, f.remedy, text) for f in _permission(known, text))


def _permission(known: Known, text: str) -> Iterator[Fault]:
    if len(text.split()) < 2:
        yield Fault("", f"{text!r} is no permission", "write: operations entity own:path hidden:attributes")
        return
    read = notation.permission(text)
    for operation in read.operations:
        yield from _missing("", "operation", operation, OPERATIONS)
    if read.scope not in ("all", "own", "tenant"):
        yield Fault("", f"there is no scope {read.scope!r}", "write own:path, own:self or tenant")
    if read.entity not in known.entities:
        yield from _missing("", "entity", read.entity, known.entities)
        return
    if read.scope == "own" and read.through != ("self",) and isinstance(found := known.path(read.entity, read.through), Fault):
        yield found
    for name in read.hidden:
        yield from known.attribute("", read.entity, name)


def _rate(known: Known, key: str, text: str) -> Iterator[Fault]:
    try:
        of = notation.rate(text).of
    except ValueError:
        yield Fault(key, f"{text!r} is no rate", "write: 2 x new order, 0.5 x standing user, or 40", text)
        return
    if of:
        yield from _missing(key, "entity", of, known.entities)


def _roles(known: Known, key: str, roles: list[str]) -> Iterator[Fault]:
    for role in roles:
        yield from _missing(key, "actor", role, {*known.pack.actors, "reporting"})


# --- the whole ---


def _volumes(pack: shape.PackShape) -> Iterator[Fault]:
    drivers: dict[str, str] = {}
    for entity, text in pack.volumes.items():
        yield from _missing("volume", "entity", entity, pack.entities)
        try:
            drivers[entity] = notation.ratio(text).of
        except ValueError:
            yield Fault("volume", f"{text!r} is no number", "write: 500, 3 yearly patient, 2.5 per order, or 0.1 standing user", entity)
            continue
        if drivers[entity]:
            yield from _missing("volume", "entity", drivers[entity], pack.entities)
    for entity in pack.entities:
        if entity not in pack.volumes:
            yield Fault("volume", f"no number says how many {entity} there are", f'write {entity} = "3 yearly driver"')
        elif not _driven(entity, drivers):
            yield Fault("volume", f"the number of {entity} leads in a circle", "let one of them be a plain number", entity)


def _driven(entity: str, drivers: dict[str, str]) -> bool:
    """Whether the ratios lead to a number that stands by itself."""
    seen: set[str] = set()
    while entity not in seen:
        seen.add(entity)
        if not drivers.get(entity):
            return True
        entity = drivers[entity]
    return False


def _reached(pack: shape.PackShape, known: Known) -> Iterator[Fault]:
    """A core entity is met by a pattern; every other is at least written by somebody: else nobody needs it."""
    asked = {entity for pattern in pack.patterns.values() for entity in _met(known, pattern)}
    written = {line.split()[1] for actor in pack.actors.values() for line in actor.can if {"insert", "update"} & set(line.split()[0].split(","))}
    written |= {notation.step(text).entity for use_case in pack.use_cases.values() for text in use_case.steps}
    for entity in pack.entities:
        if entity in pack.top.core and entity not in asked:
            yield Fault(f"entity.{entity}", f"no access pattern meets {entity}, which is core", "write one, or take it out of `core`")
        elif entity not in asked | written:
            yield Fault(f"entity.{entity}", f"nothing asks for {entity} and nobody writes it", "write a pattern, a use case or a permission for it")
    if not any(use_case.races for use_case in pack.use_cases.values()):
        yield Fault("use_case", "no use case says how two at once could harm each other", "give one its races")


def _met(known: Known, pattern: shape.Pattern) -> Iterator[str]:
    """The entities whose rows a pattern reads, or whose key it is given."""
    if pattern.entity not in known.entities:
        return
    yield pattern.entity
    yield from (known.way(pattern.entity, word) for word in pattern.include)
    for text in pattern.where:
        here = pattern.entity
        for segment in text.split()[1].split("/") if len(text.split()) > 1 else ():
            here = known.way(here, segment)
            if not here:
                break
            yield here
