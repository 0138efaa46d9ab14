"""Markdown -> HTML by markdown-it, with the tables laid out here.

A specification is mostly tables, and a general parser makes five objects of every cell. The tables of our own writer
(`page.table`) are a row a line, so they are taken out first, and only what stands in their cells is given to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Inline = Callable[[str], str]
PLACE = "relvar-table"
PLACED = re.compile(rf'<pre><code class="language-{PLACE}"></code></pre>\n')
BAR = re.compile(r"(?<!\\)\|")
# what may be more than text inside a line of CommonMark; an underscore between letters or digits never is (CommonMark 0.31, 6.2)
MARKED = re.compile(r"[\\`*\[\]!<&\n]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def render(markdown: str) -> str:
    """The text as HTML; raw HTML in it is shown, not used."""
    from markdown_it import MarkdownIt
    from markdown_it.common.utils import escapeHtml

    parser = MarkdownIt("commonmark", {"html": False})
    links: dict[str, Any] = {}  # link definitions may stand behind their use
    text, tables = _without_tables(markdown.split("\n"))
    body = parser.render(text, links)
    seen: dict[str, str] = {}

    def inline(cell: str) -> str:
        if cell not in seen:
            seen[cell] = parser.renderInline(cell, links) if MARKED.search(cell) else escapeHtml(cell)
        return seen[cell]

    laid = iter(tables)
    return PLACED.sub(lambda _: "".join(_table(next(laid), inline)), body)


def _without_tables(lines: list[str]) -> tuple[str, list[list[str]]]:
    """The text with a mark in place of each table, and the tables' lines. Inside a listing a line that begins with a bar is no row."""
    kept: list[str] = []
    tables: list[list[str]] = []
    listing = row = False
    for line in lines:
        listing ^= line.startswith("```")
        if listing or not line.startswith("| "):
            kept.append(line)
            row = False
            continue
        if not row:
            kept += ["", f"```{PLACE}", "```", ""]
            tables.append([])
            row = True
        tables[-1].append(line)
    return "\n".join(kept), tables


def _table(lines: list[str], inline: Inline) -> Iterator[str]:
    head, _, *rows = lines
    yield "<table>\n<thead>\n"
    yield _row(head, "th", inline)
    yield "</thead>\n"
    if rows:
        yield "<tbody>\n"
        yield from (_row(row, "td", inline) for row in rows)
        yield "</tbody>\n"
    yield "</table>\n"


def _row(line: str, tag: str, inline: Inline) -> str:
    cells = (cell.strip().replace("\\|", "|") for cell in BAR.split(line)[1:-1])
    return "<tr>\n" + "".join(f"<{tag}>{inline(cell)}</{tag}>\n" for cell in cells) + "</tr>\n"
