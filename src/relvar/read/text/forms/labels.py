"""The line above a sheet, table or example that names it: "Sheet: Repairs", "Tab 'Deliveries'", "repairs.xlsx", "### 1.2 Defect"."""

from __future__ import annotations

import re
from typing import NamedTuple

from relvar.read.text.forms.shape import WORD, Words, one_of, words_in
from relvar.read.text.sought import Sought
from relvar.read.text.words import listed, verb_form

NUMBERING = r"^[\s#*>-]*(?:(?:\d+\.)*\d+[.):]?\s+)?[*_]*"
SHEET = re.compile(
    NUMBERING + r"(?:the\s+)?(?:work)?(?:sheet|tab|spreadsheet|table|file|csv)\s*(?:(?:no\.?\s*)?\d+\b)?\s*[:–-]?\s*"
    r"[\"'“‘`]?(?P<name>[^\"'“”‘’`:;,|\t]{2,40}?)[\"'”’`]?[*_]*\s*(?:[:–]\s*(?P<rest>.*)|\s-\s+(?P<more>.*))?$",
    re.I,
)
FILE = re.compile(NUMBERING + r"[\"'“`]?(?P<name>[\w][\w -]{0,40}?)\.(?:xlsx?|csv|tsv|ods)[\"'”`]?[*_]*\s*(?:[:–]\s*(?P<rest>.*))?$", re.I)
NAMED = re.compile(
    NUMBERING + r"(?:the\s+)?[\"'“‘]?(?P<name>[A-Za-z][\w &-]{1,40}?)[\"'”’]?\s+(?:work)?(?:sheet|tab|spreadsheet)[*_]*\s*(?:[:–]\s*(?P<rest>.*))?$",
    re.I,
)
HEADING = re.compile(NUMBERING + r"(?P<name>[^.;,|\t]{2,60}?)[*_]*\s*:?\s*#*$")
LISTS = ("list", "spreadsheet", "spreadsheets", "sheet", "table", "file", "workbook", "register", "export", "document", "collection",
         "row", "record", "example", "line", "data")  # fmt: skip
IN_TEXT = Sought(
    rf"\b(?:{'|'.join(LISTS)})\s+"
    r"(?:of|for|with)\s+(?:(?:our|all|the|a|an|one|each|every|your|my)\s+)*(?P<name>[a-z][a-z-]*(?: [a-z][a-z-]*)?)",
    "|".join(f"{kind} {of}" for kind in LISTS for of in ("of", "for", "with")),
)
QUOTED = re.compile(r"\b(?:sheet|tab|table|collection|file|resource|object|entity)\s+[\"'“‘`](?P<name>[\w .-]{2,40}?)[\"'”’`]", re.I)
FILE_IN_TEXT = re.compile(r"\b(?P<name>[A-Za-z][\w-]*)\.(?:xlsx?|csv|tsv|ods)\b")
ANY = ("",)
# without one of which they find nothing
SIGNS: dict[Sought | re.Pattern[str], tuple[str, ...]] = {QUOTED: tuple("\"'“‘`"), FILE_IN_TEXT: (".xls", ".csv", ".tsv", ".ods")}
TELLS = re.compile(r"\b(?:is|are|has|have|must|should|can|will|shows?|contains?|returns?)\b", re.I)
NOT_A_NAME = frozenset(
    [
        "data",
        "column",
        "field",
        "fields",
        "columns",
        "header",
        "headers",
        "example",
        "sheet",
        "table",
        "interface",
        "api",
        "endpoint",
        "endpoints",
        "entity",
        "entities",
        "overview",
        "screen",
        "screens",
        "spreadsheet",
        "following",
        "response",
        "request",
        "body",
        "json",
        "sample",
        "document",
        "collection",
        "format",
        "structure",
        "appendix",
        "file",
        "model",
        "schema",
        "row",
        "list",
    ]
)
LABEL_WORDS = 5
LONGEST_LABEL = 400  # characters, with a header row behind it


class Label(NamedTuple):
    """What a line names. `sure`: it says itself that a sheet follows; `rest`: offset of what stands behind it on the line, or -1."""

    words: Words
    start: int
    end: int
    sure: bool = False
    rest: int = -1


def label_of(line: str, at: int) -> Label | None:
    """The label that a line is, or None."""
    at += len(line) - len(line.lstrip())
    line = line.strip()
    if not line or len(line) > LONGEST_LABEL:
        return None
    for form, sure in ((FILE, True), (NAMED, True), (SHEET, True), (HEADING, False)):
        match = form.match(line)
        if match is None:
            continue
        name = _name(match["name"])
        rest = next((match.start(g) for g in ("rest", "more") if g in match.groupdict() and match[g]), -1)
        if name and (sure or not TELLS.search(match["name"])):
            return Label(name, at + match.start("name"), at + match.end("name"), sure, at + rest if rest >= 0 else -1)
    return None


def label_in(sentence: str, at: int) -> Label | None:
    """What a line of prose names before a list: "an export of our orders", 'the collection "accessions"'."""
    found: Label | None = None
    for form in (IN_TEXT, FILE_IN_TEXT, QUOTED):
        for match in form.finditer(sentence) if any(map(sentence.__contains__, SIGNS.get(form, ANY))) else ():
            words = match["name"].split()
            if len(words) > 1 and (_is_closed(words[1]) or verb_form(words[1].lower())[1] in ("s", "ed", "base")):
                words = words[:1]
            name = _name(" ".join(words))
            if name:
                found = Label(name, at + match.start("name"), at + match.start("name") + len(" ".join(words)), form is not IN_TEXT)
    return found


def _is_closed(word: str) -> bool:
    return word.lower() in listed("preposition", "conjunction", "pronoun", "modal", "be", "relative", "subordinate", "determiner")


def _name(text: str) -> Words:
    words = words_in(text)
    while len(words) > 1 and words[0] in listed("determiner") | {"sheet", "tab", "table"}:
        words = words[1:]
    while len(words) > 1 and words[-1] in listed("wrapper") | {"sheet", "overview", "fields", "columns"}:
        words = words[:-1]
    plain = bool(words) and len(words) <= LABEL_WORDS and not all(w in NOT_A_NAME or w.isdigit() for w in words) and bool(WORD.search(words[-1]))
    if not plain or words[-1].isdigit() or one_of(words)[-1] in NOT_A_NAME or words[-1] in NOT_A_NAME or any(_is_closed(w) for w in words):
        return ()
    return one_of(words)
