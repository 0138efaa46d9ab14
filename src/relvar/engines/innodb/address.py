"""Where a server is and as whom one speaks to it: ours by its socket, another by a URL. A password is never shown or written down."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import pymysql

from relvar.errors import REACHED_BY_ADDRESS, ServerUnavailable

DEFAULT_PORT = 3306
CONNECT_SECONDS = 10


class Address(NamedTuple):
    user: str
    password: str = ""
    host: str = ""
    port: int = DEFAULT_PORT
    socket: str = ""
    database: str = ""
    collation: str = ""  # of the connection; "" where it is not known yet what the server has

    def arguments(self) -> list[str]:
        """For the client programs. The password goes by the environment (`environment`), which only we and root can read."""
        if self.socket:
            return [f"--socket={self.socket}", f"--user={self.user}"]
        return [f"--host={self.host}", f"--port={self.port}", "--protocol=tcp", f"--user={self.user}"]

    def environment(self) -> dict[str, str]:
        """For scripts that find the server as an operator's shell would."""
        found = {**os.environ, "MYSQL_PWD": self.password}
        return {**found, "MYSQL_UNIX_PORT": self.socket} if self.socket else {**found, "MYSQL_HOST": self.host, "MYSQL_TCP_PORT": str(self.port)}

    def connect(self, database: str = "") -> pymysql.connections.Connection:
        """A connection in UTC, each statement its own transaction. Raises ServerUnavailable."""
        place: dict[str, Any] = {"host": self.host, "port": self.port}  # TLS where the server offers it
        if self.socket:  # nobody listens in between
            place = {"unix_socket": self.socket, "ssl_disabled": True}
        try:
            return pymysql.connect(
                **place,
                user=self.user,
                password=self.password,
                database=database or self.database or None,
                charset="utf8mb4",
                collation=self.collation or None,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                init_command="set time_zone = '+00:00'",
            )
        except (pymysql.Error, RuntimeError) as error:
            words = str(error.args[1]) if len(error.args) > 1 else str(error)
            raise ServerUnavailable(what=f"no connection: {words}", remedy=REACHED_BY_ADDRESS) from error


def of_url(url: str, schemes: Sequence[str], title: str) -> Address:
    """SCHEME://user:password@host:port/database, or ...?socket=/path. Raises ServerUnavailable."""
    remedy = f"{schemes[0]}://user@host:port/"
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise ServerUnavailable(what=f"the server's address cannot be read: {error}", remedy=remedy) from error
    if parts.scheme not in schemes:
        raise ServerUnavailable(what=f"{parts.scheme or 'no'}:// is no address of a {title} server", remedy=remedy)
    socket = parse_qs(parts.query).get("socket", [""])[0]
    user, password = unquote(parts.username or "root"), unquote(parts.password or "")
    return Address(user, password, parts.hostname or "localhost", port, socket, parts.path.strip("/"))
