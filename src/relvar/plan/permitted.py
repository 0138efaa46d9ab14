"""What each application role may do with each table: the actors' permissions, what follows for parts, and what their statements need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.model.behaviour import Freeze
from relvar.model.conceptual import Actor, Operation, Permission
from relvar.model.design import Design
from relvar.model.expression import Call
from relvar.model.physical import Physical, Table
from relvar.model.query import Statement
from relvar.plan.privileges import Needs, Privilege, of_statements
from relvar.plan.trace import Trace

ORDER: tuple[Privilege, ...] = ("select", "insert", "update", "delete")
AS_PRIVILEGE: dict[Operation, Privilege] = {"read": "select", "insert": "insert", "update": "update", "delete": "delete"}
# Ownership reaches from an order to its lines and from there to a line's parts; deeper nesting has not been seen.
PARTS_DEPTH = 3
PERMISSION, NEEDED = "the brief's permission", "its questions and use cases name it"  # why a permit is given


class Permit(NamedTuple):
    """Operations on one table, for which rows (`scope`, `path` of relationships to the asker's own row), without seeing or changing which columns."""

    operations: tuple[Privilege, ...]
    scope: str
    path: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    why: str = ""
    fixed: tuple[str, ...] = ()


Permits = dict[str, list[Permit]]  # by table id


def permitted(trace: Trace, role: str, actor: Actor | None) -> Permits:
    """The permits of a role by table, in the store's order of tables. Without an actor the role is the whole application."""
    permits: Permits = {}
    for permission in actor.permissions if actor else for_everybody(trace.design, trace.physical):
        if permission.entity in trace.physical.tables:
            permits.setdefault(permission.entity, []).append(_permit(trace, permission))
    for _ in range(PARTS_DEPTH):
        for table, found in list(_parts(trace, permits)):
            permits.setdefault(table, []).append(found)
    for (table, privilege), _columns in needs_of(trace.physical, role).items():
        if not any(privilege in p.operations for p in permits.get(table, ())):
            permits.setdefault(table, []).append(Permit((privilege,), "all", why=NEEDED))
    frozen = frozen_tables(trace)
    return {t: _without_changes(permits[t], t in frozen) for t in trace.physical.tables if t in permits}


def _permit(trace: Trace, permission: Permission) -> Permit:
    operations = tuple(p for p in ORDER if p in {AS_PRIVILEGE[o] for o in permission.operations})
    hidden, fixed = (
        tuple(c for a in some if (c := trace.column_of(permission.entity, permission.entity, a))) for some in (permission.hidden, permission.fixed)
    )
    return Permit(operations, permission.scope, permission.through, hidden, PERMISSION, fixed)


def for_everybody(design: Design, physical: Physical) -> Iterator[Permission]:
    """One application for all: it reads and writes everything, and deletes only what is a part or joins two others."""
    for table, realized in physical.tables.items():
        entity = design.conceptual.entities.get(table)
        if not realized.relation:
            continue
        removable = entity is None or entity.entity_kind in ("part", "association")
        yield Permission(entity=table, operations=("read", "insert", "update", *(("delete",) if removable else ())))


def _parts(trace: Trace, permits: Permits) -> Iterator[tuple[str, Permit]]:
    """Permits on what cannot exist without its owner: whoever may change the owner may change its parts."""
    for id_, table in trace.physical.tables.items():
        if id_ in permits or not _is_part(trace, id_, table) or only_secrets(table):
            continue
        for relationship, owner in _owners(trace, id_):
            inherited = [Permit(_handed_down(p), p.scope, (relationship, *p.path), (), f"part of {owner}") for p in permits.get(owner, ())]
            inherited = [p for p in inherited if p.operations]
            if inherited:
                yield from ((id_, p) for p in inherited)
                break


def _is_part(trace: Trace, id_: str, table: Table) -> bool:
    entity = trace.design.conceptual.entities.get(id_)
    if entity is not None:
        return entity.entity_kind in ("part", "association")
    return bool(table.relation)


def _owners(trace: Trace, id_: str) -> Iterator[tuple[str, str]]:
    """Relationship and table of each owner: what the primary key contains, or the one relationship that makes it a part."""
    key, relationships = set(trace.physical.tables[id_].primary_key), trace.design.conceptual.relationships
    for relationship, reference in trace.holders.get(id_, ()):
        identifies = relationship in relationships and relationships[relationship].identifying
        if reference.table != id_ and (identifies or set(reference.columns) <= key or reference.on_delete == "cascade"):
            yield relationship, reference.table


def _handed_down(permit: Permit) -> tuple[Privilege, ...]:
    read: tuple[Privilege, ...] = ("select",) if "select" in permit.operations else ()
    changes = {"insert", "update"} & set(permit.operations)
    write: tuple[Privilege, ...] = ("insert", "update", "delete") if changes else ()
    return (*read, *write)


def _without_changes(permits: list[Permit], frozen: bool) -> list[Permit]:
    if not frozen:
        return permits
    kept = [p._replace(operations=tuple(o for o in p.operations if o in ("select", "insert"))) for p in permits]
    return [p for p in kept if p.operations]


def frozen_tables(trace: Trace) -> frozenset[str]:
    """Tables whose rows never change: immutable entities, and those a Freeze covers whole."""
    entities = {i for i, e in trace.design.conceptual.entities.items() if e.immutable}
    return frozenset(entities | {b.table for b in trace.physical.behaviours.values() if isinstance(b, Freeze) and not b.columns})


def needs_of(physical: Physical, role: str) -> Needs:
    """Privileges that the role's own questions and use cases ask for; where they name nobody, everybody asks them."""
    statements: list[Statement] = [q.statement for q in physical.queries.values() if role in q.roles or not q.roles]
    for transaction in physical.transactions.values():
        if role in transaction.roles or not transaction.roles:
            statements += transaction.statements
    return of_statements(statements, physical.tables)


def only_secrets(table: Table) -> bool:
    """Nothing but secrets, keys and times: a table that is granted for signing in and nothing else."""
    rest = [c for i, c in table.columns.items() if i not in table.primary_key and c.data.base != "timestamp"]
    return bool(rest) and all(c.sensitivity == "secret" for c in rest)


def updatable(trace: Trace, table_id: str) -> list[str]:
    """Columns an application may set after insert: no key, tenant, derived, frozen or database-kept column."""
    kept, tenant = trace.kept.get(table_id, set()), trace.tenant_column(table_id)
    return [i for i in _free(trace.physical.tables[table_id]) if i not in kept and i != tenant and not _frozen(trace, table_id, i)]


def _free(table: Table) -> Iterable[str]:
    """What the database makes with the row (its instant, its public identifier) is no column to set."""
    return (
        i
        for i, c in table.columns.items()
        if i not in table.primary_key and c.generated is None and not c.identity and not isinstance(c.default, Call)
    )


def _frozen(trace: Trace, table_id: str, column: str) -> bool:
    entity, _, attribute = trace.physical.tables[table_id].columns[column].of.partition(".")
    found = trace.design.conceptual.entities.get(entity)
    if found is not None and attribute in found.attributes:
        return found.attributes[attribute].frozen
    references = (r for r, key in trace.holders.get(table_id, ()) if column in key.columns)
    relationships = trace.design.conceptual.relationships
    return any(r in relationships and relationships[r].frozen for r in references)
