"""Changes of one field wherever it lies in documents: in the document itself, in objects, in the elements of arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

Value = Callable[[str], Any]  # the place of a field, as an expression names it -> what shall stand there


def missing(path: str, arrays: Collection[str], before: str = "") -> dict[str, Any]:
    """A filter of the documents in which the field, or that of an element, is null or is not there."""
    parts = path.split(".")
    for place in range(1, len(parts)):
        above, rest = ".".join(parts[:place]), ".".join(parts[place:])
        if f"{before}{above}" in arrays:
            return {above: {"$elemMatch": missing(rest, arrays, f"{before}{above}.")}}
    return {path: None}


def stage(path: str, arrays: Collection[str], value: Value) -> dict[str, Any]:
    """A stage that sets one field of a document, or of the elements of its arrays, to an expression of what it is."""
    head, _, rest = path.partition(".")
    return {"$set": {head: _changed(f"${head}", head, rest, arrays, value)}}


def _changed(place: str, path: str, rest: str, arrays: Collection[str], value: Value) -> Any:
    """What stands at a place, of which `path` is the path and `rest` what leads on; what is of another form than thought stays."""
    if not rest:
        return value(place)
    if path in arrays:
        variable = f"element{place.count('$') - 1 or ''}"
        inner = _inside(f"$${variable}", path, rest, arrays, value)
        return {"$cond": [{"$isArray": [place]}, {"$map": {"input": place, "as": variable, "in": inner}}, place]}
    return _inside(place, path, rest, arrays, value)


def _inside(place: str, path: str, rest: str, arrays: Collection[str], value: Value) -> Any:
    head, _, further = rest.partition(".")
    merged = {"$mergeObjects": [place, {head: _changed(f"{place}.{head}", f"{path}.{head}", further, arrays, value)}]}
    return {"$cond": [{"$eq": [{"$type": place}, "object"]}, merged, place]}
