"""0001 down: everything that deploy made is taken away again; the database stays. All or nothing, and refused while a table holds a row."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver import partitions, search, versions
from relvar.engines.sqlserver.access import function_names, policy_name
from relvar.engines.sqlserver.deploy import all_procedures
from relvar.engines.sqlserver.jobs import has_agent, scheduled
from relvar.engines.sqlserver.objects import Parts, shortened
from relvar.engines.sqlserver.views import source_name
from relvar.model.design import Design
from relvar.model.physical import ForeignKey

HEAD = """Back to before 0001: drops every object of the design, its rights and its roles, also where a deploy stopped in the middle.
sqlcmd -b -S SERVER -d NAME -i 0001_create.down.sql. It refuses while any table holds a row.
Where the rows may go: exec sys.sp_set_session_context N'drop_rows', 1; in the same session (there is no way back but a backup)."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files, the last made first."""
    make = Parts(design.physical[store])
    statements = (*_guard(make), *_jobs(make, design.brief.project), *_rows(make), *_drops(make), *_principals(make))
    return Script(path="migrations/0001_create.down.sql", head=HEAD, statements=statements, transactional=True)


def _guard(make: Parts) -> Iterator[Statement]:
    """Counted by the catalogue, for a table that was never made holds no row."""
    tables = [make.table(t) for t in make.physical.tables] + [versions.history_name(make, t) for t in versions.versioned(make.physical)]
    names = ", ".join(f"object_id({make.writer.literal(name)})" for name in tables)
    if names:
        counted = f"select 1 from sys.partitions where index_id in (0, 1) and rows > 0 and object_id in ({names})"
        asked = f"if isnull(cast(session_context(N'drop_rows') as int), 0) <> 1 and exists ({counted})"
        text = f"{asked}\n  throw 50006, 'a table still holds rows: back it up first', 1"
        yield Statement(text=text, because="Refuses while a row is there")


def _jobs(make: Parts, project: str) -> Iterator[Statement]:
    for key, _ in scheduled(make) if has_agent(make.physical) else ():
        name = make.writer.literal(shortened(f"{project}_{make.physical.jobs[key].name}"))
        exists = f"if exists (select 1 from msdb.dbo.sysjobs where name = {name})"
        yield Statement(text=f"{exists}\n  exec msdb.dbo.sp_delete_job @job_name = {name}, @delete_unused_schedule = 1", element=key)


def _rows(make: Parts) -> Iterator[Statement]:
    for table_id in dict.fromkeys(p.table for p in make.physical.policies.values()):
        yield Statement(text=f"drop security policy if exists {make.in_schema(table_id, policy_name(make.physical, table_id))}")
        for name in function_names(make.physical, table_id):
            yield Statement(text=f"drop function if exists {make.in_schema(table_id, name)}")


def _drops(make: Parts) -> Iterator[Statement]:
    physical, quote = make.physical, make.writer.quote
    for procedure in reversed(all_procedures(physical)):
        yield Statement(text=f"drop procedure if exists {make.in_app(procedure.name)}")
    for view in reversed(physical.views.values()):
        if view.materialized:
            yield Statement(text=f"drop table if exists {make.writer.qualified(view.schema, view.name)}")
        yield Statement(text=f"drop view if exists {make.writer.qualified(view.schema, source_name(view))}")
    for table_id, table in physical.tables.items():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey):
                name = make.table(table_id)
                there = f"if object_id({make.writer.literal(make.in_schema(table_id, key.name))}, 'F') is not null"
                yield Statement(text=f"{there}\n  alter table {name} drop constraint {quote(key.name)}")
    for table_id in versions.versioned(physical):
        yield from versions.apart(make, table_id)
    yield from (Statement(text=f"drop table if exists {make.table(table_id)}") for table_id in reversed(physical.tables))
    yield from (Statement(text=f"drop table if exists {versions.history_name(make, table_id)}") for table_id in versions.versioned(physical))
    for table in partitions.partitioned(physical).values():
        for kind, name in (("scheme", partitions.scheme_name(table)), ("function", partitions.function_name(table))):
            there = f"if exists (select 1 from sys.partition_{kind}s where name = {make.writer.literal(name)})"
            yield Statement(text=f"{there}\n  drop partition {kind} {quote(name)}")
    if any(True for _ in search.searched(make)):
        name = search.catalog(make).strip("[]")
        yield Statement(text=f"if exists (select 1 from sys.fulltext_catalogs where name = '{name}')\n  drop fulltext catalog {search.catalog(make)}")
    for schema in dict.fromkeys([t.schema for t in physical.tables.values()] + [v.schema for v in physical.views.values()]):
        yield Statement(text=f"drop schema if exists {quote(schema)}")


def _principals(make: Parts) -> Iterator[Statement]:
    """A role leaves once it has no member: who was made one of it is taken out by name first."""
    names = [r for r in make.physical.roles.values() if r.duty != "definer"]
    listed = ", ".join(make.writer.literal(r.name) for r in names)
    if names:
        text = f"""declare @members nvarchar(max) = (
  select string_agg(cast(concat('alter role ', quotename(r.name), ' drop member ', quotename(m.name), ';') as nvarchar(max)), ' ')
  from sys.database_role_members as x
  join sys.database_principals as r on r.principal_id = x.role_principal_id
  join sys.database_principals as m on m.principal_id = x.member_principal_id
  where r.name in ({listed}));
if @members is not null exec sys.sp_executesql @members"""
        yield Statement(text=text, because="Who is a member stays a user of the database")
    yield from (Statement(text=f"drop role if exists {make.writer.quote(role.name)}") for role in names)
    if make.definer:
        yield Statement(text=f"drop user if exists {make.writer.quote(make.definer)}")
