"""Names and texts as a script of a live database writes them: always quoted, for nothing is known of them."""

from __future__ import annotations

from collections.abc import Iterable


def quoted(name: str) -> str:
    return f"[{name.replace(']', ']]')}]"


def placed(schema: str, name: str) -> str:
    return f"{quoted(schema)}.{quoted(name)}"


def listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def text(value: str, *, national: bool = True) -> str:
    return f"{'N' if national else ''}'" + value.replace("'", "''") + "'"
