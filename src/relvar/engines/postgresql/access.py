"""06: grants: who may look into which schema, read and write which table, call which routine."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.duties import all_with, definer, with_duty
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.behaviour import Expire
from relvar.model.expression import Exists
from relvar.model.physical import Grant, Physical
from relvar.model.walking import every


def schema_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """Who may look into which schema."""
    physical = writer.physical
    schemas = [table.schema for table in physical.tables.values()] + [view.schema for view in physical.views.values()]
    for schema in dict.fromkeys(schemas):
        names = [physical.roles[r].name for r in users(physical, schema)]
        if names:
            yield Statement(text=f"grant usage on schema {writer.quote(schema)} to {', '.join(names)}")


def upkeep_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """Jobs find their routines and checks in the schema ops."""
    physical = writer.physical
    if has_upkeep(physical):
        for role in all_with(physical, "jobs"):
            yield Statement(text=f"grant usage on schema ops to {writer.quote(role.name)}")


def has_upkeep(physical: Physical) -> bool:
    return bool(physical.integrity) or any(table.partition for table in physical.tables.values())


def users(physical: Physical, schema: str) -> list[str]:
    schemas = {key: t.schema for key, t in physical.tables.items()} | {key: v.schema for key, v in physical.views.items()}
    used = [g.role for g in physical.grants.values() if schemas.get(g.on) == schema]
    used += [role_id for role_id, role in physical.roles.items() if role.duty == "jobs" and schema in _of_jobs(physical)]
    return [role for role in dict.fromkeys(used) if physical.roles[role].duty not in ("owner", "definer")]


def _of_jobs(physical: Physical) -> set[str]:
    """Schemas with routines that the schedule calls."""
    found = {physical.tables[b.table].schema for b in physical.behaviours.values() if isinstance(b, Expire)}
    return found | {view.schema for view in physical.views.values() if view.materialized}


def grants(writer: PostgresWriter) -> Iterator[Statement]:
    """One statement a grant; views have theirs after they are made."""
    for key, grant in writer.physical.grants.items():
        if grant.on in writer.physical.tables:
            yield Statement(text=grant_text(writer, grant), element=key)


def view_grants(writer: PostgresWriter) -> Iterator[Statement]:
    for key, grant in writer.physical.grants.items():
        if grant.on in writer.physical.views:
            yield Statement(text=grant_text(writer, grant), element=key)


def grant_text(writer: PostgresWriter, grant: Grant) -> str:
    return f"grant {_rights(writer, grant)} to {writer.quote(writer.physical.roles[grant.role].name)}"


def revoke_text(writer: PostgresWriter, grant: Grant) -> str:
    return f"revoke {_rights(writer, grant)} from {writer.quote(writer.physical.roles[grant.role].name)}"


def _rights(writer: PostgresWriter, grant: Grant) -> str:
    columns = f" ({writer.columns(grant.on, grant.columns)})" if grant.columns else ""
    what = ", ".join(f"{operation}{columns if operation != 'delete' else ''}" for operation in grant.operations)
    return f"{what} on {writer.table(grant.on)}"


def backup_rights(writer: PostgresWriter) -> Iterator[Statement]:
    """The backup reads every table that is there."""
    for role in all_with(writer.physical, "backup"):
        name = writer.quote(role.name)
        for schema in kept_schemas(writer.physical):
            yield Statement(text=f"grant usage on schema {schema} to {name}")
            yield Statement(text=f"grant select on all tables in schema {schema} to {name}")
            yield Statement(text=f"grant select on all sequences in schema {schema} to {name}")


def states_definers_rights(physical: Physical) -> bool:
    """Whether the design itself says which tables the definer may touch."""
    definers = {key for key, role in physical.roles.items() if role.duty == "definer"}
    return any(grant.role in definers for grant in physical.grants.values())


def checked_tables(physical: Physical) -> list[str]:
    """Tables that the integrity checks read, which run as the definer."""
    selects = [check.select for check in physical.integrity.values()]
    found = [table for select in selects for table in (select.table, *(join.table for join in select.joins), *_inside(select.where))]
    return [table for table in dict.fromkeys(found) if table in physical.tables]


def _inside(expression: object) -> list[str]:
    """Tables of nested questions."""
    return [nested.table for nested in every(Exists, expression)]


def read_by_checks(writer: PostgresWriter) -> Iterator[Statement]:
    tables = checked_tables(writer.physical)
    if tables and states_definers_rights(writer.physical):
        yield Statement(text=f"grant select on {', '.join(map(writer.table, tables))} to {definer(writer.physical)}")


def later_backup_rights(writer: PostgresWriter, maker: str) -> Iterator[Statement]:
    """And those that come later: default privileges belong to the role that makes them, and only it may set them."""
    for role in all_with(writer.physical, "backup"):
        for schema in kept_schemas(writer.physical):
            head = f"alter default privileges for role {maker} in schema {schema}"
            yield Statement(text=f"{head} grant select on tables to {writer.quote(role.name)}")
            yield Statement(text=f"{head} grant select on sequences to {writer.quote(role.name)}")


def kept_schemas(physical: Physical) -> list[str]:
    found = [table.schema for table in physical.tables.values()] + [view.schema for view in physical.views.values()]
    return list(dict.fromkeys([*found, "ops"]))


def routine_rights(writer: PostgresWriter, callable_by_jobs: list[str]) -> Iterator[Statement]:
    """Routines of jobs are the jobs role's alone; trigger functions need no grant."""
    jobs = with_duty(writer.physical, "jobs")
    if jobs is None:
        return
    for signature in dict.fromkeys(callable_by_jobs):
        yield Statement(text=f"grant execute on function {signature} to {writer.quote(jobs.name)}")
