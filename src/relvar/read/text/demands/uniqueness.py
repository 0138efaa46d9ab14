"""What may not stand twice: a fact, several together, or a fact within something: "two songs of a film may not have the same title"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from relvar.model.conceptual import Identifier
from relvar.read.text.demands.subject import BEHIND, LINK, LISTING, entity_in, fact_named, named_by, plain
from relvar.read.text.naming import is_container
from relvar.read.text.nominal import named_after
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued
from relvar.read.text.words import WORD, singular

# a word of a name, where no closed word ends it
NAME = rf"(?!(?:must|may|can|cannot|can't|should|shall|will|is|are|not|never|in|of|for|within|per|on|at|by|to|with|than|only|twice)\b){WORD}"
EACH = r"(?:(?:each|every|any|all|the same|the|one|a single|an?|its|their|his|her|one and the same) )"
SCOPE = re.compile(rf"\b(?:per|within|in|inside|of|for|on|across|among) {EACH}*(?P<name>{NAME}(?: {NAME}){{0,2}})")
UNIQUE = re.compile(
    r"^(?P<what>.*?)\b(?:(?:is|are|be|being|remains?|stays?) (?:globally |always |also |all )?(?P<together>together "
    r")?(?:unique|distinct|different)|uniquely|(?<=, )unique(?= (?:per|within|inside|in|for)))\b(?! from)(?P<behind>.*)$"
)
HAS_UNIQUE = re.compile(rf"\b(?P<whose>{WORD}(?: {WORD})?) (?:must |should )?(?:has|have|gets?|needs?|carry|carries|bears?) (?:an? |its own )?"
                        rf"(?:unique|different|distinct) (?P<what>{WORD}(?: {WORD}){{0,3}})")  # fmt: skip
COMBINED = re.compile(r"\bcombination of (?P<what>.+)$|(?P<pair>.+) (?:taken )?(?:together|combined|in combination)(?: must| should)?$")
SAME = re.compile(rf"\b(?:(?:the )?(?:same|identical|equal)|shares?(?: an?)?) (?:same )?(?P<name>{NAME}(?: {NAME}){{0,3}})")
TWO = re.compile(rf"\b(?:two|2|more than one|several|another|only one|a second) (?:different |other )?(?P<of>{WORD}(?: {WORD})?)")
DENIED = re.compile(r"\b(?:no|not|never|cannot|only one|forbidden|neither|avoid|prevent)\b|n't\b")
ONCE_ONLY = re.compile(
    r"^(?P<what>.*?) (?:may|can|must|should|is|are|cannot|can't)(?: only| not| never)*(?: be)? "
    r"(?:occur|exist|appear|used|given|assigned|taken|stand|issued|assigned)(?: only| not)?(?P<once> "
    r"once| at most once| twice| more than once| only once)\b"
)
DUPLICATE = re.compile(rf"\b(?:duplicates?(?: of)?|duplicated|double|identical) (?P<what>{NAME}(?: {NAME}){{0,3}})")
TIMES = ("time", "moment", "slot", "day", "date", "hour", "way", "order")  # "at the same time": what overlaps
TWICE = re.compile(
    rf"\b(?:nobody|no one|no {WORD}|never|not|cannot|can't|n't) (?:may |can |must |be allowed to )?(?P<verb>{WORD}) "
    rf"(?:the same|an?|any|one) (?P<what>{WORD}(?: {WORD})?) "
    r"(?:twice|more than once|again)"
)
ONCE = re.compile(
    rf"\b(?:only once|at most once|(?:only |at most |no more than |exactly )?one (?P<of>{WORD}(?: {WORD})?) "
    rf"(?:per|for each|for every))\b"
)
ONE_PER = Cued(
    rf"\b(?:only|at most|no more than|not more than) (?:one|1) {WORD}(?: {WORD})? (?:per|for each|for every) {WORD}",
    "only one|only 1|most one|most 1|than one|than 1",
)
OF_EACH = re.compile(r"\b(?:(?:within|in|inside) (?:an?|the|each|every|one)|(?:per|for each|for every))\b")
BOOKABLE = ("event", "association")


def read_unique(scene: Scene, at: int, sentence: Sentence) -> None:
    """Add what one sentence says must be unique."""
    text = sentence.text
    if "unique" in text or "distinct" in text or "different" in text:
        _unique(scene, at, sentence)
    elif match := TWICE.search(text):
        _never_twice(scene, sentence, match)
    elif match := ONCE_ONLY.search(text):
        _placed(scene, at, sentence, match["what"], "", match.span(), len(text))
    elif SAME.search(text) and TWO.search(text) and DENIED.search(text):
        _same(scene, sentence)
    elif match := ONCE.search(text):
        _once(scene, sentence, match)
    elif (match := DUPLICATE.search(text)) and DENIED.search(text):
        _placed(scene, at, sentence, match["what"], "", match.span(), len(text))


def _unique(scene: Scene, at: int, sentence: Sentence) -> None:
    if has := HAS_UNIQUE.search(sentence.text):
        whose = entity_in(scene, has["whose"])
        if whose and ("unique" not in has[0] or _scopes(scene, sentence, 0)):
            _placed(scene, at, sentence, BEHIND.split(f"{has['what']} ")[0], whose, has.span(), len(sentence.text))
        return
    match = UNIQUE.match(sentence.text)
    if match is None or ("unique" not in match[0] and "distinct" not in match[0]):
        return
    what = re.sub(
        r",? (?:that|which)$", "", re.sub(r"(?:\s*\b(?:must|should|has to|have to|can|may|shall|will|need to|needs to))*\s*$", "", match["what"])
    )
    if LISTING.search(what) or re.search(r"\b(?:that|which)\b[^,]*$", match["what"]):
        what = LINK.split(what)[-1]  # "a name, a birth date and a number, which is unique": the number
    what = what.rsplit(", ", 1)[-1] if " and " not in what else what
    span = match.start(), match.end() - len(match["behind"])
    combined = COMBINED.search(what)
    if combined or match["together"]:
        _together(scene, at, sentence, (combined["what"] or combined["pair"]) if combined else what, span)
    else:
        _placed(scene, at, sentence, what, "", span, len(sentence.text))


def _placed(scene: Scene, at: int, sentence: Sentence, words: str, owner: str, span: tuple[int, int], end: int) -> None:
    """A fact that is unique: by itself, or within what the sentence names as its scope."""
    named = SCOPE.sub("", words) if " of " not in words else words
    within = re.sub(r"^(?:within|in|per|for) [^,]*? (?=the )", "", named)  # "within each film the titles of the songs"
    scopes = _scopes(scene, sentence, 0, end)
    for part in LINK.split(within):
        first = fact_named(scene, sentence, at, part, owner=owner)
        if first is None:
            continue
        entity, attribute = first
        others = [s for s in scopes if s != entity]
        if entity in scopes and not others and not owner and entity_in(scene, part.split(" of ")[-1]) != entity:
            within_it = _of_scope(scene, entity, plain(part)) if OF_EACH.search(sentence.text) else None
            entity, attribute = within_it or first
        if others and others[0] not in scene.references(entity) and not owner:
            entity, attribute = _of_scope(scene, others[0], plain(BEHIND.split(part)[0])) or (entity, attribute)
        references = scene.references(entity)
        inside = [references[s] for s in scopes if s in references and s != entity]
        if scopes and not inside and set(scopes) != {entity}:
            continue  # unique within something that it is not of: no rule of one table
        identify(scene, entity, (*inside[:1], attribute), sentence, span)


def _of_scope(scene: Scene, scope: str, words: tuple[str, ...]) -> tuple[str, str] | None:
    """ "titles are unique for each film": the titles of what a film has."""
    for entity in scene.referring(scope):
        for cut in range(len(words)):
            attribute, how = named_by(scene, entity, words[cut:])
            if how:
                return entity, attribute
    return None


def _scopes(scene: Scene, sentence: Sentence, start: int, end: int | None = None) -> list[str]:
    """The entities behind "within", "per", "of the same" and the like."""
    found = [_first(scene, match["name"].split()) for match in SCOPE.finditer(sentence.text, start, end or len(sentence.text))]
    return list(dict.fromkeys(entity for entity in found if entity))


def _first(scene: Scene, words: list[str]) -> str:
    """The entity that words begin with."""
    ways = (tuple(words[:size]) for size in range(len(words), 0, -1))
    named = ((way, scene.entity_named((*way[:-1], singular(way[-1])))) for way in ways)
    return next((found for way, found in named if found and (not is_container(way) or scene.entities[found].attributes)), "")


def _together(scene: Scene, at: int, sentence: Sentence, words: str, span: tuple[int, int]) -> None:
    """ "the combination of title and studio is unique": facts and references of one thing."""
    parts = [plain(part) for part in LINK.split(words.removeprefix("the combination of "))]
    near = list(dict.fromkeys((*nearby(scene, sentence, at), *reversed(scene.entities))))
    for entity in near:
        members = tuple(m for part in parts if part and (m := _member(scene, entity, part)))
        if len(members) == len(parts) > 1:
            identify(scene, entity, tuple(dict.fromkeys(members)), sentence, span)
            return


def _member(scene: Scene, entity: str, words: tuple[str, ...]) -> str:
    attribute, _ = named_by(scene, entity, words)
    return attribute or scene.references(entity).get(scene.entity_named((*words[:-1], singular(words[-1]))), "")


def _same(scene: Scene, sentence: Sentence) -> None:
    """ "no two songs of a film have the same title", "a hut may not have two rooms with the same number"."""
    two = TWO.search(sentence.text)
    entity = _first(scene, two["of"].split()) if two else ""
    if not entity or two is None:
        return
    members = list(_same_members(scene, entity, sentence))
    references = scene.references(entity)
    scopes = [s for s in _scopes(scene, sentence, 0) if s != entity]
    if holder := entity_in(scene, re.split(r" (?:may|can|must|cannot|can't|should|is|has|have)\b", sentence.text)[0]):
        scopes += [holder] * (holder != entity)
    inside = [references[s] for s in dict.fromkeys(scopes) if s in references]
    if scopes and not inside and entity not in scopes:
        return
    facts = [m for m in members if m in scene.entities[entity].attributes]
    made = tuple(dict.fromkeys((*inside, *(m for m in members if m not in facts), *facts)))
    if facts or len(made) > 1:
        identify(scene, entity, made, sentence, (0, len(sentence.text)))


def _same_members(scene: Scene, entity: str, sentence: Sentence) -> Iterator[str]:
    for match in SAME.finditer(sentence.text):
        words = match["name"].split()
        if words[0] in TIMES and not named_by(scene, entity, (words[0],))[1]:
            continue
        for part in LINK.split(BEHIND.split(f"{match['name']} ")[0].strip()):
            ways = (tuple(part.split()[:size]) for size in range(len(part.split()), 0, -1))
            member = next((m for way in ways if (m := _member(scene, entity, way))), "")
            if member:
                yield member


def _never_twice(scene: Scene, sentence: Sentence, match: re.Match[str]) -> None:
    """ "nobody may sign the same petition twice": one signature for each citizen and petition."""
    thing = _first(scene, match["what"].split())
    events = [n for n in scene.referring(thing) if len(scene.references(n)) > 1 and scene.entities[n].entity_kind in BOOKABLE] if thing else []
    named = [n for n in events if n in named_after(singular(match["verb"]))]
    for event in (named or events)[:1]:
        references = scene.references(event)
        party = next((r for n, r in references.items() if scene.entities[n].entity_kind == "party"), "")
        if party:
            identify(scene, event, (references[thing], party), sentence, match.span())


def _once(scene: Scene, sentence: Sentence, match: re.Match[str]) -> None:
    """ "only one review per member and book", "a guest may book a room only once"."""
    told = _first(scene, match["of"].split()) if match["of"] else ""
    events = [told] if told else [n for n in sentence.named if scene.entities[n].entity_kind in BOOKABLE]
    joining = {e for one, two in combinations(sentence.named, 2) for e in scene.referring(one, two)}
    for entity in (*events[:1], *(scene.in_order(joining)[:1] if not events else ())):
        references = scene.references(entity)
        members = tuple(references[n] for n in sentence.named if n in references)
        if len(members) > 1:
            identify(scene, entity, members, sentence, match.span())


def identify(scene: Scene, entity: str, members: tuple[str, ...], sentence: Sentence, span: tuple[int, int]) -> None:
    """Let the members together name one instance."""
    known = scene.entities[entity].identifiers
    if len(members) > 1:  # unique within something is not unique by itself: what the name alone suggested goes
        known = tuple(i for i in known if not (set(i.members) < set(members) and (i.source.kind == "rule" or _is_here(i, sentence))))
        scene.replace(entity, identifiers=known)
    if all(set(i.members) != set(members) for i in known):
        made = Identifier(members=members, source=scene.source(sentence.start + span[0], sentence.start + span[1]))
        scene.replace(entity, identifiers=(*known, made))
    scene.used.append(sentence.start)


def _is_here(known: Identifier, sentence: Sentence) -> bool:
    """Whether it was read in this very sentence."""
    return known.source.kind == "brief" and sentence.start <= (known.source.start or 0) < sentence.end


def together(text: str) -> Iterator[tuple[int, int]]:
    """The span of a sentence in lower case that says that several facts together are unique."""
    match = UNIQUE.match(text) if "unique" in text else None
    if match and (match["together"] or COMBINED.search(match["what"].strip()) or " together " in match["what"]):
        yield len(match["what"].rstrip()), match.end() - len(match["behind"])
