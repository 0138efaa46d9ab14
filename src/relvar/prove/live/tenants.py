"""Tenants are apart: under one tenant's context no other's rows are seen or written, and without a context none at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Database, Refusal
from relvar.model import expression as e
from relvar.model.design import Finding
from relvar.model.physical import Physical
from relvar.model.query import Output, Select
from relvar.populate import Population
from relvar.populate.parameters import context_of
from relvar.prove.live.context import Context, refused, undone

CHECK = "grants_hold"


def tenants(context: Context, database: Database, population: Population) -> Iterator[Finding]:
    """One finding a role and table that has a row rule over the tenant. Silent where the design has no tenants."""
    for role, table, name, column in _ruled(context.physical):
        start = time.perf_counter()
        wrong = _apart(database, population, role, table, name, column)
        if wrong is not None:
            subject = f"{context.physical.roles[role].name} on {context.physical.tables[table].name}: tenants"
            message = wrong or "sees rows of its own tenant only, none without a tenant, and cannot write another's"
            yield context.finding(CHECK, subject, "refuted" if wrong else "holds", message, since=start)


def _ruled(physical: Physical) -> Iterator[tuple[str, str, str, str]]:
    """(role, table, context name, column) of tables whose rows a policy compares with a context value by equality."""
    seen: set[tuple[str, str]] = set()
    for policy in physical.policies.values():
        found = next(_equalities(policy.using), None) if policy.using is not None else None
        if found is None or (found[0] != "tenant_id" and not found[0].startswith("tenant")):
            continue
        for role in policy.roles:
            granted = any(g.role == role and g.on == policy.table and "select" in g.operations for g in physical.grants.values())
            if granted and (role, policy.table) not in seen and not physical.roles[role].bypasses_row_rules:
                seen.add((role, policy.table))
                yield role, policy.table, *found


def _equalities(condition: e.Expression) -> Iterator[tuple[str, str]]:
    """(context name, column) of each equality that the condition demands."""
    if isinstance(condition, e.And):
        for item in condition.items:
            yield from _equalities(item)
    elif isinstance(condition, e.Compare) and condition.op == "=":
        sides = (condition.left, condition.right)
        for own, other in (sides, sides[::-1]):
            if isinstance(own, e.ColumnRef) and isinstance(other, e.Context):
                yield other.name, own.column


def _apart(database: Database, population: Population, role: str, table: str, name: str, column: str) -> str | None:
    """ "" where the tenants are apart, what is wrong where not, None where the sample has no two tenants in the table."""
    maker = population.tables.get(table)
    values = sorted({r[maker.place[column]] for r in maker.stored}, key=str) if maker is not None and column in maker.place else []
    if maker is None or len(values) < 2:
        return None
    mine = dict(zip(maker.columns, next(r for r in maker.stored if r[maker.place[column]] == values[0]), strict=True))
    asker = {**context_of(population, table, mine), name: values[0]}
    seen = _seen(database, role, table, column, asker)
    if any(v != values[0] for v in seen):
        return "rows of another tenant are seen"
    unset = {k: v for k, v in asker.items() if k != name}
    if _seen(database, role, table, column, unset):
        return "rows are seen without a tenant: the rule fails open"
    return _writes(database, population, role, table, column, values[1], asker)


def _seen(database: Database, role: str, table: str, column: str, asker: dict[str, Any]) -> list[Any]:
    output = Output(expression=e.ColumnRef(table="t", column=column), name=column)
    with undone(database, role, asker) as session:
        return [row[0] for row in session.run(Select(table=table, alias="t", outputs=(output,), group_by=(output.expression,)))]


def _writes(database: Database, population: Population, role: str, table: str, column: str, other: Any, asker: dict[str, Any]) -> str:
    """Whether a row of the other tenant can be written; only where the role may insert at all."""
    physical = population.physical
    if not any(g.role == role and g.on == table and "insert" in g.operations for g in physical.grants.values()):
        return ""
    row = population.fresh(table, {column: other})
    if row is None:
        return ""
    allowed = {c for g in physical.grants.values() if g.role == role and g.on == table and "insert" in g.operations for c in g.columns}
    row = {c: v for c, v in row.items() if not allowed or c in allowed}
    with undone(database, role, asker) as session:
        try:
            session.insert(table, row)
        except Refusal as refusal:
            return "" if refusal.kind == "forbidden" else f"another tenant's row was refused, but by something else ({refused(refusal)})"
    return "a row of another tenant was written"
