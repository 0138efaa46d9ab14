"""The database without one element for a while: an index, a constraint, a behaviour.

A plain index is made invisible, which the optimizer obeys at once. The rest is taken away, for two sessions are to race without it,
and put back after; rows that came in the meantime go, and the old ones come back. DDL commits, so nothing is rolled back here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pymysql

from relvar.engines.innodb.behaviours import trigger_names
from relvar.engines.innodb.dialect import dialect
from relvar.engines.innodb.rewind import kept
from relvar.model.physical import ForeignKey

if TYPE_CHECKING:
    from relvar.engines.innodb.live import InnodbDatabase

HANGING = """select distinct table_name, constraint_name from information_schema.key_column_usage
where table_schema = database() and referenced_table_name = %s"""
LINE = re.compile(r"^  (.*?),?$", re.MULTILINE)
PRIMARY = "PRIMARY"


class Removal(NamedTuple):
    """Statements that take an element away and that put it back."""

    away: list[str]
    back: list[str]


@contextlib.contextmanager
def without(database: InnodbDatabase, element: str) -> Iterator[None]:
    """Raises KeyError for an element that the design does not have."""
    hidden = _hidden(database, element)
    if hidden is not None:
        run(database, hidden.away)
        try:
            yield
        finally:
            run(database, hidden.back)
        return
    removal = _of(database, element)
    with kept(database) as rewind:
        run(database, removal.away)
        try:
            yield
        finally:
            try:
                run(database, removal.back)
            except pymysql.err.IntegrityError:
                rewind()
                run(database, removal.back)


def run(database: InnodbDatabase, statements: list[str]) -> None:
    for statement in statements:
        database.rows(statement)


def _hidden(database: InnodbDatabase, element: str) -> Removal | None:
    """How a plain index is hidden from the optimizer; None for what enforces a rule."""
    table, _, key = element.partition(".")
    owner = database.physical.tables.get(table)
    index = owner.indexes.get(key) if owner else None
    if owner is None or index is None or index.unique:
        return None
    words = dialect(database.physical)
    alter = f"alter table `{owner.name}` alter index `{index.name}`"
    return Removal([f"{alter} {words.hidden_index}"], [f"{alter} {words.shown_index}"])


def _of(database: InnodbDatabase, element: str) -> Removal:
    physical = database.physical
    table, _, key = element.partition(".")
    for behaviour in (element, key):
        if behaviour in physical.behaviours:
            return _triggers(database, behaviour)
    owner = physical.tables[table]
    if key == "primary_key":
        return _key(database, owner.name, PRIMARY)
    if key in owner.indexes:
        return _key(database, owner.name, owner.indexes[key].name)
    constraint = owner.constraints[key]
    if trigger_names(physical, element):
        return _triggers(database, element)
    if isinstance(constraint, ForeignKey):
        return _line(database, owner.name, constraint.name, f"drop foreign key `{constraint.name}`")
    if hasattr(constraint, "condition"):
        return _line(database, owner.name, constraint.name, f"{dialect(physical).drop_check} `{constraint.name}`")
    return _key(database, owner.name, constraint.name)


def _triggers(database: InnodbDatabase, element: str) -> Removal:
    names = trigger_names(database.physical, element)
    back = [str(database.rows(f"show create trigger `{name}`")[0][2]) for name in names]
    return Removal([f"drop trigger `{name}`" for name in names], back)


def _key(database: InnodbDatabase, table: str, name: str) -> Removal:
    """A key goes with every reference to its table, and with those of its own table that may lean on it; all come back."""
    hanging = [(child, key) for child, key in database.rows(HANGING, (table,))]
    hanging += [(table, key) for (key,) in database.rows(OWN, (table,))]
    references = [_line(database, child, key, f"drop foreign key `{key}`") for child, key in dict.fromkeys(hanging)]
    if name == PRIMARY:
        away = [*_unnumbered(database, table), f"alter table `{table}` drop primary key"]
        back = [f"alter table `{table}` add {_written(database, table, 'PRIMARY KEY')}", *_numbered(database, table)]
    else:
        away = [f"alter table `{table}` drop index `{name}`"]
        back = [f"alter table `{table}` add {_written(database, table, f'KEY `{name}`')}"]
    return Removal([s for r in references for s in r.away] + away, back + [s for r in references for s in r.back])


OWN = """select constraint_name from information_schema.table_constraints
where table_schema = database() and table_name = %s and constraint_type = 'FOREIGN KEY'"""


def _line(database: InnodbDatabase, table: str, name: str, drop: str) -> Removal:
    line = _written(database, table, f"CONSTRAINT `{name}`")
    return Removal([f"alter table `{table}` {drop}"], [f"alter table `{table}` add {line}"])


def _written(database: InnodbDatabase, table: str, begins: str) -> str:
    """The line of SHOW CREATE TABLE that holds an element, as ADD takes it."""
    lines: list[str] = LINE.findall(str(database.rows(f"show create table `{table}`")[0][1]))
    return next(line for line in lines if line.removeprefix("UNIQUE ").startswith(begins))


def _unnumbered(database: InnodbDatabase, table: str) -> list[str]:
    """A column that the engine numbers must stand in a key: it stops being numbered first."""
    return [f"alter table `{table}` modify {line.replace(' AUTO_INCREMENT', '')}" for line in _counters(database, table)]


def _numbered(database: InnodbDatabase, table: str) -> list[str]:
    return [f"alter table `{table}` modify {line}" for line in _counters(database, table)]


def _counters(database: InnodbDatabase, table: str) -> list[str]:
    return [
        line for line in LINE.findall(str(database.rows(f"show create table `{table}`")[0][1])) if " AUTO_INCREMENT" in line and line.startswith("`")
    ]
