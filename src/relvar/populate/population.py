"""All tables' rows in load order, and single fresh rows that would be legal beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from relvar.model.behaviour import Behaviour
from relvar.model.physical import Physical
from relvar.populate.generator import Generator
from relvar.populate.order import load_order
from relvar.populate.solver import Wanted

Stream = tuple[str, tuple[str, ...], Iterator[tuple[Any, ...]]]


def _by_table(physical: Physical) -> dict[str, dict[str, Behaviour]]:
    """The rules that each table's rows obey, so that no table looks through those of all others."""
    found: dict[str, dict[str, Behaviour]] = {}
    for key, rule in physical.behaviours.items():
        for table in {rule.table, getattr(rule, "parent", rule.table)}:
            found.setdefault(table, {})[key] = rule
    return found


class Population:
    """Rows of one store: the same for the same seed and `now`. Each table's stream must be read before the next one's."""

    def __init__(self, physical: Physical, seed: int = 0, now: datetime | None = None) -> None:
        self.physical = physical
        self.now = now or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        self.order, cut = load_order(physical)
        self.tables: dict[str, Generator] = {}
        rules = _by_table(physical)
        for id_ in self.order:
            cyclic = frozenset(c for t, c in cut if t == id_)
            narrow = msgspec.structs.replace(physical, behaviours=rules.get(id_, {}))
            self.tables[id_] = Generator(narrow, id_, self.tables, cyclic, self.now, seed)

    def rows(self, targets: Mapping[str, int]) -> Iterator[Stream]:
        for id_ in self.order:
            maker = self.tables[id_]
            yield id_, maker.columns, self._stream(maker, targets.get(id_, 0))

    def _stream(self, maker: Generator, target: int) -> Iterator[tuple[Any, ...]]:
        of_kind = maker.references.of_kind()
        maker.target = target = target if of_kind is None else of_kind
        while maker.made < target:
            row = maker.make()
            if row is None:
                return  # full: its keys or limits admit no more
            yield maker.store(row)

    def record(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        """Take note of rows that the engine made by itself (a log's), so that questions about them can be asked."""
        maker = self.tables.setdefault(table, Generator(self.physical, table, self.tables, frozenset(), self.now, 0))
        for row in rows:
            found = dict(zip(columns, row, strict=True))
            maker.stored.append(tuple(found.get(c) for c in maker.columns))

    def fresh(self, table: str, fixed: Mapping[str, Any] | None = None, aims: tuple[Wanted, ...] = ()) -> dict[str, Any] | None:
        """A legal row that is not among the stored ones, generated columns and numbers of the engine left out. None: none was found."""
        maker = self.tables[table]
        row = maker.make(dict(fixed or {}), aims)
        if row is None:
            return None
        columns = self.physical.tables[table].columns
        return {c: row[c] for c in maker.columns if not columns[c].identity or c in (fixed or ())}
