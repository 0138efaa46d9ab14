"""Reports: "monthly revenue per clinic", "how many loans are there a day", "the top 10 studios by revenue", "the most borrowed books"."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.conceptual import AccessPattern, Filter
from relvar.read.text.asking import REPORTS, SHOW, SORT, per_day
from relvar.read.text.conditions import of_state, of_time
from relvar.read.text.naming import words_of
from relvar.read.text.nominal import named_after
from relvar.read.text.ordering import ordered
from relvar.read.text.phrases import Mark, Noun, Part, Verb
from relvar.read.text.quantity import TENS, UNITS, number
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.searching import criteria_of
from relvar.read.text.sought import Cued
from relvar.read.text.words import listed, noun_class, singular, verb_form

SPAN = r"day|week|month|quarter|year"
WORDS = Cued(
    r"\b(reports?|statistics|dashboards?|revenue|turnover|totals?|averages?|mean|sum of|count of|number of|how many|how much|how often|ranking|"
    r"count(?:s|ing)? (?:the|all|how)|charts?|graphs?|summary|summaries|analytics|leaderboard|top \d*|utili[sz]ation|occupancy)\b",
    "report|statistics|dashboard|revenue|turnover|total|average|mean|sum of|count|number of|how many|how much|how often|ranking|chart|graph|summar"
    "|analytics|leaderboard|top |utili|occupancy",
)
COUNTING = Cued(
    r"\b(?:how many|how much|how often|count(?:s|ed)?|number|averages?|mean|totals?|sums?|dashboards?|statistics)\b",
    "how many|how much|how often|count|number|average|mean|total|sum|dashboard|statistics",
)
PERIOD = re.compile(
    rf"\b(?:(?P<adverb>daily|weekly|monthly|quarterly|yearly|annual)(?:ly)?|(?:(?:per|by|each|every|a|for each|for every) |/)(?P<unit>{SPAN})"
    rf"|(?:per|by|each|every) [a-z ,]{{2,40}} and (?P<second>{SPAN}))\b"
)
PER_TWO = Cued(rf"\b(?:per|by) [a-z ,]{{2,40}} and (?:{SPAN})\b|\bcount\b[^.]{{0,60}}\bper\b", "per |by |count", " and |count")
KEPT = re.compile(
    r"(?:each|every) [a-z -]{2,40}? has [^.]*\bthe number of\b", re.I
)  # "each order has a name and the number of boxes": kept, not counted
EACH = re.compile(r"\b(?:per|by|for each|for every|of each|of every|in each)\b")
MANY = rf"(\d[\d.,]*|{'|'.join((*UNITS, *TENS))})"
TOP = re.compile(rf"\b(?:top|best|first|bottom) {MANY}\b|\b{MANY} (?:best|top|most)\b|\bthe (?:best|top)\b")
MOST = Cued(r"(?<!at )\b(?:(?:most|least) (?:often |frequently )?(?P<done>(?!one\b)[a-z]+)\b|best[- ]?(?P<selling>sell)ing\b)", "most |least |best")
OFTEN = frozenset(["popular", "active", "frequent", "busy", "successful"])  # beside what is done: "the most active members"
MONEY = ("revenue", "turnover", "sales", "income", "earnings", "spending", "cost", "amount", "value")
GROUPING = SORT | SHOW | {"group", "break", "split", "sum", "summarise", "summarize", "count", "aggregate", "report", "total"}
EXCHANGED = {"sell": ("buy", "purchase", "order"), "lend": ("borrow", "loan"), "let": ("rent",), "buy": ("sell",), "borrow": ("lend",)}
RANKED = 10  # rows of a ranking of which nothing is said
REPORT_DAYS = 365  # a report by day or month is read for a year, where the text does not say
FIGURES = frozenset(["number", "count", "total", "average", "sum", "amount"])
SHORT = frozenset(["day", "daily"])


class _Groups(NamedTuple):
    """What a report is grouped by: relationship paths and attributes as in an access pattern, and the words for them."""

    by: list[str]
    words: list[str]


def most_done(text: str) -> re.Match[str] | None:
    """ "the most borrowed books": where a text asks what something is done to most, and not "the most recent"."""
    found = MOST.search(text)
    ranks = found and (found["selling"] or found["done"] in OFTEN or verb_form(found["done"])[1] == "ed")
    return found if ranks else None


def is_counted(sentence: Sentence) -> re.Match[str] | None:
    """ "per worker and day", "count ... per": where a sentence asks for figures and for no rows."""
    return PER_TWO.search(sentence.text)


def report(scene: Scene, sentence: Sentence) -> AccessPattern | None:
    """The report that a sentence asks for; None where it is about nothing that can be counted."""
    if KEPT.match(sentence.text) and not PER_TWO.search(sentence.text):
        return None
    groups = _grouped_by(sentence.parts)
    each = [p for p in nouns(sentence.parts) if p.bounds.each and p not in groups and scene.entity_of(p)]
    by = [*each, *_by(sentence, groups)] if COUNTING.search(sentence.text) else _by(sentence, groups)
    ranked = _ranked(scene, sentence)
    entity = _measured(scene, sentence, by, ranked)
    period = PERIOD.search(_without_facts(scene, entity, sentence.text))
    by = by or (_of_one(scene, sentence, entity) if entity and not period and not ranked else [])
    if not entity or not (period or by or ranked) or not (ranked or WORDS.search(sentence.text) or PER_TWO.search(sentence.text)):
        return None
    found = _groups(scene, entity, by, ranked)
    span = of_time(scene, entity, _part(sentence.text))
    time = scene.time_of(entity) or (_made_time(scene, entity) if period or span else "")
    if period and not ranked:
        unit = "day" if {period["adverb"], period["unit"], period["second"]} & SHORT else "month"
        found.by.insert(0, f"{unit}({time})")
        found.words.insert(0, unit)
    if not found.by:
        return None
    return _made(scene, sentence, entity, found, ranked, _since(time, span and span.filter, bool(period)))


def _without_facts(scene: Scene, entity: str, text: str) -> str:
    """The text without names of facts: a daily rate says nothing of days."""
    for name in scene.entities[entity].attributes if entity else ():
        text = text.replace(name.replace("_", " "), "") if "_" in name else text
    return text


def _part(text: str) -> str:
    """The part of a sentence that asks for figures: another may list today's rows."""
    parts = re.split(r", and |; |, while |, but ", text)
    return next((part for part in parts if WORDS.search(part) or most_done(part)), text)


FIGURE = re.compile(r"\b(?:averages?|totals?|sum of|number of|how many|how much)\b")


def _of_one(scene: Scene, sentence: Sentence, entity: str) -> list[Noun]:
    """ "the total amount of a client's invoices": of each client, where a figure of one is asked for."""
    one = [p for p in nouns(sentence.parts) if p.bounds.article == "a" and (e := scene.entity_of(p)) and e != entity and scene.upwards(entity, e)]
    asked = FIGURE.search(sentence.text)
    if not asked or not one:
        return []
    between = sentence.text[asked.end() : max(asked.end(), one[0].start - sentence.start)]
    theirs = sentence.text[one[0].end - sentence.start :].startswith(("'s", "’s"))
    follows = asked.end() <= one[0].start - sentence.start and " and " not in between
    return one[:1] if follows or theirs else []  # not "the latest readings of a device and hourly averages"


def _by(sentence: Sentence, groups: list[Noun]) -> list[Noun]:
    """The list that begins with the first of the nouns that the report groups by."""
    return criteria_of([*groups[:1], *sentence.parts[sentence.parts.index(groups[0]) + 1 :]]) if groups else []


def _made(scene: Scene, sentence: Sentence, entity: str, found: _Groups, ranked: str, when: list[Filter]) -> AccessPattern:
    state = of_state(scene, entity, _part(sentence.text))
    measures = _measures(scene, entity, sentence)
    limit = _top(sentence.text) if ranked else 0
    plural, head = scene.entities[entity].plural.replace("_", " "), f"the top {limit} of " if limit else ""
    return AccessPattern(
        name=f"{head}{plural}{' ' + state.behind if state else ''} by {' and '.join(found.words)}",
        entity=entity,
        source=scene.said(sentence),
        operation="aggregate",
        group_by=tuple(found.by),
        filters=(*when, *([state.filter] if state else [])),
        measures=measures,
        order=(f"-{measures[0]}",) if ranked else (),
        limit=limit,
        per_day=per_day(REPORTS, "a report"),
        staleness_s=86_400 if when else 0,
    )


def _since(time: str, said: Filter | None, by_period: bool) -> list[Filter]:
    """Which rows a report counts: those of the span that the text says, of a year where it counts by time, else all."""
    if said is not None:
        return [Filter(op=said.op, attribute=time, days=said.days)]
    return [Filter(op="since", attribute=time, days=REPORT_DAYS)] if by_period else []


def _made_time(scene: Scene, entity: str) -> str:
    return scene.add_attribute(entity, "created_at", Source(kind="rule", words="a report by time needs a time", confidence=0.7), "instant")


def _grouped_by(parts: list[Part]) -> list[Noun]:
    """What stands behind "per", "by" and "for each"; "the report is made by a conservator" says who did it."""
    found = []
    for at, (mark, noun) in enumerate(itertools.pairwise(parts)):
        verb = parts[at - 1] if at else None
        done = isinstance(verb, Verb) and verb.passive and verb.base not in GROUPING
        if isinstance(mark, Mark) and isinstance(noun, Noun):
            each = mark.text in ("for", "of", "in") and noun.bounds.each
            if mark.text == "per" or each or (mark.text == "by" and not done):
                found.append(noun)
    return found


def _groups(scene: Scene, entity: str, by: list[Noun], ranked: str) -> _Groups:
    found = _Groups([], [])
    for noun in by:
        if noun.key[-1] in FIGURES:
            continue  # "for each client, the number of invoices"
        other = scene.entity_of(noun)
        if other and other != entity and (path := scene.upwards(entity, other)):
            found.by.append(".".join(path))
            found.words.append(other.replace("_", " "))
        elif not other and (known := scene.attribute_of(entity, words_of(noun))) and not _is_summed(scene, entity, known):
            found.by.append(known)
            found.words.append(known.replace("_", " "))
    if ranked and (path := scene.upwards(entity, ranked)):
        found.by.insert(0, ".".join(path))
        found.words.insert(0, ranked.replace("_", " "))
    return found


def _is_summed(scene: Scene, entity: str, attribute: str) -> bool:
    """ "studios by revenue": an amount is summed, and nothing is grouped by it."""
    return scene.entities[entity].attributes[attribute].meaning.name in ("money", "signed_money", "quantity")


# --- what is counted ---


def _ranked(scene: Scene, sentence: Sentence) -> str:
    """The entity of "the top 10 studios by revenue", "the most borrowed books", "which customers spend most": what a ranking lists."""
    text = sentence.text
    found = TOP.search(text) or most_done(text)
    if found is None:
        return ""
    nouns = [p for p in sentence.parts if isinstance(p, Noun) and p.end > sentence.start + found.start()]
    entity = next((e for n in nouns if (e := scene.entity_of(n))), "")
    by_degree = ordered(scene, entity, text) if entity else None
    return entity if entity and (by_degree is None or by_degree.counted) and _event(scene, sentence, entity) else ""


def _event(scene: Scene, sentence: Sentence, of: str) -> str:
    """What happens to the instances of an entity and is counted: as the sentence names it or its verb, else the one that refers to it."""
    events = [e for e, known in scene.entities.items() if known.entity_kind in ("event", "part") and scene.upwards(e, of)]
    named = [e for e in sentence.named if e in events and e != of]
    if named:
        return named[0]
    done = most_done(sentence.text)
    verbs = [base for word in (done["done"] or done["selling"],) if (base := verb_form(word)[0])] if done else []
    verbs += [p.base for p in sentence.parts if isinstance(p, Verb) and p.base not in GROUPING]
    return next((e for verb in verbs if (e := _doing(events, verb))), events[0] if len(events) == 1 else "")


def _doing(events: list[str], verb: str) -> str:
    """The event that a verb is the doing of: films are sold, and what is kept is a purchase."""
    names = [n for v in (verb, *EXCHANGED.get(verb, ())) for n in named_after(v)]
    return next((e for name in names for e in events if e.split("_")[-1] == name), "")


def _measured(scene: Scene, sentence: Sentence, by: list[Noun], ranked: str) -> str:
    """What is counted or summed: an event named outside the grouping, else one that refers to what is grouped by."""
    if ranked:
        return _event(scene, sentence, ranked)
    grouping = {scene.entity_of(n) for n in by}
    named = [n for n in sentence.named if n not in grouping]
    events = [n for n in named if scene.entities[n].entity_kind in ("event", "part")]
    if events:
        return events[0]
    things = [n for n in named if scene.entities[n].entity_kind == "thing"]
    if COUNTING.search(sentence.text) and things and (done := _done_to(scene, sentence, things[0])) is not None:
        return done
    wanted = {g for g in grouping if g}
    referring = scene.referring(*wanted) if wanted else []
    kinds = [name for name in referring if scene.entities[name].entity_kind == "event"]
    summed = [name for name in referring if _summed(scene, name, sentence)]
    lists = [n for n in named if scene.entities[n].entity_kind in ("party", "lookup")] if COUNTING.search(sentence.text) else []
    return next(iter((*kinds, *summed, *things, *lists[-1:])), "")


def _done_to(scene: Scene, sentence: Sentence, thing: str) -> str | None:
    """ "how many films were sold": the sales of films, "" where none are kept though somebody buys films; None where nothing is done to them."""
    verbs = [p.base for p in sentence.parts if isinstance(p, Verb) and (p.passive or p.form == "ed") and p.base not in GROUPING]
    events = [e for e in scene.downwards(thing) if scene.entities[e].entity_kind == "event"]
    if found := next((e for verb in verbs if (e := _doing(events, verb))), ""):
        return found
    told = {scene.relationships[r].verb.split()[0] for r in scene.at_cache.get(thing, ()) if scene.relationships[r].verb}
    return "" if any({verb, *EXCHANGED.get(verb, ())} & told for verb in verbs) else None


def _top(text: str) -> int:
    found = re.search(rf"\b(?:top|best|first|bottom) {MANY}\b|\b{MANY} (?:best|top|most)\b", text)
    return int(number((found[1] or found[2]).rstrip(".,")) or RANKED) if found else RANKED


def _summed(scene: Scene, entity: str, sentence: Sentence) -> str:
    """The number of an entity that the text wants the total or average of: "the total weight per picker"."""
    for found in re.finditer(
        r"\b(?:totals?|averages?|mean|sums? (?:up )?(?:of )?|overall|how much)(?: of)?(?: the| its| their)? ?([a-z]+(?: [a-z]+)?)", sentence.text
    ):
        known = next((a for words in (tuple(found[1].split()), tuple(found[1].split()[:1])) if (a := _number(scene, entity, words))), "")
        if known:
            return known
    return ""


def _number(scene: Scene, entity: str, words: tuple[str, ...]) -> str:
    """The attribute of these words, where it can be summed; one of no known kind that is summed is a number."""
    known = scene.attribute_of(entity, words) if noun_class(singular(words[-1])) or words[-1] in listed("attribute_head") else ""
    meaning = scene.entities[entity].attributes[known].meaning if known else None
    return known if meaning is not None and meaning.data.base in ("integer", "decimal", "float") else ""


def _measures(scene: Scene, entity: str, sentence: Sentence) -> tuple[str, ...]:
    known = scene.entities[entity].attributes
    average = "avg" if re.search(r"\b(?:average|mean)\b", sentence.text) else "sum"
    money = [n for n, a in known.items() if a.meaning.name in ("money", "signed_money")]
    wants_money = any(re.search(rf"\b{w}\b", sentence.text) for w in MONEY)
    named = _summed(scene, entity, sentence)
    return (*(f"{average}({n})" for n in ([named] if named else money if wants_money else [])[:1]), "count")
