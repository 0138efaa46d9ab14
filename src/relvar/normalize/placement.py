"""Where every relationship is kept: as a reference in one relation, or as a relation of its own (M:N).

The reference stands at the end whose instances have at most one of the other (Elmasri and Navathe, "Fundamentals of Database Systems",
ER-to-relational mapping, steps 3 to 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from relvar.model.conceptual import Conceptual, End, Relationship


class Placed(NamedTuple):
    """`child` holds a reference to `parent`, realizing `relationship`. `stem` is what the reference column is called before "_id"."""

    relationship: str
    child: str
    parent: str
    stem: str
    required: bool
    unique: bool
    identifying: bool
    on_delete: Literal["restrict", "cascade", "clear"]


class Placement(NamedTuple):
    """References by child entity in model order, and the relationships that become associations."""

    references: dict[str, tuple[Placed, ...]]
    associations: tuple[str, ...]


def place(model: Conceptual) -> Placement:
    """Every relationship, placed. O(relationships)."""
    placed: dict[str, list[Placed]] = {id_: [] for id_ in model.entities}
    associations: list[str] = []
    joined = _joined_by_entity(model)
    for id_, relationship in model.relationships.items():
        first, second = relationship.first, relationship.second
        if _many(first) and _many(second):
            if frozenset((first.entity, second.entity)) not in joined:
                associations.append(id_)
            continue
        one = _reference(id_, relationship)
        placed[one.child].append(one)
    return Placement({child: _distinct(references) for child, references in placed.items()}, tuple(associations))


def _many(end: End) -> bool:
    return end.maximum is None or end.maximum > 1


def _reference(id_: str, relationship: Relationship) -> Placed:
    """1:N and 1:1. Of a 1:1 the optional side's instances point at the ones that may stand alone; the second's where both are alike."""
    first, second = relationship.first, relationship.second
    at_first = not _many(first) and not _many(second) and not relationship.identifying and second.minimum > first.minimum
    at_first = at_first or _many(first)
    child, parent = (first, second) if at_first else (second, first)
    return Placed(
        relationship=id_,
        child=child.entity,
        parent=parent.entity,
        stem=parent.role or _stem(child.entity, parent.entity),
        required=parent.minimum > 0,
        unique=not _many(child),
        identifying=relationship.identifying and not at_first,
        on_delete=relationship.on_delete,
    )


def _stem(child: str, parent: str) -> str:
    return f"parent_{parent}" if child == parent else parent


def _distinct(references: list[Placed]) -> tuple[Placed, ...]:
    """Two references must not share a name: the later one takes its relationship's id."""
    taken: set[str] = set()
    named = []
    for one in references:
        stem = one.stem if one.stem not in taken else one.relationship
        taken.add(stem)
        named.append(one._replace(stem=stem))
    return tuple(named)


def _joined_by_entity(model: Conceptual) -> set[frozenset[str]]:
    """Pairs of entities that an entity of kind association joins already."""
    parents: dict[str, list[str]] = {}
    for relationship in model.relationships.values():
        if not (_many(relationship.first) and _many(relationship.second)):
            one = _reference("", relationship)
            parents.setdefault(one.child, []).append(one.parent)
    return {
        frozenset((first, second))
        for child, found in parents.items()
        if model.entities[child].entity_kind == "association"
        for place_, first in enumerate(found)
        for second in found[place_ + 1 :]
    }


def children_of(references: Mapping[str, tuple[Placed, ...]]) -> dict[str, tuple[str, ...]]:
    """Per entity those that refer to it, in model order."""
    children: dict[str, list[str]] = {}
    for child, placed in references.items():
        for one in placed:
            children.setdefault(one.parent, []).append(child)
    return {parent: tuple(dict.fromkeys(found)) for parent, found in children.items()}
