"""The forms of documents that are not prose: sheets, field tables, screens, endpoints, examples, and what frames a mail or talk.

What is read here is blanked out of the text, so that no sentence is read across it; offsets stay true.
"""

from __future__ import annotations

from relvar.read.text.forms.answers import answers
from relvar.read.text.forms.letters import framed
from relvar.read.text.forms.scan import Scan
from relvar.read.text.forms.screens import buttons, screens
from relvar.read.text.forms.shape import Forms
from relvar.read.text.tokens import prepared, without_emphasis

__all__ = ["Forms", "read_forms"]


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
    return found, prepared(blanked(plain, scan.found.spans))


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
