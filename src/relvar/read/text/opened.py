"""What opens a sentence by its purpose: "to register a pet, the name and the color must be provided" is said for each pet."""

from __future__ import annotations

from dataclasses import replace

from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import Bounds
from relvar.read.text.words import listed

ENTERED = {"provide", "enter", "specify", "supply", "submit", "fill", "give", "require", "need", "state", "indicate"}
SHORTEST = 5  # parts: to, register, a pet, the comma; what must be provided; the verb


def opened(parts: list[Part]) -> list[Part]:
    """The parts of a sentence, a purpose at its head told as of each thing that the purpose is about."""
    verb, noun, comma = parts[:3] if len(parts) >= SHORTEST else (None, None, None)
    purpose = isinstance(verb, Verb) and verb.form == "to" and verb.base in listed("create") | listed("manage") | listed("record") | {"add"}
    alone = isinstance(noun, Noun) and noun.bounds.article == "a" and isinstance(comma, Mark) and comma.tag in ("COMMA", "STOP")
    told = any(isinstance(p, Verb) and p.form == "finite" and p.base in ENTERED for p in parts[3:])
    if not (purpose and alone and told) or not isinstance(noun, Noun) or not isinstance(verb, Verb):
        return parts
    return [Mark("PREP", "for", verb.start, verb.end), replace(noun, bounds=Bounds(each=True)), *parts[2:]]
