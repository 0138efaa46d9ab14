"""What a diagram shows: entities with attributes, and lines whose ends say how many."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from relvar.model.existing import NOWHERE, Place

LineKind = Literal["association", "composition", "inheritance", "attribute"]


class Drawn(msgspec.Struct, kw_only=True):
    """An attribute. `type` as it was written; `required`: None where the diagram says nothing of it."""

    name: str
    type: str = ""
    key: bool = False
    refers: bool = False
    unique: bool = False
    numbered: bool = False
    required: bool | None = None
    default: str = ""
    comment: str = ""
    place: Place = NOWHERE


class Entity(msgspec.Struct, kw_only=True):
    """`name`: what it is called; lines know it by the name under which the drawing keeps it. `is_class`: its instances are told apart by
    being themselves, so one that shows no key is numbered."""

    name: str
    is_class: bool = False
    attributes: list[Drawn] = []
    comment: str = ""
    place: Place = NOWHERE


class End(NamedTuple):
    """How many of the entity at this end go with one of the other: at least `least`, and one or `many`."""

    entity: str
    least: int
    many: bool


class Line(NamedTuple):
    """A line between two ends. Of a composition and an inheritance the first end is the whole, or the parent; an attribute whose type
    is another entity is a line with the attribute's name as its label."""

    first: End
    second: End
    label: str
    place: Place
    kind: LineKind = "association"


class Drawing(msgspec.Struct, kw_only=True):
    """`enums`: closed lists by name, with their places."""

    entities: dict[str, Entity] = {}
    lines: list[Line] = []
    enums: dict[str, tuple[tuple[str, ...], Place]] = {}

    def entity(self, name: str, place: Place) -> Entity:
        """The entity of that name; a line may be the first to name it."""
        return self.entities.setdefault(name, Entity(name=name, place=place))
