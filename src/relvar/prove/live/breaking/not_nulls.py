"""A required column refuses null."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.behaviour import NumberWithoutGaps, TouchTime
from relvar.model.design import Finding
from relvar.plan.documents.layout import made_by_engine
from relvar.prove.live.breaking.trial import Trial


def not_nulls(trial: Trial) -> Iterator[Finding]:
    filled = {(b.table, b.column) for b in trial.physical.behaviours.values() if isinstance(b, TouchTime | NumberWithoutGaps)}
    for id_, table in trial.tables():
        row = trial.fresh(id_)
        if row is None:
            yield trial.untried(table.name, "no further legal row was found: keys or limits admit no more")
            continue
        for column, kind in table.columns.items():
            if kind.nullable or kind.identity or kind.generated is not None or (id_, column) in filled:
                continue
            if _is_made_up(trial, id_, column):
                yield trial.untried(f"{table.name}.{kind.name}", "a key that nobody gives is made by the driver; the integrity questions find it")
                continue
            bad = {**row, column: None}
            names = {kind.name, f"{table.name}.{kind.name}", f"{table.name}_{kind.name}_not_null", *_key_names(trial, id_, column)}
            yield trial.judged(
                f"{table.name}.{kind.name}", "required",
                trial.inserting(id_, bad), trial.inserting(id_, row), names, ("not_null",),
            )  # fmt: skip


def _is_made_up(trial: Trial, table: str, column: str) -> bool:
    """Whether a driver makes a value of the right type where the writer forgets the document's own key."""
    found = trial.physical.collections.get(table)
    return found is not None and found.key == column and made_by_engine(trial.physical, table, column)


def _key_names(trial: Trial, table: str, column: str) -> tuple[str, ...]:
    owner = trial.physical.tables[table]
    return (owner.primary_key_name,) if column in owner.primary_key else ()
