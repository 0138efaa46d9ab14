"""The ER diagram in box characters, for the terminal: every table with its key and references, and who refers to whom."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.physical import Physical, Table
from relvar.write.diagrams.edges import edges, reference_columns

COLUMNS_SHOWN = 6  # keys and references first; a terminal is no document


def boxes(physical: Physical, width: int = 100) -> Iterator[str]:
    """Lines of at most `width` characters (at least one box wide)."""
    drawn = [_box(t) for t in physical.tables.values()]
    row: list[list[str]] = []
    for box in drawn:
        if row and sum(len(b[0]) + 2 for b in row) + len(box[0]) > width:
            yield from _beside(row)
            row = []
        row.append(box)
    if row:
        yield from _beside(row)
    for edge in edges(physical):
        left, right = "○┤" if edge.optional else "││", "├○" if edge.single else "○<"
        yield f"  {physical.tables[edge.parent].name} {left}──{right} {physical.tables[edge.child].name}  ({edge.label})"


def _box(owner: Table) -> list[str]:
    references = reference_columns(owner)
    rank = sorted(owner.columns, key=lambda c: 0 if c in owner.primary_key else 1 if c in references else 2)
    lines = [f"{'#' if c in owner.primary_key else '→' if c in references else ' '} {owner.columns[c].name}" for c in rank[:COLUMNS_SHOWN]]
    if len(rank) > COLUMNS_SHOWN:
        lines.append(f"  … {len(rank) - COLUMNS_SHOWN} more")
    inner = max(len(owner.name), *(len(line) for line in lines))
    body = [f"│ {line.ljust(inner)} │" for line in lines]
    return [f"┌─{'─' * inner}─┐", f"│ {owner.name.ljust(inner)} │", f"├─{'─' * inner}─┤", *body, f"└─{'─' * inner}─┘"]


def _beside(row: list[list[str]]) -> Iterator[str]:
    tall = max(len(box) for box in row)
    for line in range(tall):
        yield "  ".join(box[line] if line < len(box) else " " * len(box[0]) for box in row).rstrip()
