"""What SQLite says when it refuses -> which rule of the design refused.

SQLite names checks and triggers, tells columns for keys and nulls, and is silent about which reference failed: that is
found out by looking the row's references up (`broken_reference`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from relvar.engines.base import Refusal, RefusalKind
from relvar.engines.sqlite.query import SqliteWriter
from relvar.model.behaviour import ForbidOverlap
from relvar.model.expression import ColumnRef
from relvar.model.physical import ForeignKey, Physical, UniqueConstraint

KINDS: dict[str, RefusalKind] = {
    "SQLITE_CONSTRAINT_CHECK": "check",
    "SQLITE_CONSTRAINT_NOTNULL": "not_null",
    "SQLITE_CONSTRAINT_UNIQUE": "unique",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "unique",
    "SQLITE_CONSTRAINT_ROWID": "unique",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "foreign_key",
    "SQLITE_CONSTRAINT_TRIGGER": "rule",
    "SQLITE_CONSTRAINT_DATATYPE": "type",
    "SQLITE_MISMATCH": "type",
    "SQLITE_READONLY": "forbidden",
    "SQLITE_AUTH": "forbidden",
    "SQLITE_BUSY": "timeout",
    "SQLITE_LOCKED": "timeout",
    "SQLITE_BUSY_SNAPSHOT": "conflict",
}
COLUMN = re.compile(r"(\w+)\.(\w+)")


def refusal(physical: Physical, error: sqlite3.Error) -> Refusal:
    """The refusal that an error of the driver means."""
    code = getattr(error, "sqlite_errorname", "") or ""
    message = str(error)
    kind: RefusalKind = KINDS.get(code, "other")
    said = message.split(": ", 1)[1] if ": " in message else ""
    if message.startswith("FOREIGN KEY"):  # a restricted deletion carries the code of triggers
        kind = "foreign_key"
    if message.startswith("cannot store"):  # a code that Python 3.11 has no name for (SQLITE_CONSTRAINT_DATATYPE)
        kind, said = "type", message
    name = said
    if kind == "rule":
        name = message.split(": ", 1)[0]
        kind = "overlap" if isinstance(physical.behaviours.get(name), ForbidOverlap) else "check" if _is_check(physical, name) else "rule"
    elif kind == "unique":
        name = _unique(physical, said)
    elif kind in ("not_null", "type"):
        found = COLUMN.search(said)
        name = found[2] if found else ""
        kind = "type" if kind == "type" else "not_null"
    elif kind == "foreign_key":
        name = ""
    return Refusal(kind, name, message, code)


def _is_check(physical: Physical, name: str) -> bool:
    """Whether a trigger's rule is a check that asks what time it is."""
    return any(c.name == name for table in physical.tables.values() for c in table.constraints.values())


def _unique(physical: Physical, said: str) -> str:
    """The key or index over the columns that SQLite names ("orders.number, orders.year", or "index 'x'")."""
    index = re.match(r"index '(.+)'", said)
    if index:
        return index[1]
    found = COLUMN.findall(said)
    columns = [column for _, column in found]
    for table in physical.tables.values():
        if found and table.name == found[0][0]:
            names = {key: column.name for key, column in table.columns.items()}
            if [names[c] for c in table.primary_key] == columns:
                return table.primary_key_name
            for constraint in table.constraints.values():
                if isinstance(constraint, UniqueConstraint) and [names[c] for c in constraint.columns] == columns:
                    return constraint.name
            for i in table.indexes.values():
                if i.unique and [names[p.expression.column] for p in i.parts if isinstance(p.expression, ColumnRef)] == columns:
                    return i.name
    return said


def broken_reference(connection: sqlite3.Connection, physical: Physical, table: str, row: Mapping[str, Any]) -> str:
    """Name of the reference of a row (stored values by column id) whose target is missing; "" where all are found."""
    writer = SqliteWriter(physical)
    for key in physical.tables[table].constraints.values():
        if isinstance(key, ForeignKey):
            values = [row.get(column) for column in key.columns]
            if any(v is None for v in values):
                continue
            where = " and ".join(f"{writer.columns(key.table, (c,))} = ?" for c in key.to)
            if connection.execute(f"select 1 from {writer.table(key.table)} where {where}", values).fetchone() is None:
                return key.name
    return ""


def broken_by(connection: sqlite3.Connection, physical: Physical, text: str, values: Any) -> str:
    """Name of the reference that a statement would break: it is run with the check put off, looked at, and taken back.

    A restricted deletion cannot be put off; there the one reference that restricts its table is the answer, if it is one.
    """
    connection.execute("savepoint looking")
    try:
        connection.execute("pragma defer_foreign_keys = on")
        connection.execute(text, values).fetchall()
        for child, _, _, number in connection.execute("pragma foreign_key_check").fetchall():
            return _by_columns(connection, physical, child, number)
    except sqlite3.Error:
        names = [key.name for key in _restricting(physical, text)]
        return names[0] if len(names) == 1 else ""
    finally:
        connection.execute("rollback to looking")
        connection.execute("release looking")
    return ""


def _by_columns(connection: sqlite3.Connection, physical: Physical, child: str, number: int) -> str:
    own = [r[3] for r in connection.execute(f'pragma foreign_key_list("{child}")') if r[0] == number]
    for table in physical.tables.values():
        if table.name == child:
            for key in table.constraints.values():
                if isinstance(key, ForeignKey) and [table.columns[c].name for c in key.columns] == own:
                    return key.name
    return ""


def _restricting(physical: Physical, text: str) -> Iterator[ForeignKey]:
    found = re.match(r"\s*(?:delete\s+from|update)\s+\"?(\w+)", text, re.IGNORECASE)
    for table in physical.tables.values():
        for key in table.constraints.values():
            if found and isinstance(key, ForeignKey) and physical.tables[key.table].name == found[1] and key.on_delete == "restrict":
                yield key
