"""The statements of one evolution, collection by collection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from relvar.engines.base import Evolution, Statement
from relvar.engines.mongodb.ddl import Ddl
from relvar.engines.mongodb.migrating.batches import BATCH_CALLS
from relvar.engines.mongodb.migrating.fields import Edits, edits
from relvar.engines.mongodb.migrating.forms import Node, tree, wide
from relvar.engines.mongodb.migrating.pace import pace
from relvar.engines.mongodb.script import Call, helped, written
from relvar.model.documents import Collection, DocumentIndex
from relvar.model.figures import listed

BOTH = "Both forms are valid; what is not valid already stays writable"
Phase = Literal["expand", "migrate", "contract"]


class Changed(NamedTuple):
    """A collection whose documents or validator change; its two forms, and the edits each way."""

    id: str
    old: Collection
    new: Collection
    beside: Edits
    whole: Edits
    back: Edits
    rewrites: bool  # whether any document changes

    def pace(self) -> str:
        return f"{self.new.name}: {pace(self.old.documents)}" if self.rewrites else f"{self.new.name}: no document is rewritten"


class Built(NamedTuple):
    """An index of a collection that stays."""

    id: str
    collection: Collection
    definition: DocumentIndex


class Migration:
    def __init__(self, evolution: Evolution) -> None:
        self.before, self.after = Ddl(evolution.before), Ddl(evolution.after)
        self.changed = list(self._changed())
        self.new_indexes = list(_indexes(self.before, self.after))
        self.old_indexes = list(_indexes(self.after, self.before))

    def _changed(self) -> Iterator[Changed]:
        for id_, new in self.after.physical.collections.items():
            old = self.before.physical.collections.get(id_)
            if old is None or new.time_series is not None or self.before.options(old) == self.after.options(new):
                continue
            one, other = tree(self.before.store, old), tree(self.after.store, new)
            yield Changed(
                id_, old, new, edits(one, other, new.schema_version, in_place=False), edits(one, other, new.schema_version, in_place=True),
                edits(other, one, old.schema_version, in_place=True), old.schema_version != new.schema_version,
            )  # fmt: skip

    # --- expand ---

    def expand(self) -> Iterator[Statement]:
        for it in self.changed:
            yield self._both(it)
        for built in self.new_indexes:
            if not built.definition.unique:
                yield self._build(self.after, built)
        for built in self.old_indexes:
            yield _hidden(built, True, "Kept up to date and not used: so its absence is tried before it goes")

    def expand_back(self) -> Iterator[Statement]:
        for built in self.old_indexes:
            yield _hidden(built, False)
        for built in self.new_indexes:
            if not built.definition.unique:
                yield _call(built.collection.name, "dropIndex", built.definition.name)
        for it in self.changed:
            if it.rewrites:
                yield from self._without(it.old, it.whole, it.back)
            yield self._strict(self.before, it.old)

    def _both(self, it: Changed) -> Statement:
        validator = wide(self.before.options(it.old)["validator"], self.after.options(it.new)["validator"])
        return _let_in(it.new.name, validator)

    def _build(self, ddl: Ddl, built: Built) -> Statement:
        return Statement(
            text=written(ddl.index(built.collection, built.definition)),
            because=built.definition.because,
            element=f"{built.id}.{built.definition.name}",
        )

    # --- migrate ---

    def migrate(self) -> Iterator[Statement]:
        for it in self.changed:
            if it.rewrites:
                yield from _worked(it.new.name, it.beside, "")
        for built in self.new_indexes:
            if built.definition.unique:
                yield self._build(self.after, built)

    def migrate_back(self) -> Iterator[Statement]:
        for built in self.new_indexes:
            if built.definition.unique:
                yield _call(built.collection.name, "dropIndex", built.definition.name)

    # --- contract ---

    def contract(self) -> Iterator[Statement]:
        for it in self.changed:
            if it.rewrites:
                yield from _worked(it.new.name, it.whole, "What old code wrote since")
                yield from self._gone(it.new.name, it.whole.removed)
            yield self._strict(self.after, it.new)
        for built in self.old_indexes:
            yield _call(built.collection.name, "dropIndex", built.definition.name)

    def contract_back(self) -> Iterator[Statement]:
        for built in self.old_indexes:
            yield self._build(self.before, built)
            yield _hidden(built, True)
        for it in self.changed:
            yield self._both(it)
            if it.rewrites:
                yield from _worked(it.old.name, it.back, "")

    def _strict(self, ddl: Ddl, collection: Collection) -> Statement:
        return _call(collection.name, "strictly", ddl.options(collection)["validator"])

    def _gone(self, name: str, removed: list[str]) -> Iterator[Statement]:
        if removed:
            there = {"$or": [{path: {"$exists": True}} for path in removed]}
            yield _call(name, "inBatches", there, [{"$unset": removed}], because=f"{listed(removed)}: no code names it any more")

    def _without(self, collection: Collection, there: Edits, back: Edits) -> Iterator[Statement]:
        """Documents of the form before: what only the new one has goes."""
        gone = [{"$unset": back.removed}] if back.removed else []
        version = back.update[0]["$set"]["schema_version"]
        waiting = [{"schema_version": {"$ne": version}}, *({path: {"$exists": True}} for path in back.removed)]
        yield _call(collection.name, "inBatches", {"$or": waiting}, [{"$set": {"schema_version": version}}, *gone])

    # --- what is said ---

    def lost(self) -> Iterator[str]:
        """What no way back brings back."""
        for it in self.changed:
            renamed = _renamed(tree(self.before.store, it.old), tree(self.after.store, it.new))
            gone = [path for path in it.whole.removed if path not in renamed]
            if gone:
                yield f"loses {listed(gone)} of {it.old.documents:,.0f} {it.old.name}: dump them first"

    def lost_back(self) -> Iterator[str]:
        for it in self.changed:
            renamed = _renamed(tree(self.after.store, it.new), tree(self.before.store, it.old))
            gone = [path for path in it.back.removed if path not in renamed]
            if gone:
                yield f"the way back loses {listed(gone)} of {it.new.name}"


def _renamed(old: Node, new: Node, before: str = "") -> set[str]:
    """Paths of `old` whose values `new` has under another name."""
    found = {f"{before}{f.name}" for id_, f in old.fields.items() if id_ in new.fields}
    for id_, node in old.inside.items():
        if id_ in new.inside:
            found |= {f"{before}{node.field}"} | _renamed(node, new.inside[id_], f"{before}{node.field}.")
    return found


def _worked(name: str, it: Edits, because: str) -> Iterator[Statement]:
    yield _call(name, "inBatches", it.pending, it.update, because=because)
    yield _call(name, "noneLeft", it.pending, "not of the new form")


def _indexes(there: Ddl, here: Ddl) -> Iterator[Built]:
    """Indexes that `here` has and `there` has not, of collections that both have."""
    for id_, collection in here.physical.collections.items():
        other = there.physical.collections.get(id_)
        if other is not None:
            known = [there.index(other, index) for index in other.indexes.values()]
            for index in collection.indexes.values():
                if here.index(collection, index) not in known:
                    yield Built(id_, collection, index)


def _let_in(name: str, validator: dict[str, Any]) -> Statement:
    command = {"collMod": name, "validator": validator, "validationLevel": "moderate", "validationAction": "error"}
    return Statement(text=written(Call("", "runCommand", (command,))), because=BOTH, element=name)


def _hidden(built: Built, hidden: bool, because: str = "") -> Statement:
    command = {"collMod": built.collection.name, "index": {"name": built.definition.name, "hidden": hidden}}
    return Statement(text=written(Call("", "runCommand", (command,))), because=because, element=f"{built.id}.{built.definition.name}")


def _call(name: str, method: str, *arguments: Any, because: str = "") -> Statement:
    """A call of a collection, or of a helper, which is told its name."""
    call = Call("", method, (name, *arguments)) if method in BATCH_CALLS else Call(name, method, arguments)
    return Statement(text=helped(call) if method in BATCH_CALLS else written(call), because=because, element=name)
