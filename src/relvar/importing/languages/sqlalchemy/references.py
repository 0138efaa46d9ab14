"""References to classes and to names of tables, led to the tables that the source makes."""

from __future__ import annotations

import msgspec

from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundReference
from relvar.model.qualified import qualified

UNTYPED = "integer"  # of a column that takes its type from a table which the source does not hold


def lead(sketches: Sketches, made: dict[str, Sketch], attributes: dict[str, dict[str, str]], schema: str) -> None:
    """Every reference names a table and its columns; a column without a type takes that of what it refers to.

    `made`: class or variable -> its table; `attributes`: table -> attribute -> column; `schema`: of tables that name none.
    """
    for sketch in sketches.tables.values():
        sketch.references[:] = [_led(reference, sketches, made, attributes, schema) for reference in sketch.references]
    for sketch in sketches.tables.values():
        for reference in sketch.references:
            _typed(sketch, reference, sketches)


def _led(
    reference: FoundReference, sketches: Sketches, made: dict[str, Sketch], attributes: dict[str, dict[str, str]], schema: str
) -> FoundReference:
    target = made.get(reference.table) or sketches.tables.get(qualified(schema, reference.table) if schema else reference.table)
    if target is None:
        return reference
    named = attributes.get(target.id, {})
    to = tuple(column if column in target.columns else named.get(column, column) for column in reference.to)
    return msgspec.structs.replace(reference, table=target.id, to=to)


def _typed(sketch: Sketch, reference: FoundReference, sketches: Sketches) -> None:
    target = sketches.tables.get(reference.table)
    for own, to in zip(reference.columns, reference.to, strict=False):
        if own in sketch.columns and not sketch.columns[own].type:
            kind = target.columns[to].type if target and to in target.columns else ""
            sketch.columns[own] = msgspec.structs.replace(sketch.columns[own], type=kind or UNTYPED)
