"""Evolutions in which nothing changes but how much is kept: the number of a job, or the size of a capped collection."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.engines.base import Evolution
from relvar.model.behaviour import Expire
from relvar.model.changes import Alter
from relvar.model.physical import Physical, Table


def only_bounds(evolution: Evolution) -> bool:
    """Whether a server that makes no capped collection sees nothing of it: the job's file says the number."""
    if _uncapped(evolution.before) != _uncapped(evolution.after):
        return False
    return all(
        isinstance(c, Alter) and (isinstance(c.after, Expire) or c.collection in ("queries", "jobs") or _figures(c)) for c in evolution.changes
    )


def _uncapped(physical: Physical) -> object:
    """The collections but for sizes and numbers of documents."""
    return {key: replace(c, capped=None, documents=0) for key, c in physical.collections.items()}


def _figures(change: Alter) -> bool:
    """Whether only the estimates of a table change."""
    before, after = change.before, change.after
    if not isinstance(before, Table) or not isinstance(after, Table):
        return False
    figures = {"rows": before.rows, "rows_at_start": before.rows_at_start, "rows_per_day": before.rows_per_day}
    return replace(after, **figures, updates_per_row=before.updates_per_row, skew=before.skew, greatest=before.greatest) == before
