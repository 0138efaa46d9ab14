"""What a fact is where nobody says it, told in any words: beside the fact and its thing, one value and words of presetting may remain.

"If no colour is given, it is red", "use red as the default for the colour", "a missing colour means red".
"""

from __future__ import annotations

import re
from functools import cache

from relvar.read.text.demands.subject import Fact
from relvar.read.text.naming import plural_words
from relvar.read.text.retention import nearby
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.words import listed

PRESETS = re.compile(
    r"\b(?:defaults?|unless|otherwise|missing|without|new|initial(?:ly)?|preset|pre-?filled|automatically|standard value"
    r"|starts? as|no \w+(?: \w+)? (?:is|was) (?:given|entered|specified|stated|set|chosen|selected)|nothing (?:is|was) \w+"
    r"|when (?:an? |the )?\w+(?: \w+)? is created|leaves?\b.{1,40}\b(?:empty|out|blank)|is (?:left )?(?:empty|blank))\b"
)
WORD = re.compile(r"[\w.,'’-]*\w|[\"“”]")
LONGEST_VALUE = 2  # words


@cache
def _glue() -> frozenset[str]:
    return frozenset(listed("says_nothing")) | frozenset(listed("presetting"))


def preset(scene: Scene, at: int, sentence: Sentence) -> tuple[Fact, str] | None:
    """The fact and its value as written, or None where the sentence says anything else."""
    if not PRESETS.search(sentence.text):
        return None
    words = [found for found in WORD.finditer(sentence.text) if found[0] not in '"“”']
    said = [found[0].strip(",.'’") for found in words]
    for entity in nearby(scene, sentence, at):
        for attribute in scene.entities[entity].attributes:
            place = _place(said, attribute.split("_"))
            if place < 0:
                continue
            left = [i for i in range(len(said)) if not place <= i < place + len(attribute.split("_"))]
            left = [i for i in left if not _is_of(said[i], entity) and said[i] not in _glue()]
            whole = bool(left) and left[-1] - left[0] + 1 == len(left) <= LONGEST_VALUE
            if whole:
                begin, end = words[left[0]].start(), words[left[-1]].end()
                text = scene.text[sentence.start + begin : sentence.start + end].strip(",.'’\"“”")
                return Fact(entity, attribute), text.lower() if begin == 0 else text
    return None


def _place(said: list[str], wanted: list[str]) -> int:
    """Where the words of a name stand one after the other, or -1."""
    return next((i for i in range(len(said) - len(wanted) + 1) if said[i : i + len(wanted)] == wanted), -1)


def _is_of(word: str, entity: str) -> bool:
    parts = entity.split("_")
    return word in parts or word == plural_words(tuple(parts)).split()[-1]
