"""Totals and stock: a column of the parent moves by the difference, under the parent row's own lock.

The differences of all rows of the statement are summed first, for an update that joins would take only one of them. Two writers queue
on the parent's row, and each adds what it brought.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.sql import PRODUCT
from relvar.engines.sqlserver.objects import Parts, Trigger, shortened
from relvar.model import expression as e
from relvar.model.behaviour import KeepTotal, TakeStock
from relvar.model.expression import Expression


def keep_total(make: Parts, key: str, kept: KeepTotal) -> Iterator[Trigger]:
    says = f"{make.name(kept.table, kept.column)} is the sum over {make.table(kept.of)}, moved by each row's difference under the row's lock"
    yield _moved(make, key, kept, kept.term, "+", says)


def take_stock(make: Parts, key: str, stock: TakeStock) -> Iterator[Trigger]:
    says = f"Each row of {make.table(stock.of)} takes its quantity from {make.table(stock.table)}; a check refuses what is not there"
    yield _moved(make, key, stock, e.ColumnRef(column=stock.quantity), "-", says)


def _moved(make: Parts, key: str, behaviour: KeepTotal | TakeStock, term: Expression, sign: str, says: str) -> Trigger:
    columns = [make.name(behaviour.of, c) for c, _ in make.pairs(behaviour.of, behaviour.reference, behaviour.table)]
    new, old = (f"coalesce({make.over(behaviour.of, term, row, PRODUCT)}, 0)" for row in ("i", "d"))
    named = ", ".join(columns)
    rows = (
        f"select {', '.join(f'i.{c}' for c in columns)}, {new} as change from inserted as i\n"
        f"    union all select {', '.join(f'd.{c}' for c in columns)}, -{old} from deleted as d"
    )
    moved = f"select {named}, sum(change) as change from (\n    {rows}\n  ) as r group by {named} having sum(change) <> 0"
    column = make.name(behaviour.table, behaviour.column)
    same = make.referred(behaviour.of, behaviour.reference, behaviour.table, "m", "p")
    body = f"update p set {column} = p.{column} {sign} m.change\nfrom {make.table(behaviour.table)} as p join (\n  {moved}\n) as m on {same}"
    return Trigger(shortened(f"{key}_tr"), behaviour.of, ("insert", "update", "delete"), (body,), says, key)
