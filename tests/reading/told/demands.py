"""Whether the model holds what a sentence demands of things, their facts and their numbers: families of the strangers' grammar.

Where two ways to hold it are right, either is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeVar

from relvar.model.conceptual import AtMost, Attribute, Check, Conceptual, LifeCycle, NoOverlap, OneOf, Relationship, Retention, Total
from relvar.model.expression import Arithmetic, Call, ColumnRef, Compare, Constant, Matches
from relvar.model.walking import columns_of, every
from tests.reading.told.texts import Sentence

Kind = TypeVar("Kind")
Judge = Callable[[Conceptual, Sentence], bool]
REVERSED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
MONTHS = 12
CODES = {"norway": "no", "english": "en"}  # ISO 3166 and 639: a country or language may be kept by its code
ACTION = {"goes": "cascade", "stays": "restrict", "clears": "clear"}


def id_of(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").split())


def kind_of(sentence: Sentence) -> str:
    return sentence.construction.split(".")[1]


def attribute(model: Conceptual, entity: str, fact: str) -> Attribute | None:
    found = model.entities.get(id_of(entity))
    return found.attributes.get(id_of(fact)) if found else None


def between(model: Conceptual, x: str, y: str) -> list[tuple[str, Relationship]]:
    """Relationships by which an x has at most one y."""
    ends = [(id_, r, (r.first, r.second)) for id_, r in model.relationships.items()]
    pairs = [(id_, r, one, other) for id_, r, (a, b) in ends for one, other in ((a, b), (b, a))]
    return [(id_, r) for id_, r, one, other in pairs if (one.entity, other.entity) == (id_of(y), id_of(x)) and one.maximum == 1]


def required(model: Conceptual, told: Sentence) -> bool:
    found = attribute(model, told.names[0], told.facts[0])
    return found is not None and found.required == (kind_of(told) == "given")


def length(model: Conceptual, told: Sentence) -> bool:
    found = attribute(model, told.names[0], told.facts[0])
    if found is None:
        return False
    (least, most), kind = told.numbers, kind_of(told)
    bounds = set(_bounds(model, told, in_length=True)) | set(_forms(model, told))
    if found.meaning.data.length:
        bounds.add(("<=", found.meaning.data.length))
    return (kind == "least" or _tightest(bounds, "<=") == most) and (kind == "most" or _tightest(bounds, ">=") == least)


def range_(model: Conceptual, told: Sentence) -> bool:
    found, kind = attribute(model, told.names[0], told.facts[0]), kind_of(told)
    if found is None:
        return False
    bounds, (least, most) = set(_bounds(model, told)), told.numbers
    if kind == "positive":
        return (">", 0) in bounds or (found.meaning.data.base == "integer" and _tightest(bounds, ">=") == 1)
    if kind == "not_negative":
        return _tightest(bounds, ">=") == 0 and (">", 0) not in bounds
    listed = tuple(map(str, range(least, most + 1)))
    if kind == "both" and any(rule.values == listed for rule in _rules(model, told, OneOf) if rule.attribute == id_of(told.facts[0])):
        return True
    return (kind == "most" or _tightest(bounds, ">=") == least) and (kind == "least" or _tightest(bounds, "<=") == most)


def default(model: Conceptual, told: Sentence) -> bool:
    entity, fact, value = told.names[0], told.facts[0], id_of(told.values[0])
    cycles = [rule for rule in _rules(model, told, LifeCycle) if rule.attribute == id_of(fact)]
    if any(id_of(cycle.initial) == value for cycle in cycles):
        return True
    found = attribute(model, entity, fact)
    given = found.default if found else None
    return isinstance(given, Constant) and id_of(str(given.value)).removesuffix(".0") in (value, CODES.get(value))


def unique_within(model: Conceptual, told: Sentence) -> bool:
    """In any order; no wider uniqueness beside it."""
    x, y = told.names[:2]
    found, ties = model.entities.get(id_of(x)), {id_ for id_, _ in between(model, x, y)}
    members = [set(identifier.members) for identifier in found.identifiers] if found else []
    return {id_of(told.facts[0])} not in members and any({id_of(told.facts[0]), tie} in members for tie in ties)


def compare(model: Conceptual, told: Sentence) -> bool:
    first, second = map(id_of, told.facts)
    found = {pair for rule in _rules(model, told, Check) for node in every(Compare, rule.condition) for pair in _columns(node)}
    return (second, ">=" if kind_of(told) == "since" else ">", first) in found


def at_most(model: Conceptual, told: Sentence) -> bool:
    x, y = told.names[:2]
    ties, n = dict(between(model, x, y)), told.numbers[1]
    if any(rule.relationship in ties and rule.limit == n for rule in _rules(model, told, AtMost)):
        return True
    return any(end.maximum == n for tie in ties.values() for end in (tie.first, tie.second) if end.entity == id_of(x))


def states(model: Conceptual, told: Sentence) -> bool:
    """In the mover's sentences the third state is not told."""
    steps = list(map(id_of, told.values if kind_of(told) == "chain" else told.values[:2]))
    cycles = _rules(model, told, LifeCycle)
    ways = [({(id_of(a), id_of(b)) for a, b in cycle.transitions}, id_of(cycle.initial)) for cycle in cycles]
    followed = any(initial == steps[0] and set(pairwise(steps)) <= moves for moves, initial in ways)
    return followed and (kind_of(told) == "chain" or "update" in operations(model, told.names[2], told.names[0]))


def operations(model: Conceptual, role: str, entity: str) -> set[str]:
    """What a role may do with the rows of an entity."""
    actors = [actor for id_, actor in model.actors.items() if id_of(role) in (id_, id_of(actor.name))]
    return {operation for actor in actors for p in actor.permissions if p.entity == id_of(entity) for operation in p.operations}


def derived(model: Conceptual, told: Sentence) -> bool:
    x, y = told.names[:2]
    kind, facts = kind_of(told), tuple(map(id_of, told.facts))
    if kind in ("product", "difference"):
        found = attribute(model, x, told.facts[0])
        operators = {"product": ("*",), "difference": ("-",)}[kind]
        terms = [node for node in every(Arithmetic, found.derived) if node.op in operators] if found and found.derived else []
        sides = [(columns_of(node.left), columns_of(node.right)) for node in terms]
        return ({facts[1]}, {facts[2]}) in sides or (kind == "product" and ({facts[2]}, {facts[1]}) in sides)
    if kind == "sum" and any((rule.attribute, rule.of, columns_of(rule.term)) == (facts[0], id_of(x), {facts[1]}) for rule in _totals(model, y)):
        return True
    return measured(model, x, y, f"{'sum' if kind == 'sum' else 'avg'}({facts[1]})")


def measured(model: Conceptual, x: str, y: str, measure: str) -> bool:
    """Whether xs are counted, summed or averaged for each y: of all, or of the one that is asked for."""
    ties = {id_ for id_, _ in between(model, x, y)}
    patterns = [pattern for pattern in model.patterns.values() if pattern.entity == id_of(x) and measure in pattern.measures]
    by = [set(pattern.group_by) | {step for filter_ in pattern.filters for step in filter_.path} for pattern in patterns]
    return any(ties & found for found in by)


def deletion(model: Conceptual, told: Sentence) -> bool:
    ties = between(model, *told.names[:2])
    return bool(ties) and all(tie.on_delete == ACTION[kind_of(told)] for _, tie in ties)


def retention(model: Conceptual, told: Sentence) -> bool:
    months = told.numbers[1] * (MONTHS if kind_of(told) == "years" else 1)
    return any(rule.months == months and rule.then == "delete" for rule in _rules(model, told, Retention))


def no_overlap(model: Conceptual, told: Sentence) -> bool:
    start, end = map(id_of, told.facts)
    ties = {id_ for id_, _ in between(model, *told.names[:2])}
    return any((rule.start, rule.end) == (start, end) and len(rule.per) == 1 and set(rule.per) <= ties for rule in _rules(model, told, NoOverlap))


def _rules(model: Conceptual, told: Sentence, kind: type[Kind]) -> list[Kind]:
    return [rule for rule in model.rules.values() if isinstance(rule, kind) and rule.entity == id_of(told.names[0])]


def _totals(model: Conceptual, entity: str) -> list[Total]:
    return [rule for rule in model.rules.values() if isinstance(rule, Total) and rule.entity == id_of(entity)]


def _columns(node: Compare) -> Iterator[tuple[str, str, str]]:
    if isinstance(node.left, ColumnRef) and isinstance(node.right, ColumnRef):
        yield node.left.column, node.op, node.right.column
        yield node.right.column, REVERSED[node.op], node.left.column


def _bounds(model: Conceptual, told: Sentence, in_length: bool = False) -> Iterator[tuple[str, float]]:
    """Every bound of the fact, or of its length, in a rule about it alone or in its meaning."""
    found, fact = attribute(model, told.names[0], told.facts[0]), id_of(told.facts[0])
    conditions = [rule.condition for rule in _rules(model, told, Check) if columns_of(rule.condition) == {fact}]
    for condition in (*conditions, *((found.meaning.check,) if found and found.meaning.check else ())):
        for node in every(Compare, condition):
            for side, op, other in ((node.left, node.op, node.right), (node.right, REVERSED[node.op], node.left)):
                if isinstance(other, Constant) and _is_length(side) == in_length and columns_of(side):
                    yield op, float(str(other.value))  # a bound is a number, or digits that are one


def _is_length(side: object) -> bool:
    return isinstance(side, Call) and side.function == "length"


def _forms(model: Conceptual, told: Sentence) -> Iterator[tuple[str, float]]:
    """The bounds that a form of any characters sets: ".{2,40}"."""
    for rule in _rules(model, told, Check):
        for node in every(Matches, rule.condition):
            if columns_of(node.operand) == {id_of(told.facts[0])} and (found := re.fullmatch(r"\^?\.\{(\d+),(\d*)\}\$?", node.regex)):
                yield ">=", float(found[1])
                yield from ((("<=", float(found[2])),) if found[2] else ())


def _tightest(bounds: set[tuple[str, float]], op: str) -> float | None:
    values = [value for found, value in bounds if found == op]
    return (min if op == "<=" else max)(values, default=None)


DEMANDS: dict[str, Judge] = {
    "required": required,
    "length": length,
    "range": range_,
    "default": default,
    "unique_within": unique_within,
    "compare": compare,
    "at_most": at_most,
    "states": states,
    "derived": derived,
    "deletion": deletion,
    "retention": retention,
    "no_overlap": no_overlap,
}
