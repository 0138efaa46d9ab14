"""References as foreign keys: the action on deletion, and why it is right."""

from __future__ import annotations

from relvar.model.design import Design
from relvar.model.features import Features
from relvar.model.logical import Reference, Relation
from relvar.model.physical import ForeignKey, ReferenceAction
from relvar.plan.realize.names import Names
from relvar.plan.realize.wording import one, spoken


def foreign_key(design: Design, features: Features, relation: Relation, reference: Reference, names: Names, table: str) -> ForeignKey:
    """The foreign key of one reference. "clear" empties the reference, unless that would empty a key part it shares."""
    shared = any(relation.attributes[name].required for name in reference.attributes)
    action, because = _action(design, features, relation, reference, shared)
    return ForeignKey(
        name=names.element(table, _distinguishing(reference), "fk"),
        columns=reference.attributes,
        table=reference.relation,
        to=reference.to,
        on_delete=action,
        because=because,
    )


def _distinguishing(reference: Reference) -> tuple[str, ...]:
    """The last column says which reference it is; those before are shared with the key."""
    return reference.attributes[-1:]


def _action(design: Design, features: Features, relation: Relation, reference: Reference, shared: bool) -> tuple[ReferenceAction, str]:
    child, parent = one(relation.name), reference.relation
    if reference.on_delete == "cascade":
        return "cascade", f"{child} is nothing without its {spoken(parent)}, so it goes with it"
    if reference.on_delete == "clear":
        able = features.capabilities.get("set_null_columns")
        if not shared or (able is not None and able.can):
            return "set_null", f"{child} stays when its {spoken(parent)} goes; only the reference is emptied"
        if reference.required:
            return "restrict", f"{child} must name {one(parent)}, so one in use stays"
        return "restrict", f"emptying the reference would empty the key part it shares, so {one(parent)} still in use by {child} stays"
    party = design.conceptual.entities.get(parent)
    kept = "history outlives the wish to delete whom it names" if party and party.entity_kind == "party" else "history keeps what it names"
    return "restrict", f"{one(parent)} that {child} names stays: {kept}"
