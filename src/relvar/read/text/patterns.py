"""Access patterns: "search by", "list the latest", "monthly revenue per clinic", "today's appointments", and user stories."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Filter
from relvar.model.semantic import SemanticType
from relvar.read.text.members import any_member, listed_within, told_of_document
from relvar.read.text.naming import identifier, is_attribute_head, name_of, words_of
from relvar.read.text.paces import times_a_day
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import TENS, UNITS, number
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import listed, noun_class

NAMING = ("name", "title")  # meanings that are short, and in which people look for words all the same
SPANS = ("range", "interval", "span", "bracket")
PROSE = 1_000  # characters from which on a text is written to be read, and looked through by its words
FilterOp = Literal["=", "range", "prefix", "search"]
PARTS = frozenset(["part", "fragment", "piece", "substring"])
SEARCH = frozenset(["search", "find", "look", "filter", "query", "locate", "retrieve", "seek", "sort"])
SHOW = frozenset(["list", "show", "display", "see", "view", "browse", "check", "track", "read", "follow", "monitor"])
REPORT_WORDS = re.compile(
    r"\b(reports?|statistics|dashboards?|revenue|turnover|totals?|average|count of|number of|ranking|"
    r"summary|summaries|analytics|leaderboard|top \d*|utili[sz]ation|occupancy)\b"
)
SO_MANY = rf"(\d[\d.,]*|{'|'.join((*UNITS, *TENS))})\b(?! (?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?)\b)"
LATEST = re.compile(rf"\b(?:latest|newest|most recent|recent|last)\b(?: {SO_MANY})?")
GROUPING = frozenset(
    ["group", "break", "split", "sum", "summarise", "summarize", "count", "list", "sort", "order", "show", "aggregate", "report", "give"]
)
NEWEST = 50  # rows of a list of the latest of which nothing is said
PERIOD = re.compile(
    r"\b(daily|weekly|monthly|yearly|annual|per day|per month|per week|a day|by day|by month|each "
    r"month|every month|each day|(?:per|by) [a-z ,]{2,40} and (?:day|week|month|year))\b"
)
COUNTED_PER = re.compile(r"\b(?:per|by) [a-z ,]{2,40} and (?:day|week|month|year)\b|\bcount\b[^.]{0,60}\bper\b")
TODAY = re.compile(r"\b(today'?s?|current day|this week'?s?|tomorrow'?s?)\b")
UPCOMING = re.compile(r"\b(upcoming)\b")
MONEY = ("revenue", "turnover", "sales", "income", "earnings", "spending", "cost", "amount")
# how often people ask where the text does not say: a working day of a small office; scaled by volumes later
SEARCHES, LISTS, REPORTS = 1_000.0, 500.0, 10.0
REPORT_DAYS = 365  # a report by day or month is read for a year, where the text does not say


def read_patterns(scene: Scene) -> dict[str, AccessPattern]:
    """The access patterns of all sentences, by id."""
    found: dict[str, AccessPattern] = {}
    for sentence in scene.sentences:
        for pattern in _of(scene, sentence):
            id_ = identifier(tuple(re.findall(r"[a-z0-9]+", pattern.name.lower())))
            if id_ in found and found[id_].operation != pattern.operation:  # a list of rows and a report that go by the same
                id_ = f"{id_}_counted"
            found.setdefault(id_, pattern)
    return found


def _of(scene: Scene, sentence: Sentence) -> list[AccessPattern]:
    often, start, end = times_a_day(sentence.text)
    said = Quantity(value=often, unit="a day", source=scene.source(sentence.start + start, sentence.start + end))
    if often:  # "twice a day" says nothing of what is asked for
        parts = [p for p in sentence.parts if not sentence.start + start <= p.start < sentence.start + end]
        return [msgspec.structs.replace(p, per_day=said) for p in _asked(scene, dataclasses.replace(sentence, parts=parts))]
    return _asked(scene, sentence)


def _asked(scene: Scene, sentence: Sentence) -> list[AccessPattern]:
    made: list[AccessPattern | None] = []
    counted = COUNTED_PER.search(sentence.text)
    for at, part in enumerate(sentence.parts):
        if isinstance(part, Verb) and not part.negated and not (counted and _in_clause(sentence, at, counted.start())):
            if part.base in SEARCH:
                made += _searches(scene, sentence, at)
            elif part.base in SHOW and (found := _searches(scene, sentence, at)):
                made += found
            elif part.base in SHOW and not (part.base in ("follow", "monitor", "read", "track") and not LATEST.search(sentence.text)):
                made.append(_show(scene, sentence, at))
    kept = any(isinstance(p, Verb) and p.passive and p.base in listed("record") for p in sentence.parts)  # "hours are noted per worker and day"
    if (counted and not kept) or REPORT_WORDS.search(sentence.text):
        made.append(_report(scene, sentence))
    return [pattern for pattern in made if pattern is not None]


def _in_clause(sentence: Sentence, at: int, place: int) -> bool:
    """Whether a place of the sentence lies between this verb and the next finite one."""
    after = next((p.start for p in sentence.parts[at + 1 :] if isinstance(p, Verb) and p.form == "finite"), sentence.end)
    return sentence.parts[at].start <= sentence.start + place < after


def _per_day(value: float, why: str) -> Quantity:
    return Quantity(value=value, unit="a day", source=Source(kind="rule", words=f"{why}, no frequency stated", confidence=0.4))


def _roles(scene: Scene, sentence: Sentence, before: int) -> tuple[str, ...]:
    """Who asks: the party named before the sentence's first verb; what another verb has for an object asks nothing."""
    first = next((at for at, part in enumerate(sentence.parts[:before]) if isinstance(part, Verb)), before)
    names = [scene.entity_of(p) for p in sentence.parts[:first] if isinstance(p, Noun)]
    return tuple(dict.fromkeys(n for n in names if n and scene.entities[n].entity_kind == "party"))[-1:]


def _target(scene: Scene, parts: list[Part]) -> tuple[str, int]:
    """The entity asked for, and the place of its phrase."""
    for at, part in enumerate(parts[:6]):
        if isinstance(part, Noun):
            for noun in (part, part.of):
                if noun is not None and (entity := scene.entity_of(noun)):
                    return entity, at
        elif isinstance(part, Verb):
            break
    return "", 0


# --- search by ---


def _searches(scene: Scene, sentence: Sentence, at: int) -> list[AccessPattern]:
    """The search that the verb asks for: one question of all its criteria, or one for each that "or" parts from the others."""
    rest = sentence.parts[at + 1 :]
    verb = sentence.parts[at]
    passive = isinstance(verb, Verb) and (verb.passive or verb.form == "ed")
    entity = _spoken_of(scene, sentence.parts[:at]) if passive else _target(scene, rest)[0]
    stop = next((i for i, p in enumerate(rest) if isinstance(p, Verb)), len(rest))
    by = next((i for i, p in enumerate(rest[:stop]) if isinstance(p, Mark) and p.text in ("by", "using")), -1)
    if not entity:
        return []
    if by < 0:
        told = told_of_document(scene, entity, rest)
        return [_search(scene, sentence, at, entity, [((one,), words) for one, words in told])] if told else []
    found = list(_said_criteria(scene, entity, rest[by + 1 :]))
    apart = any(isinstance(p, Mark) and p.text == "or" for p in rest[by + 1 : stop])
    groups = [[one] for one in found] if apart else [found] if found else []
    return [_search(scene, sentence, at, entity, group) for group in groups]


def _said_criteria(scene: Scene, entity: str, parts: list[Part]) -> Iterator[tuple[tuple[Filter, ...], str]]:
    """The filters of each criterion of the list that the parts begin with, and the words for it."""
    criteria = _criteria(parts)
    behind = parts[next((i for i, p in enumerate(parts) if criteria and p is criteria[-1]), -1) + 1 :]
    if any_of := any_member(scene, entity, criteria, behind):
        yield (any_of[0],), any_of[1]
        return
    members, rest = listed_within(scene, entity, criteria, behind)
    for (noun, within), member in zip(_wholes(criteria), members, strict=True):
        if member is not None:
            yield (member[0],), member[1]
        elif filters := _filters(scene, entity, noun):
            yield tuple(_by_part(scene, entity, one) for one in filters) if within else filters, f"{'part of ' * within}{' '.join(name_of(noun))}"
    if rest:
        yield from _said_criteria(scene, entity, rest)


def _spoken_of(scene: Scene, parts: list[Part]) -> str:
    """The subject of "articles can be searched by headline and listed by section"."""
    return next((e for p in parts if isinstance(p, Noun) and (e := scene.entity_of(p))), "")


def _search(scene: Scene, sentence: Sentence, at: int, entity: str, criteria: list[tuple[tuple[Filter, ...], str]]) -> AccessPattern:
    words = " and ".join(said for _, said in criteria)
    return AccessPattern(
        name=f"{scene.entities[entity].plural.replace('_', ' ')} by {words}",
        entity=entity,
        source=scene.said(sentence),
        filters=tuple(one for some, _ in criteria for one in some),
        roles=_roles(scene, sentence, at),
        per_day=_per_day(SEARCHES, "a search"),
    )


def _criteria(parts: list[Part]) -> list[Noun]:
    """The nouns of a list; one that a verb follows begins the next clause."""
    found: list[Noun] = []
    for part, after in itertools.zip_longest(parts, parts[1:]):
        if isinstance(part, Noun) and part.bounds.each and noun_class(part.key[-1]) == "time":
            break  # "by deadline every morning" says how often
        if isinstance(part, Noun) and not (isinstance(after, Verb) and after.form == "finite"):
            found.append(part)
        elif not isinstance(part, Mark) or (part.tag not in ("COMMA", "CONJ", "SLASH") and not (part.text == "by" and found)):
            break  # "by keyword or by author" goes on
    return found


def _wholes(criteria: list[Noun]) -> Iterator[tuple[Noun, bool]]:
    """ "any part of the name or number": the name and the number, each by a part of it."""
    within = False
    for noun in criteria:
        of = noun.of if noun.key[-1] in PARTS else None
        within = within or of is not None
        yield of or noun, within


def _by_part(scene: Scene, entity: str, one: Filter) -> Filter:
    """The same criterion by a part of it, where it is a text."""
    attribute = scene.entities[entity].attributes.get(one.attribute) if not one.path else None
    is_text = attribute is not None and attribute.meaning.data.base == "text"
    return msgspec.structs.replace(one, op="part") if is_text else one


def _filters(scene: Scene, entity: str, noun: Noun) -> tuple[Filter, ...]:
    """A criterion as filters: words are looked for in all that is written of the thing."""
    words = name_of(noun)
    if len(words) == 1 and words[0] in listed("written") and noun.owner is None and not scene.attribute_of(entity, words):
        prose = [i for i, a in scene.entities[entity].attributes.items() if a.meaning.name in NAMING or _is_prose(a.meaning)]
        if prose:
            return tuple(Filter(op="search", attribute=i) for i in prose)
    one = _filter(scene, entity, noun)
    return (one,) if one is not None else ()


def _filter(scene: Scene, entity: str, noun: Noun) -> Filter | None:
    """A criterion as a filter: an attribute, one of a related entity ("owner's phone"), or a reference."""
    owner = scene.entity_of(noun.owner) if noun.owner is not None else ""
    words = name_of(noun)
    if owner and owner != entity and (path := scene.between(entity, owner)):
        attribute = scene.attribute_of(owner, words) or scene.add_attribute(owner, identifier(words), scene.source(noun.start, noun.end))
        return Filter(op=operator(scene, owner, attribute), attribute=attribute, path=(path,))
    if found := scene.attribute_of(entity, words):
        return Filter(op=operator(scene, entity, found), attribute=found)
    if len(words) > 1 and words[-1] in SPANS and (found := scene.attribute_of(entity, words[:-1])):
        return Filter(op="range", attribute=found)  # "filter films by price range"
    other = scene.entity_of(noun)
    if other and (steps := scene.way(entity, other)):
        return Filter(op="=", path=steps)
    if is_attribute_head(noun.head) or len(words) == 1:
        if len(words) > 1 and (other := scene.entity_named(words[:-1])) and other != entity and (path := scene.between(entity, other)):
            attribute = scene.attribute_of(other, words[-1:]) or scene.add_attribute(other, words[-1], scene.source(noun.start, noun.end))
            return Filter(op=operator(scene, other, attribute), attribute=attribute, path=(path,))
        if other:
            return None
        made = scene.add_attribute(entity, identifier(words), scene.source(noun.start, noun.end), required=False)
        return Filter(op=operator(scene, entity, made), attribute=made)
    return None


def operator(scene: Scene, entity: str, attribute: str) -> FilterOp:
    """How a filter compares an attribute of this meaning."""
    meaning = scene.entities[entity].attributes[attribute].meaning
    if meaning.data.base == "date" and scene.entities[entity].entity_kind == "party":
        return "="  # a person is found by the very day of birth; what happened is looked for between two days
    if meaning.data.base in ("date", "timestamp"):
        return "range"
    if meaning.name in ("name", "title", "person_name", "given_name", "family_name"):
        return "prefix"
    return "search" if _is_prose(meaning) else "="


def _is_prose(meaning: SemanticType) -> bool:
    return meaning.data.base == "text" and (meaning.data.length >= PROSE or meaning.name in ("description", "long_text", "note", "text"))


# --- lists ---


def _newest(latest: re.Match[str]) -> int:
    """How many a list of the latest shows: as many as the text says, else a screen or two."""
    said = number(latest[1].rstrip(".,")) if latest[1] else None
    return int(said) if said and said >= 1 else NEWEST


def _show(scene: Scene, sentence: Sentence, at: int) -> AccessPattern | None:
    rest = sentence.parts[at + 1 :]
    entity, place = _target(scene, rest)
    roles = _roles(scene, sentence, at)
    if not entity or entity in roles:
        return None
    noun = rest[place]
    assert isinstance(noun, Noun)
    filters, words = _scope(scene, entity, rest[place + 1 :])
    if not filters and noun.of is not None and (other := scene.entity_of(noun.of)) not in ("", entity) and (path := scene.between(entity, other)):
        filters, words = [Filter(op="=", path=(path,))], [f"of one {other.replace('_', ' ')}"]
    if not filters and noun.bounds.article == "my" and roles and (path := scene.between(entity, roles[0])):
        filters, words = [Filter(op="=", path=(path,))], [f"of one {roles[0].replace('_', ' ')}"]
    if not filters and "own" in noun.words + tuple(t.low for t in sentence.tokens) and roles and (path := scene.between(entity, roles[0])):
        filters, words = [Filter(op="=", path=(path,))], [f"of one {roles[0].replace('_', ' ')}"]
    time = scene.time_of(entity)
    latest, today, upcoming = (form.search(sentence.text) for form in (LATEST, TODAY, UPCOMING))
    if (today or upcoming or latest) and not time:
        time = scene.add_attribute(
            entity, "created_at" if latest else "starts_at", Source(kind="rule", words="a list by time needs a time", confidence=0.7), "instant"
        )
    if today and time:  # where the day begins is known to whoever asks, by the place's own clock
        filters.append(Filter(op="range", attribute=time))
    elif upcoming and time:
        filters.append(Filter(op="since", attribute=time))
    if not filters and not latest:
        return None
    when = "this week's" if today and "week" in today[0] else "tomorrow's" if today and "tomorrow" in today[0] else "today's"
    head = f"{when} " if today else "upcoming " if upcoming else "the latest " if latest else ""
    name = " ".join([f"{head}{scene.entities[entity].plural.replace('_', ' ')}", *words])
    return AccessPattern(
        name=name,
        entity=entity,
        source=scene.said(sentence),
        filters=tuple(filters),
        order=(f"-{time}" if latest else time,) if time else (),
        limit=_newest(latest) if latest else 0,
        include=_along(scene, entity, rest[place + 1 :]),
        roles=roles,
        per_day=_per_day(LISTS, "a list"),
    )


def _along(scene: Scene, entity: str, rest: list[Part]) -> tuple[str, ...]:
    """What is shown with each row: "the loans with the colour of the tool", "the orders with their customers"."""
    found: dict[str, None] = {}
    for mark, noun in itertools.pairwise(rest):
        if isinstance(mark, Mark) and mark.text == "with" and isinstance(noun, Noun):
            of = [scene.entity_of(n) for n in (noun, noun.of) if n is not None]
            found |= {path: None for other in of if (path := scene.references(entity).get(other, ""))}
    return tuple(found)


def _scope(scene: Scene, entity: str, rest: list[Part]) -> tuple[list[Filter], list[str]]:
    """ "... per clinic", "... of a customer", "... for each room"."""
    filters, words = [], []
    for mark, noun in itertools.pairwise(rest):
        if isinstance(mark, Mark) and mark.text in ("per", "for", "of", "by", "in", "at") and isinstance(noun, Noun):
            other = scene.entity_of(noun)
            if other and other != entity and (path := scene.between(entity, other)):
                filters.append(Filter(op="=", path=(path,)))
                words.append(f"of one {other.replace('_', ' ')}")
    return filters[:1], words[:1]


# --- reports ---


def _grouped_by(parts: list[Part]) -> list[Noun]:
    """What stands behind "per" and "by"; "the report is made by a conservator" says who did it."""
    found = []
    for at, (mark, noun) in enumerate(itertools.pairwise(parts)):
        verb = parts[at - 1] if at else None
        done = isinstance(verb, Verb) and verb.passive and verb.base not in GROUPING
        if isinstance(mark, Mark) and isinstance(noun, Noun) and (mark.text == "per" or (mark.text == "by" and not done)):
            found.append(noun)
    return found


def _report(scene: Scene, sentence: Sentence) -> AccessPattern | None:
    period = PERIOD.search(sentence.text)
    groups = _grouped_by(sentence.parts)
    by = _criteria([*groups[:1], *sentence.parts[sentence.parts.index(groups[0]) + 1 :]]) if groups else []
    entity = _measured(scene, sentence, by)
    if not entity or not (period or by):
        return None
    group_by, words = [], []
    for noun in by:
        other = scene.entity_of(noun)
        if other and (path := scene.references(entity).get(other, "")):
            group_by.append(path)
            words.append(other.replace("_", " "))
        elif found := scene.attribute_of(entity, words_of(noun)):
            group_by.append(found)
            words.append(found.replace("_", " "))
    time = scene.time_of(entity)
    if period and not time:
        time = scene.add_attribute(entity, "created_at", Source(kind="rule", words="a report by time needs a time", confidence=0.7), "instant")
    if period and time:
        unit = "day" if "day" in period[0] or "daily" in period[0] else "month"
        group_by.insert(0, f"{unit}({time})")
        words.insert(0, unit)
    if not group_by:
        return None
    measures = _measures(scene, entity, sentence)
    name = f"{scene.entities[entity].plural.replace('_', ' ')} by {' and '.join(words)}"
    return AccessPattern(
        name=name,
        entity=entity,
        source=scene.said(sentence),
        operation="aggregate",
        group_by=tuple(group_by),
        filters=(Filter(op="since", attribute=time, days=REPORT_DAYS),) if period and time else (),
        measures=measures,
        per_day=_per_day(REPORTS, "a report"),
        staleness_s=86_400 if period else 0,
    )


def _measured(scene: Scene, sentence: Sentence, by: list[Noun]) -> str:
    """What is counted or summed: an event named outside the grouping, else one that refers to what is grouped by."""
    grouping = {scene.entity_of(n) for n in by}
    named = [n for n in sentence.named if n not in grouping]
    events = [n for n in named if scene.entities[n].entity_kind in ("event", "part")]
    if events:
        return events[0]
    wanted = {g for g in grouping if g}
    for name in scene.referring(*wanted) if wanted else ():
        if scene.entities[name].entity_kind == "event":
            return name
    things = [n for n in named if scene.entities[n].entity_kind == "thing"]
    return things[0] if things else ""


def _measures(scene: Scene, entity: str, sentence: Sentence) -> tuple[str, ...]:
    numbers = [n for n, a in scene.entities[entity].attributes.items() if a.meaning.name in ("money", "signed_money", "quantity")]
    average = "avg" if "average" in sentence.text else "sum"
    wants_money = any(w in sentence.text for w in MONEY)
    money = [n for n in numbers if scene.entities[entity].attributes[n].meaning.name != "quantity"]
    return (*(f"{average}({n})" for n in (money if wants_money else [])[:1]), "count")
