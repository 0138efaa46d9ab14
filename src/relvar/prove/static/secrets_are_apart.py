"""Secrets (password hashes, tokens) stand in tables of their own that only the application's own role may read, and are never stored readable."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design, Finding
from relvar.model.physical import Column, Physical, Table
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "secrets_are_apart"
MASKED_DUTIES = ("reporting", "auditor", "monitor")
OPEN_FACTS = 2  # facts beside the secret that its own table may hold (when it was set, by which method); more is another table's business


def secrets_are_apart(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        count = sum(c.sensitivity == "secret" for t in physical.tables.values() for c in t.columns.values())
        yield from reported(CHECK, _faults(physical), f"{count} secret columns stand apart, out of sight of reports and logs", store)


def _faults(physical: Physical) -> Iterator[Fault]:
    roles = engine(physical.engine).features().can("roles")
    for id_, table in physical.tables.items():
        for column_id, column in table.columns.items():
            if column.sensitivity != "secret":
                continue
            if roles:
                yield from _seen(physical, id_, column_id, column)
            if _is_mixed(table):
                message = f"{table.name}.{column.name} is a secret among personal data that many read"
                yield Fault(f"{id_}.{column_id}", message, "give it a table with grants of its own")


def _seen(physical: Physical, table: str, column_id: str, column: Column) -> Iterator[Fault]:
    for grant in physical.grants.values():
        role = physical.roles[grant.role]
        covers = not grant.columns or column_id in grant.columns
        if grant.on == table and "select" in grant.operations and covers and role.duty in MASKED_DUTIES:
            yield Fault(f"{table}.{column_id}", f"{role.name} may read {column.name}", "grant the other columns only")


def _is_mixed(table: Table) -> bool:
    personal = [c for c in table.columns.values() if c.sensitivity in ("personal", "special", "financial")]
    return len(personal) > OPEN_FACTS
