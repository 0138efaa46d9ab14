"""Sentences of one known thing alone that tie its rows to each other: "a crane may be part of another crane", "cranes form a hierarchy"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relvar.read.text.mentions import Abstract, only
from relvar.read.text.naming import Key

OTHERS = r"(?:an)?other|further|different|main|larger|bigger|smaller|previous|earlier|older|later|newer|second|superior|similar|backup"
# "another crane", "another one": the thing is spoken of twice
TWICE = re.compile(
    rf"\bX.*\b(?:{OTHERS}) (?:Xs?|ones?)\b|\b(?:{OTHERS}) X.*\bX|\bXs?\b.*\b(?:under|above|below) (?:it|them)\b|\bX.*\bis again an? X"
    r"|\bwhich X\b.*\b(?:which|X|it)\b"
)
TURNED = re.compile(
    r"\b(?:hierarch\w+|tree|recursive|self-referenc\w+|itself|themselves|each other|one another|predecessor|successor|nested|sub-?Xs?|parent Xs?)\b"
)
FAMILY = re.compile(r"\bparent\b.*\bchild(?:ren)?\b|\bchild(?:ren)?\b.*\bparent\b")
SEVERAL = re.compile(r"\b(?:each other|one another|other Xs|multiple|several|many)\b")


@dataclass(frozen=True, slots=True)
class OfItself:
    """`several`: one of them may be tied to many others. `sure`: no other reader need look at the sentence."""

    thing: Key
    several: bool
    sure: bool


def of_itself(said: Abstract) -> OfItself | None:
    """None where the sentence speaks of more than that."""
    if len(said.things) != 1:
        return None
    text = said.text
    turned = TURNED.search(text) or FAMILY.search(text)
    if not turned and not TWICE.search(text):
        return None
    rest = set(re.findall(r"(?<!')\b[a-z_][\w'-]*", re.sub(r"\b(?:sub-?)?Xs?\b", " ", text)))
    if not rest <= only("framed", "tying", "of_itself"):
        return None
    return OfItself(said.things[0], SEVERAL.search(text) is not None, bool(turned))
