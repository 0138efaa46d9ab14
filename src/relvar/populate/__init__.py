"""VERB 4: physical + volumes -> streams of rows that satisfy every constraint; the same rows for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from relvar.model.physical import Physical
from relvar.populate.parameters import asked, parameters
from relvar.populate.population import Population, Stream
from relvar.populate.volumes import targets

__all__ = ["Population", "asked", "parameters", "rows", "targets"]


def rows(physical: Physical, targets: Mapping[str, int], seed: int = 0, now: datetime | None = None) -> Iterator[Stream]:
    """(table id, columns, rows) in load order: referenced tables first. Values are Python's own (str, Decimal, datetime in UTC ...).

    Read each table's rows before asking for the next table. `now`: the instant at which history ends (default: the current hour).
    """
    return Population(physical, seed, now).rows(targets)
