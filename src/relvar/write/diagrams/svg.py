"""The ER diagram as SVG in crow's foot notation. Colours follow the reader's light or dark mode."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.physical import Physical, Table
from relvar.write.diagrams.edges import Edge, edges, reference_columns, supertypes
from relvar.write.diagrams.layout import GAP_ACROSS, Box, place

CHARACTER = 6.7  # px a character of the 11 px monospace face, measured over common faces, rounded up
LINE, HEAD, MARGIN = 17.0, 26.0, 24.0
COLUMNS_SHOWN = 14  # more make a box taller than a page; the rest is counted
STYLE = files("relvar.write.diagrams").joinpath("er.css").read_text("utf-8")


def svg(design: Design, store: str) -> str:
    """The picture of one store; width and height in px in its viewBox."""
    physical = design.physical[store]
    native = engine(physical.engine).native
    rows = {i: list(_rows(t, {c: native(col.data).text for c, col in t.columns.items()})) for i, t in physical.tables.items()}
    sizes = {i: (_width(physical.tables[i], r), HEAD + LINE * len(r) + 8) for i, r in rows.items()}
    drawn = list(edges(physical, supertypes(design)))
    placing = place(sizes, [(e.parent, e.child) for e in drawn])
    width, height = round(placing.width + 2 * MARGIN + 30), round(placing.height + 2 * MARGIN)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" class="er" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">']
    parts += [
        f"<title>{escape(design.brief.title)}: entities and relationships</title>",
        f"<style>{STYLE}</style>",
        f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">',
    ]
    parts += _lines(drawn, placing.boxes, placing.lines)
    for id_, box in placing.boxes.items():
        parts += _box(physical, id_, box, rows[id_])
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _rows(owner: Table, types: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Mark, name and type of the columns worth showing: keys, references, then the rest."""
    references = reference_columns(owner)
    rank = {c: 0 if c in owner.primary_key else 1 if c in references else 2 for c in owner.columns}
    shown = sorted(owner.columns, key=lambda c: rank[c])
    for id_ in shown[:COLUMNS_SHOWN]:
        mark = "PK" if id_ in owner.primary_key else "FK" if id_ in references else ""
        column = owner.columns[id_]
        yield mark, column.name + ("?" if column.nullable else ""), types[id_]
    if len(shown) > COLUMNS_SHOWN:
        yield "", f"… {len(shown) - COLUMNS_SHOWN} more", ""


def _width(owner: Table, rows: list[tuple[str, str, str]]) -> float:
    longest = max((len(name) + len(kind) + 2 for _, name, kind in rows), default=0)
    return max((longest + 4) * CHARACTER, (len(owner.name) + 4) * 7.6) + 16


def _box(physical: Physical, id_: str, box: Box, rows: list[tuple[str, str, str]]) -> Iterator[str]:
    yield f'<g id="er-{escape(id_)}"><rect class="b" x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="5"/>'
    yield f'<path class="h" d="M{box.x:.1f} {box.y + HEAD:.1f}V{box.y + 5:.1f}q0 -5 5 -5H{box.x + box.width - 5:.1f}q5 0 5 5V{box.y + HEAD:.1f}Z"/>'
    yield f'<text class="t" x="{box.x + 10:.1f}" y="{box.y + 17:.1f}">{escape(physical.tables[id_].name)}</text>'
    for number, (mark, name, kind) in enumerate(rows):
        y = box.y + HEAD + LINE * (number + 1) - 3
        yield f'<text class="k" x="{box.x + 8:.1f}" y="{y:.1f}">{mark}</text>' if mark else ""
        yield f'<text x="{box.x + 28:.1f}" y="{y:.1f}">{escape(name)}</text>'
        yield f'<text class="y" x="{box.x + box.width - 8:.1f}" y="{y:.1f}" text-anchor="end">{escape(kind)}</text>'
    yield "</g>"


def _lines(drawn: list[Edge], boxes: dict[str, Box], corners: list[list[tuple[float, float]]]) -> Iterator[str]:
    leaving = ports(drawn, boxes)
    for number, edge in enumerate(drawn):
        start, end, out, into = ends(boxes[edge.parent], boxes[edge.child], *leaving[number])
        yield f'<path class="l" d="{line(start, corners[number], end, out, into, number)}"><title>{escape(edge.label)}</title></path>'
        yield from _is_a(start, out) if edge.special else _one(start, out, edge.optional)
        yield from _one(end, into, True) if edge.single else _many(end, into)


def ends(parent: Box, child: Box, at_parent: float, at_child: float) -> tuple[tuple[float, float], tuple[float, float], int, int]:
    """Where a line leaves the parent and enters the child, and to which side (1: right) it goes from each."""
    if parent.x < child.x:
        return (parent.x + parent.width, at_parent), (child.x, at_child), 1, -1
    if parent.x > child.x:
        return (parent.x, at_parent), (child.x + child.width, at_child), -1, 1
    return (parent.x + parent.width, at_parent), (child.x + child.width, at_child), 1, 1


def ports(drawn: list[Edge], boxes: dict[str, Box]) -> list[tuple[float, float]]:
    """Where lines leave and enter: spread over the side, in the order of the other ends, so that they do not cross at once."""
    sides: dict[tuple[str, str], list[tuple[float, int, int]]] = defaultdict(list)
    for number, edge in enumerate(drawn):
        for end, (own, other) in enumerate(((edge.parent, edge.child), (edge.child, edge.parent))):
            side = "left" if boxes[own].x > boxes[other].x else "right"
            sides[own, side].append((boxes[other].y + boxes[other].height / 2, number, end))
    found: dict[tuple[int, int], float] = {}
    for (own, _), ends in sides.items():
        box = boxes[own]
        for place_, (_, number, end) in enumerate(sorted(ends), start=1):
            found[number, end] = box.y + box.height * place_ / (len(ends) + 1)
    return [(found[n, 0], found[n, 1]) for n in range(len(drawn))]


def line(start: tuple[float, float], corners: list[tuple[float, float]], end: tuple[float, float], out: int, into: int, number: int) -> str:
    """A smooth line through the lanes; neighbours bend at different places so that they can be told apart."""
    stem, bend = 14.0, GAP_ACROSS * (0.3 + 0.07 * (number % 5))
    points = [start, (start[0] + out * stem, start[1]), *corners, (end[0] + into * stem, end[1]), end]
    text = f"M{start[0]:.1f} {start[1]:.1f}"
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(y0 - y1) < 0.5:
            text += f"H{x1:.1f}"
        elif out == into:
            text += f"C{x0 + bend:.1f} {y0:.1f} {x1 + bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        else:
            middle = (x0 + x1) / 2
            text += f"C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
    return text


def _is_a(at: tuple[float, float], out: int) -> Iterator[str]:
    """The hollow triangle of UML at what is general."""
    x, y = at
    yield f'<path class="o" d="M{x:.1f} {y:.1f}l{out * 12} -6v12z"/>'


def _one(at: tuple[float, float], out: int, optional: bool) -> Iterator[str]:
    x, y = at
    yield f'<path class="l" d="M{x + out * 5:.1f} {y - 5:.1f}v10"/>'
    if optional:
        yield f'<circle class="o" cx="{x + out * 11:.1f}" cy="{y:.1f}" r="3.6"/>'
    else:
        yield f'<path class="l" d="M{x + out * 9:.1f} {y - 5:.1f}v10"/>'


def _many(at: tuple[float, float], into: int) -> Iterator[str]:
    x, y = at
    yield f'<path class="l" d="M{x + into * 9:.1f} {y:.1f}L{x:.1f} {y - 6:.1f}M{x + into * 9:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}"/>'
    yield f'<circle class="o" cx="{x + into * 12.5:.1f}" cy="{y:.1f}" r="3.6"/>'
