"""PlantUML entity diagram."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.write.diagrams.edges import edges, reference_columns, supertypes


def plantuml(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield from ("@startuml", "hide circle", "skinparam linetype ortho")
    for owner in physical.tables.values():
        references = reference_columns(owner)
        yield f"entity {owner.name} {{"
        for id_ in owner.primary_key:
            yield f"  * {owner.columns[id_].name} : {owner.columns[id_].data.base} <<PK>>"
        yield "  --"
        for id_, column in owner.columns.items():
            if id_ not in owner.primary_key:
                yield f"  {' ' if column.nullable else '*'} {column.name} : {column.data.base}{' <<FK>>' if id_ in references else ''}"
        yield "}"
    for edge in edges(physical, supertypes(design)):
        left, right = "|o" if edge.optional else "||", "o|" if edge.single else "o{"
        line = "<|--" if edge.special else f"{left}--{right}"
        yield f"{physical.tables[edge.parent].name} {line} {physical.tables[edge.child].name}"
    yield "@enduml"
