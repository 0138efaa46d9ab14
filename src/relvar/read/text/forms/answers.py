"""Interviews: "What do you keep about a mill? - Name, river, wheel diameter" lists what a mill has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from relvar.read.text.forms.screens import fields_of
from relvar.read.text.forms.shape import Thing, one_of, raw_lines, words_in

ASKED = re.compile(
    r"\b(?:keep|store|record|know|note|need|hold|track|write down|register|save)\b[^?\n]*?\b(?:about|of|for|on)\s+"
    r"(?:an?|the|each|every|your|one)\s+(?P<name>[a-z][a-z-]*(?: [a-z][a-z-]*)?)\s*\?",
    re.I,
)
LABEL = re.compile(r"^\s*(?:[-*•]\s+)?(?:[A-Z][\w.]*(?: [A-Z][\w.]*)?\s*:|[-–])\s+")
TELLS = re.compile(r"\b(?:is|are|has|have|had|can|must|each|every|we|i|it|they|you)\b", re.I)
FEWEST = 2  # items of an answer that is a list


def answers(text: str) -> Iterator[tuple[Thing, tuple[int, int]]]:
    """Every answer that is a bare list, as what its question asked about."""
    lines = [(at, line) for at, line in raw_lines(text) if line.strip()]
    for (at, question), (place, answer) in pairwise(lines):
        asked = ASKED.search(question) if question.rstrip().endswith("?") else None
        if asked is None:
            continue
        label = LABEL.match(answer)
        begin = label.end() if label else 0
        body = answer[begin:].rstrip()
        columns = list(fields_of(body.rstrip("."), place + begin)) if not TELLS.search(body) else []
        if len(columns) >= FEWEST:
            name = one_of(words_in(asked["name"]))
            yield Thing(name, at + asked.start("name"), at + asked.end("name"), columns), (place + begin, place + len(answer))
