"""No table, index, key or name is larger than its engine takes: columns, references, indexes and their parts, rows and keys in bytes.

The limits are facts of the engine, tried on a real one where one runs. What is too large is for a person to part or shorten: a
design that left some of it out would be another design. A name that is too long was cut, and its doubt says what to call it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design, Finding
from relvar.model.features import Features
from relvar.model.physical import ForeignKey, Physical, Table, UniqueConstraint
from relvar.plan.realize.names import longest, safe
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "limits_hold"
PART = "part it: what is asked together in one table, the rest in another with the same key"
FEWER = "drop what is asked least, or part the table"
SHORTER = "a shorter key: a number of its own, or the digest of the texts"


def limits_hold(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        features = engine(physical.engine).features()
        faults = [*_counted(physical, features), *_measured(physical, features), *_cut(design, physical, features)]
        yield from reported(CHECK, faults, f"{len(physical.tables)} tables keep the limits of {features.title}", store)


# --- what is counted ---


def _counted(physical: Physical, features: Features) -> Iterator[Fault]:
    if physical.collections:
        yield from _of_collections(physical, features)
        return
    for id_, table in physical.tables.items():
        references = sum(isinstance(c, ForeignKey) for c in table.constraints.values())
        yield from _over(features, "columns_per_table", id_, table.name, len(table.columns), PART)
        yield from _over(features, "foreign_keys_per_table", id_, table.name, references, PART)
        yield from _over(features, "indexes_per_table", id_, table.name, len(list(_indexes(table, features))), FEWER)
        for key, parts in (("primary_key", len(table.primary_key)), *_indexes(table, features)):
            yield from _over(features, "columns_per_index", f"{id_}.{key}", f"{table.name}: {key}", parts, "fewer columns, or the digest of them all")


def _of_collections(physical: Physical, features: Features) -> Iterator[Fault]:
    for id_, collection in physical.collections.items():
        yield from _over(features, "indexes_per_table", id_, collection.name, 1 + len(collection.indexes), FEWER)  # that of _id is one of them
        for name, index in collection.indexes.items():
            yield from _over(features, "columns_per_index", f"{id_}.{name}", f"{collection.name}: {name}", len(index.keys), "fewer fields")


def _indexes(table: Table, features: Features) -> Iterator[tuple[str, int]]:
    """Indexes beside the primary key's, and how many columns each has; those carried count where they share the key's limit."""
    apart = "carried_columns_per_index" in features.limits
    for key, constraint in table.constraints.items():
        if isinstance(constraint, UniqueConstraint):
            yield key, len(constraint.columns)
    for key, index in table.indexes.items():
        yield key, len(index.parts) + (0 if apart else len(index.include))


def _over(features: Features, limit: str, subject: str, name: str, value: int, remedy: str, doubt: bool = False) -> Iterator[Fault]:
    fact = features.limits.get(limit)
    if fact is not None and value > fact.value:
        unit = fact.unit.partition(";")[0]
        yield Fault(subject, f"{name} has {value:,} {unit}; {features.title} takes {fact.value:,.0f}", remedy, doubt)


# --- what is measured by the engine's own types ---


def _measured(physical: Physical, features: Features) -> Iterator[Fault]:
    sizes = engine(physical.engine).sizes
    for size in sizes(physical) if sizes is not None else ():
        remedy = SHORTER if size.limit.endswith("key_bytes") else PART
        yield from _over(features, size.limit, size.element, size.name, size.value, remedy, not size.sure)


# --- names ---


def _cut(design: Design, physical: Physical, features: Features) -> Iterator[Fault]:
    """Names that a person gave and no one will find again in the store. Those that the design made of them follow from these."""
    most = longest(features)
    entities = design.conceptual.entities
    tables = [(id_, table.name, entities[table.relation].plural) for id_, table in physical.tables.items() if table.relation in entities]
    columns = [
        (f"{t}.{c}", column.name, _attribute(design, column.of)) for t, table in physical.tables.items() for c, column in table.columns.items()
    ]
    for subject, name, wanted in (*tables, *columns):
        if len(safe(wanted)) > most:
            message = f"{wanted} has {len(safe(wanted))} letters, of which a name keeps {most}: it is called {name}"
            yield Fault(subject, message, "give it a shorter `name` in model.yaml; its id stays", doubt=True)


def _attribute(design: Design, of: str) -> str:
    entity, _, attribute = of.partition(".")
    found = design.conceptual.entities.get(entity)
    return found.attributes[attribute].name if found is not None and attribute in found.attributes else ""
