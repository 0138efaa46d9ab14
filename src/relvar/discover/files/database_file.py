"""Tables of a SQLite database file, opened to be read only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from relvar.discover.files.cells import gathered
from relvar.discover.files.names import table_name
from relvar.discover.table import Table
from relvar.errors import FileError

OWN = "select name from sqlite_schema where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name"


def read(path: Path, *, every: int = 1) -> tuple[Table, ...]:
    """Every table that has rows. Raises FileError."""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)
    try:
        names = [name for (name,) in connection.execute(OWN)]
        filled = [name for name in names if connection.execute(f"select 1 from {_quoted(name)} limit 1").fetchone()]
        if not filled:
            raise FileError(what=f"{path.name} has no table with rows", remedy="give a database that has one")
        return tuple(_table(path, connection, name, every) for name in filled)
    except sqlite3.DatabaseError as error:
        raise FileError(what=f"{path.name}: {error}", remedy="give a SQLite database file") from error
    finally:
        connection.close()


def _table(path: Path, connection: sqlite3.Connection, name: str, every: int) -> Table:
    rows = connection.execute(f"select * from {_quoted(name)}")
    header = [column[0] for column in rows.description]
    return gathered(path, table_name(name), f"{path.name}: {name}", header, enumerate(rows, start=1), every)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
