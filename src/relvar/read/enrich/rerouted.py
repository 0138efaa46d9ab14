"""A many-to-many relationship becomes an entity of its own: everything that went through it goes through the entity now."""

from __future__ import annotations

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft

Steps = tuple[str, ...]


def realize(draft: Draft, relationship_id: str, entity: str) -> None:
    """Replace the relationship by the two that `entity` has to its ends; does nothing where one of them is missing."""
    relationship = draft.relationships[relationship_id]
    first, second = relationship.first.entity, relationship.second.entity
    to_first, to_second = draft.way(entity, first), draft.way(entity, second)
    if to_first is None or to_second is None:
        return
    lead(draft, relationship_id, {first: (to_first[0], to_second[0]), second: (to_second[0], to_first[0])}, entity)


def lead(draft: Draft, relationship_id: str, ways: dict[str, Steps], entity: str = "") -> None:
    """Drop the relationship; what went through it from an end goes the way of that end. Limits count `entity`, where one is between."""
    for pattern_id, pattern in list(draft.patterns.items()):
        draft.patterns[pattern_id] = _pattern(draft, pattern, relationship_id, ways)
    for actor_id, actor in list(draft.actors.items()):
        permissions = tuple(msgspec.structs.replace(p, through=_path(draft, p.entity, p.through, relationship_id, ways)) for p in actor.permissions)
        draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=permissions)
    for use_case_id, use_case in list(draft.use_cases.items()):
        steps = tuple(msgspec.structs.replace(s, relationship="") if s.relationship == relationship_id else s for s in use_case.steps)
        draft.use_cases[use_case_id] = msgspec.structs.replace(use_case, steps=steps)
    for rule_id, rule in list(draft.rules.items()):
        if getattr(rule, "relationship", "") == relationship_id and isinstance(rule, c.AtMost):
            draft.rules[rule_id] = msgspec.structs.replace(rule, entity=entity, relationship=_of_limit(rule, ways))
    del draft.relationships[relationship_id]


def _of_limit(rule: c.AtMost, ways: dict[str, Steps]) -> str:
    """ "at most ten copies for one student" counts the loans of a student."""
    return next(way[0] for end, way in ways.items() if end != rule.entity)


def _pattern(draft: Draft, pattern: c.AccessPattern, gone: str, ways: dict[str, Steps]) -> c.AccessPattern:
    filters = tuple(msgspec.structs.replace(f, path=_path(draft, pattern.entity, f.path, gone, ways)) for f in pattern.filters)
    include = tuple(ways[pattern.entity][0] if i == gone and pattern.entity in ways else i for i in pattern.include)
    groups = tuple(ways[pattern.entity][0] if g == gone and pattern.entity in ways else g for g in pattern.group_by)
    return msgspec.structs.replace(pattern, filters=filters, include=include, group_by=groups)


def _path(draft: Draft, entity: str, path: Steps, gone: str, ways: dict[str, Steps]) -> Steps:
    here, made = entity, []  # type: str, list[str]
    for step in path:
        relationship = draft.relationships[step]
        made += ways[here] if step == gone else (step,)
        here = relationship.second.entity if relationship.first.entity == here else relationship.first.entity
    return tuple(made)
