"""Totals and stock: a column of the parent moves by the difference, under the parent row's own lock.

The difference, not a fresh sum: two writers queue on the parent's row, and each adds what it brought. A sum would read a
snapshot that lacks the other's row.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.cascades import spared
from relvar.engines.innodb.objects import Parts, Trigger, shortened
from relvar.engines.sql import PRODUCT
from relvar.model import expression as e
from relvar.model.behaviour import KeepTotal, TakeStock
from relvar.model.expression import Expression


def keep_total(make: Parts, key: str, kept: KeepTotal) -> Iterator[Trigger]:
    says = f"{make.name(kept.table, kept.column)} is the sum over {make.table(kept.of)}, moved by each row's difference under the row's lock"
    return _moved(make, key, kept, kept.term, "+", says)


def take_stock(make: Parts, key: str, stock: TakeStock) -> Iterator[Trigger]:
    says = f"Each row of {make.table(stock.of)} takes its quantity from {make.table(stock.table)}; a check refuses what is not there"
    return _moved(make, key, stock, e.ColumnRef(column=stock.quantity), "-", says)


def _moved(make: Parts, key: str, behaviour: KeepTotal | TakeStock, term: Expression, sign: str, says: str) -> Iterator[Trigger]:
    back = "-" if sign == "+" else "+"
    new, old = _term(make, behaviour, term, "new"), _term(make, behaviour, term, "old")
    put, take = _update(make, behaviour, f"{sign} {new}", "new"), _update(make, behaviour, f"{back} {old}", "old")
    same = " and ".join(f"old.{n} <=> new.{n}" for n in (make.name(behaviour.of, c) for c in behaviour.reference))
    once = _update(make, behaviour, f"{back} {old} {sign} {new}", "new")
    moved = f"if not ({old} <=> {new}) then\n    {_deeper(once)};\n  end if"
    both = f"if {same} then\n  {moved};\nelse\n  {_deeper(take, 1)};\n  {_deeper(put, 1)};\nend if"
    yield Trigger(shortened(f"{key}_insert"), behaviour.of, "after", "insert", (put,), says, key)
    yield Trigger(shortened(f"{key}_update"), behaviour.of, "after", "update", (both,), "", key)
    gone = spared(make, behaviour.of, behaviour.table, take)
    yield Trigger(shortened(f"{key}_delete"), behaviour.of, "after", "delete", (gone,), "", key)


def _deeper(text: str, levels: int = 2) -> str:
    return text.replace("\n", "\n" + "  " * levels)


def _term(make: Parts, behaviour: KeepTotal | TakeStock, term: Expression, row: str) -> str:
    return f"coalesce({make.over(behaviour.of, term, row, PRODUCT)}, 0)"


def _update(make: Parts, behaviour: KeepTotal | TakeStock, change: str, row: str) -> str:
    table, column = make.table(behaviour.table), make.name(behaviour.table, behaviour.column)
    where = make.referred(behaviour.of, behaviour.reference, behaviour.table, row)
    return f"update {table} set {column} = {column} {change}\nwhere {where}"
