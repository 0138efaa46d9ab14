"""What lies at each entity, by an index that follows every change: a model of a thousand entities is walked and not searched."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, Protocol, TypeVar

from relvar.model import conceptual as c


class OfEntity(Protocol):
    """What speaks of one entity: a rule, an access pattern."""

    @property
    def entity(self) -> str: ...


T = TypeVar("T")
S = TypeVar("S", bound=OfEntity)


class Indexed(dict[str, T], ABC, Generic[T]):
    """Values by id, in the order of the model, and the ids at each entity. An id set anew keeps its place.

    Only what is overridden here changes it: item assignment, `del` and `setdefault`.
    """

    def __init__(self, known: Any = ()) -> None:
        super().__init__(known)
        self._at: dict[str, list[str]] | None = None

    @abstractmethod
    def entities_of(self, value: T) -> tuple[str, ...]:
        """The entities at which a value lies, each once."""

    def at(self, entity: str) -> list[str]:
        """Ids of what lies at an entity, in the order of the model."""
        if self._at is None:
            self._at = {}
            for key, value in self.items():
                self._note(key, value)
        return self._at.get(entity, [])

    def of(self, entity: str) -> list[T]:
        """What lies at an entity, in the order of the model."""
        return [self[key] for key in self.at(entity)]

    def __setitem__(self, key: str, value: T) -> None:
        known = self.get(key)
        super().__setitem__(key, value)
        if known is None and self._at is not None:
            self._note(key, value)
        elif known is not None and self.entities_of(known) != self.entities_of(value):
            self._at = None

    def __delitem__(self, key: str) -> None:
        gone = self[key]
        super().__delitem__(key)
        if self._at is not None:
            for entity in self.entities_of(gone):
                self._at[entity].remove(key)

    def setdefault(self, key: str, default: T) -> T:
        if key not in self:
            self[key] = default
        return self[key]

    def _note(self, key: str, value: T) -> None:
        assert self._at is not None
        for entity in self.entities_of(value):
            self._at.setdefault(entity, []).append(key)


class Relationships(Indexed[c.Relationship]):
    """Relationships; one that joins an entity to itself lies at it once."""

    def entities_of(self, value: c.Relationship) -> tuple[str, ...]:
        return tuple(dict.fromkeys((value.first.entity, value.second.entity)))


class Told(Indexed[S], Generic[S]):
    """Rules or access patterns, each at the entity that it speaks of."""

    def entities_of(self, value: S) -> tuple[str, ...]:
        return (value.entity,)
