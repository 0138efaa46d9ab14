"""What a pack's lines may speak of: its attributes, and the ways between its entities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from relvar.read.enrich import notation
from relvar.read.lexicon import named_type
from relvar.read.packs import shape
from relvar.read.packs.faults import Fault

ID = re.compile(r"[a-z][a-z0-9_]*")


class Known:
    """Look-ups over a pack whose relationship and attribute lines are sound."""

    def __init__(self, pack: shape.PackShape) -> None:
        self.pack = pack
        self.entities = pack.entities
        self.types: dict[str, dict[str, str]] = {}
        self.ways: dict[str, dict[str, str]] = {entity: {} for entity in pack.entities}
        self.owners: dict[str, list[str]] = {entity: [] for entity in pack.entities}
        for entity, entry in pack.entities.items():
            read = map(notation.attribute, notation.lines(entry.attributes))
            self.types[entity] = {name: line.meaning for line in read for name in line.name.split("/")}
        for line in map(notation.relationship, notation.lines(pack.top.relationships)):
            self.ways[line.child].setdefault(line.parent, line.parent)
            self.ways[line.parent].setdefault(line.child, line.child)
            self.ways[line.child][line.role or line.parent] = line.parent
            if "identifying" in line.flags:
                self.owners[line.child].append(line.parent)

    def way(self, entity: str, word: str) -> str:
        """The entity at the far end of a role or an entity's name, or ""."""
        return self.ways[entity].get(word, "")

    def shared_parent(self, taker: str, stock: str) -> bool:
        return any(self.way(taker, owner) for owner in self.owners[stock])

    def attribute(self, key: str, entity: str, name: str) -> Iterator[Fault]:
        """A fault where the entity has no such attribute."""
        if name not in self.types[entity]:
            yield Fault(key, f"{entity} has no attribute {name!r}", _meant(name, self.types[entity]), name)

    def way_or_fault(self, key: str, entity: str, word: str) -> Iterator[Fault]:
        """A fault where no relationship of the entity is called so."""
        if not self.way(entity, word):
            yield Fault(key, f"no relationship leads from {entity} to {word!r}", _meant(word, self.ways[entity]), word)

    def member(self, key: str, entity: str, word: str) -> Iterator[Fault]:
        """A fault where the word is neither an attribute of the entity nor a way from it."""
        if word not in self.types[entity] and not self.way(entity, word):
            yield Fault(key, f"{entity} has neither attribute nor way {word!r}", _meant(word, {**self.types[entity], **self.ways[entity]}), word)

    def path(self, entity: str, segments: tuple[str, ...]) -> tuple[str, str] | Fault:
        """(far entity, its attribute or ""), or the fault of the segment that leads nowhere."""
        here = entity
        for at, segment in enumerate(segments):
            if at == len(segments) - 1 and segment in self.types[here]:
                return here, segment
            far = self.way(here, segment)
            if not far:
                return Fault("", f"no way leads from {here} to {segment!r}", _meant(segment, {**self.types[here], **self.ways[here]}))
            here = far
        return here, ""

    def base(self, entity: str, attribute: str) -> str:
        """The base type of an attribute; "" for a reference."""
        return named_type(self.types[entity][attribute]).data.base if attribute else ""

    def values(self, entity: str, attribute: str) -> list[str]:
        """The closed list of an attribute."""
        for rule in self.pack.rules.values():
            if isinstance(rule, shape.OneOf) and rule.entity == entity and attribute in self._names(entity, rule.attribute):
                return rule.values
        return self.states(entity)

    def states(self, entity: str) -> list[str]:
        """The states of an entity's life."""
        lives = (rule for rule in self.pack.rules.values() if isinstance(rule, shape.LifeCycle) and rule.entity == entity)
        return [state for rule in lives for pair in notation.transitions(rule.states) for state in pair]

    def _names(self, entity: str, name: str) -> set[str]:
        """All names of one attribute."""
        lines = map(notation.attribute, notation.lines(self.entities[entity].attributes))
        return next((set(line.name.split("/")) for line in lines if name in line.name.split("/")), {name})


def _meant(word: str, known: dict[str, str]) -> str:
    found = get_close_matches(word, list(known), 1)
    return f"perhaps {found[0]!r}" if found else f"there are: {', '.join(sorted(known)) or 'none'}"
