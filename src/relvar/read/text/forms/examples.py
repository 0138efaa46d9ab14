"""Examples in JSON: keys are attributes with the type of their values, objects are things of their own, arrays are parts."""

from __future__ import annotations

import json
import re
from typing import Any

from relvar.read.text.forms.cells import kind_of
from relvar.read.text.forms.shape import Column, Thing, Words, one_of, words_in
from relvar.read.text.words import listed

Pairs = list[tuple[str, Any]]
ENVELOPE = frozenset(["data", "items", "results", "result", "content", "rows", "records", "payload", "response", "body", "value"])
NUMBER_KINDS = {bool: "boolean", int: "count", float: "signed_quantity"}
PLAIN_OBJECTS = frozenset(
    [
        "address",
        "location",
        "position",
        "coordinates",
        "point",
        "geo",
        "meta",
        "metadata",
        "settings",
        "options",
        "price",
        "amount",
        "links",
        "pagination",
        "paging",
    ]
)
DEEPEST = 20  # levels; what nests deeper is no example of a record


class _Object(list[tuple[str, Any]]):
    """The pairs of an object in order, told apart from an array."""


def example(block: str, at: int, name: Words) -> list[Thing]:
    """The things of one JSON text; none where it is no JSON or has no name."""
    try:
        value = json.loads(block, object_pairs_hook=_Object)
    except (ValueError, RecursionError):
        return []
    value, name = _unwrapped(value, name)
    if not isinstance(value, _Object) or not name or not value:
        return []
    reader = _Reader(block, at)
    reader.thing(name, value, (at, at + 1), 0)
    return reader.things


def _unwrapped(value: Any, name: Words) -> tuple[Any, Words]:
    """The first element of an array, and what lies in an envelope such as {"data": [...]} or {"order": {...}}."""
    for _ in range(DEEPEST):
        if isinstance(value, list) and not isinstance(value, _Object):
            value = value[0] if value else None
        elif isinstance(value, _Object):
            inner = [(key, v) for key, v in value if isinstance(v, list) and v]
            if len(value) == 1 and inner and (inner[0][0].lower() in ENVELOPE or not name or one_of(words_in(inner[0][0])) == name):
                key, value = inner[0]
                name = name if key.lower() in ENVELOPE else one_of(words_in(key)) or name
            elif any(key.lower() in ENVELOPE for key, _ in inner) and len(inner) == 1:
                value = inner[0][1]  # beside it stand only paging and totals
            else:
                break
        else:
            break
    return value, name


class _Reader:
    def __init__(self, block: str, at: int) -> None:
        self.block, self.at, self.cursor = block, at, 0
        self.things: list[Thing] = []

    def thing(self, name: Words, pairs: Pairs, place: tuple[int, int], depth: int) -> None:
        made = Thing(name, *place)
        self.things.append(made)
        for key, value in pairs:
            made.columns.extend(self._column(key, value, name, depth))

    def _place(self, key: str) -> tuple[int, int]:
        """Where the key stands: keys come in the order of the text."""
        match = re.compile(rf'"({re.escape(key)})"\s*:').search(self.block, self.cursor)
        if match is None:  # written with escapes
            return self.at + self.cursor, self.at + self.cursor + 1
        self.cursor = match.end()
        return self.at + match.start(1), self.at + match.end(1)

    def _column(self, key: str, value: Any, owner: Words, depth: int) -> list[Column]:
        place, words = self._place(key), words_in(key)
        if not words or depth > DEEPEST:
            return []
        if isinstance(value, _Object):
            return self._object(words, value, place, owner, depth)
        if isinstance(value, list):
            return self._array(words, value, place, owner, depth)
        kind = NUMBER_KINDS.get(type(value), "") or (kind_of([value]) if isinstance(value, str) and value else "")
        return [Column(words, *place, kind="" if kind == "year" else kind, optional=value is None)]

    def _object(self, words: Words, value: Pairs, place: tuple[int, int], owner: Words, depth: int) -> list[Column]:
        if words[-1] in PLAIN_OBJECTS or (words[-1] in listed("attribute_head") and words[-1] not in listed("party")):
            return [Column((*words, *c.words), c.start, c.end, c.kind, c.values, optional=c.optional, many=c.many)
                    for key, inner in value for c in self._column(key, inner, owner, depth + 1) if not c.target]  # fmt: skip
        self.thing(one_of(words), value, place, depth + 1)
        return [Column(one_of(words), *place, target=one_of(words))]

    def _array(self, words: Words, value: list[Any], place: tuple[int, int], owner: Words, depth: int) -> list[Column]:
        first = value[0] if value else None
        if not isinstance(first, _Object):
            return [Column(words, *place, many=True)]
        name = one_of(words)
        name = (*owner, *name) if name[-1] in ("line", "item", "entry", "position", "row", "detail") and len(name) == 1 else name
        end = self.cursor
        self.thing(name, first, place, depth + 1)
        self.cursor = max(self.cursor, end)
        return [Column(name, *place, target=name, many=True)]
