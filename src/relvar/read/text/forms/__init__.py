"""The forms of documents that are not prose: sheets, field tables, screens, endpoints, examples, and what frames a mail or talk.

What is read here is blanked out of the text, so that no sentence is read across it; offsets stay true.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from relvar.read.text.forms.answers import answers
from relvar.read.text.forms.letters import framed
from relvar.read.text.forms.scan import Scan
from relvar.read.text.forms.screens import buttons, screens
from relvar.read.text.forms.shape import Forms, raw_lines
from relvar.read.text.tokens import prepared, without_emphasis

__all__ = ["Forms", "read_forms"]

NUMBERED = re.compile(r"^\s*(?:\d+\.)*\d+[.)]?\s+[A-Za-z][\w &-]{0,40}$")


def read_forms(text: str) -> tuple[Forms, str]:
    """What the text says by form, and the prose that is left, of the same length."""
    found, text = Forms(), without_emphasis(text)
    frames = list(framed(text))
    for thing, span in answers(text):
        found.things.append(thing)
        found.spans.append(span)
    text = blanked(text, frames + found.spans)
    for thing, span in screens(text):
        found.things.append(thing)
        found.spans.append(span)
    plain = blanked(text, [*found.spans, *buttons(text)])
    scan = Scan(plain, found)
    scan.read()
    plain = _as_said(plain, found)
    return found, prepared(blanked(plain, [*found.spans, *_headings(plain, [*found.spans, *((t.start, t.end) for t in found.things)])]))


def _as_said(text: str, found: Forms) -> str:
    """The text with the words that forms are read as, filled up to the length of what stood there."""
    for start, end, words in sorted(found.said, reverse=True):
        text = text[:start] + words.ljust(end - start) + text[end:]
    return text


def _headings(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """ "3. Interface" right above a form heads nothing that is told in sentences; it would be read as an item of a list."""
    starts = sorted(start for start, _ in spans)
    last: tuple[int, int] | None = None
    for at, line in raw_lines(text):
        if not line.strip():
            continue
        nearest = bisect.bisect_left(starts, at)
        if last is not None and nearest < len(starts) and starts[nearest] <= at + len(line):
            yield last
        last = (at, at + len(line)) if NUMBERED.match(line) else None


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with these spans as blanks; line ends stay."""
    kept, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if end <= start:
            continue
        kept.append(text[at:start])
        kept.append("".join(c if c == "\n" else " " for c in text[start:end]))
        at = end
    return "".join([*kept, text[at:]])
