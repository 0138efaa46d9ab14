"""Of what the model says that none is of two kinds: a row of a kind is refused for what is of another, and what has a row stays of its kind.

The rule is the model's, whatever the tables look like: a design whose reference does not name the kind accepts such a row, and is refuted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.model.behaviour import Freeze
from relvar.model.conceptual import Specialisation
from relvar.model.design import Finding
from relvar.model.physical import CheckConstraint
from relvar.plan.advisors.separate_kinds import Kind, kinds_of
from relvar.plan.documents.layout import Layout
from relvar.prove.live.breaking.trial import Row, Trial

SPARE = 6  # rows of each kind that have no row in the kind's table yet: what trials of that table refer to


class Exclusive(NamedTuple):
    """A kind of the rows of table `general`, whose `column` says so."""

    general: str
    column: str
    kind: Kind


def spare(trial: Trial) -> None:
    """Rows of each kind whose own row is still to come: where each has one already, no further row could be legal. Raises Refusal."""
    found = list(_exclusive(trial))[::-1]  # the special first: they take what is general for themselves
    if not found:
        return
    session = trial.database.session()
    try:
        session.begin()
        for one in found:
            for _ in range(SPARE):
                _added(trial, session, one)
        session.commit()
    finally:
        session.close()


def _exclusive(trial: Trial) -> Iterator[Exclusive]:
    """The general before the special, so that rows of several steps find what they refer to."""
    rules = [r for r in trial.context.design.conceptual.rules.values() if isinstance(r, Specialisation) and r.exclusive and r.attribute]
    for id_, table in trial.tables():
        for rule in rules:
            if rule.entity == id_ and rule.attribute in table.columns:
                yield from (Exclusive(id_, rule.attribute, kind) for kind in kinds_of(trial.physical, rule))


def _is_held(trial: Trial, kind: Kind) -> bool:
    """In a store of documents only where the kind's part lies in the document that says of which kind it is: no server keeps references."""
    return not trial.physical.collections or Layout(trial.physical).embedding(kind.table_id) is not None


def _refusing(trial: Trial, one: Exclusive) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and kinds of what refuses: the reference; in a store of documents the check of the part."""
    if not trial.physical.collections:
        return (one.kind.key.name,), ("foreign_key",)
    return tuple(c.name for c in one.kind.table.constraints.values() if isinstance(c, CheckConstraint)), ("check",)


def _added(trial: Trial, session: Any, one: Exclusive) -> None:
    row = trial.child(session, one.general, {**trial.begins(one.general), one.column: one.kind.value})
    key = dict(zip(trial.physical.tables[one.general].primary_key, session.insert(one.general, row), strict=True))
    maker = trial.population.tables[one.general]
    whole = dict.fromkeys(maker.columns) | row | key
    maker.derive(whole)
    maker.store(whole)


def kinds(trial: Trial) -> Iterator[Finding]:
    for one in _exclusive(trial):
        if not _is_held(trial, one.kind):
            continue
        yield _of_another(trial, one)
        if not trial.physical.collections:  # a validator looks at a changed document as at a new one
            yield _changed(trial, one)


def _key_of(trial: Trial, one: Exclusive, row: Row) -> Row:
    """The general row's primary key, as the row of a kind names it."""
    key = trial.physical.tables[one.general].primary_key
    return {to: row[c] for c, to in zip(one.kind.key.columns, one.kind.key.to, strict=True) if to in key}


def _of_another(trial: Trial, one: Exclusive) -> Finding:
    """The row of a kind for what is of another kind and has no row here: only the kind in the reference can refuse it."""
    table_id, table, _, key, value = one.kind
    subject, row, maker = f"{table.name} of another kind", trial.fresh(table_id), trial.population.tables[one.general]
    columns = tuple(to for to in key.to if to != one.column)
    others = maker.keys((*columns, one.column))
    other = next((v[:-1] for v in reversed(others) if v[-1] not in (value, None)), None)
    if row is None or other is None:
        return trial.untried(subject, "the sample holds no row of another kind")
    bad = {**row, **{key.columns[key.to.index(to)]: v for to, v in zip(columns, other, strict=True)}}
    rule = f"each names one of the {trial.physical.tables[one.general].name} of the {one.column} {value}"
    return trial.judged(subject, rule, trial.inserting(table_id, bad), trial.inserting(table_id, row), *_refusing(trial, one))


def _of_changeable(trial: Trial, one: Exclusive) -> Row | None:
    """A row of the kind whose general row no life cycle has ended."""
    general, special = trial.population.tables[one.general], trial.population.tables[one.kind.table_id]
    key, cycles = trial.physical.tables[one.general].primary_key, trial.cycles(one.general)
    found = general.keys((*key, *(cycle.column for cycle in cycles)))
    changeable = {values[: len(key)] for values in found if not any(s in c.final for s, c in zip(values[len(key) :], cycles, strict=True))}
    rows = (dict(zip(special.columns, stored, strict=True)) for stored in special.stored)
    return next((row for row in rows if tuple(_key_of(trial, one, row)[c] for c in key) in changeable), None)


def _changed(trial: Trial, one: Exclusive) -> Finding:
    """What has a row of a kind is made of another kind; what has none yet may become one."""
    general = trial.physical.tables[one.general]
    subject = f"{general.name} with a row in {one.kind.table.name}"
    if any(
        isinstance(b, Freeze) and b.table == one.general and (not b.columns or one.column in b.columns) for b in trial.physical.behaviours.values()
    ):
        return trial.found(subject, "holds", f"{one.column} of {general.name} never changes", time.perf_counter())
    row, unnamed = _of_changeable(trial, one), trial.fresh(one.kind.table_id)
    other = next((v for v in general.columns[one.column].values if v != one.kind.value), None)
    if row is None or unnamed is None or other is None:
        return trial.untried(subject, "the sample holds no row of this kind, or there is no other kind")

    def turned(special: Row) -> Any:
        key = _key_of(trial, one, special)
        return lambda session: trial.update(session, one.general, [key[c] for c in general.primary_key], {one.column: other})

    rule = f"{one.column} stays {one.kind.value} while a row of {one.kind.table.name} says so"
    return trial.judged(subject, rule, turned(row), turned(unnamed), *_refusing(trial, one))
