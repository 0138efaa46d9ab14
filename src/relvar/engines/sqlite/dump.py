"""A database file as the SQL that made it, which SQLite keeps. The file is opened to be read only."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from relvar.errors import ServerUnavailable

SHADOWS = "select name from pragma_table_list where type = 'shadow'"
MADE = "select name, sql from sqlite_schema where sql is not null and name not like 'sqlite!_%' escape '!' order by rowid"
BUSY_SECONDS = 5.0


def dump(url: str) -> str:
    """The schema of the file that a path or URL names (sqlite:///path). Raises ServerUnavailable."""
    path = Path(url.removeprefix("sqlite:///").removeprefix("sqlite://"))
    if not path.is_file():
        raise ServerUnavailable(what=f"{path}: no such file", remedy="give the path of a database file, or sqlite:///path")
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=BUSY_SECONDS)
        try:
            hidden = {row[0] for row in connection.execute(SHADOWS)}
            rows = connection.execute(MADE).fetchall()
            return "".join(f"{sql};\n" for name, sql in rows if name not in hidden)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise ServerUnavailable(what=f"{path} cannot be read: {error}", remedy="close who writes it, or copy the file with its -wal") from error
