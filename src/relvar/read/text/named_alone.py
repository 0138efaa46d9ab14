"""Sentences of one known thing and one fact that say that no two of the thing have the same: "the same code may not occur twice"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from relvar.read.text.mentions import Abstract, only
from relvar.read.text.naming import Key, is_attribute_head
from relvar.read.text.sought import Cued
from relvar.read.text.words import singular

# so much says it by itself
SIGNS = Cued(
    r"\b(?:uniqu\w+|identif\w+|primary key|pk|keyed|as (?:the |an? )?(?:\w+ )?key|the key of|distinct|different F"
    r"|differ|different from|one of a kind|recogni[sz]\w+"
    r"|(?:tells?|told)(?: Xs?)? apart|^key of X|distinguish\w*|referred to by|used? (?:only )?once|(?:only|just) once"
    r"|tells? one X from|uniquely determined|^one X , one F|^one F\b.*\bone X|no other|of its own|its own"
    r"|(?:only|exactly|just|at most|one) one X\b.*\bF|F\b.*\b(?:only|exactly|just) one X|for one X only)\b",
    "uniqu|identif|key|pk|distin|differ|one|recogni|apart|referred|once|other|own",
)
# so much says it where it is denied, forbidden or refused
DENIED = Cued(
    r"\b(?:(?:the )?same|identical|twice|duplicates?|duplicated|reused?|repeat\w*|(?:a )?second X|another X|already"
    r"|existing|shares?|again|two Xs|more than one X)\b",
    "same|identical|twice|duplicate|reuse|repeat|second|another|already|existing|share|again|two|more",
)
NEGATION = Cued(
    r"\b(?:no|not|never|cannot|can't|mustn't|isn't|aren't|don't|doesn't|nobody|nothing|neither|impossible|prevents?"
    r"|forbid(?:s|den)?|avoid(?:ed)?|reject(?:s|ed)?"
    r"|refuse[sd]?|error|exclude[sd]?)\b",
    "no|never|can't|mustn't|isn't|aren't|don't|doesn't|neither|impossible|prevent|forbid|avoid|reject|refuse|error|exclude",
)
KEYS = re.compile(r"\b(?:identif\w+|primary key|pk|keyed|key|recogni[sz]\w+|apart|distinguish\w*|referred)\b")
WITHIN = re.compile(r"\b(?:within|inside|combination|together|both)\b")
NOUNS = {"reference", "record", "link", "page", "table", "serial", "relation", "list", "application"}  # of such a name, where a number follows
NUMBERS = {"number", "id", "code", "name"}  # heads of names of their own
ELLIPTIC = {"given", "particular", "specific", "certain", "identical", "distinct", "different", "duplicate", "unique", "same", "own", "existing"}


@dataclass(frozen=True, slots=True)
class NamedAlone:
    """`identifies`: it is told as the name of the thing; else as what may not come twice."""

    thing: Key
    fact: Key
    identifies: bool
    sure: bool


def named_alone(said: Abstract, known: Mapping[Key, set[Key]]) -> NamedAlone | None:
    """None where the sentence speaks of more than that, or says the contrary."""
    says = SIGNS.may_stand(said.text) or (DENIED.may_stand(said.text) and NEGATION.may_stand(said.text))
    if len(said.things) != 1 or not says or WITHIN.search(said.text):
        return None
    thing = said.things[0]
    fact, text = _fact(said.text, known[thing])
    if not fact or not _is_of(fact, thing, known):
        return None
    sign, denied, negation = SIGNS.search(text), DENIED.search(text), NEGATION.search(text)
    if not ((sign and (not negation or re.search(r"\bno other\b|without doubt", text))) or (denied and negation)):
        return None
    rest = set(re.findall(r"(?<!')\b[a-z_][\w'-]*", re.sub(r"\b[XF]s?\b", " ", text)))
    if not rest <= only("framed", "naming"):
        return None
    return NamedAlone(thing, fact, bool(KEYS.search(text)) and not denied, sure=True)


def _is_of(fact: Key, thing: Key, known: Mapping[Key, set[Key]]) -> bool:
    """Not where it was told of another thing alone: that its codes are unique for each thing says something else."""
    others = any(fact in facts for key, facts in known.items() if key != thing)
    return fact in known[thing] or not others


def _fact(text: str, facts: set[Key]) -> tuple[Key, str]:
    """The one fact that the sentence names, known before or by its head, and the text with F in its place."""
    words = text.split(" ")
    usual = frozenset(only("framed", "naming") | {"X", "Xs"})
    found: set[Key] = set()
    shown: list[str] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(4, 0, -1) if at + n <= len(words) and _key(words[at : at + n]) in facts), 0)
        if not size:
            size = _unusual(words, at, usual)
        if size:
            found.add(_key(words[at : at + size]))
            shown.append("F")
        else:
            shown.append(words[at])
        at += size or 1
    fact = next(iter(found)) if len(found) == 1 else ()
    return (fact, " ".join(shown)) if fact and is_attribute_head(fact[-1]) and fact[0] not in ELLIPTIC else ((), text)


def _unusual(words: list[str], at: int, usual: frozenset[str]) -> int:
    """How many words from here on are of a name: none that such sentences hold anyway, but a number or an ID at its end."""
    size = int(words[at] in NOUNS and at + 1 < len(words) and singular(words[at + 1]) in NUMBERS)
    while at + size < len(words) and words[at + size][0].isalpha():
        word = words[at + size]
        counting = not size and word == "number" and words[at + size + 1 : at + size + 2] == ["of"]
        if word in usual and (singular(word) not in NUMBERS or counting or (not size and word in ("id", "ids", "key"))):
            break
        size += 1
        if singular(word) in NUMBERS:
            break
    return size


def _key(words: list[str]) -> Key:
    return (*words[:-1], singular(words[-1]))
