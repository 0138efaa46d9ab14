"""Rules of the model as behaviours of tables: what the database itself upholds beyond keys and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from relvar.model.behaviour import (
    Behaviour,
    Expire,
    FollowLifeCycle,
    ForbidOverlap,
    Freeze,
    KeepTotal,
    LimitCount,
    TakeStock,
)
from relvar.model.conceptual import PASSING, AtMost, LifeCycle, NoOverlap, Retention, StockLevel, Total
from relvar.model.design import Design
from relvar.model.expression import ColumnRef, Constant, Expression, InList
from relvar.model.logical import Reference, Relation
from relvar.model.physical import Table

PERSONAL = ("personal", "special")


def behaviours(design: Design, tables: Mapping[str, Table]) -> dict[str, Behaviour]:
    """Behaviours by id: the rule's own id, `<table>_frozen` for what never changes."""
    found: dict[str, Behaviour] = {}
    for id_, rule in design.conceptual.rules.items():
        make = MAKERS.get(type(rule))
        made = make(design, rule, tables) if make and rule.entity in tables else None
        if made is not None:
            found[id_] = made
    for table_id in tables:
        for frozen in _frozen(design, table_id):
            found[f"{table_id}_frozen"] = frozen
    return found


def _relation(design: Design, id_: str) -> Relation:
    return design.logical.relations[id_]


def _reference(design: Design, child: str, relationship: str) -> Reference | None:
    references = _relation(design, child).references.values() if child in design.logical.relations else ()
    return next((r for r in references if r.relationship == relationship), None)


def _columns(design: Design, entity: str, members: tuple[str, ...]) -> tuple[str, ...]:
    """Attribute and relationship ids as columns; a reference by what tells it apart within the tenant included."""
    relation = _relation(design, entity)
    found = [relation.references[m].attributes if m in relation.references else (m,) for m in members]
    return tuple(dict.fromkeys(column for columns in found for column in columns))


def _live(design: Design, entity: str, live: tuple[str, ...]) -> Expression | None:
    """Only rows in these states of the entity's life cycle."""
    if not live:
        return None
    for rule in design.conceptual.rules.values():
        if isinstance(rule, LifeCycle) and rule.entity == entity:
            items = tuple(Constant(value=state) for state in live)
            return InList(operand=ColumnRef(column=rule.attribute), items=items)
    return None


def _life_cycle(design: Design, rule: LifeCycle, tables: Mapping[str, Table]) -> Behaviour:
    entity = design.conceptual.entities.get(rule.entity)
    return FollowLifeCycle(
        table=rule.entity,
        column=rule.attribute,
        initial=rule.initial,
        transitions=rule.transitions,
        final=rule.final,
        passing=rule.open if entity is not None and entity.entity_kind in PASSING else (),
    )


def _no_overlap(design: Design, rule: NoOverlap, tables: Mapping[str, Table]) -> Behaviour:
    per = _columns(design, rule.entity, rule.per)
    return ForbidOverlap(table=rule.entity, per=per, start=rule.start, end=rule.end, where=_live(design, rule.entity, rule.live))


def _total(design: Design, rule: Total, tables: Mapping[str, Table]) -> Behaviour | None:
    reference = _reference(design, rule.of, rule.relationship)
    if reference is None:
        return None
    return KeepTotal(table=rule.entity, column=rule.attribute, of=rule.of, reference=reference.attributes, term=rule.term)


def _stock(design: Design, rule: StockLevel, tables: Mapping[str, Table]) -> Behaviour | None:
    reference = _reference(design, rule.of, rule.relationship)
    if reference is None:
        return None
    return TakeStock(table=rule.entity, column=rule.attribute, of=rule.of, reference=reference.attributes, quantity=rule.quantity)


def _at_most(design: Design, rule: AtMost, tables: Mapping[str, Table]) -> Behaviour | None:
    reference = _reference(design, rule.entity, rule.relationship)
    if reference is None:
        return None
    return LimitCount(
        table=rule.entity,
        reference=reference.attributes,
        parent=reference.relation,
        limit_column=rule.limit_attribute,
        limit=rule.limit,
        where=_live(design, rule.entity, rule.live),
    )


def _retention(design: Design, rule: Retention, tables: Mapping[str, Table]) -> Behaviour | None:
    table = tables[rule.entity]
    if rule.since not in table.columns:
        return None
    personal = tuple(name for name, column in table.columns.items() if column.sensitivity in PERSONAL)
    emptied = personal if rule.then == "anonymise" else ()
    per = _columns(design, rule.entity, rule.per)
    return Expire(table=rule.entity, since=rule.since, months=rule.months, anonymise=emptied, newest=rule.newest, bytes=rule.bytes, per=per)


def _frozen(design: Design, table_id: str) -> Iterator[Behaviour]:
    """An immutable entity's rows never change; of others, what the model froze. A reference that deletion empties is not frozen."""
    relation = _relation(design, table_id)
    entity = design.conceptual.entities.get(relation.entity)
    if entity is None:
        return
    if entity.immutable:
        yield Freeze(table=table_id)
        return
    names = [name for name, attribute in entity.attributes.items() if attribute.frozen and name in relation.attributes]
    for reference in relation.references.values():
        relationship = design.conceptual.relationships.get(reference.relationship)
        if relationship and relationship.frozen and reference.on_delete != "clear":
            names += reference.attributes
    if names:
        yield Freeze(table=table_id, columns=tuple(dict.fromkeys(names)))


MAKERS: dict[type, Callable[[Design, Any, Mapping[str, Table]], Behaviour | None]] = {
    LifeCycle: _life_cycle,
    NoOverlap: _no_overlap,
    Total: _total,
    StockLevel: _stock,
    AtMost: _at_most,
    Retention: _retention,
}
