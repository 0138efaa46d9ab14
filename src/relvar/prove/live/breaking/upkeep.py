"""What the database does by itself at a change: the time of the last change, the audit's entry, numbers without gaps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from relvar.engines.base import Refusal, Session
from relvar.model import expression as e
from relvar.model.behaviour import Audit, Freeze, NumberWithoutGaps, Publish, TouchTime
from relvar.model.design import Finding
from relvar.model.query import Output, Select
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.context import refused


def upkeep(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, TouchTime | Audit | NumberWithoutGaps):
            start, subject = time.perf_counter(), f"{trial.physical.tables[rule.table].name}.{id_}"
            try:
                said = _TRIED[type(rule)](trial, rule)
            except LookupError as error:
                yield trial.untried(subject, str(error))
                continue
            except Refusal as refusal:
                said = f"a legal row or change was refused ({refused(refusal)})"
            yield trial.found(subject, "refuted" if said else "holds", said or _DONE[type(rule)], start)


def _row(trial: Trial, table: str, fixed: Row | None = None) -> Row:
    row = trial.changeable(table, fixed)
    if row is None:
        raise LookupError("no further legal row was found")
    return row


def another_value(trial: Trial, table: str, row: Row, but: str = "", among: tuple[str, ...] = ()) -> Row:
    """One plain column (of `among`, where given) with another legal value, none that a rule keeps as it is. Raises LookupError."""
    held = {
        c
        for b in trial.physical.behaviours.values()
        if getattr(b, "table", "") == table and not isinstance(b, Publish)  # what is told of may change
        for c in (*getattr(b, "columns", ()), getattr(b, "column", ""))
    }
    if any(isinstance(b, Freeze) and b.table == table and not b.columns for b in trial.physical.behaviours.values()):
        raise LookupError("its rows never change")
    maker = trial.population.tables[table]
    for column, kind in maker.table.columns.items():
        if among and column not in among:
            continue
        if column in row and column not in held | {but} and column not in maker.references.columns and column not in maker.table.primary_key:
            for turn in range(6):
                changed = {**row, column: maker.makers[column](maker.random, maker.turn + turn)}
                maker.derive(changed)
                if kind.data.base not in ("timestamp", "date") and changed[column] != row[column] and all(w.met(changed) for w in maker.checks):
                    return {column: changed[column]}
    raise LookupError("no column of it may change")


def _touch(trial: Trial, rule: TouchTime) -> str:
    old = trial.population.now - timedelta(days=30)
    column = trial.physical.tables[rule.table].columns[rule.column]
    row = _row(trial, rule.table)
    row[rule.column] = old if column.data.base == "timestamp" else old.date()
    with trial.undone() as session:
        key = trial.inserted(session, rule.table, row)
        before = trial.read(session, rule.table, key, rule.column)
        trial.update(session, rule.table, key, another_value(trial, rule.table, row, rule.column))
        after = trial.read(session, rule.table, key, rule.column)
    return "" if before != after else f"{rule.column} stayed as it was at an update"


def _entries(trial: Trial, session: Session, log: str) -> int:
    count = Output(expression=e.Call(function="count"), name="entries")
    return int(session.run(Select(table=log, alias="a", outputs=(count,)))[0][0])


def _audit(trial: Trial, rule: Audit) -> str:
    row = _row(trial, rule.table)
    with trial.undone() as session:
        key = trial.inserted(session, rule.table, row)
        before = _entries(trial, session, rule.log)
        try:
            change = another_value(trial, rule.table, row)
        except LookupError:
            trial.delete(session, rule.table, key)
        else:
            trial.update(session, rule.table, key, change)
        return "" if _entries(trial, session, rule.log) > before else "a change left no entry in the log"


def _numbers(trial: Trial, rule: NumberWithoutGaps) -> str:
    first = _row(trial, rule.table)
    second = _row(trial, rule.table, {c: first[c] for c in rule.per})
    with trial.undone() as session:
        found = [_numbered(trial, session, rule, {c: v for c, v in row.items() if c != rule.column}) for row in (first, second)]
    return "" if found[1] == found[0] + 1 else f"numbers {found[0]} and {found[1]} do not follow each other"


def _numbered(trial: Trial, session: Session, rule: NumberWithoutGaps, row: Row) -> int:
    number = trial.read(session, rule.table, trial.inserted(session, rule.table, row), rule.column)
    return int(number[0]) if number and number[0] is not None else -1


_TRIED: dict[type, Any] = {TouchTime: _touch, Audit: _audit, NumberWithoutGaps: _numbers}
_DONE: dict[type, str] = {
    TouchTime: "an update sets the time of the last change",
    Audit: "a change leaves an entry in the log",
    NumberWithoutGaps: "two rows got numbers that follow each other",
}
