"""How what is kept is to be handled: changes that must be traceable, what is confidential or stored encrypted.

Such sentences name what is kept and tell nothing new of it. What they name is marked; what they say of everything is a trait of the whole
(`circumstances`).
"""

from __future__ import annotations

import re

import msgspec

from relvar.model.semantic import Sensitivity
from relvar.read.text.circumstances import ERASED, ERASING
from relvar.read.text.naming import words_of
from relvar.read.text.rights import facts_named
from relvar.read.text.scene import Scene, Sentence, nouns
from relvar.read.text.sought import Sought

CHANGE = r"(?:changes?|updates?|edits?|modifications?|corrections?|deletions?|alterations?|adjustments?)"
CHANGED = r"(?:changed|updated|edited|modified|corrected|deleted|altered|adjusted|touched|created|removed)"
KEPT = (
    r"(?:logged|recorded|tracked|audited|traceable|auditable|kept|documented|stored|remembered|traced|retained|visible|provable"
    r"|reconstructable|comprehensible)"
)
MUST = r"(?:is|are|be|must|should|shall|has to|have to|needs? to|can|may|will|remains?|stays?)"
# what is kept of a change, where that is no fact of its own
WITH = r"(?: (?:together |along )?with (?:its |the |both )?(?:old|previous|former|prior|user|author|person|time|date|timestamp|who)\b[^.;]*)?"
TRACED = (
    rf"\b{CHANGE} (?:to|of|in|on|made to) [^.;]{{1,60}}? {MUST}\b(?: \w+){{0,4}}? {KEPT}{WITH}$",
    rf"\b(?:every|each|all|any) (?:\w+ )?{CHANGE} {MUST}\b(?: \w+){{0,4}}? {KEPT}{WITH}$",
    rf"\bwho (?:has |had |last |and when )?{CHANGED}\b",
    rf"\b(?:history|trail|log|journal|record|protocol) of (?:all |every |the |its |their )*{CHANGE}\b",
    rf"\b{CHANGE} (?:history|trail|log)\b",
    r"\b(?:is|are|be|being) (?:fully |always )?audited\b",
)
OF_CHANGES = re.compile("|".join(TRACED))
# "the change history of each contract, including the date, the content and the amount": a thing with facts of its own
LISTS_FACTS = re.compile(
    r"\b(?:including|such as|comprising|consisting of)\b[^,.]{1,60},|\b(?:saves|stores|records|keeps|contains|includes|has)\b[^,.]{1,60},[^,.]{1,60},"
)
SIGNS = ("change", "update", "edit", "modif", "correct", "delet", "alter", "adjust", "touched", "created", "removed", "audited")
ENCRYPTED = re.compile(r"\b(?:encrypt(?:ed|ion)?|enciphered|ciphered)\b")
CONFIDENTIAL = re.compile(
    r"\b(?:confidential|sensitive|strictly private|kept (?:secret|private)|secret|especially protected|specially protected|highly protected)\b"
)
HASHED = re.compile(r"\b(?:hashed|stored as a hash|one-way)\b")
DENIED = re.compile(r"\b(?:not|no|never|n't)\b")
ERASABLE = Sought(ERASED, ERASING)
PERSONAL_DATA = re.compile(r"\b(?:all |the )?(?:personal|private|sensitive|personally identifiable) (?:data|information|details)\b")
LEVELS: dict[str, Sensitivity] = {"public": "internal", "internal": "personal", "financial": "special", "personal": "special"}


def is_handling(text: str) -> bool:
    """Whether a sentence, in lower case, says how changes or values are to be handled, and so nothing of what is kept."""
    if LISTS_FACTS.search(text):
        return False
    if any(sign in text for sign in SIGNS) and OF_CHANGES.search(text):
        return True
    return bool(ENCRYPTED.search(text) or CONFIDENTIAL.search(text)) and bool(re.search(rf"\b{MUST}\b", text)) and "," not in text


def read_handling(scene: Scene) -> bool:
    """Mark what sentences name; whether one of them asks for a trail of all changes."""
    everything = False
    for sentence in scene.sentences:
        if any(sign in sentence.text for sign in SIGNS) and (found := OF_CHANGES.search(sentence.text)) and not DENIED.search(sentence.text):
            scene.used.append(sentence.start + found.start())
            everything |= not _trace(scene, sentence)
        if ENCRYPTED.search(sentence.text) or CONFIDENTIAL.search(sentence.text) or HASHED.search(sentence.text):
            _protect(scene, sentence)
        if ERASABLE.search(sentence.text):
            scene.used.append(sentence.start)
    return everything


def _trace(scene: Scene, sentence: Sentence) -> bool:
    """The entities whose changes the sentence speaks of, by themselves or by a fact of theirs; false where it names none."""
    named = [e for e in sentence.named if scene.entities[e].entity_kind != "party" or "who" not in sentence.text]
    found = named or list(dict.fromkeys(e for noun in nouns(sentence.parts) for e, _ in facts_named(scene, sentence, noun)))
    for entity in found:
        scene.replace(entity, traced=True)
    return bool(found)


def _protect(scene: Scene, sentence: Sentence) -> None:
    if DENIED.search(sentence.text):
        return
    found = [fact for noun in nouns(sentence.parts) if words_of(noun)[-1] != "data" for fact in facts_named(scene, sentence, noun)]
    if PERSONAL_DATA.search(sentence.text):
        found += [(e, a) for e, known in scene.entities.items() for a, it in known.attributes.items() if it.meaning.sensitivity == "personal"]
    for entity, attribute in dict.fromkeys(found):
        scene.used.append(sentence.start)
        meaning = scene.entities[entity].attributes[attribute].meaning
        level: Sensitivity = (
            "secret" if HASHED.search(sentence.text) else "special" if ENCRYPTED.search(sentence.text) else LEVELS.get(meaning.sensitivity, "special")
        )
        if meaning.sensitivity != "secret":
            scene.change_attribute(entity, attribute, meaning=msgspec.structs.replace(meaning, sensitivity=level))
