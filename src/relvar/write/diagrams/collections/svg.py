"""Collections as SVG: boxes within boxes, arrows to what is referred to, dashed where a copy follows it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from relvar.model.design import Design
from relvar.write.diagrams.collections.panels import Panel, Reference, panels, references
from relvar.write.diagrams.layout import Box, Placing, place
from relvar.write.diagrams.svg import CHARACTER, HEAD, LINE, MARGIN, STYLE, ends, line

PAD, GAP = 8.0, 6.0  # px: around an inner box, and above it
BOLD = 7.6  # px a character of a title
MARK = 28.0  # px: the column of marks


def svg(design: Design, store: str) -> str:
    """The picture of one store; width and height in px in its viewBox."""
    physical = design.physical[store]
    drawn, arrows = panels(physical), list(references(physical))
    placing = place({i: (_width(p), _height(p)) for i, p in drawn.items()}, [(a.edge.parent, a.edge.child) for a in arrows])
    width, height = round(placing.width + 2 * MARGIN + 30), round(placing.height + 2 * MARGIN)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" class="er" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">']
    parts += [f"<title>{escape(design.brief.title)}: collections, and what lies in their documents</title>", f"<style>{STYLE}</style>"]
    parts += [f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">', *_arrows(arrows, drawn, placing)]
    for id_, box in placing.boxes.items():
        parts += [f'<g id="collection-{escape(id_)}">', *_panel(drawn[id_], box), "</g>"]
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _width(panel: Panel) -> float:
    rows = [MARK + (len(r.name) + len(r.type) + 2) * CHARACTER + PAD for r in panel.rows]
    notes = [len(note) * CHARACTER + 2 * PAD for note in panel.notes]
    return max([len(panel.title) * BOLD + 3 * PAD, *rows, *notes, *(_width(inner) + 2 * PAD for inner in panel.inside)])


def _height(panel: Panel) -> float:
    return HEAD + LINE * (len(panel.notes) + len(panel.rows)) + sum(GAP + _height(inner) for inner in panel.inside) + PAD


def _panel(panel: Panel, box: Box) -> Iterator[str]:
    kind = "b c" if panel.is_copy else "b"
    x, y = box.x, box.y
    yield f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="5"/>'
    if not panel.is_copy:
        yield f'<path class="h" d="M{x:.1f} {y + HEAD:.1f}V{y + 5:.1f}q0 -5 5 -5H{x + box.width - 5:.1f}q5 0 5 5V{y + HEAD:.1f}Z"/>'
    yield f'<text class="t" x="{x + PAD + 2:.1f}" y="{y + 17:.1f}">{escape(panel.title)}</text>'
    y += HEAD
    for note in panel.notes:
        y += LINE
        yield f'<text class="y" x="{x + PAD + 2:.1f}" y="{y - 3:.1f}">{escape(note)}</text>'
    for row in panel.rows:
        y += LINE
        yield f'<text class="k" x="{x + PAD:.1f}" y="{y - 3:.1f}">{row.mark}</text>' if row.mark else ""
        yield f'<text x="{x + MARK:.1f}" y="{y - 3:.1f}">{escape(row.name)}</text>'
        yield f'<text class="y" x="{x + box.width - PAD:.1f}" y="{y - 3:.1f}" text-anchor="end">{escape(row.type)}</text>'
    for inner in panel.inside:
        y += GAP
        yield from _panel(inner, Box(x + PAD, y, box.width - 2 * PAD, _height(inner)))
        y += _height(inner)


def _arrows(arrows: list[Reference], drawn: dict[str, Panel], placing: Placing) -> Iterator[str]:
    """From the field that refers to the head of the collection that it names."""
    heads = _heads(arrows, placing.boxes)
    for number, (arrow, share) in enumerate(zip(arrows, heads, strict=True)):
        parent, child = placing.boxes[arrow.edge.parent], placing.boxes[arrow.edge.child]
        at_child = child.y + _rows(drawn[arrow.edge.child]).get(arrow.of, child.height / 2)
        start, end, out, into = ends(parent, child, parent.y + share * (HEAD + LINE), at_child)
        path = line(start, placing.lines[number], end, out, into, number)
        yield f'<path class="{"l c" if arrow.copies else "l"}" d="{path}"><title>{escape(arrow.says)}</title></path>'
        yield f'<path class="a" d="M{start[0]:.1f} {start[1]:.1f}l{out * 9:.1f} -4.5v9z"/>'


def _heads(arrows: list[Reference], boxes: dict[str, Box]) -> list[float]:
    """Shares of a head's height at which arrows to it end, in the order of where they come from, so that they do not cross at once."""
    found = [0.0] * len(arrows)
    for parent in dict.fromkeys(a.edge.parent for a in arrows):
        mine = sorted((n for n, a in enumerate(arrows) if a.edge.parent == parent), key=lambda n: boxes[arrows[n].edge.child].y)
        for place_, number in enumerate(mine, start=1):
            found[number] = place_ / (len(mine) + 1)
    return found


def _rows(panel: Panel, above: float = 0.0) -> dict[str, float]:
    """How far below the top of its box each field stands."""
    y = above + HEAD + LINE * len(panel.notes)
    found = {}
    for row in panel.rows:
        y += LINE
        found[row.of] = y - LINE / 2 + 1
    for inner in panel.inside:
        y += GAP
        found |= _rows(inner, y)
        y += _height(inner)
    return found
