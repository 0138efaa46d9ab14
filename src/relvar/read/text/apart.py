"""What may not overlap where the sentence names both what lasts and what they would share: "no two displays in the same arena may overlap"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.model.conceptual import NoOverlap
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued
from relvar.read.text.words import WORD, singular

# what two do that must not: by these alone, whatever the sentence around them
TOGETHER = Cued(
    r"\b(?:overlap\w*|clash\w*|collid\w*|coincid\w*|conflict\w*|intersect\w*|double[- ]?book\w*|simultaneous\w*|in parallel"
    r"|concurrent\w*|disjoint"
    r"|at (?:the same|any(?: given| one)?|one|a) (?:time|moment)|at once|twice for the same (?:time|period)|one after (?:the other|another)"
    r"|already has (?:a|an|one)|(?:has|have) (?:\w+ ){1,4}to (?:itself|themselves)|blocks? (?:\w+ ){1,4}for (?:all|any|every) other"
    r"|already (?:\w+ )?(?:taken|booked|occupied|in use|reserved|rented|assigned|used)"
    r"|while \w+ \w+ is (?:booked|taken|occupied|in use|reserved|rented))\b",
    "overlap|clash|collid|coincid|conflict|intersect|double|simultaneous|in parallel|concurrent|disjoint|at the same|at any|at one|at a|at once"
    "|twice for|one after|already|to itself|to themselves|block|while ",
)
DENIED = re.compile(
    r"\b(?:no|not|never|cannot|none|nobody|neither|impossible|refus\w+|reject\w+|forbid\w*|prevent\w*|avoid\w*|without|exclud\w+|prohibit\w*|disjoint"
    r"|only (?:ever )?(?:one|once|a single)|at most one|one after|(?:just|exactly) one|conflict\w* (?:is|are|must)|only if (?:they|these)"
    r"|to itself|to themselves|for (?:all|any|every) other|one (?:\w+ ){1,3}at (?:a|any|the same))\b|n't\b"
)
LOOKED_AT = re.compile(r"\b(?:edit|chang|updat|view|see|open|log|sav|delet)\w*\b")  # what people do at once to one row is no span of it
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


def told_apart(scene: Scene, at: int, sentence: Sentence) -> bool:
    """A sentence that forbids what lasts to be there twice at a time, in any words: it names what lasts, or what they would share, or both.

    Whether a rule was added.
    """
    found = TOGETHER.search(sentence.text)
    if not found or not DENIED.search(sentence.text) or LOOKED_AT.search(sentence.text):
        return False
    return keep_apart(scene, sentence)


def keep_apart(scene: Scene, sentence: Sentence) -> bool:
    """Whether what a sentence names has something that lasts, and now never twice at a time."""
    for entity, other in _competing(scene, sentence):
        first, last = scene.span_of(entity)
        source = scene.source(sentence.start, sentence.end)
        rule = NoOverlap(entity=entity, per=(scene.references(entity)[other],), start=first, end=last, source=source)
        scene.add_rule(f"{entity}_no_overlap_{other}", rule)
        return True
    return False


def _competing(scene: Scene, sentence: Sentence) -> Iterator[tuple[str, str]]:
    """What lasts, and what only one of them may have at a time, to which it refers."""
    named = sentence.named
    lasting = [name for name in named if scene.span_of(name)[0]]
    for entity in lasting:
        references = scene.references(entity)
        yield from ((entity, other) for other in named if other in references and other != entity)
    if not lasting:
        for other in named[:1]:  # "visitors cannot sit in two rooms at once" forbids no showings, which know of no visitor
            yield from ((entity, other) for entity in scene.referring(other) if scene.span_of(entity)[0])
    elif len(named) == 1 and len(references := scene.references(lasting[0])) == 1:
        yield lasting[0], next(iter(references))
