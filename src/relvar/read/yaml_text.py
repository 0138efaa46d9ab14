"""Plain values -> YAML in block style, as a person would lay it out: the way out of model.yaml (the way in is ruamel.yaml).

A general emitter weighs every event of every style; this one knows its few shapes, which makes it some ten times as fast. What it
writes is read back by the general parser in its tests. Lines are filled up to `WIDTH`, and broken at single spaces only, for
there alone folding gives back what was (YAML 1.2, 6.5 and 7.3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from relvar.read.comments import Comments, Path, item_name

WIDTH = 120  # columns of a line
LONGEST_KEY = 1000  # characters of a key on one line; a parser need not look further than 1024 (YAML 1.2, 7.4.2)

# what a plain scalar may not hold (YAML 1.2, 7.3.3), or begin or end with; a flow collection refuses its own brackets as well
NOT_PLAIN = re.compile(
    r"^$|^[\s,\[\]{}#&*!|>'\"%@`]|^[-?:](\s|$)|^---|^\.\.\.|:(\s|$)|\s#|\s$"
    r"|[^\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]"
)
NOT_FLOW = re.compile(r"[,\[\]{}]|^[?:]")
# what a plain scalar would be read as, were it not a string: every core type of YAML 1.2 and those of 1.1 that parsers still know
OTHER_TYPE = re.compile(
    r"(true|false|null|yes|no|on|off|y|n|~|<<|=)$|[-+]?(\.[0-9_]+|[0-9][0-9_]*(\.[0-9_]*)?)(e[-+]?[0-9]+)?$|[-+]?0[box]?[0-9a-f_]+$"
    r"|[-+_0-9][0-9_]*$|[-+]?\.(inf|nan)$|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t\s].*)?$",
    re.IGNORECASE,
)
ESCAPED = re.compile(r"[\"\\\x00-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]")
ESCAPES = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e", '"': '"', "\\": "\\"}
SINGLE_SPACE = re.compile(r"(?<=\S) (?=\S)")


class Flow(dict[str, Any]):
    """A mapping written on one line."""


class FlowList(list[Any]):
    """A list written on one line."""


def yaml(value: Mapping[str, Any], comments: Comments | None = None) -> str:
    """The text of a document, each comment where its element stands."""
    writer = _Writer(comments or Comments())
    writer.mapping(value, 0, ())
    return "\n".join(writer.lines) + "\n"


class _Writer:
    def __init__(self, comments: Comments) -> None:
        self.lines: list[str] = []
        self.comments = comments

    def mapping(self, value: Mapping[str, Any], indent: int, path: Path, lead: str = "") -> None:
        """The entries of a mapping; `lead`, a list's dash, stands before the first in place of blanks."""
        pad = " " * indent
        for key, item in value.items():
            here = (*path, key)
            self._comment(self.comments.above, here, pad, bool(lead))
            name = _scalar(key)
            head = f"{lead or pad}{name}:" if len(name) <= LONGEST_KEY else f"{lead or pad}? {name}\n{pad}:"
            self._value(head, item, indent, here)
            self._comment(self.comments.below, here, pad)
            lead = ""

    def _value(self, head: str, value: Any, indent: int, here: Path) -> None:
        beside = self.comments.beside.pop(here, "")
        if value and isinstance(value, dict) and not isinstance(value, Flow):
            self.lines.append(head + beside)
            self.mapping(value, indent + 2, here)
        elif value and isinstance(value, list | tuple) and not isinstance(value, FlowList):
            self.lines.append(head + beside)
            self._sequence(value, indent + 2, here)
        else:
            self.lines.append(_filled(head, _leaf(value), indent + 2) + beside)

    def _sequence(self, value: Sequence[Any], indent: int, path: Path) -> None:
        pad = " " * indent
        for place, item in enumerate(value):
            here = (*path, item_name(item, place))
            self._comment(self.comments.above, here, pad)
            if item and isinstance(item, dict) and not isinstance(item, Flow):
                self.mapping(item, indent + 2, here, f"{pad}- ")
            else:
                self._value(f"{pad}-", item, indent, here)
            self._comment(self.comments.below, here, pad)

    def _comment(self, kept: dict[Path, list[str]], here: Path, pad: str, before_dash: bool = False) -> None:
        shift = pad[2:] if before_dash else pad
        self.lines += [f"{shift}{line}" for line in kept.pop(here, ())]


def _leaf(value: Any) -> list[str]:
    """The parts of a value between which a line may be broken."""
    if isinstance(value, str):
        return SINGLE_SPACE.split(_scalar(value))
    if isinstance(value, dict):
        return _joined("{", [_entry(key, item) for key, item in value.items()], "}")
    if isinstance(value, list | tuple):
        return _joined("[", [_flow(item) for item in value], "]")
    return [_other(value)]


def _entry(key: str, value: Any) -> list[str]:
    first, *rest = _flow(value)
    return [f"{_scalar(key, flow=True)}: {first}", *rest]


def _flow(value: Any) -> list[str]:
    return SINGLE_SPACE.split(_scalar(value, flow=True)) if isinstance(value, str) else _leaf(value)


def _joined(opening: str, items: list[list[str]], closing: str) -> list[str]:
    parts = [part for item in items[:-1] for part in (*item[:-1], f"{item[-1]},")] + [part for item in items[-1:] for part in item]
    if not parts:
        return [opening + closing]
    parts[0] = opening + parts[0]
    parts[-1] += closing
    return parts


def _filled(head: str, parts: list[str], indent: int) -> str:
    """Head and parts on one line, or on several where that is too long."""
    whole = f"{head} {' '.join(parts)}"
    if len(whole) <= WIDTH:
        return whole
    lines = [head]
    for place, part in enumerate(parts):
        if place and len(lines[-1]) + 1 + len(part) > WIDTH:
            lines.append(" " * indent + part)
        else:
            lines[-1] += f" {part}"
    return "\n".join(lines)


def _scalar(text: str, flow: bool = False) -> str:
    if not (NOT_PLAIN.search(text) or OTHER_TYPE.match(text) or (flow and NOT_FLOW.search(text))):
        return text
    if "'" in text or ESCAPED.search(text.replace('"', "").replace("\\", "")):
        return f'"{ESCAPED.sub(_escape, text)}"'
    return f"'{text}'"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    if character in ESCAPES:
        return "\\" + ESCAPES[character]
    return f"\\x{ord(character):02X}" if character < "\u0100" else f"\\u{ord(character):04X}"


def _other(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(text, text)
