"""Everything in a conceptual model refers to what is there: raises ModelError that names the id which leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from relvar.errors import ModelError
from relvar.model import conceptual as c
from relvar.model.expression import Expression
from relvar.model.walking import columns_in

PERIOD_GROUP = re.compile(r"(?:month|day)\((\w+)\)")
MEASURE = re.compile(r"(?:sum|avg|min|max|count)\((\w+)\)")
Place = tuple[str, str]  # where it is said, id that must exist


def consistent(model: c.Conceptual) -> c.Conceptual:
    """The same model. Raises ModelError for the first reference that leads nowhere."""
    for where, problem in _problems(model):
        raise ModelError(what=f"{where}: {problem}", remedy="name an id that exists, or add what is missing")
    return model


def _problems(model: c.Conceptual) -> Iterator[Place]:
    known = _Known(model)
    yield from _entities(known)
    yield from _relationships(model)
    yield from _rules(known)
    yield from _patterns(known)
    yield from _use_cases(known)
    yield from _people(model)
    if model.tenant:
        yield from _need(model.entities, "tenant", (model.tenant,), "entity")
    yield from _need(model.entities, "volumes", model.volumes, "entity")


def _need(known: Iterable[str], where: str, ids: Iterable[str], kind: str) -> Iterator[Place]:
    for wanted in ids:
        if wanted and wanted not in known:
            yield where, f"there is no {kind} {wanted!r}"


class _Known:
    """The model, and the relationships that lie at each entity."""

    def __init__(self, model: c.Conceptual) -> None:
        self.model = model
        self.at: dict[str, set[str]] = {}
        for relationship_id, relationship in model.relationships.items():
            for end in (relationship.first, relationship.second):
                self.at.setdefault(end.entity, set()).add(relationship_id)

    def members(self, entity: str) -> set[str]:
        """Attribute ids of an entity and of its supertypes, and ids of the relationships at it."""
        return attributes_of(self.model, entity) | self.at.get(entity, set())


def attributes_of(model: c.Conceptual, entity: str) -> set[str]:
    """Attribute ids of an entity and of its supertypes."""
    found: set[str] = set()
    seen: set[str] = set()
    while entity and entity in model.entities and entity not in seen:
        seen.add(entity)
        found |= set(model.entities[entity].attributes)
        entity = model.entities[entity].supertype
    return found


def columns(expression: Expression | None) -> Iterator[str]:
    """Ids that an expression reads."""
    return columns_in(expression)


def _entities(known: _Known) -> Iterator[Place]:
    model = known.model
    for entity_id, entity in model.entities.items():
        where, members = f"entity {entity_id}", known.members(entity_id)
        yield from _need(model.entities, where, (entity.supertype,), "entity")
        for identifier in entity.identifiers:
            yield from _need(members, where, (*identifier.members, *columns(identifier.where)), "attribute or relationship")
        yield from _need(members, where, entity.likely_identifier, "attribute or relationship")
        for attribute_id, attribute in entity.attributes.items():
            yield from _need(members, f"{where}.{attribute_id}", columns(attribute.derived), "attribute")


def _relationships(model: c.Conceptual) -> Iterator[Place]:
    for relationship_id, relationship in model.relationships.items():
        ends = (relationship.first.entity, relationship.second.entity)
        yield from _need(model.entities, f"relationship {relationship_id}", ends, "entity")


def _rules(known: _Known) -> Iterator[Place]:
    model = known.model
    for rule_id, rule in model.rules.items():
        where = f"rule {rule_id}"
        yield from _need(model.entities, where, (rule.entity,), "entity")
        if rule.entity in model.entities:
            yield from _rule_members(known, where, rule)


def _rule_members(known: _Known, where: str, rule: c.Rule) -> Iterator[Place]:
    model = known.model
    members = known.members(rule.entity)
    if isinstance(rule, c.Check):
        yield from _need(members, where, (*columns(rule.condition), *rule.bad), "attribute")
    elif isinstance(rule, c.OneOf | c.LifeCycle):
        yield from _need(members, where, (rule.attribute,), "attribute")
    elif isinstance(rule, c.NoOverlap):
        yield from _need(members, where, (*rule.per, rule.start, rule.end), "attribute or relationship")
    elif isinstance(rule, c.Total | c.StockLevel):
        yield from _need(members, where, (rule.attribute,), "attribute")
        yield from _need(model.entities, where, (rule.of,), "entity")
        taken = columns(rule.term) if isinstance(rule, c.Total) else (rule.quantity,)
        yield from _need(known.members(rule.of), where, taken, "attribute")
        yield from _need(model.relationships, where, (rule.relationship,), "relationship")
    elif isinstance(rule, c.AtMost):
        yield from _need(model.relationships, where, (rule.relationship,), "relationship")
    elif isinstance(rule, c.Retention):
        yield from _need(members, where, (rule.since,), "attribute")
        yield from _need(model.relationships, where, rule.per, "relationship")
    elif isinstance(rule, c.Determines):
        yield from _need(members, where, (*rule.left, *rule.right), "attribute or relationship")
    elif isinstance(rule, c.Specialisation):
        yield from _need(members, where, (rule.attribute,), "attribute")
        yield from _need(model.entities, where, rule.kinds, "entity")
        for kind in rule.kinds:
            if kind in model.entities and model.entities[kind].supertype != rule.entity:
                yield where, f"the supertype of {kind!r} is {model.entities[kind].supertype!r}, not {rule.entity!r}"
    elif isinstance(rule, c.JoinDependency):
        yield from _need(members, where, (name for part in rule.parts for name in part), "attribute or relationship")
        if len(rule.parts) < 2 or not all(rule.parts):
            yield where, "a join dependency has two parts or more, none of them empty"


def _patterns(known: _Known) -> Iterator[Place]:
    model = known.model
    for pattern_id, pattern in model.patterns.items():
        where = f"pattern {pattern_id}"
        yield from _need(model.entities, where, (pattern.entity,), "entity")
        if pattern.entity not in model.entities:
            continue
        members = known.members(pattern.entity)
        asked = [i.lstrip("-") for i in (*pattern.order, *pattern.show)]
        asked += [PERIOD_GROUP.sub(r"\1", i) for i in pattern.group_by]
        asked += [m.group(1) for m in (MEASURE.fullmatch(i) for i in pattern.measures) if m]
        if not pattern.measures:
            yield from _need(members, where, asked, "attribute or relationship")
        yield from _need(model.relationships, where, pattern.include, "relationship")
        yield from _need(model.actors, where, pattern.roles, "actor")
        for wanted in (*pattern.filters, *(c.Filter(op="=", path=tuple(i.split("."))) for i in pattern.group_by if "." in i)):
            yield from _filter(model, where, pattern.entity, wanted)


def _filter(model: c.Conceptual, where: str, entity: str, wanted: c.Filter) -> Iterator[Place]:
    here = entity
    for step in wanted.path:
        relationship = model.relationships.get(step)
        if relationship is None or here not in (relationship.first.entity, relationship.second.entity):
            yield where, f"there is no relationship {step!r} at {here!r}"
            return
        here = relationship.second.entity if here == relationship.first.entity else relationship.first.entity
    yield from _need(attributes_of(model, here), where, (wanted.attribute,), f"attribute of {here!r}")


def _use_cases(known: _Known) -> Iterator[Place]:
    model = known.model
    for use_case_id, use_case in model.use_cases.items():
        where = f"use case {use_case_id}"
        yield from _need(model.entities, where, (use_case.entity, *(s.entity for s in use_case.steps)), "entity")
        yield from _need(model.actors, where, use_case.roles, "actor")
        yield from _need(model.rules, where, (use_case.guarded_by,), "rule")
        for step in use_case.steps:
            yield from _need(model.relationships, where, (step.relationship,), "relationship")
            yield from _need(known.members(step.entity), where, step.sets, "attribute")


def _people(model: c.Conceptual) -> Iterator[Place]:
    for id_, kept in model.restrictions.items():
        where = f"restriction {id_}"
        yield from _need(model.entities, where, (kept.entity,), "entity")
        yield from _need(model.actors, where, (*kept.only, *kept.never), "actor")
        if kept.attribute and kept.entity in model.entities:
            yield from _need(attributes_of(model, kept.entity), where, (kept.attribute,), "attribute")
    for actor_id, actor in model.actors.items():
        where = f"actor {actor_id}"
        for permission in actor.permissions:
            yield from _need(model.entities, where, (permission.entity,), "entity")
            yield from _need(model.relationships, where, permission.through, "relationship")
            if permission.hidden or permission.fixed:
                yield from _need(attributes_of(model, permission.entity), where, (*permission.hidden, *permission.fixed), "attribute")
