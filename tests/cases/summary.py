"""A design in lines, one an element: what a golden keeps, and whose difference is the semantic difference of a change."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.model.design import Design
from relvar.model.noun import Noun
from relvar.model.physical import Physical, Table


def summary(design: Design) -> str:
    """Sorted within each kind by the design's own order, so that a change shows where it is."""
    return "\n".join(_lines(design)) + "\n"


def _lines(design: Design) -> Iterator[str]:
    for id_, entity in design.conceptual.entities.items():
        yield f"entity {id_} ({entity.entity_kind}{', added' if entity.added else ''}): {', '.join(entity.attributes)}"
    for id_, relation in design.conceptual.relationships.items():
        first, second = relation.first, relation.second
        ends = f"{first.entity} {first.minimum}..{first.maximum or '*'}", f"{second.minimum}..{second.maximum or '*'} {second.entity}"
        yield f"relationship {id_}: {ends[0]} {relation.verb} {ends[1]}"
    for kind in ("rules", "patterns", "use_cases", "actors"):
        yield from (f"{kind[:-1]} {id_}" for id_ in getattr(design.conceptual, kind))
    for id_, logical in design.logical.relations.items():
        yield f"relation {id_}: {logical.normal_form}, keys {[list(k.attributes) for k in logical.keys]}"
    for store, physical in design.physical.items():
        yield from (f"{store} {line}" for line in _physical(physical))
    yield from (f"decision {d.store or 'all'} {d.advisor}:{d.subject} = {d.choice}" for d in design.decisions)


def _physical(physical: Physical) -> Iterator[str]:
    for id_, table in physical.tables.items():
        yield f"table {id_} as {table.name}, key {list(table.primary_key)}{', partitioned' if table.partition else ''}"
        yield from (f"  {line}" for line in _table(table))
    for kind in ("views", "behaviours", "queries", "transactions", "integrity", "roles", "grants", "policies", "settings", "jobs"):
        yield from (f"{kind} {id_} {_short(element)}" for id_, element in getattr(physical, kind).items())


def _table(table: Table) -> Iterator[str]:
    for id_, column in table.columns.items():
        yield f"column {id_} {_short(column.data)}{'' if column.nullable else ' required'}{' identity' if column.identity else ''}"
    for id_, constraint in table.constraints.items():
        yield f"constraint {id_} {_short(constraint)}"
    for id_, index in table.indexes.items():
        yield f"index {id_} {_short(index)}"


def _short(element: Noun) -> str:
    plain = msgspec.to_builtins(element)
    for prose in ("because", "says", "comment", "name", "note", "per_day", "rows"):
        plain.pop(prose, None)
    return msgspec.json.encode(plain).decode()
