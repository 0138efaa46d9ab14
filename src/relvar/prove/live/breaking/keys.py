"""Every key (primary, unique, unique among some rows, on an expression) refuses a second row with equal values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.model.behaviour import UpholdDependency
from relvar.model.design import Finding
from relvar.model.expression import ColumnRef, Expression, IsNull
from relvar.model.physical import ForeignKey, Table, UniqueConstraint
from relvar.plan.documents.layout import Layout
from relvar.populate.evaluate import columns_of
from relvar.populate.guards import Distinct
from relvar.populate.solver import Wanted
from relvar.prove.live.breaking.trial import Row, Trial


class Key(NamedTuple):
    """`parts`: what must be equal in two rows; `columns`: the columns that these name."""

    name: str
    parts: tuple[Expression, ...]
    where: Expression | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.parts)


def keys(trial: Trial) -> Iterator[Finding]:
    for id_, table in trial.tables():
        for key in all_keys(table):
            yield _one(trial, id_, table, key)


def all_keys(table: Table) -> Iterator[Key]:
    yield Key(table.primary_key_name, _refs(table.primary_key))
    for constraint in table.constraints.values():
        if isinstance(constraint, UniqueConstraint):
            yield Key(constraint.name, _refs(constraint.columns))
    for index in table.indexes.values():
        if index.unique:
            yield Key(index.name, tuple(p.expression for p in index.parts), index.where)


def _refs(columns: tuple[str, ...]) -> tuple[Expression, ...]:
    return tuple(ColumnRef(column=c) for c in columns)


def _one(trial: Trial, id_: str, table: Table, key: Key) -> Finding:
    subject = f"{table.name}.{key.name}"
    if Layout(trial.physical).flowing(id_) is not None:
        return trial.untried(subject, "rows lie in their owner's document or apart, and no index spans both: the driver's keys differ")
    if any(table.columns[c].identity for c in key.columns):
        return _numbered(trial, id_, table, key, subject)
    aims = _counted(trial, key)
    first = trial.fresh(id_, None, aims)
    if first is None:
        return trial.untried(subject, "no further legal row was found")
    rest, mended = _beside(trial, id_, key, first, _fixed(table, key, first), aims)
    rest = rest or _twin(trial, id_, table, key, first)
    if rest is None:
        return trial.untried(subject, "no second legal row was found")
    told = _told(trial, id_, key.columns)
    second = {**rest, **{c: first[c] for c in told if c in first}}
    for column in trial.population.tables[id_].numbered:
        if column in first and column not in key.columns:
            second[column] = first[column] + 1

    def bad(session: Any) -> None:
        session.insert(id_, first)
        session.insert(id_, second)

    def good(session: Any) -> None:
        if mended is not first:
            session.insert(id_, first)
        session.insert(id_, mended)

    return trial.judged(subject, f"unique {', '.join(key.columns)}", bad, good, _names(table, told) | {key.name}, ("unique",))


def _told(trial: Trial, id_: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns, and those that dependencies without a key say are equal where these are: a row that differs there breaks another rule."""
    rules = [b for b in trial.physical.behaviours.values() if isinstance(b, UpholdDependency) and b.table == id_]
    found, before = dict.fromkeys(columns), 0
    while len(found) > before:
        before = len(found)
        found |= {rule.right: None for rule in rules if set(rule.left) <= found.keys()}
    return tuple(found)


def _beside(trial: Trial, id_: str, key: Key, first: Row, fixed: Row, aims: tuple[Wanted, ...]) -> tuple[Row | None, Row]:
    """A row with the first one's key, and one with a key of its own: both apart from the first by all other rules, where that can be."""
    maker = trial.population.tables[id_]
    with maker.aside() as note:
        note(first)
        mended = trial.fresh(id_, None, aims)
        maker.guards = [g for g in maker.guards if not (isinstance(g, Distinct) and set(g.columns) <= set(key.columns))]
        rest = trial.fresh(id_, fixed, aims)
    return rest or trial.fresh(id_, fixed, aims), mended or trial.fresh(id_, None, aims) or first


def _counted(trial: Trial, key: Key) -> tuple[Wanted, ...]:
    """What puts a row under the key: its condition, and a value in every part, for null is equal to nothing."""
    filled = (trial.aim(IsNull(operand=part, negated=True)) for part in key.parts)
    return (*trial.aim(key.where), *(aim for aims in filled for aim in aims))


def _names(table: Table, columns: tuple[str, ...]) -> set[str]:
    """Names of the keys inside the columns: a row that breaks a wide one breaks the narrow ones as well."""
    return {k.name for k in all_keys(table) if k.where is None and set(k.columns) <= set(columns)}


def _fixed(table: Table, key: Key, first: Row) -> Row:
    """Values that the second row shares from the start: the key's, and the whole of every reference that the key touches."""
    touched = {c for f in table.constraints.values() if isinstance(f, ForeignKey) and set(f.columns) & set(key.columns) for c in f.columns}
    return {c: first[c] for c in (*key.columns, *sorted(touched)) if c in first and first[c] is not None}


def _twin(trial: Trial, id_: str, table: Table, key: Key, first: Row) -> Row | None:
    """The first row once more, with the columns of all other keys from a fresh one."""
    other = trial.fresh(id_)
    if other is None:
        return None
    apart = {c for k in all_keys(table) if k.name != key.name for c in k.columns} - set(key.columns)
    pointing = {c for f in table.constraints.values() if isinstance(f, ForeignKey) for c in f.columns}
    return {c: (other[c] if c in apart - pointing else first[c]) for c in first if c in other}


def _numbered(trial: Trial, id_: str, table: Table, key: Key, subject: str) -> Finding:
    """A key the engine numbers: the number of a row that stands is given once more, by bulk load, as a restore would."""
    stored = trial.stored(id_)
    row = trial.fresh(id_)
    if stored is None or row is None:
        return trial.untried(subject, "no row to repeat")
    number = {c: stored[c] for c in key.columns}
    shared = {c: stored[c] for c in _fixed(table, key, stored) if c in row}
    again = {**(trial.fresh(id_, shared) or row), **number}
    return trial.judged(
        subject, "unique", lambda s: s.insert(id_, again), lambda s: s.insert(id_, row), {key.name} | _names(table, key.columns), ("unique",)
    )
