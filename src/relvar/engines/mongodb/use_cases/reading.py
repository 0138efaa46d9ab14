"""A use case read back from its file, so that the proof races what stands there. Raises Unreadable on anything a design does not write."""

from __future__ import annotations

from typing import Any

from relvar.engines.mongodb.script import Call, Reader, Unreadable
from relvar.engines.mongodb.use_cases.steps import Kind, Step, UseCase

KINDS = ("changed", "none")


def read_use_case(text: str) -> tuple[UseCase, bool]:
    """The use case, and whether the file begins a transaction for it."""
    reader = Reader(text)
    reader.take("const")
    name = reader.take()
    reader.take("=")
    made = _signature(reader)
    reader.take("=>")
    once: list[str] = []
    if reader.peek() == "once":
        reader.take()
        reader.take("(")
        reader.take("[")
        once = reader.list_until("]")
        reader.take(",")
        for mark in ("(", ")", "=>"):
            reader.take(mark)
    begins = reader.peek() == "inTransaction"
    if begins:
        for mark in ("inTransaction", "(", "(", "db", ")", "=>"):
            reader.take(mark)
    reader.take("{")
    steps = []
    while reader.peek() != "}":
        steps.append(_step(reader, begins))
        reader.take(";")
    return UseCase(name, tuple(steps), made, tuple(once)), begins


def _signature(reader: Reader) -> dict[str, str]:
    made: dict[str, str] = {}
    for mark in ("(", "{"):
        reader.take(mark)
    while reader.peek() != "}":
        name = reader.take()
        if reader.peek() == "=":
            reader.take()
            made[name] = reader.take()
            for mark in ("(", ")"):
                reader.take(mark)
        if reader.peek() == ",":
            reader.take()
    for mark in ("}", ")"):
        reader.take(mark)
    return made


FLOWING: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "const": ("room", ("const", "room", "=", "fits", "(")),
    "unless": ("over", ("unless", "(", "room", ",", "(", ")", "=>")),
}


def _step(reader: Reader, begins: bool) -> Step:
    if reader.peek() in FLOWING:
        flowing, marks = FLOWING[reader.peek()]
        for mark in marks:
            reader.take(mark)
        call = reader.call()
        reader.take(")")
        return Step(flowing, call if begins else _without_concern(call))
    kind: Any = reader.peek() if reader.peek() in KINDS else "write"
    says = ""
    if kind != "write":
        reader.take()
        reader.take("(")
    call = reader.call()
    if kind != "write":
        reader.take(",")
        says = reader.value()
        reader.take(")")
    if not begins:
        call = _without_concern(call)
    return Step(kind, call, says)


def _without_concern(call: Call) -> Call:
    """The call without its write concern, which a single write must name."""
    *arguments, last = call.arguments
    if not isinstance(last, dict) or "writeConcern" not in last:
        raise Unreadable(f"{call.on}.{call.method} names no write concern")
    return Call(call.on, call.method, tuple(arguments))
