"""Every reference refuses a row that names nobody; in a design with tenants also one that names another tenant's row."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from relvar.model.design import Finding
from relvar.model.physical import Column, ForeignKey, Table
from relvar.populate.kinds import constants
from relvar.prove.live.breaking.trial import Row, Trial

ABSENT = 2_000_000_000  # a number that no sample row has, within 32 bits
KINDS = ("foreign_key",)


def references(trial: Trial) -> Iterator[Finding]:
    for id_, table in trial.tables():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey):
                yield _nobody(trial, id_, table, key)
                if len(key.columns) > 1:
                    yield from _another_tenants(trial, id_, table, key)


def own_columns(table: Table, key: ForeignKey) -> tuple[str, ...]:
    """Columns of this reference alone, and not held at one value; all of them where it shares each with another."""
    others = set(constants(table)) | {c for k in table.constraints.values() if isinstance(k, ForeignKey) and k is not key for c in k.columns}
    return tuple(c for c in key.columns if c not in others) or key.columns


def _filled(trial: Trial, id_: str, key: ForeignKey) -> Row | None:
    """A fresh row whose reference is not empty."""
    for _ in range(12):
        row = trial.fresh(id_)
        if row is None:
            break
        if all(row.get(c) is not None for c in key.columns):
            return row
    for values in _named_by_all(trial, id_, key)[-3:]:
        row = trial.fresh(id_, dict(zip(key.columns, values, strict=True)))
        if row is not None:
            return row
    return None


def _named_by_all(trial: Trial, id_: str, key: ForeignKey) -> list[tuple[Any, ...]]:
    """Keys of the parent that every other reference over the same columns finds too."""
    known = trial.population.tables
    alike = [
        k
        for k in trial.physical.tables[id_].constraints.values()
        if isinstance(k, ForeignKey) and k is not key and set(k.columns) <= set(key.columns) and k.table in known
    ]
    return [
        values
        for values in known[key.table].keys(key.to)
        if all(known[k.table].has(k.to, tuple(values[key.columns.index(c)] for c in k.columns)) for k in alike)
    ]


def _nobody(trial: Trial, id_: str, table: Table, key: ForeignKey) -> Finding:
    subject = f"{table.name}.{key.name}"
    row = _filled(trial, id_, key)
    if row is None:
        return trial.untried(subject, "no further legal row with this reference was found")
    bad = {**row, **{c: absent(table.columns[c]) for c in own_columns(table, key)}}
    rule = f"refers to {trial.physical.tables[key.table].name}"
    return trial.judged(subject, rule, _acting(id_, bad, key), _acting(id_, row, key), names_over(table, key, bad, row), KINDS)


def names_over(table: Table, key: ForeignKey, bad: Row, row: Row) -> set[str]:
    """The reference's name, and of others over a column that had to change with it."""
    changed = {c for c in bad if bad[c] != row[c]}
    return {k.name for k in table.constraints.values() if isinstance(k, ForeignKey) and set(k.columns) & changed} | {key.name}


def _acting(id_: str, row: Row, key: ForeignKey) -> Any:
    def act(session: Any) -> None:
        session.insert(id_, row)
        if key.deferred:
            session.commit()

    return act


def _another_tenants(trial: Trial, id_: str, table: Table, key: ForeignKey) -> Iterator[Finding]:
    tenant = trial.physical.tables.get(trial.context.design.conceptual.tenant)
    shared = [c for c in key.columns if tenant is not None and c in tenant.primary_key]
    if not shared:
        return
    subject, row = f"{table.name}.{key.name} across tenants", _filled(trial, id_, key)
    place = key.columns.index(shared[0])
    there = [v for v in trial.population.tables[key.table].keys(key.to) if row is not None and v[place] != row[shared[0]]]
    if row is None or not there:
        yield trial.untried(subject, "the sample holds no other tenant's row")
        return
    known = trial.population.tables[key.table]
    foreign = next(
        (v for v in there if not known.has(key.to, tuple(row[c] if c == shared[0] else x for c, x in zip(key.columns, v, strict=True)))), None
    )
    if foreign is None:
        yield trial.untried(subject, "every key of another tenant exists in this one too")
        return
    bad = {**row, **{c: v for c, v in zip(key.columns, foreign, strict=True) if c not in shared}}
    names = names_over(table, key, bad, row)
    yield trial.judged(subject, "never refers to another tenant's row", _acting(id_, bad, key), _acting(id_, row, key), names, KINDS)


def absent(column: Column) -> Any:
    """A value of the column's type that no row has."""
    base = column.data.base
    if base == "uuid":
        return uuid.UUID(int=0xDEAD_BEEF)
    if base in ("integer", "decimal"):
        return min(ABSENT, 2 ** (column.data.bits - 1) - 1) if base == "integer" else ABSENT
    return "ZZ"[: column.data.length or 2] if base == "text" else None
