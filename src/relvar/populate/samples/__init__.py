"""Sample values by meaning: `maker(column id, column)` gives a function (random, row number) -> value.

The row number makes a value distinct where a key asks for it. A meaning that no file here knows falls back to the base type.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from relvar.model.physical import Column
from relvar.populate.samples import codes, numbers, texts
from relvar.populate.samples.base import by_base

Maker = Callable[[Random, int], Any]
KNOWN: dict[str, Maker] = {**texts.MAKERS, **codes.MAKERS, **numbers.MAKERS}


def maker(name: str, column: Column) -> Maker:
    """A maker of values that fit the column's type; checks are another's business."""
    if column.members:
        return _document(column)
    known = KNOWN.get(column.samples) or (KNOWN.get(name) if column.data.base == "text" else None)
    return _fitted(known, column) if known is not None and _suits(known, column) else by_base(name, column)


LISTED = 3  # values of the longest list in a document, where nothing says more
MEMBER_ABSENT = 0.1  # share of documents that lack a value which others have: nothing says that it must be there


def _document(column: Column) -> Maker:
    """A maker of documents that hold what is asked for in them."""
    made = {member.name: _several(maker(member.name.rpartition(".")[2], member), member) for member in column.members}

    def document(random: Random, n: int) -> str:
        found: dict[str, Any] = {}
        for path, value in made.items():
            if random.random() >= MEMBER_ABSENT:
                _lay(found, path.split("."), value(random, n))
        return json.dumps(found, sort_keys=True, default=float)

    return document


def _several(one: Maker, member: Column) -> Maker:
    """A list of different values, where the member is one."""
    if not member.many:
        return one

    def values(random: Random, n: int) -> list[Any]:
        return list(dict.fromkeys(one(random, n * LISTED + turn) for turn in range(random.randint(1, LISTED))))

    return values


def _lay(document: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        document = document.setdefault(key, {})
    document[path[-1]] = value


def _suits(known: Maker, column: Column) -> bool:
    """Whether the meaning gives the column's base type; a model may give a known meaning to another base."""
    value = known(Random(0), 1)
    kinds: dict[str, type | tuple[type, ...]] = {"text": str, "json": str, "integer": int, "decimal": (int, float), "float": (int, float)}
    return isinstance(value, kinds.get(column.data.base, ()))


def _fitted(known: Maker, column: Column) -> Maker:
    data = column.data
    if data.base == "text":
        longest = data.length
        return (lambda random, n: known(random, n)[:longest].strip() or "x") if longest else known
    if data.base == "decimal":
        return numbers.exact(known, data)
    return (lambda random, n: float(known(random, n))) if data.base == "float" else known
