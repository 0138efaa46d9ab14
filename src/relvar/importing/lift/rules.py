"""Closed lists and conditions of the tables as rules of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relvar.model import expression as e
from relvar.model.conceptual import Check, Determines, OneOf, Rule
from relvar.model.physical import CheckConstraint, ForeignKey, Table
from relvar.model.walking import columns_of
from relvar.plan.realize.expressions import substitute

if TYPE_CHECKING:
    from relvar.importing.lift.conceptual import Model


def rules(model: Model, joins: set[str]) -> dict[str, Rule]:
    """Every rule by id: that of its column for a closed list, that of its constraint for a condition."""
    made: dict[str, Rule] = {}
    for id_, table in model.physical.tables.items():
        if id_ in joins:
            continue
        entity, ids, held = model.naming.entity(id_), model.naming.attributes(id_), _held(table)
        for column, found in table.columns.items():
            if found.values and column not in held:
                source = model.said(f"values of {id_}.{column}")
                made[f"{entity}_{ids[column]}_values"] = OneOf(entity=entity, attribute=ids[column], values=found.values, source=source)
        for name, check in table.constraints.items():
            if not isinstance(check, CheckConstraint) or _is_list(check) or isinstance(check.condition, e.OfKind):
                continue  # the first stands at its column, the last follows from what is known of the document
            named = columns_of(check.condition)
            if named and not named & held:
                condition = substitute(check.condition, ids)
                made[f"{entity}_{name}"] = Check(
                    entity=entity, condition=condition, says=check.says or name.replace("_", " "), source=model.said(name)
                )
    return made


def determined(model: Model, joins: set[str]) -> dict[str, Rule]:
    """What rows showed to follow from what, as rules that a design is normalized by."""
    made: dict[str, Rule] = {}
    for id_, found in model.found.items():
        if id_ in joins or id_ not in model.physical.tables:
            continue
        members = _members(model, id_)
        referring = {k.columns[0] for k in model.physical.tables[id_].constraints.values() if isinstance(k, ForeignKey) and len(k.columns) == 1}
        for dependency in found.dependencies:
            if not {*dependency.left, *dependency.right} <= members.keys():
                continue  # a number of the rows themselves, which the design makes anew
            if dependency.left[0] in referring and len(dependency.left) == 1:
                continue  # a fact of the thing referred to (`moved`)
            left, right = (tuple(members[column] for column in side) for side in (dependency.left, dependency.right))
            source = model.said(f"in all {dependency.rows:,} rows of {found.name}")
            made[f"{model.naming.entity(id_)}_{'_'.join(left)}_tells"] = Determines(
                entity=model.naming.entity(id_), left=left, right=right, source=source
            )
    return made


def _members(model: Model, id_: str) -> dict[str, str]:
    """Column -> the attribute that it is, or the relationship that it holds alone."""
    table, members = model.physical.tables[id_], dict(model.naming.attributes(id_))
    for column in _held(table):
        members.pop(column, None)
    for key in table.constraints.values():
        if isinstance(key, ForeignKey) and len(key.columns) == 1 and (relationship := model.naming.relationships(id_).get(key.name)):
            members[key.columns[0]] = relationship
    return members


def _held(table: Table) -> set[str]:
    """Columns that are no attributes: of references, and the key that numbers the rows."""
    from relvar.importing.lift.conceptual import is_surrogate

    referring = {c for key in table.constraints.values() if isinstance(key, ForeignKey) for c in key.columns}
    return referring | {c for c in table.columns if is_surrogate(table, c)}


def _is_list(check: CheckConstraint) -> bool:
    condition = check.condition
    return isinstance(condition, e.InList) and isinstance(condition.operand, e.ColumnRef) and all(isinstance(i.value, str) for i in condition.items)
