"""Two rows of one key never share an instant; one may begin at the very instant at which the other ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from relvar.model.behaviour import ForbidOverlap, LimitCount
from relvar.model.design import Finding
from relvar.populate.solver import Wanted
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
    bad = _second(trial, rule, first, inside, length)
    good = _second(trial, rule, first, first[rule.end], length)
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
    kept, guards = maker.guards, [g for g in maker.guards if getattr(g, "rule", None) is not rule]
    maker.guards = guards if fixed else kept
    try:
        competes, uncounted = trial.aim(rule.where), _uncounted(trial, rule)
        row = trial.fresh(rule.table, fixed, (*competes, *uncounted)) or trial.fresh(rule.table, fixed, competes)
    finally:
        maker.guards = kept
    return row if row is not None and row.get(rule.end) is not None else None


def _uncounted(trial: Trial, rule: ForbidOverlap) -> tuple[Wanted, ...]:
    """Outside what a limit counts, so that two rows break no limit as well."""
    limits = [b for b in trial.physical.behaviours.values() if isinstance(b, LimitCount) and b.table == rule.table]
    return tuple(aim for limit in limits for aim in trial.aim(limit.where, False))


def _second(trial: Trial, rule: ForbidOverlap, first: Row, start: Any, length: Any) -> Row | None:
    """A row of the same key at `start` that meets the first one under no other rule: in another room where only the doctor is tried."""
    others = [b.per for b in trial.physical.behaviours.values() if isinstance(b, ForbidOverlap) and b.table == rule.table and b.per != rule.per]
    columns = trial.physical.tables[rule.table].columns
    empty = {c: None for per in others for c in per if columns[c].nullable and c not in rule.per}
    for _ in range(TRIED):
        row = _row(trial, rule, {**empty, **_at(rule, first, start, length)})
        if row is not None and all(None in (v := [row.get(c) for c in per]) or v != [first.get(c) for c in per] for per in others):
            return row
    return None


def _at(rule: ForbidOverlap, first: Row, start: Any, length: Any) -> Row:
    return {**{c: first[c] for c in rule.per}, rule.start: start, rule.end: start + length}


def _names(trial: Trial, rule: ForbidOverlap, id_: str) -> tuple[str, ...]:
    """Other rules over the same times of the same table that a row of this key may meet first."""
    same = (i for i, b in trial.physical.behaviours.items() if isinstance(b, ForbidOverlap) and b.table == rule.table and b.per == rule.per)
    return tuple(i for i in same if i != id_)
