"""The validator of a collection that exists, and what becomes of its schema when a field takes another type or has to be there."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

Schema = dict[str, Any]


class Validator(NamedTuple):
    """`rules` as found, of which only `$jsonSchema` is changed; without any, everything is let in."""

    rules: dict[str, Any]
    level: str = "strict"
    action: str = "error"

    @classmethod
    def read(cls, text: str) -> Validator:
        """Of a `FoundCollection.validator`."""
        found = json.loads(text) if text else {}
        return cls(found.get("validator", {}), found.get("validationLevel", "strict"), found.get("validationAction", "error"))

    @property
    def schema(self) -> Schema | None:
        found = self.rules.get("$jsonSchema")
        return found if isinstance(found, dict) else None

    def with_schema(self, schema: Schema) -> Validator:
        return self._replace(rules={**self.rules, "$jsonSchema": schema})

    def lenient(self) -> Validator:
        """The same, which lets documents be mended that it would refuse for something else."""
        return self if self.level == "off" else self._replace(level="moderate")

    def demands(self, path: str) -> bool:
        """Whether no document comes in without the field."""
        return self.level == "strict" and self.action == "error" and self.schema is not None and demanded(self.schema, path, ())

    def command(self, collection: str) -> dict[str, Any]:
        return {"collMod": collection, "validator": self.rules, "validationLevel": self.level, "validationAction": self.action}


def demanded(schema: Schema, path: str, arrays: Collection[str]) -> bool:
    """Whether the field is required with every object that it lies in, from the nearest of `arrays` on, whose elements are each of their own."""
    *above, last = path.split(".")
    for place, name in enumerate(above):
        if ".".join(above[: place + 1]) not in arrays and name not in schema.get("required", ()):
            return False
        schema = _inside(schema.get("properties", {}).get(name, {}))
    return last in schema.get("required", ())


def has_parents(schema: Schema, path: str, arrays: Collection[str]) -> bool:
    """Whether every object that the field lies in is there, in each document or element."""
    above = path.rpartition(".")[0]
    return not above or above in arrays or demanded(schema, above, arrays)


def typed(schema: Schema, path: str, arrays: Collection[str], types: list[str]) -> Schema:
    """The field takes these types alone."""
    kinds = types[0] if len(types) == 1 else types
    return _changed(schema, path, arrays, "", lambda said: {"bsonType": kinds, **{k: v for k, v in said.items() if k not in ("bsonType", "type")}})


def required(schema: Schema, path: str, arrays: Collection[str]) -> Schema:
    """The field has to be in the object that it lies in."""
    above, _, name = path.rpartition(".")

    def demand(said: Schema) -> Schema:
        return {**said, "required": list(dict.fromkeys((*said.get("required", ()), name)))}

    if not above:
        return demand(schema)
    return _changed(schema, above, arrays, "", lambda said: {**said, "items": demand(said.get("items", {}))} if above in arrays else demand(said))


def _inside(said: Schema) -> Schema:
    items = said.get("items")
    return items if isinstance(items, dict) else said


def _changed(schema: Schema, path: str, arrays: Collection[str], before: str, work: Callable[[Schema], Schema]) -> Schema:
    head, _, rest = path.partition(".")
    here = f"{before}{head}"
    said = schema.get("properties", {}).get(head, {})
    if not rest:
        made = work(said)
    elif here in arrays:
        made = {**said, "items": _changed(said.get("items", {}), rest, arrays, f"{here}.", work)}
    else:
        made = _changed(said, rest, arrays, f"{here}.", work)
    return {**schema, "properties": {**schema.get("properties", {}), head: made}}
