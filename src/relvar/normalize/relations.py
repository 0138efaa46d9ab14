"""Relations out of entities and associations: attributes, references, keys. What holds among them is decided afterwards, by the theory."""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.conceptual import Conceptual, End, Entity, LifeCycle
from relvar.model.logical import Key, Reference, RelationAttribute
from relvar.normalize.identify import Identification, PrimaryKey
from relvar.normalize.placement import Placed, Placement

RULE = Source(kind="rule", words="the key the design gave it")


class Draft(NamedTuple):
    """A relation before the theory looked at it. `whys`: per key, where it comes from."""

    id: str
    name: str
    entity: str
    attributes: dict[str, RelationAttribute]
    keys: tuple[Key, ...]
    whys: tuple[Source, ...]
    references: dict[str, Reference]
    because: str
    from_relationship: str = ""
    likely_key: tuple[str, ...] = ()


class Relations:
    """Builds the drafts of a model. Linear in attributes and relationships."""

    def __init__(self, model: Conceptual, placement: Placement, owned: frozenset[str]) -> None:
        self.model = model
        self.placement = placement
        self.owned = owned
        self.identification = Identification(model, placement, owned)
        self._states = {(rule.entity, rule.attribute) for rule in model.rules.values() if isinstance(rule, LifeCycle)}

    def drafts(self) -> dict[str, Draft]:
        """All relations by id: entities in model order, each followed by its multivalued attributes, then associations."""
        found: dict[str, Draft] = {}
        for id_, entity in self.model.entities.items():
            found[id_] = self._entity(id_, entity)
            for draft in self._multivalued(id_, entity):
                found[draft.id] = draft
        for id_ in self.placement.associations:
            draft = self._association(id_)
            found[draft.id] = draft
        return found

    def _entity(self, id_: str, entity: Entity) -> Draft:
        primary = self.identification.of(id_)
        attributes = self._key_attributes(id_, primary)
        references = self._references(id_, primary, attributes)
        for name, attribute in entity.attributes.items():
            if not attribute.multivalued:
                state = (id_, name) in self._states
                attributes[name] = RelationAttribute(
                    name=attribute.name,
                    of=f"{id_}.{name}",
                    required=attribute.required or name in primary.attributes,
                    purpose="state" if state else "fact",
                )
        keys, whys = self._keys(id_, entity, primary, references)
        likely = self.members(id_, entity.likely_identifier, references) if entity.likely_identifier else ()
        return Draft(id_, entity.name, id_, attributes, keys, whys, references, primary.because, likely_key=likely)

    def _key_attributes(self, id_: str, primary: PrimaryKey) -> dict[str, RelationAttribute]:
        attributes: dict[str, RelationAttribute] = {}
        if id_ in self.owned:
            tenant = self.identification.tenant_column
            attributes[tenant] = RelationAttribute(name=tenant, purpose="tenant")
        if primary.surrogate:
            attributes[primary.surrogate] = RelationAttribute(name=primary.surrogate, purpose="surrogate")
        for one in primary.references:
            for column in self.identification.columns(one):
                attributes.setdefault(column, RelationAttribute(name=column, purpose="reference"))
        if primary.number:
            attributes[primary.number] = RelationAttribute(name=primary.number, purpose="bookkeeping")
        return attributes

    def _references(self, id_: str, primary: PrimaryKey, attributes: dict[str, RelationAttribute]) -> dict[str, Reference]:
        found: dict[str, Reference] = {}
        supertype = [one for one in primary.references if not one.relationship]
        for one in (*supertype, *self.placement.references.get(id_, ())):
            columns = self.identification.columns(one)
            for column in columns:
                known = attributes.get(column)
                required = one.required or (known is not None and known.required)
                purpose = known.purpose if known else "reference"
                attributes[column] = RelationAttribute(name=column, required=required, purpose=purpose)
            found[one.relationship or f"{id_}_{one.parent}"] = self._reference(one, columns)
        return self._with_tenant(id_, found)

    def _reference(self, one: Placed, columns: tuple[str, ...]) -> Reference:
        return Reference(
            attributes=columns,
            relation=one.parent,
            to=self.identification.of(one.parent).attributes,
            relationship=one.relationship,
            required=one.required,
            on_delete=one.on_delete,
        )

    def _with_tenant(self, id_: str, found: dict[str, Reference]) -> dict[str, Reference]:
        """Whose row it is must be a reference of its own where no required reference carries it."""
        tenant = self.identification.tenant_column
        if id_ not in self.owned or any(tenant in r.attributes and r.required for r in found.values()):
            return found
        key = self.identification.of(self.model.tenant).attributes
        return {f"{id_}_{self.model.tenant}": Reference(attributes=(tenant,), relation=self.model.tenant, to=key), **found}

    def _keys(self, id_: str, entity: Entity, primary: PrimaryKey, references: dict[str, Reference]) -> tuple[tuple[Key, ...], tuple[Source, ...]]:
        keys = [Key(attributes=primary.attributes, primary=True, surrogate=bool(primary.surrogate or primary.number))]
        whys = [primary.identifier.source if primary.identifier else RULE]
        for identifier in entity.identifiers:
            members = self.members(id_, identifier.members, references)
            partial = identifier.where is not None
            key = Key(attributes=members, ignore_case=identifier.ignore_case, named=identifier.primary, partial=partial)
            if members and set(members) not in [set(k.attributes) for k in keys if not k.partial]:
                keys.append(key)
                whys.append(identifier.source)
        for one in self.placement.references.get(id_, ()):
            columns = self.identification.columns(one)
            if one.unique and not any(set(k.attributes) <= set(columns) for k in keys if not k.partial):
                keys.append(Key(attributes=columns))
                whys.append(self.model.relationships[one.relationship].source)
        return tuple(keys), tuple(whys)

    def members(self, id_: str, identifying: tuple[str, ...], references: dict[str, Reference]) -> tuple[str, ...]:
        """An identifier's members as attributes of the relation; within a tenant unless the value is unique in the world (a token)."""
        entity = self.model.entities[id_]
        found: list[str] = []
        for member in identifying:
            if member in references:
                found += references[member].attributes
            elif member in entity.attributes and not entity.attributes[member].multivalued:
                found.append(member)
            else:
                return ()
        names = tuple(dict.fromkeys(found))
        return names if self._worldwide(entity, names) else self.identification.with_tenant(id_, names)

    def _worldwide(self, entity: Entity, names: tuple[str, ...]) -> bool:
        if len(names) != 1 or names[0] not in entity.attributes:
            return False
        meaning = entity.attributes[names[0]].meaning
        return meaning.data.base == "uuid" or meaning.sensitivity == "secret"

    def _multivalued(self, id_: str, entity: Entity) -> list[Draft]:
        return [self._values(id_, name) for name, attribute in entity.attributes.items() if attribute.multivalued]

    def _values(self, id_: str, name: str) -> Draft:
        attribute = self.model.entities[id_].attributes[name]
        owner = self.identification.of(id_).attributes
        relation = f"{id_}_{name}"
        attributes = {column: RelationAttribute(name=column, purpose="reference") for column in owner}
        if id_ in self.owned:
            tenant = self.identification.tenant_column
            attributes[tenant] = RelationAttribute(name=tenant, purpose="tenant")
        attributes[name] = RelationAttribute(name=attribute.name, of=f"{id_}.{name}")
        return Draft(
            id=relation,
            name=relation,
            entity="",
            attributes=attributes,
            keys=(Key(attributes=(*owner, name), primary=True),),
            whys=(attribute.source,),
            references={f"{relation}_{id_}": Reference(attributes=owner, relation=id_, to=owner, on_delete="cascade")},
            because=f"{self.model.entities[id_].name} has any number of {name}",
        )

    def _association(self, id_: str) -> Draft:
        relationship = self.model.relationships[id_]
        attributes: dict[str, RelationAttribute] = {}
        if id_ in self.owned:
            tenant = self.identification.tenant_column
            attributes[tenant] = RelationAttribute(name=tenant, purpose="tenant")
        references: dict[str, Reference] = {}
        for one in self._ends(id_):
            columns = self.identification.columns(one)
            for column in columns:
                attributes.setdefault(column, RelationAttribute(name=column, purpose="reference"))
            references[f"{id_}_{one.stem}"] = self._reference(one, columns)
        relation = id_ if id_ not in self.model.entities else f"{id_}_{relationship.verb.replace(' ', '_')}"
        key = Key(attributes=tuple(attributes), primary=True)
        because = f"a pair of {relationship.first.entity} and {relationship.second.entity} occurs once"
        return Draft(relation, relation, "", attributes, (key,), (relationship.source,), references, because, id_)

    def _ends(self, id_: str) -> tuple[Placed, Placed]:
        relationship = self.model.relationships[id_]
        first, second = relationship.first, relationship.second
        other = f"other_{second.entity}" if first.entity == second.entity else second.entity
        return self._end(id_, first, first.entity), self._end(id_, second, other)

    def _end(self, id_: str, end: End, stem: str) -> Placed:
        on_delete = self.model.relationships[id_].on_delete
        return Placed(id_, id_, end.entity, end.role or stem, True, False, True, "cascade" if on_delete == "clear" else on_delete)
