"""The rights that a design gives on schemas, routines, the database, and on what is made later: as facts, beside those on tables."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.postgresql import access, uuids
from relvar.engines.postgresql.behaviours import extensions
from relvar.engines.postgresql.deploy import all_routines, job_routines, role_of
from relvar.engines.postgresql.duties import all_with, definer, owner
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.views import refresh_routines
from relvar.model.physical import Physical

Right = tuple[str, str]
Held = tuple[str, str, str]  # object, role, privilege


def rights(writer: PostgresWriter) -> Iterator[Right]:
    """Key and value of every such fact."""
    yield from _told("grant schema", of_schemas(writer))
    yield from _told("grant routine", _routines(writer))
    yield from _told("grant database", _database(writer.physical))
    yield from _later(writer.physical)


def _told(kind: str, held: Iterator[Held]) -> Iterator[Right]:
    """(object, role, privilege) -> one fact an object and role."""
    found: dict[tuple[str, str], set[str]] = {}
    for thing, role, privilege in held:
        found.setdefault((thing, role), set()).add(privilege)
    for (thing, role), privileges in found.items():
        yield f"{kind}{' ' if thing else ''}{thing} to {role}", ", ".join(sorted(privileges))


def of_schemas(writer: PostgresWriter) -> Iterator[Held]:
    """Who may look into which schema, or make something there."""
    physical = writer.physical
    for schema in access.kept_schemas(physical):
        yield from ((schema, physical.roles[r].name, "usage") for r in access.users(physical, schema) if r in physical.roles)
        yield from ((schema, role.name, "usage") for role in all_with(physical, "backup"))
        if definer(physical) != owner(physical):
            yield from ((schema, definer(physical), privilege) for privilege in ("usage", "create"))
    upkeep = all_with(physical, "jobs") if access.has_upkeep(physical) else []
    yield from (("ops", role.name, "usage") for role in (*upkeep, *all_with(physical, "monitor")))
    if extensions(physical):
        yield from (("public", role.name, "usage") for role in physical.roles.values())


def _routines(writer: PostgresWriter) -> Iterator[Held]:
    physical = writer.physical
    for routine in all_routines(writer):
        if routine.returns == "trigger" and role_of(physical, routine) != owner(physical):
            yield routine.signature, owner(physical), "execute"
    for routine in (*job_routines(writer), *refresh_routines(writer)):
        yield from ((routine.signature, role.name, "execute") for role in all_with(physical, "jobs")[:1])
    if uuids.used(physical):
        yield f"{uuids.NAME}()", "public", "execute"


def _database(physical: Physical) -> Iterator[Held]:
    yield from (("", role.name, "connect") for role in physical.roles.values() if role.login)
    yield from (("", role.name, "create") for role in all_with(physical, "owner"))
    if definer(physical):
        yield "", definer(physical), "temporary"


def _later(physical: Physical) -> Iterator[Right]:
    """Default privileges: what each maker's next table, sequence or function will grant."""
    makers = [maker for maker in dict.fromkeys((owner(physical), definer(physical))) if maker]
    for role in all_with(physical, "backup"):
        for maker in makers:
            for schema in access.kept_schemas(physical):
                yield f"later tables of {maker} in {schema} to {role.name}", "select"
                yield f"later sequences of {maker} in {schema} to {role.name}", "select"
    if definer(physical) != owner(physical) and not access.states_definers_rights(physical):
        for schema in access.kept_schemas(physical):
            yield f"later tables of {owner(physical)} in {schema} to {definer(physical)}", "delete, insert, select, update"
