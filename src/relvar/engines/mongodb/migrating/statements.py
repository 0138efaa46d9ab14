"""The statements of one evolution, collection by collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from relvar.engines.base import Evolution, Statement
from relvar.engines.mongodb.ddl import Ddl
from relvar.engines.mongodb.migrating.bounds import bounds, lasting
from relvar.engines.mongodb.migrating.copies import given
from relvar.engines.mongodb.migrating.fields import Edits, edits
from relvar.engines.mongodb.migrating.flowing import flowing, unbounded
from relvar.engines.mongodb.migrating.forms import Node, tree, wide
from relvar.engines.mongodb.migrating.moves import BY_HAND, Move, fits, into, orphans, out
from relvar.engines.mongodb.migrating.remade import Remade, remade
from relvar.engines.mongodb.migrating.said import call, hidden, imaged, let_in, renamed
from relvar.engines.mongodb.schema import VERSION
from relvar.engines.mongodb.script import written
from relvar.engines.terms import terms
from relvar.errors import UnsupportedError
from relvar.model.documents import Collection, DocumentIndex
from relvar.model.figures import listed
from relvar.model.physical import Physical

SINCE = "What old code wrote since"


class Changed(NamedTuple):
    """A collection whose documents or validator change; its two forms, and the edits each way."""

    id: str
    old: Collection
    new: Collection
    forms: tuple[Node, Node]
    beside: Edits
    whole: Edits
    back: Edits


class Built(NamedTuple):
    """An index of a collection that stays."""

    name: str
    definition: DocumentIndex
    made: Statement

    def excludes(self, other: Built) -> bool:
        """Whether a server has not both: the same name, or the same keys under two names (MongoDB: IndexOptionsConflict)."""
        same = self.definition.name == other.definition.name or self.definition.keys == other.definition.keys
        return self.name == other.name and same


class Migration:
    def __init__(self, evolution: Evolution) -> None:
        self.renames = dict(_renames(evolution))
        evolution = replace(evolution, after=_under_old_names(evolution.after, self.renames))
        self.before, self.after = Ddl(evolution.before), Ddl(evolution.after)
        self.terms = terms(evolution)
        self.remade = list(remade(evolution))
        self.changed = list(self._changed())
        come, go = list(_indexes(self.before, self.after)), list(_indexes(self.after, self.before))
        # No two have one name, and no two the same keys: the old one goes when the new one is built.
        self.rebuilt = list(_rebuilt(come, go))
        self.new_indexes = [b for b in come if all(b is not new for new, _ in self.rebuilt)]
        self.old_indexes = [b for b in go if all(b is not old for _, old in self.rebuilt)]
        self.outward = [Move(t, self.before.store, self.after.store) for t in _embedded(self.before) if t in evolution.after.collections]
        self.inward = [Move(t, self.after.store, self.before.store) for t in _embedded(self.after) if t in evolution.before.collections]
        self.lasting = list(lasting(evolution.before, evolution.after))
        self.bounds = list(bounds(evolution.before, evolution.after))
        self.flowing = list(flowing(evolution))
        self.made = [i for i in evolution.after.collections if i not in evolution.before.collections]
        self.dropped = [i for i in evolution.before.collections if i not in evolution.after.collections]

    def _changed(self) -> Iterator[Changed]:
        for id_, new in self.after.physical.collections.items():
            old = self.before.physical.collections.get(id_)
            if old is None:
                continue
            _refuse(old, new, any(it.id == id_ for it in self.remade))
            one, other = forms = tree(self.before.store, old), tree(self.after.store, new)
            same = forms[0] == forms[1] and old.schema_version == new.schema_version and self.before.unsized(old) == self.after.unsized(new)
            if same or new.time_series is not None:
                continue
            there, back = (c.schema_version if old.schema_version != new.schema_version else 0 for c in (new, old))
            ways = edits(one, other, there, in_place=False), edits(one, other, there, in_place=True), edits(other, one, back, in_place=True)
            yield Changed(id_, old, new, forms, *ways)

    # --- expand ---

    def expand(self) -> Iterator[Statement]:
        for it in self._remade(capping=False):
            yield from it.there(self.before, replace(it.old, capped=None))
        for id_ in self.made:
            yield from self._create(self.after, id_)
        for changed in self.changed:
            yield self._both(changed)
        yield from self._imaged(self.after, self.before)
        for bound in self.bounds:
            yield from bound.widened(bound.old)
        yield from (s for kept in self.lasting for s in kept.moved(kept.old, kept.longest))
        yield from (b.made for b in self.new_indexes if not b.definition.unique)
        for built in self._hideable():
            yield hidden(built.name, built.definition.name, True, "Kept up to date and not used: so its absence is tried before it goes")

    def expand_back(self) -> Iterator[Statement]:
        for built in self._hideable():
            yield hidden(built.name, built.definition.name, False)
        yield from (call(b.name, "dropIndex", b.definition.name) for b in self.new_indexes if not b.definition.unique)
        for bound in self.bounds:
            yield from bound.narrowed(bound.old)
        yield from (s for kept in self.lasting for s in kept.moved(kept.longest, kept.old))
        for it in self.changed:
            yield from _without(it)
            yield self._strict(self.before, it.old)
        yield from (imaged(s.element, False) for s in self._imaged(self.after, self.before))
        yield from self._dropped(self.after, self.made)
        for former in self._remade(capping=False):
            yield from former.there(self.before, former.old)

    def _remade(self, *, capping: bool) -> Iterator[Remade]:
        return (it for it in self.remade if it.capping == capping)

    def _imaged(self, here: Ddl, there: Ddl) -> Iterator[Statement]:
        """Collections of both designs of which `here` alone keeps what was before a change."""
        for id_, collection in here.physical.collections.items():
            other = there.physical.collections.get(id_)
            if other is not None and here.is_logged(collection) and not there.is_logged(other):
                yield imaged(collection.name, True)

    def _hideable(self) -> Iterator[Built]:
        """Of the indexes that go those that are only plans: a unique one is a rule, and DocumentDB hides none."""
        return (built for built in self.old_indexes if not built.definition.unique)

    def _create(self, ddl: Ddl, id_: str) -> Iterator[Statement]:
        collection = ddl.physical.collections[id_]
        yield Statement(text=written(ddl.create(collection)), because=collection.comment, element=id_)
        yield from ddl.indexes_of(id_)

    def _dropped(self, ddl: Ddl, ids: list[str]) -> Iterator[Statement]:
        yield from (call(ddl.physical.collections[id_].name, "drop") for id_ in ids)

    def _both(self, it: Changed) -> Statement:
        return let_in(it.new.name, wide(self.before.options(it.old)["validator"], self.after.options(it.new)["validator"]))

    def _strict(self, ddl: Ddl, collection: Collection) -> Statement:
        return call(collection.name, "strictly", ddl.options(collection)["validator"])

    # --- migrate ---

    def migrate(self) -> Iterator[Statement]:
        for it in self.changed:
            if not it.beside.is_number_alone:
                yield from _worked(it.new.name, it.beside, "")
            yield from given(self.before.store, self.after.store, it.id)
        yield from (flow.there() for flow in self.flowing if not flow.narrows)
        yield from (out(move, f"Each of {move.path} is a document as well") for move in self.outward)
        for move in self.inward:
            yield fits(move)
            yield from into(move, f"They lie in {move.owner} as well")
        yield from (b.made for b in self.new_indexes if b.definition.unique)

    def migrate_back(self) -> Iterator[Statement]:
        yield from (flow.back() for flow in self.flowing if not flow.narrows)
        yield from (call(b.name, "dropIndex", b.definition.name) for b in self.new_indexes if b.definition.unique)

    # --- contract ---

    def contract(self) -> Iterator[Statement]:
        yield from (flow.there("" if flow.narrows else SINCE) for flow in self.flowing)
        for it in self.changed:
            if not it.whole.is_number_alone:
                yield from _worked(it.new.name, it.whole, SINCE)
            yield from given(self.before.store, self.after.store, it.id)
        for move in self.outward:
            yield out(move, SINCE)
            yield orphans(move)
        for move in self.inward:
            yield from into(move, SINCE)
        # Before the old fields go: a unique index would take all that lack them for the same.
        yield from (call(b.name, "dropIndex", b.definition.name) for b in self.old_indexes)
        yield from _replaced([old for _, old in self.rebuilt], [new for new, _ in self.rebuilt])
        for it in self.changed:
            yield from _gone(it.new.name, it.whole)
            yield self._strict(self.after, it.new)
        yield from (imaged(s.element, False) for s in self._imaged(self.before, self.after))
        yield from self._dropped(self.before, self.dropped)
        for bound in self.bounds:
            yield from bound.narrowed(bound.new)
        yield from (s for kept in self.lasting for s in kept.moved(kept.longest, kept.new))
        for capped in self._remade(capping=True):
            yield from capped.there(self.after, capped.new)
        yield from (renamed(old, new) for old, new in self.renames.values())

    def contract_back(self) -> Iterator[Statement]:
        yield from (renamed(new, old) for old, new in self.renames.values())
        for capped in self._remade(capping=True):
            yield from capped.there(self.after, replace(capped.new, capped=None))
        for bound in self.bounds:
            yield from bound.widened(bound.new)
        yield from (s for kept in self.lasting for s in kept.moved(kept.new, kept.longest))
        yield from self._imaged(self.before, self.after)
        for id_ in self.dropped:
            yield from self._create(self.before, id_)
        for it in self.changed:
            yield self._both(it)
            yield from _worked(it.old.name, it.back, "")
            yield from given(self.after.store, self.before.store, it.id)
        yield from (flow.back() for flow in self.flowing if flow.narrows)
        yield from (out(move) for move in self.inward)
        for move in self.outward:
            yield fits(move)
            yield from into(move)
        yield from (built.made for built in self.old_indexes)
        for built in self._hideable():
            yield hidden(built.name, built.definition.name, True)
        yield from _replaced([new for new, _ in self.rebuilt], [old for _, old in self.rebuilt])


def _renames(evolution: Evolution) -> Iterator[tuple[str, tuple[str, str]]]:
    """By id, the former name and the next, of collections that both designs have. Raises UnsupportedError for one that bears no renaming."""
    for id_, new in evolution.after.collections.items():
        old = evolution.before.collections.get(id_)
        if old is not None and old.name != new.name:
            if new.time_series is not None:
                raise UnsupportedError(what=f"{old.name} is renamed, and a time series keeps its name", remedy=BY_HAND)
            yield id_, (old.name, new.name)


def _under_old_names(after: Physical, renames: Mapping[str, tuple[str, str]]) -> Physical:
    """The next design under the names that its collections have until the last statement of contract."""
    collections = {i: replace(c, name=renames[i][0]) if i in renames else c for i, c in after.collections.items()}
    return replace(after, collections=collections)


def _refuse(old: Collection, new: Collection, remade: bool) -> None:
    """Raises UnsupportedError for what no step is generated for."""
    said = {
        "has another key": old.key == new.key,
        "becomes a tree, or is none any more": old.tree == new.tree,
        "has rows flow over otherwise": unbounded(old).outliers == unbounded(new).outliers,
        "is a time series otherwise, or no longer": _timeless(old) == _timeless(new),
        "becomes capped or is no longer, by no bound that is said": remade or (old.capped is None) == (new.capped is None),
    }
    for what, same in said.items():
        if not same:
            raise UnsupportedError(what=f"{old.name} {what}: no migration is generated", remedy=BY_HAND)


def _timeless(collection: Collection) -> object:
    """How a time series lies, but for how long it is kept."""
    return replace(collection.time_series, expire_seconds=0) if collection.time_series is not None else None


def _embedded(ddl: Ddl) -> list[str]:
    return [table for collection in ddl.physical.collections.values() for table in collection.embedded]


def _worked(name: str, it: Edits, because: str) -> Iterator[Statement]:
    if it.update:
        yield call(name, "inBatches", it.pending, it.update, because=because)
        yield call(name, "noneLeft", it.pending, "not of the new form")


def _gone(name: str, it: Edits) -> Iterator[Statement]:
    """What no code names any more goes; in the same write the number of the form, where it is all that changes beside."""
    number = it.is_number_alone
    waiting = [*(it.pending["$or"] if number else ()), *({path: {"$exists": True}} for path in it.removed)]
    work = [*(it.update if number else ()), *([{"$unset": it.removed}] if it.removed else ())]
    if work:
        because = f"{listed(it.removed)}: no code names it any more" if it.removed else ""
        yield call(name, "inBatches", {"$or": waiting}, work, because=because)


def _without(it: Changed) -> Iterator[Statement]:
    """Documents of the form before: what only the new one has goes."""
    version = {VERSION: it.old.schema_version} if it.old.schema_version != it.new.schema_version else {}
    waiting = [*({k: {"$ne": v}} for k, v in version.items()), *({path: {"$exists": True}} for path in it.back.removed)]
    work = [*([{"$set": version}] if version else ()), *([{"$unset": it.back.removed}] if it.back.removed else ())]
    if work:
        yield call(it.old.name, "inBatches", {"$or": waiting}, work)


def _rebuilt(come: list[Built], go: list[Built]) -> Iterator[tuple[Built, Built]]:
    """Each new index with the old one that it takes the place of: by its name before by its keys, and none twice."""
    taken: list[Built] = []
    for new in come:
        rivals = [old for old in go if new.excludes(old) and all(old is not t for t in taken)]
        if rivals:
            taken.append(max(rivals, key=lambda old: old.definition.name == new.definition.name))
            yield new, taken[-1]


def _replaced(gone: list[Built], made: list[Built]) -> Iterator[Statement]:
    yield from (call(b.name, "dropIndex", b.definition.name, because="Another of its name or its keys follows") for b in gone)
    yield from (b.made for b in made)


def _indexes(there: Ddl, here: Ddl) -> Iterator[Built]:
    """Indexes that `here` has and `there` has not, of collections that both have."""
    for id_, collection in here.physical.collections.items():
        other = there.physical.collections.get(id_)
        if other is not None:
            known = [there.index(other, index) for index in other.indexes.values()]
            for index in collection.indexes.values():
                made = here.index(collection, index)
                if made not in known:
                    yield Built(collection.name, index, Statement(text=written(made), because=index.because, element=id_))
