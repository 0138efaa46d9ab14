"""What may not overlap where the sentence names both what lasts and what they would share: "no two displays in the same arena may overlap"."""

from __future__ import annotations

import re

from relvar.model.conceptual import NoOverlap
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import WORD, singular

SHARED = re.compile(
    rf"\bno two (?P<which>{WORD}(?: {WORD})?) (?:in|at|on|of|with|for|by|from) (?:the same|one) (?P<shared>{WORD}(?: {WORD})?)\b.*\boverlap"
)


def stated(scene: Scene, sentence: Sentence, start: int) -> bool:
    """The rule where it is said so in full, and what lasts has a span of its own; False where another reading is asked for."""
    said = SHARED.search(sentence.text)
    entity = _named(scene, said["which"].split()) if said else ""
    first, last = scene.span_of(entity) if entity else ("", "")
    shared = _shared(scene, entity, said["shared"].split()) if said and first else ""
    if not shared:
        return False
    source = scene.source(sentence.start + start, sentence.end)
    scene.add_rule(f"{entity}_no_overlap_{shared}", NoOverlap(entity=entity, per=(shared,), start=first, end=last, source=source))
    return True


def _named(scene: Scene, words: list[str]) -> str:
    return scene.entity_named((*words[:-1], singular(words[-1])))


def _shared(scene: Scene, entity: str, words: list[str]) -> str:
    """The reference or the attribute that these words, or the first of them, name; the second may be the verb."""
    for said in (words, words[:1]):
        if reference := scene.references(entity).get(scene.entity_named(tuple(said)), ""):
            return reference
        if attribute := scene.attribute_of(entity, tuple(said)):
            return attribute
    return ""
