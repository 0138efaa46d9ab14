"""The tree of a decomposition as SVG: the relation left, what it was split on in its foot, its parts right. Colours as in the ER diagram."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import NamedTuple

CHARACTER, HEAD_CHARACTER = 6.7, 7.6  # px a character of the 11 px and the bold 12 px monospace face, rounded up
LINE, HEAD, FOOT, MARGIN = 17.0, 26.0, 20.0, 16.0
ACROSS, DOWN = 64.0, 22.0  # px between a node and its parts, and between two parts
ROWS_SHOWN = 14  # attributes of one box; more are counted
STYLE = files("relvar.write.diagrams").joinpath("er.css").read_text("utf-8")


class Node(NamedTuple):
    """A relation: `rows` are (mark, attribute), `foot` the dependency it was split on or the form that it is in."""

    title: str
    rows: tuple[tuple[str, str], ...]
    foot: str
    children: tuple[Node, ...] = ()


class _Placed(NamedTuple):
    node: Node
    x: float
    y: float
    width: float
    height: float
    children: tuple[_Placed, ...]


def tree(roots: Sequence[Node], title: str) -> str:
    """One picture of all roots, one below the other; the same bytes on every machine."""
    widths = _widths(roots)
    placed, y = [], 0.0
    for root in roots:
        one, height = _place(root, 0, y, widths)
        placed.append(one)
        y += height + 2 * DOWN
    width = round(sum(widths) + ACROSS * (len(widths) - 1) + 2 * MARGIN)
    height = round(max(y - 2 * DOWN, 0) + 2 * MARGIN)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" class="er" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">']
    parts += [f"<title>{escape(title)}</title>", f"<style>{STYLE}</style>", f'<g transform="translate({MARGIN:.0f} {MARGIN:.0f})">']
    for one in placed:
        parts += _draw(one)
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _shown(node: Node) -> tuple[tuple[str, str], ...]:
    if len(node.rows) <= ROWS_SHOWN:
        return node.rows
    return (*node.rows[:ROWS_SHOWN], ("", f"… {len(node.rows) - ROWS_SHOWN} more"))


def _widths(roots: Sequence[Node]) -> list[float]:
    """The widest box of every depth."""
    found: list[float] = []
    level = list(roots)
    while level:
        found.append(max(_width(node) for node in level))
        level = [child for node in level for child in node.children]
    return found


def _width(node: Node) -> float:
    longest = max((len(name) for _, name in _shown(node)), default=0)
    return max((longest + 5) * CHARACTER, len(node.title) * HEAD_CHARACTER, len(node.foot) * CHARACTER) + 20


def _place(node: Node, depth: int, top: float, widths: Sequence[float]) -> tuple[_Placed, float]:
    """The node in the middle of its parts; and how high it is with them."""
    height = HEAD + LINE * len(_shown(node)) + FOOT + 4
    x = sum(widths[:depth]) + ACROSS * depth
    children, y = [], top
    for child in node.children:
        one, tall = _place(child, depth + 1, y, widths)
        children.append(one)
        y += tall + DOWN
    below = max(y - DOWN - top, 0.0)
    whole = max(height, below)
    if below < height:
        children = [_moved(one, (height - below) / 2) for one in children]
    return _Placed(node, x, top + (whole - height) / 2, widths[depth], height, tuple(children)), whole


def _moved(one: _Placed, down: float) -> _Placed:
    return one._replace(y=one.y + down, children=tuple(_moved(child, down) for child in one.children))


def _draw(one: _Placed) -> Iterator[str]:
    x, y, width, height = one.x, one.y, one.width, one.height
    for child in one.children:
        yield _line(x + width, y + height / 2, child.x, child.y + child.height / 2)
    yield f'<rect class="b" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5"/>'
    yield f'<path class="h" d="M{x:.1f} {y + HEAD:.1f}V{y + 5:.1f}q0 -5 5 -5H{x + width - 5:.1f}q5 0 5 5V{y + HEAD:.1f}Z"/>'
    yield f'<text class="t" x="{x + 10:.1f}" y="{y + 17:.1f}">{escape(one.node.title)}</text>'
    for number, (mark, name) in enumerate(_shown(one.node)):
        base = y + HEAD + LINE * (number + 1) - 3
        if mark:
            yield f'<text class="k" x="{x + 8:.1f}" y="{base:.1f}">{escape(mark)}</text>'
        yield f'<text x="{x + 28:.1f}" y="{base:.1f}">{escape(name)}</text>'
    kind = "k" if one.children else "y"
    yield f'<text class="{kind}" x="{x + 10:.1f}" y="{y + height - 7:.1f}">{escape(one.node.foot)}</text>'
    for child in one.children:
        yield from _draw(child)


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    return f'<path class="l" d="M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"/>'
