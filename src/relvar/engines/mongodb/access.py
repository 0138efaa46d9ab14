"""Roles of MongoDB out of the design's grants: privileges on collections, for MongoDB has none on fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Statement
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.script import Call, written
from relvar.model.design import Design
from relvar.model.physical import Physical

ACTIONS = {"select": ("find",), "insert": ("insert",), "update": ("update",), "delete": ("remove",)}


def roles(design: Design, store: str) -> Iterator[Statement]:
    """One role for each of the design's, with the actions that its grants mean."""
    physical = design.physical[store]
    for id_, role in physical.roles.items():
        command = {"createRole": role.name, "privileges": privileges(physical, id_), "roles": []}
        yield Statement(text=written(Call("", "runCommand", (command,))), because=role.comment, element=id_)


def privileges(physical: Physical, role: str) -> list[dict[str, Any]]:
    """Actions by collection. An element is inserted, changed and deleted by an update of its document."""
    store = Store.of(physical)
    found: dict[str, dict[str, None]] = {}
    for grant in physical.grants.values():
        if grant.role != role or grant.on not in physical.tables:
            continue
        inside = store.layout.embedding(grant.on) is not None
        actions = found.setdefault(store.layout.collection(grant.on).name, {})
        for operation in grant.operations:
            for action in ("update",) if inside and operation != "select" else ACTIONS[operation]:
                actions[action] = None
    return [{"resource": {"db": "", "collection": name}, "actions": list(actions)} for name, actions in found.items()]
