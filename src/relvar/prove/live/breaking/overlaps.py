"""Two rows of one key never share an instant; one may begin at the very instant at which the other ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from relvar.model.behaviour import ForbidOverlap
from relvar.model.design import Finding
from relvar.prove.live.breaking.trial import Row, Trial

TRIED = 12  # rows until one has every column of the key filled
KINDS = ("overlap", "rule", "check")


def overlaps(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, ForbidOverlap):
            yield _one(trial, id_, rule)


def _one(trial: Trial, id_: str, rule: ForbidOverlap) -> Finding:
    subject = f"{trial.physical.tables[rule.table].name}.{id_}"
    first = _first(trial, rule)
    if first is None:
        return trial.untried(subject, "no further legal row with a beginning and an end was found")
    length = first[rule.end] - first[rule.start]
    step = timedelta(minutes=1) if isinstance(first[rule.start], datetime) else timedelta(days=1)
    inside = first[rule.start] + (length - step if length > step else timedelta(0))
    bad = _row(trial, rule, _at(rule, first, inside, length))
    good = _row(trial, rule, _at(rule, first, first[rule.end], length))
    if bad is None or good is None:
        return trial.untried(subject, "no second legal row of the same key was found")

    def two(second: Row) -> Any:
        def act(session: Any) -> None:
            session.insert(rule.table, first)
            session.insert(rule.table, second)

        return act

    return trial.judged(subject, f"no overlap per {', '.join(rule.per)}", two(bad), two(good), {id_, *_names(trial, rule, id_)}, KINDS)


def _first(trial: Trial, rule: ForbidOverlap) -> Row | None:
    """A row that competes: every column of the key filled, an end that is known."""
    for _ in range(TRIED):
        row = _row(trial, rule)
        if row is not None and all(row.get(c) is not None for c in rule.per):
            return row
    return None


def _row(trial: Trial, rule: ForbidOverlap, fixed: Row | None = None) -> Row | None:
    """A fresh row that competes, laid out by hand: the guards of the generator would move it out of the way."""
    maker = trial.population.tables[rule.table]
    kept, guards = maker.guards, [g for g in maker.guards if g not in maker.apart]
    maker.guards = guards if fixed else kept
    try:
        row = trial.fresh(rule.table, fixed, trial.aim(rule.where))
    finally:
        maker.guards = kept
    return row if row is not None and row.get(rule.end) is not None else None


def _at(rule: ForbidOverlap, first: Row, start: Any, length: Any) -> Row:
    return {**{c: first[c] for c in rule.per}, rule.start: start, rule.end: start + length}


def _names(trial: Trial, rule: ForbidOverlap, id_: str) -> tuple[str, ...]:
    """Other rules over the same times of the same table that a row of this key may meet first."""
    same = (i for i, b in trial.physical.behaviours.items() if isinstance(b, ForbidOverlap) and b.table == rule.table and b.per == rule.per)
    return tuple(i for i in same if i != id_)
