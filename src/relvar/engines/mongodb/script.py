"""What a script of mongosh says, as values: calls on a collection or the database, with arguments in extended JSON.

A script of the design is a list of such calls, written by `written` and read again by `read_script`: the proof runs what stands in the
file. Only what scripts of this design need is understood; anything else is an error with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from relvar.engines.mongodb.guards import GUARD_CALLS, GUARD_HELPERS
from relvar.engines.mongodb.migrating.batches import BATCH_CALLS, BATCH_HELPERS
from relvar.engines.mongodb.operating.functions import OPERATE_CALLS, OPERATE_HELPERS
from relvar.engines.mongodb.securing.functions import ACCESS_CALLS, ACCESS_HELPERS
from relvar.engines.mongodb.use_case_helpers import USE_CASE_HELPERS

IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
WIDTH = 118
# EJSON key -> constructor of the shell
CONSTRUCTORS = {
    "$oid": "ObjectId",
    "$numberLong": "Long",
    "$numberDecimal": "Decimal128",
    "$numberDouble": "Double",
    "$uuid": "UUID",
}
NAMES = {word: key for key, word in CONSTRUCTORS.items()}
PARAMETER, AGO, NOW, TODAY, AT = "$parameter", "$ago", "$now", "$today", "$at"
MINUS, PRESENT = "$minus", "$present"  # a parameter with its sign turned; a document without the fields that nobody gave
WITHIN = "$within"  # a field and a document that is given: each of its values is asked for within the field
UNITS = {
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "month": 2_629_746_000,
    "year": 31_556_952_000,
}  # milliseconds, as of a calendar's mean

# What stands before scripts that speak of instants: what they mean is relative to the day on which they run.
HELPERS = {
    **GUARD_HELPERS,
    **BATCH_HELPERS,
    **USE_CASE_HELPERS,
    **ACCESS_HELPERS,
    **OPERATE_HELPERS,
    "within(": ("const within = (field, part) =>\n  Object.fromEntries(Object.entries(part).map(([key, value]) => [`${field}.${key}`, value]));"),
    "now(": "const now = () => new Date();",
    "today(": "const today = () => new Date(Math.floor(Date.now() / 86400000) * 86400000);",
    "at(": "const at = (days, milliseconds) => new Date(Math.floor(Date.now() / 86400000) * 86400000 + days * 86400000 + milliseconds);",
    "ago(": (
        "const ago = (amount, unit) => new Date(Date.now() - amount * "
        "{minute: 60000, hour: 3600000, day: 86400000, month: 2629746000, year: 31556952000}[unit]);"
    ),
}


class Call(NamedTuple):
    """`on`: a collection, or "" for the database. `method`: createCollection, createIndex, aggregate, insertMany, runCommand ..."""

    on: str
    method: str
    arguments: tuple[Any, ...]


class Unreadable(Exception):
    """Raised when a script holds what no script of a design does; the message names the place."""


# --- writing ---


def written(call: Call) -> str:
    """The call as a statement of the shell, without the semicolon."""
    target = f"db.{call.on}" if IDENTIFIER.match(call.on) and call.on else f"db.getCollection({json.dumps(call.on)})" if call.on else "db"
    return f"{target}.{call.method}({', '.join(literal(a) for a in call.arguments)})"


def helped(call: Call) -> str:
    """A call of a function that the script's head defines; each argument on lines of its own where they do not fit on one."""
    flat = f"{call.method}({', '.join(map(_flat, call.arguments))})"
    if len(flat) <= WIDTH:
        return flat
    return f"{call.method}(\n" + ",\n".join(f"  {literal(a, 2)}" for a in call.arguments) + "\n)"


def literal(value: Any, indent: int = 0) -> str:
    """A value in the shell's words, on one line where it fits."""
    flat = _flat(value)
    if len(flat) + indent <= WIDTH or not isinstance(value, dict | list | tuple) or _special(value) is not None:
        return flat
    pad, inner = " " * indent, " " * (indent + 2)
    if isinstance(value, dict):
        if set(value) == {PRESENT}:
            return f"present({literal(value[PRESENT], indent)})"
        lines = [f"{inner}{_key(k)}: {literal(v, indent + 2)}" for k, v in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{pad}}}"
    return "[\n" + ",\n".join(f"{inner}{literal(v, indent + 2)}" for v in value) + f"\n{pad}]"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        special = _special(value)
        return special if special is not None else "{" + ", ".join(f"{_key(k)}: {_flat(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flat, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if IDENTIFIER.match(key) else json.dumps(key, ensure_ascii=False)


def _special(value: Any) -> str | None:
    if not isinstance(value, dict) or len(value) != 1:
        return None
    kind, inner = next(iter(value.items()))
    if kind in CONSTRUCTORS and isinstance(inner, str):
        return f"{CONSTRUCTORS[kind]}({json.dumps(inner)})"
    if kind == "$date" and isinstance(inner, dict) and set(inner) == {"$numberLong"}:
        return f"new Date({inner['$numberLong']})"
    if kind == PARAMETER:
        return str(inner)
    if kind == MINUS:
        return f"minus({inner})"
    if kind == PRESENT:
        return f"present({_flat(inner)})" if len(_flat(inner)) < WIDTH else None
    if kind == WITHIN:
        return f"within({json.dumps(inner[0])}, {_flat(inner[1])})"
    if kind == AT:
        return f"at({inner[0]}, {inner[1]})"
    if kind == AGO:
        return f"ago({inner[0]}, {json.dumps(inner[1])})"
    return {NOW: "now()", TODAY: "today()"}.get(kind)


# --- reading ---

TOKEN = re.compile(
    r'\s+|//[^\n]*|/\*.*?\*/|(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)'
    r"|(?P<word>[A-Za-z_$][A-Za-z0-9_$]*)|(?P<mark>=>|[{}\[\](),:;.=])",
    re.DOTALL,
)
OWN = (*GUARD_CALLS, *BATCH_CALLS, *ACCESS_CALLS, *OPERATE_CALLS)  # defined at the head of the scripts that call them
INSTANTS = {"at": AT, "ago": AGO, "now": NOW, "today": TODAY}


class Reader:
    def __init__(self, text: str) -> None:
        for helper in HELPERS.values():  # what a script says at its head is known here by name
            text = text.replace(helper, "\n" * helper.count("\n"))
        self.text = text
        self.tokens = list(self._tokens())
        self.next = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        place = 0
        while place < len(self.text):
            found = TOKEN.match(self.text, place)
            if found is None:
                raise Unreadable(f"line {self.text.count(chr(10), 0, place) + 1}: {self.text[place : place + 20]!r}")
            if found.lastgroup:
                yield found.lastgroup, found[found.lastgroup], place
            place = found.end()

    def peek(self, ahead: int = 0) -> str:
        place = self.next + ahead
        return self.tokens[place][1] if place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        if self.next >= len(self.tokens):
            raise Unreadable(f"the script ends where {wanted or 'more'} is expected")
        _kind, text, place = self.tokens[self.next]
        if wanted and text != wanted:
            raise Unreadable(f"line {self.text.count(chr(10), 0, place) + 1}: {text!r} where {wanted!r} is expected")
        self.next += 1
        return text

    def calls(self) -> Iterator[Call]:
        while self.next < len(self.tokens):
            yield self.call() if self.peek() == "db" else self._helper()
            self.take(";")

    def _helper(self) -> Call:
        name = self.take()
        if name not in OWN:
            raise Unreadable(f"{name!r} is no call of this design")
        self.take("(")
        return Call("", name, tuple(self.list_until(")")))

    def call(self) -> Call:
        self.take("db")
        self.take(".")
        on = ""
        name = self.take()
        if name == "getCollection":
            self.take("(")
            on = json.loads(self.take())
            self.take(")")
            self.take(".")
            name = self.take()
        elif self.peek() == ".":
            on = name
            self.take(".")
            name = self.take()
        self.take("(")
        return Call(on, name, tuple(self.list_until(")")))

    def list_until(self, end: str) -> list[Any]:
        found = []
        while self.peek() != end:
            found.append(self.value())
            if self.peek() != end:
                self.take(",")
        self.take(end)
        return found

    def value(self) -> Any:
        kind, text, _ = self.tokens[self.next]
        self.next += 1
        if kind == "string":
            return json.loads(text)
        if kind == "number":
            return float(text) if any(c in text for c in ".eE") else int(text)
        if text == "{":
            return self._object()
        if text == "[":
            return self.list_until("]")
        if kind == "word":
            return self._word(text)
        self.next -= 1
        self.take("a value")
        return None

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.peek() != "}":
            key = self.take()
            self.take(":")
            found[json.loads(key) if key.startswith('"') else key] = self.value()
            if self.peek() != "}":
                self.take(",")
        self.take("}")
        return found

    def _word(self, word: str) -> Any:
        if word in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[word]
        if word == "new":
            self.take("Date")
            self.take("(")
            (instant,) = self.list_until(")")
            return {"$date": {"$numberLong": str(instant)}}
        if word in NAMES:
            self.take("(")
            (inner,) = self.list_until(")")
            return {NAMES[word]: inner}
        if word in ("minus", "present") and self.peek() == "(":
            self.take("(")
            (inner,) = self.list_until(")")
            return {MINUS: inner[PARAMETER]} if word == "minus" else {PRESENT: inner}
        if word == "within" and self.peek() == "(":
            self.take("(")
            return {WITHIN: self.list_until(")")}
        if word in INSTANTS and self.peek() == "(":
            self.take("(")
            inner = self.list_until(")")
            return {INSTANTS[word]: inner or 1}
        return {PARAMETER: word}


def read_script(text: str) -> list[Call]:
    """The calls of a script, in order. Raises Unreadable."""
    return list(Reader(text).calls())


def read_function(text: str) -> Call:
    """The call that a file of one question makes: `const name = ({parameters}) => db...`. Raises Unreadable."""
    reader = Reader(text)
    arrows = [place for place, token in enumerate(reader.tokens) if token[1] == "=>"]
    if not arrows:
        raise Unreadable("the file defines no function")
    reader.next = arrows[-1] + 1
    return reader.call()


def filled(value: Any, given: dict[str, Any], now: int) -> Any:
    """A value with parameters and instants in place. `given`: extended JSON by name; `now`: milliseconds since 1970."""
    if isinstance(value, list | tuple):
        return [filled(v, given, now) for v in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        kind, inner = next(iter(value.items()))
        if kind == PARAMETER:
            return given[inner]
        if kind == MINUS:
            return _negative(given[inner])
        if kind == PRESENT:
            return _present(filled(inner, given, now))
        if kind == WITHIN:
            return {f"{inner[0]}.{key}": value for key, value in filled(inner[1], given, now).items()}
        instant = _instant(kind, inner, now)
        if instant is not None:
            return {"$date": {"$numberLong": str(instant)}}
    return {k: filled(v, given, now) for k, v in value.items()}


def _negative(value: Any) -> Any:
    if not isinstance(value, dict):
        return -value
    ((kind, inner),) = value.items()
    return {kind: inner[1:] if inner.startswith("-") else f"-{inner}"}


def _present(value: Any) -> Any:
    if isinstance(value, list):
        return [_present(v) for v in value]
    return {k: _present(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def _instant(kind: str, inner: Any, now: int) -> int | None:
    midnight = now - now % UNITS["day"]
    if kind == NOW:
        return now
    if kind == TODAY:
        return midnight
    if kind == AT:
        return int(midnight + inner[0] * UNITS["day"] + inner[1])
    return int(now - inner[0] * UNITS[inner[1]]) if kind == AGO else None
