"""Stored totals equal the sum of their rows after every change, and stock never falls below zero."""

from __future__ import annotations

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from relvar.engines.base import Refusal, Session
from relvar.model.behaviour import KeepTotal, TakeStock
from relvar.model.design import Finding
from relvar.populate.evaluate import evaluate
from relvar.prove.live.breaking.limits import reference_of
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.context import refused

STOCK = 5


def totals(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, KeepTotal | TakeStock):
            start, subject = time.perf_counter(), f"{trial.physical.tables[rule.table].name}.{id_}"
            try:
                said = _total(trial, rule) if isinstance(rule, KeepTotal) else _stock(trial, id_, rule)
            except LookupError as error:
                yield trial.untried(subject, str(error))
                continue
            except Refusal as refusal:
                said = f"a legal row was refused ({refused(refusal)})"
            done = (
                "adding and deleting rows moves the total" if isinstance(rule, KeepTotal) else "rows take what is there, not more, and give it back"
            )
            yield trial.found(subject, "refuted" if said else "holds", said or done, start)


def _family(trial: Trial, session: Session, rule: KeepTotal | TakeStock, fixed: Row | None) -> tuple[list[Any], Row]:
    """The key of a fresh parent, and the reference values of its rows."""
    key = reference_of(trial, rule.of, rule.reference, rule.table)
    if key is None:  # both refer to a third: a line and a stock to their product
        row = trial.child(session, rule.table, fixed or {})
        values = list(session.insert(rule.table, row))
        return values, dict(zip(rule.reference, values, strict=True))
    parent, pointing = trial.parent(session, rule.of, key, fixed)
    return [parent[c] for c in trial.physical.tables[rule.table].primary_key], pointing


def _child(trial: Trial, session: Session, of: str, fixed: Row) -> Row:
    return trial.child(session, of, fixed)


def _total(trial: Trial, rule: KeepTotal) -> str:
    with trial.undone() as session:
        parent, pointing = _family(trial, session, rule, None)
        first, second = _child(trial, session, rule.of, pointing), _child(trial, session, rule.of, pointing)
        key = trial.inserted(session, rule.of, first)
        if second.keys() and _distinct(trial, rule.of, first, second):
            trial.inserted(session, rule.of, second)
        else:
            second = {}
        wanted = sum((_term(trial, rule, r) for r in (first, second) if r), Decimal(0))
        wrong = _differs(trial, session, rule, parent, wanted, "after two rows")
        if wrong:
            return wrong
        try:
            trial.delete(session, rule.of, key)
        except Refusal:
            return ""  # rows that are never deleted: nothing to subtract
        return _differs(trial, session, rule, parent, wanted - _term(trial, rule, first), "after deleting one")


def _distinct(trial: Trial, table: str, first: Row, second: Row) -> bool:
    """Whether both rows can stand: number the second after the first where both are numbered within the same."""
    for column, per in trial.population.tables[table].numbered.items():
        if all(first.get(c) == second.get(c) for c in per):
            second[column] = first[column] + 1
    key = [c for c in trial.physical.tables[table].primary_key if c in first]
    return not key or len(key) < len(trial.physical.tables[table].primary_key) or [first[c] for c in key] != [second[c] for c in key]


def _term(trial: Trial, rule: KeepTotal, row: Row) -> Decimal:
    whole = dict(row)
    trial.population.tables[rule.of].derive(whole)
    return Decimal(str(evaluate(rule.term, whole, trial.world) or 0))


def _differs(trial: Trial, session: Session, rule: KeepTotal, parent: list[Any], wanted: Decimal, when: str) -> str:
    found = trial.read(session, rule.table, parent, rule.column)
    held = Decimal(str(found[0])) if found and found[0] is not None else None
    scale = trial.physical.tables[rule.table].columns[rule.column].data.scale
    return "" if held is not None and abs(held - wanted) <= Decimal(1).scaleb(-scale) else f"{when} the total is {held}, the rows sum to {wanted}"


def _stock(trial: Trial, id_: str, rule: TakeStock) -> str:
    with trial.undone() as session:
        parent, pointing = _family(trial, session, rule, {rule.column: STOCK})
        key = trial.inserted(session, rule.of, _child(trial, session, rule.of, {**pointing, rule.quantity: STOCK}))
        left = trial.read(session, rule.table, parent, rule.column)
        if not left or left[0] != 0:
            return f"{STOCK} taken of {STOCK}, but {left[0] if left else None} are left"
        try:
            trial.delete(session, rule.of, key)
            left = trial.read(session, rule.table, parent, rule.column)
            if not left or left[0] != STOCK:
                return f"a deleted row did not give its {STOCK} back"
        except Refusal:
            pass  # rows that are never deleted give nothing back
    with trial.undone() as session:
        parent, pointing = _family(trial, session, rule, {rule.column: STOCK})
        try:
            session.insert(rule.of, _child(trial, session, rule.of, {**pointing, rule.quantity: STOCK + 1}))
        except Refusal as refusal:
            ours = refusal.constraint == id_ or (refusal.kind == "check" and refusal.constraint in trial.physical.tables[rule.table].constraints)
            return "" if ours else f"one too many was refused by something else ({refused(refusal)})"
        return f"{STOCK + 1} were taken of {STOCK}"
