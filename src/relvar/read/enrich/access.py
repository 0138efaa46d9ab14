"""Who may do what: actors of the text completed, an application's staff and reporting added, and what patterns and use cases need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from relvar.model import conceptual as c
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.restricted import restrict
from relvar.read.enrich.spell import inferred, said

STAFF, REPORTING = "staff", "reporting"
PRIVATE = ("personal", "special", "secret")
REACH = 3  # steps from a person to what is its own: a member's organization's members would be a way too, but not to own things


Ways = dict[str, dict[str, str]]  # entity -> entity that it refers to -> the first relationship by which it does


def grant(draft: Draft) -> None:
    """Actors with permissions for everything that the model asks and does."""
    ways = {entity: _ways(draft, entity) for entity in draft.entities}
    for actor_id, actor in list(draft.actors.items()):
        if not actor.permissions:
            draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=_own(draft, actor_id, ways))
    if draft.tenant:
        _keep_apart(draft)
    else:
        _keep_to_own(draft, ways)
    _staff(draft)
    _reporting(draft)
    restrict(draft)
    _give_roles(draft)
    _permit(draft, ways)
    restrict(draft)


def _ways(draft: Draft, entity: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for relationship_id, _own, far in draft.parents(entity):
        found.setdefault(far.entity, relationship_id)
    return found


# --- actors ---


def _own(draft: Draft, actor: str, ways: Ways) -> tuple[c.Permission, ...]:
    """A person of the model: its own row and what refers to it; reads things and lists. Another: works on everything that happens."""
    found: list[c.Permission] = []
    for entity_id, entity in draft.entities.items():
        way = ways[entity_id].get(actor)
        if entity_id == actor:
            found.append(c.Permission(entity=entity_id, operations=("read", "update"), scope="own"))
        elif actor in draft.entities and way is not None:
            insert = entity.entity_kind in ("event", "association")
            found.append(c.Permission(entity=entity_id, operations=("read", "insert") if insert else ("read",), scope="own", through=(way,)))
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


def _keep_to_own(draft: Draft, ways: Ways) -> None:
    """A person of the model sees, of what names persons like it, the rows that name it: least privilege where the text is silent.

    "Riders request trips" says that they make trips, not that they read everybody's. A role that may read everything keeps that.
    """
    for actor_id, actor in draft.actors.items():
        if actor_id not in draft.entities or len({p.entity for p in actor.permissions}) >= len(draft.entities):
            continue
        kept = tuple(_asked(draft, actor_id, permission, ways) for permission in actor.permissions)
        draft.actors[actor_id] = msgspec.structs.replace(actor, permissions=kept)


def _asked(draft: Draft, actor: str, permission: c.Permission, ways: Ways) -> c.Permission:
    """Narrowed to what is the person's own, unless the user says that everybody's may be seen."""
    after = _narrowed(actor, permission, ways)
    if after is permission:
        return permission
    things = said(draft.entities[after.entity].plural)
    text = f"May one {said(actor)} see {things} of another?"
    seen = draft.denies(text, f"no: only its own {things}", f"row rules of {things}", 0.6, inferred("a person sees what names it"))
    return permission if seen else after


def _narrowed(actor: str, permission: c.Permission, ways: Ways) -> c.Permission:
    if permission.scope != "all":
        return permission
    if permission.entity == actor:
        return msgspec.structs.replace(permission, scope="own")
    way = ways.get(permission.entity, {}).get(actor)
    return permission if way is None else msgspec.structs.replace(permission, scope="own", through=(way,))


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
    scope: c.Scope = "tenant" if draft.tenant else "all"
    draft.actors[STAFF] = c.Actor(
        name=STAFF,
        description="People of the operator who keep the records, through the application",
        source=inferred("somebody keeps what no other role may write"),
        permissions=tuple(c.Permission(entity=i, operations=_writes(draft.entities[i]), scope=scope) for i in entities),
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

Permitted = dict[str, list[tuple[str, c.Permission]]]  # entity -> who may do what with it, in the order of the roles


def _give_roles(draft: Draft) -> None:
    permitted: Permitted = {}
    for actor_id, actor in draft.actors.items():
        for permission in actor.permissions:
            permitted.setdefault(permission.entity, []).append((actor_id, permission))
    for pattern_id, pattern in draft.patterns.items():
        if not pattern.roles:
            roles = _askers(draft, pattern, permitted)
            draft.patterns[pattern_id] = msgspec.structs.replace(pattern, roles=roles)
    for use_case_id, use_case in draft.use_cases.items():
        if not use_case.roles:
            draft.use_cases[use_case_id] = msgspec.structs.replace(use_case, roles=_doers(draft, use_case, permitted))


def _askers(draft: Draft, pattern: c.AccessPattern, permitted: Permitted) -> tuple[str, ...]:
    """Who may ask a question."""
    if pattern.measures:
        return (REPORTING,)
    hidden = {f.attribute for f in pattern.filters}
    paths = {f.path for f in pattern.filters if f.op == "="}
    found = []
    for actor_id, permission in permitted.get(pattern.entity, ()):
        if actor_id == REPORTING or "read" not in permission.operations or not hidden.isdisjoint(permission.hidden):
            continue
        if permission.scope != "own" or (permission.through and permission.through in paths):
            found.append(actor_id)
    return tuple(dict.fromkeys(found)) or (_keeper(draft, permitted.get(pattern.entity, ())),)


def _doers(draft: Draft, use_case: c.UseCase, permitted: Permitted) -> tuple[str, ...]:
    """Those who may do its first step on all rows; the rest of the steps they are then permitted."""
    first = use_case.steps[0]
    wanted = first.action if first.action in ("insert", "update", "delete") else "update"
    found = [actor_id for actor_id, p in permitted.get(first.entity, ()) if wanted in p.operations and p.scope != "own"]
    return tuple(dict.fromkeys(found)) or (_keeper(draft, permitted.get(use_case.entity, ())),)


def _keeper(draft: Draft, permitted: Iterable[tuple[str, c.Permission]]) -> str:
    """Who has most to do with an entity: a role that may write it, else the staff, else the first that is not reporting."""
    for actor_id, permission in permitted:
        if set(permission.operations) & {"insert", "update"} and permission.scope != "own":
            return actor_id
    return STAFF if STAFF in draft.actors else next((actor_id for actor_id in draft.actors if actor_id != REPORTING), REPORTING)


# --- what they then need ---


def _permit(draft: Draft, ways: Ways) -> None:
    held = {actor_id: _Held(draft, actor, ways) for actor_id, actor in draft.actors.items()}
    for pattern in draft.patterns.values():
        read = list(_read_by(draft, pattern))
        for role in pattern.roles:
            for entity in read:
                held[role].allow(entity, "read")
    for use_case in draft.use_cases.values():
        for role in use_case.roles:
            for step in use_case.steps:
                held[role].allow(step.entity, step.action if step.action in ("insert", "update", "delete") else "read")
    for actor_id, its in held.items():
        draft.actors[actor_id] = msgspec.structs.replace(its.actor, permissions=tuple(its.permissions))


def _read_by(draft: Draft, pattern: c.AccessPattern) -> Iterator[str]:
    yield pattern.entity
    for path in (*((i,) for i in pattern.include), *(f.path for f in pattern.filters)):
        here = pattern.entity
        for step in path:
            relationship = draft.relationships[step]
            here = relationship.second.entity if relationship.first.entity == here else relationship.first.entity
            yield here


class _Held:
    """What one role is permitted, while more is added."""

    def __init__(self, draft: Draft, actor: c.Actor, ways: Ways) -> None:
        self.draft, self.actor, self.ways = draft, actor, ways
        self.permissions: list[c.Permission] = []
        self.first: dict[str, int] = {}  # entity -> the place of its first permission
        self.ours: dict[str, int] = {}  # entity -> the place of the first by which the role sees what is its own, not from too far away
        self.tenant = False
        for permission in actor.permissions:
            self._add(permission)

    def _add(self, permission: c.Permission) -> None:
        place = len(self.permissions)
        self.permissions.append(permission)
        self.first.setdefault(permission.entity, place)
        self.tenant |= permission.scope == "tenant"
        if permission.scope == "own" and 0 < len(permission.through) < REACH:
            self.ours.setdefault(permission.entity, place)

    def allow(self, entity: str, operation: c.Operation) -> None:
        """One more operation where the role lacks it, in the scope that it has for this entity or else for most others."""
        place = self.first.get(entity)
        if place is None:
            self._add(self._as_others(entity, ("read",) if operation == "read" else ("read", operation)))
        elif operation not in (known := self.permissions[place]).operations:
            ordered = tuple(o for o in ("read", "insert", "update", "delete") if o in {*known.operations, operation, "read"})
            self.permissions[place] = msgspec.structs.replace(known, operations=ordered)

    def _as_others(self, entity: str, operations: tuple[c.Operation, ...]) -> c.Permission:
        """A role that sees only its own elsewhere sees only its own here, where a way leads to it; of persons like it, itself."""
        if entity == self.actor.name:
            return c.Permission(entity=entity, operations=operations, scope="own")
        ways = self.ways.get(entity, {})
        place = min((self.ours[far] for far in ways if far in self.ours), default=None)
        if place is not None:
            permission = self.permissions[place]
            through = (ways[permission.entity], *permission.through)
            return c.Permission(entity=entity, operations=operations, scope="own", through=through)
        permission = c.Permission(entity=entity, operations=operations, scope="tenant" if self.tenant else "all")
        return _masked(self.draft, permission) if self.actor.name == REPORTING else permission
