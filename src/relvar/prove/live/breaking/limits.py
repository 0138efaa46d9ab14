"""A parent takes as many rows as its limit says, and not one more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from relvar.engines.base import Refusal, Session
from relvar.model.behaviour import LimitCount
from relvar.model.design import Finding
from relvar.model.physical import ForeignKey
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.context import refused

SMALL_LIMIT = 2
MOST_TRIED = 60  # a limit above it is not filled row by row


def limits(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, LimitCount):
            yield _one(trial, id_, rule)


def _one(trial: Trial, id_: str, rule: LimitCount) -> Finding:
    start, subject = time.perf_counter(), f"{trial.physical.tables[rule.table].name}.{id_}"
    key = reference_of(trial, rule.table, rule.reference, rule.parent)
    limit = SMALL_LIMIT if rule.limit_column else rule.limit
    if key is None or limit > MOST_TRIED:
        return trial.untried(subject, f"a limit of {limit} is not filled row by row" if key else "its reference is no foreign key")
    with trial.undone() as session, trial.population.tables[rule.table].aside() as note:
        try:
            _, pointing = trial.parent(session, rule.table, key, {rule.limit_column: limit} if rule.limit_column else None)
            for _ in range(limit):
                child = _child(trial, session, rule, pointing)
                session.insert(rule.table, child)
                note(child)  # the next one lies apart from it, as other rules may want
        except LookupError as error:
            return trial.untried(subject, str(error))
        except Refusal as refusal:
            return trial.found(subject, "refuted", f"a row within the limit of {limit} was refused ({refused(refusal)})", start)
        try:
            session.insert(rule.table, _child(trial, session, rule, pointing))
        except LookupError as error:
            return trial.untried(subject, str(error))
        except Refusal as refusal:
            mine = refusal.constraint == id_
            message = f"{limit} rows accepted, one more refused" if mine else f"one more refused, but by something else ({refused(refusal)})"
            return trial.found(subject, "holds" if mine else "refuted", message, start)
    return trial.found(subject, "refuted", f"{limit + 1} rows accepted where {limit} are allowed", start)


def _child(trial: Trial, session: Session, rule: LimitCount, pointing: Row) -> Row:
    """A row that counts. The generator's own guard is put aside: it would not make one too many."""
    maker = trial.population.tables[rule.table]
    kept = maker.guards
    maker.guards = [g for g in kept if getattr(g, "rule", None) is not rule]
    try:
        return trial.child(session, rule.table, dict(pointing), trial.aim(rule.where))
    finally:
        maker.guards = kept


def reference_of(trial: Trial, table: str, columns: tuple[str, ...], parent: str) -> ForeignKey | None:
    """The foreign key over (at least) the columns, to the parent."""
    found: Any = (k for k in trial.physical.tables[table].constraints.values() if isinstance(k, ForeignKey) and k.table == parent)
    return next((k for k in found if set(columns) <= set(k.columns)), None)
