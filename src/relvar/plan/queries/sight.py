"""The tables that one question has in sight: joined along relationships, each path once, each under an alias of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from relvar.model.expression import ColumnRef, Compare, Context, Expression, Member
from relvar.model.physical import ForeignKey, Table
from relvar.model.query import Join
from relvar.plan.trace import TENANT, Hop, Trace, all_of, foreign_keys, same


class Place(NamedTuple):
    """A column in sight, or what stands under the key `member` in the documents of that column."""

    alias: str
    column: str
    member: str = ""

    @property
    def ref(self) -> ColumnRef:
        return ColumnRef(column=self.column, table=self.alias)

    @property
    def value(self) -> ColumnRef | Member:
        return Member(document=self.ref, path=self.member) if self.member else self.ref

    @property
    def element(self) -> str:
        """ "column", or "column.path": as `column_at` finds it in the table."""
        return f"{self.column}.{self.member}" if self.member else self.column


class Sight:
    """Grows as paths are followed. `tables`: alias -> table id, in the order of joining; `many`: aliases that multiply rows."""

    def __init__(self, trace: Trace, table_id: str) -> None:
        self.trace = trace
        self.root = trace.physical.tables[table_id].name
        self.tables: dict[str, str] = {self.root: table_id}
        self.joins: list[Join] = []
        self.many: set[str] = set()
        self._steps: dict[tuple[str, str], str] = {}

    def table(self, alias: str) -> Table:
        return self.trace.physical.tables[self.tables[alias]]

    def follow(self, path: Sequence[str], outer: bool = False) -> str | None:
        """The alias at the end of a path of relationship ids; None where the path leads nowhere."""
        alias: str | None = self.root
        for relationship in path:
            alias = self.step(alias, relationship, outer) if alias else None
        return alias

    def step(self, alias: str, relationship: str, outer: bool = False) -> str | None:
        """One relationship further from `alias`, joined if it is not yet."""
        if (alias, relationship) not in self._steps:
            found = self._step(alias, relationship, outer)
            if found is None:
                return None
            self._steps[alias, relationship] = found
        return self._steps[alias, relationship]

    def _step(self, alias: str, relationship: str, outer: bool) -> str | None:
        near, far = self.hops_of(self.tables[alias], relationship)
        if near is None:
            return self._forward(alias, far.key, outer) if far else None
        middle = self._backward(alias, near, outer)
        return self._forward(middle, far.key, outer) if far else middle

    def hops_of(self, table_id: str, relationship: str) -> tuple[Hop | None, Hop | None]:
        """How a relationship leaves a table: (backward, forward), either may be missing."""
        hops = self.trace.hops.get(relationship) or self._association(relationship)
        forward = next((h for h in hops if h.table == table_id), None)
        if forward is not None:
            return None, forward
        near = next((h for h in hops if h.key.table == table_id), None)
        far = next((h for h in hops if near and h.table == near.table and h.key is not near.key), None)
        return near, far

    def _association(self, relationship: str) -> list[Hop]:
        """An M:N relationship that an entity of kind association realizes: that entity's two references."""
        known = self.trace.design.conceptual.relationships.get(relationship)
        if known is None:
            return []
        ends = (known.first.entity, known.second.entity)
        for hop in self.trace.referrers.get(ends[0], []):
            across = next((k for k in foreign_keys(self.trace.physical.tables[hop.table]) if k.table == ends[1] and k is not hop.key), None)
            if across is not None:
                return [hop, Hop(hop.table, across)]
        return []

    def _forward(self, alias: str, key: ForeignKey, outer: bool) -> str:
        optional = any(self.table(alias).columns[c].nullable for c in key.columns)
        return self._join(key.table, lambda new: all_of(same(new, key.to, alias, key.columns)), outer and optional)

    def _backward(self, alias: str, hop: Hop, outer: bool) -> str:
        new = self._join(hop.table, lambda new: all_of(same(new, hop.key.columns, alias, hop.key.to)), outer)
        self.many.add(new)
        return new

    def kinds(self, alias: str) -> Iterator[str]:
        """The kinds of what the row is, each joined where the row is of it, and theirs in turn: at most one row of each."""
        general = self.trace.entity_of(self.tables[alias])
        for hop in self.trace.referrers.get(self.tables[alias], []):
            if general and self._is_kind_of(general, hop):
                kind = self._of_kind(alias, hop)
                yield kind
                yield from self.kinds(kind)

    def _is_kind_of(self, general: str, hop: Hop) -> bool:
        entity = self.trace.design.conceptual.entities.get(self.trace.entity_of(hop.table))
        shared = {*self.trace.physical.tables[hop.table].primary_key} <= {*hop.key.columns}
        return entity is not None and entity.supertype == general and shared

    def _of_kind(self, alias: str, hop: Hop) -> str:
        return self._join(hop.table, lambda new: all_of(same(new, hop.key.columns, alias, hop.key.to)), True)

    def _join(self, table_id: str, on: Callable[[str], Expression], outer: bool) -> str:
        name = self.trace.physical.tables[table_id].name
        alias, number = name, 1
        while alias in self.tables:
            number += 1
            alias = f"{name}_{number}"
        self.tables[alias] = table_id
        self.joins.append(Join(table=table_id, alias=alias, on=on(alias), outer=outer))
        return alias

    def leave(self, alias: str) -> None:
        """Take back the join at the end, where nothing is read of it."""
        if self.joins and self.joins[-1].alias == alias:
            self.joins.pop()
            self._steps = {step: end for step, end in self._steps.items() if end != alias}

    def reference(self, path: Sequence[str]) -> list[Place]:
        """The columns that hold the key at the end of a path, without joining the last table where its key stands nearer."""
        if not path:
            return [Place(self.root, c) for c in self.table(self.root).primary_key]
        alias = self.follow(path[:-1])
        if alias is None:
            return []
        near, far = self.hops_of(self.tables[alias], path[-1])
        if far is None:
            end = self.step(alias, path[-1]) if near else None
            return [Place(end, c) for c in self.table(end).primary_key] if end else []
        if near is not None:
            key = (alias, f"{path[-1]} (association)")
            if key not in self._steps:
                self._steps[key] = self._backward(alias, near, False)
            alias = self._steps[key]
        return [Place(alias, c) for c in far.key.columns]

    def locate(self, alias: str, entity: str, attribute: str, outer: bool = False) -> Place | None:
        """Where an attribute of the entity at `alias` is stored: here, in a supertype's table, or where normalization moved it."""
        column = self.trace.column_of(self.tables[alias], entity, attribute)
        if column:
            return Place(alias, column)
        wanted = {f"{name}.{attribute}" for name in self._family(entity)}
        for hop in self._neighbours(self.tables[alias]):
            far = hop.key.table if hop.table == self.tables[alias] else hop.table
            found = next((c for c, it in self.trace.physical.tables[far].columns.items() if it.of in wanted), "")
            if found:
                return Place(self._reach(alias, hop, outer), found)
        return None

    def _reach(self, alias: str, hop: Hop, outer: bool) -> str:
        key = (alias, f"{hop.table} by {hop.key.name}")
        if key not in self._steps:
            forward = hop.table == self.tables[alias]
            self._steps[key] = self._forward(alias, hop.key, outer) if forward else self._backward(alias, hop, outer)
        return self._steps[key]

    def _family(self, entity: str) -> Iterator[str]:
        seen: set[str] = set()
        while entity and entity not in seen:
            seen.add(entity)
            yield entity
            known = self.trace.design.conceptual.entities.get(entity)
            entity = known.supertype if known else ""

    def _neighbours(self, table_id: str) -> list[Hop]:
        forward = [Hop(table_id, key) for key in foreign_keys(self.trace.physical.tables[table_id])]
        return forward + [hop for hop in self.trace.referrers.get(table_id, []) if hop.table != table_id]

    def tenant(self) -> Place | None:
        """The first column in sight that says whose row it is."""
        for alias, table_id in self.tables.items():
            column = self.trace.tenant_column(table_id)
            if column:
                return Place(alias, column)
        return None

    def of_tenant(self) -> list[Expression]:
        """The condition that the rows are the asking tenant's; none where nothing in sight is a tenant's."""
        place = self.tenant()
        return [Compare(op="=", left=place.ref, right=tenant_context(self.trace))] if place else []


def tenant_context(trace: Trace) -> Context:
    """The asking tenant, as every row rule and statement names it."""
    tenant = trace.design.conceptual.tenant
    return Context(name=TENANT, like=f"{tenant}.{trace.physical.tables[tenant].primary_key[0]}")
