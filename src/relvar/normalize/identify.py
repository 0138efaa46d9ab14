"""The primary key of every relation: owner's key and number for parts, both references for associations, the supertype's for subtypes,
a short stable code for lookups, else a surrogate.

A key that people may change or that is personal makes a bad target of references (every reference would have to follow, and carries it into
every table), so it becomes an alternate key beside a surrogate.
"""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.conceptual import Attribute, Conceptual, Entity, Identifier
from relvar.normalize.placement import Placed, Placement

CODE_LENGTH = 16  # longest code worth carrying in every reference: twice the width of the bigint it replaces
PLAIN_ID = "code"  # the semantic type of an id that says no more: a tax id or a passport number is given by others, not counted here
PRIVATE = ("personal", "special", "secret", "financial")


class PrimaryKey(NamedTuple):
    """Attribute ids of the relation, how they came, and the references that stand inside it."""

    attributes: tuple[str, ...]
    because: str
    surrogate: str = ""  # the attribute the design made up
    number: str = ""  # the position within the owner the design made up
    references: tuple[Placed, ...] = ()
    identifier: Identifier | None = None


class Identification:
    """Primary keys of all entities, resolved through owners and supertypes; each is computed once."""

    def __init__(self, model: Conceptual, placement: Placement, owned: frozenset[str]) -> None:
        self.model = model
        self.placement = placement
        self.owned = owned
        self._found: dict[str, PrimaryKey] = {}
        self._open: set[str] = set()

    @property
    def tenant_column(self) -> str:
        """The attribute by which a relation says whose it is."""
        return self.of(self.model.tenant).attributes[0] if self.model.tenant else ""

    def of(self, entity: str) -> PrimaryKey:
        """The primary key of an entity's relation."""
        if entity not in self._found:
            self._open.add(entity)
            self._found[entity] = self._decide(entity)
            self._open.discard(entity)
        return self._found[entity]

    def columns(self, one: Placed) -> tuple[str, ...]:
        """Attribute ids that hold the reference, one for each part of the parent's key."""
        return tuple(
            self.tenant_column if one.child in self.owned and self._is_tenant_part(one, part) else named_after(one.stem, one.parent, part)
            for part in self.of(one.parent).attributes
        )

    def _is_tenant_part(self, one: Placed, part: str) -> bool:
        if one.parent == self.model.tenant:
            return self._first_to_tenant(one)
        return one.parent in self.owned and part == self.tenant_column

    def _first_to_tenant(self, one: Placed) -> bool:
        """Only one reference to the tenant says whose row it is: the first required one, else the first."""
        to_tenant = [r for r in self.placement.references.get(one.child, ()) if r.parent == self.model.tenant]
        binding = [r for r in to_tenant if r.required] or to_tenant
        return not binding or binding[0].relationship == one.relationship

    def with_tenant(self, entity: str, attributes: tuple[str, ...]) -> tuple[str, ...]:
        """A key within a tenant: its reference first."""
        if entity not in self.owned or self.tenant_column in attributes:
            return attributes
        return (self.tenant_column, *attributes)

    def _decide(self, id_: str) -> PrimaryKey:
        entity = self.model.entities[id_]
        references = self.placement.references.get(id_, ())
        if entity.supertype and entity.supertype not in self._open:
            return self._shared(id_, entity.supertype)
        owners = tuple(r for r in references if r.identifying and r.parent not in self._open and r.required)
        if owners:
            return self._part(id_, entity, owners)
        natural = self._natural(id_, entity)
        if natural:
            return natural
        if entity.entity_kind == "association" and not any(i.primary for i in entity.identifiers):
            joined = self._joined(references)
            if len(joined) == 2:
                return self._joining(id_, joined)
        return self._numbered(id_, entity) or self._made_up(id_)

    def _numbered(self, id_: str, entity: Entity) -> PrimaryKey | None:
        """What people call its id ("employee id" of a driver) is the number that the design would make up: it is not made up twice."""
        for identifier in entity.identifiers:
            name = identifier.members[0]
            plain = identifier.primary and identifier.where is None and len(identifier.members) == 1
            if plain and name.endswith("_id") and name in entity.attributes and entity.attributes[name].meaning.name == PLAIN_ID:
                return PrimaryKey(self.with_tenant(id_, (name,)), "it is called by its number", surrogate=name, identifier=identifier)
        return None

    def _joined(self, references: tuple[Placed, ...]) -> tuple[Placed, ...]:
        """The required references; the tenant counts as one of the two where it is (a membership), not where two others are joined."""
        required = tuple(r for r in references if r.required and r.parent not in self._open)
        return required if len(required) == 2 else tuple(r for r in required if r.parent != self.model.tenant)

    def _made_up(self, id_: str) -> PrimaryKey:
        surrogate = f"{id_}_id"
        return PrimaryKey(self.with_tenant(id_, (surrogate,)), "nothing people know names it for good", surrogate=surrogate)

    def _shared(self, id_: str, supertype: str) -> PrimaryKey:
        one = Placed("", id_, supertype, id_, True, True, True, "cascade")
        return PrimaryKey(self.with_tenant(id_, self.columns(one)), f"it is a {supertype} and shares its key", references=(one,))

    def _joining(self, id_: str, joined: tuple[Placed, ...]) -> PrimaryKey:
        attributes = tuple(dict.fromkeys(column for one in joined for column in self.columns(one)))
        names = " and ".join(one.stem for one in joined)
        return PrimaryKey(self.with_tenant(id_, attributes), f"a pair of {names} occurs once", references=joined)

    def _part(self, id_: str, entity: Entity, owners: tuple[Placed, ...]) -> PrimaryKey:
        inherited = tuple(dict.fromkeys(column for one in owners for column in self.columns(one)))
        because = f"it has no life without its {' and '.join(one.stem for one in owners)}"
        for identifier in sorted(entity.identifiers, key=lambda i: not i.primary):
            own = self._own_members(id_, entity, identifier)
            if own is not None and (own or len(owners) > 1):
                return PrimaryKey(self.with_tenant(id_, (*inherited, *own)), because, references=owners, identifier=identifier)
        if any(one.unique for one in owners) or len(owners) > 1:
            return PrimaryKey(self.with_tenant(id_, inherited), because, references=owners)
        number = number_name(id_, entity)
        return PrimaryKey(self.with_tenant(id_, (*inherited, number)), because, number=number, references=owners)

    def _own_members(self, id_: str, entity: Entity, identifier: Identifier) -> tuple[str, ...] | None:
        """Members besides the owners', when all are required attributes that keep their value; None when it is no key for references."""
        if identifier.where is not None or identifier.ignore_case:
            return None
        own: list[str] = []
        relationships = {r.relationship: r for r in self.placement.references.get(id_, ())}
        for member in identifier.members:
            if member in relationships:
                if not relationships[member].identifying:
                    return None
            elif member not in entity.attributes or not entity.attributes[member].required:
                return None
            else:
                own.append(member)
        return tuple(own)

    def _natural(self, id_: str, entity: Entity) -> PrimaryKey | None:
        for identifier in entity.identifiers:
            if not identifier.primary or identifier.where is not None or identifier.ignore_case:
                continue
            members = self._stable_members(id_, entity, identifier)
            if members:
                why = f"{' and '.join(identifier.members)} names it and keeps its value"
                return PrimaryKey(self.with_tenant(id_, members), why, identifier=identifier)
        return None

    def _stable_members(self, id_: str, entity: Entity, identifier: Identifier) -> tuple[str, ...]:
        relationships = {r.relationship: r for r in self.placement.references.get(id_, ())}
        joins = any(member in relationships for member in identifier.members)
        if not joins and (len(identifier.members) > 1 or not self._is_code(entity, identifier.members[0])):
            return ()
        if joins and entity.entity_kind not in ("association", "part") and not entity.immutable:
            return ()
        members: list[str] = []
        for member in identifier.members:
            if member in relationships:
                if not relationships[member].required or relationships[member].parent in self._open:
                    return ()
                members += self.columns(relationships[member])
            elif member in entity.attributes and self._stays(entity, entity.attributes[member]):
                members.append(member)
            else:
                return ()
        return tuple(dict.fromkeys(members))

    def _stays(self, entity: Entity, attribute: Attribute) -> bool:
        return attribute.required and not attribute.multivalued and (attribute.frozen or entity.immutable or entity.entity_kind != "event")

    def _is_code(self, entity: Entity, member: str) -> bool:
        attribute = entity.attributes.get(member)
        if attribute is None or not attribute.required or attribute.meaning.sensitivity in PRIVATE:
            return False
        data = attribute.meaning.data
        short = data.base == "text" and 0 < (data.length or attribute.meaning.average_bytes or CODE_LENGTH + 1) <= CODE_LENGTH
        return entity.entity_kind == "lookup" and (short or data.base == "integer")


def named_after(stem: str, parent: str, part: str) -> str:
    """The attribute that holds `part` of the parent's key: `payer_id` for `customer_id` under the role payer."""
    if part == f"{parent}_id":
        return f"{stem}_id"
    if part.endswith("_id") and stem == parent:
        return part
    if part.startswith(f"{parent}_"):
        return stem + part[len(parent) :]
    last = stem.rsplit("_", 1)[-1]
    return f"{stem}{part[len(last) :]}" if part.startswith(f"{last}_") else f"{stem}_{part}"


def number_name(id_: str, entity: Entity) -> str:
    """What numbers the parts of one owner: `line_no` for an order line."""
    name = f"{id_.rsplit('_', 1)[-1]}_no"
    return name if name not in entity.attributes else f"{id_}_position"
