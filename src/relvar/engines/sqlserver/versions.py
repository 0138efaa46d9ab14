"""System-versioned (temporal) tables: each former version of a row, with the time from which and to which it held, kept by the engine.

The two columns of that time are hidden, so that no statement has to name them. The history lies in a table of its own, compressed, and
its rows leave by themselves when their term is over. It holds every column and not who changed it: a table with personal or secret
columns, or with row rules, which would not hold for the history, has a trail instead (plan/advisors/keep_versions.py).
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlserver.objects import Parts, shortened
from relvar.model.figures import in_months
from relvar.model.physical import Physical, Table

STARTS, ENDS = "versioned_from", "versioned_to"
INSTANT = "datetime2(6)"  # what the engine asks for, in UTC


def column_lines(table: Table) -> Iterator[str]:
    """What stands behind the table's own columns."""
    if table.versions_months:
        yield f"{STARTS} {INSTANT} generated always as row start hidden not null"
        yield f"{ENDS} {INSTANT} generated always as row end hidden not null"
        yield f"period for system_time ({STARTS}, {ENDS})"


def history_name(make: Parts, table_id: str) -> str:
    """The table of former versions, as it is written."""
    return make.in_schema(table_id, shortened(f"{make.physical.tables[table_id].name}_history"))


def option(make: Parts, table_id: str) -> str:
    """What stands behind the closing parenthesis; "" for a table without versions."""
    months = make.physical.tables[table_id].versions_months
    if not months:
        return ""
    kept = f"history_table = {history_name(make, table_id)}, data_consistency_check = on, history_retention_period = {months} months"
    return f"\nwith (system_versioning = on ({kept}))"


def versioned(physical: Physical) -> list[str]:
    """Ids of tables whose versions are kept."""
    return [id_ for id_, table in physical.tables.items() if table.versions_months]


def rights(make: Parts) -> Iterator[Statement]:
    """Who may read every column of a table may read what it was: a question for former versions asks for both rights."""
    for table_id in versioned(make.physical):
        for grant in make.physical.grants.values():
            role = make.physical.roles[grant.role]
            if grant.on == table_id and "select" in grant.operations and not grant.columns and role.duty != "definer":
                yield Statement(text=f"grant select on {history_name(make, table_id)} to {make.writer.quote(role.name)}", element=table_id)


def apart(make: Parts, table_id: str) -> Iterator[Statement]:
    """Neither table can be dropped while the one keeps the versions of the other."""
    name = make.table(table_id)
    there = f"if exists (select 1 from sys.tables where object_id = object_id({make.writer.literal(name)}) and temporal_type = 2)"
    yield Statement(text=f"{there}\n  alter table {name} set (system_versioning = off)")


def queries(physical: Physical) -> Iterator[Script]:
    """How a row was at an instant, and all that it has been."""
    make = Parts(physical)
    for table_id in versioned(physical):
        table, name = physical.tables[table_id], make.table(table_id)
        columns = ", ".join(f"@{table.columns[c].name} {make.writer.given_type(table_id, c)}" for c in table.primary_key)
        same = " and ".join(f"{n} = @{table.columns[c].name}" for c, n in ((c, make.name(table_id, c)) for c in table.primary_key))
        then = f"declare {columns}, @at {INSTANT}; -- a driver binds these\nselect *\nfrom {name} for system_time as of @at\nwhere {same}"
        ever = f"declare {columns}; -- a driver binds these\nselect *, {STARTS}, {ENDS}\nfrom {name} for system_time all\nwhere {same}"
        head = f"How a row of {table.name} was at an instant, in UTC; and all that it has been, for {in_months(table.versions_months)}."
        statements = (Statement(text=then, element=table_id), Statement(text=f"{ever}\norder by {STARTS}", element=table_id))
        yield Script(path=f"queries/versions_of_{table_id}.sql", head=head, statements=statements, transactional=False)
