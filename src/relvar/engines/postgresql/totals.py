"""Totals and stock: a column of the parent moves by the difference, under the parent row's own lock.

The difference, not a fresh sum: two writers queue on the parent's row, and each adds what it brought. A sum would read a
snapshot that lacks the other's row.
"""

from __future__ import annotations

from relvar.engines.postgresql.objects import Objects, Routine, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.sql import PRODUCT
from relvar.model import expression as e
from relvar.model.behaviour import KeepTotal, TakeStock
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey
from relvar.model.walking import columns_in


def keep_total(writer: PostgresWriter, name: str, kept: KeepTotal) -> Objects:
    says = f"{kept.table}.{kept.column} is the sum over {kept.of}, moved by each row's difference under the row's lock"
    return _moved(writer, name, kept, kept.term, "+", says)


def take_stock(writer: PostgresWriter, name: str, stock: TakeStock) -> Objects:
    says = f"Each {stock.of} takes {stock.quantity} from {stock.table}.{stock.column}; its check refuses what is not there"
    return _moved(writer, name, stock, e.ColumnRef(column=stock.quantity), "-", says)


def _moved(writer: PostgresWriter, name: str, behaviour: KeepTotal | TakeStock, term: Expression, sign: str, says: str) -> Objects:
    body = _body(writer, behaviour, term, sign)
    schema = writer.physical.tables[behaviour.of].schema
    routine = Routine(schema, f"{name}_move", "trigger", body, definer=True, runs_as="definer", comment=says)
    watched = writer.columns(behaviour.of, _watched(writer, behaviour, term))
    events = f"insert or delete or update of {watched}"
    return Objects((routine,), (Trigger(name, behaviour.of, "after", events, routine, element=name),))


def _watched(writer: PostgresWriter, behaviour: KeepTotal | TakeStock, term: Expression) -> list[str]:
    """Columns whose update moves the total: the reference and the term's own, through generated ones to what they come from."""
    columns = writer.physical.tables[behaviour.of].columns
    found: dict[str, None] = dict.fromkeys(behaviour.reference)
    waiting = named_columns(term)
    while waiting:
        column = waiting.pop(0)
        generated = columns[column].generated
        if generated is None:
            found[column] = None
        else:
            waiting += named_columns(generated)
    return list(found)


def named_columns(expression: object) -> list[str]:
    """Column ids that an expression names, in reading order."""
    return list(columns_in(expression))


def _body(writer: PostgresWriter, behaviour: KeepTotal | TakeStock, term: Expression, sign: str) -> str:
    back = "-" if sign == "+" else "+"
    old, new = (_term(writer, term, which, behaviour.of) for which in ("old", "new"))
    same = f"{_row(writer, 'old', behaviour)} is not distinct from {_row(writer, 'new', behaviour)}"
    return f"""begin
  if tg_op = 'UPDATE' and {same} then
    {_update(writer, behaviour, f"{back} {old} {sign} {new}", "new")}
    return null;
  end if;
  if tg_op <> 'INSERT' then
    {_update(writer, behaviour, f"{back} {old}", "old")}
  end if;
  if tg_op <> 'DELETE' then
    {_update(writer, behaviour, f"{sign} {new}", "new")}
  end if;
  return null;
end"""


def _term(writer: PostgresWriter, term: Expression, which: str, table_id: str) -> str:
    text = writer.expression(term, writer.row(which, table_id), PRODUCT)
    return f"coalesce({text}, 0)"


def _row(writer: PostgresWriter, which: str, behaviour: KeepTotal | TakeStock) -> str:
    names = writer.source(behaviour.of).columns
    parts = [f"{which}.{writer.quote(names[c])}" for c in behaviour.reference]
    return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"


def _update(writer: PostgresWriter, behaviour: KeepTotal | TakeStock, change: str, which: str) -> str:
    table = writer.table(behaviour.table)
    column = writer.quote(writer.source(behaviour.table).columns[behaviour.column])
    return f"update {table} p set {column} = p.{column} {change}\n      where {matches(writer, behaviour, which, 'p')};"


def matches(writer: PostgresWriter, behaviour: KeepTotal | TakeStock, which: str, alias: str) -> str:
    """The parent's key equals the child's reference."""
    child = writer.source(behaviour.of).columns
    parent = writer.source(behaviour.table).columns
    target = target_of(writer, behaviour.of, behaviour.reference, behaviour.table)
    pairs = zip(target, behaviour.reference, strict=True)
    return " and ".join(f"{alias}.{writer.quote(parent[k])} = {which}.{writer.quote(child[r])}" for k, r in pairs)


def target_of(writer: PostgresWriter, table_id: str, reference: tuple[str, ...], parent: str) -> tuple[str, ...]:
    """Columns of the parent that a reference names; its primary key where no foreign key says so."""
    for constraint in writer.physical.tables[table_id].constraints.values():
        if isinstance(constraint, ForeignKey) and constraint.columns == reference and constraint.table == parent:
            return constraint.to
    return writer.physical.tables[parent].primary_key
