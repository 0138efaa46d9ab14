"""A conceptual model being filled: mutable mappings, and the way from a pack's names to the model's ids."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from relvar.model import conceptual as c
from relvar.model.brief import Source
from relvar.read.enrich.adjacency import Relationships, Told


class Draft:
    """Mutable copies of a model's mappings. `names`: a pack's entity id -> the model's. `added` marks keep what the text did not say."""

    def __init__(self, model: c.Conceptual, answers: Mapping[str, str] | None = None) -> None:
        self.model = model
        self.answers = answers or {}
        self.entities = dict(model.entities)
        self.relationships = Relationships(model.relationships)
        self.rules: Told[c.Rule] = Told(model.rules)
        self.patterns: Told[c.AccessPattern] = Told(model.patterns)
        self.use_cases = dict(model.use_cases)
        self.actors = dict(model.actors)
        self.restrictions = dict(model.restrictions)
        self.volumes = dict(model.volumes)
        self.questions = list(model.questions)
        self._asked = {question.text for question in model.questions}
        self.tenant = model.tenant
        self.domain = model.domain
        self.domain_source = model.domain_source
        self.traits = list(model.traits)
        self.regimes = model.regimes
        self.names: dict[str, str] = {}
        self.completed: set[str] = set()  # relationships of the text for which the pack has a line
        self.rule_names: dict[str, str] = {}
        self.attribute_names: dict[tuple[str, str], str] = {}

    def done(self) -> c.Conceptual:
        """The model with everything that was put in."""
        return msgspec.structs.replace(
            self.model,
            entities=self.entities,
            relationships=dict(self.relationships),
            rules=dict(self.rules),
            patterns=dict(self.patterns),
            use_cases=self.use_cases,
            actors=self.actors,
            restrictions=self.restrictions,
            volumes=self.volumes,
            questions=tuple(self.questions),
            tenant=self.tenant,
            domain=self.domain,
            domain_source=self.domain_source,
            traits=tuple(self.traits),
            regimes=self.regimes,
        )

    def real(self, name: str) -> str:
        """The model's id for a pack's entity name."""
        return self.names.get(name, name)

    def attribute(self, entity: str, name: str) -> str:
        """The model's id for a pack's attribute of an entity (a model's id), or "" where it has none."""
        found = self.attribute_names.get((entity, name), name)
        return found if entity in self.entities and found in self.entities[entity].attributes else ""

    def set_entity(self, entity: str, **fields: object) -> None:
        self.entities[entity] = msgspec.structs.replace(self.entities[entity], **fields)

    def around(self, entity: str) -> list[tuple[str, c.End, c.End]]:
        """Relationships at an entity: (id, its own end, the far end), in the order of the model."""
        found = []
        for relationship_id in self.relationships.at(entity):
            relationship = self.relationships[relationship_id]
            if relationship.first.entity == entity:
                found.append((relationship_id, relationship.first, relationship.second))
            if relationship.second.entity == entity:
                found.append((relationship_id, relationship.second, relationship.first))
        return found

    def parents(self, entity: str) -> list[tuple[str, c.End, c.End]]:
        """Relationships in which one instance of `entity` has at most one of the far end, and holds the reference."""
        return [(i, own, far) for i, own, far in self.around(entity) if far.maximum == 1 and self.holder(i) == entity]

    def children(self, entity: str) -> list[tuple[str, c.End, c.End]]:
        """Relationships in which instances of the far end refer to `entity`."""
        return [(i, own, far) for i, own, far in self.around(entity) if own.maximum == 1 and self.holder(i) == far.entity]

    def holder(self, relationship_id: str) -> str:
        """The entity at whose rows the reference stands; "" for many to many. In 1:1 it is the second end, or the optional one."""
        relationship = self.relationships[relationship_id]
        first, second = relationship.first, relationship.second
        if first.maximum == 1 and second.maximum == 1:
            return first.entity if second.minimum == 1 and first.minimum == 0 else second.entity
        if first.maximum == 1:
            return second.entity
        return first.entity if second.maximum == 1 else ""

    def way(self, entity: str, segment: str) -> tuple[str, str] | None:
        """(relationship id, far entity) for a segment: a relationship's id, a role, or the far entity's name."""
        wanted = self.real(segment)
        around = self.around(entity)
        by_id = [(i, far.entity) for i, _own, far in around if i == segment]
        by_role = [(i, far.entity) for i, _own, far in around if far.role == segment]
        by_entity = [(i, far.entity) for i, _own, far in around if far.entity == wanted]
        return next(iter((*by_id, *by_role, *by_entity)), None)

    def path(self, entity: str, segments: tuple[str, ...]) -> tuple[tuple[str, ...], str, str] | None:
        """(relationship ids, far entity, attribute id or "") for segments of which the last may be an attribute; None: no way."""
        here, steps = entity, []  # type: str, list[str]
        for at, segment in enumerate(segments):
            if at == len(segments) - 1 and self.attribute(here, segment):
                return tuple(steps), here, self.attribute(here, segment)
            found = self.way(here, segment)
            if found is None:
                return None
            steps.append(found[0])
            here = found[1]
        return tuple(steps), here, ""

    def ask(self, text: str, assumed: str, changes: str, weight: float, source: Source, form: c.Form = "") -> str:
        """A question, once; what the user answered to it already, or ""."""
        if form and (said := self.answers.get(text, "").strip()):
            return said
        if text not in self._asked:
            self._asked.add(text)
            self.questions.append(c.Question(text=text, assumed=assumed, changes=changes, weight=weight, source=source, form=form))
        return ""

    def denies(self, text: str, assumed: str, changes: str, weight: float, source: Source) -> bool:
        """Whether the user answered a question of yes or no otherwise than assumed."""
        said = self.ask(text, assumed, changes, weight, source, "yes or no")
        return bool(said) and said[:1].lower() != assumed[:1]
