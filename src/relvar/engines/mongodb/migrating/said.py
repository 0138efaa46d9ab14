"""Statements of a migration as calls of the shell."""

from __future__ import annotations

from typing import Any

from relvar.engines.base import Statement
from relvar.engines.mongodb.guards import GUARD_CALLS
from relvar.engines.mongodb.migrating.batches import BATCH_CALLS
from relvar.engines.mongodb.script import Call, helped, written

BOTH = "Both forms are valid; what is not valid already stays writable"


def call(name: str, method: str, *arguments: Any, because: str = "") -> Statement:
    """A call of a collection, or of a function of the script's head, which is told its name."""
    if method in (*BATCH_CALLS, *GUARD_CALLS):
        return Statement(text=helped(Call("", method, (name, *arguments))), because=because, element=name)
    return Statement(text=written(Call(name, method, arguments)), because=because, element=name)


def let_in(name: str, validator: dict[str, Any]) -> Statement:
    return modified({"collMod": name, "validator": validator, "validationLevel": "moderate", "validationAction": "error"}, BOTH)


def hidden(name: str, index: str, whether: bool, because: str = "") -> Statement:
    return modified({"collMod": name, "index": {"name": index, "hidden": whether}}, because)


def imaged(name: str, whether: bool) -> Statement:
    """Whether the server keeps what documents were before a change, for a log of it (6.0 on)."""
    because = "What was before a change is kept from here on" if whether else "Nothing asks for what was before a change any more"
    return modified({"collMod": name, "changeStreamPreAndPostImages": {"enabled": whether}}, because)


def renamed(name: str, to: str) -> Statement:
    return Statement(text=written(Call(name, "renameCollection", (to,))), because="An instant: readers of the old name find nothing", element=to)


def modified(command: dict[str, Any], because: str) -> Statement:
    return Statement(text=written(Call("", "runCommand", (command,))), because=because, element=command["collMod"])
