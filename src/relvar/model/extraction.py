"""What a language model found in a brief: facts in a small flat vocabulary, each with the words of the brief that say so.

It is kept in the `Brief`, so that everything after the one question that was asked repeats without asking again. Names are
snake_case ids; nothing here is an expression or a statement of any engine: a condition is text until `read/formula.py` parses it.
"""

from __future__ import annotations

from typing import Literal

from relvar.model.noun import Noun

Many = Literal["0..1", "1..1", "0..*", "1..*"]
ThingKind = Literal["", "party", "thing", "event", "part", "lookup", "association"]
Doing = Literal["read", "insert", "update", "delete"]
Compared = Literal["equals", "begins", "contains"]


class FoundEntity(Noun, frozen=True, kw_only=True):
    """A kind of thing the software keeps: its name in the singular."""

    name: str
    quote: str
    kind: ThingKind = ""


class FoundAttribute(Noun, frozen=True, kw_only=True):
    """A property of an entity. `type`: a semantic type's name, or ""; `optional`: may be missing; `several`: many values at once."""

    entity: str
    name: str
    quote: str
    type: str = ""
    optional: bool = False
    several: bool = False


class FoundIdentifier(Noun, frozen=True, kw_only=True):
    """Attributes (or entities that are pointed at) which together name one instance."""

    entity: str
    members: tuple[str, ...]
    quote: str


class FoundRelationship(Noun, frozen=True, kw_only=True):
    """`first` `verb` `second`. `first_has`: how many second one first has; `second_has`: how many first one second has."""

    first: str
    verb: str
    second: str
    first_has: Many
    second_has: Many
    quote: str


class FoundValues(Noun, frozen=True, kw_only=True):
    """A closed list of values."""

    entity: str
    attribute: str
    values: tuple[str, ...]
    quote: str


class Transition(Noun, frozen=True, kw_only=True):
    before: str
    after: str


class FoundLife(Noun, frozen=True, kw_only=True):
    """States of an entity and which leads to which; the first `before` is where a life begins."""

    entity: str
    transitions: tuple[Transition, ...]
    quote: str
    attribute: str = "status"


class FoundCondition(Noun, frozen=True, kw_only=True):
    """A condition over one instance's attributes, in the notation of model.yaml: "price >= 0"."""

    entity: str
    must_hold: str
    quote: str


class FoundLimit(Noun, frozen=True, kw_only=True):
    """At most `limit` instances of `entity` for one `per`."""

    entity: str
    per: str
    limit: int
    quote: str


class FoundNoOverlap(Noun, frozen=True, kw_only=True):
    """Instances of `entity` for one `per` never overlap between their attributes `start` and `end`."""

    entity: str
    per: str
    start: str
    end: str
    quote: str


class FoundRetention(Noun, frozen=True, kw_only=True):
    """Instances are kept `months` after `since`, then deleted or anonymised."""

    entity: str
    since: str
    months: int
    then: Literal["delete", "anonymise"]
    quote: str


class FoundQuestion(Noun, frozen=True, kw_only=True):
    """A question people ask of the data: instances of `entity` by attributes or by entities that are pointed at."""

    entity: str
    by: tuple[str, ...]
    quote: str
    compared: Compared = "equals"
    between: str = ""  # attribute of which a range is asked
    newest_first: str = ""  # attribute that orders


class FoundPermission(Noun, frozen=True, kw_only=True):
    """What a role may do with an entity; `own`: only with those that belong to it."""

    entity: str
    may: tuple[Doing, ...]
    own: bool = False


class FoundRole(Noun, frozen=True, kw_only=True):
    """Who works with the software."""

    name: str
    quote: str
    permissions: tuple[FoundPermission, ...] = ()


class Extraction(Noun, frozen=True, kw_only=True):
    """All that was found. `by`: the model's name; `failed`: why there is nothing; `rejected`: what was said and not taken, and why."""

    by: str
    failed: str = ""
    entities: tuple[FoundEntity, ...] = ()
    attributes: tuple[FoundAttribute, ...] = ()
    identifiers: tuple[FoundIdentifier, ...] = ()
    relationships: tuple[FoundRelationship, ...] = ()
    values: tuple[FoundValues, ...] = ()
    lives: tuple[FoundLife, ...] = ()
    conditions: tuple[FoundCondition, ...] = ()
    limits: tuple[FoundLimit, ...] = ()
    no_overlaps: tuple[FoundNoOverlap, ...] = ()
    retentions: tuple[FoundRetention, ...] = ()
    questions: tuple[FoundQuestion, ...] = ()
    roles: tuple[FoundRole, ...] = ()
    rejected: tuple[str, ...] = ()

    def count(self) -> int:
        """How many facts were kept."""
        return sum(len(getattr(self, field)) for field in KINDS)


KINDS: dict[str, type[Noun]] = {
    "entities": FoundEntity,
    "attributes": FoundAttribute,
    "identifiers": FoundIdentifier,
    "relationships": FoundRelationship,
    "values": FoundValues,
    "lives": FoundLife,
    "conditions": FoundCondition,
    "limits": FoundLimit,
    "no_overlaps": FoundNoOverlap,
    "retentions": FoundRetention,
    "questions": FoundQuestion,
    "roles": FoundRole,
}
