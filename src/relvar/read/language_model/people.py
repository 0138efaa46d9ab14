"""Roles that a model found. What the brief's grammar permits a role stays; a model adds roles, and never widens what one may do."""

from __future__ import annotations

from relvar.model import conceptual as c
from relvar.model.extraction import Extraction, FoundPermission, FoundRole
from relvar.read.enrich.draft import Draft
from relvar.read.language_model.quoting import Quoting
from relvar.read.language_model.things import Ids
from relvar.read.language_model.weighing import source


def roles(draft: Draft, found: Extraction, ids: Ids, quoting: Quoting) -> None:
    for fact in found.roles:
        permissions = _permissions(draft, fact, ids)
        if permissions and fact.name not in draft.actors:
            draft.actors[fact.name] = c.Actor(
                name=fact.name, description="", source=source(quoting, fact.quote, fact.name), permissions=tuple(permissions.values())
            )


def _permissions(draft: Draft, fact: FoundRole, ids: Ids) -> dict[str, c.Permission]:
    """One permission an entity: operations of equal reach together, the narrower reach where they differ."""
    found: dict[str, c.Permission] = {}
    for said in fact.permissions:
        made = _permission(draft, fact.name, said, ids.get(said.entity, ""))
        before = found.get(made.entity) if made is not None else None
        if made is not None and (before is None or before.scope == "all"):
            found[made.entity] = made
    return found


def _permission(draft: Draft, role: str, fact: FoundPermission, entity: str) -> c.Permission | None:
    if not entity or not fact.may:
        return None
    operations: tuple[c.Operation, ...] = tuple(dict.fromkeys(("read", *fact.may)))  # whoever writes sees what is written
    if not fact.own:
        return c.Permission(entity=entity, operations=operations)
    if entity == role:
        return c.Permission(entity=entity, operations=operations, scope="own")
    way = next((i for i, _own, far in draft.parents(entity) if far.entity == role), "")
    return c.Permission(entity=entity, operations=operations, scope="own", through=(way,)) if way else None  # no way to say whose it is: nothing
