"""Each role can do what it was granted and is refused the rest as forbidden; a tenant sees and writes only its own rows.

Tried as the role itself, table by table and operation by operation, in transactions that are taken back. Where the engine has no roles
this is one finding "not run" with what stands in their place.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Database, Refusal, RefusalKind, Session
from relvar.model import expression as e
from relvar.model.design import Finding
from relvar.model.physical import Physical, Role, Table
from relvar.model.query import Delete, Output, Select, Update
from relvar.populate import Population
from relvar.populate.parameters import context_of
from relvar.prove.live.context import Context, Skip, refused, undone
from relvar.prove.live.tenants import tenants

CHECK = "grants_hold"
OPERATIONS = ("select", "insert", "update", "delete")
OF_THE_ROW: tuple[RefusalKind, ...] = ("not_null", "check", "unique", "foreign_key", "overlap", "rule", "type")  # a constraint looked at it: no ban
Granted = dict[str, tuple[str, ...]]  # operation -> columns; () means all of them


def grants_hold(context: Context) -> Iterator[Finding]:
    if not context.features.can("roles"):
        raise Skip(context.features.capabilities["roles"].instead or "the engine has no roles")
    database, population = context.loaded()
    for id_, role in context.physical.roles.items():
        if role.duty in ("application", "reporting", "auditor") and any(g.role == id_ for g in context.physical.grants.values()):
            yield from _role(context, database, population, id_, role)
    yield from tenants(context, database, population)


def _role(context: Context, database: Database, population: Population, id_: str, role: Role) -> Iterator[Finding]:
    for table_id, table in context.physical.tables.items():
        granted = granted_on(context.physical, id_, table_id)
        start = time.perf_counter()
        wrong: list[str] = []
        session = database.session(id_, _context(population, table_id))
        try:
            for operation in OPERATIONS:
                said = _tried(context.physical, database, session, table_id, table, operation, granted)
                wrong += [said] if said else []
        finally:
            session.close()
        allowed = ", ".join(o for o in OPERATIONS if o in granted) or "nothing"
        message = "; ".join(wrong) or f"may {allowed} on {table.name}, is refused the rest as forbidden"
        yield context.finding(CHECK, f"{role.name} on {table.name}", "refuted" if wrong else "holds", message, since=start)


def granted_on(physical: Physical, role: str, table: str) -> Granted:
    """Operations the role was granted on the table, with the columns."""
    found: Granted = {}
    for grant in physical.grants.values():
        if grant.role == role and grant.on == table:
            for operation in grant.operations:
                whole = not grant.columns or found.get(operation) == ()
                found[operation] = () if whole else tuple(dict.fromkeys((*found.get(operation, ()), *grant.columns)))
    return found


def _tried(physical: Physical, database: Database, session: Session, table_id: str, table: Table, operation: str, granted: Granted) -> str:
    """What is wrong with one operation of one role, or ""."""
    with undone(database, session=session):
        try:
            _do(session, physical, table_id, table, operation, granted)
        except Skip:
            return ""
        except Refusal as refusal:
            if operation in granted:  # no row is touched: nothing but the right, or a row rule that cannot be asked, refuses
                return f"{operation} was granted but refused ({refused(refusal)})"
            return "" if refusal.kind == "forbidden" else f"{operation} was not granted, yet only {refused(refusal)} stopped it"
    return "" if operation in granted else f"{operation} was not granted but done"


def _context(population: Population, table: str) -> dict[str, Any]:
    maker = population.tables.get(table)
    if maker is None or not maker.stored:
        return {}
    return context_of(population, table, dict(zip(maker.columns, maker.stored[0], strict=True)))


def _do(session: Session, physical: Physical, table_id: str, table: Table, operation: str, granted: Granted) -> None:
    """The operation in its mildest form: it asks for the right and touches no row."""
    columns = granted.get(operation) or granted.get("select") or tuple(table.columns)
    nothing = e.Compare(op="=", left=e.Constant(value=1), right=e.Constant(value=0))
    if operation == "select":
        first = columns[0]
        session.run(Select(table=table_id, alias="t", outputs=(Output(expression=e.ColumnRef(table="t", column=first), name=first),), limit=1))
    elif operation == "update":
        free = [c for c in columns if table.columns[c].generated is None and not table.columns[c].identity]
        if not free:
            raise Skip("no column of it can be set by anybody")
        session.run(Update(table=table_id, sets={free[0]: e.Constant(value=None)}, where=nothing))
    elif operation == "delete":
        session.run(Delete(table=table_id, where=nothing))
    else:
        _insert_nothing(session, table_id, table, granted)


def _insert_nothing(session: Session, table_id: str, table: Table, granted: Granted) -> None:
    """A row of nulls: the right to insert is asked for before any constraint looks at it; a constraint's refusal is no ban."""
    columns = granted.get("insert") or tuple(c for c, k in table.columns.items() if k.generated is None and not k.identity)
    free = [c for c in columns if table.columns[c].generated is None and not table.columns[c].identity]
    try:
        session.insert(table_id, dict.fromkeys(free[:1]))
    except Refusal as refusal:
        row_rule = refusal.kind == "forbidden" and "row-level security" in str(refusal)
        if not row_rule and refusal.kind not in OF_THE_ROW:
            raise
