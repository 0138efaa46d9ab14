"""Fixes of what exists, as calls of the shell: indexes, validators, and documents worked through in batches, each with its way back.

A server is asked for nothing that stops those who write: an index is built beside them, a validator is set in an instant, documents are
changed one by one, and while they are, the validator lets both forms in. Each edit begins where the one before it ended.

Sources: MongoDB manual, "createIndexes", "collMod", "Partial Indexes", "Specify Validation Level", "$toDecimal" (of a double: 15 digits).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from relvar.engines.base import Mend, Statement
from relvar.engines.facts import facts
from relvar.engines.mongodb.migrating.said import BOTH, call, hidden, modified
from relvar.engines.mongodb.stages import missing, stage
from relvar.engines.mongodb.validator import Validator, has_parents, required, typed
from relvar.model.changes import Add, Alter, Drop
from relvar.model.existing import Existing, FoundCollection
from relvar.model.expression import ColumnRef
from relvar.model.mending import Edit, Step
from relvar.model.physical import Column, Index
from relvar.model.qualified import unqualified
from relvar.plan.realize.names import shorten

NUMBERS = ["double", "int", "long"]  # what a driver makes of a number that is no decimal
UNSAID = "documents have no such change"
SERIES = "documents of a time series are not changed, and no value of them is unique"
DIVIDED = "the collection is divided over shards, where only what begins with its shard key is unique"
WATCHED = "Kept up to date and used by nothing: stop here and watch, or go on"
NARROW = frozenset(("partialFilterExpression", "sparse", "collation", "hidden"))  # of an index that serves some questions, or none
Definition = dict[str, Any]
Fix = tuple[Edit, ...]


class _Change(NamedTuple):
    """What becomes of a field. `waiting`: the documents that are not of the new form, `work`: the stage that makes them so; `returning` and
    `undone`: the same of the way back, None without one; `both`, `after`: the types that the validator takes meanwhile, and then."""

    path: str
    said: str
    waiting: dict[str, Any]
    work: dict[str, Any]
    returning: dict[str, Any] | None
    undone: dict[str, Any] | None
    both: list[str]
    after: list[str]
    is_required: bool = False


def mend(existing: Existing, fixes: Sequence[Fix]) -> Iterator[tuple[tuple[int, ...], Mend | str]]:
    """The fixes in the order in which they run: the places of those that one migration mends, and it, or why there is none."""
    return _Mender(existing).mend(fixes)


class _Kept:
    """How a collection is kept after the edits that have been written."""

    def __init__(self, found: FoundCollection) -> None:
        self.name, self.found = found.name, found
        self.indexes: dict[str, Definition] = {name: json.loads(text) for name, text in found.definitions.items()}
        self.validator = Validator.read(found.validator)
        self.shown = json.loads(found.shown) if found.shown else {}
        self.arrays = frozenset(found.arrays)

    def copy(self) -> _Kept:
        made = _Kept(self.found)
        made.indexes, made.validator, made.shown = dict(self.indexes), self.validator, self.shown
        return made

    # --- indexes ---

    def made(self, definition: Definition, because: str = "") -> Statement:
        self.indexes[definition["name"]] = definition
        return call(self.name, "createIndex", definition["key"], {k: v for k, v in definition.items() if k != "key"}, because=because)

    def dropped(self, name: str) -> tuple[Definition, list[Statement]]:
        """One that is a plan alone is hidden before: so its absence is tried, and ends in an instant."""
        definition = self.indexes.pop(name)
        hides = not definition.get("unique") and not definition.get("hidden")
        before = [hidden(self.name, name, True, WATCHED)] if hides else []
        return definition, [*before, call(self.name, "dropIndex", name)]

    def is_served(self, name: str) -> bool:
        """Whether another index, of all documents and in use, begins with the same keys."""
        keys = list(self.indexes[name]["key"].items())
        whole = (other for own, other in self.indexes.items() if own != name and not NARROW & other.keys())
        return any(list(other["key"].items())[: len(keys)] == keys for other in whole)

    def bears_no_unique(self, paths: list[str]) -> str:
        """Why no unique index of the paths can be built; "" where one can.

        Sources: MongoDB manual, "Time Series Collection Limitations", "Unique Indexes, Sharded Clusters".
        """
        if self.found.form == "time series":
            return SERIES
        shard_key = list(self.found.shard_key)
        return DIVIDED if paths[: len(shard_key)] != shard_key else ""

    def has_keys(self, keys: Mapping[str, Any]) -> bool:
        return any(list(one["key"].items()) == list(keys.items()) for one in self.indexes.values())


class _Mender:
    def __init__(self, existing: Existing) -> None:
        self.kept = {name: _Kept(found) for name, found in existing.collections.items()}
        self.paths = {place: (name, path) for name, found in existing.collections.items() for path, place in found.fields.items()}
        self.longest = int(facts("mongodb").limit("identifier_bytes"))
        self.steps: dict[str, Callable[[_Kept, Step], Mend | str]] = {
            "drop_unique": lambda kept, step: self._without(kept, unqualified(step.names["constraint"]).name),
            "unique_among_kept": self._among_kept,
            "split_index": self._split,
            "validate": self._validated,
            "keep_unique": self._unique,
        }

    def mend(self, fixes: Sequence[Fix]) -> Iterator[tuple[tuple[int, ...], Mend | str]]:
        """What is built first, then documents, each collection worked through once, then new validators, and at last what is taken away."""
        worked: dict[str, list[tuple[int, _Change]]] = {}
        turns: dict[int, list[int]] = {0: [], 1: [], 2: []}
        for place, fix in enumerate(fixes):
            found = self._change(fix[0]) if len(fix) == 1 and isinstance(fix[0], Alter) else None
            if isinstance(found, str):
                yield (place,), found
            elif found is not None:
                worked.setdefault(found[0], []).append((place, found[1]))
            else:
                turns[max(map(_turn, fix), default=0)].append(place)
        yield from (((place,), self._fix(fixes[place])) for place in turns[0])
        for name, changes in worked.items():
            yield tuple(place for place, _ in changes), self._worked(self.kept[name], [change for _, change in changes])
        yield from (((place,), self._fix(fixes[place])) for turn in (1, 2) for place in turns[turn])

    def _fix(self, edits: Fix) -> Mend | str:
        """All of a fix or nothing; what takes away follows what is there instead."""
        before = {name: kept.copy() for name, kept in self.kept.items()}
        made = []
        for edit in sorted(edits, key=_turn):
            found = self._edit(edit)
            if isinstance(found, str):
                self.kept = before
                return found
            made.append(found)
        return Mend(up=tuple(s for one in made for s in one.up), down=tuple(s for one in reversed(made) for s in one.down))

    def _edit(self, edit: Edit) -> Mend | str:
        if isinstance(edit, Add | Drop) and isinstance(edit.element, Index):
            return self._indexed(edit.table, edit.element) if isinstance(edit, Add) else self._superfluous(edit.table, edit.id)
        if isinstance(edit, Step) and edit.step in self.steps and (kept := self._of(edit.table)) is not None:
            return self.steps[edit.step](kept, edit)
        return UNSAID

    def _of(self, table: str) -> _Kept | None:
        """The collection in which the rows of a table lie."""
        names = (name for name, kept in self.kept.items() if name == table or any(owner == table for owner, _ in kept.found.fields.values()))
        return next((self.kept[name] for name in names), None)

    # --- indexes ---

    def _indexed(self, table: str, index: Index) -> Mend | str:
        places = [self.paths.get((table, p.expression.column)) for p in index.parts if isinstance(p.expression, ColumnRef)]
        if len(places) != len(index.parts) or None in places:
            return "its fields are not in the documents themselves"
        kept = self.kept[next(place[0] for place in places if place)]
        definition = {"key": {place[1]: 1 for place in places if place}, "name": index.name}
        return Mend(up=(kept.made(definition),), down=(call(kept.name, "dropIndex", index.name),))

    def _superfluous(self, table: str, name: str) -> Mend | str:
        kept = self._of(table)
        if kept is None or name not in kept.indexes or not kept.is_served(name):
            return "what serves the same is no longer there"
        return self._without(kept, name)

    def _without(self, kept: _Kept, name: str) -> Mend | str:
        if name not in kept.indexes:
            return "another fix has taken it away"
        definition, statements = kept.dropped(name)
        back = call(kept.name, "createIndex", definition["key"], {k: v for k, v in definition.items() if k != "key"})
        return Mend(up=tuple(statements), down=(back,))

    def _among_kept(self, kept: _Kept, step: Step) -> Mend | str:
        """Unique among the documents that are not marked: those whose mark is null, or is not there."""
        marked = self.paths.get((step.table, step.column))
        paths = [self.paths.get((step.table, member)) for member in step.members]
        if marked is None or None in paths:
            return "its fields are not in the documents themselves"
        if why := kept.bears_no_unique([place[1] for place in paths if place]):
            return why
        definition = {
            "key": {place[1]: 1 for place in paths if place},
            "name": unqualified(step.names["index"]).name,
            "unique": True,
            "partialFilterExpression": {marked[1]: None},
        }
        return Mend(up=(kept.made(definition),), down=(call(kept.name, "dropIndex", definition["name"]),))

    def _split(self, kept: _Kept, step: Step) -> Mend | str:
        """An index for each of the arrays, with what else the one of both has."""
        name = unqualified(step.names["index"]).name
        old = kept.indexes.get(name)
        if old is None or not set(old) <= {"key", "name", "hidden"}:
            return "it does more than to serve searches"
        arrays = {path: next((array for array in sorted(kept.arrays) if f"{path}.".startswith(f"{array}.")), "") for path in old["key"]}
        up, down = [], []
        for array in dict.fromkeys(filter(None, arrays.values())):
            keys = {path: way for path, way in old["key"].items() if arrays[path] in ("", array)}
            if not kept.has_keys(keys):
                made = {"key": keys, "name": shorten(f"{kept.name}_{'_'.join(keys)}".replace(".", "_") + "_ix", self.longest)}
                up.append(kept.made(made))
                down.append(call(kept.name, "dropIndex", made["name"]))
        _, statements = kept.dropped(name)
        back = call(kept.name, "createIndex", old["key"], {"name": name}, because="Refused once a document has elements in both arrays")
        return Mend(up=(*up, *statements), down=(back, *down))

    def _unique(self, kept: _Kept, step: Step) -> Mend | str:
        """Each value once; where a document may lack the field, among those that have it."""
        (path,) = step.members
        if why := kept.bears_no_unique([path]):
            return why
        definition: Definition = {"key": {path: 1}, "name": shorten(f"{kept.name}_{path}_key".replace(".", "_"), self.longest), "unique": True}
        if not kept.validator.demands(path):
            definition["partialFilterExpression"] = {path: {"$exists": True}}
        because = "The build fails, and nothing is changed, where a value stands twice by then"
        return Mend(up=(kept.made(definition, because),), down=(call(kept.name, "dropIndex", definition["name"]),))

    # --- validators and documents ---

    def _validated(self, kept: _Kept, step: Step) -> Mend | str:
        before = kept.validator
        kept.validator = Validator({"$jsonSchema": kept.shown}, "moderate", "warn")
        seen = kept.found.documents
        because = (
            f"What {seen:,} documents show. It refuses nothing yet: the server's log names what it would refuse; when that is silent, "
            'the same with validationAction: "error"'
        )
        return Mend(up=(modified(kept.validator.command(kept.name), because),), down=(modified(before.command(kept.name), ""),))

    def _change(self, edit: Alter) -> tuple[str, _Change] | str:
        """A collection, and what becomes of a field in it."""
        before, after = edit.before, edit.after
        if not isinstance(before, Column) or not isinstance(after, Column) or (edit.table, edit.id) not in self.paths:
            return UNSAID
        name, path = self.paths[edit.table, edit.id]
        if self.kept[name].found.form == "time series":
            return SERIES
        if before.data.base == "float" and after.data.base == "decimal" and path not in self.kept[name].arrays:
            return name, self._exact(self.kept[name], path)
        if before.data == after.data and before.nullable and not after.nullable and after.data.base == "boolean":
            return self._flag(self.kept[name], path)
        return UNSAID

    def _exact(self, kept: _Kept, path: str) -> _Change:
        """Numbers become decimals."""
        there = stage(path, kept.arrays, lambda at: {"$cond": [{"$in": [{"$type": at}, NUMBERS]}, {"$toDecimal": at}, at]})
        back = stage(path, kept.arrays, lambda at: {"$cond": [{"$eq": [{"$type": at}, "decimal"]}, {"$toDouble": at}, at]})
        said = f"{path}: code that reads and writes decimals goes before this; to 15 digits: 0.1 + 0.2 is 0.3"
        numbers, decimals = {path: {"$type": NUMBERS}}, {path: {"$type": "decimal"}}
        return _Change(path, said, numbers, there, decimals, back, [*NUMBERS, "decimal"], ["decimal"])

    def _flag(self, kept: _Kept, path: str) -> tuple[str, _Change] | str:
        """What is neither yes nor no is no."""
        if not has_parents(kept.shown, path, kept.arrays):
            return f"{path.rpartition('.')[0]} is not in every document, and an empty one would be made"
        work = stage(path, kept.arrays, lambda at: {"$ifNull": [at, False]})
        said = f"{path}: code that always writes it goes before this"
        return kept.name, _Change(path, said, missing(path, kept.arrays), work, None, None, ["bool", "null"], ["bool"], is_required=True)

    def _worked(self, kept: _Kept, changes: list[_Change]) -> Mend:
        """Every document once, in batches; in between the validator takes both forms."""
        before, undone = kept.validator, [c for c in changes if c.returning is not None]
        waiting = _any([c.waiting for c in changes])
        up = [
            call(kept.name, "inBatches", waiting, [c.work for c in changes], because="\n".join(c.said for c in changes)),
            call(kept.name, "noneLeft", waiting, "not of the new form"),
        ]
        down = [call(kept.name, "inBatches", _any([c.returning for c in undone]), [c.undone for c in undone])] if undone else []
        stays = "\n".join(f"{kept.name}.{c.path} stays as it was set: which documents had nothing is not kept" for c in changes if c not in undone)
        kept.shown = _narrowed(kept.shown, kept, changes)
        if before.schema is None:
            return Mend(up=tuple(up), down=tuple(down), stays=stays)
        lenient = before.schema
        for change in changes:
            lenient = typed(lenient, change.path, kept.arrays, change.both)
        kept.validator = before.with_schema(_narrowed(before.schema, kept, changes))
        let_in = modified(before.with_schema(lenient).lenient().command(kept.name), BOTH)
        what = "refused" if before.action == "error" else "told in the server's log"
        narrow = modified(kept.validator.command(kept.name), f"From here on a document of the old form is {what}")
        return Mend(up=(let_in, *up, narrow), down=(let_in, *down, modified(before.command(kept.name), "")), stays=stays)


def _turn(edit: Edit) -> int:
    """When an edit is run: 0 what is built, 1 what a validator is, 2 what goes."""
    if isinstance(edit, Drop) or (isinstance(edit, Step) and edit.step == "drop_unique"):
        return 2
    return int(isinstance(edit, Step) and edit.step == "validate")


def _any(filters: list[dict[str, Any] | None]) -> dict[str, Any]:
    found = [one for one in filters if one is not None]
    return found[0] if len(found) == 1 else {"$or": found}


def _narrowed(schema: dict[str, Any], kept: _Kept, changes: list[_Change]) -> dict[str, Any]:
    """The schema after the changes."""
    for change in changes:
        schema = typed(schema, change.path, kept.arrays, change.after)
        schema = required(schema, change.path, kept.arrays) if change.is_required else schema
    return schema
