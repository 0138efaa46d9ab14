"""What all triggers are made of: names, the row at hand, the rows that refer to it, and the refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.engines.base import Statement
from relvar.engines.sql import Scope
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.types import INSTANT
from relvar.model import behaviour as b
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey, Physical
from relvar.model.walking import requalified

KEPT = (b.TouchTime, b.KeepTotal, b.TakeStock)  # behaviours that write a column by trigger
LINE = 100  # a list longer than this has one item a line


class Triggers:
    """Parts of triggers over one store; `row` is "new" or "old" throughout."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.writer = SqliteWriter(physical)

    def table(self, table_id: str) -> str:
        return self.writer.table(table_id)

    def name(self, table_id: str, column: str) -> str:
        return self.writer.columns(table_id, (column,))

    def names(self, table_id: str) -> dict[str, str]:
        return {c: self.name(table_id, c) for c in self.physical.tables[table_id].columns}

    def nullable(self, table_id: str, column: str) -> bool:
        return self.physical.tables[table_id].columns[column].nullable

    def trigger(self, key: str, part: str, event: str, body: Sequence[str], when: str = "", because: str = "") -> Statement:
        """`create trigger` of one part of a behaviour; the body's statements without semicolons."""
        name = self.writer.quote(f"{key}_{part}")
        condition = f"\nwhen {when}" if when else ""
        lines = "".join(f"  {statement};\n" for statement in body)
        return Statement(text=f"create trigger {name}\n{event} for each row{condition}\nbegin\n{lines}end", because=because, element=key)

    def refusal(self, key: str, says: str, where: str) -> str:
        """The statement that refuses where the condition holds ("" = always). The message begins with the behaviour's id."""
        message = f"{key}: {says}".replace("'", "''")
        return f"select raise(abort, '{message}')" + (f"\n  where {where}" if where else "")

    def same_row(self, table_id: str, row: str, alias: str = "") -> str:
        """The row at hand, by its key."""
        prefix = f"{alias}." if alias else ""
        key = [self.name(table_id, c) for c in self.physical.tables[table_id].primary_key]
        return " and ".join(f"{prefix}{n} = {row}.{n}" for n in key)

    def pairs(self, of: str, reference: Sequence[str], table_id: str) -> list[tuple[str, str]]:
        """(referring column, referred column) by id."""
        for constraint in self.physical.tables[of].constraints.values():
            if isinstance(constraint, ForeignKey) and constraint.table == table_id and set(reference) <= set(constraint.columns):
                return list(zip(constraint.columns, constraint.to, strict=True))
        return list(zip(reference, self.physical.tables[table_id].primary_key, strict=False))

    def referred(self, of: str, reference: Sequence[str], table_id: str, row: str) -> str:
        """The row of `table_id` that `row` of `of` refers to."""
        return " and ".join(f"{self.name(table_id, to)} = {row}.{self.name(of, c)}" for c, to in self.pairs(of, reference, table_id))

    def referring(self, of: str, reference: Sequence[str], table_id: str, row: str) -> str:
        """The rows of `of` that refer to `row` of `table_id`."""
        return " and ".join(f"{self.name(of, c)} = {row}.{self.name(table_id, to)}" for c, to in self.pairs(of, reference, table_id))

    def referring_row(self, of: str, reference: Sequence[str], row: str) -> str:
        """The rows of `of` that refer to the same as `row` of `of` does."""
        return " and ".join(f"{n} = {row}.{n}" for n in (self.name(of, c) for c in reference))

    def over(self, table_id: str, expression: Expression, alias: str) -> str:
        """A condition over a row called `alias` ("" = the table in sight)."""
        if not alias:
            return self.writer.expression(expression, self.writer.alone(table_id), 3)
        source = self.writer.source(table_id)
        return self.writer.expression(requalified(expression, alias), Scope({alias: source, "": source}), 3)

    def sum_of(self, total: b.KeepTotal) -> str:
        """The term of a total in the unit of the total's column."""
        data = self.physical.tables[total.table].columns[total.column].data
        scope = self.writer.alone(total.of)
        if data.base == "decimal":
            return self.writer.units(total.term, scope, data.scale).text
        return self.writer.expression(total.term, scope)

    def changed(self, table_id: str, besides: tuple[str, ...] = ()) -> str:
        """Some column differs, of those that people write: times, totals and stocks that triggers keep do not count."""
        touched = [t.column for t in self.physical.behaviours.values() if isinstance(t, KEPT) and t.table == table_id]
        columns = self.physical.tables[table_id].columns
        names = [self.name(table_id, c) for c, column in columns.items() if c not in (*touched, *besides) and column.generated is None]
        return listed([f"new.{n} is not old.{n}" for n in names], " or ")

    def expiries(self, table_id: str) -> Iterator[b.Expire]:
        for behaviour in self.physical.behaviours.values():
            if isinstance(behaviour, b.Expire) and behaviour.table == table_id:
                yield behaviour


def listed(items: Sequence[str], sign: str, indent: str = "") -> str:
    """Items on one line where they fit, else one a line: commas end lines, words begin them."""
    line = sign.join(items)
    if len(line) <= LINE:
        return line
    return f",\n{indent}".join(items) if sign == ", " else f"\n {sign}".join(items)


def months_ago(months: int) -> str:
    return f"strftime('{INSTANT}', 'now', '-{months} months')"
