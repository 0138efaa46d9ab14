"""Where a server is and as whom one speaks to it: mssql://user:password@host:port/database. A password is never shown or written down."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pymssql

from relvar.errors import REACHED_BY_ADDRESS, ServerUnavailable

DEFAULT_PORT = 1433
CONNECT_SECONDS = 10
LOOKS_LIKE = "mssql://user@host:port/"


class Address(NamedTuple):
    user: str
    password: str = ""
    host: str = "localhost"
    port: int = DEFAULT_PORT
    database: str = ""

    def connect(self, database: str = "") -> Any:
        """A connection, each statement its own transaction. Raises ServerUnavailable."""
        try:
            connection = pymssql.connect(
                server=self.host,
                port=str(self.port),
                user=self.user,
                password=self.password,
                database=database or self.database or "master",
                autocommit=True,
                login_timeout=CONNECT_SECONDS,
                appname="relvar",
            )
        except pymssql.Error as error:
            raise ServerUnavailable(what=f"no connection: {said(error)[1]}", remedy=REACHED_BY_ADDRESS) from error
        with connection.cursor() as cursor:
            cursor.execute("set ansi_nulls, quoted_identifier, ansi_padding, ansi_warnings, arithabort, concat_null_yields_null on")
        return connection


def of_url(url: str) -> Address:
    """Raises ServerUnavailable."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise ServerUnavailable(what=f"the server's address cannot be read: {error}", remedy=LOOKS_LIKE) from error
    if parts.scheme not in ("mssql", "sqlserver", "mssql+pymssql"):
        raise ServerUnavailable(what=f"{parts.scheme or 'no'}:// is no address of a SQL Server", remedy=LOOKS_LIKE)
    user, password = unquote(parts.username or "sa"), unquote(parts.password or "")
    return Address(user, password, parts.hostname or "localhost", port, parts.path.strip("/"))


def said(error: BaseException) -> tuple[int, str]:
    """Number and words of the driver's error, which wraps the server's in bytes."""
    inner = error.args[0] if error.args else ""
    if isinstance(inner, tuple):
        number, words = inner[0], inner[1]
    else:
        number, words = (error.args[0], error.args[1]) if len(error.args) > 1 else (0, inner)
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return (int(number) if isinstance(number, int) else 0), text.partition("DB-Lib error message")[0].strip() or _first(text)


def _first(text: str) -> str:
    lines = [line for line in text.splitlines() if line and not line.startswith("DB-Lib")]
    return lines[0] if lines else text
