"""Triggers and procedures as values: what deploy writes and what the catalogue is expected to show come from the same ones.

Every one runs with the rights of the design's definer, a locked account that nobody logs in as: what people may not write
themselves (totals, the log of changes) is written for them, and no object hangs on the account of whoever deployed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from relvar.engines.base import Statement
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.watched import removed_first
from relvar.engines.sql import Scope
from relvar.model.behaviour import Expire, KeepTotal, TakeStock, TouchTime
from relvar.model.expression import Expression
from relvar.model.physical import ForeignKey, Physical
from relvar.model.semantic import DataType
from relvar.model.walking import requalified

LONGEST = 64  # characters of a name
MESSAGE = 128  # characters of message_text (signal.html)
LINE = 110
Event = Literal["insert", "update", "delete"]


class Trigger(NamedTuple):
    """A row trigger; `body`: statements without their last semicolon. `element`: the behaviour or constraint it realizes."""

    name: str
    table: str
    timing: Literal["before", "after"]
    event: Event
    body: tuple[str, ...]
    because: str = ""
    element: str = ""


class Procedure(NamedTuple):
    """A procedure. `arguments` as declared; `comment`: what it does, kept in the catalogue."""

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


def definer_clause(physical: Physical) -> str:
    """`definer = role `, "" where the design has no such role: then whoever deploys is it."""
    role = next((r for r in physical.roles.values() if r.duty == "definer"), None)
    return f"definer = {InnodbWriter(physical).quote(role.name)} " if role else ""


def create_trigger(make: Parts, trigger: Trigger) -> Statement:
    when = f"{trigger.timing} {trigger.event} on {make.table(trigger.table)} for each row"
    head = f"create {make.definer}trigger {make.writer.quote(trigger.name)}\n{when}"
    body = "".join(f"{_indented(line)};\n" for line in trigger.body)
    return Statement(text=f"{head}\nbegin\n{body}end", because=trigger.because, element=trigger.element)


def create_procedure(make: Parts, procedure: Procedure) -> Statement:
    head = f"create {make.definer}procedure {make.writer.quote(procedure.name)}({procedure.arguments})"
    comment = f"\ncomment {make.writer.literal(procedure.comment)}" if procedure.comment else ""
    return Statement(text=f"{head}{comment}\n{procedure.body}", element=procedure.element)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


class Parts:
    """What all triggers are made of: names, the row at hand, the rows that refer to it, and the refusal. `row` is "new" or "old"."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.writer = InnodbWriter(physical, readable=False)
        self.definer = definer_clause(physical)

    @cached_property
    def removed_first(self) -> dict[str, list[tuple[str, str]]]:
        """What `watched.removed_first` finds: asked for at every trigger that writes a parent."""
        return removed_first(self.physical)

    def table(self, table_id: str) -> str:
        return self.writer.table(table_id)

    def name(self, table_id: str, column: str) -> str:
        return self.writer.columns(table_id, (column,))

    def data(self, table_id: str, column: str) -> DataType:
        return self.physical.tables[table_id].columns[column].data

    def refusal(self, key: str, says: str) -> str:
        """The statement that refuses. The message begins with the rule's id, so that everybody can say which rule refused."""
        return f"signal sqlstate '45000' set message_text = {self.writer.literal(f'{key}: {says}'[:MESSAGE])}"

    def refuse_if(self, condition: str, key: str, says: str) -> str:
        return f"if {condition} then\n  {self.refusal(key, says)};\nend if"

    # --- rows ---

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

    def referring(self, table_id: str, reference: Sequence[str], row: str, alias: str) -> str:
        """The rows of `table_id` that refer to the same as `row` does."""
        return " and ".join(f"{alias}.{n} = {row}.{n}" for n in (self.name(table_id, c) for c in reference))

    def over(self, table_id: str, expression: Expression, row: str, binds: int = 3) -> str:
        """A condition or value over a row that has a name."""
        if row in ("new", "old"):
            return self.writer.expression(expression, self.writer.row(row, table_id), binds)
        source = self.writer.source(table_id)
        return self.writer.expression(requalified(expression, row), Scope({row: source, "": source}), binds)

    # --- changes ---

    def differs(self, table_id: str, columns: Sequence[str]) -> str:
        """Whether any of the columns differs between old and new."""
        return listed([f"not (old.{n} <=> new.{n}{x})" for n, x in ((self.name(table_id, c), self.exactly(table_id, c)) for c in columns)], " or ")

    def exactly(self, table_id: str, column: str) -> str:
        """Words differ when any letter does, whatever their column's collation."""
        return f" collate {self.writer.dialect.exact}" if self.data(table_id, column).base == "text" else ""

    def changed(self, table_id: str, besides: Sequence[str] = ()) -> str:
        """Some column differs, of those that people write: times, totals and stocks that triggers keep do not count."""
        kinds = (TouchTime, KeepTotal, TakeStock)
        kept = [b.column for b in self.physical.behaviours.values() if isinstance(b, kinds) and b.table == table_id]
        columns = self.physical.tables[table_id].columns
        return self.differs(table_id, [c for c, column in columns.items() if c not in (*kept, *besides) and column.generated is None])

    def expiries(self, table_id: str) -> Iterator[Expire]:
        for behaviour in self.physical.behaviours.values():
            if isinstance(behaviour, Expire) and behaviour.table == table_id:
                yield behaviour


def listed(items: Sequence[str], sign: str) -> str:
    """Items on one line where they fit, else one a line."""
    line = sign.join(items)
    return line if len(line) <= LINE else f"\n {sign}".join(items)
