"""Another bound of rows that lie in their owner's document while there is room: what is beyond it flows out, or what has room now is drawn in.

Both forms are read alike, for who reads looks into both places. So a wider bound is a matter of room: the writer of the former design
leaves it empty. A narrower one waits until no code fills a document beyond it. A row is never in both places, nor in none: each batch is a
transaction (MongoDB manual, "Transactions", 4.2 on).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from relvar.engines.base import Evolution, Statement
from relvar.engines.mongodb.migrating.said import call
from relvar.engines.mongodb.outlying.flows import Flow, flows
from relvar.engines.mongodb.places import Store
from relvar.model.documents import Collection


class Flowing(NamedTuple):
    """The rows of one table, which flow over from another number on."""

    old: Flow
    new: Flow

    @property
    def narrows(self) -> bool:
        return self.new.outlier.keep < self.old.outlier.keep

    @property
    def said(self) -> str:
        """What becomes of them, for people."""
        to, field = self.new.outlier.keep, f"{self.new.owner.name}.{self.new.outlier.field}"
        where = f"the others flow out into {self.new.apart.name}" if self.narrows else f"what has room is drawn in from {self.new.apart.name}"
        return f"{field} holds {to} instead of {self.old.outlier.keep}: {where}, and no row is lost"

    def there(self, because: str = "") -> Statement:
        return _moved(self.new, self.narrows, because)

    def back(self) -> Statement:
        return _moved(self.old, not self.narrows, "")


def _moved(flow: Flow, outward: bool, because: str) -> Statement:
    one = flow.outlier
    told = (flow.apart.name, one.field, one.marker, one.keep, flow.reference)
    if outward:
        return call(flow.owner.name, "flowOut", *told, flow.apart.schema_version, because=because or f"No document holds more than {one.keep}")
    return call(flow.owner.name, "drawIn", *told, because=because or f"Each document holds up to {one.keep}")


def flowing(evolution: Evolution) -> Iterator[Flowing]:
    """The tables whose rows flow over before and after, from another number on."""
    before, after = flows(Store.of(evolution.before)), flows(Store.of(evolution.after))
    for table, new in after.items():
        old = before.get(table)
        if old is not None and old.outlier.keep != new.outlier.keep:
            yield Flowing(old, new)


def unbounded(collection: Collection) -> Collection:
    """The collection without the numbers from which its rows flow over."""
    return replace(collection, outliers=tuple(replace(one, keep=0, average=0.0) for one in collection.outliers))
