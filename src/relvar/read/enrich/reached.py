"""What was added is reached by a pattern, a rule, a use case or a role, which is its reason; else it is left out."""

from __future__ import annotations

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.adjacency import Told
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.kinds import without

NAMED = 3  # reasons that are written down


def prune(draft: Draft) -> None:
    """Drop added entities that nothing reaches, with everything that speaks of them; note why the others are there."""
    for entity_id, entity in list(draft.entities.items()):
        if not entity.added:
            continue
        reasons = _reasons(draft, entity_id)
        if reasons:
            draft.set_entity(entity_id, reason="; ".join(reasons[:NAMED]))
        else:
            drop(draft, entity_id)


def _reasons(draft: Draft, entity: str) -> list[str]:
    found = []
    for pattern in draft.patterns.values():
        if entity in _entities_of(draft, pattern):
            found.append(f"pattern: {pattern.name}")
    for use_case in draft.use_cases.values():
        if any(step.entity == entity for step in use_case.steps):
            found.append(f"use case: {use_case.name}")
    for rule_id, rule in draft.rules.items():
        if getattr(rule, "of", "") == entity or (rule.entity == entity and isinstance(rule, c.StockLevel | c.NoOverlap | c.AtMost)):
            found.append(f"rule: {rule_id.replace('_', ' ')}")
    for actor in draft.actors.values():
        if any(p.entity == entity and set(p.operations) & {"insert", "update"} for p in actor.permissions):
            found.append(f"role: {actor.name.replace('_', ' ')}")
    return found


def _entities_of(draft: Draft, pattern: c.AccessPattern) -> set[str]:
    ends = [draft.relationships[i] for i in (*pattern.include, *(step for f in pattern.filters for step in f.path))]
    return {pattern.entity, *(r.first.entity for r in ends), *(r.second.entity for r in ends)}


def drop(draft: Draft, entity: str) -> None:
    """Of what nothing reaches: no pattern, use case or rule names it, so only its relationships, volume and permissions go with it."""
    del draft.entities[entity]
    draft.volumes.pop(entity, None)
    gone = set(draft.relationships.at(entity))
    for relationship_id in gone:
        del draft.relationships[relationship_id]
    draft.rules = Told(without(draft.rules, entity))
    for actor_id, actor in list(draft.actors.items()):
        kept = tuple(p for p in actor.permissions if p.entity != entity and not gone & set(p.through))
        draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=kept)
