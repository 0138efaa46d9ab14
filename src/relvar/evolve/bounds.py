"""Evolutions in which nothing changes but how much is kept: the number of a job, or the size of a capped collection."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.engines.base import Evolution
from relvar.engines.terms import is_beside
from relvar.model.changes import Change
from relvar.model.documents import Collection, TimeSeries
from relvar.model.physical import ForeignKey, Physical


def only_bounds(evolution: Evolution) -> bool:
    """Whether a server that makes no capped collection, or keeps no job itself, may show nothing of it: the job's file says the number."""
    documents = bool(evolution.after.collections)

    def silent(change: Change) -> bool:
        return is_beside(change) or (documents and _is_action(change))

    return _uncapped(evolution.before) == _uncapped(evolution.after) and all(map(silent, evolution.changes))


def _uncapped(physical: Physical) -> object:
    """The collections but for sizes and numbers of documents."""
    return {key: replace(c, capped=None, documents=0, patterns=(), time_series=_always(c)) for key, c in physical.collections.items()}


def _always(collection: Collection) -> TimeSeries | None:
    return replace(collection.time_series, expire_seconds=0) if collection.time_series is not None else None


def _is_action(change: Change) -> bool:
    """Whether only what a reference does at a deletion changes, which no server of documents knows."""
    before, after = getattr(change, "before", None), getattr(change, "after", None)
    if not isinstance(before, ForeignKey) or not isinstance(after, ForeignKey):
        return False
    return replace(before, on_delete=after.on_delete, because=after.because) == after
