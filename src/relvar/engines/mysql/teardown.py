"""0001 down: everything that deploy made is taken away again, also where it stopped in the middle; the database stays.

DDL commits by itself, so the refusal comes first: while any table holds a row, nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.mysql import access
from relvar.engines.mysql.deploy import all_procedures
from relvar.engines.mysql.deploy import grants as access_grants
from relvar.engines.mysql.events import event_name, events
from relvar.engines.mysql.objects import Parts
from relvar.engines.mysql.roles import prepared
from relvar.engines.mysql.turns import turns
from relvar.engines.mysql.views import source_name
from relvar.model.design import Design

DROP_ROWS = "@drop_rows"
REFUSAL = "a table still holds rows: back it up first"
RIGHTS = ("db", "tables_priv", "columns_priv", "procs_priv")  # the server's tables of rights, by database
MADE = (("routines", "routine_schema"), ("triggers", "trigger_schema"), ("views", "table_schema"), ("events", "event_schema"))
HEAD = f"""Back to before 0001: drops every object of the design, its rights, and its accounts. mysql --database=NAME < 0001_create.down.sql
It refuses while any table holds a row. Where the rows may go: mysql --init-command="set {DROP_ROWS} = 1" ... (there is no way back but a backup).
Accounts and roles belong to the server: those that another database needs stay."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files, the last made first."""
    make = Parts(design.physical[store])
    statements = (*_guard(make), *_rights(make), *_drops(make), *_accounts(make))
    return Script(path="migrations/0001_create.down.sql", head=HEAD, statements=statements, transactional=False)


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
    """A right outlives what it is on, so each is taken back by name."""
    given = (*access.definer_rights(make.writer), *access_grants(make))
    for statement in given:
        if " to " in statement.text:
            what, _, who = statement.text.removeprefix("grant ").rpartition(" to ")
            yield Statement(text=f"revoke if exists {what} from {who} ignore unknown user")


def _accounts(make: Parts) -> Iterator[Statement]:
    """Accounts belong to the server: they stay while another database, or somebody who was given one as a role, needs any of them.

    A role is an account, and drop role cannot be prepared (error 1295).
    """
    accounts = [role.name for role in make.physical.roles.values()]
    if not accounts:
        return
    mine = ", ".join(make.writer.literal(name) for name in accounts)
    definers = ", ".join(make.writer.literal(f"{name}@%") for name in accounts)
    held = [f"select 1 from mysql.{table} where user in (@mine) and db not in (database(), 'performance_schema', 'sys')" for table in RIGHTS]
    held += [f"select 1 from information_schema.{table} where definer in (@definers) and {schema} <> database()" for table, schema in MADE]
    held.append("select 1 from mysql.role_edges where from_user in (@mine) and to_user not in (@mine)")
    needed = "\n  union all ".join(held).replace("@mine", mine).replace("@definers", definers)
    dropped = make.writer.literal(f"drop user if exists {', '.join(make.writer.quote(name) for name in accounts)}")
    because = "Accounts are the server's: they stay while another database or somebody else needs one"
    yield Statement(text=f"set @statement = if(exists (\n  {needed}), 'do 0', {dropped})", because=because)
    yield from prepared()
