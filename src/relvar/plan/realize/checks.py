"""Check constraints: one for each column that has conditions, one for each rule over several columns, each with values it refuses.

The conditions of one column stand in one constraint, so that a refused value names exactly one constraint.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from relvar.model.conceptual import Check, Conceptual, StockLevel
from relvar.model.expression import Call, ColumnRef, Compare, Constant, Expression, InList, Member, OfKind
from relvar.model.logical import Relation
from relvar.model.physical import CheckConstraint, Column
from relvar.model.walking import columns_in
from relvar.plan.realize.bounds import narrowest
from relvar.plan.realize.columns import Columns
from relvar.plan.realize.expressions import all_of, parts, substitute
from relvar.plan.realize.names import Names
from relvar.plan.realize.wording import form

Bad = str | int | float | bool | None
NO_VALUE = "no such value"
KINDS: dict[str, Literal["number", "boolean", "list"]] = {"integer": "number", "decimal": "number", "float": "number", "boolean": "boolean"}


class Condition(NamedTuple):
    """A condition over one column, a value that breaks it (None: none known), and the rule in words."""

    expression: Expression
    bad: Bad
    says: str


class Checks:
    """Makes the check constraints of every table."""

    def __init__(self, model: Conceptual, columns: Columns, names: Names) -> None:
        self.columns = columns
        self.names = names
        self.rules: dict[str, list[tuple[str, Check]]] = {}
        self.stocks: dict[str, set[str]] = {}
        for id_, rule in model.rules.items():
            if isinstance(rule, Check):
                self.rules.setdefault(rule.entity, []).append((id_, rule))
            elif isinstance(rule, StockLevel):
                self.stocks.setdefault(rule.entity, set()).add(rule.attribute)

    def of(self, id_: str, relation: Relation, table: str, columns: Mapping[str, Column]) -> Iterator[tuple[str, CheckConstraint]]:
        """The check constraints of one table with their ids, in column order, rules over several columns last."""
        rules = [(name, rule, self.placed(relation, rule)) for name, rule in self._rules(relation)]
        for column in columns:
            own = [(rule, condition) for _, rule, condition in rules if set(columns_in(condition)) == {column}]
            check = self._one_column(id_, relation, table, column, columns[column], own)
            if check:
                yield check.name, check
        for holder, document in columns.items():
            yield from self._kinds(table, holder, document)
        for name, rule, condition in rules:
            used = set(columns_in(condition))
            if len(used) != 1 and used <= set(columns):
                label = self.names.element(table, [name], "ck")
                yield label, CheckConstraint(name=label, condition=condition, says=rule.says, bad=self._bad(relation, rule))

    def _rules(self, relation: Relation) -> Iterator[tuple[str, Check]]:
        """Rules of the entities whose attributes stand here: a split may have moved them from the entity's own relation."""
        origins = [attribute.of.split(".", 1)[0] for attribute in relation.attributes.values() if attribute.of]
        for entity in dict.fromkeys([relation.entity, *origins]):
            yield from self.rules.get(entity, ())

    def placed(self, relation: Relation, rule: Check) -> Expression:
        """The rule's condition over the relation's columns: a relationship id becomes the reference's own column."""
        return substitute(rule.condition, {name: ref.attributes[-1] for name, ref in relation.references.items()})

    def _bad(self, relation: Relation, rule: Check) -> dict[str, Bad]:
        return {relation.references[name].attributes[-1] if name in relation.references else name: value for name, value in rule.bad.items()}

    def _one_column(
        self, id_: str, relation: Relation, table: str, name: str, column: Column, rules: list[tuple[Check, Expression]]
    ) -> CheckConstraint | None:
        conditions = [Condition(condition, next(iter(rule.bad.values()), None), rule.says) for rule, condition in rules] + list(
            self._of_meaning(id_, relation, name, column)
        )
        whole = all_of(narrowest(parts(one.expression for one in conditions)))
        if whole is None:
            return None
        bad: dict[str, Bad] = next(({name: one.bad} for one in conditions if one.bad is not None), {})
        says = "; ".join(dict.fromkeys(one.says for one in conditions if one.says))
        label = self.names.element(table, [name], "ck")
        return CheckConstraint(name=label, condition=whole, says=says, bad=bad)

    def _kinds(self, table: str, name: str, column: Column) -> Iterator[tuple[str, CheckConstraint]]:
        """A value in a document that is asked for as a number or a flag is one: else an index refuses it in a server's own words, or it is
        never found.
        """
        for member in column.members:
            kind = "list" if member.many else KINDS.get(member.data.base)
            if kind is not None:
                here = Member(document=ColumnRef(column=name), path=member.name)
                label = self.names.element(table, [name, member.name.replace(".", "_")], "ck")
                says = f"{member.name.replace('_', ' ')} in the {name.replace('_', ' ')} is a {kind}"
                bad: dict[str, Bad] = {name: json.dumps(_nested(member.name.split("."), NO_VALUE))}
                yield label, CheckConstraint(name=label, condition=OfKind(operand=here, base=kind), says=says, bad=bad)

    def _of_meaning(self, id_: str, relation: Relation, name: str, column: Column) -> Iterator[Condition]:
        here = ColumnRef(column=name)
        words = name.replace("_", " ")
        fact = self.columns.attribute(id_, name)
        if column.values:
            items = tuple(Constant(value=value) for value in column.values)
            yield Condition(InList(operand=here, items=items), NO_VALUE, f"{words} is one of {', '.join(column.values)}")
            return
        if fact is not None and fact.meaning.check is not None and column.generated is None:
            condition = substitute(fact.meaning.check, {"value": name})
            yield Condition(condition, fact.meaning.bad, f"{words} is {form(fact.meaning.check, fact.meaning.name)}")
        elif fact is not None and column.data.base == "text" and column.data.length:
            yield _length(here, column.data.length, words)
        if relation.attributes[name].purpose == "only_row":
            yield Condition(Compare(op="=", left=here, right=Constant(value=1)), 2, "there is one row")
        if relation.attributes[name].purpose == "bookkeeping":
            yield Condition(Compare(op=">=", left=here, right=Constant(value=1)), 0, f"{words} counts from 1")
        if name in self.stocks.get(relation.entity, ()):
            yield Condition(Compare(op=">=", left=here, right=Constant(value=0)), -1, f"{words} never falls below zero")


def _nested(path: list[str], value: str) -> dict[str, object]:
    """A document that holds the value under the path."""
    return {path[0]: _nested(path[1:], value) if path[1:] else value}


def _length(here: ColumnRef, longest: int, words: str) -> Condition:
    measured = Call(function="length", arguments=(here,))
    condition = Compare(op="<=", left=measured, right=Constant(value=longest))
    return Condition(condition, "x" * (longest + 1), f"{words} has at most {longest} characters")
