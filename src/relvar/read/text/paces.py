"""How often something is kept of each thing: "each gauge sends a reading every 10 minutes" are 144 a day of each gauge."""

from __future__ import annotations

import re
from collections.abc import Mapping

from relvar.model.brief import Quantity
from relvar.read.text.nominal import named_after
from relvar.read.text.phrases import Verb
from relvar.read.text.quantity import TENS, UNITS, number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sent import SENDING
from relvar.read.text.sought import Cued, first_cues, one_stands
from relvar.read.text.words import singular

SECONDS = {
    "millisecond": 0.001, "ms": 0.001, "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "day": 86_400, "night": 86_400,
    "week": 604_800, "fortnight": 1_209_600, "month": 2_629_800, "year": 31_557_600,
}  # fmt: skip
DAY = 86_400
UNIT = r"(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|days?|nights?|weeks?|fortnights?|months?|years?)"
EVERY = Cued(rf"\b(?:every|each) (?:(\d[\d.,]*|\w+) )?{UNIT}\b", "every |each ")
TIMES = Cued(rf"\b(once|twice|(?:\d[\d.,]*|\w+) times) (?:a|an|per|every|each) {UNIT}\b", "once|twice|times")
MANY_TIMES = Cued(rf"\b(\d[\d.,]*[km]?|\w+) (?:(thousand|million|billion) )?times (?:a|an|per|every|each) {UNIT}\b", "times ")
NUMERALS = "|".join((*"0123456789", *UNITS, *TENS))
OF_EACH = Cued(
    rf"\b(?:each|every|an?|one|the average) (?P<who>[a-z]+(?: [a-z]+)?) (?:usually |typically |normally |on average )?[a-z]+ (?:out"
    rf" )?(?:about |around |roughly |some |on average |usually )*"
    rf"(?P<many>\d[\d,.]*[km]?|{'|'.join((*UNITS, *TENS))}) (?P<what>[a-z]+(?: [a-z]+)?) (?:a|an|per|every|each)"
    rf" {UNIT.replace('(', '(?P<unit>', 1)}\b",
    NUMERALS,
    " a | an | per | every | each ",
)
OFTEN = first_cues(EVERY, TIMES, OF_EACH)
KEEPING = SENDING | {"take", "read", "weigh", "inspect", "examine"}
KEPT = ("event", "part", "association")


def read_paces(scene: Scene) -> dict[str, Quantity]:
    """Entity id -> how many a day of each thing that it refers to, where a sentence says how often it is sent or taken."""
    found: dict[str, Quantity] = {}
    readings = [entity for entity in scene.entities if entity.endswith("_reading")]
    for sentence in scene.sentences:
        if not one_stands(OFTEN, sentence.text):
            continue
        value, start, end = _pace(sentence.text)
        entity = _kept(scene, sentence, readings) if value else ""
        if not entity:
            value, start, end, entity = _made_by_each(scene, sentence)
        if entity:
            source = scene.source(sentence.start + start, sentence.start + end)
            of = next((e for e in sentence.named if e in scene.references(entity)), "")
            found.setdefault(entity, Quantity(value=value, unit=of_each(of), source=source))
    return found


def of_each(entity: str) -> str:
    """The unit of a pace: of each of what the sentence names, where it names one."""
    return f"a day of each {entity.replace('_', ' ')}".rstrip()


def _made_by_each(scene: Scene, sentence: Sentence) -> tuple[float, int, int, str]:
    """ "each customer makes about 4 purchases a year": so many a day of each, where what happens is of one of them."""
    found = OF_EACH.search(sentence.text)
    said = number(found["many"]) if found else None
    if found is None or not said:
        return 0.0, 0, 0, ""
    entity = _named(scene, found["what"])
    owner = _named(scene, found["who"])
    if not entity or owner not in scene.references(entity):
        return 0.0, 0, 0, ""
    return said * DAY / SECONDS[_single(found["unit"])], found.start("many"), found.end(), entity


def _named(scene: Scene, said: str) -> str:
    words = said.split()
    ways = [tuple(words[:end]) for end in range(len(words), 0, -1)]
    return next((e for way in ways if (e := scene.entity_named((*way[:-1], singular(way[-1]))))), "")


def settle_arriving(scene: Scene, rates: Mapping[str, Quantity]) -> None:
    """What so many of come in a day, each at an instant and of something else, happens ("log lines"); it is no thing that stands and has a name."""
    phrases = {re.sub(r"\W+", "_", phrase.lower()) for phrase in rates}
    for entity, known in list(scene.entities.items()):
        instants = any(a.meaning.data.base == "timestamp" for a in known.attributes.values())
        if known.entity_kind == "thing" and entity in phrases and instants and scene.references(entity):
            scene.replace(entity, entity_kind="event")


def times_a_day(text: str) -> tuple[float, int, int]:
    """How many times a day a sentence says that something is done, and where; 0 where it does not say."""
    if "times" in text and (match := MANY_TIMES.search(text)):
        times = (number(match[1]) or 0.0) * (number(match[2]) or 1.0 if match[2] else 1.0)
        return times * DAY / SECONDS[_single(match[3])], *match.span()
    return 0.0, 0, 0


def _pace(text: str) -> tuple[float, int, int]:
    """Times a day, and where it is said; 0 where nothing says so."""
    if match := TIMES.search(text):
        times = {"once": 1.0, "twice": 2.0}.get(match[1]) or number(match[1].split()[0]) or 0.0
        return times * DAY / SECONDS[_single(match[2])], *match.span()
    if match := EVERY.search(text):
        interval = (number(match[1]) if match[1] else 1.0) or 0.0
        return (DAY / (interval * SECONDS[_single(match[2])]) if interval else 0.0), *match.span()
    return 0.0, 0, 0


def _doings(scene: Scene, sentence: Sentence) -> list[str]:
    """ "every boat is rented 30 times a year": the rentals, where they are kept."""
    names = {name for p in sentence.parts if isinstance(p, Verb) and p.passive for name in named_after(p.base)}
    return [e for e, known in scene.entities.items() if known.entity_kind in KEPT and e.split("_")[-1] in names]


def _single(unit: str) -> str:
    return unit if unit in SECONDS else unit.removesuffix("s")


def _kept(scene: Scene, sentence: Sentence, readings: list[str]) -> str:
    """The event that is kept each time: what was made of this sentence, or what it names behind its verb of sending."""
    for entity in readings:
        known = scene.entities[entity]
        made_here = known.source.start is not None and sentence.start <= known.source.start < sentence.end
        if made_here and known.entity_kind in KEPT and scene.references(entity):
            return entity
    verb = next((p for p in sentence.parts if isinstance(p, Verb) and p.base in KEEPING), None)
    named = [n for n in sentence.named if scene.entities[n].entity_kind in KEPT] if verb is not None else []
    named += [n for n in _doings(scene, sentence) if n not in named]
    return next((n for n in named if set(scene.references(n)) & set(sentence.named)), "")
