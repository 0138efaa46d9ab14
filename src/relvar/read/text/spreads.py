"""How many one usually has and how many the one that has most: "usually 5 comments, sometimes 20,000". Told of what is, no rule.

Only numbers far apart say that a few are unlike the rest: what is ten times the usual is beyond any scatter of even shares.
"""

from __future__ import annotations

import re

from relvar.model.brief import Quantity, Spread
from relvar.read.text.quantity import MAGNITUDES, TENS, UNITS, number
from relvar.read.text.scene import Scene, Sentence

MAGNITUDE = "|".join(MAGNITUDES)
NUMBER = rf"(\d[\d.,]*[km]?(?: (?:{MAGNITUDE}))?|(?:{'|'.join((*UNITS, *TENS, *MAGNITUDES))})(?: (?:{MAGNITUDE}))?)"
ABOUT = r"(?:(?:about|around|some|roughly|only|just|up to|as many as|more than|over|even) )*"
USUAL = re.compile(rf"\b(?:usually|normally|typically|mostly|generally|commonly|ordinarily|on average)\b(?: \w+){{0,3}}? {ABOUT}{NUMBER}\b")
# "most articles have 5 comments": who speaks of most speaks of the rest as well
MOST = re.compile(rf"\bmost (?:of (?:the|our|them) )?\w+(?: \w+)?? (?:have|has|get|receive|contain|hold|carry|take) {ABOUT}{NUMBER}\b")
GREATEST = re.compile(
    r"\b(?:sometimes|occasionally|rarely|seldom|at times|in (?:rare|extreme|exceptional|some) cases|(?:a|some|very) few|some|at most|up to|"
    rf"the (?:largest|biggest|busiest|greatest))\b(?:,? (?!at\b)\w+){{0,4}}? {ABOUT}{NUMBER}\b"
)
FAR = 10.0


def read_spreads(scene: Scene) -> dict[str, Spread]:
    """Entity id -> how many of it one of another usually has, and at the most."""
    found: dict[str, Spread] = {}
    for before, sentence in zip([None, *scene.sentences], scene.sentences, strict=False):
        usual, greatest = _said(USUAL, sentence, 0) or _said(MOST, sentence, 0), None
        if usual is not None:
            greatest = _said(GREATEST, sentence, usual.end())
        if usual is None or greatest is None:
            continue
        few, many = _value(usual), _value(greatest)
        counted = _counted(scene, sentence, before) if few and many >= FAR * few else None
        if counted is not None:
            entity, owner = counted
            spread = Spread(of=owner, usual=_quantity(scene, sentence, usual, few), greatest=_quantity(scene, sentence, greatest, many))
            found.setdefault(entity, spread)
    return found


def _said(pattern: re.Pattern[str], sentence: Sentence, start: int) -> re.Match[str] | None:
    """The first match whose last group is a number."""
    return next((m for m in pattern.finditer(sentence.text, start) if _value(m)), None)


def _value(match: re.Match[str]) -> float:
    first, *rest = match[1].rstrip(".,").split()
    value = number(first) or 0.0
    for word in rest:
        value *= number(word) or 1.0
    return value


def _quantity(scene: Scene, sentence: Sentence, match: re.Match[str], value: float) -> Quantity:
    return Quantity(value=value, unit="of each", source=scene.source(sentence.start + match.start(), sentence.start + match.end()))


def _counted(scene: Scene, sentence: Sentence, before: Sentence | None) -> tuple[str, str] | None:
    """What is counted, and of what: one of the things that the sentence names, and what it refers to there or in the sentence before."""
    for owners in (sentence.named, before.named if before is not None else ()):
        for entity in sentence.named:
            for owner in scene.references(entity):
                if owner in owners and owner != entity:
                    return entity, owner
    return None
