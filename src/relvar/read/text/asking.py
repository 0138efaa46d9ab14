"""What all questions of a text share: the verbs that ask, who asks, what is asked for, within which clause, and how often."""

from __future__ import annotations

from relvar.model.brief import Quantity, Source
from relvar.read.text.paces import SECONDS
from relvar.read.text.phrases import Noun, Part, Verb
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import singular

SEARCH = frozenset(["search", "find", "look", "filter", "query", "locate", "retrieve", "seek"])
# what is taken out whole: there every row is meant, where no other condition is said
EXPORT = frozenset(["export", "download", "print", "extract", "dump"])
SORT = frozenset(["sort", "order", "rank", "arrange"])
SHOW = EXPORT | {"list", "show", "display", "see", "view", "browse", "check", "track", "read", "follow", "monitor", "present"}
UNCERTAIN = frozenset(["follow", "monitor", "read", "track", "print", "present"])  # they ask where a condition stands with them
# how often people ask where the text does not say: a working day of a small office; scaled by volumes later
SEARCHES, LISTS, REPORTS = 1_000.0, 500.0, 10.0
NEAR = 6  # parts behind the verb among which what is asked for stands


def per_day(value: float, why: str) -> Quantity:
    """An assumed frequency."""
    return Quantity(value=value, unit="a day", source=Source(kind="rule", words=f"{why}, no frequency stated", confidence=0.4))


def askers(scene: Scene, sentence: Sentence, before: int) -> tuple[str, ...]:
    """Who asks: the party named before the sentence's first verb; what another verb has for an object asks nothing."""
    first = next((at for at, part in enumerate(sentence.parts[:before]) if isinstance(part, Verb)), before)
    names = [scene.entity_of(p) for p in sentence.parts[:first] if isinstance(p, Noun)]
    return tuple(dict.fromkeys(n for n in names if n and scene.entities[n].entity_kind == "party"))[-1:]


def target(scene: Scene, parts: list[Part]) -> tuple[str, int]:
    """The entity asked for, and the place of its phrase: what stands first behind a verb, or what that is of."""
    for at, part in enumerate(parts[:NEAR]):
        if isinstance(part, Noun):
            for noun in (part, part.of):
                if noun is not None and (entity := scene.entity_of(noun)):
                    return entity, at
        elif isinstance(part, Verb):
            break
    return "", 0


def spoken_of(scene: Scene, parts: list[Part]) -> tuple[str, int]:
    """The subject of "articles can be searched by headline and listed by section", and its place."""
    return next(((e, at) for at, p in enumerate(parts) if isinstance(p, Noun) and (e := scene.entity_of(p))), ("", 0))


def is_passive(part: Part) -> bool:
    return isinstance(part, Verb) and (part.passive or part.form == "ed")


def clause(sentence: Sentence, at: int) -> str:
    """The words that belong to the question of the verb at `at`: from its subject, where that is asked for, to the next question."""
    asks = [i for i, p in enumerate(sentence.parts) if isinstance(p, Verb) and p.base in SEARCH | SHOW and p.form != "ed"]
    end = next((sentence.parts[i].start for i in asks if i > at), sentence.end)
    start = sentence.parts[at].start
    if is_passive(sentence.parts[at]):
        start = max((sentence.parts[i].end for i in asks if i < at), default=sentence.start)
    return sentence.text[start - sentence.start : end - sentence.start]


def is_unit(word: str) -> bool:
    """Whether a word is a unit of time: "the last three days" are no three things."""
    return singular(word) in SECONDS or singular(word) in ("quarter", "decade", "season", "term", "semester")
