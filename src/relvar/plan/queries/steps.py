"""The steps of a use case as statements: what is locked, written and checked, with parameters shared by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from relvar.model.behaviour import ForbidOverlap, KeepTotal, TakeStock
from relvar.model.conceptual import LifeCycle, Step, StockLevel, UseCase
from relvar.model.expression import And, Arithmetic, ColumnRef, Compare, Constant, Context, Expression, InList, Or, Parameter
from relvar.model.physical import Column, Table
from relvar.model.query import Delete, Insert, Ordering, Output, Select, Statement, Update
from relvar.model.walking import requalified
from relvar.plan.queries.moves import move
from relvar.plan.queries.sight import tenant_context
from relvar.plan.trace import Trace, all_of, foreign_keys


class Steps:
    """Statements of one use case. `version`, `idempotency`: "table.column" or "", what the advisor decided for it."""

    def __init__(self, trace: Trace, use_case: UseCase, version: str, idempotency: tuple[str, tuple[str, ...]]) -> None:
        self.trace = trace
        self.use_case = use_case
        self.version = version
        self.idempotency = idempotency
        self.names: dict[str, str] = {}
        self.guarded_by_condition = False
        self.locked: dict[str, None] = {}
        self.inserted: set[str] = set()
        self.kept: list[str] = []  # steps that the database does by itself

    def statements(self) -> tuple[Statement, ...]:
        found: list[Statement] = list(self._locks())
        for step in self.use_case.steps:
            if step.entity in self.trace.physical.tables:
                found += self._step(step)
        return tuple(found)

    def _step(self, step: Step) -> Iterator[Statement]:
        if step.action == "insert":
            yield self._insert(step.entity)
            if step.entity in self._taking():
                yield self._second(step.entity)
        elif step.action == "update":
            if not self._is_kept(step):
                yield self._update(step)
        elif step.action == "delete":
            yield Delete(table=step.entity, where=self._this(step.entity))
        elif step.action == "lock":
            if step.entity not in self.locked:
                yield self._lock(step.entity)
        else:
            yield self._read(step.entity)

    # --- locks ---

    def _locks(self) -> Iterator[Select]:
        """Where opposite orders can meet, both rows that will be taken from are locked first, in the order of their key."""
        if "opposite_orders" in self.use_case.races:
            for table_id in self._contended():
                self.locked[table_id] = None
                yield self._lock_both(table_id)

    def _contended(self) -> list[str]:
        """Tables whose rows are taken by a trigger when lines are inserted, or are updated beside what is inserted."""
        inserted = {s.entity for s in self.use_case.steps if s.action == "insert"}
        taken = [b.table for b in self.trace.physical.behaviours.values() if isinstance(b, TakeStock) and b.of in inserted]
        updated = [s.entity for s in self.use_case.steps if s.action == "update" and s.entity in self.trace.physical.tables]
        return list(dict.fromkeys(taken)) or [t for t in dict.fromkeys(updated) if t != self.use_case.entity or not inserted][:1]

    def _lock(self, table_id: str) -> Select:
        self.locked[table_id] = None
        return self._read(table_id, lock=True)

    def _lock_both(self, table_id: str) -> Select:
        table = self.trace.physical.tables[table_id]
        own = [c for c in table.primary_key if c != self.trace.tenant_column(table_id)]
        first = all_of([self._equals(table_id, c, self.parameter(table_id, c)) for c in own])
        others = [(c, f"other_{self.parameter(table_id, c).name}") for c in own]
        second = all_of([self._equals(table_id, c, Parameter(name=name, like=f"{table_id}.{c}")) for c, name in others])
        either: Expression = Or(items=(first, second))
        where = all_of([*self._tenant(table_id), either])
        alias = table.name
        return Select(
            table=table_id,
            alias=alias,
            outputs=tuple(Output(expression=ColumnRef(column=c, table=alias), name=c) for c in table.primary_key),
            where=requalified(where, alias),
            order_by=tuple(Ordering(expression=ColumnRef(column=c, table=alias)) for c in table.primary_key),
            lock=True,
        )

    def _read(self, table_id: str, lock: bool = False) -> Select:
        table = self.trace.physical.tables[table_id]
        shown = list(dict.fromkeys([*table.primary_key, *(c for c, column in table.columns.items() if column.values or c in self._levels(table_id))]))
        return Select(
            table=table_id,
            alias=table.name,
            outputs=tuple(Output(expression=ColumnRef(column=c, table=table.name), name=c) for c in shown),
            where=requalified(self._this(table_id), table.name),
            lock=lock,
        )

    def _levels(self, table_id: str) -> list[str]:
        rules = self.trace.design.conceptual.rules.values()
        return [r.attribute for r in rules if isinstance(r, StockLevel) and r.entity == table_id]

    def _taking(self) -> set[str]:
        """Tables whose rows take from a contended one: a basket has two of them where opposite orders matter."""
        if "opposite_orders" not in self.use_case.races:
            return set()
        return {b.of for b in self.trace.physical.behaviours.values() if isinstance(b, TakeStock) and b.table in self.locked}

    def _second(self, table_id: str) -> Insert:
        """The same for the other of the two rows that were locked, numbered one further."""
        first = self._insert(table_id)
        contended = {(t, c) for t in self.locked for c in self.trace.physical.tables[t].primary_key}
        roots = {self._root(*one) for one in contended}
        values = dict(first.values)
        for column, value in first.values.items():
            if not isinstance(value, Parameter):
                continue
            if self._root(table_id, column) in roots:
                values[column] = Parameter(name=f"other_{value.name}", like=value.like)
            elif column in self.trace.physical.tables[table_id].primary_key and self._root(table_id, column) == (table_id, column):
                values[column] = Arithmetic(op="+", left=value, right=Constant(value=1))
        return msgspec.structs.replace(first, values=values)

    # --- writes ---

    def _insert(self, table_id: str) -> Insert:
        table = self.trace.physical.tables[table_id]
        tenant = self.trace.tenant_column(table_id)
        values: dict[str, Expression] = {}
        for id_, column in table.columns.items():
            if id_ == tenant and table_id != self.trace.design.conceptual.tenant:
                values[id_] = tenant_context(self.trace)
            elif self._is_kept_total(table_id, id_):
                values[id_] = Constant(value="0", as_decimal=True)
            elif self._is_given(table_id, id_, column):
                values[id_] = self.parameter(table_id, id_)
        self.inserted.add(table_id)
        key_table, key = self.idempotency
        made = tuple(c for c in table.primary_key if table.columns[c].identity or table.columns[c].default is not None)
        once = key if key_table == table_id else ()  # a repeated request gets no row back, and so knows that the rest is done as well
        return Insert(table=table_id, values=values, returning=made or (table.primary_key if once else ()), ignore_duplicates_of=once)

    def _is_given(self, table_id: str, id_: str, column: Column) -> bool:
        made = column.identity or column.generated is not None or column.default is not None
        is_key = id_ in self.idempotency[1] and self.idempotency[0] == table_id
        needed = not column.nullable or self._refers_to_inserted(table_id, id_) or self._is_contended_by(table_id, id_)
        return is_key or (not made and needed)

    def _is_contended_by(self, table_id: str, column: str) -> bool:
        """Whether a rule forbids rows with an equal value to overlap: who books says for what, though the column may be empty."""
        rules = (b for b in self.trace.physical.behaviours.values() if isinstance(b, ForbidOverlap) and b.table == table_id)
        return any(column in rule.per for rule in rules)

    def _refers_to_inserted(self, table_id: str, column: str) -> bool:
        known = self.inserted | {s.entity for s in self.use_case.steps if s.action in ("lock", "update")}
        return any(column in key.columns and key.table in known for key in foreign_keys(self.trace.physical.tables[table_id]))

    def _is_kept_total(self, table_id: str, column: str) -> bool:
        totals = (b for b in self.trace.physical.behaviours.values() if isinstance(b, KeepTotal))
        return any((b.table, b.column) == (table_id, column) for b in totals)

    def _is_kept(self, step: Step) -> bool:
        """Whether a trigger does it when another step inserts: stock taken, total kept."""
        inserted = {s.entity for s in self.use_case.steps if s.action == "insert"}
        for id_, b in self.trace.physical.behaviours.items():
            if isinstance(b, TakeStock | KeepTotal) and b.table == step.entity and b.of in inserted and set(step.sets) <= {b.column}:
                self.kept.append(id_)
                return True
        return False

    def _update(self, step: Step) -> Update:
        table = self.trace.physical.tables[step.entity]
        sets, conditions = self._changes(step, table)
        if not sets:
            free = self._changeable(step.entity, table)
            sets = {free: self.parameter(step.entity, free, "new_")} if free else {}
        if self.version.partition(".")[0] == step.entity:
            column = self.version.partition(".")[2]
            sets[column] = Arithmetic(op="+", left=ColumnRef(column=column), right=Constant(value=1))
            conditions.append(self._equals(step.entity, column, self.parameter(step.entity, column)))
        self.guarded_by_condition = self.guarded_by_condition or bool(conditions)
        # Of a row that is locked already nothing is decided by the count, and some servers count only rows whose value really changes
        # (MySQL's affected rows, dev.mysql.com/doc/c-api/en/mysql-affected-rows.html): to set what stands there would be taken for a loss.
        known = step.entity in self.locked and not conditions
        self.locked.setdefault(step.entity)
        where = all_of([*_items(self._this(step.entity)), *conditions])
        return Update(table=step.entity, sets=sets, where=where, expect_rows=0 if known else 1)

    def _changes(self, step: Step, table: Table) -> tuple[dict[str, Expression], list[Expression]]:
        sets: dict[str, Expression] = {}
        conditions: list[Expression] = []
        cycles = {r.attribute: r for r in self.trace.design.conceptual.rules.values() if isinstance(r, LifeCycle) and r.entity == step.entity}
        wished = step.sets or (tuple(cycles) if "state_change" in self.use_case.races else ()) or tuple(self._levels(step.entity))
        for attribute in wished:
            column = self.trace.column_of(step.entity, step.entity, attribute)
            if not column or table.columns[column].generated is not None:
                continue
            if attribute in cycles:
                self._state(step, cycles[attribute], column, sets, conditions)
            elif attribute in self._levels(step.entity):
                self._level(step.entity, column, sets, conditions)
            else:
                sets[column] = self.parameter(step.entity, column, "new_")
        return sets, conditions

    def _state(self, step: Step, cycle: LifeCycle, column: str, sets: dict[str, Expression], conditions: list[Expression]) -> None:
        to, sources = move(cycle, self.use_case, step)
        if not to:
            sets[column] = self.parameter(step.entity, column, "new_")
            conditions.append(self._equals(step.entity, column, self.parameter(step.entity, column, "expected_")))
            return
        sets[column] = Constant(value=to)
        items = tuple(Constant(value=source) for source in sources)
        ref = ColumnRef(column=column)
        conditions.append(InList(operand=ref, items=items) if len(items) > 1 else Compare(op="=", left=ref, right=items[0]))

    def _level(self, table_id: str, column: str, sets: dict[str, Expression], conditions: list[Expression]) -> None:
        taken = Parameter(name=self._free_name(f"{column}_taken", f"{table_id}.{column}"), like=f"{table_id}.{column}")
        sets[column] = Arithmetic(op="-", left=ColumnRef(column=column), right=taken)
        conditions.append(Compare(op=">=", left=ColumnRef(column=column), right=taken))

    def _changeable(self, table_id: str, table: Table) -> str:
        fixed = set(table.primary_key) | {c for key in foreign_keys(table) for c in key.columns}
        free = (c for c, it in table.columns.items() if c not in fixed and it.generated is None and not it.identity and it.default is None)
        return next(free, "")

    # --- conditions and parameters ---

    def _this(self, table_id: str) -> Expression:
        tenant = self.trace.tenant_column(table_id)
        own = [c for c in self.trace.physical.tables[table_id].primary_key if c != tenant or table_id == self.trace.design.conceptual.tenant]
        return all_of([*self._tenant(table_id), *(self._equals(table_id, c, self.parameter(table_id, c)) for c in own)])

    def _tenant(self, table_id: str) -> list[Expression]:
        column = self.trace.tenant_column(table_id)
        if not column or table_id == self.trace.design.conceptual.tenant:
            return []
        context: Context = tenant_context(self.trace)
        return [Compare(op="=", left=ColumnRef(column=column), right=context)]

    def _equals(self, table_id: str, column: str, value: Expression) -> Expression:
        return Compare(op="=", left=ColumnRef(column=column), right=value)

    def parameter(self, table_id: str, column: str, prefix: str = "") -> Parameter:
        """The caller's value for a column. A reference takes the parameter of the key it names, so that one value serves both."""
        owner, id_ = self._origin(table_id, column)
        return Parameter(name=self._name(owner, id_, prefix), like=f"{table_id}.{column}")

    def _origin(self, table_id: str, column: str) -> tuple[str, str]:
        """The key that a reference column holds in the end, where no other column of its table holds the same key."""
        root = self._root(table_id, column)
        rivals = [c for c in self.trace.physical.tables[table_id].columns if c != column and self._root(table_id, c) == root]
        return (table_id, column) if rivals else root

    def _root(self, table_id: str, column: str) -> tuple[str, str]:
        seen: set[tuple[str, str]] = set()
        while (table_id, column) not in seen:
            seen.add((table_id, column))
            keys = [k for k in foreign_keys(self.trace.physical.tables[table_id]) if column in k.columns]
            if not keys:
                break
            key = min(keys, key=lambda k: len(k.columns))
            table_id, column = key.table, key.to[key.columns.index(column)]
        return table_id, column

    def _name(self, table_id: str, column: str, prefix: str = "") -> str:
        return self._free_name(f"{prefix}{column}", f"{table_id}.{column}", f"{prefix}{table_id}_{column}")

    def _free_name(self, wanted: str, means: str, else_: str = "") -> str:
        """A name means one column throughout the transaction; the second column of that name is called after its table too."""
        if self.names.setdefault(wanted, means) == means:
            return wanted
        name = else_ or f"{wanted}_2"
        self.names[name] = means
        return name


def _items(condition: Expression) -> Sequence[Expression]:
    return condition.items if isinstance(condition, And) else (condition,)
