"""One attempt: a row (or change) that is wrong in one way must be refused by the rule it breaks, and accepted with only that mended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from relvar.engines.base import Database, Refusal, Session
from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle
from relvar.model.design import Finding
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.model.query import Delete, Output, Select, Update
from relvar.populate import Population
from relvar.populate.evaluate import World
from relvar.populate.kinds import constants
from relvar.populate.solver import Wanted, wanted
from relvar.prove.live.context import Context, refused, undone

CHECK = "rules_refuse_bad_rows"
DEEPEST = 4  # parents of parents that are made for one row
Row = dict[str, Any]
Act = Callable[[Session], object]


class Trial:
    """What every kind of trial uses: fresh legal rows, attempts that are taken back, and the verdict."""

    def __init__(self, context: Context, database: Database, population: Population) -> None:
        self.context = context
        self.database = database
        self.population = population
        self.physical: Physical = context.physical
        self.world = World(now=population.now)
        self.session: Session | None = None  # opened once: connecting costs more than most attempts

    # --- rows ---

    def tables(self) -> Iterable[tuple[str, Table]]:
        """Tables that applications fill (not those that triggers write)."""
        return ((i, self.physical.tables[i]) for i in self.population.order if not self._keeps_nothing(i))

    def unchecked(self) -> Iterable[str]:
        """Names of tables whose rows the engine does not look at."""
        return (self.physical.tables[i].name for i in self.population.order if self._keeps_nothing(i))

    def _keeps_nothing(self, table: str) -> bool:
        """Whether the rows lie where the engine checks nothing: a time-series collection has neither validator nor key."""
        found = self.physical.collections.get(table)
        return found is not None and found.time_series is not None

    def fresh(self, table: str, fixed: Row | None = None, aims: tuple[Wanted, ...] = ()) -> Row | None:
        return self.population.fresh(table, fixed, aims)

    def stored(self, table: str) -> Row | None:
        """A row that is in the database, or None where the table is empty."""
        maker = self.population.tables[table]
        return dict(zip(maker.columns, maker.stored[len(maker.stored) // 2], strict=True)) if maker.stored else None

    def cycles(self, table: str) -> list[FollowLifeCycle]:
        return [b for b in self.physical.behaviours.values() if isinstance(b, FollowLifeCycle) and b.table == table]

    def begins(self, table: str) -> Row:
        """States from which a life cycle lets a row change: a final row is refused whatever else the change breaks."""
        return {b.column: next((s for s in states_of(b) if s not in b.final), b.initial) for b in self.cycles(table)}

    def changeable(self, table: str, fixed: Row | None = None) -> Row | None:
        """A fresh row in a state that lets it change."""
        return self.fresh(table, {**self.begins(table), **(fixed or {})})

    def aim(self, condition: e.Expression | None, outcome: bool = True) -> tuple[Wanted, ...]:
        found = wanted(condition, self.world, outcome) if condition is not None else None
        return (found,) if found is not None else ()

    # --- attempts ---

    def undone(self) -> AbstractContextManager[Session]:
        """The trial's session in a transaction that is taken back."""
        if self.session is None:
            self.session = self.database.session()
        return undone(self.database, session=self.session)

    def close(self) -> None:
        if self.session is not None:
            self.session.close()

    def attempt(self, act: Act) -> Refusal | None:
        """The refusal that `act` meets in a transaction of its own, which is taken back."""
        with self.undone() as session:
            try:
                act(session)
            except Refusal as refusal:
                return refusal
        return None

    def judged(self, subject: str, rule: str, bad: Act, good: Act, names: Iterable[str], kinds: Iterable[str], statement: str = "") -> Finding:
        """Refuted where `bad` is accepted or refused by another rule, or `good` refused."""
        start = time.perf_counter()
        refusal = self.attempt(bad)
        mended = self.attempt(good)
        if refusal is None:
            return self.found(subject, "refuted", f"{rule}: a row that breaks it was accepted", start, statement)
        if refusal.constraint not in set(names) or refusal.kind not in set(kinds):
            return self.found(subject, "refuted", f"{rule}: refused, but by something else ({refused(refusal)})", start, statement)
        if mended is not None:
            return self.found(
                subject, "refuted", f"{rule}: the same row with only the fault mended was refused too ({refused(mended)})", start, statement
            )
        return self.found(subject, "holds", f"{rule}: the bad row was refused ({refusal.kind}), the mended one accepted", start, statement)

    def found(self, subject: str, verdict: Any, message: str, start: float, statement: str = "") -> Finding:
        return self.context.finding(CHECK, subject, verdict, message, statement=statement, since=start)

    def untried(self, subject: str, why: str) -> Finding:
        return self.context.finding(CHECK, subject, "not run", why)

    # --- statements on one row ---

    def where(self, table: str, key: Iterable[Any]) -> e.Expression:
        """The condition that names one row by its primary key, as parameters key_0, key_1 ..."""
        columns = self.physical.tables[table].primary_key
        parts = [_equal(c, e.Parameter(name=f"key_{i}", like=f"{table}.{c}")) for i, c in enumerate(columns)]
        return parts[0] if len(parts) == 1 else e.And(items=tuple(parts))

    def update(self, session: Session, table: str, key: Iterable[Any], sets: Row) -> int:
        """Set columns of one row; how many rows changed. Raises Refusal."""
        given = {f"set_{c}": e.Parameter(name=f"set_{c}", like=f"{table}.{c}") for c in sets}
        statement = Update(table=table, sets={c: given[f"set_{c}"] for c in sets}, where=self.where(table, key))
        rows = session.run(statement, {**_named(key), **{f"set_{c}": v for c, v in sets.items()}})
        return int(rows[0][0]) if rows else 0

    def delete(self, session: Session, table: str, key: Iterable[Any]) -> int:
        rows = session.run(Delete(table=table, where=self.where(table, key)), _named(key))
        return int(rows[0][0]) if rows else 0

    def read(self, session: Session, table: str, key: Iterable[Any], *columns: str) -> tuple[Any, ...] | None:
        outputs = tuple(Output(expression=e.ColumnRef(table="t", column=c), name=c) for c in columns)
        parts = [_equal(c, e.Parameter(name=f"key_{i}", like=f"{table}.{c}"), "t") for i, c in enumerate(self.physical.tables[table].primary_key)]
        rows = session.run(Select(table=table, alias="t", outputs=outputs, where=e.And(items=tuple(parts))), _named(key))
        return rows[0] if rows else None

    def parent(self, session: Session, child: str, key: ForeignKey, fixed: Row | None = None) -> tuple[Row, Row]:
        """A fresh parent, inserted, and the values of the child's reference columns that name it. Raises Refusal, LookupError."""
        held = constants(self.physical.tables[child])
        row = self.child(session, key.table, {to: held[c] for c, to in zip(key.columns, key.to, strict=True) if c in held} | (fixed or {}))
        table = self.physical.tables[key.table]
        whole = {**row, **dict(zip(table.primary_key, session.insert(key.table, row), strict=True))}
        return whole, {c: whole[to] for c, to in zip(key.columns, key.to, strict=True)}

    def child(self, session: Session, table: str, fixed: Row, aims: tuple[Wanted, ...] = (), depth: int = 0) -> Row:
        """A legal row with `fixed` reference values; other parents are made beside it where none fits (in a fresh tenant none does).

        Raises Refusal, LookupError.
        """
        row = self.fresh(table, fixed, aims)
        if row is not None:
            return row
        if depth == DEEPEST:
            raise LookupError(f"no legal row of {self.physical.tables[table].name} was found for a fresh parent")
        owner = self.physical.tables[table]
        found = constants(owner) | fixed
        for key in sorted((k for k in owner.constraints.values() if isinstance(k, ForeignKey)), key=lambda k: -len(k.columns)):
            if set(key.columns) <= found.keys() or key.table == table or any(owner.columns[c].nullable for c in key.columns):
                continue
            shared = {to: found[c] for c, to in zip(key.columns, key.to, strict=True) if c in found}
            parent = self.child(session, key.table, shared, (), depth + 1)
            named = {**parent, **dict(zip(self.physical.tables[key.table].primary_key, session.insert(key.table, parent), strict=True))}
            found |= {c: named[to] for c, to in zip(key.columns, key.to, strict=True)}
        row = self.fresh(table, found, aims)
        if row is None:
            raise LookupError(f"no legal row of {owner.name} was found beside fresh parents")
        return row

    def inserting(self, table: str, row: Row) -> Act:
        return lambda session: session.insert(table, row)

    def inserted(self, session: Session, table: str, row: Row) -> tuple[Any, ...]:
        return tuple(session.insert(table, row))


def states_of(rule: FollowLifeCycle) -> list[str]:
    """Every state of a life cycle, the initial one first."""
    return list(dict.fromkeys([rule.initial, *(s for pair in rule.transitions for s in pair)]))


def _equal(column: str, value: e.Expression, alias: str = "") -> e.Compare:
    return e.Compare(op="=", left=e.ColumnRef(column=column, table=alias), right=value)


def _named(key: Iterable[Any]) -> Row:
    return {f"key_{i}": v for i, v in enumerate(key)}
