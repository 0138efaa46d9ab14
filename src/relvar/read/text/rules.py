"""Rules that the text states: ranges, life cycles, no overlaps, retention, uniqueness in a scope, immutability, limits."""

from __future__ import annotations

import re
from collections.abc import Callable

from relvar.model.conceptual import AtMost, NoOverlap
from relvar.read.text.apart import TOGETHER, stated, told_apart
from relvar.read.text.demands.bounds import read_bounds, whole
from relvar.read.text.demands.comparing import BOUNDING
from relvar.read.text.demands.derived import read_derived
from relvar.read.text.demands.fixed import IMMUTABLE, read_fixed
from relvar.read.text.demands.formats import read_format
from relvar.read.text.demands.limits import FULL, read_limits, read_needs
from relvar.read.text.demands.ordering import read_order
from relvar.read.text.demands.plainly import apply
from relvar.read.text.demands.uniqueness import read_unique
from relvar.read.text.determining import determining
from relvar.read.text.document import OVERLAP
from relvar.read.text.newest import newest
from relvar.read.text.phrases import Noun
from relvar.read.text.presence import default, presence
from relvar.read.text.retention import retention
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.sought import cues, cues_in, first_cues
from relvar.read.text.states import STATING, life_cycle
from relvar.read.text.words import WORD

FORBIDS = re.compile(r"\b(?:no|not|never|cannot|only|neither|nobody|without|prevent|avoid|one|twice)\b|n't|double|conflict|overlap")
BOOKABLE = ("event", "association")


def read_rules(scene: Scene) -> None:
    """Add the rules of every sentence to the scene."""
    demands = scene.resolver.claims.demands
    for at, sentence in enumerate(scene.sentences):
        if sentence.end in demands and apply(demands[sentence.end], scene, sentence):
            continue
        standing = cues_in(sentence.text)
        for reader, words in READERS:
            if not words.isdisjoint(standing):
                reader(scene, at, sentence)
    _limits(scene)


# --- no overlap ---


def _apart(scene: Scene, at: int, sentence: Sentence) -> None:
    before = len(scene.rules)
    _overlap(scene, at, sentence)
    if len(scene.rules) == before:
        told_apart(scene, at, sentence)


def _overlap(scene: Scene, at: int, sentence: Sentence) -> None:
    match = OVERLAP.search(sentence.text)
    if not match or ("time" in match[0] and not FORBIDS.search(sentence.text)):
        return
    if stated(scene, sentence, match.start()):
        return
    if "neither" not in sentence.text and any(scene.span_of(n)[0] and set(sentence.named) & set(scene.references(n)) for n in sentence.named):
        return  # what lasts is named with what it has: `told_apart`
    entity = _booked(scene, at, sentence)
    if not entity:
        return
    clause = sentence.start + max(sentence.text.rfind(";", 0, match.start()), 0)
    entity, held = _held(scene, at, sentence, clause) or (entity, "")
    references = scene.references(entity)
    near = [n for n in sentence.named if n in references] or [n for s in scene.sentences[max(0, at - 1) : at] for n in s.named if n in references]
    source = scene.source(sentence.start + match.start(), sentence.start + match.end())
    start, end = _interval(scene, entity)
    local = [e for n in nouns(sentence.parts) if clause <= n.start < sentence.start + match.end() and (e := scene.entity_of(n)) in references]
    chosen = [held] if held else local[:1] if local and "neither" not in sentence.text else _resources(near, sentence)
    for other in dict.fromkeys(chosen):
        scene.add_rule(f"{entity}_no_overlap_{other}", NoOverlap(entity=entity, per=(references[other],), start=start, end=end, source=source))


def _held(scene: Scene, at: int, sentence: Sentence, clause: int) -> tuple[str, str] | None:
    """ "no box is occupied by two dogs at once": the subject is what is held, by the event that points at it."""
    if "neither" in sentence.text:
        return None
    named = [e for noun in nouns(sentence.parts) if noun.start >= clause and (e := scene.entity_of(noun))]
    if not named:
        return None
    subject = named[0]
    if scene.entities[subject].entity_kind in BOOKABLE and scene.references(subject):
        same = re.search(rf"\b(?:same|one) ({WORD}(?: {WORD})?)", sentence.text)
        resource = scene.entity_named(tuple(same[1].split())) or scene.entity_named((same[1].split()[0],)) if same else ""
        return (subject, resource) if resource in scene.references(subject) else None
    near = [*sentence.named, *(n for s in reversed(scene.sentences[max(0, at - 2) : at]) for n in s.named)]
    events = {n: None for n in scene.referring(subject) if scene.entities[n].entity_kind in BOOKABLE}
    event = next((n for n in (*near, *events) if n in events), "")
    return (event, subject) if event else None


def _resources(near: list[str], sentence: Sentence) -> list[str]:
    """What is not double-booked: the two last named for "neither", else all but who made the booking."""
    if "neither" in sentence.text:
        return near[-2:]
    asked = [n for n in near if n in sentence.named]
    return asked[:1] if asked else near[-1:]


def _booked(scene: Scene, at: int, sentence: Sentence) -> str:
    """The event whose time is meant: named in this sentence, in the one before, or the one event that refers to what is named."""
    for named in (sentence.named, *(s.named for s in reversed(scene.sentences[max(0, at - 1) : at]))):
        for entity in named:
            if scene.entities[entity].entity_kind in BOOKABLE and scene.references(entity):
                return entity
    first = sentence.named[:1]  # "an instructor cannot teach two lessons at once" says nothing of bookings, which know of no instructor
    events = {e for n in first for e in scene.referring(n) if scene.entities[e].entity_kind in BOOKABLE}
    return next(iter(scene.in_order(events)), "")


def _interval(scene: Scene, entity: str) -> tuple[str, str]:
    """The attributes that say from when to when; made where the text names none."""
    start, end = scene.span_of(entity)
    source = scene.source(0, 0).__class__(kind="rule", words="what must not overlap has a start and an end", confidence=0.8)
    if not start:
        start = scene.add_attribute(entity, "starts_at", source, "instant")
        end = scene.add_attribute(entity, "ends_at", source, "instant")
    return start, end


# --- limits: "a member may borrow up to 5 books" ---


def _limits(scene: Scene) -> None:
    for claim in scene.resolver.claims.relates:
        _limit(scene, claim.subject, claim.object, claim.start, claim.end)
    for has in scene.resolver.claims.has:
        _limit(scene, has.owner, has.item, has.start, has.end)


def _limit(scene: Scene, holder: Noun, held: Noun, start: int, end: int) -> None:
    most = held.bounds.most
    if most is None or most < 2:
        return
    one, many = scene.entity_of(holder), scene.entity_of(held)
    if not one or not many:
        return
    relationship = scene.references(many).get(one, "")
    if not relationship:  # "a member may borrow up to 5 copies": so many loans
        many = next((n for n in scene.referring(one, many) if scene.entities[n].entity_kind in BOOKABLE), many)
        relationship = scene.references(many).get(one, "")
    if relationship:
        source = scene.source(start, end)
        scene.add_rule(f"{many}_at_most_per_{one}", AtMost(entity=many, relationship=relationship, limit=most, source=source))


COMPUTES = cues(
    "sum",
    "total",
    "number of",
    "count of",
    "times",
    "multiplied",
    "plus",
    "minus",
    "divided",
    "difference",
    "product",
    "taken off",
    "subtracted",
    "deducted",
    "add",
    " x ",
    " * ",
    "×",
    " + ",
    " - ",
    " / ",
)
# Each with the words without one of which it finds nothing: looking for them spares the search in most sentences.
READERS: tuple[tuple[Callable[[Scene, int, Sentence], None], frozenset[str]], ...] = (
    (read_bounds, BOUNDING),
    (read_derived, COMPUTES),
    (read_limits, BOUNDING | first_cues(FULL)),
    (read_needs, cues("without", "need", "require", "must", "have to", "has to")),
    (read_format, cues("letter", "digit", "number", "numeral", "hyphen", "dash", "with")),
    (whole, cues("whole number", "integer")),
    (
        read_order,
        cues(
            "after",
            "before",
            "than",
            "exceed",
            "precede",
            "follow",
            "prior",
            "future",
            "past",
            "equal",
            "differ",
            "at least",
            "at most",
            "limited",
            "<",
            ">",
        ),
    ),
    (life_cycle, STATING),
    (_apart, first_cues(OVERLAP, TOGETHER)),
    (retention, cues("day", "week", "month", "year")),
    (newest, cues("last ", "latest ", "newest ", "most recent ")),
    (read_fixed, first_cues(IMMUTABLE)),
    (read_unique, cues("unique", "distinct", "different", "same", "share", "once", "twice", "one ", "duplicate", "double", "identical", "equal")),
    (determining, cues("determine", "depend")),
    (
        presence,
        cues(
            "optional",
            "empty",
            "blank",
            "missing",
            "unknown",
            "null",
            "required",
            "mandatory",
            "compulsory",
            "must",
            "omitted",
            "left",
            "without",
            "need",
            "have to",
            "may have",
            "can have",
            "present",
            "given",
            "provided",
            "lack",
        ),
    ),
    (
        default,
        cues(
            "default",
            "unless",
            "otherwise",
            "set to",
            "nothing",
            "at first",
            "initial",
            "creat",
            "starts",
            "begins",
            "newly",
            "new ",
            "preset",
        ),
    ),
)
