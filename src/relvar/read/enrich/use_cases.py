"""Use cases that follow from the model: recording an event with its parts, moving it along its life, editing what two may edit."""

from __future__ import annotations

from relvar.model import conceptual as c
from relvar.model.brief import Quantity, Source
from relvar.read.enrich.draft import Draft
from relvar.read.enrich.rates import Rates
from relvar.read.enrich.spell import a, inferred, said

DAYS = 365
EDITS_A_DAY = 0.02  # of each row that stands: once in fifty days


def do(draft: Draft, rates: Rates) -> None:
    """Add them for every entity that no use case of the text or the pack begins at."""
    racing = _racing(draft)
    covered = {(u.entity, step.action) for u in draft.use_cases.values() for step in u.steps if step.entity == u.entity}
    for entity_id, entity in list(draft.entities.items()):
        if entity.entity_kind == "event" and not entity.supertype and (entity_id, "insert") not in covered:  # a kind is recorded with its general row
            _record(draft, rates, entity_id, racing)
        if (entity_id, "update") not in covered:
            _move(draft, rates, entity_id)
    if not any(use_case.races for use_case in draft.use_cases.values()):
        _edit(draft, rates)


def _racing(draft: Draft) -> dict[str, tuple[int, str]]:
    """Entity -> the first rule that two who record it at once may break: its place in the model, and its id."""
    found: dict[str, tuple[int, str]] = {}
    for place, (rule_id, rule) in enumerate(draft.rules.items()):
        if isinstance(rule, c.StockLevel | c.NoOverlap | c.AtMost):
            found.setdefault(rule.of if isinstance(rule, c.StockLevel) else rule.entity, (place, rule_id))
    return found


def _guard(draft: Draft, entities: list[str], racing: dict[str, tuple[int, str]]) -> tuple[str, c.RaceKind | None, str]:
    """The rule that two at once may break: its id, the race, and the invariant in words."""
    _, rule_id = min((racing[entity] for entity in entities if entity in racing), default=(0, ""))
    rule = draft.rules.get(rule_id)
    if isinstance(rule, c.StockLevel):
        return rule_id, "last_item", f"{said(rule.attribute)} of a {said(rule.entity)} never falls below zero"
    if isinstance(rule, c.NoOverlap):
        per = ", ".join(_resource(draft, rule.entity, member) for member in rule.per)
        return rule_id, "same_slot", f"two {said(draft.entities[rule.entity].plural)} never share an instant of one {per}"
    if isinstance(rule, c.AtMost):
        return rule_id, "seat_limit", f"no more {said(draft.entities[rule.entity].plural)} than are allowed"
    return "", None, ""


def _resource(draft: Draft, entity: str, member: str) -> str:
    relationship = draft.relationships.get(member)
    if relationship is None:
        return said(member)
    return said(relationship.first.entity if relationship.second.entity == entity else relationship.second.entity)


def _record(draft: Draft, rates: Rates, entity_id: str, racing: dict[str, tuple[int, str]]) -> None:
    parts = [
        (i, far.entity)
        for i, _own, far in draft.children(entity_id)
        if draft.entities[far.entity].entity_kind in ("part", "association") and far.entity != entity_id
    ]
    steps = [c.Step(action="insert", entity=entity_id)]
    steps += [c.Step(action="insert", entity=part, relationship=i, note="with it, or not at all") for i, part in parts]
    guard, race, invariant = _guard(draft, [entity_id, *(part for _, part in parts)], racing)
    key = next((i.members for i in draft.entities[entity_id].identifiers if set(i.members) <= set(draft.entities[entity_id].attributes)), ())
    once = next((far.entity for _id, own, far in draft.parents(entity_id) if own.maximum == 1), "")
    if not parts and race is None and not key and not once:
        return
    if isinstance(stock := draft.rules.get(guard), c.StockLevel):
        steps.append(c.Step(action="update", entity=stock.entity, sets=(stock.attribute,)))
    source = inferred(f"{a(entity_id)} is recorded as a whole")
    if race is None and key:
        race, invariant = "same_key", f"one {said(entity_id)} for each {' and '.join(map(said, key))}"
    elif race is None and once:
        race, invariant = "same_key", f"at most one {said(entity_id)} for {a(once)}, however many try at once"
    draft.use_cases[f"record_{entity_id}"] = c.UseCase(
        name=f"record {a(entity_id)}",
        entity=entity_id,
        steps=tuple(steps),
        invariant=invariant or f"no {said(entity_id)} without its {said(draft.entities[parts[0][1]].plural)}",
        source=source,
        races=(race,) if race else (),
        guarded_by=guard,
        per_day=rates.quantity(1.0, entity_id, True, source),
    )


def _move(draft: Draft, rates: Rates, entity_id: str) -> None:
    for rule_id in draft.rules.at(entity_id):
        rule = draft.rules[rule_id]
        if not isinstance(rule, c.LifeCycle):
            continue
        source = inferred(f"{a(entity_id)} moves along its states")
        draft.use_cases[f"move_{entity_id}"] = c.UseCase(
            name=f"move {a(entity_id)} to its next state",
            entity=entity_id,
            steps=(c.Step(action="update", entity=entity_id, sets=(rule.attribute,), note="only from the state that was read"),),
            invariant=f"of two who move the same {said(entity_id)} one is told that it has moved",
            source=source,
            races=("state_change",),
            guarded_by=rule_id,
            per_day=_moves(draft, rates, entity_id, source),
        )
        return


def _moves(draft: Draft, rates: Rates, entity_id: str, source: Source) -> Quantity:
    """Each event runs through its states; what stands does so once a year."""
    updates = rates.volumes[entity_id].updates_per_row or 1.0
    if draft.entities[entity_id].entity_kind == "event":
        return rates.quantity(updates, entity_id, True, source)
    return rates.quantity(float(f"{updates / DAYS:.3g}"), entity_id, False, source)


def _edit(draft: Draft, rates: Rates) -> None:
    """Nothing races yet: the most looked-at thing is edited by two at once."""
    for entity_id, entity in draft.entities.items():
        free = [n for n, a in entity.attributes.items() if not a.frozen and a.derived is None]
        if entity.entity_kind in ("thing", "party") and free and not entity.immutable:
            source = inferred(f"two people may edit one {said(entity_id)}")
            draft.use_cases[f"edit_{entity_id}"] = c.UseCase(
                name=f"edit {a(entity_id)}",
                entity=entity_id,
                steps=(c.Step(action="update", entity=entity_id, sets=(free[0],)),),
                invariant="nobody overwrites what another saved meanwhile",
                source=source,
                races=("lost_update",),
                per_day=rates.quantity(EDITS_A_DAY, entity_id, False, source),
            )
            return
