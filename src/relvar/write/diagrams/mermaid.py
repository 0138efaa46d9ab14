"""Mermaid erDiagram."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.write.diagrams.edges import edges, reference_columns, supertypes


def mermaid(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield "erDiagram"
    for edge in edges(physical, supertypes(design)):
        left = "|o" if edge.optional else "||"
        right = "o|" if edge.single else "o{"
        yield f'  {physical.tables[edge.parent].name} {left}--{right} {physical.tables[edge.child].name} : "{edge.label}"'
    for owner in physical.tables.values():
        references = reference_columns(owner)
        yield f"  {owner.name} {{"
        for id_, column in owner.columns.items():
            marks = ", ".join(m for m, is_so in (("PK", id_ in owner.primary_key), ("FK", id_ in references)) if is_so)
            yield f"    {column.data.base} {column.name} {marks}".rstrip()
        yield "  }"
