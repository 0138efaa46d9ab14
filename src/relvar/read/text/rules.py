"""Rules that the text states: ranges, life cycles, no overlaps, retention, uniqueness in a scope, immutability, limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations

from relvar.model.conceptual import AtMost, Identifier, NoOverlap
from relvar.read.text.apart import stated
from relvar.read.text.demands.bounds import read_bounds, whole
from relvar.read.text.demands.formats import read_format
from relvar.read.text.demands.ordering import read_order
from relvar.read.text.determining import determining
from relvar.read.text.document import OVERLAP
from relvar.read.text.naming import words_of
from relvar.read.text.newest import newest
from relvar.read.text.nominal import named_after
from relvar.read.text.presence import default, fact_of, presence
from relvar.read.text.retention import retention
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.states import life_cycle
from relvar.read.text.words import WORD, listed, singular

FORBIDS = re.compile(r"\b(?:no|not|never|cannot|only|neither|nobody|without|prevent|avoid|one|twice)\b|n't|double|conflict|overlap")
UNIQUE = re.compile(
    rf"({WORD}(?: {WORD}){{0,3}})(?:,? (?:that|which))? (?:is|are|must be|should be|has to be|have to be) (?:globally |always )?unique\b"
    r"(?! (?:per|within|in|for))"
)
IMMUTABLE = re.compile(
    r"\b(immutable|append[- ]only|never changes?d?|(?:can|may|must|are|is) ?(?:not|never) (?:be "
    r")?(?:changed?|modified|edited|altered|updated|overwritten)|never (?:be )?(?:changed|modified|"
    r"edited|altered|updated|deleted|overwritten))\b"
)
PER = re.compile(rf"\bunique (?:per|within|in|for) (?:each |every |the |a |an )?({WORD}(?: {WORD})?)")
TWICE = re.compile(
    rf"\b(?:nobody|no one|no {WORD}|never|not|cannot|can't|n't) (?:may |can |must |be allowed to )?({WORD}) the same ({WORD}(?: {WORD})?) "
    r"(?:twice|more than once|again)"
)
ONCE = re.compile(
    rf"\b(?:only once|at most once|one ({WORD}(?: {WORD})?) per|"
    rf"no two ({WORD}(?: {WORD})?)(?: (?:of|in|within) (?:an? |the |one |the same )?({WORD}(?: {WORD})?))? (?:may|can|must|should) "
    rf"(?:have|share) the same) ?({WORD}(?: {WORD})?)?"
)

BOOKABLE = ("event", "association")


def read_rules(scene: Scene) -> None:
    """Add the rules of every sentence to the scene."""
    for at, sentence in enumerate(scene.sentences):
        for reader, words in READERS:
            if not words or any(word in sentence.text for word in words):
                reader(scene, at, sentence)
    _limits(scene)


# --- no overlap ---


def _overlap(scene: Scene, at: int, sentence: Sentence) -> None:
    match = OVERLAP.search(sentence.text)
    if not match or ("time" in match[0] and not FORBIDS.search(sentence.text)):
        return
    entity = "" if stated(scene, sentence, match.start()) else _booked(scene, at, sentence)
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
    events = {e for n in sentence.named for e in scene.referring(n) if scene.entities[e].entity_kind in BOOKABLE}
    return next(iter(scene.in_order(events)), "")


def _interval(scene: Scene, entity: str) -> tuple[str, str]:
    """The attributes that say from when to when; made where the text names none."""
    start, end = scene.span_of(entity)
    source = scene.source(0, 0).__class__(kind="rule", words="what must not overlap has a start and an end", confidence=0.8)
    if not start:
        start = scene.add_attribute(entity, "starts_at", source, "instant")
        end = scene.add_attribute(entity, "ends_at", source, "instant")
    return start, end


# --- immutability ---


def _immutable(scene: Scene, at: int, sentence: Sentence) -> None:
    match = IMMUTABLE.search(sentence.text)
    if not match:
        return
    before = [e for noun in nouns(sentence.parts) if noun.start < sentence.start + match.start() and (e := scene.entity_of(noun))]
    attribute = next(
        (
            w
            for noun in nouns(sentence.parts)
            if noun.end <= sentence.start + match.start() and (w := words_of(noun)) and before and scene.attribute_of(before[-1], w)
        ),
        None,
    )
    subject = next((n for n in reversed(list(nouns(sentence.parts))) if n.end <= sentence.start + match.start()), None)
    spoken_of = subject is None or scene.entity_of(subject) or listed("pronoun") & {subject.head}
    if before and spoken_of and attribute is None and scene.entities[before[-1]].entity_kind != "party":
        scene.replace(before[-1], immutable=True)
        scene.used.append(sentence.start)


# --- uniqueness ---


def _unique(scene: Scene, at: int, sentence: Sentence) -> None:
    if "unique" in sentence.text and (match := PER.search(sentence.text)):
        scope = scene.entity_named(tuple(match[1].split()))
        head = re.sub(r"(?:,? (?:that|which))? (?:is|are|must be)\s*$", "", sentence.text[: match.start()].rstrip())
        entity, attribute = fact_of(scene, sentence, at, " ".join(_without_of(head).split()[-2:]))
        reference = scene.references(entity).get(scope, "") if entity else ""
        if reference:
            _identify(scene, entity, (reference, attribute), sentence, match.span())
    elif "unique" in sentence.text and (match := UNIQUE.search(sentence.text)):
        entity, attribute = fact_of(scene, sentence, at, _without_of(match[1]))
        if attribute:
            _identify(scene, entity, (attribute,), sentence, match.span())
    elif match := TWICE.search(sentence.text):
        _never_twice(scene, sentence, match)
    elif match := ONCE.search(sentence.text):
        _once(scene, sentence, match)


def _never_twice(scene: Scene, sentence: Sentence, match: re.Match[str]) -> None:
    """ "nobody may sign the same petition twice": one signature for each citizen and petition."""
    thing = scene.entity_named(tuple(match[2].split())) or scene.entity_named((match[2].split()[0],))
    events = [n for n in scene.referring(thing) if len(scene.references(n)) > 1 and scene.entities[n].entity_kind in BOOKABLE]
    named = [n for n in events if n in named_after(singular(match[1]))]
    for event in (named or events)[:1]:
        references = scene.references(event)
        party = next((r for n, r in references.items() if scene.entities[n].entity_kind == "party"), "")
        if party:
            _identify(scene, event, (references[thing], party), sentence, match.span())


def _without_of(words: str) -> str:
    """ "the number of an episode" is an episode's number."""
    return re.sub(rf" of (?:a|an|the|each|every) {WORD}$", "", words)


def _once(scene: Scene, sentence: Sentence, match: re.Match[str]) -> None:
    if match[2]:
        entity = scene.entity_named(tuple(match[2].split()))
        attribute = scene.attribute_of(entity, tuple(match[4].split())) if entity and match[4] else ""
        scope = scene.references(entity).get(scene.entity_named(tuple(match[3].split())), "") if entity and match[3] else ""
        if attribute and (scope or not match[3]):  # "no two songs of a film may have the same name"
            _identify(scene, entity, (scope, attribute) if scope else (attribute,), sentence, match.span())
        return
    events = [n for n in sentence.named if scene.entities[n].entity_kind in BOOKABLE]
    joining = {e for one, two in combinations(sentence.named, 2) for e in scene.referring(one, two)}
    for entity in (*events[:1], *(scene.in_order(joining)[:1] if not events else ())):
        references = scene.references(entity)
        members = tuple(references[n] for n in sentence.named if n in references)
        if len(members) > 1:
            _identify(scene, entity, members, sentence, match.span())


def _identify(scene: Scene, entity: str, members: tuple[str, ...], sentence: Sentence, span: tuple[int, int]) -> None:
    known = scene.entities[entity].identifiers
    if len(members) > 1:  # unique within something is not unique by itself: what the name alone suggested goes
        known = tuple(i for i in known if not (i.source.kind == "rule" and set(i.members) < set(members)))
        scene.replace(entity, identifiers=known)
    if all(set(i.members) != set(members) for i in known):
        made = Identifier(members=members, source=scene.source(sentence.start + span[0], sentence.start + span[1]))
        scene.replace(entity, identifiers=(*known, made))


# --- limits: "a member may borrow up to 5 books" ---


def _limits(scene: Scene) -> None:
    for claim in scene.resolver.claims.relates:
        _limit(scene, scene.entity_of(claim.subject), scene.entity_of(claim.object), claim.object.bounds.most, claim.start, claim.end)
    for has in scene.resolver.claims.has:
        _limit(scene, scene.entity_of(has.owner), scene.entity_of(has.item), has.item.bounds.most, has.start, has.end)


def _limit(scene: Scene, one: str, many: str, most: int | None, start: int, end: int) -> None:
    if not one or not many or most is None or most < 2:
        return
    relationship = scene.references(many).get(one, "")
    if not relationship:  # "a member may borrow up to 5 copies": so many loans
        many = next((n for n in scene.referring(one, many) if scene.entities[n].entity_kind in BOOKABLE), many)
        relationship = scene.references(many).get(one, "")
    if relationship:
        source = scene.source(start, end)
        scene.add_rule(f"{many}_at_most_per_{one}", AtMost(entity=many, relationship=relationship, limit=most, source=source))


# Each with the words without one of which it finds nothing: looking for them spares the search in most sentences.
READERS: tuple[tuple[Callable[[Scene, int, Sentence], None], tuple[str, ...]], ...] = (
    (read_bounds, ()),
    (read_format, ("letter", "digit", "number", "numeral", "hyphen", "dash", "with")),
    (whole, ("whole number", "integer")),
    (read_order, ("after", "before", "than", "exceed", "precede", "follow", "prior", "future", "past", "equal", "differ", "at least", "at most", "limited", "<", ">")),
    (life_cycle, ()),
    (_overlap, ()),
    (retention, ("day", "week", "month", "year")),
    (newest, ("last ", "latest ", "newest ", "most recent ")),
    (_immutable, ()),
    (_unique, ("unique", "same", "once", "one ")),
    (determining, ("determine", "depend")),
    (presence, ("optional", "empty", "blank", "missing", "unknown", "null", "required", "mandatory", "compulsory", "must", "omitted", "left out")),
    (default, ("default",)),
)
