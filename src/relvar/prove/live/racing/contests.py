"""Values that put two callers at odds, by the kind of race: both want the last item, the same slot, the same key, the same row.

The rows that the transaction locks, changes or hangs its own on are made afresh for each race, in the state that its conditions ask for,
so that nothing but the other caller stands in the way.
"""

from __future__ import annotations

from typing import Any

from relvar.engines.base import Session
from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle, ForbidOverlap, KeepTotal, LimitCount, NumberWithoutGaps, TakeStock
from relvar.model.physical import ForeignKey
from relvar.model.query import Delete, Insert, Select, Transaction, Update
from relvar.model.walking import every
from relvar.populate.evaluate import columns_of
from relvar.populate.guards import Apart, Distinct
from relvar.populate.parameters import asked, context_of
from relvar.populate.solver import Wanted
from relvar.prove.live.breaking.trial import Row, Trial
from relvar.prove.live.racing.contest import Contest
from relvar.prove.live.racing.inserted import left_out, until_later, written
from relvar.prove.live.racing.unguarded import key_columns

ONE_WINS = ("last_item", "same_slot", "same_key", "seat_limit", "state_change")  # of these at most one caller may succeed
LAST = 2  # items on the shelf, and in each caller's basket


def contest_of(trial: Trial, session: Session, transaction: Transaction, kind: str) -> Contest:
    """The contest of one transaction. Raises LookupError where the sample gives no values for it, Refusal where a row is refused."""
    scene = Scene(trial, session, transaction, kind)
    first = scene.values({})
    second = scene.values(scene.shared)
    if kind == "same_key":
        second |= _same_key(trial, transaction, first)
    if kind == "opposite_orders":
        second = {**second, **_swapped(first)}
    one = kind in ONE_WINS or (kind == "lost_update" and transaction.guards.get(kind, transaction.guard) == "condition")
    return Contest(transaction, (first, second), scene.context(first), 1 if one else 2, transaction.faults.get(kind, transaction.invariant_holds))


def _same_key(trial: Trial, transaction: Transaction, first: Row) -> Row:
    """The first caller's values of what makes two runs the same run."""
    columns = key_columns(trial.physical, transaction)
    inserts = (s for s in transaction.statements if isinstance(s, Insert) and s.table in columns)
    names = [v.name for s in inserts for c, v in s.values.items() if isinstance(v, e.Parameter) and c in columns[s.table]]
    return {name: first[name] for name in names if name in first}


def _swapped(first: Row) -> Row:
    """The two rows of one lock, the other way round: `other_product_id` takes the place of `product_id`."""
    pairs = [(n.removeprefix("other_"), n) for n in first if n.startswith("other_") and n.removeprefix("other_") in first]
    return {name: first[other] for name, other in pairs} | {other: first[name] for name, other in pairs}


class Scene:
    """The rows that a race is about, and parameters that name them."""

    def __init__(self, trial: Trial, session: Session, transaction: Transaction, kind: str) -> None:
        self.trial, self.session, self.transaction, self.kind = trial, session, transaction, kind
        self.targets: dict[str, Row] = {}
        self.others: dict[str, Row] = {}
        self.shared: dict[str, Row] = {}  # by table: what both callers' inserts have in common
        self.inserted = [s.table for s in transaction.statements if isinstance(s, Insert)]
        before: set[str] = set()
        for statement in transaction.statements:
            if isinstance(statement, Insert):
                self._contended(statement.table)
                before.add(statement.table)
            elif isinstance(statement, Select | Update | Delete) and statement.table not in before:
                self._target(statement.table, {})

    # --- rows ---

    def _target(self, table: str, fixed: Row) -> Row:
        if table not in self.targets:
            self.targets[table] = self._made(table, {**self._state(table), **fixed})
        return self.targets[table]

    def _made(self, table: str, fixed: Row) -> Row:
        row = self.trial.child(self.session, table, {**self._known_keys(table), **fixed})
        key = self.session.insert(table, row)
        return {**row, **dict(zip(self.trial.physical.tables[table].primary_key, key, strict=True))}

    def _known_keys(self, table: str) -> Row:
        """References of a table to rows that are made already, as far as they agree."""
        found: Row = {}
        for key in self.trial.physical.tables[table].constraints.values():
            if isinstance(key, ForeignKey) and key.table in self.targets and key.table != table:
                values = {c: self.targets[key.table].get(to) for c, to in zip(key.columns, key.to, strict=True)}
                if None not in values.values() and all(found.get(c, v) == v for c, v in values.items()):
                    found |= values
        return found

    def _state(self, table: str) -> Row:
        """What the updates' conditions ask of the row: constants, and a state that can still change."""
        fixed: Row = {}
        for statement in self.transaction.statements:
            if isinstance(statement, Update | Delete) and statement.table == table:
                fixed |= dict(_constants(statement.where))
        cycle = self.cycle(table)
        if cycle is not None and any(isinstance(s, Update) and s.table == table for s in self.transaction.statements):  # a final row never changes
            fixed.setdefault(cycle.column, cycle.transitions[0][0])
        for rule in self.trial.physical.behaviours.values():
            if isinstance(rule, TakeStock) and rule.table == table and self.kind == "last_item":
                fixed[rule.column] = LAST
            elif isinstance(rule, LimitCount) and rule.parent == table and rule.limit_column and self.kind == "seat_limit":
                fixed[rule.limit_column] = 1
        return fixed

    def cycle(self, table: str) -> FollowLifeCycle | None:
        found = (b for b in self.trial.physical.behaviours.values() if isinstance(b, FollowLifeCycle) and b.table == table)
        return next(found, None)

    def _contended(self, table: str) -> None:
        """Parents that a rule counts by (a stock, a slot's room, a limit) are made afresh."""
        for rule in self.trial.physical.behaviours.values():
            if isinstance(rule, TakeStock) and rule.of == table and rule.table not in self.inserted:
                made = self._target(rule.table, {})
                keys = self.trial.physical.tables[rule.table].primary_key
                self.shared.setdefault(table, {}).update(zip(rule.reference, (made[k] for k in keys), strict=False))
                self.shared[table][rule.quantity] = LAST if self.kind == "last_item" else 1
            elif isinstance(rule, ForbidOverlap) and rule.table == table:
                self._parents(table, rule.per)
            elif isinstance(rule, LimitCount) and rule.table == table and self.kind == "seat_limit":
                self._parents(table, rule.reference)
                self._fill(rule)

        for index in self.trial.physical.tables[table].indexes.values():
            if index.unique and index.where is not None:  # one open loan a copy: a copy that stands in the sample may have one
                self._parents(table, columns_of(tuple(p.expression for p in index.parts)))

    def _parents(self, table: str, columns: tuple[str, ...]) -> None:
        earlier = self.targets.get(table)
        if earlier is not None:  # a row that the transaction ends before it writes the next one: both are of the same parents
            self.shared.setdefault(table, {}).update({c: earlier[c] for c in columns})
            return
        for key in self.trial.physical.tables[table].constraints.values():
            if isinstance(key, ForeignKey) and set(key.columns) & set(columns) and key.table not in self.inserted:
                shared = self.shared.setdefault(table, {})
                fixed = {to: shared[c] for c, to in zip(key.columns, key.to, strict=True) if c in shared}
                made = self._target(key.table, fixed)
                shared.update({c: made[to] for c, to in zip(key.columns, key.to, strict=True)})

    def _fill(self, rule: LimitCount) -> None:
        """All places but the last are taken."""
        for _ in range((1 if rule.limit_column else rule.limit) - 1):
            row = self.trial.child(self.session, rule.table, dict(self.shared.get(rule.table, {})), self.trial.aim(rule.where))
            self.session.insert(rule.table, row)

    # --- parameters ---

    def values(self, fixed: dict[str, Row]) -> Row:
        """One caller's parameters. `fixed` by table: what an earlier caller's rows had that this one's must have too."""
        found: Row = {}
        for statement in self.transaction.statements:
            if isinstance(statement, Insert):
                self._insert(statement, found, fixed.get(statement.table, {}))
            elif isinstance(statement, Select | Update | Delete):
                if isinstance(statement, Update):
                    self._sets(statement, found)
                for name, like in parameters_of(statement.where):
                    found.setdefault(name, self._named(name, like, statement.table))
        return found

    def _insert(self, statement: Insert, found: Row, fixed: Row) -> None:
        table = statement.table
        owner = self.trial.physical.tables[table]
        beside = {**left_out(owner, statement, self._kept(table)), **written(owner, statement)}
        known = {**beside, **self._known_keys(table), **self._awaited(table), **self.shared.get(table, {}), **fixed, **written(owner, statement)}
        rules = [b for b in self.trial.physical.behaviours.values() if isinstance(b, ForbidOverlap) and b.table == table]
        where = rules[0].where if rules and self.kind == "same_slot" else None
        row = self._beside(table, known, (*self.trial.aim(where), *until_later(self.trial.population.tables[table].checks, owner, beside)))
        if rules and self.kind == "same_slot":
            self.shared.setdefault(table, {}).update({c: row[c] for c in (*rules[0].per, rules[0].start, rules[0].end)})
        for column, value in statement.values.items():
            if isinstance(value, e.Parameter):
                found.setdefault(value.name, row.get(column))

    def _kept(self, table: str) -> set[str]:
        """Columns that triggers fill."""
        kinds = (KeepTotal, NumberWithoutGaps)
        return {b.column for b in self.trial.physical.behaviours.values() if isinstance(b, kinds) and b.table == table}

    def _beside(self, table: str, fixed: Row, aims: tuple[Wanted, ...]) -> Row:
        """A row that meets those made for this race under the raced rule alone: other keys and times are its own, where that can be."""
        maker = self.trial.population.tables[table]
        row = self.trial.fresh(table, fixed, aims)
        kept = maker.guards
        maker.guards = [g for g in kept if not isinstance(g, Distinct)]
        try:
            row = row or self.trial.child(self.session, table, fixed, aims)
        finally:
            maker.guards = kept
        for guard in kept:
            if isinstance(guard, Distinct) or (isinstance(guard, Apart) and self.kind != "same_slot"):
                guard.take({**dict.fromkeys(maker.columns), **row})
        return row

    def _awaited(self, table: str) -> Row:
        """References to rows that the transaction itself inserts before: their keys come back from it (a stand-in until then)."""
        found: Row = {}
        for key in self.trial.physical.tables[table].constraints.values():
            if isinstance(key, ForeignKey) and key.table in self.inserted and key.table != table:
                known = self._known_keys(key.table) | self.shared.get(key.table, {})
                parent = self.trial.stored(key.table) or {}
                found |= {
                    c: known.get(to, parent.get(to)) for c, to in zip(key.columns, key.to, strict=True) if known.get(to, parent.get(to)) is not None
                }
        return found

    def _sets(self, update: Update, found: Row) -> None:
        row, cycle, maker = self.targets.get(update.table), self.cycle(update.table), self.trial.population.tables[update.table]
        given = {column: value.name for column, value in update.sets.items() if isinstance(value, e.Parameter)}
        fresh = self.trial.fresh(update.table) or {}
        changed = {c: fresh.get(c, maker.makers[c](maker.random, maker.turn)) for c in given}
        changed |= self._ends(update.table, set(given))
        if cycle and cycle.column in given and row:
            changed[cycle.column] = next((b for a, b in cycle.transitions if a == row.get(cycle.column)), changed[cycle.column])
        if row:
            changed = self._settled(update, row, changed)
        for column, name in given.items():
            found.setdefault(name, changed[column])

    def _ends(self, table: str, given: set[str]) -> Row:
        """A period that an update ends, ends now: the next one may begin."""
        columns = self.trial.physical.tables[table].columns
        rules = (b for b in self.trial.physical.behaviours.values() if isinstance(b, ForbidOverlap) and b.table == table)
        now = self.trial.population.now
        return {b.end: now.date() if columns[b.end].data.base == "date" else now for b in rules if b.end in given and b.start not in given}

    def _settled(self, update: Update, row: Row, changed: Row) -> Row:
        """The new values, amended until the checks hold in the row as it then is; a state stays as it was chosen."""
        owner, maker = self.trial.physical.tables[update.table], self.trial.population.tables[update.table]
        beside = written(owner, update)
        whole = {**dict.fromkeys(maker.columns), **row, **beside, **changed}
        maker.derive(whole)
        aims = (*maker.checks, *until_later(maker.checks, owner, beside))
        kept = {c for c in maker.columns if c not in changed or maker.table.columns[c].values}
        return {c: whole[c] for c in changed} if maker.solver.settle(whole, aims, maker.random, maker.turn, frozenset(kept)) else changed

    def _named(self, name: str, like: str, table: str) -> Any:
        owner, _, column = like.partition(".")
        if name.startswith("other_"):
            if owner not in self.others:
                self.others[owner] = self._made(owner, {})
            return self.others[owner].get(column)
        for place in (owner, table):
            if place in self.targets and column in self.targets[place]:
                return self.targets[place][column]
        stored = self.trial.stored(owner) or {}
        return stored.get(column)

    def context(self, values: Row) -> Row:
        """Who is asking: the tenant of the rows raced about, where there is one."""
        table = next(iter(self.targets), self.transaction.statements[0].table)
        row = self.targets.get(table) or self.shared.get(table) or self.trial.stored(table) or {}
        likes = {**self.trial.physical.context, **{u.name: u.like for s in self.transaction.statements for u in contexts_of(s)}}
        found = {**context_of(self.trial.population, table, row), **asked(self.trial.population, *self.transaction.statements).context}
        return found | {name: value for name, like in likes.items() if (value := self._own(table, row, like)) is not None}

    def _own(self, table: str, row: Row, like: str) -> Any:
        """The row's own value of "table.column": its column, or the reference that holds it."""
        owner, _, column = like.partition(".")
        if owner == table:
            return row.get(column)
        for key in self.trial.physical.tables[table].constraints.values():
            if isinstance(key, ForeignKey):
                for own, to in zip(key.columns, key.to, strict=True):
                    if (key.table, to) == (owner, column) and row.get(own) is not None:
                        return row[own]
        return row.get(column)


def _constants(where: e.Expression) -> list[tuple[str, Any]]:
    items = where.items if isinstance(where, e.And) else (where,)
    found: list[tuple[str, Any]] = []
    for item in items:
        if isinstance(item, e.Compare) and item.op == "=" and isinstance(item.left, e.ColumnRef) and isinstance(item.right, e.Constant):
            found.append((item.left.column, item.right.value))
        elif isinstance(item, e.InList) and isinstance(item.operand, e.ColumnRef):
            found.append((item.operand.column, item.items[0].value))
    return found


def contexts_of(node: object) -> list[e.Context]:
    """Every context value that a statement names."""
    return list(every(e.Context, node))


def parameters_of(node: object) -> list[tuple[str, str]]:
    """(name, "table.column" it is like) of the parameters in a condition."""
    return [(parameter.name, parameter.like) for parameter in every(e.Parameter, node)]
