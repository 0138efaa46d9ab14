"""0001 down: everything that deploy made is taken away again, also where it stopped in the middle; the database stays.

DDL commits by itself, so the refusal comes first: while any table holds a row, nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.mysql.deploy import all_procedures
from relvar.engines.mysql.events import event_name, events
from relvar.engines.mysql.objects import Parts
from relvar.engines.mysql.turns import turns
from relvar.engines.mysql.views import source_name
from relvar.model.design import Design

DROP_ROWS = "@drop_rows"
GUARD = "refuse_while_rows_are_there"
HEAD = f"""Back to before 0001: drops every object of the design, its rights, and its accounts. mysql --database=NAME < 0001_create.down.sql
It refuses while any table holds a row. Where the rows may go: mysql --init-command="set {DROP_ROWS} = 1" ... (there is no way back but a backup).
Accounts and roles belong to the server: leave their lines out where another database uses them."""


def teardown(design: Design, store: str) -> Script:
    """The script that undoes the deploy files, the last made first."""
    make = Parts(design.physical[store])
    statements = (*_guard(make), *_drops(make), *_roles(make))
    return Script(path="migrations/0001_create.down.sql", head=HEAD, statements=statements, transactional=False)


def _guard(make: Parts) -> Iterator[Statement]:
    """A procedure, for only one may look before it asks; a table that was never made holds no row."""
    names = ", ".join(make.writer.literal(table.name) for table in make.physical.tables.values())
    if not names:
        return
    body = f"""begin
  declare done boolean default false;
  declare holder varchar(64);
  declare holders cursor for
    select table_name from information_schema.tables where table_schema = database() and table_name in ({names});
  declare continue handler for not found set done = true;
  open holders;
  looking: loop
    fetch holders into holder;
    if done then
      leave looking;
    end if;
    set @found = 0, @statement = concat('select exists (select 1 from `', holder, '`) into @found');
    prepare look from @statement;
    execute look;
    deallocate prepare look;
    if @found and coalesce({DROP_ROWS}, 0) <> 1 then
      set @message = concat(holder, ' holds rows: back it up first');
      signal sqlstate '45000' set message_text = @message;
    end if;
  end loop;
  close holders;
end"""
    yield Statement(text=f"drop procedure if exists {GUARD}")
    yield Statement(text=f"create procedure {GUARD}()\n{body}", because="Refuses while a row is there")
    yield Statement(text=f"call {GUARD}()")
    yield Statement(text=f"drop procedure {GUARD}")


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


def _roles(make: Parts) -> Iterator[Statement]:
    for role in make.physical.roles.values():
        kind = "user" if role.login else "role"
        yield Statement(text=f"drop {kind} if exists {make.writer.quote(role.name)}")
