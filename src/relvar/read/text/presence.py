"""Whether a fact must be given, and what it is where nobody gives it: "the price is optional", "the default price is 10"."""

from __future__ import annotations

import re

import msgspec

from relvar.model.conceptual import Attribute
from relvar.model.expression import Call, Constant, Expression
from relvar.read.text.demands.subject import LINK, Fact, any_fact, entity_in, fact_named, facts_before, facts_named
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued
from relvar.read.text.words import WORD, listed

LACKING = r"(?:empty|left empty|left blank|left out|left open|blank|missing|unknown|null|omitted|absent)"
MISSING = re.compile(
    r"\b(?:(?:is|are) (?:always )?(?:optional|not (?:required|mandatory|compulsory|obligatory|needed|"
    r"necessary))|(?:need not|does not have to|do not have to|doesn't have to|"
    rf"don't have to|needn't) be (?:given|provided|present|filled in|entered|specified|known|set)|(?:may|"
    rf"can|might|could|is allowed to|are allowed to) (?:also )?(?:be {LACKING}|remain empty|stay empty))\b"
)
GIVEN = re.compile(
    r"\b(?:(?:is|are) (?:always )?(?:required|mandatory|compulsory|obligatory|needed|necessary)|(?:must|"
    r"has to|have to|needs to|need to|should) (?:always )?be "
    rf"(?:given|provided|present|filled in|filled|entered|specified|known|set|stated)|(?:cannot|can't|"
    rf"can not|must not|may not|must never|can never|may never|is never|are never) (?:be )?{LACKING})\b"
)
NEEDS_NONE = "need not|does not need(?: to)?|do not need(?: to)?|does not have to|do not have to|needn't|doesn't have to|don't have to|not every \\w+"
HAS_NONE = Cued(
    r"^(?P<whose>.*?) (?:(?:may|might|can)(?: also)? (?:have (?:no|an?)|be without(?: an?)?|lack(?: an?)?) "
    rf"|(?:{NEEDS_NONE}) (?:(?:have|belong to|refer to|be {WORD} (?:to|with|in|by)) )?)"
    rf"(?P<what>(?:an? )?{WORD}(?: {WORD}){{0,3}})$",
    "may |might |can |need|have to|not every",
)
WITHOUT = Cued(
    rf"^(?:no )?(?P<whose>.*?) (?:(?:can|may|must|cannot|can't)(?: not| never)? (?:be )?(?:{WORD} )??)?without "
    rf"(?:an? |its |their )?(?P<what>{WORD}(?: {WORD}){{0,3}}?)(?= (?:is|are|may|can|cannot|must)\b|"
    rf"[,.;]|$)",
    "without ",
)
DENIED = re.compile(r"\b(?:no|not|never|cannot|forbidden|invalid|rejected|impossible)\b|n't\b")
VALUE = (
    r"(?P<{0}>-?\d+(?:[.,]\d+)*|true|false|yes|no|['\"“][^'\"”]{{1,60}}['\"”]|(?:the )?(?:current (?:date|"
    r"time|day|moment)|date of (?:entry|today))|today|now|[a-z]\w*)"
)
AT_FIRST = (
    r"(?:by default|unless (?:otherwise |nothing else is |something else is |another \w+ is )?\w+(?: "
    r"otherwise)?|if (?:nothing else|nothing|no \w+|none) (?:is )?\w+(?: otherwise)?|at first|at the "
    r"beginning|initially|on creation|upon creation|when (?:it is )?created|at creation)"
)
SET = r"(?:(?:is|are) (?:pre)?set to|(?:is|are) preset to)"
WHAT = rf"(?P<what>(?:the )?{WORD}(?: {WORD}){{0,4}}?)"
DEFAULTS = tuple(
    re.compile(pattern.replace("VALUE", VALUE.format("value")))
    for pattern in (
        rf"\bdefault (?:value )?(?:of |for )?{WHAT} is VALUE(?=[ .,;%]|$)",
        r"^(?P<what>.*?) (?:defaults? to|(?:is|are) by default|by default (?:is|are)|(?:has|have) (?:an? |the )?default(?: value)?(?: of)?"
        rf"|(?:starts?|begins?) (?:at|with)|(?:is|are) (?:initially|at first|automatically set to)|{SET}) VALUE(?=[ .,;%]|$)",
        rf"^(?P<what>.*?) (?:is|are)(?: set to)? VALUE(?: \w+)?,? {AT_FIRST}",
        rf"^{AT_FIRST},? (?P<what>.*?) (?:is|are)(?: set to)? VALUE(?=[ .,;%]|$)",
        rf"^{AT_FIRST},? (?:set )?(?P<what>.*?) to VALUE$",
        rf"^{AT_FIRST},? (?:an?|the|each|every) (?P<whose>{WORD}(?: {WORD})?) has (?:the |an? )?{WHAT} (?:of )?VALUE$",
        rf"^VALUE is the default {WHAT}$",
        rf"^{WHAT}: default(?:s to)?:? VALUE$",
        rf"^(?:newly created|newly added|new) (?P<whose>{WORD}(?: {WORD})?) (?:have|has|gets?) VALUE as (?:their|its) {WHAT}$",
    )
)
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
NOW = re.compile(r"now|today|current|date of")


def presence(scene: Scene, at: int, sentence: Sentence) -> None:
    """Mark what one sentence says may be missing, or must be given."""
    for pattern, required in ((MISSING, False), (GIVEN, True)):
        for match in pattern.finditer(sentence.text):
            for fact in facts_before(scene, sentence, at, match.start(), any_fact):
                _mark(scene, sentence, fact, required)
    none, without = HAS_NONE.match(sentence.text.strip()), WITHOUT.match(sentence.text)
    for said, required in ((none, False), (without, True)):
        if said and (not required or DENIED.search(sentence.text)):
            whose = entity_in(scene, said["whose"])
            other = entity_in(scene, said["what"])
            if whose and other in scene.references(whose):
                _refers(scene, sentence, scene.references(whose)[other], other, 1 if required else 0)
                continue
            for part in LINK.split(said["what"]) if whose else ():
                found = fact_named(scene, sentence, at, part, owner=whose)
                if found is not None and found.entity == whose:
                    _mark(scene, sentence, found, required)


def _refers(scene: Scene, sentence: Sentence, name: str, to: str, least: int) -> None:
    """ "a song need not belong to a film", "a film cannot exist without a studio"."""
    known = scene.relationships[name]
    first = known.first.entity == to
    end = msgspec.structs.replace(known.first if first else known.second, minimum=least)
    scene.relationships[name] = msgspec.structs.replace(known, **{"first" if first else "second": end})
    scene.used.append(sentence.start)


def _mark(scene: Scene, sentence: Sentence, fact: Fact, required: bool) -> None:
    scene.change_attribute(fact.entity, fact.attribute, required=required)
    scene.used.append(sentence.start)


def default(scene: Scene, at: int, sentence: Sentence) -> None:
    """What a fact is where nobody says it."""
    for match in [found for pattern in DEFAULTS if (found := pattern.search(sentence.text))]:
        begin = sentence.start + match.start("value")
        written = scene.text[begin : begin + len(match["value"])]
        if sentence.text.startswith(" by ", match.end("value")):
            continue  # "the default level is chosen by the clerk"
        whose = entity_in(scene, match["whose"]) if "whose" in match.re.groupindex else ""
        own = fact_named(scene, sentence, at, match["what"], owner=whose) if whose else None
        for entity, attribute in [own] if own else facts_named(scene, sentence, at, match["what"]):
            if preset(scene, sentence, Fact(entity, attribute), written):
                return


def preset(scene: Scene, sentence: Sentence, fact: Fact, written: str) -> bool:
    """Whether a fact can be what is written, and now is where nobody says otherwise."""
    known = scene.entities[fact.entity].attributes[fact.attribute]
    made = _constant(written, known)
    if made is not None:
        scene.change_attribute(fact.entity, fact.attribute, default=made)
        scene.used.append(sentence.start)
    return made is not None


def _constant(written: str, known: Attribute) -> Expression | None:
    value, base = written.lower(), known.meaning.data.base
    if base == "boolean":
        return Constant(value=TRUTHS[value]) if value in TRUTHS else None
    if base in ("date", "timestamp"):
        return Call(function="today" if base == "date" else "now") if NOW.search(value) else None
    if base == "text":
        plain, length = written.strip("'\"“”"), known.meaning.data.length
        fits = value not in listed("determiner", "pronoun", "adverb", "preposition") and (not length or len(plain) <= length)
        return Constant(value=plain) if fits and known.meaning.name != "status" else None
    if value in TRUTHS or base not in ("integer", "decimal", "float") or not value.lstrip("-")[:1].isdigit():
        return None
    plain = value.replace(",", "")
    if "." in plain or base == "decimal":
        return Constant(value=plain, as_decimal=True) if base == "decimal" else None
    return Constant(value=int(plain))
