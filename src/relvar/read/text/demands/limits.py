"""How many of one thing there may or must be for one of another: "at most 20 songs per film", "every film needs at least one song"."""

from __future__ import annotations

import re

import msgspec

from relvar.model.conceptual import AtMost, End, LifeCycle, OneOf
from relvar.read.text.demands.comparing import NUMERAL, Bound, bounds
from relvar.read.text.demands.condition import condition_of
from relvar.read.text.demands.subject import entity_in, said_before
from relvar.read.text.demands.uniqueness import BOOKABLE, identify
from relvar.read.text.quantity import number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued
from relvar.read.text.words import WORD, listed, singular, verb_form

COUNTED = re.compile(rf"\s*(?P<what>(?!per\b|for\b|of\b|in\b){WORD}(?: (?!per\b|for\b|of\b|in\b|is\b|are\b|may\b|can\b|at\b){WORD}){{0,3}})")
PER = re.compile(
    rf"(?<![\w-])(?:per|for|in|within|under|of|to|by|with|on) (?:(?:each|every|any|a single|one|an?|the same|"
    rf"the) )?(?P<one>{WORD}(?: {WORD}){{0,2}})"
)
NUMBER_OF = re.compile(
    rf"\bnumber of (?P<many>{WORD}(?: {WORD})?) (?:per|of|in|for|on|within|under) (?:(?:each|every|an?|the|"
    rf"one) )?(?P<one>{WORD}(?: {WORD})?)"
)
NEEDS = re.compile(
    rf"\b(?:without (?:at least one |an? |any )?(?P<without>{WORD}(?: {WORD})?))\b|\b(?:needs?|requires?|"
    rf"must have|has to have|have to have|must contain|must include|needs to have) "
    rf"(?:an?|one|some) (?P<needs>{WORD}(?: {WORD})?)\b"
)
DENIED = re.compile(r"\b(?:no|not|never|cannot|forbidden|must not)\b|n't\b")
LONGEST_VERB = 3  # words: "can enrol in"
EXACTLY_ONE = (("=", 1.0),)  # told of a pair, and read there
# "once a film has 20 songs, no further one can be added", "a film with 20 songs is full"
FULL = Cued(
    rf"\b(?:once|when|if|after) (?P<one>(?:an? |the |each )?{WORD}(?: {WORD})?) (?:has|holds|contains|reaches) "
    rf"(?P<n>{NUMERAL}) (?P<many>{WORD}(?: {WORD})?),? "
    r"(?:no|nothing|none)\b",
    "once |when |if |after ",
    " has | holds | contains | reaches ",
    " no",
)
RATES = frozenset(["second", "minute", "hour", "day", "week", "month", "quarter", "year", "night", "time"])


def read_limits(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add how many one sentence allows or demands."""
    full = FULL.search(sentence.text)
    if full:
        many, one = _named(scene, full["many"].split())[0], entity_in(scene, full["one"])
        most = number(full["n"]) or 0
        if many and one and most > 1:
            limit(scene, sentence, one, many, "", Bound(full.start(), full.end(), (("<=", most),), "", True))
        return
    for bound in bounds(sentence.text):
        one, many, state = _ends(scene, sentence, bound)
        if one and many and not condition_of(scene, sentence, at, bound.start, bound.end).unknown:
            limit(scene, sentence, one, many, state, bound)


def read_needs(scene: Scene, at: int, sentence: Sentence) -> None:
    """ "a film without songs is not allowed", "an order cannot be placed without a line"."""
    match = NEEDS.search(sentence.text)
    if match and (match["needs"] or DENIED.search(sentence.text)):
        many = _named(scene, (match["without"] or match["needs"]).split())[0]
        one = entity_in(scene, re.split(r" (?:can|may|must|cannot|should|is|are)\b", sentence.text[: match.start()])[0])
        relationship = scene.references(many).get(one, "") if one and many else ""
        if relationship:
            _least(scene, sentence, relationship, many, 1)


def _ends(scene: Scene, sentence: Sentence, bound: Bound) -> tuple[str, str, str]:
    """The thing that has them, what is counted, and the state in which they count; "" for each that is not told."""
    said = said_before(sentence.text, bound.start)
    of_number = NUMBER_OF.search(said)
    if of_number:
        return entity_in(scene, of_number["one"]), entity_in(scene, of_number["many"]), ""
    unit = sentence.text.rfind(bound.unit, bound.start, bound.end) if bound.unit else -1
    counted = COUNTED.match(sentence.text, unit) if unit >= 0 else None
    many, state = _named_in(scene, counted["what"].split()) if counted else ("", "")
    behind = PER.search(sentence.text, bound.end)
    told = bound.verbal or behind or _leading(scene, sentence, bound.start) or len(bound.bounds) == 1
    if not many or counted is None or not told or bound.bounds == EXACTLY_ONE:
        return "", "", ""
    if behind and singular(behind["one"].split()[0]) in RATES:
        return "", "", ""
    one = _named(scene, behind["one"].split())[0] if behind else ""
    if not one or one not in scene.references(many):
        one = _leading(scene, sentence, bound.start) or _doer(scene, said, bound.verbal) or one
    return one, many, state


def _doer(scene: Scene, said: str, verbal: bool) -> str:
    """ "an employee manages at most one": the entity before the verb, which stands among the words or was a mere "has"."""
    words = said.split()
    for cut in range(min(len(words), LONGEST_VERB + 1)):
        gone = words[len(words) - cut :]
        doing = any(verb_form(w)[0] for w in gone)
        stands = all(verb_form(w)[0] or w in listed("modal", "preposition", "adverb", "be") for w in gone) and (verbal or doing)
        if stands and (found := entity_in(scene, " ".join(words[: len(words) - cut]))):
            return found
    return ""


def _leading(scene: Scene, sentence: Sentence, start: int) -> str:
    """ "per film at most 20 songs are allowed"."""
    found = PER.match(sentence.text, 0, start)
    return _named(scene, found["one"].split())[0] if found else ""


def _named(scene: Scene, words: list[str]) -> tuple[str, int]:
    """The entity that words begin with, and of how many words its name is."""
    for size in range(len(words), 0, -1):
        if found := scene.entity_named((*words[: size - 1], singular(words[size - 1]))):
            return found, size
    return "", 0


def _named_in(scene: Scene, words: list[str]) -> tuple[str, str]:
    """ "open bookings": the entity, and its state where that is one."""
    entity, size = _named(scene, words)
    states = _states(scene, entity)
    if entity and size > 1 and words[0] in states:
        return entity, words[0]
    if entity or len(words) < 2:
        return entity, ""
    entity, _ = _named(scene, words[1:])
    state = words[0] if words[0] in _states(scene, entity) else ""
    told = words[0] in listed("adjective", "determiner", "many") or words[0].endswith("ed")
    return (entity, state) if state or told else ("", "")


def _states(scene: Scene, entity: str) -> tuple[str, ...]:
    for rule in scene.rules.values():
        if rule.entity == entity and isinstance(rule, LifeCycle):
            return (*rule.open, *rule.final)
        if rule.entity == entity and isinstance(rule, OneOf) and rule.attribute.endswith(("status", "state")):
            return rule.values
    return ()


def limit(scene: Scene, sentence: Sentence, one: str, many: str, state: str, bound: Bound) -> None:
    """Add how many there may be, in a state, and must be, of one thing for one of another."""
    relationship = scene.references(many).get(one, "")
    if not relationship:  # "no more than 30 students may enrol in a course": so many enrolments
        many = next((n for n in scene.referring(one, many) if scene.entities[n].entity_kind in BOOKABLE), many)
        relationship = scene.references(many).get(one, "")
    if not relationship or one == many:
        return
    for op, value in bound.bounds:
        if op in ("<=", "<", "="):
            most = int(value) - (op == "<")
            if most == 1 and not state:
                identify(scene, many, (relationship,), sentence, (bound.start, bound.end))
            elif most > 1:
                source = scene.source(sentence.start + bound.start, sentence.start + bound.end)
                live = (state,) if state else ()
                scene.add_rule(f"{many}_at_most_per_{one}", AtMost(entity=many, relationship=relationship, limit=most, live=live, source=source))
        if op in (">=", ">", "=") and not state:
            _least(scene, sentence, relationship, many, int(value) + (op == ">"))


def _least(scene: Scene, sentence: Sentence, relationship: str, many: str, least: int) -> None:
    known = scene.relationships[relationship]
    end = "second" if known.second.entity == many else "first"
    old: End = getattr(known, end)
    scene.relationships[relationship] = msgspec.structs.replace(known, **{end: msgspec.structs.replace(old, minimum=max(old.minimum, least))})
    scene.used.append(sentence.start)
