"""Copies in a second real store follow the record: what they hold is what it holds, after every mishap that a consumer meets.

The changes go through the relay's own statements to a store of documents, by the commands of the copies' files. A relay dies after it has
handed changes on and before it has said so; every change comes twice, shuffled, some of them long after the others; rows are changed and
deleted meanwhile. Then the copies lose everything: once they are told again what changed, once they are made anew from the record. A
product without an engine of ours is stood in for, and the finding says so.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

from relvar.engines import following
from relvar.engines.base import Database, Follower, Refusal, Session
from relvar.errors import ServerUnavailable
from relvar.model.behaviour import Publish
from relvar.model.design import Finding
from relvar.model.federation import follow_path
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.breaking.upkeep import another_value
from relvar.prove.live.context import Context
from relvar.prove.live.told import Event, payload_of, rows_of, same

CHECK = "copies_follow"
COMPARED = ("text", "integer", "boolean", "decimal")  # bases that both stores give exactly
LATE = 5  # one change of so many comes after all others
SINCE = datetime(2000, 1, 1, tzinfo=UTC)  # before every change


def copies_follow(context: Context) -> Iterator[Finding]:
    rules = [b for b in context.physical.behaviours.values() if isinstance(b, Publish)]
    federation, place = context.design.federation, following()
    names = [n for n in federation.contracts if follow_path(n) in context.stores] if federation is not None else []
    if not rules or not names or place.follower is None:
        return
    try:
        with ExitStack() as stack:
            server = stack.enter_context(place.serve(cache=context.cache))
            database, population = stack.enter_context(context.another())
            copies = {n: place.follower(server, context.stores[follow_path(n)]) for n in names}
            for copy in copies.values():
                stack.callback(copy.close)
            yield from Following(context, database, Trial(context, database, population), rules, copies).tried()
    except ServerUnavailable as error:
        yield context.finding(CHECK, "*", "not run", f"{error.what}; {error.remedy}")


class Following:
    """The record and the copies that follow it, through one trial after the other."""

    def __init__(self, context: Context, database: Database, trial: Trial, rules: list[Publish], copies: dict[str, Follower]) -> None:
        self.context, self.database, self.trial, self.rules, self.copies = context, database, trial, rules, copies
        self.chance = random.Random(len(copies))
        self.start = time.perf_counter()

    def tried(self) -> Iterator[Finding]:
        told = self._relayed(dies=True)
        changed = self._changed()
        told += self._relayed()
        yield from self._compared("followed", f"{told} changes, each twice, shuffled and some late, {changed} of rows changed or deleted meanwhile")
        self._lost()
        again = self._told_again()
        yield from self._compared("told again", f"{again} changes after a loss")
        self._lost()
        yield from self._compared("made anew", f"{self._made_anew()} rows read from the record a page at a time")
        self.trial.close()

    # --- the relay ---

    def _relayed(self, *, dies: bool = False) -> int:
        """Hand on until nothing is left; a relay that dies has handed on what it never marks. How many changes there were."""
        take, say = self.context.physical.transactions["relay_changes"].statements
        session, events = self.database.session(), []
        try:
            while True:
                session.begin(self.context.physical.transactions["relay_changes"].isolation)
                taken = [(*row[:4], payload_of(row[4])) for row in session.run(take)]
                if dies:
                    self._delivered(taken)
                    session.rollback()
                    dies = False
                    continue
                for event in taken:
                    session.run(say, {"change_id": event[0]})
                session.commit()
                events += taken
                if not taken:
                    break
        finally:
            session.close()
        self._delivered(events)
        return len(events)

    def _delivered(self, events: list[Event]) -> None:
        """Twice and in any order, one of a few after all the others."""
        late, twice = events[::LATE], [*events, *events]
        self.chance.shuffle(twice)
        for change_id, topic, row_key, action, payload in [*twice, *late]:
            for copy in self.copies.values():
                copy.take(topic, row_key, change_id, None if action == "delete" else payload)

    def _told_again(self) -> int:
        (again,) = self.context.physical.transactions["replay_changes"].statements
        session = self.database.session()
        try:
            for rule in self.rules:
                session.run(again, {"topic": self.context.physical.tables[rule.table].name, "since": SINCE})
        finally:
            session.close()
        return self._relayed()

    # --- what happens to the rows and to the copies ---

    def _changed(self) -> int:
        """One row of each table is added, changed, and deleted, each committed; where a rule forbids it, it is left. How many changes."""
        session, changes = self.database.session(), 0
        try:
            for rule in self.rules:
                changes += self._life(session, rule)
        finally:
            session.close()
        return changes

    def _life(self, session: Session, rule: Publish) -> int:
        """Two rows are added and changed, one of them is deleted again; where a rule of the design forbids it, it stays as it is."""
        done = 0
        for deleted in (False, True):
            row = self.trial.changeable(rule.table)
            try:
                key = session.insert(rule.table, row or {})
                done += 1
                done += self._altered(session, rule, row or {}, key)
                done += self.trial.delete(session, rule.table, key) if deleted else 0
            except Refusal:
                continue
        return done

    def _altered(self, session: Session, rule: Publish, row: Row, key: Iterable[object]) -> int:
        try:
            return self.trial.update(session, rule.table, key, another_value(self.trial, rule.table, row, among=rule.columns))
        except LookupError:
            return 0  # nothing of it may change

    def _lost(self) -> None:
        self.start = time.perf_counter()
        for copy in self.copies.values():
            copy.lose()

    def _made_anew(self) -> int:
        rows = 0
        for rule in self.rules:
            table = self.context.physical.tables[rule.table]
            for key, row in rows_of(self.database, self.context, rule).items():
                rows += 1
                told = {table.columns[c].name: _plain(row[c]) for c in rule.columns if table.columns[c].data.base in COMPARED}
                for copy in self.copies.values():
                    copy.take(table.name, key, 0, told)
        return rows

    # --- whether they hold what the record holds ---

    def _compared(self, what: str, how: str) -> Iterator[Finding]:
        assert self.context.design.federation is not None
        for name, copy in self.copies.items():
            for entry in self.context.design.federation.contracts[name].entries.values():
                for table_id in entry.made_stale_by:
                    yield self._of_topic(name, copy, table_id, what, how)

    def _of_topic(self, name: str, copy: Follower, table_id: str, what: str, how: str) -> Finding:
        table = self.context.physical.tables[table_id]
        rule = next(r for r in self.rules if r.table == table_id)
        held, there = copy.holds(table.name), rows_of(self.database, self.context, rule)
        compared = [c for c in rule.columns if table.columns[c].data.base in COMPARED]
        wrong = sorted(key for key in held.keys() | there.keys() if not same(table, compared, held.get(key), there.get(key)))
        federation = self.context.design.federation
        technology = federation.contracts[name].technology if federation is not None else name
        stands = f"{technology}, tried in {following().title} {copy.version}"
        subject = f"{name}.{table.name} {what}"
        if wrong:
            message = f"{len(wrong)} of {len(there)} rows differ in the copy, such as {wrong[0]} ({stands})"
            return self.context.finding(CHECK, subject, "refuted", message, since=self.start)
        message = f"{how}: the copy holds the {len(there)} rows of the record ({stands})"
        return self.context.finding(CHECK, subject, "holds", message, since=self.start)


def _plain(value: object) -> object:
    """As JSON would tell it."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)
