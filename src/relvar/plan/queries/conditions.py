"""Filters of an access pattern as conditions on columns, with the parameters they bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.model.conceptual import Filter
from relvar.model.expression import (
    Ago,
    Call,
    ColumnRef,
    Compare,
    Constant,
    Contains,
    Elements,
    Expression,
    Holds,
    Includes,
    InList,
    IsNull,
    Member,
    Parameter,
    StartsWith,
    TextSearch,
)
from relvar.model.physical import Column, column_at
from relvar.model.semantic import DataType
from relvar.plan.queries.sight import Place, Sight


class Conditions:
    """Collects the conditions of one question. Parameters are named after their column or member; a second of that name after its table too."""

    def __init__(self, sight: Sight, entity: str) -> None:
        self.sight = sight
        self.entity = entity
        self.names: dict[str, Place] = {}
        self.unresolved: list[Filter] = []

    def all(self, filters: Sequence[Filter]) -> list[Expression]:
        """The tenant's condition first, then the filters'; searches over several columns of one table are one search."""
        found: list[Expression] = []
        searches: dict[str, list[Place]] = {}
        for one in filters:
            places = self._places(one)
            if not places:
                self.unresolved.append(one)
            elif one.op == "search":
                searches.setdefault(places[0].alias, []).append(places[0])
            else:
                found += [c for place in places for c in self._condition(one, place)]
        found += [self._search(places) for places in searches.values()]
        return [*self.sight.of_tenant(), *found]

    def _places(self, one: Filter) -> list[Place]:
        if not one.attribute:
            return self.sight.reference(one.path)
        alias = self.sight.follow(one.path)
        place = self.sight.locate(alias, self._entity_at(alias), one.attribute) if alias else None
        if place is None:
            return []
        place = place._replace(member=one.member)
        return [place] if column_at(self.sight.table(place.alias), place.element) is not None else []

    def _entity_at(self, alias: str) -> str:
        return self.entity if alias == self.sight.root else self.sight.trace.entity_of(self.sight.tables[alias])

    def _condition(self, one: Filter, place: Place) -> Iterator[Expression]:
        column = column_at(self.sight.table(place.alias), place.element)
        assert column is not None, f"{place.element} was located"
        if self._is_tenant(place):
            return  # the asking tenant's condition stands first, and joins carry it on
        if one.op == "is_null":
            yield IsNull(operand=place.value)
        elif one.op == "since":
            now = Call(function="today" if column.data.base == "date" else "now", arguments=())
            yield Compare(op=">=", left=place.value, right=Ago(amount=one.days, unit="day") if one.days else now)
        elif one.op == "range":
            yield Compare(op=">=", left=place.value, right=self._parameter(place, "from_"))
            yield Compare(op="<", left=place.value, right=self._parameter(place, "until_"))
        elif one.op == "holds":
            yield Holds(document=place.ref, part=self._parameter(place, "part_of_"))
        elif column.many and isinstance(place.value, Member):
            yield Includes(elements=Elements(operand=place.value), item=self._parameter(place, "one_of_"))
        elif one.op == "part":
            yield Contains(operand=Call(function="lower", arguments=(place.value,)), part=self._parameter(place, "part_of_"))
        elif one.op == "prefix":
            yield StartsWith(operand=Call(function="lower", arguments=(place.value,)), prefix=self._parameter(place))
        elif one.values:
            yield in_list(place.value, column, one.values)
        else:
            yield self._equal(place)

    def _is_tenant(self, place: Place) -> bool:
        return bool(place.column) and place.column == self.sight.trace.tenant_column(self.sight.tables[place.alias])

    def _equal(self, place: Place) -> Expression:
        parameter = self._parameter(place)
        if folds_case(self.sight, place):
            return Compare(op="=", left=lower(place.ref), right=lower(parameter))
        return Compare(op="=", left=place.value, right=parameter)

    def _search(self, places: list[Place]) -> TextSearch:
        return TextSearch(columns=tuple(p.ref for p in places), words=self._parameter(places[0], "words_in_"))

    def _parameter(self, place: Place, prefix: str = "") -> Parameter:
        table, words = self.sight.tables[place.alias], place.element.replace(".", "_")
        name = f"{prefix}{place.member.replace('.', '_') or words}"
        if self.names.setdefault(name, place) != place:
            name = f"{prefix}{table}_{words}"
            self.names[name] = place
        return Parameter(name=name, like=f"{table}.{place.element}")


def lower(value: Expression) -> Call:
    return Call(function="lower", arguments=(value,))


def folds_case(sight: Sight, place: Place) -> bool:
    """Whether a unique index holds the column in lower case, so that a question must ask in lower case to be served by it."""
    wanted = lower(ColumnRef(column=place.column))
    return any(i.unique and any(p.expression == wanted for p in i.parts) for i in sight.table(place.alias).indexes.values())


def in_list(ref: ColumnRef | Member, column: Column, values: Sequence[str]) -> Expression:
    """The column holds one of the constants, typed as the column; one alone is an equality."""
    constants = tuple(Constant(value=typed(column.data, value)) for value in values)
    if len(constants) == 1:
        return Compare(op="=", left=ref, right=constants[0])
    return InList(operand=ref, items=constants)


def typed(data: DataType, value: str) -> str | int | bool:
    """A constant from its words, in the type of its column."""
    if data.base == "boolean":
        return value.strip().lower() in ("true", "yes", "1")
    return int(value) if data.base == "integer" and value.strip().lstrip("-").isdigit() else value
