"""A pack's rules, as far as the entities and attributes they speak of are there and the text does not say otherwise."""

from __future__ import annotations

from typing import Any

import msgspec

from relvar.model import conceptual as c
from relvar.model.expression import ColumnRef, Constant, Expression
from relvar.model.noun import Noun
from relvar.read import formula
from relvar.read.enrich import notation
from relvar.read.enrich.consistent import columns
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack


def merge(draft: Draft, pack: Pack) -> None:
    """Each rule of the pack that can be said of this model."""
    for rule_id, entry in pack.table("rule").items():
        entity = draft.names.get(entry["entity"], "")
        rule = _MAKERS[entry["kind"]](draft, pack, rule_id, entity, entry) if entity else None
        said = _said(draft, rule) if rule is not None else ""
        if said:
            draft.rule_names[rule_id] = said
        elif rule is not None:
            draft.rules[rule_id] = rule
    for rule in list(draft.rules.values()):
        if isinstance(rule, c.LifeCycle):
            start_in(draft, rule.entity, rule.attribute, rule.initial)


def start_in(draft: Draft, entity: str, attribute: str, initial: str) -> None:
    """A new instance begins its life in the first state."""
    attributes = dict(draft.entities[entity].attributes)
    attributes[attribute] = msgspec.structs.replace(attributes[attribute], default=Constant(value=initial), required=True)
    draft.set_entity(entity, attributes=attributes)


def _said(draft: Draft, rule: c.Rule) -> str:
    """The text's own rule for the same attribute or of the same kind: its id, or ""."""
    return next((rule_id for rule_id, other in draft.rules.items() if other.entity == rule.entity and _same(rule, other)), "")


def _same(rule: c.Rule, other: c.Rule) -> bool:
    if isinstance(rule, c.OneOf | c.LifeCycle) and isinstance(other, c.OneOf | c.LifeCycle):
        return rule.attribute == other.attribute
    if isinstance(rule, c.NoOverlap) and isinstance(other, c.NoOverlap):
        return bool(set(rule.per) & set(other.per))
    if isinstance(rule, c.AtMost) and isinstance(other, c.AtMost):
        return rule.relationship == other.relationship
    if isinstance(rule, c.Determines) and isinstance(other, c.Determines):
        return set(rule.left) == set(other.left)
    return isinstance(rule, c.Retention | c.StockLevel) and type(other) is type(rule)


def _check(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    condition = renamed(draft, entity, formula.parse(entry["condition"]))
    if condition is None:
        return None
    bad = {draft.attribute(entity, name): value for name, value in entry.get("bad", {}).items()}
    return c.Check(entity=entity, condition=condition, says=entry["says"], source=pack.source(rule_id), bad=bad)


def renamed(draft: Draft, entity: str, expression: Expression) -> Expression | None:
    """The expression with the model's attribute ids; None where one is not there."""
    if not all(draft.attribute(entity, name) for name in columns(expression)):
        return None
    made: Expression = _renamed(draft, entity, expression)
    return made


def _renamed(draft: Draft, entity: str, node: Any) -> Any:
    if isinstance(node, ColumnRef):
        return ColumnRef(column=draft.attribute(entity, node.column))
    if isinstance(node, tuple):
        return tuple(_renamed(draft, entity, item) for item in node)
    if isinstance(node, Noun):
        fields = {name: _renamed(draft, entity, getattr(node, name)) for name in node.__struct_fields__}
        return msgspec.structs.replace(node, **fields)
    return node


def _life_cycle(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    attribute = draft.attribute(entity, entry["attribute"])
    pairs = notation.transitions(entry["states"])
    left = {a for a, _ in pairs}
    final = tuple(dict.fromkeys(b for _, b in pairs if b not in left))
    waiting = tuple(entry.get("open", ())) or tuple(dict.fromkeys(a for a, _ in pairs))
    if not attribute:
        return None
    return c.LifeCycle(
        entity=entity, attribute=attribute, initial=pairs[0][0], transitions=pairs, source=pack.source(rule_id), final=final, open=waiting
    )


def _one_of(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    attribute = draft.attribute(entity, entry["attribute"])
    return c.OneOf(entity=entity, attribute=attribute, values=tuple(entry["values"]), source=pack.source(rule_id)) if attribute else None


def _no_overlap(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    ways = [_reference(draft, entity, word) for word in entry["per"]]
    start, end = draft.attribute(entity, entry["start"]), draft.attribute(entity, entry["end"])
    if not all(ways) or not start or not end:
        return None
    per = tuple(way[0] for way in ways if way)
    live = tuple(state for state in entry.get("live", ()) if state in states_of(draft, entity))
    return c.NoOverlap(entity=entity, per=per, start=start, end=end, live=live, source=pack.source(rule_id))


def _reference(draft: Draft, entity: str, word: str) -> tuple[str, str] | None:
    """The way to what each instance has one of; None where the text lets the far end refer to this one instead."""
    way = draft.way(entity, word)
    return way if way is not None and draft.holder(way[0]) == entity else None


def states_of(draft: Draft, entity: str) -> tuple[str, ...]:
    """States of an entity's life cycle, in order."""
    for rule in draft.rules.values():
        if isinstance(rule, c.LifeCycle) and rule.entity == entity:
            return tuple(dict.fromkeys([rule.initial, *(state for pair in rule.transitions for state in pair)]))
    return ()


def _total(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    attribute, way, of = draft.attribute(entity, entry["attribute"]), draft.way(entity, entry["of"]), draft.names.get(entry["of"], "")
    term = renamed(draft, of, formula.parse(entry["term"])) if of else None
    if not attribute or way is None or term is None:
        return None
    return c.Total(entity=entity, attribute=attribute, of=of, relationship=way[0], term=term, source=pack.source(rule_id))


def _stock(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    of = draft.names.get(entry["of"], "")
    attribute, quantity = draft.attribute(entity, entry["attribute"]), draft.attribute(of, entry["quantity"])
    way = (draft.way(of, entry["entity"]) or _shared_parent(draft, of, entity)) if of else None
    if not attribute or not quantity or way is None:
        return None
    return c.StockLevel(entity=entity, attribute=attribute, of=of, quantity=quantity, relationship=way[0], source=pack.source(rule_id))


def _shared_parent(draft: Draft, taker: str, stock: str) -> tuple[str, str] | None:
    """The taker's reference to the thing whose stock this is: a stock that depends on it one to one has the same key."""
    for relationship_id, _own, far in draft.parents(stock):
        if draft.relationships[relationship_id].identifying and (way := draft.way(taker, far.entity)):
            return way
    return None


def _at_most(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    way = _reference(draft, entity, entry["for_each"])
    if way is None:
        return None
    limited = draft.attribute(way[1], entry.get("limit_attribute", ""))
    live = tuple(state for state in entry.get("live", ()) if state in states_of(draft, entity))
    if not limited and "limit" not in entry:
        return None
    return c.AtMost(entity=entity, relationship=way[0], limit_attribute=limited, limit=entry.get("limit", 0), live=live, source=pack.source(rule_id))


def _retention(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    since = draft.attribute(entity, entry["since"])
    return c.Retention(entity=entity, since=since, months=entry["months"], then=entry["then"], source=pack.source(rule_id)) if since else None


def _determines(draft: Draft, pack: Pack, rule_id: str, entity: str, entry: dict[str, Any]) -> c.Rule | None:
    left, right = (tuple(draft.attribute(entity, name) for name in entry[side]) for side in ("left", "right"))
    if not all(left) or not all(right):
        return None
    return c.Determines(entity=entity, left=left, right=right, source=pack.source(rule_id), multivalued=entry.get("multivalued", False))


_MAKERS = {
    "Check": _check,
    "LifeCycle": _life_cycle,
    "OneOf": _one_of,
    "NoOverlap": _no_overlap,
    "Total": _total,
    "StockLevel": _stock,
    "AtMost": _at_most,
    "Retention": _retention,
    "Determines": _determines,
}
