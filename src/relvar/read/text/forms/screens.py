"""Screens and forms by their titles: "The 'New booking' screen has fields: ...", "Screen: Order details - shows ...", buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.read.text.forms.shape import Column, Thing, one_of, words_in
from relvar.read.text.sought import Sought

PLACE = r"(?:screen|page|form|dialog|dialogue|view|window|mask)"
OPEN, SHUT = "[\"'“‘]", "[\"'”’]"
VERB = r"(?:has|have|shows?|contains?|displays?|lists?|asks\s+for|includes?)"
FIELDS = r"(?:(?:the|these|following)\s+)*(?:(?:input\s+)?(?:fields?|columns?)\b\s*(?:are\s*)?)?:?\s*"
LIST = r"(?P<list>[^\n]*?)(?=\.(?:\s|$)|$)"
TITLED = re.compile(rf"^[\s*#-]*(?:the\s+)?{OPEN}(?P<name>[^\"'“”‘’\n]{{2,40}}){SHUT}\s+{PLACE}\s+{VERB}\s+{FIELDS}{LIST}", re.I | re.M)
QUOTED = re.compile(
    rf"^[\s*#-]*{PLACE}\s*:?\s*{OPEN}(?P<name>[^\"'“”‘’\n]{{2,40}}){SHUT}\s*(?::|\s[-–—]\s)\s*(?:{VERB}\s+)?{FIELDS}{LIST}", re.I | re.M
)
LABELLED = re.compile(
    rf"^[\s*#-]*{PLACE}\s*:\s*(?P<name>[A-Za-z][\w ]{{1,40}}?)\s*(?::|\s[-–—]\s|(?=\s{VERB}\s))\s*(?:{VERB}\s+)?{FIELDS}{LIST}", re.I | re.M
)
BUTTONS = Sought(r"\bbuttons?\s*(?:are\s*)?:\s*[^\n.]*\.?", "button", ":")
DEEDS = frozenset(["new", "edit", "add", "create", "delete", "view", "my", "all", "search", "change", "update", "manage", "register", "enter"])
BEHIND = frozenset(["list", "details", "detail", "overview", "form", "screen", "page", "history", "table", "view", "editor", "dialog"])
ARTICLE = re.compile(r"^(?:an?|the|its|their)\s+", re.I)
EITHER = re.compile(r"\s+or not$", re.I)


def screens(text: str) -> Iterator[tuple[Thing, tuple[int, int]]]:
    """Every screen with its fields, and the span of text that it takes."""
    for form in (TITLED, QUOTED, LABELLED):
        for match in form.finditer(text):
            title = match["name"]
            words = list(words_in(title))
            while len(words) > 1 and words[0] in DEEDS:
                words.pop(0)
            while len(words) > 1 and words[-1] in BEHIND:
                words.pop()
            columns = list(fields_of(match["list"], match.start("list")))
            if not words or len(columns) < 2:
                continue
            start = match.start("name")
            yield Thing(one_of(tuple(words)), start, start + len(title), columns), match.span()


def fields_of(text: str, at: int) -> Iterator[Column]:
    """The items of a list in running text: "kiln, start time and atmosphere (oxidation, reduction)"."""
    for start, end in _items(text):
        raw = text[start:end]
        values = re.search(r"\(([^()]*[,/][^()]*)\)", raw)
        plain = re.sub(r"\([^()]*\)", "", raw).strip(" .;")
        flag = bool(EITHER.search(plain))
        plain = ARTICLE.sub("", EITHER.sub("", plain))
        words = words_in(plain)
        if not words or len(words) > 6:
            continue
        place = at + start + max(raw.find(plain), 0)
        kinds = tuple(v.strip() for v in re.split(r",|/|\bor\b", values[1]) if v.strip()) if values else ()
        yield Column(words, place, place + len(plain), "boolean" if flag else "", kinds, optional="optional" in raw.lower())


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Where each item begins and ends: parted by commas, semicolons and "and" outside brackets."""
    depth, last = 0, 0
    for match in re.finditer(r"[()]|[,;]|\band\b", text):
        depth += (match[0] == "(") - (match[0] == ")")
        if match[0] not in "()" and depth <= 0:
            yield last, match.start()
            last = match.end()
    yield last, len(text)


def buttons(text: str) -> Iterator[tuple[int, int]]:
    """Where buttons are listed: what one does there, nothing that is stored."""
    for match in BUTTONS.finditer(text):
        yield match.span()
