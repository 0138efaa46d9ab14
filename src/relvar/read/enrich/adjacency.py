"""Relationships with an index of what lies at each entity, so that a model of a thousand entities is walked and not searched."""

from __future__ import annotations

from typing import Any

from relvar.model import conceptual as c

Ends = tuple[c.End, c.End]


class Relationships(dict[str, c.Relationship]):
    """Relationships by id, in the order of the model. The index follows every change; an id set anew keeps its place."""

    def __init__(self, known: Any = ()) -> None:
        super().__init__(known)
        self._at: dict[str, list[str]] | None = None

    def at(self, entity: str) -> list[str]:
        """Ids of the relationships at an entity, in the order of the model; one that joins it to itself once."""
        if self._at is None:
            self._at = {}
            for relationship_id, relationship in self.items():
                self._note(relationship_id, relationship)
        return self._at.get(entity, [])

    def __setitem__(self, relationship_id: str, relationship: c.Relationship) -> None:
        known = self.get(relationship_id)
        super().__setitem__(relationship_id, relationship)
        if known is None and self._at is not None:
            self._note(relationship_id, relationship)
        elif known is not None and _ends(known) != _ends(relationship):
            self._at = None

    def __delitem__(self, relationship_id: str) -> None:
        gone = self[relationship_id]
        super().__delitem__(relationship_id)
        if self._at is not None:
            for entity in _ends(gone):
                self._at[entity].remove(relationship_id)

    def _note(self, relationship_id: str, relationship: c.Relationship) -> None:
        assert self._at is not None
        for entity in _ends(relationship):
            self._at.setdefault(entity, []).append(relationship_id)


def _ends(relationship: c.Relationship) -> tuple[str, ...]:
    return tuple(dict.fromkeys((relationship.first.entity, relationship.second.entity)))
