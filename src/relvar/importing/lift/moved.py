"""What rows showed to follow from a reference is a fact of the thing referred to: it is moved there, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from relvar.importing.lift.names import free
from relvar.model.conceptual import Entity
from relvar.model.physical import ForeignKey

if TYPE_CHECKING:
    from relvar.importing.lift.conceptual import Model


def moved(model: Model, entities: dict[str, Entity]) -> dict[str, Entity]:
    """The entities with each such attribute at the one that it is a fact of; what stands there already is only taken away."""
    made = dict(entities)
    for id_, found in model.found.items():
        if id_ not in model.physical.tables:
            continue
        ids = model.naming.attributes(id_)
        targets = {
            key.columns[0]: key.table
            for key in model.physical.tables[id_].constraints.values()
            if isinstance(key, ForeignKey) and len(key.columns) == 1
        }
        for dependency in found.dependencies:
            target = targets.get(dependency.left[0]) if len(dependency.left) == 1 else None
            if target is not None and target != id_:
                right = {ids[column]: column in dependency.copies for column in dependency.right if column not in targets}
                _move(made, model.naming.entity(id_), model.naming.entity(target), right)
    return made


def _move(entities: dict[str, Entity], source: str, target: str, right: dict[str, bool]) -> None:
    """`right`: attribute -> whether the target has it already under another name."""
    if source not in entities or target not in entities:
        return
    kept, there = dict(entities[source].attributes), dict(entities[target].attributes)
    named = {name for identifier in entities[source].identifiers for name in identifier.members}
    for name, copied in right.items():
        if name not in kept or name in named:
            continue
        attribute = kept.pop(name)
        if not copied:
            own = free(name.removeprefix(f"{target}_") or name, set(there))
            there[own] = msgspec.structs.replace(attribute, name=own)
    entities[source] = msgspec.structs.replace(entities[source], attributes=kept)
    entities[target] = msgspec.structs.replace(entities[target], attributes=there)
