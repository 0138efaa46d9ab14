"""A dependency that no key upholds: the same left side with another right one is refused, with the same one accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relvar.model.behaviour import UpholdDependency
from relvar.model.design import Finding
from relvar.prove.live.breaking.trial import Row, Trial

TRIED = 12  # rows until two differ on the right
KINDS = ("overlap", "rule", "check")  # an exclusion constraint, or a trigger


def dependencies(trial: Trial) -> Iterator[Finding]:
    for id_, rule in trial.physical.behaviours.items():
        if isinstance(rule, UpholdDependency):
            yield _one(trial, id_, rule)


def _one(trial: Trial, id_: str, rule: UpholdDependency) -> Finding:
    subject = f"{trial.physical.tables[rule.table].name}.{id_}"
    known = [*rule.left, rule.right]
    first = next((row for row in (trial.fresh(rule.table) for _ in range(TRIED)) if row and None not in (row.get(c) for c in known)), None)
    if first is None:
        return trial.untried(subject, "no further legal row with a left and a right side was found")
    good = _second(trial, rule, first, {rule.right: first[rule.right]})
    bad = next((row for row in (_second(trial, rule, first, {}) for _ in range(TRIED)) if row and _differs(row, first, rule.right)), None)
    if good is None or bad is None:
        return trial.untried(subject, "no second legal row with the same left side was found")

    def two(second: Row) -> Any:
        def act(session: Any) -> None:
            session.insert(rule.table, first)
            session.insert(rule.table, second)

        return act

    return trial.judged(subject, f"{', '.join(rule.left)} determines {rule.right}", two(bad), two(good), {id_}, KINDS)


def _differs(row: Row, first: Row, column: str) -> bool:
    return row.get(column) is not None and row[column] != first[column]


def _second(trial: Trial, rule: UpholdDependency, first: Row, fixed: Row) -> Row | None:
    """A row with the same left side; the generator's own guards would give it the same right one, and first and second share no key."""
    maker = trial.population.tables[rule.table]
    with maker.aside() as note:
        note(first)
        maker.guards = [g for g in maker.guards if getattr(g, "rule", None) is not rule]
        return trial.fresh(rule.table, {**{c: first[c] for c in rule.left}, **fixed})
