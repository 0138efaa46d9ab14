"""A row to take one's turn at, for a rule between rows that share no parent that could be locked.

A locking read finds nothing to lock where there is no row yet, and at READ COMMITTED it locks no gap either: two could look at the
same time and both find room. So each value that the rule speaks of has a row of its own in a small table; whoever writes under the
rule writes that row first, and the next one waits until the commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines.base import Statement
from relvar.engines.innodb.ddl import options
from relvar.engines.innodb.objects import Parts, shortened
from relvar.model.behaviour import Behaviour, ForbidOverlap, UpholdDependency
from relvar.model.physical import ForeignKey, Physical

ONE = "turn"  # the column of a rule over the whole table


class Turn(NamedTuple):
    """A table of turns: `columns` of `table` by id are its key; none: the rule is over the whole table."""

    name: str
    table: str
    columns: tuple[str, ...]
    element: str


def turns(physical: Physical) -> Iterator[Turn]:
    for key, behaviour in physical.behaviours.items():
        shared = _shared(behaviour)
        if shared is not None and not has_parent(physical, shared.table, shared.columns):
            yield Turn(shortened(f"{key}_turns"), shared.table, shared.columns, key)


class Shared(NamedTuple):
    """What rows under a rule have in common."""

    table: str
    columns: tuple[str, ...]


def _shared(behaviour: Behaviour) -> Shared | None:
    if isinstance(behaviour, ForbidOverlap):
        return Shared(behaviour.table, behaviour.per)
    return Shared(behaviour.table, behaviour.left) if isinstance(behaviour, UpholdDependency) else None


def wait_for_turn(make: Parts, key: str, shared: Shared) -> list[str]:
    """Waits for one's turn: at the row that the columns refer to, or at a row made for it."""
    for constraint in make.physical.tables[shared.table].constraints.values():
        if isinstance(constraint, ForeignKey) and set(constraint.columns) <= set(shared.columns):
            referred = make.referred(shared.table, constraint.columns, constraint.table, "new")
            return [f"do (select count(*) from {make.table(constraint.table)} where {referred} for update)"]
    return [take_turn(make, turn) for turn in turns(make.physical) if turn.element == key]


def has_parent(physical: Physical, table_id: str, columns: tuple[str, ...]) -> bool:
    """Whether the columns hold a reference, whose row can be locked."""
    constraints = physical.tables[table_id].constraints.values()
    return any(isinstance(c, ForeignKey) and set(c.columns) <= set(columns) for c in constraints)


def turn_statements(make: Parts) -> Iterator[Statement]:
    """The tables."""
    for turn in turns(make.physical):
        columns = {make.name(turn.table, c): make.writer.types.text(turn.table, c) for c in turn.columns} or {ONE: "tinyint"}
        lines = ",\n  ".join(f"{name} {kind} not null" for name, kind in columns.items())
        comment = make.writer.literal(f"Who writes {make.physical.tables[turn.table].name} under {turn.element} waits here for the one before")
        after = f"{options(make.writer.dialect)} comment = {comment}"
        text = f"create table {make.writer.quote(turn.name)} (\n  {lines},\n  primary key ({', '.join(columns)})\n) {after}"
        yield Statement(text=text, because="No row is shared that could be locked: this one is", element=turn.element)


def take_turn(make: Parts, turn: Turn) -> str:
    """The statement that waits for one's turn and keeps it until the commit."""
    names = [make.name(turn.table, c) for c in turn.columns]
    columns, values = (names, [f"new.{n}" for n in names]) if names else ([ONE], ["1"])
    same = f"{columns[0]} = {make.writer.quote(turn.name)}.{columns[0]}"
    insert = f"insert into {make.writer.quote(turn.name)} ({', '.join(columns)}) values ({', '.join(values)}) on duplicate key update {same}"
    nullable = [f"new.{make.name(turn.table, c)} is not null" for c in turn.columns if make.physical.tables[turn.table].columns[c].nullable]
    return f"if {' and '.join(nullable)} then\n  {insert};\nend if" if nullable else insert
