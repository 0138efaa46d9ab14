"""How many of something are kept: the newest so many, of all or of each owner, or as many as take so much room.

"Only the last 10,000 log lines are kept for every machine", "keep the latest 500 MB of debug logs", "a rolling log of the last 5,000
events". What is shown ("the last 10 orders") is a question and no such rule: something must say that it is kept.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.conceptual import End, Relationship, Retention
from relvar.read.text.quantity import MAGNITUDES, number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import WORD, listed, singular

UNITS = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}
UNITS |= {"kilobytes": 10**3, "megabytes": 10**6, "gigabytes": 10**9, "terabytes": 10**12}
AMOUNT = rf"(\d[\d,.]*\w?|[a-z]+)(?: ({'|'.join(MAGNITUDES)}))?"
TAIL = rf"\s?({'|'.join(UNITS)})?\b(?: (?:of|worth of))?((?: {WORD}){{1,6}})"
NEWEST = (
    re.compile(rf"\b(?:last|latest|newest|most recent) {AMOUNT}{TAIL}", re.IGNORECASE),
    re.compile(rf"\b{AMOUNT} (?:latest|newest|most recent){TAIL}", re.IGNORECASE),
)
KEEP = r"(?:keep|keeps|kept|retain|retains|retained|store|stores|stored|hold|holds|held|remember|remembers|remembered)"
BEFORE = re.compile(rf"\b(?:{KEEP}|{'|'.join(sorted(listed('rolling')))})\b[^.;:]{{0,40}}$", re.IGNORECASE)
BEHIND = re.compile(rf"^[^.;:]{{0,60}}?\b(?:is|are|be|being) (?:only |just |ever )?{KEEP}\b", re.IGNORECASE)
OF_EACH = re.compile(rf"\b(?:per|(?:for|of|in|on|by) (?:each|every|an?|one)|(?:each|every))((?: {WORD}){{1,3}})", re.IGNORECASE)
TIMES = ("second", "minute", "hour", "day", "week", "month", "quarter", "year", "night", "time", "percent", "digit", "character", "letter")
FEWEST = 2  # "the last one" is a state of its owner, no list


class _Kept(NamedTuple):
    newest: int
    bytes: int
    entity: str


def newest(scene: Scene, at: int, sentence: Sentence) -> None:
    for match in (found for pattern in NEWEST for found in pattern.finditer(sentence.text)):
        before, behind = sentence.text[: match.start()], sentence.text[match.start(4) :]
        if not (BEFORE.search(before) or BEHIND.search(behind)):
            continue
        kept = _kept(scene, match)
        if kept is None:
            continue
        source = scene.source(sentence.start + match.start(), sentence.start + match.end())
        per = _owner(scene, kept.entity, before, behind, source)
        counted = Source(kind="rule", words="the newest are told by a time", confidence=0.8)
        since = scene.time_of(kept.entity) or scene.add_attribute(kept.entity, "created_at", counted, "instant")
        rule = Retention(entity=kept.entity, since=since, months=0, then="delete", source=source, newest=kept.newest, bytes=kept.bytes, per=per)
        scene.add_rule(f"{kept.entity}_newest", rule)
        if scene.entities[kept.entity].entity_kind in ("thing", "part"):
            scene.replace(kept.entity, entity_kind="event")  # what has a newest comes one after the other


def _kept(scene: Scene, match: re.Match[str]) -> _Kept | None:
    amount = number(match[1])
    words = re.findall(WORD, match[4].lower())
    if amount is None or singular(words[0]) in TIMES:
        return None
    amount *= MAGNITUDES.get((match[2] or "").lower(), 1)
    entity = _named(scene, words)
    if not entity or amount < FEWEST:
        return None
    unit = UNITS.get((match[3] or "").lower(), 0)
    return _Kept(0 if unit else round(amount), round(amount * unit), entity)


def _named(scene: Scene, words: list[str]) -> str:
    """What the words name at their beginning, as many of them as name something: "log lines of it" are log lines."""
    end = next((at for at, word in enumerate(words) if at and word in listed("preposition", "be", "each")), len(words))
    told = [word for word in words[:end] if word not in listed("determiner")]
    whole = [*told[:-1], singular(told[-1])] if told else []
    ways = (tuple(whole[first:last]) for last in range(len(whole), 0, -1) for first in range(last))
    return next((found for way in ways if (found := scene.entity_named((*way[:-1], singular(way[-1]))))), "")


def _owner(scene: Scene, entity: str, before: str, behind: str, source: Source) -> tuple[str, ...]:
    """The relationship to whom each the newest are kept for; () where they are the newest of all. What is kept for each is of one of them."""
    for said in (behind, before):
        for match in OF_EACH.finditer(said):
            owner = _named(scene, re.findall(WORD, match[1].lower()))
            if owner and owner != entity:
                return (scene.references(entity).get(owner) or _of(scene, owner, entity, source),)
    return ()


def _of(scene: Scene, owner: str, entity: str, source: Source) -> str:
    name = scene.between(owner, entity) or f"{entity}_{owner}"  # what was read the other way round: several of one are no one of several
    first, second = End(entity=owner, minimum=1, maximum=1), End(entity=entity)
    scene.relate(name, Relationship(verb="has", first=first, second=second, source=source))
    return name
