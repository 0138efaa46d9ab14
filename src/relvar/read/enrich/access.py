"""Who may do what: actors of the text completed, an application's staff and reporting added, and what patterns and use cases need."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.spell import inferred, said

STAFF, REPORTING = "staff", "reporting"
PRIVATE = ("personal", "special", "secret")
REACH = 3  # steps from a person to what is its own: a member's organization's members would be a way too, but not to own things


def grant(draft: Draft) -> None:
    """Actors with permissions for everything that the model asks and does."""
    for actor_id, actor in list(draft.actors.items()):
        if not actor.permissions:
            draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=_own(draft, actor_id))
    if draft.tenant:
        _keep_apart(draft)
    else:
        _keep_to_own(draft)
    _staff(draft)
    _reporting(draft)
    _give_roles(draft)
    _permit(draft)


# --- actors ---


def _own(draft: Draft, actor: str) -> tuple[c.Permission, ...]:
    """A person of the model: its own row and what refers to it; reads things and lists. Another: works on everything that happens."""
    found: list[c.Permission] = []
    for entity_id, entity in draft.entities.items():
        ways = [i for i, _own, far in draft.parents(entity_id) if far.entity == actor]
        if entity_id == actor:
            found.append(c.Permission(entity=entity_id, operations=("read", "update"), scope="own"))
        elif actor in draft.entities and ways:
            insert = entity.entity_kind in ("event", "association")
            found.append(c.Permission(entity=entity_id, operations=("read", "insert") if insert else ("read",), scope="own", through=(ways[0],)))
        elif entity.entity_kind in ("thing", "lookup"):
            found.append(c.Permission(entity=entity_id, operations=("read",)))
        elif actor not in draft.entities and entity.entity_kind != "lookup" and not _secret(entity):
            found.append(c.Permission(entity=entity_id, operations=_writes(entity)))
    return tuple(found)


def _keep_apart(draft: Draft) -> None:
    """Where customers are kept apart, roles of the text work within their tenant; a pack says itself who stands above."""
    for actor_id, actor in draft.actors.items():
        if actor.source.kind != "pack":
            kept = tuple(msgspec.structs.replace(p, scope="tenant") if p.scope == "all" else p for p in actor.permissions)
            draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=kept)


def _keep_to_own(draft: Draft) -> None:
    """A person of the model sees, of what names persons like it, the rows that name it: least privilege where the text is silent.

    "Riders request trips" says that they make trips, not that they read everybody's. A role that may read everything keeps that.
    """
    for actor_id, actor in draft.actors.items():
        if actor_id not in draft.entities or len({p.entity for p in actor.permissions}) >= len(draft.entities):
            continue
        kept = tuple(_asked(draft, actor_id, permission) for permission in actor.permissions)
        draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=kept)


def _asked(draft: Draft, actor: str, permission: c.Permission) -> c.Permission:
    """Narrowed to what is the person's own, unless the user says that everybody's may be seen."""
    after = _narrowed(draft, actor, permission)
    if after == permission:
        return permission
    things = said(draft.entities[after.entity].plural)
    text = f"May one {said(actor)} see {things} of another?"
    seen = draft.denies(text, f"no: only its own {things}", f"row rules of {things}", 0.6, inferred("a person sees what names it"))
    return permission if seen else after


def _narrowed(draft: Draft, actor: str, permission: c.Permission) -> c.Permission:
    if permission.scope != "all":
        return permission
    if permission.entity == actor:
        return msgspec.structs.replace(permission, scope="own")
    ways = [way for way, _own, far in draft.parents(permission.entity) if far.entity == actor]
    return permission if not ways else msgspec.structs.replace(permission, scope="own", through=(ways[0],))


def _secret(entity: c.Entity) -> bool:
    return any(a.meaning.sensitivity == "secret" for a in entity.attributes.values())


def _writes(entity: c.Entity) -> tuple[c.Operation, ...]:
    if entity.immutable:
        return ("read", "insert")
    if entity.entity_kind in ("part", "association", "lookup"):
        return ("read", "insert", "update", "delete")
    return ("read", "insert", "update")


def _staff(draft: Draft) -> None:
    """Somebody of the software's operator may work on all entities, unless others together may already."""
    written = {
        p.entity for actor in draft.actors.values() for p in actor.permissions if p.scope != "own" and set(p.operations) & {"insert", "update"}
    }
    missing = [i for i, e in draft.entities.items() if i not in written and not _secret(e)]
    if not missing or STAFF in draft.actors:
        return
    entities = missing if draft.domain and len(draft.actors) > 1 else [i for i, e in draft.entities.items() if not _secret(e)]
    scope = "tenant" if draft.tenant else "all"
    draft.actors[STAFF] = c.Actor(
        name=STAFF,
        description="People of the operator who keep the records, through the application",
        source=inferred("somebody keeps what no other role may write"),
        permissions=tuple(c.Permission(entity=i, operations=_writes(draft.entities[i]), scope=scope) for i in entities),  # type: ignore[arg-type]
    )


def _reporting(draft: Draft) -> None:
    """Reads everything but secrets, persons masked; a pack's or text's own reporting is completed so."""
    known = draft.actors.get(REPORTING)
    said = known.permissions if known is not None else ()
    told = {p.entity for p in said}
    rest = (c.Permission(entity=i, operations=("read",)) for i, e in draft.entities.items() if i not in told and not _secret(e))
    permissions = tuple(_masked(draft, p) for p in (*said, *rest))
    draft.actors[REPORTING] = c.Actor(
        name=REPORTING,
        description=known.description if known else "Figures for the management: personal data masked, no writes",
        source=known.source if known else inferred("reports are read by people who must not see persons"),
        permissions=permissions,
    )


def _masked(draft: Draft, permission: c.Permission) -> c.Permission:
    """Personal attributes hidden, beside what is hidden already."""
    private = (name for name, a in draft.entities[permission.entity].attributes.items() if a.meaning.sensitivity in PRIVATE)
    return msgspec.structs.replace(permission, hidden=tuple(dict.fromkeys((*permission.hidden, *private))))


# --- who asks, who does ---


def _give_roles(draft: Draft) -> None:
    permitted: dict[str, list[tuple[str, c.Permission]]] = {}
    for actor_id, actor in draft.actors.items():
        for permission in actor.permissions:
            permitted.setdefault(permission.entity, []).append((actor_id, permission))
    for pattern_id, pattern in draft.patterns.items():
        if not pattern.roles:
            roles = _askers(draft, pattern, permitted.get(pattern.entity, []))
            draft.patterns[pattern_id] = msgspec.structs.replace(pattern, roles=roles)
    for use_case_id, use_case in draft.use_cases.items():
        if not use_case.roles:
            draft.use_cases[use_case_id] = msgspec.structs.replace(use_case, roles=_doers(draft, use_case))


def _askers(draft: Draft, pattern: c.AccessPattern, permitted: list[tuple[str, c.Permission]]) -> tuple[str, ...]:
    """Who may ask a question; `permitted`: who may do what with the entity that is asked for."""
    if pattern.measures:
        return (REPORTING,)
    hidden = {f.attribute for f in pattern.filters}
    found = []
    for actor_id, permission in permitted:
        if actor_id == REPORTING or "read" not in permission.operations or hidden & set(permission.hidden):
            continue
        owns = permission.through and any(f.path == permission.through and f.op == "=" for f in pattern.filters)
        if permission.scope != "own" or owns:
            found.append(actor_id)
    return tuple(dict.fromkeys(found)) or (_keeper(draft, pattern.entity),)


def _doers(draft: Draft, use_case: c.UseCase) -> tuple[str, ...]:
    """Those who may do its first step on all rows; the rest of the steps they are then permitted."""
    first = use_case.steps[0]
    wanted = first.action if first.action in ("insert", "update", "delete") else "update"
    found = [
        actor_id
        for actor_id, actor in draft.actors.items()
        if any(p.entity == first.entity and wanted in p.operations and p.scope != "own" for p in actor.permissions)
    ]
    return tuple(found) or (_keeper(draft, use_case.entity),)


def _keeper(draft: Draft, entity: str) -> str:
    """Who has most to do with an entity: a role that may write it, else the staff, else the first that is not reporting."""
    for actor_id, actor in draft.actors.items():
        if any(p.entity == entity and set(p.operations) & {"insert", "update"} and p.scope != "own" for p in actor.permissions):
            return actor_id
    others = [actor_id for actor_id in draft.actors if actor_id != REPORTING]
    return STAFF if STAFF in draft.actors else others[0] if others else REPORTING


# --- what they then need ---


def _permit(draft: Draft) -> None:
    held = {actor_id: {p.entity: p for p in reversed(actor.permissions)} for actor_id, actor in draft.actors.items()}
    for pattern in draft.patterns.values():
        for role in pattern.roles:
            for entity in _read_by(draft, pattern):
                _allow(draft, held, role, entity, "read")
    for use_case in draft.use_cases.values():
        for role in use_case.roles:
            for step in use_case.steps:
                operation: c.Operation = step.action if step.action in ("insert", "update", "delete") else "read"
                _allow(draft, held, role, step.entity, operation)


def _read_by(draft: Draft, pattern: c.AccessPattern) -> Iterator[str]:
    yield pattern.entity
    for path in (*((i,) for i in pattern.include), *(f.path for f in pattern.filters)):
        here = pattern.entity
        for step in path:
            relationship = draft.relationships[step]
            here = relationship.second.entity if relationship.first.entity == here else relationship.first.entity
            yield here


def _allow(draft: Draft, held: dict[str, dict[str, c.Permission]], actor_id: str, entity: str, operation: c.Operation) -> None:
    """One more operation where the role lacks it, in the scope that it has for this entity or else for most others.

    `held`: the first permission of each role for each entity.
    """
    actor = draft.actors[actor_id]
    known = held[actor_id].get(entity)
    if known is not None and operation in known.operations:
        return
    if known is not None:
        ordered = tuple(o for o in ("read", "insert", "update", "delete") if o in {*known.operations, operation, "read"})
        made = msgspec.structs.replace(known, operations=ordered)
        permissions = tuple(made if p is known else p for p in actor.permissions)
    else:
        operations: tuple[c.Operation, ...] = ("read",) if operation == "read" else ("read", operation)
        made = _as_others(draft, actor, entity, operations)
        permissions = (*actor.permissions, made)
    held[actor_id][entity] = made
    draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=permissions)


def _as_others(draft: Draft, actor: c.Actor, entity: str, operations: tuple[c.Operation, ...]) -> c.Permission:
    """A role that sees only its own elsewhere sees only its own here, where a way leads to it."""
    own = [p for p in actor.permissions if p.scope == "own" and p.through]
    for permission in own:
        for relationship_id, _own, far in draft.parents(entity):
            if far.entity == permission.entity and len(permission.through) < REACH:
                return c.Permission(entity=entity, operations=operations, scope="own", through=(relationship_id, *permission.through))
    scope = "tenant" if any(p.scope == "tenant" for p in actor.permissions) else "all"
    permission = c.Permission(entity=entity, operations=operations, scope=scope)  # type: ignore[arg-type]
    return _masked(draft, permission) if actor.name == REPORTING else permission
