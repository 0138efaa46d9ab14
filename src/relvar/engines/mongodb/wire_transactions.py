"""Which connection each open transaction runs on. A driver sends the commands of one session over any connection of its pool."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol


class Commands(Protocol):
    in_transaction: bool

    def run(self, document: dict[str, Any]) -> dict[str, Any]: ...


class Transactions:
    """Open transactions by their session. `opened`: makes what runs commands on a new connection; one that is free again is used again."""

    def __init__(self, opened: Callable[[], Commands]) -> None:
        self.opened = opened
        self.running: dict[bytes, Commands] = {}
        self.free: list[Commands] = []
        self.lock = threading.Lock()

    def run(self, document: dict[str, Any], outside: Commands) -> dict[str, Any]:
        """The command in its transaction, or by `outside` where it belongs to none."""
        if document.get("autocommit") is not False:
            return outside.run(document)
        session = bytes(document["lsid"]["id"])
        with self.lock:
            mine = self.running.get(session)
        if mine is None:
            if not document.get("startTransaction"):  # ended already: by a conflict, or by its end asked for again
                return outside.run(document)
            with self.lock:
                spare = self.free.pop() if self.free else None
            mine = spare or self.opened()
            with self.lock:
                self.running[session] = mine
        answer = mine.run(document)
        if not mine.in_transaction:
            with self.lock:
                self.running.pop(session, None)
                self.free.append(mine)
        return answer
