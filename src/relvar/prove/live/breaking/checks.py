"""Every check refuses a row that breaks it and no other check: the design's own bad values, or a row found by search."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from relvar.model.design import Finding
from relvar.model.expression import ColumnRef, Expression, IsNull, Matches
from relvar.model.noun import Noun
from relvar.model.physical import CheckConstraint, Column
from relvar.model.walking import mapped
from relvar.plan.documents.layout import Layout
from relvar.populate.evaluate import columns_of
from relvar.populate.solver import Solver, Wanted, converted, wanted
from relvar.prove.live.breaking.trial import Row, Trial


def checks(trial: Trial) -> Iterator[Finding]:
    for id_, table in trial.tables():
        for check in table.constraints.values():
            if isinstance(check, CheckConstraint) and not _is_around(trial, id_, check):
                yield _one(trial, id_, check)


def _is_around(trial: Trial, id_: str, check: CheckConstraint) -> bool:
    """Whether it demands something of the document around the row, which the row does not bring: `kinds` tries that."""
    if not trial.physical.collections:
        return False
    layout = Layout(trial.physical)
    return any(layout.spot(id_, c).table != id_ for c in columns_of(check.condition))


def _one(trial: Trial, id_: str, check: CheckConstraint) -> Finding:
    subject = f"{trial.physical.tables[id_].name}.{check.name}"
    row = trial.fresh(id_, None, _filled(trial, check)) or trial.fresh(id_)
    if row is None:
        return trial.untried(subject, "no further legal row was found")
    bad = breaking(trial, id_, check, row)
    if bad is None:
        return trial.untried(subject, "no row was found that breaks this check and no other")
    changed = {c: v for c, v in bad.items() if row.get(c) != v}
    said = ", ".join(f"{c} = {str(v)[:40]!r}" for c, v in sorted(changed.items()))
    return trial.judged(
        subject, check.says or check.name, lambda s: s.insert(id_, bad), lambda s: s.insert(id_, row), (check.name,), ("check",), said
    )


def _filled(trial: Trial, check: CheckConstraint) -> tuple[Wanted, ...]:
    """A value in every column that the check names: compared with null it would be unknown, which passes."""
    aims = (trial.aim(IsNull(operand=ColumnRef(column=c), negated=True)) for c in columns_of(check.condition))
    return tuple(aim for found in aims for aim in found)


def breaking(trial: Trial, id_: str, check: CheckConstraint, row: Row) -> Row | None:
    """The row changed so that this check alone is broken, as the engine at hand sees it. None: not found."""
    maker = trial.population.tables[id_]
    aims = _aims(trial, id_, check)
    if aims is None:
        return dict(row) | _typed(check.bad, maker.table.columns) if check.bad else None
    offered = dict(row) | _typed(check.bad, maker.table.columns)
    maker.derive(offered)
    good_enough = bool(check.bad) and all(aim.met(offered) for aim in aims)
    if good_enough and _fits(offered, check, maker.table.columns):
        return {c: offered[c] for c in {**row, **check.bad}}
    found = dict(row)
    solver = Solver(maker.table.columns, maker.makers, maker.references.columns, maker.derive)
    settled = solver.settle(found, aims, Random(1), maker.turn)
    if good_enough and not (settled and _fits(found, check, maker.table.columns)):
        return {c: offered[c] for c in {**row, **check.bad}}
    return {c: found[c] for c in row} if settled else None


def _fits(row: Row, check: CheckConstraint, columns: dict[str, Column]) -> bool:
    """Whether the texts are as short as their columns ask: an engine's bounded type refuses a longer one before any check looks at it."""
    bounded = ((c, columns[c].data.length) for c in columns_of(check.condition) if c in columns and columns[c].data.base == "text")
    return all(not bound or len(str(row.get(c) or "")) <= bound for c, bound in bounded)


def _aims(trial: Trial, id_: str, check: CheckConstraint) -> list[Wanted] | None:
    """This check false, the others kept, in the form that the engine holds."""
    table, patterns = trial.physical.tables[id_], trial.context.features.can("regular_expressions")
    broken = wanted(as_held(check.condition, patterns), trial.world, False)
    if broken is None:
        return None
    others = (
        wanted(as_held(c.condition, patterns), trial.world) for c in table.constraints.values() if isinstance(c, CheckConstraint) and c is not check
    )
    return [broken, *(w for w in others if w is not None)]


def as_held(condition: Expression, patterns: bool) -> Expression:
    """The condition as an engine without regular expressions holds it: the simpler form in place of the pattern."""

    def held(node: Noun) -> Noun | None:
        if not isinstance(node, Matches):
            return None
        return node if patterns or node.simpler is None else node.simpler

    return mapped(condition, held)


def _typed(bad: dict[str, Any], columns: dict[str, Column]) -> Row:
    """The design's bad values in the types of their columns."""
    return {c: converted(v, columns[c]) for c, v in bad.items() if c in columns}
