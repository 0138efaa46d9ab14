"""A SQL Server that somebody has: none can be had where relvar is tested, so that its files are compiled (`compiler`) and not run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from relvar.engines.base import Server
from relvar.errors import ServerUnavailable

NOT_HERE = "SQL Server cannot be had here: its files were compiled, not executed"


def serve(url: str = "", cache: Path | None = None) -> AbstractContextManager[Server]:
    """No server yet. Raises ServerUnavailable."""
    raise ServerUnavailable(what=NOT_HERE, remedy="run the deploy files on a test server with sqlcmd -b")
