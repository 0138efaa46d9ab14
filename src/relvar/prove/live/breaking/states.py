"""A life cycle allows its transitions and no others, a final row does not change at all, and what is frozen stays as it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from relvar.engines.base import Refusal
from relvar.model.behaviour import FollowLifeCycle, ForbidOverlap, Freeze, LimitCount
from relvar.model.design import Finding
from relvar.prove.live.breaking.references import absent
from relvar.prove.live.breaking.trial import Row, Trial, states_of
from relvar.prove.live.context import refused

KINDS = ("rule", "check", "forbidden")


def states(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, FollowLifeCycle):
            yield _transitions(trial, id_, rule)
        elif isinstance(rule, Freeze) and rule.table in trial.population.order:
            yield _frozen(trial, id_, rule)
        elif isinstance(rule, Freeze):
            yield _log(trial, id_, rule)


def _log(trial: Trial, id_: str, rule: Freeze) -> Finding:
    """A table that triggers write: nobody deletes from it, not one row."""
    start, subject = time.perf_counter(), f"{trial.physical.tables[rule.table].name}.{id_}"
    maker = trial.population.tables.get(rule.table)
    if maker is None or not maker.stored:
        return trial.untried(subject, "the log holds no row yet")
    row = dict(zip(maker.columns, maker.stored[0], strict=True))
    said = _said(trial.attempt(lambda s: trial.delete(s, rule.table, [row[c] for c in maker.table.primary_key])), id_, "a row was deleted")
    return trial.found(subject, "refuted" if said else "holds", said or "rows of the log cannot be deleted", start)


def _transitions(trial: Trial, id_: str, rule: FollowLifeCycle) -> Finding:
    start, table = time.perf_counter(), trial.physical.tables[rule.table]
    known = states_of(rule)
    wrong: list[str] = []
    tried = 0
    for before in known:
        for after in known:
            if before == after:
                continue
            allowed = (before, after) in rule.transitions and before not in rule.final
            outcome = _moved(trial, id_, rule, before, after)
            if outcome is None:
                continue
            tried += 1
            if outcome[0] != allowed:
                wrong.append(f"{before} to {after} {'was refused' if allowed else 'was accepted'}{outcome[1]}")
    subject = f"{table.name}.{table.columns[rule.column].name}"
    if wrong or not tried:
        return trial.found(subject, "refuted" if wrong else "not run", "; ".join(wrong) or "no legal row could be made in any state", start)
    message = f"{tried} changes of state tried: the {len(rule.transitions)} designed ones are accepted, the others refused by {id_}"
    return trial.found(subject, "holds", message, start)


def _moved(trial: Trial, id_: str, rule: FollowLifeCycle, before: str, after: str) -> tuple[bool, str] | None:
    """Whether the change was accepted, and what refused it; None where no legal row could be made."""
    row = trial.fresh(rule.table, {rule.column: before})
    if row is None:
        return None
    sets = _sets(trial, rule, row, after)
    if sets is None:
        return None
    with trial.undone() as session:
        try:
            key = trial.inserted(session, rule.table, row)
        except Refusal:
            return None
        try:
            trial.update(session, rule.table, key, sets)
        except Refusal as refusal:
            mine = refusal.constraint == id_ and refusal.kind in KINDS
            if isinstance(trial.physical.behaviours.get(refusal.constraint), LimitCount | ForbidOverlap):
                return None  # the parent has reached its limit, or another row has the time: says nothing of the life cycle
            return (False, "") if mine else (False, f" by something else ({refused(refusal)})")
    return (True, "")


def _sets(trial: Trial, rule: FollowLifeCycle, row: Row, after: str) -> Row | None:
    """The new state with what the checks ask along with it (a time of payment, say)."""
    maker = trial.population.tables[rule.table]
    frozen = {c for b in trial.physical.behaviours.values() if isinstance(b, Freeze) and b.table == rule.table for c in b.columns}
    changed = {**row, rule.column: after}
    identity = {c: 1 for c, k in maker.table.columns.items() if k.identity}
    whole = {**identity, **changed}
    maker.derive(whole)
    if not maker.solver.settle(whole, maker.checks, maker.random, maker.turn, frozenset({rule.column, *frozen})):
        return None
    return {c: whole[c] for c in row if whole[c] != row[c]}


def _frozen(trial: Trial, id_: str, rule: Freeze) -> Finding:
    start, table = time.perf_counter(), trial.physical.tables[rule.table]
    subject = f"{table.name}.{id_}"
    plain = tuple(c for c in table.columns if c not in table.primary_key)
    columns = [c for c in rule.columns or plain if table.columns[c].generated is None]
    wrong: list[str] = []
    tried = 0
    for column in columns:
        outcome = _changed(trial, id_, rule, column)
        if outcome is not None:
            tried += 1
            wrong += [outcome] if outcome else []
    if not rule.columns:
        wrong += _deleted(trial, id_, rule)
    if wrong or not tried:
        return trial.found(subject, "refuted" if wrong else "not run", "; ".join(wrong) or "no legal change could be made", start)
    what = f"{tried} columns cannot be changed" + ("" if rule.columns else ", rows cannot be deleted")
    return trial.found(subject, "holds", what, start)


def _changed(trial: Trial, id_: str, rule: Freeze, column: str) -> str | None:
    """ "" where the change of the column was refused by the rule, else what happened; None where it could not be tried."""
    row, other = trial.changeable(rule.table), trial.fresh(rule.table)
    if row is None or other is None:
        return None
    value = _another(trial, rule.table, column, row, other)
    if value is None:
        return None

    def act(session: Any) -> None:
        key = trial.inserted(session, rule.table, row)
        trial.update(session, rule.table, key, {column: value})

    return _said(trial.attempt(act), id_, f"{column} was changed")


def _another(trial: Trial, table: str, column: str, row: Row, other: Row) -> Any:
    """Another value of the column than the row's; None where none is at hand."""
    if column not in row:
        return absent(trial.physical.tables[table].columns[column])  # numbered by the engine
    before, value = row[column], other.get(column)
    if value is None or value == before:
        return before + timedelta(days=1) if isinstance(before, date) else None
    return value


def _deleted(trial: Trial, id_: str, rule: Freeze) -> list[str]:
    row = trial.fresh(rule.table)
    if row is None:
        return []

    def act(session: Any) -> None:
        trial.delete(session, rule.table, trial.inserted(session, rule.table, row))

    said = _said(trial.attempt(act), id_, "a row was deleted")
    return [said] if said else []


def _said(refusal: Refusal | None, id_: str, happened: str) -> str:
    if refusal is None:
        return happened
    return "" if refusal.constraint == id_ and refusal.kind in KINDS else f"refused by something else ({refused(refusal)})"
