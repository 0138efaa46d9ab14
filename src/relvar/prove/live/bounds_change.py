"""What is kept of a table changes with rows in place: what a bound lets go is gone, and nothing else is.

One owner is given more rows than either design keeps, each later than the one before, so that there is something to lose. The file that
takes rows is run as it is written first: it must refuse and change nothing. Then it is told that they may go.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from relvar.engines.base import Database, Evolution, MigrationStep
from relvar.engines.terms import Term, named, terms
from relvar.errors import StatementFailed
from relvar.model.behaviour import Expire
from relvar.model.design import Finding
from relvar.model.expression import ColumnRef
from relvar.model.figures import DAYS_A_MONTH
from relvar.model.physical import Table
from relvar.model.query import Output, Select
from relvar.populate import Population
from relvar.prove.live.backup_restores import differences
from relvar.prove.live.context import Context

CHECK = "migration_reverses"
OVER = 3  # rows more than either design keeps
MOST = 500  # that a proof inserts one by one, in about a second
Found = dict[str, Counter[tuple[Any, ...]]]  # by table: owner and instant of each row


class Bounds:
    """The bounds of an evolution by which rows are deleted, and what was there of their tables before it."""

    def __init__(self, context: Context, evolution: Evolution, database: Database, population: Population | None) -> None:
        self.context, self.evolution, self.database = context, evolution, database
        self.terms = [t for t in terms(evolution) if not any(rule.anonymise for rule in _rules(t))]
        if population is not None:
            for term in self.terms:
                _given(context.physical.tables[term.table], database, population, term)
        self.before = self._found()
        self.flowing = _flowing(evolution)
        self.rows = {table: _keys(database, evolution, table) for table in self.flowing}

    def _found(self) -> Found:
        return {t.table: Counter(_asked(self.database, t)) for t in self.terms}

    def destroyed(self, step: MigrationStep, text: str) -> Iterator[Finding]:
        """The file that takes rows, as it is and then with leave. Raises StatementFailed."""
        start, rows = time.perf_counter(), self.database.checksums()
        try:
            self.database.apply(text)
        except StatementFailed as error:
            lost = differences(rows, self.database.checksums())
            said = f"refused half way: {'; '.join(lost)}" if lost else f"it refuses while there is something to lose: {error.what}"
            yield self.context.finding(CHECK, f"{step.number} unasked", "refuted" if lost else "holds", said, since=start)
            self.database.apply(step.permit + text)
            return
        lost = differences(rows, self.database.checksums())
        if lost:
            yield self.context.finding(CHECK, f"{step.number} unasked", "refuted", f"rows left unasked: {'; '.join(lost)}", since=start)

    def kept(self) -> Iterator[Finding]:
        """After the way up: of each table what the next design keeps is there, all of it and no more."""
        start, now = time.perf_counter(), self._found()
        for term in self.terms:
            must, may = self._wanted(term)
            lost, more = must - now[term.table], now[term.table] - may
            there, name = now[term.table].total(), named(self.evolution, term)
            if lost or more:
                message = f"{name}: {lost.total()} rows are gone that are kept, {more.total()} are there that are not"
                yield self.context.finding(CHECK, name, "refuted", message, since=start)
            else:
                exact = term.takes and term.new is not None and term.new.by_number
                message = f"of {self.before[term.table].total()} {name} {there} are left: all that are kept{', and no more' if exact else ''}"
                yield self.context.finding(CHECK, name, "holds", message, since=start)

    def none_lost(self) -> Iterator[Finding]:
        """Of rows that moved between their owner's document and one of their own, each is found once."""
        start = time.perf_counter()
        for table, before in self.rows.items():
            now, name = _keys(self.database, self.evolution, table), self.evolution.before.tables[table].name
            message = f"{now.total()} {name} are found by questions, {before.total()} before"
            yield self.context.finding(CHECK, name, "holds" if now == before else "refuted", message, since=start)

    def _wanted(self, term: Term) -> tuple[Counter[tuple[Any, ...]], Counter[tuple[Any, ...]]]:
        """What must be there after the way up, and what may be."""
        there = self.before[term.table]
        if term.new is None:
            return there, there
        if term.new.by_number:
            kept = Counter(_newest(there, term.new.newest))
            return kept, kept if term.takes else there  # what neither design keeps may leave at any time
        # A month is counted by the calendar, and a partition leaves as a whole: what is younger by more stays.
        young = datetime.now(UTC) - timedelta(days=term.new.months * DAYS_A_MONTH - 3)
        return Counter({row: n for row, n in there.items() if row[-1] is None or _instant(row[-1]) > young}), there


def _rules(term: Term) -> Iterator[Expire]:
    return (rule for rule in (term.old, term.new) if rule is not None)


def _instant(value: Any) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    found = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _newest(rows: Counter[tuple[Any, ...]], most: int) -> Iterator[tuple[Any, ...]]:
    """Of each owner so many; where all are one owner's, also what is as old as the last of them (an instant is all that is asked for)."""
    owners: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows.elements():
        owners.setdefault(row[:-1], []).append(row)
    for owner, found in owners.items():
        ordered = sorted(found, key=lambda row: row[-1], reverse=True)
        kept = ordered[:most]
        yield from kept
        if not owner and kept:
            yield from (row for row in ordered[most:] if row[-1] == kept[-1][-1])


def _given(table: Table, database: Database, population: Population, term: Term) -> None:
    """Rows of one owner beyond both bounds; none where either is of an age, or larger than a proof inserts."""
    maker, rules = population.tables[term.table], list(_rules(term))
    most = max(rule.newest for rule in rules)
    if not maker.stored or not all(rule.by_number for rule in rules) or most > MOST:
        return
    since = rules[0].since
    last = max(maker.stored, key=lambda row: row[maker.place[since]])
    given = {c: last[place] for c, place in maker.place.items() if not table.columns[c].identity}
    session = database.session()
    for step in range(1, most + OVER + 1):
        session.insert(term.table, {**given, since: last[maker.place[since]] + timedelta(days=step)})
    session.close()


def _asked(database: Database, term: Term) -> Iterable[tuple[Any, ...]]:
    """Owner and instant of every row."""
    rule = term.new or term.old
    assert rule is not None
    columns = (*rule.per, rule.since)
    outputs = tuple(Output(name=c, expression=ColumnRef(column=c, table="row")) for c in columns)
    session = database.session()
    try:
        return [tuple(row) for row in session.run(Select(table=term.table, alias="row", outputs=outputs))]
    finally:
        session.close()


def _flowing(evolution: Evolution) -> list[str]:
    """Tables whose rows flow over from another number on."""
    before = {o.table: o for c in evolution.before.collections.values() for o in c.outliers}
    after = {o.table: o for c in evolution.after.collections.values() for o in c.outliers}
    return [table for table, one in before.items() if table in after and after[table].keep != one.keep]


def _keys(database: Database, evolution: Evolution, table: str) -> Counter[tuple[Any, ...]]:
    outputs = tuple(Output(name=c, expression=ColumnRef(column=c, table="row")) for c in evolution.before.tables[table].primary_key)
    session = database.session()
    try:
        return Counter(map(tuple, session.run(Select(table=table, alias="row", outputs=outputs))))
    finally:
        session.close()
