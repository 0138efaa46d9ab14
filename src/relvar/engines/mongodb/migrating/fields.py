"""How a document of one form becomes one of another: what is set, what goes, and which documents are not there yet.

What is set stands beside the old (a new name, a new field) or in its place (a new type): the first while old code runs, the second only
once none does. A value becomes another type only where it comes back unchanged: `$convert` cuts a decimal to make it an int.
Sources: MongoDB manual, "$convert", "$mergeObjects", "$elemMatch (query)".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from relvar.engines.mongodb.migrating.forms import COPY, Field, Node
from relvar.engines.mongodb.schema import VERSION
from relvar.errors import UnsupportedError

NUMBERS = frozenset({"int", "long", "decimal", "double"})
TEXTS = frozenset({"string", "objectId", "bool", "date"})  # each of these becomes a text and comes back


class Edits(NamedTuple):
    """Of the documents of one collection: the update, the filter of those that need it, and paths that go."""

    update: list[dict[str, Any]]
    pending: dict[str, Any]
    removed: list[str]

    @property
    def is_number_alone(self) -> bool:
        """Whether nothing is set but the number of the form."""
        return bool(self.update) and set(self.update[0]["$set"]) == {VERSION}


def edits(old: Node, new: Node, version: int, *, in_place: bool) -> Edits:
    """From `old` to `new`, which documents of `version` have (0: the version stays); `in_place`: with the new types, which old code cannot read."""
    made = _Edits(in_place)
    sets = made.sets(old, new, "$", 0) | ({VERSION: version} if version else {})
    waiting = [*([{VERSION: {"$ne": version}}] if version else ()), *made.pending(old, new, ())]
    return Edits([{"$set": sets}] if sets else [], {"$or": waiting}, list(_removed(old, new, "")))


class _Edits:
    def __init__(self, in_place: bool) -> None:
        self.in_place = in_place

    def sets(self, old: Node, new: Node, base: str, depth: int) -> dict[str, Any]:
        """Fields of an object whose own begin with `base`, as expressions."""
        found = {}
        _refuse(old, new)
        for id_, field in new.fields.items():
            made = self._value(old.fields.get(id_), field, base)
            if made is not None:
                found[field.name] = made
        for id_, node in new.inside.items():
            if id_.startswith(COPY) and id_ not in old.inside and base != "$":  # of documents they are filled: see copies.py
                raise UnsupportedError(what=f"{node.field} is a new copy within elements", remedy="fill it by hand, with $lookup and $merge")
            if id_ in old.inside:
                found.update(self._inner(old.inside[id_], node, base, depth))
        return found

    def _value(self, was: Field | None, field: Field, base: str) -> Any:
        if was is None and field.lowered_from:
            source = f"{base}{field.lowered_from}"
            return {"$cond": [{"$gt": [source, None]}, {"$toLower": source}, "$$REMOVE"]}
        if was is not None and was.name != field.name:
            return converted(f"{base}{was.name}", was, field)
        if was is not None and was.type != field.type and self.in_place:
            return converted(f"{base}{was.name}", was, field)
        if _is_filled(was, field):
            return {"$ifNull": [f"{base}{field.name}", field.default]}
        return None

    def _inner(self, old: Node, new: Node, base: str, depth: int) -> dict[str, Any]:
        path, variable = f"{base}{old.field}", f"row{depth or ''}"
        inner = self.sets(old, new, f"$${variable}." if new.many else f"{path}.", depth + new.many)
        if old.many != new.many:
            raise UnsupportedError(what=f"{new.field} becomes an array", remedy="write it by hand beside the generated ones")
        if not inner:
            return {new.field: path} if old.field != new.field else {}
        if new.many:
            merged = {"$map": {"input": path, "as": variable, "in": {"$mergeObjects": [f"$${variable}", inner]}}}
            return {new.field: {"$cond": [{"$isArray": [path]}, merged, "$$REMOVE"]}}
        return {new.field: {"$cond": [{"$eq": [{"$type": path}, "object"]}, {"$mergeObjects": [path, inner]}, "$$REMOVE"]}}

    def pending(self, old: Node, new: Node, way: tuple[Node, ...]) -> Iterator[dict[str, Any]]:
        """Filters of documents in which something is not there yet, `way`: the objects that lead there."""
        for id_, field in new.fields.items():
            was = old.fields.get(id_)
            if was is not None and was.name != field.name:
                yield {"$expr": {"$ne": [_path(way, was.name), _path(way, field.name)]}}
            elif was is not None and was.type != field.type and self.in_place:
                yield _within(way, {field.name: {"$type": was.type}})
            elif was is None and field.lowered_from:
                yield _within(way, {field.name: {"$exists": False}, field.lowered_from: {"$exists": True}})
            elif _is_filled(was, field):
                yield _within(way, {field.name: {"$exists": False}})
        for id_, node in new.inside.items():
            was_node = old.inside.get(id_)
            if was_node is None:
                continue
            if was_node.field != node.field:
                yield {"$expr": {"$ne": [_path(way, was_node.field), _path(way, node.field)]}}
            yield from self.pending(was_node, node, (*way, node))


def _refuse(old: Node, new: Node) -> None:
    """Raises UnsupportedError where a field takes the name that another has: the two cannot stand beside each other."""
    taken = {f.name: i for i, f in old.fields.items()}
    for id_, field in new.fields.items():
        if taken.get(field.name, id_) != id_:
            raise UnsupportedError(
                what=f"{field.name} takes the name of another field", remedy="give it a third name first, in a migration of its own"
            )


def _is_filled(was: Field | None, field: Field) -> bool:
    """A new field, or one that is required from now on, which documents without it are given."""
    return field.default is not None and field.required and (was is None or not was.required)


def _path(way: Sequence[Node], name: str) -> str:
    return "$" + ".".join((*(n.field for n in way), name))


def _within(way: Sequence[Node], condition: dict[str, Any]) -> dict[str, Any]:
    """The condition of an object, or of any element of an array, as one of the document."""
    for node in reversed(way):
        if node.many:
            condition = {node.field: {"$elemMatch": condition}}
        else:
            condition = {node.field: {"$exists": True}, **{f"{node.field}.{k}": v for k, v in condition.items()}}
    return condition


def _removed(old: Node, new: Node, before: str) -> Iterator[str]:
    kept = {f.name for f in new.fields.values()} | {n.field for n in new.inside.values()}
    for field in old.fields.values():
        if field.name not in kept:
            yield f"{before}{field.name}"
    for id_, node in old.inside.items():
        if node.field not in kept:
            yield f"{before}{node.field}"
        elif id_ in new.inside:
            yield from _removed(node, new.inside[id_], f"{before}{node.field}.")


def converted(path: str, was: Field, field: Field) -> Any:
    """The value as the new type, or as it was where it would not come back the same. Raises UnsupportedError."""
    if was.type == field.type:
        return path
    pair = {was.type, field.type}
    if not (pair <= NUMBERS or ("string" in pair and pair <= NUMBERS | TEXTS)):
        raise UnsupportedError(
            what=f"{was.name}: no conversion of {was.type} to {field.type} comes back unchanged",
            remedy="add a field of the new type and fill it by hand",
        )
    there = {"$convert": {"input": path, "to": field.type, "onError": None}}
    back = {"$convert": {"input": there, "to": was.type, "onError": None}}
    return {"$cond": [{"$eq": [back, path]}, there, path]}
