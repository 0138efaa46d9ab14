"""A pack's actors, access patterns and use cases, as far as this model has what they speak of."""

from __future__ import annotations

from typing import Any, Literal, cast

from relvar.model import conceptual as c
from relvar.model.brief import Quantity
from relvar.read.enrich import notation
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.pack import Pack
from relvar.read.enrich.rates import Rates
from relvar.read.enrich.rules import states_of

Action = Literal["insert", "update", "delete", "lock", "check"]


def merge(draft: Draft, pack: Pack, rates: Rates) -> None:
    """Actors first, for patterns and use cases name them."""
    for actor_id, entry in pack.table("actor").items():
        _actor(draft, pack, actor_id, entry)
    for pattern_id, entry in pack.table("pattern").items():
        pattern = _pattern(draft, pack, pattern_id, entry, rates)
        if pattern is not None and not asked(draft, pattern):
            draft.patterns[pattern_id] = pattern
    for use_case_id, entry in pack.table("use_case").items():
        use_case = _use_case(draft, pack, use_case_id, entry, rates)
        if use_case is not None:
            draft.use_cases[use_case_id] = use_case


def asked(draft: Draft, pattern: c.AccessPattern) -> bool:
    """Whether the model asks the same question already."""

    def signature(p: c.AccessPattern) -> tuple[object, ...]:
        return p.entity, p.operation, tuple((f.op, f.path, f.attribute, f.member, f.values) for f in p.filters), p.group_by

    wanted = signature(pattern)
    return any(signature(known) == wanted for known in draft.patterns.of(pattern.entity))


def _actor(draft: Draft, pack: Pack, actor_id: str, entry: dict[str, Any]) -> None:
    found = tuple(p for line in entry["can"] if (p := _permission(draft, notation.permission(line))) is not None)
    name = _named(draft, actor_id)
    known = draft.actors.get(name)
    draft.names.setdefault(f"actor:{actor_id}", name)
    if known is not None:  # what the text permits stands; the pack speaks of the rest
        found = (*known.permissions, *(p for p in found if all(p.entity != said.entity for said in known.permissions)))
    if found:
        draft.actors[name] = c.Actor(
            name=name,
            description=known.description if known else entry["description"],
            source=known.source if known else pack.source(f"actor {actor_id}"),
            permissions=found,
        )


def _named(draft: Draft, actor_id: str) -> str:
    """The text's own actor ("support staff" is the pack's support), the model's entity of that name, else the pack's name."""
    real = draft.real(actor_id)
    if real in draft.entities:
        return real
    return next((known for known in draft.actors if actor_id == known or actor_id in known.split("_")), actor_id)


def _permission(draft: Draft, line: notation.PermissionLine) -> c.Permission | None:
    entity = draft.names.get(line.entity, "")
    if not entity:
        return None
    through: tuple[str, ...] = ()
    if line.scope == "own" and line.through != ("self",):
        way = draft.path(entity, line.through)
        if way is None:
            return None
        through = way[0]
    scope = cast(Literal["all", "tenant", "own"], line.scope if line.scope != "tenant" or draft.tenant else "all")
    hidden = tuple(real for name in line.hidden if (real := draft.attribute(entity, name)))
    operations = cast(tuple[c.Operation, ...], line.operations)
    return c.Permission(entity=entity, operations=operations, scope=scope, through=through, hidden=hidden)


def _pattern(draft: Draft, pack: Pack, pattern_id: str, entry: dict[str, Any], rates: Rates) -> c.AccessPattern | None:
    entity = draft.names.get(entry["entity"], "")
    filters = tuple(_filter(draft, entity, notation.condition(text)) for text in entry.get("where", ())) if entity else ()
    per_day = _per_day(draft, entry["rate"], rates, pack, pattern_id)
    order = tuple(_sorted_by(draft, entity, word) for word in entry.get("order", ()))
    groups = tuple(_grouped_by(draft, entity, word) for word in entry.get("group_by", ()))
    measures = tuple(_measured(draft, entity, word) for word in entry.get("measures", ()))
    if not entity or None in filters or per_day is None or not all((*order, *groups, *measures)):
        return None
    ways = [draft.way(entity, word) for word in entry.get("include", ())]
    return c.AccessPattern(
        name=entry["name"],
        entity=entity,
        source=pack.source(f"pattern {pattern_id}"),
        operation=entry.get("operation", "list"),
        filters=cast(tuple[c.Filter, ...], filters),
        order=order,
        limit=entry.get("limit", 0),
        include=tuple(way[0] for way in ways if way),
        group_by=groups,
        measures=measures,
        roles=_roles(draft, entry),
        per_day=per_day,
        staleness_s=entry.get("staleness_s", 0),
    )


def _roles(draft: Draft, entry: dict[str, Any]) -> tuple[str, ...]:
    names = [draft.names.get(f"actor:{role}", role) for role in entry.get("roles", ())]
    return tuple(name for name in names if name in draft.actors)


def _per_day(draft: Draft, text: str, rates: Rates, pack: Pack, entry: str) -> Quantity | None:
    rate = notation.rate(text)
    of = draft.names.get(rate.of, "") if rate.of else ""
    return None if rate.of and not of else rates.quantity(rate.times, of, rate.new, pack.source(entry))


def _filter(draft: Draft, entity: str, condition: notation.Condition) -> c.Filter | None:
    way = draft.path(entity, condition.target)
    if way is None:
        return None
    path, far, attribute = way
    if condition.op == "in" and not set(condition.values) <= set(_values(draft, far, attribute)):
        return None
    return c.Filter(op=cast(Any, condition.op), attribute=attribute, path=path, values=condition.values, days=condition.days)


def _values(draft: Draft, entity: str, attribute: str) -> tuple[str, ...]:
    for rule in draft.rules.values():
        if isinstance(rule, c.OneOf) and (rule.entity, rule.attribute) == (entity, attribute):
            return rule.values
    return states_of(draft, entity)


def _sorted_by(draft: Draft, entity: str, word: str) -> str:
    attribute = draft.attribute(entity, word.lstrip("-"))
    return ("-" if word.startswith("-") else "") + attribute if attribute else ""


def _grouped_by(draft: Draft, entity: str, word: str) -> str:
    if "(" in word:
        unit, _, inner = word.rstrip(")").partition("(")
        attribute = draft.attribute(entity, inner)
        return f"{unit}({attribute})" if attribute else ""
    way = draft.way(entity, word)
    return draft.attribute(entity, word) or (way[0] if way else "")


def _measured(draft: Draft, entity: str, word: str) -> str:
    return word if word == "count" else _grouped_by(draft, entity, word)


def _use_case(draft: Draft, pack: Pack, use_case_id: str, entry: dict[str, Any], rates: Rates) -> c.UseCase | None:
    entity = draft.names.get(entry["entity"], "")
    steps = tuple(s for text in entry["steps"] if (s := _step(draft, entity, notation.step(text))) is not None)
    per_day = _per_day(draft, entry["rate"], rates, pack, use_case_id)
    if not entity or per_day is None or not any(step.entity == entity for step in steps):
        return None
    rule = draft.rule_names.get(entry.get("guarded_by", ""), entry.get("guarded_by", ""))
    races = tuple(race for race in entry.get("races", ()) if race not in ("last_item", "same_slot", "seat_limit") or _guards(draft, race))
    return c.UseCase(
        name=entry["name"],
        entity=entity,
        steps=steps,
        invariant=entry["invariant"],
        source=pack.source(f"use case {use_case_id}"),
        races=races,
        guarded_by=rule if rule in draft.rules else "",
        idempotent=entry.get("idempotent", False),
        roles=_roles(draft, entry),
        per_day=per_day,
    )


def _guards(draft: Draft, race: str) -> bool:
    """A race that only a rule makes a race."""
    kinds: dict[str, type] = {"last_item": c.StockLevel, "same_slot": c.NoOverlap, "seat_limit": c.AtMost}
    return any(isinstance(rule, kinds[race]) for rule in draft.rules.values())


def _step(draft: Draft, of: str, line: notation.StepLine) -> c.Step | None:
    entity = draft.names.get(line.entity, "")
    if not entity:
        return None
    sets = tuple(real for name in line.sets if (real := draft.attribute(entity, name)))
    if line.sets and not sets:
        return None
    way = draft.way(of, entity) if entity != of else None
    return c.Step(action=cast(Action, line.action), entity=entity, note=line.note, sets=sets, relationship=way[0] if way else "")
