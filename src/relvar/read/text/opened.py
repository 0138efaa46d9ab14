"""What opens a sentence by its purpose: "to register a pet, the name and the color must be provided" is said for each pet."""

from __future__ import annotations

from msgspec.structs import replace

from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

ENTERED = {"provide", "enter", "specify", "supply", "submit", "fill", "give", "require", "need", "state", "indicate"}
SHORTEST = 5  # parts: to, register, a pet, the comma; what must be provided; the verb


def opened(parts: list[Part]) -> list[Part]:
    """The parts of a sentence, a purpose at its head told as of each thing that the purpose is about."""
    return _of_each(_recording(parts))


def _recording(parts: list[Part]) -> list[Part]:
    """ "members rent rooms, with the date and the cost recorded": recording the date and the cost."""
    for at, mark in enumerate(parts):
        comma = parts[at - 1] if at else None
        if mark.text != "with" or comma is None or comma.text != ",":
            continue
        verb_at = next((i for i in range(at + 1, len(parts)) if isinstance(parts[i], Verb)), 0)
        verb = parts[verb_at]
        ends = verb_at + 1 == len(parts) or (isinstance(behind := parts[verb_at + 1], Mark) and behind.tag in ("STOP", "COMMA"))
        if isinstance(verb, Verb) and verb.form == "ed" and verb.base in listed("record") and ends:
            return [
                *parts[:at],
                replace(verb, form="ing", passive=False, start=mark.start, end=mark.end),
                *parts[at + 1 : verb_at],
                *parts[verb_at + 1 :],
            ]
    return parts


def _of_each(parts: list[Part]) -> list[Part]:
    verb, noun, comma = parts[:3] if len(parts) >= SHORTEST else (None, None, None)
    purpose = isinstance(verb, Verb) and verb.form == "to" and verb.base in listed("create", "manage", "record") | {"add"}
    alone = isinstance(noun, Noun) and noun.bounds.article == "a" and isinstance(comma, Mark) and comma.tag in ("COMMA", "STOP")
    if not (purpose and alone) or not isinstance(noun, Noun) or not isinstance(verb, Verb):
        return parts
    if not any(isinstance(p, Verb) and p.form == "finite" and p.base in ENTERED for p in parts[3:]):
        return parts
    return [Mark("PREP", "for", verb.start, verb.end), replace(noun, bounds=Bounds(each=True)), *parts[2:]]
