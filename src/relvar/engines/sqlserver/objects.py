"""Triggers and procedures as values, and what all of them are made of.

A trigger runs once for a statement, whatever number of rows it touched: everything is said of sets, `inserted` and `deleted`. Each
runs in the name of the owner of its schema, a user without a login, so that a rule sees every row whatever the caller may see.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from relvar.engines.base import Statement
from relvar.engines.sql import Scope
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.engines.sqlserver.types import EXACT
from relvar.model.behaviour import Expire, KeepTotal, TakeStock, TouchTime
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey, Physical
from relvar.model.semantic import DataType
from relvar.model.walking import requalified

LONGEST = 128  # characters of a name
MESSAGE = 400  # characters of a refusal
REFUSED = 50001  # the number of a rule's refusal; its message begins with the rule's name
LINE = 110
Event = Literal["insert", "update", "delete"]


class Trigger(NamedTuple):
    """`body`: statements without their last semicolon. `element`: the behaviour or constraint it realizes."""

    name: str
    table: str
    events: tuple[Event, ...]
    body: tuple[str, ...]
    because: str = ""
    element: str = ""
    instead: bool = False


class Procedure(NamedTuple):
    """`arguments` as declared; `comment`: what it does."""

    name: str
    body: str
    arguments: str = ""
    comment: str = ""
    element: str = ""


def shortened(name: str, longest: int = LONGEST) -> str:
    """A name as it fits: a long one keeps its beginning and a digest of the whole."""
    if len(name) <= longest:
        return name
    return f"{name[: longest - 9]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def definer(physical: Physical) -> str:
    """The user that owns the schema; "" where the design has none: then it is whoever deploys."""
    return next((r.name for r in physical.roles.values() if r.duty == "definer"), "")


def create_trigger(make: Parts, trigger: Trigger, how: str = "create") -> Statement:
    when = "instead of" if trigger.instead else "after"
    name = make.in_schema(trigger.table, trigger.name)
    head = f"{how} trigger {name} on {make.table(trigger.table)}{make.as_owner}\n{when} {', '.join(trigger.events)} as"
    body = "".join(f"{indented(line)};\n" for line in trigger.body)
    text = f"{head}\nbegin\n  if rowcount_big() = 0 return;\n  set nocount on;\n{body}end"
    return Statement(text=text, because=trigger.because, element=trigger.element)


def create_procedure(make: Parts, procedure: Procedure, how: str = "create") -> Statement:
    arguments = f" {procedure.arguments}" if procedure.arguments else ""
    head = f"{how} procedure {make.in_app(procedure.name)}{arguments}{make.as_owner} as"
    text = f"{head}\nbegin\n  set nocount, xact_abort on;\n{indented(procedure.body)}\nend"
    return Statement(text=text, because=procedure.comment, element=procedure.element)


def indented(text: str, by: str = "  ") -> str:
    return "\n".join(f"{by}{line}" if line else "" for line in text.splitlines())


class Parts:
    """Names, the rows at hand and the refusal. `i` is a row of `inserted`, `d` of `deleted`."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.writer = TsqlWriter(physical)
        self.definer = definer(physical)
        self.as_owner = " with execute as owner" if self.definer else ""
        self.schema = next((t.schema for t in physical.tables.values()), "app")

    def table(self, table_id: str) -> str:
        return self.writer.table(table_id)

    def in_schema(self, table_id: str, name: str) -> str:
        return self.writer.qualified(self.physical.tables[table_id].schema, name)

    def in_app(self, name: str) -> str:
        return self.writer.qualified(self.schema, name)

    def name(self, table_id: str, column: str) -> str:
        return self.writer.columns(table_id, (column,))

    def names(self, table_id: str, columns: Sequence[str], alias: str) -> str:
        return ", ".join(f"{alias}.{self.name(table_id, c)}" for c in columns)

    def data(self, table_id: str, column: str) -> DataType:
        return self.physical.tables[table_id].columns[column].data

    def refusal(self, key: str, says: str) -> str:
        """The message begins with the rule's id, so that everybody can say which rule refused."""
        return f"throw {REFUSED}, {self.writer.literal(f'{key}: {says}'[:MESSAGE])}, 1"

    def refuse_if(self, condition: str, key: str, says: str) -> str:
        return f"if {condition}\n  {self.refusal(key, says)}"

    # --- rows ---

    def same(self, table_id: str, one: str, other: str) -> str:
        """Whether two aliases are the same row, by its key."""
        key = self.physical.tables[table_id].primary_key
        return " and ".join(f"{one}.{n} = {other}.{n}" for n in (self.name(table_id, c) for c in key))

    def pairs(self, of: str, reference: Sequence[str], table_id: str) -> list[tuple[str, str]]:
        """(referring column, referred column) by id."""
        for constraint in self.physical.tables[of].constraints.values():
            if isinstance(constraint, ForeignKey) and constraint.table == table_id and set(reference) <= set(constraint.columns):
                return list(zip(constraint.columns, constraint.to, strict=True))
        return list(zip(reference, self.physical.tables[table_id].primary_key, strict=False))

    def referred(self, of: str, reference: Sequence[str], table_id: str, row: str, parent: str) -> str:
        """Whether `parent` of `table_id` is what `row` of `of` refers to."""
        pairs = self.pairs(of, reference, table_id)
        return " and ".join(f"{parent}.{self.name(table_id, to)} = {row}.{self.name(of, c)}" for c, to in pairs)

    def over(self, table_id: str, expression: Expression, row: str, binds: int = 3) -> str:
        """A condition or value over a row that has an alias."""
        source = self.writer.source(table_id)
        scope = Scope({row: source, "": source}, row)
        return self.writer.expression(self.writer.truth(requalified(expression, row), scope), scope, binds)

    def held(self, table_id: str, expression: Expression | None, row: str) -> str:
        """` and condition`, "" without one."""
        return f" and {self.over(table_id, expression, row)}" if expression is not None else ""

    # --- changes ---

    def differs(self, table_id: str, columns: Sequence[str]) -> str:
        """Whether any of the columns differs between i and d; null is equal to null, and letters are told apart."""
        i, d = ([self._exactly(table_id, c, alias) for c in columns] for alias in ("i", "d"))
        line = f"exists (select {', '.join(i)} except select {', '.join(d)})"
        return line if len(line) <= LINE else f"exists (\n      select {wrapped(i)}\n      except select {wrapped(d)})"

    def _exactly(self, table_id: str, column: str, alias: str) -> str:
        text = f"{alias}.{self.name(table_id, column)}"
        word = self.data(table_id, column).base in ("text", "json") and not self.writer.types.is_exact(table_id, column)
        return f"{text} collate {EXACT}" if word else text

    def people(self, table_id: str, besides: Sequence[str] = ()) -> list[str]:
        """Columns that people write: times, totals, stocks and versions that are kept for them do not count."""
        kinds = (TouchTime, KeepTotal, TakeStock)
        kept = [b.column for b in self.physical.behaviours.values() if isinstance(b, kinds) and b.table == table_id]
        columns = self.physical.tables[table_id].columns
        return [
            c
            for c, column in columns.items()
            if c not in (*kept, *besides) and column.generated is None and not self.writer.types.is_version(table_id, c)
        ]

    def expiries(self, table_id: str) -> Iterator[Expire]:
        for behaviour in self.physical.behaviours.values():
            if isinstance(behaviour, Expire) and behaviour.table == table_id:
                yield behaviour


def wrapped(items: Sequence[str]) -> str:
    """Items in lines that can be read."""
    return textwrap.fill(", ".join(items), LINE, break_long_words=False, break_on_hyphens=False).replace("\n", "\n        ")
