"""An access pattern as one select: what is asked of which tables, in which order, how many rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.conceptual import AccessPattern
from relvar.model.expression import Call, Compare, Constant, Expression, Function
from relvar.model.physical import Column, UniqueConstraint
from relvar.model.query import Ordering, Output, Select
from relvar.plan.queries.conditions import Conditions
from relvar.plan.queries.sight import Place, Sight
from relvar.plan.trace import Hop, Trace, all_of, foreign_keys

CALLED = re.compile(r"(\w+)\s*\(\s*([\w.]*)\s*\)\Z")
PERIODS: dict[str, Function] = {"day": "day", "month": "month"}
MEASURES: dict[str, Function] = {"count": "count", "sum": "sum", "min": "min", "max": "max", "avg": "avg"}
LABELS = ("name", "title", "full_name", "display_name", "label", "code", "sku", "number", "email")  # what people call an instance by
LABELS_AT_MOST = 2  # columns of a joined row that a list shows


class Asked(NamedTuple):
    """A select and what it could not honour, in the pattern's own words."""

    select: Select
    left_out: tuple[str, ...]


def asked(trace: Trace, pattern: AccessPattern, page: int = 0) -> Asked:
    """The pattern's question. `page`: rows of a list whose pattern names no limit (0: all)."""
    return _Question(trace, pattern).asked(page)


class _Question:
    def __init__(self, trace: Trace, pattern: AccessPattern) -> None:
        self.trace = trace
        self.pattern = pattern
        self.sight = Sight(trace, pattern.entity)
        self.conditions = Conditions(self.sight, pattern.entity)
        self.left_out: list[str] = []
        self.several = False  # a to-many side is joined

    def asked(self, page: int) -> Asked:
        pattern = self.pattern
        where = self.conditions.all(pattern.filters)
        unresolved = ((*f.path, f.attribute or "its key", *filter(None, [f.member])) for f in self.conditions.unresolved)
        self.left_out += [f"the filter on {'.'.join(steps)}" for steps in unresolved]
        groups: list[Expression] = []
        if pattern.operation == "exists":
            outputs = [Output(expression=Constant(value=1), name="found")]
        elif pattern.operation == "aggregate":
            outputs, groups = self._report()
        else:
            outputs = list(self._rows())
        order = [] if pattern.operation in ("exists", "read_one") else list(self._order(outputs))
        if pattern.operation == "read_one" and self.sight.many:
            order = list(self._order(outputs))
        return Asked(self._select(where, outputs, groups, order, page), tuple(self.left_out))

    def _select(self, where: list[Expression], outputs: list[Output], groups: list[Expression], order: list[Ordering], page: int) -> Select:
        # the tenant's column may have come into sight only with the joins
        missing = [c for c in self.sight.of_tenant() if not where or where[0] != c]
        conditions = [*missing, *where] if missing and not any(c in where for c in missing) else where
        settled = [c.left for c in conditions if isinstance(c, Compare) and c.op == "="]  # one value in the whole answer orders nothing
        limit = 1 if self.pattern.operation == "exists" else self.pattern.limit or (page if self.pattern.operation == "list" else 0)
        return Select(
            table=self.sight.tables[self.sight.root],
            alias=self.sight.root,
            joins=tuple(self.sight.joins),
            outputs=tuple(outputs),
            where=all_of(conditions) if conditions else None,
            group_by=tuple(groups),
            order_by=tuple(o for o in order if o.expression not in settled),
            limit=limit,
        )

    def _rows(self) -> Iterator[Output]:
        taken: set[str] = set()
        for place in self._shown():
            yield self._output(place, taken)
        if self.pattern.operation == "read_one" and not self.pattern.show:
            yield from (self._output(place, taken) for place in self._of_its_kind())
        for relationship in self.pattern.include:
            alias = self._included(relationship)
            for place in self._labels(alias) if alias else ():
                yield self._output(place, taken)

    def _shown(self) -> Iterator[Place]:
        table = self.sight.table(self.sight.root)
        if not self.pattern.show:
            yield from (Place(self.sight.root, c) for c, column in table.columns.items() if _shows(column))
            return
        yield from (Place(self.sight.root, c) for c in table.primary_key)
        for attribute in self.pattern.show:
            place = self.sight.locate(self.sight.root, self.pattern.entity, attribute, outer=True)
            if place is None:
                self.left_out.append(f"the column {attribute}")
            elif place.column not in table.primary_key or place.alias != self.sight.root:
                yield place

    def _of_its_kind(self) -> Iterator[Place]:
        """Who opens one of the general ones wants what it is: its kind is not known before (docs/decisions/0024)."""
        for alias in self.sight.kinds(self.sight.root):
            table = self.sight.table(alias)
            shared = {c for key in foreign_keys(table) if {*table.primary_key} <= {*key.columns} for c in key.columns}
            yield from (Place(alias, c) for c, column in table.columns.items() if _shows(column) and c not in shared)

    def _included(self, relationship: str) -> str | None:
        """To-many sides multiply rows: a list, whose limit counts them, leaves them to a question of their own; one row takes one along."""
        near, _ = self.sight.hops_of(self.sight.tables[self.sight.root], relationship)
        several = near is not None and not self._is_one_to_one(near)
        if several and (self.pattern.operation == "list" or self.several):
            assert near is not None
            self.left_out.append(f"the many {self.trace.physical.tables[near.table].name} of each row, which are asked for by its key")
            return None
        self.several = self.several or several
        return self.sight.step(self.sight.root, relationship, outer=True)

    def _is_one_to_one(self, near: Hop) -> bool:
        table = self.trace.physical.tables[near.table]
        unique = [set(table.primary_key)] + [set(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
        return any(key <= set(near.key.columns) for key in unique)

    def _labels(self, alias: str) -> list[Place]:
        table = self.sight.table(alias)
        if alias in self.sight.many:
            return [Place(alias, c) for c, column in table.columns.items() if _shows(column)]
        labels = [c for c in LABELS if c in table.columns and _shows(table.columns[c])]
        return [Place(alias, c) for c in labels[:LABELS_AT_MOST] or table.primary_key]

    def _output(self, place: Place, taken: set[str]) -> Output:
        name = place.column
        if name in taken:
            name = f"{self.sight.tables[place.alias]}_{place.column}"
        while name in taken:
            name = f"{name}_2"
        taken.add(name)
        return Output(expression=place.ref, name=name)

    def _order(self, outputs: list[Output]) -> Iterator[Ordering]:
        """What the pattern wishes. A list that wishes nothing goes by its key, so that pages do not overlap, a search by what it searched."""
        searched = [f for f in self.pattern.filters if f.op == "search" and not f.path]
        unordered = self.pattern.operation == "list" and not self.pattern.order
        # without an order a limit would show whichever rows happen to be met first
        if unordered and not searched and (self.pattern.limit or not self.pattern.filters):
            key = [p for p in self.sight.reference(()) if not self._is_tenant(p)]
            yield from (Ordering(expression=place.ref) for place in key)
        if unordered and searched:
            place = self.sight.locate(self.sight.root, self.pattern.entity, searched[0].attribute)
            yield from (Ordering(expression=one.ref) for one in (place,) if one)
        named = {o.name: o.expression for o in outputs}
        for wish in self.pattern.order:
            attribute, descending = wish.lstrip("-+"), wish.startswith("-")
            if self.pattern.operation == "aggregate":
                expression = self._in_report(attribute, named)
            else:
                place = self.sight.locate(self.sight.root, self.pattern.entity, attribute)
                expression = place.ref if place else None
            if expression is None:
                self.left_out.append(f"the order by {attribute}")
            else:
                yield Ordering(expression=expression, descending=descending)

    def _in_report(self, wish: str, named: dict[str, Expression]) -> Expression | None:
        called = CALLED.match(wish)
        name = f"{called[1]}_{called[2]}".rstrip("_") if called else wish
        return named.get(name) or named.get(wish)

    def _report(self) -> tuple[list[Output], list[Expression]]:
        outputs: list[Output] = []
        taken: set[str] = set()
        for wish in self.pattern.group_by:
            outputs += self._group(wish, taken)
        groups = [o.expression for o in outputs]
        for wish in self.pattern.measures or ("count",):
            outputs += self._measure(wish, taken)
        return outputs, groups

    def _group(self, wish: str, taken: set[str]) -> list[Output]:
        called = CALLED.match(wish)
        if called and (function := PERIODS.get(called[1])) is not None:
            place = self.sight.locate(self.sight.root, self.pattern.entity, called[2])
            if place:
                taken.add(function)
                return [Output(expression=Call(function=function, arguments=(place.ref,)), name=function)]
        elif all(step in self.trace.design.conceptual.relationships for step in wish.split(".")):
            return self._group_by_far_end(tuple(wish.split(".")), taken)
        else:
            place = self.sight.locate(self.sight.root, self.pattern.entity, wish)
            if place:
                return [self._output(place, taken)]
        self.left_out.append(f"the grouping by {wish}")
        return []

    def _group_by_far_end(self, path: tuple[str, ...], taken: set[str]) -> list[Output]:
        joined = len(self.sight.joins)
        alias = self.sight.follow(path, outer=True)
        key = [p for p in self.sight.reference(path) if not self._is_tenant(p)]
        labels = [p for p in self._labels(alias)[:1] if p.column not in self.sight.table(alias).primary_key] if alias else []
        if alias and not labels and len(self.sight.joins) > joined and all(place.alias != alias for place in key):
            self.sight.leave(alias)  # a row of its own shows nothing that its key does not
        return [self._output(place, taken) for place in [*key, *labels]]

    def _is_tenant(self, place: Place) -> bool:
        return place.column == self.trace.tenant_column(self.sight.tables[place.alias])

    def _measure(self, wish: str, taken: set[str]) -> list[Output]:
        called = CALLED.match(wish)
        word, attribute = (called[1], called[2]) if called else (wish, "")
        if word == "count" and not attribute:
            return [Output(expression=Call(function="count"), name="count")]
        place = self.sight.locate(self.sight.root, self.pattern.entity, attribute) if attribute else None
        function = MEASURES.get(word)
        if place is None or function is None:
            self.left_out.append(f"the measure {wish}")
            return []
        name = f"{function}_{place.column}"
        return [Output(expression=Call(function=function, arguments=(place.ref,)), name=name)]


def _shows(column: Column) -> bool:
    return column.sensitivity != "secret"
