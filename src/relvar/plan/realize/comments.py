"""What a table holds, in a sentence: the model's description, or what kind of thing a row is and what names it."""

from __future__ import annotations

from relvar.model.conceptual import Conceptual, Entity
from relvar.model.logical import Relation
from relvar.plan.realize.wording import listed, one, spoken

ROW_OF = {
    "party": "Each row: one",
    "thing": "Each row: one",
    "event": "What happened: one",
    "part": "A part: one",
    "lookup": "A list that others point to: one",
    "association": "Who or what belongs together: one",
}


def table_comment(model: Conceptual, relation: Relation, primary: tuple[str, ...]) -> str:
    """The comment of the relation's table."""
    entity = model.entities.get(relation.entity)
    if entity is not None:
        return entity.description or _entity(relation, entity, primary)
    if relation.from_relationship:
        relationship = model.relationships[relation.from_relationship]
        return f"Each row: {one(relationship.first.entity)} and {one(relationship.second.entity)} that belong together"
    owners = [r.relation for r in relation.references.values()]
    if owners:
        return f"Each row: one value of {spoken(primary[-1])} of {one(owners[0])}"
    facts = [name for name in relation.attributes if name not in primary]
    return f"What {listed(primary)} determines: {listed(facts or primary)}, kept once"


def _entity(relation: Relation, entity: Entity, primary: tuple[str, ...]) -> str:
    if entity.supertype:
        return f"Each row: what is kept of {one(entity.supertype)} because it is {one(relation.name)}"
    references = relation.references.values()
    others = [r.relation for r in references if r.required and r.relation != relation.entity]
    if entity.entity_kind == "part":
        others = [r.relation for r in references if set(r.attributes) <= set(primary)] or others
    tail = f" of {' and '.join(one(other) for other in dict.fromkeys(others))}" if others else ""
    known = [name for name in primary if relation.attributes[name].purpose not in ("surrogate", "tenant")]
    named = f", named by {listed(known)}" if known else ""
    return f"{ROW_OF[entity.entity_kind]} {spoken(relation.name)}{tail}{named}"
