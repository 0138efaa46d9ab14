"""<engine>/test/00_sample_data.sql: a few rows of everything, for whoever wants to see the design at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from relvar.engines import engine
from relvar.engines.base import Load
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical
from relvar.populate import Population, targets

ROWS = 30  # of the largest table: enough for skew and every state to be seen, few enough to be read
TODAY = date(2000, 1, 1)  # any day would do: the files count from the day on which they load, and are the same on every day


def sample_data(design: Design) -> Iterator[Artefact]:
    for store, physical in design.physical.items():
        place = engine(physical.engine)
        script = place.sample(design, store, loads(physical), TODAY)
        yield Artefact(path=f"{store}/{script.path}", text=place.text(script))


def loads(physical: Physical) -> list[Load]:
    """Rows of every table that is not filled by the engine itself, in load order: the same for the same design."""
    population = Population(physical, now=datetime.combine(TODAY, time(), UTC))
    return [Load(table, columns, tuple(rows)) for table, columns, rows in population.rows(targets(physical, ROWS))]
