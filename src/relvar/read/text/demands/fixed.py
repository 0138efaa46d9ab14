"""What never changes once it is there: whole rows ("readings are immutable"), or one fact ("the price may not be changed after creation")."""

from __future__ import annotations

import re

from relvar.read.text.demands.subject import facts_before, subject_before
from relvar.read.text.naming import words_of
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.sought import Cued
from relvar.read.text.words import listed, verb_form

IMMUTABLE = Cued(
    r"\b(immutable|append[- ]only|never changes?d?|(?:can|may|must|are|is) ?(?:not|never|no longer) (?:longer )?(?:be "
    r")?(?:changed?|modified|edited|altered|updated|overwritten)|never (?:be )?(?:changed|modified|"
    r"edited|altered|updated|deleted|overwritten))\b",
    "immutable|append|never|not|no longer",
    "immutable|append|change|modified|edited|altered|updated|deleted|overwritten",
)
AT_BIRTH = re.compile(
    r"\b(?:once|after|when|as soon as) (?:it |they |has been |have been |is |are |was |were |being )*(?:created|"
    r"creation|set|entered|recorded|saved|registered|given|stored|made|entry|issued)\b"
)
CONDITIONAL = re.compile(r"\b(?:once|after|when|while|if|until|unless|before|as soon as|as long as|without|except|by)\b")


def read_fixed(scene: Scene, at: int, sentence: Sentence) -> None:
    """Mark what one sentence says is never changed; under a condition of its own nothing is (a final state says that)."""
    match = IMMUTABLE.search(sentence.text)
    if not match:
        return
    if CONDITIONAL.search(AT_BIRTH.sub("", sentence.text)):
        return
    end = match.start()
    before = [e for noun in nouns(sentence.parts) if noun.start < sentence.start + end and (e := scene.entity_of(noun))]
    subject = next((n for n in reversed(list(nouns(sentence.parts))) if n.end <= sentence.start + end), None)
    if (
        not before
        or (subject is not None and not scene.entity_of(subject) and subject.head not in listed("pronoun"))
        or _ends_in_a_fact(scene, sentence, end)
    ):
        _fact(scene, at, sentence, end)
        return
    in_a_state = subject is not None and any(verb_form(w)[1] == "ed" for w in subject.words[:-1]) and len(words_of(subject)) > 1
    if not in_a_state and scene.entities[before[-1]].entity_kind != "party":
        scene.replace(before[-1], immutable=True)
        scene.used.append(sentence.start)


def _ends_in_a_fact(scene: Scene, sentence: Sentence, end: int) -> bool:
    """ "the price of a room": the fact, not the room."""
    named = [n for n in nouns(sentence.parts) if n.end <= sentence.start + end]
    whose = [e for n in named if (e := scene.entity_of(n))]
    return any((w := words_of(n)) and scene.attribute_of(whose[-1], w) for n in named) if whose else False


def _fact(scene: Scene, at: int, sentence: Sentence, end: int) -> None:
    if subject_before(sentence, end):
        for entity, attribute in facts_before(scene, sentence, at, end):
            scene.change_attribute(entity, attribute, frozen=True)
            scene.used.append(sentence.start)
