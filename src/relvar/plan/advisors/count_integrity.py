"""Which questions find broken data, though constraints should have kept it out.

Decides: a check that returns rows only when something is wrong, for everything that one row's own constraints cannot show: stored
totals against their sums, levels below zero, intervals that overlap, limits that are exceeded, numbers with gaps, repeated request
keys, and references whose row is missing. They are asked after a restore, after a bulk load and on schedule.

Stays silent about what a check of one row, a key or a type upholds by itself: the engine would not have stored it. References
are upheld by foreign keys, but a load with triggers off or a restore in parts can pass them by, so they are counted too.

Weighs: rows read by each check, and how far wrong data travels: money and stock first.

Sources: PostgreSQL manual, ALTER TABLE DISABLE TRIGGER and pg_restore --disable-triggers (how constraints are passed by);
SQLite manual, foreign keys are off unless each connection turns them on.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import ForbidOverlap, KeepTotal, LimitCount, NumberWithoutGaps, TakeStock
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Design, Manual, ModelFact
from relvar.model.expression import Arithmetic, ColumnRef, Compare, Constant, Exists, Expression, IsNull, Not
from relvar.model.features import Features
from relvar.model.figures import count, listed
from relvar.model.physical import ForeignKey, IntegrityCheck, Physical
from relvar.model.query import Select
from relvar.plan.queries import faults
from relvar.plan.realize.names import shorten
from relvar.plan.trace import all_of, foreign_keys, same

PASSED_BY = Manual(title="pg_restore, --disable-triggers", address="https://www.postgresql.org/docs/current/app-pgrestore.html")


def count_integrity(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the rules, one for the references; each adds its checks."""
    physical = design.physical[store]
    rules = {check.name: check for check in (*_rules(physical), *_keys(physical))}
    if rules:
        yield _of_rules(physical, store, rules)
    orphans = {check.name: check for check in _orphans(physical)}
    if orphans:
        yield _of_references(physical, store, orphans)


def _rules(physical: Physical) -> Iterator[IntegrityCheck]:
    for id_, rule in physical.behaviours.items():
        found = _fault(physical, rule)
        if found is not None:
            says, select = found
            yield IntegrityCheck(name=shorten(f"{id_}_holds"), says=says, select=select)


def _fault(physical: Physical, rule: object) -> tuple[str, Select] | None:
    select: Select | None = None
    says = ""
    if isinstance(rule, KeepTotal):
        select = faults.wrong_total(physical, rule)
        says = f"{rule.column} of each of the {_name(physical, rule.table)} is the sum over its {_name(physical, rule.of)}"
    elif isinstance(rule, TakeStock):
        select = faults.below_zero(physical, rule.table, rule.column)
        says = f"{rule.column} of {_name(physical, rule.table)} is not below zero, whatever {_name(physical, rule.of)} took from it"
    elif isinstance(rule, ForbidOverlap):
        select = faults.overlapping(physical, rule)
        says = f"{_name(physical, rule.table)} overlap for no {listed(list(rule.per))}"
    elif isinstance(rule, LimitCount):
        select = faults.too_many(physical, rule)
        limit = rule.limit_column or str(rule.limit)
        says = f"none of the {_name(physical, rule.parent)} has more than {limit} {_name(physical, rule.table)}"
    elif isinstance(rule, NumberWithoutGaps):
        select = _gaps(physical, rule)
        says = f"{rule.column} of {_name(physical, rule.table)} counts from 1 without a gap"
    return (says, select) if select is not None else None


def _name(physical: Physical, table_id: str) -> str:
    return physical.tables[table_id].name


def _gaps(physical: Physical, rule: NumberWithoutGaps) -> Select:
    """Numbers above one whose predecessor is missing."""
    alias = _name(physical, rule.table)
    number = ColumnRef(column=rule.column, table=alias)
    before = Arithmetic(op="-", left=number, right=Constant(value=1))
    previous = [*same("other", rule.per, alias, rule.per), Compare(op="=", left=ColumnRef(column=rule.column, table="other"), right=before)]
    missing = Not(item=Exists(table=rule.table, alias="other", where=all_of(previous)))
    condition = all_of([Compare(op=">", left=ColumnRef(column=rule.column, table=alias), right=Constant(value=1)), missing])
    return faults.rows_where(physical, rule.table, condition, (*rule.per, rule.column))


def _keys(physical: Physical) -> Iterator[IntegrityCheck]:
    """Request keys, which decide whether money moves twice."""
    for transaction in physical.transactions.values():
        table_id, _, column = transaction.idempotency_key.partition(".")
        if column:
            columns = _unique_with(physical, table_id, column)
            says = f"one request, one of the {_name(physical, table_id)}"
            name = shorten(f"{_name(physical, table_id)}_{column}_once")
            yield IntegrityCheck(name=name, says=says, select=faults.twice(physical, table_id, columns))


def _unique_with(physical: Physical, table_id: str, column: str) -> tuple[str, ...]:
    found = (getattr(c, "columns", ()) for c in physical.tables[table_id].constraints.values() if not isinstance(c, ForeignKey))
    return next((columns for columns in found if columns and columns[-1] == column), (column,))


def _orphans(physical: Physical) -> Iterator[IntegrityCheck]:
    for table_id, table in physical.tables.items():
        for key in foreign_keys(table):
            parent = _name(physical, key.table)
            found = all_of(same("parent", key.to, table.name, key.columns))
            missing: Expression = Not(item=Exists(table=key.table, alias="parent", where=found))
            optional = [ColumnRef(column=c, table=table.name) for c in key.columns if table.columns[c].nullable]
            filled: list[Expression] = [IsNull(operand=ref, negated=True) for ref in optional]
            select = faults.rows_where(physical, table_id, all_of([*filled, missing]), key.columns)
            yield IntegrityCheck(name=shorten(f"{key.name}_found"), says=f"each {table.name} row finds its {parent}", select=select)


def _of_rules(physical: Physical, store: str, checks: dict[str, IntegrityCheck]) -> Decision:
    read = sum(physical.tables[c.select.table].rows for c in checks.values())
    formula = " + ".join(f"{count(physical.tables[c.select.table].rows)} {_name(physical, c.select.table)}" for c in checks.values())
    return Decision(
        advisor="count_integrity",
        subject="rules",
        store=store,
        choice=f"{len(checks)} questions: {listed([c.says for c in checks.values()], 4)}",
        because=f"{listed([n.removesuffix('_holds') for n in checks])} compare rows with each other, which no check of one row sees",
        evidence=(Computed(formula=f"{formula}, read once by each", value=round(read), unit="rows read a run"), PASSED_BY),
        changes=tuple(Add(collection="integrity", id=name, element=check) for name, check in checks.items()),
    )


def _of_references(physical: Physical, store: str, checks: dict[str, IntegrityCheck]) -> Decision:
    tables = list(dict.fromkeys(_name(physical, c.select.table) for c in checks.values()))
    formula = " + ".join(count(physical.tables[c.select.table].rows) for c in checks.values())
    read = sum(physical.tables[c.select.table].rows for c in checks.values())
    return Decision(
        advisor="count_integrity",
        subject="references",
        store=store,
        choice=f"counted: the {f'{len(checks)} references' if len(checks) > 1 else 'reference'} of {listed(tables)}",
        because=f"foreign keys of {listed(tables)} refuse orphans at every write; after a restore the count over {count(read)} rows shows it",
        evidence=(
            ModelFact(element="foreign keys", states=f"{len(checks)} on {len(tables)} tables"),
            Computed(formula=formula, value=round(read), unit="rows looked up"),
            PASSED_BY,
        ),
        changes=tuple(Add(collection="integrity", id=name, element=check) for name, check in checks.items()),
    )
