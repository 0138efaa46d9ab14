"""What other stores follow is told in the transaction that changes it, handed on once by one relay, and makes the same copy in any order.

A rollback leaves nothing in the outbox, a commit leaves exactly one entry with the row as it then is. Two relays take different changes
(or one waits for the other), what a relay gave up is there for the next, what it handed on does not come again. A reader that gets every
change twice and out of order, and keeps the newest of each row, ends with what the table holds.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Database, Refusal, Session
from relvar.model.behaviour import Freeze, Publish
from relvar.model.design import Finding
from relvar.model.query import Transaction
from relvar.populate import Population
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.breaking.upkeep import another_value
from relvar.prove.live.context import Context, refused
from relvar.prove.live.told import Event, events_in, events_of, rows_of, same

CHECK = "events_arrive"
COMPARED = ("text", "integer", "boolean")  # bases that JSON and the driver give alike
WAITING = ("conflict", "timeout")  # refusals of a second writer where only one is let in
Key = tuple[Any, ...]


def events_arrive(context: Context) -> Iterator[Finding]:
    rules = {i: b for i, b in context.physical.behaviours.items() if isinstance(b, Publish)}
    if not rules:
        return
    with context.another() as (database, population):
        trial = Trial(context, database, population)
        try:
            for id_, rule in rules.items():
                yield _told(trial, id_, rule)
        finally:
            trial.close()
        outbox = next(iter(rules.values())).outbox
        yield _relayed(context, database, outbox)
        for id_, rule in rules.items():
            yield _followed(context, database, population, id_, rule)


def _told(trial: Trial, id_: str, rule: Publish) -> Finding:
    start, subject = time.perf_counter(), f"{trial.physical.tables[rule.table].name}.{id_}"
    row = trial.changeable(rule.table)
    if row is None:
        return trial.context.finding(CHECK, subject, "not run", "no further legal row was found")
    try:
        said = _rolled_back(trial, rule, row) or _entry_of_insert(trial, rule, row)
    except (Refusal, LookupError) as error:
        return trial.context.finding(CHECK, subject, "not run", f"a row could not be changed: {error}", since=start)
    message = said or "an insert and a change tell the row as it is, a deletion its key, and a rollback nothing"
    return trial.context.finding(CHECK, subject, "refuted" if said else "holds", message, since=start)


def _rolled_back(trial: Trial, rule: Publish, row: Row) -> str:
    before = len(events_of(trial.database, rule.outbox))
    with trial.undone() as session:
        trial.inserted(session, rule.table, row)
    return "a row that was taken back was told" if len(events_of(trial.database, rule.outbox)) != before else ""


def _entry_of_insert(trial: Trial, rule: Publish, row: Row) -> str:
    """What is told of one row's life, in a transaction that is taken back."""
    table = trial.physical.tables[rule.table]
    with trial.undone() as session:
        key = trial.inserted(session, rule.table, row)
        told = [e for e in events_in(session, rule.outbox, table.name) if e[3] == "insert"]
        if not told or told[-1][4].keys() != {table.columns[c].name for c in rule.columns}:
            return "the new row was not told as it is"
        row_key = told[-1][2]
        if sum(e[2] == row_key for e in told) != 1:
            return "the new row was told more than once"
        if said := _entry_of_change(trial, session, rule, row, key, row_key):
            return said
        if not _may_go(trial, session, rule, key):
            return ""
        last = [e for e in events_in(session, rule.outbox, table.name) if e[2] == row_key][-1]
        return "" if last[3] == "delete" and not last[4] else "the deletion was not told"


def _entry_of_change(trial: Trial, session: Session, rule: Publish, row: Row, key: Key, row_key: str) -> str:
    table = trial.physical.tables[rule.table]
    try:
        change = another_value(trial, rule.table, row, among=rule.columns)
    except LookupError:
        return ""  # nothing of it may change
    before = len([e for e in events_in(session, rule.outbox, table.name) if e[2] == row_key])
    trial.update(session, rule.table, key, change)
    after = [e for e in events_in(session, rule.outbox, table.name) if e[2] == row_key]
    return "" if len(after) > before and after[-1][3] == "update" else f"a change of {', '.join(change)} was not told"


def _may_go(trial: Trial, session: Session, rule: Publish, key: Key) -> bool:
    if any(isinstance(b, Freeze) and b.table == rule.table and not b.columns for b in trial.physical.behaviours.values()):
        return False
    try:
        return trial.delete(session, rule.table, key) == 1
    except Refusal:
        return False  # a rule of its own keeps it


def _relayed(context: Context, database: Database, outbox: str) -> Finding:
    """Two relays at once, one that gives up, one that hands on."""
    start, work = time.perf_counter(), context.physical.transactions["relay_changes"]
    first, second = database.session(), database.session()
    try:
        said = _two_relays(work, first, second) or _handed_on(work, first)
    finally:
        first.close()
        second.close()
    message = said or "two relays share no change, what one gave up the next one finds, what was handed on does not come again"
    return context.finding(CHECK, f"{context.physical.tables[outbox].name}.relay_changes", "refuted" if said else "holds", message, since=start)


def _two_relays(work: Transaction, first: Session, second: Session) -> str:
    take = work.statements[0]
    first.begin(work.isolation)
    try:
        taken = {row[0] for row in first.run(take)}
        try:
            second.begin(work.isolation)
            other = {row[0] for row in second.run(take)}
            second.rollback()
        except Refusal as refusal:
            second.rollback()
            if refusal.kind not in WAITING:
                return f"a second relay was refused ({refused(refusal)})"
            other = set()
        return f"two relays took {len(taken & other)} changes both" if taken & other else "" if taken else "there was nothing to hand on"
    finally:
        first.rollback()


def _handed_on(work: Transaction, session: Session) -> str:
    take, say = work.statements
    session.begin(work.isolation)
    taken = [row[0] for row in session.run(take)]
    for change in taken:
        session.run(say, {"change_id": change})
    session.commit()
    session.begin(work.isolation)
    again = {row[0] for row in session.run(take)}
    session.rollback()
    return f"{len(again & set(taken))} changes came again after they had been handed on" if again & set(taken) else ""


def _followed(context: Context, database: Database, population: Population, id_: str, rule: Publish) -> Finding:
    start, table = time.perf_counter(), context.physical.tables[rule.table]
    events = [e for e in events_of(database, rule.outbox) if e[1] == table.name]
    copy = copied(events, random.Random(len(events)))
    there = rows_of(database, context, rule)
    compared = [c for c in rule.columns if table.columns[c].data.base in COMPARED]
    wrong = {key for key in copy.keys() | there.keys() if not same(table, compared, copy.get(key), there.get(key))}
    subject = f"{table.name}.{id_} followed"
    if wrong:
        return context.finding(CHECK, subject, "refuted", f"{len(wrong)} of {len(there)} rows differ in the copy, such as {min(wrong)}", since=start)
    message = f"{len(events)} changes, each twice and shuffled, make a copy of {len(there)} rows"
    return context.finding(CHECK, subject, "holds", message, since=start)


def copied(events: list[Event], chance: random.Random) -> dict[str, dict[str, Any]]:
    """What a reader ends with that gets every change twice in any order and keeps the newest of each row."""
    told = [*events, *events]
    chance.shuffle(told)
    newest: dict[str, Event] = {}
    for event in told:
        if event[2] not in newest or event[0] > newest[event[2]][0]:
            newest[event[2]] = event
    return {key: event[4] for key, event in newest.items() if event[3] != "delete"}
