"""The physical model of what exists -> a conceptual model, so that a design goes on from it: `relvar design model.yaml`.

Each table becomes an entity (a table of two references alone becomes an M:N relationship), each reference a relationship, each
closed list and condition a rule, each plain index an access pattern. Keys that only number rows are left to the design.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from relvar.importing.lift.moved import moved
from relvar.importing.lift.names import Naming
from relvar.importing.lift.patterns import patterns
from relvar.importing.lift.rules import determined, rules
from relvar.model.brief import Source
from relvar.model.conceptual import Attribute, Conceptual, End, Entity, EntityKind, Identifier, Relationship
from relvar.model.existing import FoundTable
from relvar.model.physical import Column, ForeignKey, Physical, Table, UniqueConstraint
from relvar.model.semantic import SemanticType
from relvar.read.enrich.consistent import consistent
from relvar.read.enrich.draft import Draft
from relvar.read.lexicon import semantic_type
from relvar.read.scale import read_scale
from relvar.read.volumes import volumes

HAPPENED = ("_at", "_on", "_time", "_date")  # what an event's own instant is called
PEOPLE_WORDS = """
    user customer member person employee patient client account student author contact vendor supplier company organization tenant
"""
PEOPLE = frozenset(PEOPLE_WORDS.split())
NOTHING: Mapping[str, FoundTable] = MappingProxyType({})
SURROGATES = ("integer", "uuid")


class Model(NamedTuple):
    """What the parts of the lift look at together."""

    physical: Physical
    naming: Naming
    source: str
    found: Mapping[str, FoundTable]

    def verb(self, table: str, columns: tuple[str, ...]) -> str:
        """What the one referred to does to those that refer."""
        references = self.found[table].references if table in self.found else ()
        return next((r.verb for r in references if r.columns == columns and r.verb), "has")

    def said(self, words: str) -> Source:
        return Source(kind="import", words=f"{self.source}: {words}")


def conceptual(physical: Physical, source: str, scale: str = "", found: Mapping[str, FoundTable] = NOTHING) -> Conceptual:
    """The conceptual model of tables that exist. `found`: them as they were read, for what no physical model holds.

    Raises ModelError where it would contradict itself.
    """
    model = Model(physical, Naming(physical), source, found)
    joins = {id_ for id_, table in physical.tables.items() if _is_join(table, physical)}
    entities = {model.naming.entity(id_): _entity(model, id_, table) for id_, table in physical.tables.items() if id_ not in joins}
    made = Conceptual(
        entities=moved(model, entities),
        relationships={**_relationships(model, joins), **_joins(model, joins)},
        rules={**rules(model, joins), **determined(model, joins)},
        patterns=patterns(model, joins),
        scale=read_scale(scale),
    )
    draft = Draft(made, {})
    return consistent(msgspec.structs.replace(made, volumes=volumes(draft, {})))


def references(table: Table, physical: Physical) -> list[ForeignKey]:
    """A table's references to tables that are there."""
    return [c for c in table.constraints.values() if isinstance(c, ForeignKey) and c.table in physical.tables]


def is_surrogate(table: Table, column: str) -> bool:
    """Whether a column only numbers the rows: the whole key, no reference, and made by the engine or called an id."""
    if table.primary_key != (column,) or table.columns[column].data.base not in SURROGATES:
        return False
    referring = {c for key in table.constraints.values() if isinstance(key, ForeignKey) for c in key.columns}
    found = table.columns[column]
    return column not in referring and (found.identity or found.default is not None or column.lower() == "id" or column.lower().endswith("_id"))


def _is_join(table: Table, physical: Physical) -> bool:
    """Two references, which are the key, and nothing else."""
    keys = references(table, physical)
    referring = [column for key in keys for column in key.columns]
    return len(keys) == 2 and set(table.primary_key) == set(referring) == set(table.columns) and keys[0].table != keys[1].table


def _entity(model: Model, id_: str, table: Table) -> Entity:
    held = {column for key in references(table, model.physical) for column in key.columns}
    ids = model.naming.attributes(id_)
    attributes = {ids[c]: _attribute(model, table, c, column) for c, column in table.columns.items() if c not in held and not is_surrogate(table, c)}
    name = model.naming.entity(id_)
    return Entity(
        name=name,
        plural=model.naming.plural(id_),
        entity_kind=_kind(model, id_, table),
        source=model.said(f"table {id_}"),
        description=table.comment,
        attributes=attributes,
        identifiers=_identifiers(model, id_, table, attributes),
    )


def _kind(model: Model, id_: str, table: Table) -> EntityKind:
    keys = references(table, model.physical)
    key = set(table.primary_key)
    owners = [k for k in keys if set(k.columns) < key]
    if len(owners) > 1 and {c for k in owners for c in k.columns} == key:
        return "association"
    if owners:
        return "part"
    if model.naming.entity(id_).rsplit("_", 1)[-1] in PEOPLE:
        return "party"
    happened = any(
        c.data.base == "timestamp" and c.name.endswith(HAPPENED) and not c.name.startswith(("created", "updated", "deleted"))
        for c in table.columns.values()
    )
    return "event" if keys and happened else "thing"


def _attribute(model: Model, table: Table, id_: str, column: Column) -> Attribute:
    return Attribute(
        name=column.name.lower(),
        meaning=meaning(column),
        source=model.said(f"column {table.name}.{id_}"),
        description=column.comment,
        required=not column.nullable,
        default=column.default,
        derived=column.generated,
        members={
            member.name: Attribute(
                name=member.name, meaning=meaning(member), source=model.said(f"column {table.name}.{id_}"), required=False, multivalued=member.many
            )
            for member in column.members
        },
    )


def meaning(column: Column) -> SemanticType:
    """What the name says a value means, where the type agrees, with the type as it is. No check is added: rows exist already."""
    known = semantic_type(column.name.lower().rpartition(".")[2])
    if known.data.base != column.data.base:
        return SemanticType(name=f"imported_{column.data.base}", data=column.data)
    return msgspec.structs.replace(known, data=column.data, check=None, bad=None)


def _identifiers(model: Model, id_: str, table: Table, attributes: dict[str, Attribute]) -> tuple[Identifier, ...]:
    """The keys that people know: a natural primary key, unique constraints, and unique indexes of plain columns."""
    keys: list[tuple[str, ...]] = []
    if table.primary_key and not any(is_surrogate(table, column) for column in table.primary_key):
        keys.append(table.primary_key)
    keys += [c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
    found: dict[tuple[str, ...], Identifier] = {}
    for number, columns in enumerate(keys):
        members = _members(model, id_, table, columns)
        if members and not any(member in model.naming.relationships(id_).values() for member in members[:1] if len(members) == 1):
            primary = number == 0 and columns == table.primary_key
            found.setdefault(members, Identifier(members=members, source=model.said(f"key of {id_}"), primary=primary))
    return tuple(found.values())


def _members(model: Model, id_: str, table: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Attribute ids, and relationship ids in place of the columns of a reference."""
    ids, held = model.naming.attributes(id_), model.naming.relationships(id_)
    members: dict[str, None] = {}
    for column in columns:
        name = next((held[key.name] for key in references(table, model.physical) if column in key.columns and set(key.columns) <= set(columns)), None)
        if name is None and (is_surrogate(table, column) or _refers(table, column)):
            return ()
        members[name or ids[column]] = None
    return tuple(members)


def _refers(table: Table, column: str) -> bool:
    return any(isinstance(key, ForeignKey) and column in key.columns for key in table.constraints.values())


def _relationships(model: Model, joins: set[str]) -> dict[str, Relationship]:
    made = {}
    for id_, table in model.physical.tables.items():
        if id_ in joins:
            continue
        keys = {c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint)} | {table.primary_key}
        for key in references(table, model.physical):
            if key.table in joins:
                continue
            required = not any(table.columns[c].nullable for c in key.columns)
            parent = model.naming.entity(key.table)
            role = model.naming.role(id_, key)
            identifying = set(key.columns) < set(table.primary_key)
            made[model.naming.relationships(id_)[key.name]] = Relationship(
                verb=model.verb(id_, key.columns),
                first=End(entity=parent, role="" if role == parent else role, minimum=int(required), maximum=1),
                second=End(entity=model.naming.entity(id_), maximum=1 if key.columns in keys else None),
                source=model.said(f"reference {key.name}"),
                identifying=identifying and required,
                on_delete="cascade" if key.on_delete == "cascade" else "clear" if key.on_delete == "set_null" else "restrict",
            )
    return made


def _joins(model: Model, joins: set[str]) -> dict[str, Relationship]:
    made = {}
    for id_ in model.physical.tables:
        if id_ in joins:
            first, second = references(model.physical.tables[id_], model.physical)
            made[model.naming.entity(id_)] = Relationship(
                verb="has",
                first=End(entity=model.naming.entity(first.table)),
                second=End(entity=model.naming.entity(second.table)),
                source=model.said(f"table {id_}"),
                on_delete="cascade",
            )
    return made
