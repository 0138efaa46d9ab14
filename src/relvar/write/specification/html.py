"""SPEC.html: one self-contained file, readable on a phone, light and dark, with the picture in place of the Mermaid text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from importlib.resources import files

from relvar.model.design import Design
from relvar.model.physical import Physical
from relvar.write.conventions import text as conventions
from relvar.write.diagrams import collections
from relvar.write.diagrams.splits import PATH, splits
from relvar.write.diagrams.svg import svg
from relvar.write.page import CONVENTIONS
from relvar.write.specification.markdown import render

META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
STYLE = files("relvar.write.specification").joinpath("page.css").read_text("utf-8")


def html(design: Design, markdown: str) -> str:
    """The specification's Markdown as one HTML file."""
    body = _pictures(design, _fold_code(_wide_tables(render(markdown))))
    body, links = _anchors(body.replace(f'href="{CONVENTIONS}#', 'href="#c-'))
    body += _appendix(_wide_tables(render(conventions(design))))
    title = escape(f"{design.brief.title}: database specification")
    head = f"{META}<title>{title}</title><style>{STYLE}</style>"
    nav = "".join(f'<a href="#{anchor}">{text}</a>' for anchor, text in links)
    side = f"<nav><b>{escape(design.brief.title)}</b><div>{nav}</div></nav>"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>{side}\n<main>\n{body}</main></body></html>\n'


def _appendix(body: str) -> str:
    """The conventions folded away at the end; a link into them opens them."""
    title, _, rest = body.partition("</h1>")
    named = re.sub(r"<h2>(.*?)</h2>", lambda m: f'<h3 id="c-{_slug(m[1])}">{m[1]}</h3>', rest)
    return f"<details><summary>{title.partition('>')[2]}</summary>{named}</details>"


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"<.*?>", "", title).lower()).strip("-")


def _wide_tables(body: str) -> str:
    return body.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>")


def _fold_code(body: str) -> str:
    """SQL is folded away until it is wanted; other listings stay open."""
    pattern = re.compile(r'<pre><code class="language-sql">(.*?)</code></pre>', re.S)
    return pattern.sub(lambda m: f"<details><summary>SQL, {m[1].count(chr(10))} lines</summary><pre><code>{m[1]}</code></pre></details>", body)


def _pictures(design: Design, body: str) -> str:
    pictures = iter([picture(design, store) for store, physical in design.physical.items() for picture in _drawn(physical)])
    pattern = re.compile(r'<pre><code class="language-mermaid">.*?</code></pre>', re.S)
    drawn = pattern.sub(lambda m: f"<figure>{next(pictures)}</figure>", body)
    return re.sub(rf'<p><img src="{re.escape(PATH)}"[^>]*></p>', lambda m: f"<figure>{splits(design)}</figure>", drawn)


def _drawn(physical: Physical) -> tuple[Callable[[Design, str], str], ...]:
    """The pictures of a store, in the order of the specification."""
    return (collections.svg, svg) if physical.collections else (svg,)


def _anchors(body: str) -> tuple[str, list[tuple[str, str]]]:
    links: list[tuple[str, str]] = []

    def anchor(found: re.Match[str]) -> str:
        name = f"s-{_slug(found[1])}"
        links.append((name, found[1]))
        return f'<h2 id="{name}">{found[1]}</h2>'

    return re.sub(r"<h2>(.*?)</h2>", anchor, body), links
