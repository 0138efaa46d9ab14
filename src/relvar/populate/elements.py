"""The value of "column" or of "column.path" in a row: of a document, what stands in it under the path."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any


def in_document(document: Any, path: str) -> Any:
    """What stands under the keys of a path, parted by points; None where nothing does. `document`: a mapping, or its text."""
    found = json.loads(document) if isinstance(document, str) else document
    for key in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(key)
    return found


def element_of(row: Mapping[str, Any], element: str) -> Any:
    """The value in a row by column ids; None where it has none."""
    column, _, path = element.partition(".")
    return in_document(row.get(column), path) if path else row.get(column)


def reading(place: Mapping[str, int], element: str) -> Callable[[Sequence[Any]], Any]:
    """A function stored row -> the value. `place`: column id -> its place in the row."""
    column, _, path = element.partition(".")
    at = place[column]
    return (lambda row: in_document(row[at], path)) if path else (lambda row: row[at])


def rarest_of(document: str, others: Iterable[str]) -> str:
    """A document of the one value that the fewest others have under the same key: what somebody asks for who looks for one thing."""
    found = json.loads(document)
    shared = Counter(json.dumps(pair) for other in others for pair in json.loads(other).items())
    pairs = sorted(found.items(), key=lambda pair: shared[json.dumps(pair)])
    return json.dumps(dict(pairs[:1]))
