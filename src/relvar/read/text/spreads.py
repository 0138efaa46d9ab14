"""How many of something one of another has: "a studio has 12 films on average", "100 to 200 films per studio", "usually 5 comments, sometimes
20,000". Told of what is, no rule: "at most 5 loans per member" is one and is read elsewhere.

The usual and the greatest number may stand in one sentence each; only numbers far apart say that a few are unlike the rest, for what is ten times
the usual is beyond any scatter of even shares.
"""

from __future__ import annotations

import re

from relvar.model.brief import Quantity, Spread
from relvar.read.text.paces import NUMERALS, SECONDS
from relvar.read.text.quantity import MAGNITUDES, TENS, UNITS, number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import cues, one_stands
from relvar.read.text.words import listed, singular

MAGNITUDE = "|".join(MAGNITUDES)
NUMBER = rf"(\d[\d.,]*[km]?(?: (?:{MAGNITUDE}))?|(?:{'|'.join((*UNITS, *TENS, *MAGNITUDES))})(?: (?:{MAGNITUDE}))?)"
NUMBERED = cues(*NUMERALS.split("|"), *MAGNITUDES)
ABOUT = r"(?:(?:about|around|some|roughly|only|just|up to|as many as|more than|over|even|approximately|an average of|circa) )*"
USUAL = re.compile(rf"\b(?:usually|normally|typically|mostly|generally|commonly|ordinarily|on average)\b(?: \w+){{0,3}}? {ABOUT}{NUMBER}\b")
# "most articles have 5 comments": who speaks of most speaks of the rest as well
MOST = re.compile(rf"\bmost (?:of (?:the|our|them) )?\w+(?: \w+)?? (?:have|has|get|receive|contain|hold|carry|take) {ABOUT}{NUMBER}\b")
GREATEST = re.compile(
    r"\b(?:sometimes|occasionally|rarely|seldom|at times|in (?:rare|extreme|exceptional|some) cases|(?:a|some|very) few|some|at most|up to|"
    rf"the (?:largest|biggest|busiest|greatest))\b(?:,? (?!at\b)\w+){{0,4}}? {ABOUT}{NUMBER}\b"
)
FAR = 10.0
# one number or a range, then what is counted; the sentence says elsewhere of what each
EACH = re.compile(rf"\b(?:between |from )?{NUMBER}(?: ?(?:to|and|-|–|or) ?{NUMBER})? (?P<what>[a-z]+(?: [a-z]+){{0,2}})")
NO_RULE = re.compile(
    r"\b(?:about|around|roughly|approximately|approx|circa|usually|typically|normally|average|expect\w*|estimate\w*|generally|some|on the whole)\b|~"
)
LIMIT = re.compile(
    r"\b(?:at most|at least|no more than|not more than|maximum|minimum|up to|must|may|can|cannot|only|exactly|allowed|limit\w*|never)\b"
)
OWNED = re.compile(r"\b(?:per|for each|for every|in each|of each|each|every|an?|one|apiece)\b")
ENOUGH = 10.0  # so many of each are no part of what each is ("a game has two players"), but a size


def read_spreads(scene: Scene) -> dict[str, Spread]:
    """Entity id -> how many of it one of another usually has, and at the most."""
    found: dict[str, Spread] = {}
    for before, sentence in zip([None, *scene.sentences], scene.sentences, strict=False):
        if not one_stands(NUMBERED, sentence.text):
            continue
        usual, greatest = _said(USUAL, sentence, 0) or _said(MOST, sentence, 0), None
        if usual is not None:
            greatest = _said(GREATEST, sentence, usual.end())
        few, many = (_value(one) if one else 0.0 for one in (usual, greatest))
        counted = _counted(scene, sentence, before) if usual and greatest and few and many >= FAR * few else None
        if counted is not None and usual is not None and greatest is not None:
            entity, owner = counted
            spread = Spread(of=owner, usual=_quantity(scene, sentence, usual, few), greatest=_quantity(scene, sentence, greatest, many))
            found.setdefault(entity, spread)
        elif (each := _of_each(scene, sentence)) is not None:
            found.setdefault(*each)
    return found


def _of_each(scene: Scene, sentence: Sentence) -> tuple[str, Spread] | None:
    """ "each studio has about 30 films", "100 to 200 films per studio": an entity, and how many of it one of another has."""
    text = sentence.text
    if not OWNED.search(text):
        return None
    for match in EACH.finditer(text):
        low, high = _number(match[1]), _number(match[2]) if match[2] else 0.0
        entity = _entity(scene, match["what"])
        owner = _owner(scene, sentence, match, entity) if entity and low else ""
        told = NO_RULE.search(text) or high > low or low >= ENOUGH
        if owner and told and not LIMIT.search(text):
            usual = (low + high) / 2 if high > low else low
            return entity, Spread(of=owner, usual=_quantity(scene, sentence, match, usual))
    return None


def _entity(scene: Scene, said: str) -> str:
    """What the words behind a number name, as many of them as name something."""
    words = said.split()
    words = words[: next((n for n, word in enumerate(words) if n and word in listed("preposition", "each")), len(words))]
    if singular(words[0]) in SECONDS:
        return ""
    ways = (tuple(words[:end]) for end in range(len(words), 0, -1))
    return next((e for way in ways if (e := scene.entity_named((*way[:-1], singular(way[-1]))))), "")


def _owner(scene: Scene, sentence: Sentence, match: re.Match[str], entity: str) -> str:
    """Of what each: "per studio" behind, or "a studio has" before; nothing where so many come in a unit of time."""
    behind = sentence.text[match.end(1) :]
    if re.search(rf"\b(?:per|an?|each|every) (?:{'|'.join(SECONDS)})s?\b|\b(?:daily|weekly|monthly|yearly|annually)\b", behind):
        return ""
    owners = scene.references(entity)
    said = [
        (m.end(), m[1])
        for m in re.finditer(
            r"\b(?:per|for each|for every|in each|of each|in every|of every|each|every|an?|one|average) ([a-z]+(?: [a-z]+)?)", sentence.text
        )
    ]
    named = [e for _, words in said for way in (words, words.split()[0]) if (e := scene.entity_named((*way.split()[:-1], singular(way.split()[-1]))))]
    if not named and re.search(r"\beach\b\W*$|\bapiece\b|\bon average\b|\baverage\b", sentence.text):
        named = [e for e in sentence.named if e != entity]  # "studios have 12 films on average"
    return next((e for e in named if e in owners and e != entity), "")


def _said(pattern: re.Pattern[str], sentence: Sentence, start: int) -> re.Match[str] | None:
    """The first match whose last group is a number."""
    return next((m for m in pattern.finditer(sentence.text, start) if _value(m)), None)


def _value(match: re.Match[str]) -> float:
    return _number(match[1])


def _number(said: str) -> float:
    first, *rest = said.rstrip(".,").split()
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
