"""Columns out of a relation's attributes: type, samples, sensitivity and comment from the meaning; the wide fixed ones first."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from relvar.model.conceptual import Attribute, Conceptual, LifeCycle, OneOf
from relvar.model.design import Design
from relvar.model.expression import Constant
from relvar.model.logical import Reference, Relation
from relvar.model.physical import Column
from relvar.model.semantic import DataType
from relvar.plan.realize.names import Names
from relvar.plan.realize.wording import spoken

SURROGATE = DataType(base="integer", bits=64)
POSITION = DataType(base="integer", bits=32)
# How a value that JSON has no type for is written in a document, and what makes samples of it.
IN_DOCUMENTS = {
    "date": (DataType(base="text", length=10), "iso_date"),
    "timestamp": (DataType(base="text", length=30), "iso_instant"),
    "time": (DataType(base="text", length=8), "iso_time"),
    "uuid": (DataType(base="text", length=36), "uuid_text"),
}


class Vocabulary(NamedTuple):
    """The model's rules about single attributes, by "entity.attribute": looked up once for all tables."""

    values: dict[str, tuple[str, ...]]
    initial: dict[str, str]


def vocabulary(model: Conceptual) -> Vocabulary:
    """Closed lists and first states of all attributes."""
    values: dict[str, tuple[str, ...]] = {}
    initial: dict[str, str] = {}
    for rule in model.rules.values():
        if isinstance(rule, OneOf):
            values[f"{rule.entity}.{rule.attribute}"] = rule.values
        elif isinstance(rule, LifeCycle):
            values[f"{rule.entity}.{rule.attribute}"] = states(rule)
            initial[f"{rule.entity}.{rule.attribute}"] = rule.initial
    return Vocabulary(values, initial)


def states(rule: LifeCycle) -> tuple[str, ...]:
    """All states of a life cycle, the initial one first, in the order in which transitions reach them."""
    listed = [rule.initial, *(state for move in rule.transitions for state in move), *rule.open, *rule.final]
    return tuple(dict.fromkeys(listed))


class Columns:
    """Makes the columns of every relation; a reference takes its type from the key it names."""

    def __init__(self, design: Design, names: Names) -> None:
        self.model = design.conceptual
        self.relations = design.logical.relations
        self.names = names
        self.vocabulary = vocabulary(design.conceptual)

    def of(self, id_: str) -> dict[str, Column]:
        """The columns of a relation by attribute id, in storage order."""
        relation = self.relations[id_]
        taken: set[str] = set()
        columns: dict[str, Column] = {}
        for attribute in relation.attributes:
            column = self._column(id_, relation, attribute)
            column = msgspec.structs.replace(column, name=self.names.column(column.name, taken))
            taken.add(column.name)
            columns[attribute] = column
        return dict(sorted(columns.items(), key=lambda item: _width_class(item[1].data)))

    def data(self, id_: str, attribute: str) -> DataType:
        """The type of an attribute, followed through references to the key that it holds."""
        seen: set[tuple[str, str]] = set()
        while (id_, attribute) not in seen:
            seen.add((id_, attribute))
            fact = self.attribute(id_, attribute)
            if fact is not None:
                return fact.meaning.data
            reference = _holding(self.relations[id_], attribute)
            if reference is None:
                break
            id_, attribute = reference.relation, reference.to[reference.attributes.index(attribute)]
        return POSITION if self.relations[id_].attributes[attribute].purpose in ("bookkeeping", "only_row") else SURROGATE

    def attribute(self, id_: str, attribute: str) -> Attribute | None:
        """The conceptual attribute that a relation's attribute realizes, or None."""
        of = self.relations[id_].attributes[attribute].of
        if not of:
            return None
        entity, name = of.split(".", 1)
        return self.model.entities[entity].attributes[name]

    def _column(self, id_: str, relation: Relation, attribute: str) -> Column:
        fact = self.attribute(id_, attribute)
        if fact is not None:
            return self._fact(relation, attribute, fact)
        purpose = relation.attributes[attribute].purpose
        return Column(
            name=relation.attributes[attribute].name,
            data=self.data(id_, attribute),
            nullable=not relation.attributes[attribute].required,
            identity=purpose == "surrogate",
            comment=self._comment(id_, relation, attribute),
            default=Constant(value=1) if purpose == "only_row" else None,
            samples="position" if purpose == "bookkeeping" else "",
        )

    def _fact(self, relation: Relation, attribute: str, fact: Attribute) -> Column:
        meaning, of = fact.meaning, relation.attributes[attribute].of
        first = self.vocabulary.initial.get(of)
        default = fact.default if fact.default is not None or first is None else Constant(value=first)
        return Column(
            name=relation.attributes[attribute].name,
            data=meaning.data,
            nullable=not relation.attributes[attribute].required,
            default=default,
            generated=fact.derived,
            comment=self._meaning(relation, fact),
            sensitivity=meaning.sensitivity,
            mask=meaning.mask,
            samples=meaning.samples,
            values=self.vocabulary.values.get(of, ()),
            average_bytes=meaning.average_bytes,
            of=of,
            members=tuple(member_column(path, member) for path, member in fact.members.items()),
        )

    def _meaning(self, relation: Relation, fact: Attribute) -> str:
        said = fact.description or fact.meaning.description
        if not said:
            said = f"{spoken(fact.name).capitalize()} of the {spoken(relation.entity or relation.name)}"
        extra = []
        if not fact.required:
            extra.append("empty while unknown")
        if fact.frozen:
            extra.append("kept as it was when the row was made")
        if fact.derived is not None:
            extra.append("computed by the database from the same row")
        said = said[0].upper() + said[1:]
        return said.rstrip(".") + "".join(f"; {text}" for text in extra)

    def _comment(self, id_: str, relation: Relation, attribute: str) -> str:
        purpose = relation.attributes[attribute].purpose
        what = spoken(relation.entity or relation.name)
        if purpose == "surrogate":
            return f"Numbers {what} rows; made by the database and without meaning to people"
        if purpose == "bookkeeping":
            return f"Counts the {what} rows of one owner, from 1"
        if purpose == "only_row":
            return "Always 1: there is one row"
        if purpose == "tenant":
            return f"Whose row it is: every key and reference of this table begins with the {spoken(self.model.tenant)}"
        return self._reference_comment(id_, relation, attribute, what)

    def _supertype(self, relation: Relation) -> str:
        entity = self.model.entities.get(relation.entity)
        return entity.supertype if entity is not None else ""

    def _reference_comment(self, id_: str, relation: Relation, attribute: str, what: str) -> str:
        reference = _holding(relation, attribute)
        assert reference is not None, f"{id_}.{attribute} holds nothing"
        empty = "" if relation.attributes[attribute].required else "; empty where there is none"
        target = spoken(reference.relation)
        if not reference.relationship and reference.relation == self._supertype(relation):
            return f"The {target} that this {what} is"
        role = spoken(attribute.removesuffix("_id"))
        return f"The {target} that is the {role} of this {what}{empty}" if role != target else f"The {target} of this {what}{empty}"


def member_column(path: str, member: Attribute) -> Column:
    """What stands in a document under a path, in the types that JSON has: a day or an instant is a text in the form of ISO 8601, whose order is
    that of time. It may always be absent.
    """
    meaning = member.meaning
    data, samples = IN_DOCUMENTS.get(meaning.data.base, (meaning.data, meaning.samples))
    return Column(
        name=path, data=data, nullable=True, samples=samples, sensitivity=meaning.sensitivity, average_bytes=meaning.average_bytes,
        many=member.multivalued,
    )  # fmt: skip


def _holding(relation: Relation, attribute: str) -> Reference | None:
    """The narrowest reference an attribute is part of: that to the thing itself, not to something that shares a key part."""
    holding = [r for r in relation.references.values() if attribute in r.attributes]
    return min(holding, key=lambda r: len(r.attributes)) if holding else None


def _width_class(data: DataType) -> int:
    """Alignment padding is least when 8-byte values stand first, then 16-byte uuids, 4, 2, 1, and variable ones last
    (PostgreSQL, "Database Page Layout"; SQLite does not align and loses nothing).
    """
    if data.base == "integer":
        return {64: 0, 32: 2, 16: 3}[data.bits]
    return {"timestamp": 0, "float": 0, "time": 0, "uuid": 1, "date": 2, "boolean": 4}.get(data.base, 5)
