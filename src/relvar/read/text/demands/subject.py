"""Of which facts a sentence speaks: the phrase before its predicate, with a pronoun led back to what was named last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from relvar.model.conceptual import Attribute
from relvar.read.text.naming import identifier
from relvar.read.text.phrases import Noun
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.words import listed, singular

Fits = Callable[[Attribute], bool]
# where another clause, an aside or another predicate of the same subject begins
AUXILIARY = "must|may|can|could|cannot|is|are|has|have|not|never|at|no|should|shall|it|its|they|their|will"
COMPARED = "more|less|greater|fewer|higher|lower|between|up to"
BOUNDARY = re.compile(rf"[;:()]|,? but\b|, (?:while|whereas|so|which|that|who)\b|,? (?:and|or) (?=(?:{AUXILIARY}|{COMPARED})\b)")
CONDITION = re.compile(r"^(?:if|when|unless|whenever|once|for) [^,]*, ")
LISTING = re.compile(r"\b(?:has|have|with|includes?|including|such as|comprises?|contains?)\b")
PRONOUNS = frozenset(["it", "they", "this", "these", "that", "those", "which", "each", "both"])
OPENERS = ("determiner", "each", "modal", "pronoun", "conjunction", "adverb", "preposition", "negative")
LINK = re.compile(r",? and (?:the |an? |its |their )?|,? or (?:the |an? |its |their )?|, (?:the |an? |its |their )?|/")
BEHIND = re.compile(r" (?:for|in|on|at|by|with|per|within|from) ")
INSTANTS = ("date", "time", "at", "day")  # "the opening" is the opening date
EXACT, LONGER, SHORTER = 3, 2, 1  # how well words name an attribute: the same; it has more words before; it has fewer


class Fact(NamedTuple):
    """An attribute of an entity, by their ids."""

    entity: str
    attribute: str


def any_fact(_known: Attribute) -> bool:
    """Fits whatever is asked."""
    return True


def subject_before(sentence: Sentence, start: int) -> str:
    """The words between the beginning of the clause and a predicate; "" where the clause only goes on ("... and may not exceed 10")."""
    return said_before(sentence.text, start)


def said_before(text: str, start: int) -> str:
    """The same, of any text in lower case."""
    begin = max((found.end() for found in BOUNDARY.finditer(text) if found.end() <= start), default=0)
    return text[begin:start].strip(" ,")


def facts_before(scene: Scene, sentence: Sentence, at: int, start: int, fits: Fits = any_fact) -> list[Fact]:
    """The facts of which the predicate at `start` is said: one, or those of a list; [] where the subject is something else."""
    words = subject_before(sentence, start)
    said = CONDITION.sub("", re.sub(r"[\s,]*\b(?:that|which|who)$", "", words))
    if not said or said in PRONOUNS:
        return _antecedent(scene, sentence, at, start, fits)
    last = said != words and words.endswith(("that", "which", "who"))
    if last or LISTING.search(said):  # "a title, an estimate and a price that may not exceed the estimate": the price
        fact = fact_named(scene, sentence, at, LINK.split(said)[-1], fits)
        return [fact] if fact else []
    return facts_named(scene, sentence, at, said, fits)


def facts_named(scene: Scene, sentence: Sentence, at: int, words: str, fits: Fits = any_fact) -> list[Fact]:
    """The facts that a phrase names, the last of a list first looked for: "for each film, the title and the price" are two."""
    whole = fact_named(scene, sentence, at, words, fits)
    found: list[Fact] = []
    parts = LINK.split(words)
    for part in reversed(parts) if len(parts) > 1 else ():
        same = fact_named(scene, sentence, at, part, fits, found[0].entity) if found else None
        fact = same or fact_named(scene, sentence, at, part, fits)
        if fact is None:
            break
        found.insert(0, fact)
    return found if len(found) > 1 or whole is None else [whole]


def fact_named(scene: Scene, sentence: Sentence, at: int, words: str, fits: Fits = any_fact, owner: str = "") -> Fact | None:
    """The fact that a phrase names: of the owner that it names itself, else of what is spoken of here, before, or anywhere."""
    near = list(dict.fromkeys((*nearby(scene, sentence, at), *with_such_fact(scene, words))))
    if " of " in words and near and not owner:  # "number of lines", "date of birth": one name
        name = _called(plain(words))
        whole = next((Fact(e, a) for e in near if (a := _exactly(scene, e, name, fits))), None)
        if whole is not None:
            return whole
    named, whose = _owner(scene, words)
    parts = plain(named)
    if not parts:
        return None
    if not (whose or owner) and len(parts) > 1:
        whose, parts = _compound(scene, parts)
    whose = whose or owner
    near = [whose] if whose else near
    best: Fact | None = None
    rank = 0.0
    names = [_called(parts[cut:]) for cut in range(len(parts))]
    for entity in near:
        for cut, name in enumerate(names):
            less = bool(cut) * 0.5
            attribute, how = _exactly(scene, entity, name, fits), EXACT
            if not attribute and rank < LONGER - less:  # what is no better than the best so far need not be looked for
                attribute, how = _nearly(scene, entity, name, fits)
            if attribute and how - less > rank:
                best, rank = Fact(entity, attribute), how - less
        if rank == EXACT:
            break
    return best


def with_such_fact(scene: Scene, words: str) -> list[str]:
    """The entities that may have the fact, the last of the model first: by the words that its name may end with."""
    wanted: set[str] = set()
    for said in (words, words.split(" of ")[0]):
        parts = plain(said)
        for cut in range(len(parts)):
            names = {identifier(parts[cut:]), identifier((*parts[cut:-1], singular(parts[-1])))}
            wanted |= {name.rsplit("_", 1)[-1] for name in names} | {f"{name}_{of}" for name in names for of in INSTANTS}
    return scene.with_fact(*wanted)[::-1]


def named_by(scene: Scene, entity: str, words: tuple[str, ...], fits: Fits = any_fact) -> tuple[str, int]:
    """The attribute of an entity that words name, and how well; "start date" is no birth date."""
    called = _called(words)
    exact = _exactly(scene, entity, called, fits)
    return (exact, EXACT) if exact else _nearly(scene, entity, called, fits)


class _Called(NamedTuple):
    """What an attribute that words name may be called: as they stand, with the last in the singular, and as an instant; `size`: how many words."""

    said: str
    wanted: str
    instants: tuple[str, ...]
    size: int


def _called(words: tuple[str, ...]) -> _Called:
    wanted = identifier((*words[:-1], singular(words[-1])))
    return _Called(identifier(words), wanted, tuple(f"{wanted}_{of}" for of in INSTANTS), len(words))


def _exactly(scene: Scene, entity: str, called: _Called, fits: Fits) -> str:
    known = scene.entities[entity].attributes
    names = (called.wanted, called.said, f"{entity}_{called.wanted}")
    return next((name for name in names if name in known and fits(known[name])), "")


def _nearly(scene: Scene, entity: str, called: _Called, fits: Fits) -> tuple[str, int]:
    """The only attribute that has more words before or behind, or fewer."""
    known, ending = scene.entities[entity].attributes, f"_{called.wanted}"
    longer = [name for name in known if name.endswith(ending) and fits(known[name])]
    longer = longer or [name for name in called.instants if name in known and fits(known[name])]
    if len(longer) == 1:
        return longer[0], LONGER
    shorter = [name for name in known if called.wanted.endswith(f"_{name}") and fits(known[name])] if called.size > 1 else []
    return (shorter[0], SHORTER) if len(shorter) == 1 else ("", 0)


def plain(words: str) -> tuple[str, ...]:
    """A name without what stands before and behind it."""
    parts = tuple(re.findall(r"[\w-]+", words))
    opening = listed(*OPENERS)
    while parts and (parts[0] in opening or parts[0].isdigit()):
        parts = parts[1:]
    while parts and parts[-1] in listed("be", "modal", "adverb"):
        parts = parts[:-1]
    return parts


def entity_in(scene: Scene, words: str) -> str:
    """The entity that a phrase ends with: "every single hut", "the same film"; "" for none."""
    parts = plain(words)
    ways = (parts[cut:] for cut in range(len(parts)))
    return next((found for way in ways if (found := scene.entity_named((*way[:-1], singular(way[-1]))))), "")


def _owner(scene: Scene, words: str) -> tuple[str, str]:
    """The phrase without its owner, and the owner: "a film's title", "the title of a film", "the price for a room"."""
    before, mark, behind = words.rpartition("'s ")
    if not mark:
        before, mark, behind = words.rpartition("s' ")
    if mark and (whose := entity_in(scene, before)):
        return behind, whose
    named, mark, behind = words.partition(" of ")
    if mark and (whose := entity_in(scene, BEHIND.split(behind)[0].split(" of ")[0])):
        return named, whose
    found = BEHIND.search(words)
    if found and plain(words[: found.start()]) and (whose := entity_in(scene, words[found.end() :])):
        return words[: found.start()], whose
    return words, ""


def _compound(scene: Scene, parts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """ "film titles": an entity before the name of its fact."""
    for cut in range(1, len(parts)):
        entity = scene.entity_named(parts[:cut])
        if entity and identifier(parts[:cut]) in (entity, scene.entities[entity].plural) and named_by(scene, entity, parts[cut:])[1]:
            return entity, parts[cut:]
    return "", parts


def _antecedent(scene: Scene, sentence: Sentence, at: int, start: int, fits: Fits) -> list[Fact]:
    """What was named last before this place, in this sentence or the one before, and fits."""
    for noun in _backwards(scene, sentence, at, start):
        words = (*noun.words[:-1], singular(noun.head))
        for entity in nearby(scene, sentence, at):
            attribute, how = named_by(scene, entity, words, fits)
            if how > SHORTER:
                return [Fact(entity, attribute)]
    return []


def _backwards(scene: Scene, sentence: Sentence, at: int, start: int) -> Iterator[Noun]:
    yield from (noun for noun in reversed(list(nouns(sentence.parts))) if noun.end <= sentence.start + start)
    for other in scene.sentences[max(0, at - 1) : at]:
        yield from reversed(list(nouns(other.parts)))
