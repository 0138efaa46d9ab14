"""How long something is kept: what the text says it of, and no other thing."""

from __future__ import annotations

import re
from typing import Literal

from relvar.model.brief import Source
from relvar.model.conceptual import Question, Retention
from relvar.read.text.evidence import RECORD_WORDS
from relvar.read.text.quantity import number
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.words import WORD, listed, singular

KEEP = re.compile(
    r"\b(?:kept|keep|retain(?:ed)?|stored?|archived?|retention(?: period)?(?: of)?|deleted?|purged?|"
    r"erased?|removed?|anonymi[sz]ed?)\b[^.;]{0,40}?\b(\d+|one|two|three|five|six|seven|ten|twelve|"
    r"thirty)\s*(day|week|month|year)s?\b"
)
OLDER = re.compile(
    r"\b(?:older than|after|(?:deleted|destroyed|erased|purged|removed)) (\d+|one|two|three|five|six|seven|ten|twelve|twenty|thirty) "
    r"(day|week|month|year)s?\b(?=.{0,40}(?:deleted|destroyed|erased|purged|removed|after))"
)
SINCE = re.compile(
    rf"\s*(?:(?:after|from|since|following|counted from|as of) (?:(?:its|their|the|his|her|an?) )?(?P<what>{WORD}(?: "
    rf"{WORD}){{0,3}})|(?P<idle>(?:of|without) (?:inactivity|being used|any activity|activity|use)\b))"
)
PERIOD = re.compile(rf"\bretention (?:period|time)s? (?:for|of) (?:all |the )?(?P<what>{WORD}(?: {WORD})?) (?:is|are)\b")
RECORDED = (*RECORD_WORDS, "report", "data", "file", "detail", "document", "information")
WHATEVER = ("it", "them", "all", "everything", "log", "entry", "row", "backup", "copy")
WEIGHT = 0.6  # of its question: a job and its times, no table
MONTHS = {"day": 1 / 30, "week": 7 / 30, "month": 1, "year": 12}


def nearby(scene: Scene, sentence: Sentence, at: int) -> list[str]:
    before = [name for other in reversed(scene.sentences[max(0, at - 3) : at]) for name in other.named]
    return list(dict.fromkeys((*sentence.named, *before)))


def retention(scene: Scene, at: int, sentence: Sentence) -> None:
    match = KEEP.search(sentence.text) or OLDER.search(sentence.text)
    if not match or "history" in match[0]:
        return
    amount = (number(match[1]) or 0) * MONTHS[match[2]]
    events = [n for n in (*nearby(scene, sentence, at), *scene.entities) if scene.entities[n].entity_kind == "event"]
    told = _object(match[0])
    period = PERIOD.search(sentence.text)
    told = [singular(word) for word in period["what"].split()] if period else told
    subject = _by_its_last_words(scene, told) or _whose(scene, match[0]) or _kept(scene, sentence, match.start())
    source = scene.source(sentence.start + match.start(), sentence.start + match.end())
    unknown = _is_of_something_else(sentence, match.start()) or (bool(told) and not _is_whatever(told))
    if not subject and unknown:
        scene.questions.append(_asked(scene, sentence, source))
        return
    named = (
        ([subject] if subject else [])
        or [n for n in reversed(sentence.named) if scene.entities[n].entity_kind == "event"]  # "500 companies, 20k readings a day, keep for a year"
        or [n for n in reversed(sentence.named) if scene.entities[n].entity_kind not in ("lookup", "party")]
        or [n for n in sentence.named if scene.entities[n].entity_kind != "lookup"]
        or events[:1]
        or nearby(scene, sentence, at)[:1]
    )
    if not named or amount < 1:
        return
    entity = named[0]
    if not _counted_from(scene, sentence, entity, match.end()) and _of_others(scene, sentence, entity, match.end()):
        scene.questions.append(_asked(scene, sentence, source))
        return
    since = (
        _counted_from(scene, sentence, entity, match.end())
        or scene.time_of(entity)
        or scene.add_attribute(entity, "created_at", source.__class__(kind="rule", words="retention counts from a time", confidence=0.8), "instant")
    )
    then: Literal["anonymise", "delete"] = "anonymise" if "anonym" in sentence.text else "delete"
    scene.add_rule(f"{entity}_retention", Retention(entity=entity, since=since, months=round(amount), then=then, source=source))


def _counted_from(scene: Scene, sentence: Sentence, entity: str, end: int) -> str:
    """ "90 days after their end date", "after 30 days of inactivity": the attribute that the time counts from, "" where none is said."""
    after = SINCE.match(sentence.text, end)
    if after is None:
        return ""
    if after["idle"]:
        known = scene.entities[entity].attributes
        seen = next((n for n, a in known.items() if n.startswith("last_") and a.meaning.data.base in ("date", "timestamp")), "")
        why = Source(kind="rule", words="how long nothing was done counts from the last that was", confidence=0.8)
        return seen or scene.add_attribute(entity, "last_active_at", why, "instant", required=False)
    attributes = {n: a for n, a in scene.entities[entity].attributes.items() if a.meaning.data.base in ("date", "timestamp")}
    words = [singular(w) for w in after["what"].split() if w not in listed("be", "pronoun", "have", "determiner", "preposition")]
    ways = ("_".join(words[first:last]) for last in range(len(words), 0, -1) for first in range(last))
    return next((n for way in ways for n in attributes if way == n or n.startswith(f"{way}_") or n.endswith(f"_{way}")), "")


def _of_others(scene: Scene, sentence: Sentence, entity: str, end: int) -> bool:
    """ "two years after their last booking": the time of something else, which no row of its own tells."""
    after = SINCE.match(sentence.text, end)
    words = after["what"].split() if after and after["what"] else []
    ways = (tuple(words[first:last]) for last in range(len(words), 0, -1) for first in range(last))
    return any((found := scene.entity_named((*way[:-1], singular(way[-1])))) and found != entity for way in ways)


def _asked(scene: Scene, sentence: Sentence, source: Source) -> Question:
    """ "Keep blueprints for 2 years", where no blueprints are known: to delete something else is worse than to keep all."""
    return Question(
        text=f"What is deleted? The text says “{scene.said(sentence).words}”, and what is meant is no thing that is kept by itself.",
        assumed="nothing is deleted for it",
        changes="which rows go, and when",
        weight=WEIGHT,
        source=source,
    )


def _object(said: str) -> list[str]:
    """ "keep raw readings for 2 years": what the verb has behind it, in the singular; empty where a preposition follows at once."""
    words = re.findall(WORD, said)[1:]
    end = next((at for at, word in enumerate(words) if word in listed("preposition", "adverb", "each")), len(words))
    return [singular(word) for word in words[:end] if word not in listed("determiner")] if end < len(words) else []


def _is_whatever(words: list[str]) -> bool:
    """ "data", "raw data", "old records": all that is kept, where "card data" is something of its own."""
    named = [word for word in words[:-1] if word not in listed("adjective") | {"raw", "historical", *WHATEVER}]
    return words[-1] in (*RECORDED, *WHATEVER) and not named


def _by_its_last_words(scene: Scene, words: list[str]) -> str:
    return next((found for cut in (2, 1) if (found := scene.entity_named(tuple(words[-cut:])))), "") if words else ""


def _whose(scene: Scene, said: str) -> str:
    """ "keep visitors' personal data for 2 years": the visitors."""
    owner = re.search(rf"({WORD})['’]s? (?:{WORD} )?(?:data|information|records|details)\b", said)
    return (scene.entity_named((singular(owner[1]),)) or "") if owner else ""


def _kept(scene: Scene, sentence: Sentence, end: int) -> str:
    """What a text says is kept: its last noun before the verb; "damage reports are kept" speaks of damages."""
    said = [w for w in re.findall(WORD, sentence.text[:end]) if w not in listed("be", "modal", "adverb")]
    words = [singular(word) for word in said[-2:]]  # of the text: "readings" may be taken for a verb
    whole = scene.entity_named(tuple(words)) or scene.entity_named(tuple(words[-1:]))
    if not whole and words[-1:] == ["data"] and not scene.entity_named(tuple(words[:1])):
        return next((n for n in scene.entities if n.endswith(("reading", "measurement"))), "")  # "raw data is kept for 2 years"
    return whole or (scene.entity_named(tuple(words[:1])) if words[-1:] and words[-1] in RECORDED else "")


def _is_of_something_else(sentence: Sentence, end: int) -> bool:
    """Whether what is kept is named just before the verb: that it is no entity makes it none of the others."""
    noun = next((n for n in reversed(list(nouns(sentence.parts))) if n.end <= sentence.start + end), None)
    if noun is None or noun.of is not None or listed("pronoun") & {noun.head} or _is_whatever(list(noun.key)):
        return False
    between = sentence.text[noun.end - sentence.start : end]
    return "," not in between and all(word in listed("be", "modal", "adverb") for word in re.findall(WORD, between))
