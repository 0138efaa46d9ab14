"""Lists that people want to see: the latest of something, those of one owner, those in a state, of today, in an order, or all for a file."""

from __future__ import annotations

import itertools
import re

from relvar.model.brief import Source
from relvar.model.conceptual import AccessPattern, Filter
from relvar.read.text.asking import EXPORT, LISTS, REPORTS, SEARCH, UNCERTAIN, askers, clause, is_passive, per_day, spoken_of, target
from relvar.read.text.conditions import Condition, of_place, of_state, of_time
from relvar.read.text.ordering import Order, how_many, is_ordered, ordered
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued

# what a list is called where nobody is said to see it; a list that something "has" is a thing of its own
LIST = Cued(r"\b(?:list|overview|listing|ranking|leaderboard|feed|export) (?:of|with|for)\b", "list|overview|ranking|leaderboard|feed|export")
QUESTION = re.compile(r"^(?:which|what|who|whose)\b")
WISHING = frozenset(["want", "need", "require", "offer", "provide", "be", "like", "wish", "support", "include", "appear", "come"])
BEFORE = ("per", "for", "of", "by", "in", "at")
THEIRS = frozenset(["own", "their", "his", "her", "my"])


def show(scene: Scene, sentence: Sentence, at: int) -> AccessPattern | None:
    """The list that the verb at `at` asks for; None where nothing says which of all are meant, or in which order."""
    verb = sentence.parts[at]
    assert isinstance(verb, Verb)
    rest = sentence.parts[at + 1 :]
    roles = askers(scene, sentence, at)
    if is_passive(verb):
        if verb.base in SEARCH:
            return None  # "a station is located in a district"
        entity, place = spoken_of(scene, sentence.parts[:at])
        noun, behind, roles = sentence.parts[place], [*sentence.parts[place + 1 : at], *rest], ()
    else:
        entity, place = target(scene, rest)
        noun, behind = rest[place] if rest else verb, rest[place + 1 :]
    if not entity or entity in roles or not isinstance(noun, Noun):
        return None
    return listed(scene, sentence, (entity, noun, behind), clause(sentence, at), roles, verb.base)


def listed(
    scene: Scene, sentence: Sentence, asked: tuple[str, Noun, list[Part]], text: str, roles: tuple[str, ...], verb: str = ""
) -> AccessPattern | None:
    """The list of an entity that a clause asks for: `asked` are the entity, its phrase and what stands behind."""
    entity, noun, behind = asked
    filters, words = _of_whom(scene, entity, noun, behind, roles)
    conditions = [c for c in (of_state(scene, entity, text), of_time(scene, entity, text), *of_place(scene, entity, text)) if c is not None]
    order = ordered(scene, entity, text)
    if order is not None and not order.limit and (many := how_many(text, scene.entities[entity].plural)):
        order = order._replace(limit=many)
    if not (filters or conditions or order or verb in EXPORT) or (order is not None and order.counted):
        return None
    if verb in UNCERTAIN and not (order or conditions):
        return None
    conditions = [_with_time(scene, entity, c) for c in conditions]
    time = scene.time_of(entity)
    by = order.by if order is not None else (time,) if time else ()
    return AccessPattern(
        name=_name(scene, entity, words, conditions, order),
        entity=entity,
        source=scene.said(sentence),
        filters=(*filters, *(c.filter for c in conditions)),
        order=by,
        limit=order.limit if order is not None else 0,
        include=_along(scene, entity, behind),
        roles=roles,
        per_day=per_day(REPORTS, "an export") if verb in EXPORT else per_day(LISTS, "a list"),
    )


def _with_time(scene: Scene, entity: str, condition: Condition) -> Condition:
    """What is asked for by time has one."""
    if condition.filter.attribute:
        return condition
    time = scene.add_attribute(entity, "starts_at", Source(kind="rule", words="a list by time needs a time", confidence=0.7), "instant")
    return condition._replace(filter=Filter(op=condition.filter.op, attribute=time))


def _name(scene: Scene, entity: str, words: list[str], conditions: list[Condition], order: Order | None) -> str:
    """The list in words: "the latest films of one studio", "the 10 films, most expensive first"."""
    plural = scene.entities[entity].plural.replace("_", " ")
    latest = order is not None and order.latest and order.by[0].startswith("-")
    before = [c.before for c in conditions if c.before]
    head = "the latest " if latest and not before else f"the {order.limit} " if order is not None and order.limit and not latest else ""
    tail = f", {order.words}" if order is not None and not latest else ""
    said = " ".join([*before, plural, *words, *(c.behind for c in conditions if c.behind)])
    return f"{head}{said}{tail}"


def _of_whom(scene: Scene, entity: str, noun: Noun, behind: list[Part], roles: tuple[str, ...]) -> tuple[list[Filter], list[str]]:
    """Whose they are: "per clinic", "of a customer", "my", "their own"."""
    filters, words = scope(scene, entity, noun, behind)
    theirs = noun.bounds.article in THEIRS or "own" in noun.words
    if not filters and theirs and roles and (path := scene.between(entity, roles[0])):
        return [Filter(op="=", path=(path,))], [f"of one {roles[0].replace('_', ' ')}"]
    return filters, words


def _along(scene: Scene, entity: str, rest: list[Part]) -> tuple[str, ...]:
    """What is shown with each row: "the loans with the colour of the tool", "the orders with their customers"."""
    found: dict[str, None] = {}
    for mark, noun in itertools.pairwise(rest):
        if isinstance(mark, Mark) and mark.text == "with" and isinstance(noun, Noun):
            of = [scene.entity_of(n) for n in (noun, noun.of) if n is not None]
            found |= {path: None for other in of if (path := scene.references(entity).get(other, ""))}
    return tuple(found)


def scope(scene: Scene, entity: str, noun: Part, rest: list[Part]) -> tuple[list[Filter], list[str]]:
    """ "... of a customer", "... per clinic", "... for each room", "a room's ...": the one whose they are, by whatever way leads there."""
    named = [n for n in (noun.of, noun.owner) if n is not None] if isinstance(noun, Noun) else []
    behind = [p for mark, p in itertools.pairwise(rest) if isinstance(mark, Mark) and mark.text in BEFORE and isinstance(p, Noun)]
    for one in (*named, *behind):
        other = scene.entity_of(one)
        if other and other != entity and (path := scene.way(entity, other) or scene.upwards(entity, other)):
            return [Filter(op="=", path=path)], [f"of one {other.replace('_', ' ')}"]
    return [], []


def named(scene: Scene, sentence: Sentence) -> AccessPattern | None:
    """What a sentence without a verb of seeing asks for: "a list of the unpaid invoices", "newest films first", "films sorted by price"."""
    verbs = [p for p in sentence.parts if isinstance(p, Verb) and p.form == "finite"]
    words = sentence.text
    wished = all(v.base in WISHING for v in verbs)
    asks = QUESTION.search(words) or (wished and (LIST.search(words) or is_ordered(words)))
    if not asks:
        return None
    at, noun = next(((i, p) for i, p in enumerate(sentence.parts) if isinstance(p, Noun) and scene.entity_of(p)), (0, None))
    if noun is None:
        return None
    return listed(scene, sentence, (scene.entity_of(noun), noun, sentence.parts[at + 1 :]), words, ())
