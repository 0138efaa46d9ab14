"""Whether a fact must be given, and what it is where nobody gives it: "the price is optional", "the default price is 10"."""

from __future__ import annotations

import re

from relvar.model.expression import Constant
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import WORD, listed

# an attribute by its words, and of what it is: "price", "the end date of a film"
FACT = rf"({WORD}(?: {WORD}){{0,2}}(?: of (?:a|an|the|each|every) {WORD}(?: {WORD})?)?)"
MISSING = re.compile(
    rf"{FACT} (?:is|are) (?:always )?(?:optional|not (?:required|mandatory|compulsory))\b|"
    rf"{FACT} (?:may|can|might) (?:also )?(?:be (?:empty|left empty|left blank|left out|missing|unknown|null|omitted)|remain empty)\b"
)
GIVEN = re.compile(
    rf"{FACT} (?:is|are) (?:always )?(?:required|mandatory|compulsory)\b|"
    rf"{FACT} must (?:always )?be (?:given|provided|present|filled in|entered|specified|known)\b|"
    rf"{FACT} (?:cannot|can not|must not|may not|must never|can never) be (?:empty|left empty|left blank|blank|null|missing|omitted)\b"
)
VALUE = r"(-?\d+(?:\.\d+)?|true|false|yes|no)"
DEFAULT = re.compile(rf"default {FACT} is {VALUE}\b|{FACT} (?:defaults? to|is by default) {VALUE}\b|{FACT} is {VALUE} by default\b")
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}


def fact_of(scene: Scene, sentence: Sentence, at: int, words: str) -> tuple[str, str]:
    """The entity and attribute that words name: of the entity behind "of", of those of this sentence, then of the ones before; ("", "") for none."""
    named, _, whose = words.partition(" of ")
    owner = scene.entity_named(_plain(whose)) if whose else ""
    parts = _plain(named)
    for cut in range(len(parts)):
        for entity in [owner] if owner else nearby(scene, sentence, at):
            if found := scene.attribute_of(entity, parts[cut:]):
                return entity, found
    return "", ""


def _plain(words: str) -> tuple[str, ...]:
    """Without what stands before and behind a name."""
    parts = tuple(words.replace("'s ", " ").split())
    while parts and parts[0] in listed("determiner", "each", "modal", "pronoun"):
        parts = parts[1:]
    while parts and parts[-1] in listed("be", "modal"):
        parts = parts[:-1]
    return parts


def presence(scene: Scene, at: int, sentence: Sentence) -> None:
    """Mark what one sentence says may be missing, or must be given."""
    for pattern, required in ((MISSING, False), (GIVEN, True)):
        for match in pattern.finditer(sentence.text):
            entity, attribute = fact_of(scene, sentence, at, next(words for words in match.groups() if words))
            if attribute:
                scene.change_attribute(entity, attribute, required=required)
                scene.used.append(sentence.start)


def default(scene: Scene, at: int, sentence: Sentence) -> None:
    """What a number or a flag is where nobody says it."""
    for match in DEFAULT.finditer(sentence.text):
        words, value = (group for group in match.groups() if group)
        entity, attribute = fact_of(scene, sentence, at, words)
        made = _constant(value, scene.entities[entity].attributes[attribute].meaning.data.base) if attribute else None
        if made is not None:
            scene.change_attribute(entity, attribute, default=made)
            scene.used.append(sentence.start)


def _constant(value: str, base: str) -> Constant | None:
    if base == "boolean":
        return Constant(value=TRUTHS[value]) if value in TRUTHS else None
    if value in TRUTHS or base not in ("integer", "decimal", "float"):
        return None
    if "." in value or base == "decimal":
        return Constant(value=value, as_decimal=True) if base == "decimal" else None
    return Constant(value=int(value))
