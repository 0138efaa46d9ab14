"""0001 down: everything that deploy made is taken away again, and nothing else.

Every object is named and dropped with RESTRICT: what somebody else built on it stops the file. Roles belong to the whole
cluster, so one stays while another database or a member that is not of the design needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from relvar.engines.base import Script, Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql import uuids
from relvar.engines.postgresql.access import kept_schemas
from relvar.engines.postgresql.behaviours import extensions
from relvar.engines.postgresql.deploy import all_routines, all_views, monitoring
from relvar.engines.postgresql.duties import trusted
from relvar.engines.postgresql.hosted import without_force
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.design import Design

DROP_ROWS = "relvar.drop_rows"
LOCK_TIMEOUT = "5s"  # nobody is expected to work on a database that is taken down; who does is found out soon
VIEW = re.compile(r"create ((?:materialized )?view) (\S+)")
HEAD = f"""Back to before 0001: drops every object of the design, its rights, and its roles where nothing else of the cluster needs them. \
Run it as {{who}}: psql -v ON_ERROR_STOP=1 -f 0001_create.down.sql DATABASE.
It refuses while any table holds a row. Where the rows may go: PGOPTIONS='-c {DROP_ROWS}=on' psql ... (there is no way back but a backup).
PUBLIC is not let into the database again (connect, temporary): opening one is a decision of its own."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files. It is refused by rows, and by objects of others that depend on the design's."""
    writer = PostgresWriter(design.physical[store])
    statements = (*_first(writer), *_drops(design, store, writer), *_rights(writer), *_roles(writer))
    who = "whoever deployed" if lacks(writer.physical, "superuser") else "a superuser"
    return Script(path="migrations/0001_create.down.sql", head=HEAD.format(who=who), statements=statements)


def _first(writer: PostgresWriter) -> Iterator[Statement]:
    yield Statement(text=f"set local lock_timeout = '{LOCK_TIMEOUT}'")
    yield from without_force(writer)
    yield Statement(text="set local row_security = off", because="A row rule that hides rows from the question below is an error, not an empty table")
    names = ",\n      ".join(writer.literal(writer.table(table)) for table in writer.physical.tables)
    text = f"""do $rows$
declare
  holder text;
  holds boolean;
begin
  foreach holder in array array[
      {names}] loop
    execute format('lock table %s in access exclusive mode', holder);
    execute format('select exists (select from %s)', holder) into holds;
    if holds and coalesce(current_setting('{DROP_ROWS}', true), '') <> 'on' then
      raise exception '% holds rows', holder
        using hint = 'back it up first; where its rows may go: set {DROP_ROWS} = on';
    end if;
  end loop;
end
$rows$"""
    yield Statement(text=text, because="Refuses while a row is there; the locks keep new ones out until the end")


def _drops(design: Design, store: str, writer: PostgresWriter) -> Iterator[Statement]:
    """The last made first; tables in one statement, for they may refer to each other in a circle."""
    found = [VIEW.match(statement.text) for statement in (*all_views(writer), *monitoring(design, store, writer))]
    views = [(match[1], match[2]) for match in reversed(found) if match is not None]
    for kind, several in groupby(views, key=lambda made: made[0]):
        yield from _drop(kind, [name for _, name in several])
    yield from _drop("table", [writer.table(table) for table in writer.physical.tables])
    routines = [routine.signature for routine in all_routines(writer)]
    yield from _drop("function", [*routines, *([f"{uuids.NAME}()"] if uuids.used(writer.physical) else [])])
    yield from _drop("schema", [writer.quote(schema) for schema in kept_schemas(writer.physical)])


def _drop(kind: str, names: list[str]) -> Iterator[Statement]:
    if names:
        yield Statement(text=f"drop {kind}\n  " + ",\n  ".join(names))


def _rights(writer: PostgresWriter) -> Iterator[Statement]:
    """Rights on what stays: the database, the schema public, and what owner and definer would make later."""
    physical = writer.physical
    for maker in trusted(physical):
        yield Statement(text=f"alter default privileges for role {maker} grant execute on functions to public")
    if physical.roles:
        names = ", ".join(writer.quote(role.name) for role in physical.roles.values())
        yield Statement(text=f"revoke all on schema public from {names}")
        body = f"execute format('revoke all on database %I from {names}', current_database());"
        yield Statement(text=f"do $database$\nbegin\n  {body}\nend\n$database$")
    yield Statement(text="grant usage on schema public to public", because="As in a new database; what is made there is nobody's but who makes it")
    for extension in extensions(physical):
        yield Statement(text=_unless_needed(extension, f"execute 'drop extension {extension}'"))


def _unless_needed(name: str, drop: str) -> str:
    return f"""do $drop$
begin
  {drop};
exception when dependent_objects_still_exist then
  raise info '{name} stays: something that is not of this design needs it';
end
$drop$"""


def _roles(writer: PostgresWriter) -> Iterator[Statement]:
    roles = writer.physical.roles.values()
    if not roles:
        return
    names = ",\n      ".join(writer.literal(role.name) for role in roles)
    text = f"""do $roles$
declare
  mine name[] := array[
      {names}];
  gone name;
begin
  foreach gone in array mine loop
    begin
      if exists (
        select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles member on member.oid = m.member
        where m.roleid = (select oid from pg_catalog.pg_roles where rolname = gone)
          and member.rolname <> all (mine) and member.rolname <> current_user
      ) then
        raise info '% stays: it has members that are not of this design', gone;
      else
        execute format('drop role %I', gone);
      end if;
    exception when dependent_objects_still_exist then
      raise info '% stays: another database of this cluster uses it', gone;
    end;
  end loop;
end
$roles$"""
    yield Statement(text=text, because="Roles are the cluster's: one that another database or somebody else needs stays")
