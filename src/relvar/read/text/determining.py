"""Dependencies that a text states: "a postal code determines its city", "the city depends only on the postal code".

Such a sentence tells nothing of who has what: it relates facts of one thing, and what they are named after is no thing of its own for it.
"""

from __future__ import annotations

import re

from relvar.model.conceptual import Determines
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import WORD, listed, singular

SIDE = rf"((?:{WORD},? ){{0,9}}?{WORD})"
DETERMINES = re.compile(rf"^{SIDE} (?:(?:together|alone|uniquely|always|functionally) )*determines? {SIDE}\W*$")
DEPENDS = re.compile(rf"^{SIDE} (?:(?:is|are) (?:(?:uniquely|always) )?determined by|depends? only (?:on|upon)) {SIDE}\W*$")
BETWEEN = re.compile(r",? and |, ")
LONGEST = 240  # characters of a sentence that can be one: longer ones tell more


def sides(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]] | None:
    """What determines and what is determined, each as names of words; None where the sentence says no such thing."""
    if ("determine" not in text and "depend" not in text) or len(text) > LONGEST:
        return None
    plain = " ".join(text.lower().split())
    found = DETERMINES.match(plain)
    if found:
        return _names(found[1]), _names(found[2])
    found = DEPENDS.match(plain)
    return (_names(found[2]), _names(found[1])) if found else None


def _names(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(name for part in BETWEEN.split(words) if (name := _name(part)))


def _name(part: str) -> tuple[str, ...]:
    """The name without its article, and without the owner behind it: "the city of an address" is a city."""
    left_out = listed("determiner", "each") | {"its", "their", "the", "a", "an", "both", "only"}
    words = [word for word in part.split(" of ")[0].split() if word not in left_out]
    return (*words[:-1], singular(words[-1])) if words else ()


def tells_only_that(text: str) -> bool:
    """Whether the sentence is about facts alone: "the plan determines the price" speaks of a plan, which may be a thing."""
    found = sides(text)
    return found is not None and all(is_attribute_head(name[-1]) for name in found[0]) and bool(found[1])


def determining(scene: Scene, at: int, sentence: Sentence) -> None:
    """A rule of the entity that has all the facts, those spoken of before first."""
    found = sides(sentence.text)
    if found is None:
        return
    near = [name for other in reversed(scene.sentences[: at + 1]) for name in other.named]
    for entity in dict.fromkeys((*near, *scene.entities)):
        left = tuple(scene.attribute_of(entity, name) for name in found[0])
        right = tuple(scene.attribute_of(entity, name) for name in found[1])
        if all(left) and all(right) and not set(left) & set(right):
            source = scene.source(sentence.start, sentence.start + len(sentence.text))
            scene.add_rule(f"{entity}_{'_'.join(left)}_determines", Determines(entity=entity, left=left, right=right, source=source))
            return
