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
from relvar.read.text.sought import Cued, cues, first_cues, one_stands

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
    r"\b(?:is|are|be|being) (?:fully |always )?(?:audited|auditable)\b",
    rf"\b(?:reconstruct|trace|track|log|record|see|follow|document)\w* (?:back )?(?:every|each|all|any) (?:\w+ )?{CHANGE}\b",
    rf"\b(?:every|each|all|any) (?:\w+ )?{CHANGE} [^.;]{{0,60}}\b(?:journal|log|trail|history|protocol)\b",
    r"\b(?:track|record|trace|log|know|see|trail) (?:of )?who (?:edits?|changes?|updates?|modif\w+|deletes?)\b",
    r"\bwithout (?:leaving )?(?:a|any) trace\b",
    rf"\b(?:previous|former|old|earlier|past|prior) (?:versions?|values?|states?)\b[^.;]{{0,60}} {MUST} (?:be )?(?:always )?{KEPT}",
    rf"\baudit\w*\W+(?:of )?(?:all |every |any )*{CHANGE} (?:to|of|in|on)\b",
    rf"\b{CHANGE}\b[^.;]{{0,60}} leaves? (?:a|their) traces?\b",
    rf"\b(?:old|previous|former) (?:value|version|state)s?\b[^.;]*\b(?:is|are|gets?) {CHANGED}\b",
    r"\b(?:operations?|activity|audit) (?:log|journal|trail)s?\b(?! (?:has|have|with|holds|contains|shows)\b)[^.;:,]*(?:, [a-z ]+ and [a-z ]+)?$",
)
OF_CHANGES = re.compile("|".join(TRACED))
# "the change history of each contract, including the date, the content and the amount": a thing with facts of its own
LISTS_FACTS = re.compile(
    r"\b(?:including|such as|comprising|consisting of)\b[^,.]{1,60},|\b(?:saves|stores|records|keeps|contains|includes|has)\b[^,.]{1,60},[^,.]{1,60},"
)
SIGNS = cues(
    "chang",
    "audit",
    "operation",
    "activity",
    "update",
    "edit",
    "modif",
    "correct",
    "delet",
    "alter",
    "adjust",
    "touched",
    "created",
    "removed",
    "audited",
    "trace",
    "previous",
    "former",
    "earlier",
    "prior",
    "old ",
)
ENCRYPTED = Cued(r"\b(?:encrypt(?:ed|ion)?|enciphered|ciphered)\b", "encrypt|ciphered")
CONFIDENTIAL = Cued(
    r"\b(?:confidential|sensitive|strictly private|kept (?:secret|private)|secret|leak(?:ed|s)?|especially protected|specially"
    r" protected|highly protected)\b",
    "confidential|sensitive|private|secret|leak|protected",
)
MASKED = Cued(r"\bmask(?:ed|ing)?\b|\bonly the last (?:four|three|two|\d) (?:digits|characters|letters)\b", "mask|only the last")
FOR_SOME = re.compile(r"\b(?:for|from|to) (?!display|everybody|everyone|all\b|lists?|screens?|reports?)")
PLAIN = Cued(r"\b(?:not|never|no)\b[^.;]*\b(?:plain ?-?text|clear ?-?text|in the clear|unencrypted)\b", "plain|clear|unencrypted")
PROTECTED = Cued(
    r"\b(?:is|are|remains?|stays?|counts? as) (?:personal(?: data)?|private|protected)\b|\b(?:be|kept) (?:well |especially |specially"
    r" )?(?:protected|private)\b"
    r"|^(?:keep|protect)\b[^.;]*\b(?:private|secret|safe)\b",
    "personal|private|protected|secret|safe",
)
DEMANDED = re.compile(rf"\b{MUST}\b|^(?:encrypt|mask|hash|treat|keep|protect)\b|: ?(?:encrypted|confidential|masked)")
LAST = re.compile(r"\blast (?:four|4)\b")
HASHED = Cued(r"\b(?:hashed|stored as a hash|one-way)\b", "hash|one-way")
CLOSELY = (ENCRYPTED, CONFIDENTIAL, HASHED, PLAIN, PROTECTED)
HANDLED, KEPT_CLOSE = first_cues(ENCRYPTED, CONFIDENTIAL, MASKED, PLAIN), first_cues(*CLOSELY)
DENIED = re.compile(r"\b(?:not|no|never|n't)\b")
ERASABLE = Cued(ERASED, ERASING)
PERSONAL_DATA = re.compile(
    r"(?:^|encrypt |protect )(?:all |the )?(?:personal|private|sensitive|personally identifiable) (?:data|information|details)\b"
)
LEVELS: dict[str, Sensitivity] = {"public": "internal", "internal": "personal", "financial": "special", "personal": "special"}


def is_handling(text: str) -> bool:
    """Whether a sentence, in lower case, says how changes or values are to be handled, and so nothing of what is kept."""
    handled = (one_stands(SIGNS, text) and OF_CHANGES.search(text) is not None) or (
        one_stands(HANDLED, text)
        and "," not in text
        and any(sign.search(text) for sign in (ENCRYPTED, CONFIDENTIAL, MASKED, PLAIN))
        and DEMANDED.search(text) is not None
    )
    return handled and LISTS_FACTS.search(text) is None


def read_handling(scene: Scene) -> bool:
    """Mark what sentences name; whether one of them asks for a trail of all changes."""
    everything = False
    for sentence in scene.sentences:
        if one_stands(SIGNS, sentence.text) and (found := OF_CHANGES.search(sentence.text)) and not DENIED.search(sentence.text):
            scene.used.append(sentence.start + found.start())
            everything |= not _trace(scene, sentence)
        if one_stands(KEPT_CLOSE, sentence.text) and any(sign.search(sentence.text) for sign in CLOSELY):
            _protect(scene, sentence)
        elif MASKED.search(sentence.text):
            _mask(scene, sentence)
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
    if DENIED.search(sentence.text) and not PLAIN.search(sentence.text):
        return
    found = _facts(scene, sentence)
    if PERSONAL_DATA.search(sentence.text):
        found += [(e, a) for e, known in scene.entities.items() for a, it in known.attributes.items() if it.meaning.sensitivity == "personal"]
    for entity, attribute in dict.fromkeys(found):
        scene.used.append(sentence.start)
        meaning = scene.entities[entity].attributes[attribute].meaning
        level = _level(sentence.text, meaning.sensitivity)
        if meaning.sensitivity != "secret":
            scene.change_attribute(entity, attribute, meaning=msgspec.structs.replace(meaning, sensitivity=level))


def _level(text: str, now: Sensitivity) -> Sensitivity:
    """How closely a value is held by what the text says of it, and never less closely than it is."""
    if HASHED.search(text):
        return "secret"
    if ENCRYPTED.search(text) or PLAIN.search(text):
        return "special"
    if CONFIDENTIAL.search(text):
        return LEVELS.get(now, now)
    return "personal" if now in ("public", "internal") else now


def _facts(scene: Scene, sentence: Sentence) -> list[tuple[str, str]]:
    """The attributes that a sentence names, by words of their own."""
    named = [n for n in nouns(sentence.parts) if words_of(n)[-1] != "data" and not scene.entity_of(n)]
    return list(dict.fromkeys(fact for noun in named for fact in facts_named(scene, sentence, noun)))


def _mask(scene: Scene, sentence: Sentence) -> None:
    """What is masked for everybody who looks; for one role it is a restriction (`rights`)."""
    if DENIED.search(sentence.text) or FOR_SOME.search(sentence.text):
        return
    for entity, attribute in _facts(scene, sentence):
        meaning = scene.entities[entity].attributes[attribute].meaning
        level: Sensitivity = meaning.sensitivity if meaning.sensitivity not in ("public", "internal") else "personal"
        shown = "last4" if LAST.search(sentence.text) else meaning.mask or "hide"
        scene.change_attribute(entity, attribute, meaning=msgspec.structs.replace(meaning, sensitivity=level, mask=shown))
        scene.used.append(sentence.start)
