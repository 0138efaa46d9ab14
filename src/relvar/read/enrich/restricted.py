"""What the text keeps from roles is kept from every role that is not named, also from those that nobody spoke of."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft


def restrict(draft: Draft) -> None:
    """Take out of all permissions what the text keeps from their roles. What speaks of nothing that is kept is dropped."""
    draft.restrictions = {id_: r for id_, r in draft.restrictions.items() if _known(draft, r)}
    speaking_of: dict[str, list[c.Restriction]] = {}
    for restriction in draft.restrictions.values():
        speaking_of.setdefault(restriction.entity, []).append(restriction)
    for actor_id, actor in draft.actors.items():
        kept = tuple(p for one in actor.permissions if (p := _without(speaking_of.get(one.entity, ()), actor_id, one)).operations)
        draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=kept)


def denies(draft: Draft, actor: str, entity: str, operation: c.Operation) -> bool:
    """Whether the text keeps an operation on an entity from a role."""
    return any(r.entity == entity and r.operation == operation and not r.attribute and _is_kept(r, actor) for r in draft.restrictions.values())


def _known(draft: Draft, r: c.Restriction) -> bool:
    return r.entity in draft.entities and (not r.attribute or r.attribute in draft.entities[r.entity].attributes)


def _is_kept(r: c.Restriction, actor: str) -> bool:
    """Whether it is kept from this role."""
    return actor in r.never or (bool(r.only) and actor not in r.only)


def _without(restrictions: Iterable[c.Restriction], actor: str, permission: c.Permission) -> c.Permission:
    """A permission without what these, which speak of its entity, keep from the role."""
    against = [r for r in restrictions if _is_kept(r, actor)]
    if not against:
        return permission
    gone = {r.operation for r in against if not r.attribute}
    operations = () if "read" in gone else tuple(o for o in permission.operations if o not in gone)
    hidden = dict.fromkeys((*permission.hidden, *(r.attribute for r in against if r.attribute and r.operation == "read")))
    fixed = dict.fromkeys((*permission.fixed, *(r.attribute for r in against if r.attribute and r.operation in ("read", "update"))))
    return msgspec.structs.replace(permission, operations=operations, hidden=tuple(hidden), fixed=tuple(fixed))
