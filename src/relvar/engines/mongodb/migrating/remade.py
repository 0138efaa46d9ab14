"""A collection that becomes capped, or is no longer: made anew beside, its documents brought over in the order in which they came, and put in
its place.

`convertToCapped` would keep the database from everybody and no index (MongoDB manual, "convertToCapped"); nothing makes a capped collection an
ordinary one. A capped one keeps documents in the order of their insertion, so the oldest go over first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from relvar.engines.base import Evolution, Statement
from relvar.engines.mongodb.ddl import Ddl
from relvar.engines.mongodb.migrating.said import call
from relvar.engines.mongodb.script import Call, written
from relvar.engines.terms import terms
from relvar.model.behaviour import Expire
from relvar.model.documents import Collection
from relvar.plan.documents.layout import KEY

BESIDE = "{}_anew"


class Remade(NamedTuple):
    """One of these; `rule`: the bound that one of the designs has."""

    id: str
    old: Collection
    new: Collection
    rule: Expire

    @property
    def capping(self) -> bool:
        return self.new.capped is not None

    def there(self, ddl: Ddl, options: Collection) -> Iterator[Statement]:
        """In the form that `options` has, with the indexes and fields of the design that `ddl` is of."""
        name, beside = options.name, BESIDE.format(options.name)
        made = replace(options, name=beside)
        since = ddl.store.layout.full(self.rule.table, self.rule.since)
        order = {since: 1, KEY: 1}
        yield call(beside, "dropIfThere", because="What a stopped run left")
        yield Statement(text=written(ddl.create(made)), because=f"{name} as it will be", element=self.id)
        yield from (Statement(text=written(ddl.index(made, index)), element=self.id) for index in made.indexes.values())
        yield call(name, "copyInOrder", beside, order, because="Writers of it wait from here on until it has its name")
        yield call(name, "noneFound", self._missing(options, beside, since), "was written meanwhile: run this again")
        yield Statement(text=written(Call(beside, "renameCollection", (name, True))), because="It takes the place of the former", element=self.id)

    def _missing(self, made: Collection, beside: str, since: str) -> list[dict[str, Any]]:
        """Documents that are not among those brought over; of what gives up its oldest, only what it keeps is asked for."""
        kept: list[dict[str, Any]] = [{"$sort": {since: -1, KEY: -1}}, {"$limit": self.rule.newest}] if made.capped is not None else []
        looked = {"$lookup": {"from": beside, "localField": KEY, "foreignField": KEY, "as": "there"}}
        return [*kept, looked, {"$match": {"there": []}}, {"$project": {KEY: 1}}, {"$limit": 3}]


def remade(evolution: Evolution) -> Iterator[Remade]:
    """The collections that become capped or are no longer, by a bound that comes or goes."""
    bounds = {t.table: t.new or t.old for t in terms(evolution)}
    for id_, new in evolution.after.collections.items():
        old, rule = evolution.before.collections.get(id_), bounds.get(new.root)
        if old is not None and rule is not None and (old.capped is None) != (new.capped is None):
            yield Remade(id_, old, new, rule)
