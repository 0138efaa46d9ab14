"""PLACES: one folder an engine, loaded on demand."""

from __future__ import annotations

from importlib import import_module

from relvar.engines.base import Engine
from relvar.errors import UnsupportedError

NAMES = ("postgresql", "sqlite", "mysql", "mariadb", "sqlserver", "mongodb")

MULTI = "multi"  # no engine: further kinds of store may stand beside the first, where the numbers justify them
MULTI_SPELLINGS = ("multi", "polyglot", "multiple")
SPELLINGS = {
    "postgresql": ("postgresql", "postgres", "pg", "psql", "pgsql"),
    "sqlite": ("sqlite", "sqlite3"),
    "mysql": ("mysql",),
    "mariadb": ("mariadb", "maria"),
    "mongodb": ("mongodb", "mongo"),
    "sqlserver": ("sqlserver", "sql server", "mssql", "ms sql", "t-sql", "tsql", "microsoft sql server"),
}


def named(spelling: str) -> str:
    """The engine's name for a spelling people use ("Postgres", "SQL Server"), or MULTI. Raises UnsupportedError."""
    wanted = " ".join(spelling.lower().replace("-", " ").replace("_", " ").split())
    for name, spellings in SPELLINGS.items():
        if wanted in spellings or wanted.replace(" ", "") in spellings:
            return name
    if wanted in MULTI_SPELLINGS:
        return MULTI
    raise UnsupportedError(what=f"{spelling!r} is no database relvar knows", remedy=f"choose one of {', '.join(NAMES)}")


def following() -> Engine:
    """The engine in which copies beside a record are kept, or tried in place of a product that has no folder here."""
    return next(found for found in map(engine, NAMES) if found.follow is not None)


def engine(name: str) -> Engine:
    """The engine of that name, loaded now. Raises UnsupportedError."""
    if name not in NAMES:
        raise UnsupportedError(what=f"{name}: not supported yet", remedy=f"choose one of {', '.join(NAMES)}")
    loaded: Engine = import_module(f"relvar.engines.{name}").ENGINE
    return loaded
