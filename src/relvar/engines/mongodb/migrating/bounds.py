"""The size of a capped collection, and how long a time series is kept, changed where it stands (collMod, MongoDB 6.0 on; manual, "Change the
Size of a Capped Collection", "Set up Automatic Removal for Time Series Collections").

While both versions of the code run the wider bound holds. A narrower one takes effect at the next insert: what is beyond it is gone, so it is
the last thing done, and said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.engines.base import Statement
from relvar.engines.mongodb.migrating.said import modified
from relvar.model.documents import Capped
from relvar.model.figures import count, size
from relvar.model.physical import Physical


class Bound(NamedTuple):
    """A collection that is capped before and after, otherwise."""

    id: str
    name: str
    old: Capped
    new: Capped

    @property
    def widest(self) -> Capped:
        most = 0 if 0 in (self.old.documents, self.new.documents) else max(self.old.documents, self.new.documents)  # 0: no bound by number
        return Capped(bytes=max(self.old.bytes, self.new.bytes), documents=most)

    def widened(self, was: Capped) -> Iterator[Statement]:
        """From what it was to the wider bound."""
        if was != self.widest:
            yield self._set(self.widest)

    def narrowed(self, to: Capped) -> Iterator[Statement]:
        """From the wider bound to another."""
        if to != self.widest:
            yield self._set(to)

    def _set(self, bound: Capped) -> Statement:
        narrower = "" if bound == self.widest else ": what is beyond it goes at the next insert"
        most = f"{count(bound.documents)} documents, " if bound.documents else ""
        command = {"collMod": self.name, "cappedSize": bound.bytes, "cappedMax": bound.documents}
        return modified(command, f"At most {most}{size(bound.bytes)}{narrower}")


def bounds(before: Physical, after: Physical) -> Iterator[Bound]:
    """The collections whose size alone changes."""
    for id_, new in after.collections.items():
        old = before.collections.get(id_)
        if old is not None and old.capped is not None and new.capped is not None and old.capped != new.capped:
            yield Bound(id_, old.name, old.capped, new.capped)


class Kept(NamedTuple):
    """A time series that is kept before and after, otherwise long: seconds, 0 for always."""

    name: str
    old: int
    new: int

    @property
    def longest(self) -> int:
        return 0 if 0 in (self.old, self.new) else max(self.old, self.new)

    def moved(self, was: int, to: int) -> Iterator[Statement]:
        if was != to:
            shorter = to != self.longest
            because = "What is older goes by itself, within a minute or so" if shorter else "Nothing goes that either design keeps"
            yield modified({"collMod": self.name, "expireAfterSeconds": to or "off"}, because)


def lasting(before: Physical, after: Physical) -> Iterator[Kept]:
    """The time series that are kept otherwise long."""
    for id_, new in after.collections.items():
        old = before.collections.get(id_)
        if old is not None and old.time_series is not None and new.time_series is not None:
            was, now = old.time_series.expire_seconds, new.time_series.expire_seconds
            if was != now:
                yield Kept(old.name, was, now)
