"""The lines in the body of an entity or class of PlantUML: attributes in any of the writings that people use."""

from __future__ import annotations

import re

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.diagrams.drawing import Drawn
from relvar.importing.languages.diagrams.labels import decoded
from relvar.importing.languages.diagrams.types import is_known
from relvar.model.existing import Place

TAG = re.compile(r"</?(?:[bui]|color[^>]*|size[^>]*|&[^>]*|back[^>]*)>", re.I)
MARK = re.compile(r"<<[ \t]*([^<>]*?)[ \t]*>>|\{[ \t]*([^{}]*?)[ \t]*\}|\[[ \t]*((?:PK|FK|UK|pk|fk|uk)[^\[\]]*?)[ \t]*\]")
MACRO = re.compile(
    r"(?P<word>primary_key|primarykey|pk|foreign_key|foreignkey|fk|column|not_null|unique|key)[ \t]*\([ \t]*(?P<inside>[^()]*)\)", re.I
)
FLAG = re.compile(r"\b(?:not[ \t]+null|null|unique|primary[ \t]+key|foreign[ \t]+key|pk|fk|uk|auto_?increment|generated|identity)\b", re.I)
DEFAULT = re.compile(r"(?:=|\bdefault\b)[ \t]*(?P<value>.+)\Z", re.I)
METHOD = re.compile(r"\w+[ \t]*\((?![ \t]*(?:\d|max\b))[^)']*\)")
SHAPE = re.compile(r"(?P<name>\"[^\"]*\"|[\w$]+)[ \t]*:[ \t]*(?P<type>.*)")
COUNT = re.compile(r"\[[ \t]*(?P<least>0\.\.)?(?P<most>1|\*|n)[ \t]*\]\Z")
UNKNOWN = "?"  # before a mark that is none of these
MEANT = {
    "pk": "key", "primary key": "key", "primary_key": "key", "primarykey": "key", "id": "key", "key": "key",
    "fk": "refers", "foreign key": "refers", "foreign_key": "refers", "foreignkey": "refers",
    "unique": "unique", "uk": "unique", "u": "unique", "not null": "required", "not_null": "required", "notnull": "required", "required": "required",
    "generated": "numbered", "auto increment": "numbered", "auto_increment": "numbered", "autoincrement": "numbered", "identity": "numbered",
    "null": "", "nullable": "", "column": "", "field": "", "readonly": "",
}  # fmt: skip


def member(line: str, place: Place, *, java: bool) -> tuple[Drawn, tuple[str, ...]]:
    """The attribute of a line, and the marks at it that say nothing that is known; `java`: a type stands before its name.

    Raises NotUnderstood for a method and for what is no attribute.
    """
    marks: set[str] = set()
    text = TAG.sub("", line).strip()
    while (macro := MACRO.match(text.lstrip("*+-#~ "))) is not None:
        marks.add(_mark(macro["word"]))
        text = macro["inside"] + text.lstrip("*+-#~ ")[macro.end() :]
    text = MARK.sub(lambda found: _marked(found, marks), text).strip()
    required = text.startswith("*") or None
    text = text.lstrip("*+-#~/ \t")
    value = ""
    if (default := DEFAULT.search(text)) is not None:
        value, text = default["value"].strip(), text[: default.start()].strip()
    if METHOD.search(text):
        raise NotUnderstood("a method is no data")
    called, colon, rest = text.partition(":") if SHAPE.fullmatch(text) else ("", "", text)  # a name before a colon is no mark, whatever it is
    text = called + colon + FLAG.sub(lambda found: _noted(found[0], marks), rest).strip().rstrip(",;").strip()
    name, kind = _named(text, java=java)
    if (count := COUNT.search(kind)) is not None:
        kind = kind[: count.start()].strip()
        kind += "[]" if count["most"] != "1" else ""
        required = (count["most"] == "1" and not count["least"]) or None
    drawn = Drawn(
        name=name,
        type=kind,
        key="key" in marks,
        refers="refers" in marks,
        unique="unique" in marks,
        numbered="numbered" in marks,
        required=True if "required" in marks else required,
        default=value.replace('"', "'"),
        place=place,
    )
    return drawn, tuple(sorted(mark for mark in marks if mark.startswith(UNKNOWN)))


def _marked(found: re.Match[str], marks: set[str]) -> str:
    for word in re.split(r"[,;]", found[1] or found[2] or found[3] or ""):
        marks.add(_mark(word))
    return " "


def _noted(word: str, marks: set[str]) -> str:
    marks.add(_mark(word))
    return " "


def _mark(word: str) -> str:
    low = " ".join(word.lower().split())
    if low not in MEANT and low.split(" ")[0] in MEANT:
        low = low.split(" ")[0]
    if low not in MEANT:
        return UNKNOWN + word.strip()
    return MEANT[low]


def _named(text: str, *, java: bool) -> tuple[str, str]:
    """Name and type."""
    if (shape := SHAPE.fullmatch(text)) is not None:
        return decoded(shape["name"].strip('"')), " ".join(shape["type"].split())
    words = text.split()
    if len(words) == 1 and re.fullmatch(r"[\w$]+", words[0]):
        return words[0], ""
    if len(words) == 2:
        first, second = words
        if is_known(second) and not is_known(first):
            return first, second
        if (is_known(first) or java) and re.fullmatch(r"[\w$]+", second):
            return second, first
        if re.fullmatch(r"[\w$]+", first):
            return first, second
    raise NotUnderstood("an attribute is a name and a type")
