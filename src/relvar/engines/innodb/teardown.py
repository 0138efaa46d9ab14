"""0001 down: everything that deploy made is taken away again, also where it stopped in the middle; the database stays.

DDL commits by itself, so the refusal comes first: while any table holds a row, nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.innodb import access
from relvar.engines.innodb.deploy import all_procedures
from relvar.engines.innodb.deploy import grants as access_grants
from relvar.engines.innodb.events import event_name, events
from relvar.engines.innodb.objects import Parts
from relvar.engines.innodb.roles import prepared
from relvar.engines.innodb.turns import turns
from relvar.engines.innodb.views import source_name
from relvar.model.design import Design

DROP_ROWS = "@drop_rows"
REFUSAL = "a table still holds rows: back it up first"
RIGHTS = ("db", "tables_priv", "columns_priv", "procs_priv")  # the server's tables of rights, by database
MADE = (("routines", "routine_schema"), ("triggers", "trigger_schema"), ("views", "table_schema"), ("events", "event_schema"))
HEAD = """Back to before 0001: drops every object of the design, its rights, and its accounts. {client} --database=NAME < 0001_create.down.sql
It refuses while any table holds a row. Where the rows may go: {client} --init-command="set @drop_rows = 1" ... (there is no way back but a backup).
Accounts and roles belong to the server: those that another database needs stay."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files, the last made first."""
    make = Parts(design.physical[store])
    statements = (*_guard(make), *_rights(make), *_drops(make), *_accounts(make))
    return Script(
        path="migrations/0001_create.down.sql", head=HEAD.format(client=make.writer.dialect.client), statements=statements, transactional=False
    )


def _guard(make: Parts) -> Iterator[Statement]:
    """Asks every table that is there, for one that was never made holds no row. SIGNAL cannot be prepared (error 1295): what is
    called instead is a procedure that nobody made, whose name says why.
    """
    names = ", ".join(make.writer.literal(table.name) for table in make.physical.tables.values())
    if not names:
        return
    asked = "group_concat(concat('exists (select 1 from `', table_name, '`)') separator ' or ')"
    listed = f"from information_schema.tables where table_schema = database() and table_name in ({names})"
    yield Statement(text="set session group_concat_max_len = 1000000, @found = 0")
    yield Statement(
        text=f"set @statement = coalesce((\n  select concat('select ', {asked}, ' into @found')\n  {listed}), 'do 0')",
        because="Refuses while a row is there",
    )
    yield from prepared()
    yield Statement(text=f"set @statement = if(@found and coalesce({DROP_ROWS}, 0) <> 1, 'call `{REFUSAL}`()', 'do 0')")
    yield from prepared()


def _drops(make: Parts) -> Iterator[Statement]:
    physical, quote = make.physical, make.writer.quote
    made = {s.element for s in events(make)}
    for key, job in physical.jobs.items():
        if key in made:
            yield Statement(text=f"drop event if exists {quote(event_name(job))}")
    for procedure in reversed(all_procedures(physical)):
        yield Statement(text=f"drop procedure if exists {quote(procedure.name)}")
    for view in reversed(physical.views.values()):
        if view.materialized:
            yield Statement(text=f"drop table if exists {quote(view.name)}")
        yield Statement(text=f"drop view if exists {quote(source_name(view) if view.materialized else view.name)}")
    yield Statement(text="set foreign_key_checks = 0", because="Tables may refer to each other in a circle; triggers go with their tables")
    for table_id in reversed(physical.tables):
        yield Statement(text=f"drop table if exists {make.table(table_id)}")
    yield from (Statement(text=f"drop table if exists {quote(turn.name)}") for turn in turns(physical))
    yield Statement(text="set foreign_key_checks = 1")


def _rights(make: Parts) -> Iterator[Statement]:
    """A right outlives what it is on, so each is taken back by name, whether it is held or not."""
    template = make.writer.dialect.revoked
    if template:
        yield from (Statement(text=template.format(what, who)) for what, who in _given(make))
        return
    lines = "".join(f"  revoke {what} from {who};\n" for what, who in _given(make))
    if lines:
        yield Statement(text=f"begin not atomic\n  declare continue handler for sqlexception begin end;\n{lines}end")


def _given(make: Parts) -> Iterator[tuple[str, str]]:
    """(rights and on what, whose)."""
    given = (*access.definer_rights(make.writer), *access_grants(make))
    for statement in given:
        if " to " in statement.text:
            what, _, who = statement.text.removeprefix("grant ").rpartition(" to ")
            yield what, who


def _accounts(make: Parts) -> Iterator[Statement]:
    """Accounts belong to the server: they stay while another database, or somebody who was given one as a role, needs any of them.

    Where a role is an account it goes as one (drop role cannot be prepared there, error 1295).
    """
    accounts = [role.name for role in make.physical.roles.values()]
    if not accounts:
        return
    mine = ", ".join(make.writer.literal(name) for name in accounts)
    definers = ", ".join(make.writer.literal(f"{name}@%") for name in accounts)
    held = [f"select 1 from mysql.{table} where user in (@mine) and db not in (database(), 'performance_schema', 'sys')" for table in RIGHTS]
    held += [f"select 1 from information_schema.{table} where definer in (@definers) and {schema} <> database()" for table, schema in MADE]
    held.append(make.writer.dialect.held_by_others)
    needed = "\n  union all ".join(held).replace("@mine", mine).replace("@definers", definers)
    because = "Accounts are the server's: they stay while another database or somebody else needs one"
    yield Statement(text=f"set @needed = exists (\n  {needed})", because=because)
    for kind, names in _by_kind(make).items():
        dropped = make.writer.literal(f"drop {kind} if exists {', '.join(map(make.writer.quote, names))}")
        yield Statement(text=f"set @statement = if(@needed, 'do 0', {dropped})")
        yield from prepared()


def _by_kind(make: Parts) -> dict[str, list[str]]:
    """What drops it ("user", "role") -> names."""
    found: dict[str, list[str]] = {}
    for role in make.physical.roles.values():
        kind = "user" if role.login or role.duty == "definer" else make.writer.dialect.role_kind
        found.setdefault(kind, []).append(role.name)
    return found
