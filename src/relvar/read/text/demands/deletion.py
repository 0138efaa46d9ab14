"""What becomes of the others when something is deleted: they go with it, they stay without it, or it cannot go while they are there.

"When a film is deleted, its songs are deleted too", "deleting a guest keeps their bookings", "studios with films cannot be deleted".
"""

from __future__ import annotations

import re

import msgspec

from relvar.model.conceptual import End, OnDelete
from relvar.read.text.demands.subject import entity_in
from relvar.read.text.scene import Scene, Sentence
from relvar.read.text.sought import Cued, first_cues, one_stands

ARE_GONE = "deleted|removed|erased|purged|discarded|dropped|destroyed"
GONE = rf"(?:{ARE_GONE})"
GOING = r"(?:deleting|removing|erasing|purging|discarding)"
ACTS = r"also|deletes?|removes?|erases?|purges?|keeps?|leaves?|anonymi[sz]es?|does|is|must|will|may|should|takes?|cannot|never|clears?|empties"
WORDS = r"(?:[\w'-]+ ){0,6}?[\w'-]+"
# where it stands which thing is deleted
DELETED = (
    Cued(rf"\b(?:when|if|once|whenever|as soon as|after) (?P<what>{WORDS}) (?:is|are|gets?|has been|have been|was) (?:ever )?{GONE}\b", ARE_GONE),
    Cued(rf"\b{GOING} (?:of )?(?P<what>{WORDS}) (?={ACTS})", "deleting|removing|erasing|purging|discarding"),
    Cued(rf"\b(?:deletion|removal) of (?P<what>{WORDS})(?= (?:{ACTS})\b|[,.;]|$)", "deletion of|removal of"),
    Cued(
        rf"\b{GONE} (?:together |along |automatically )*with (?P<what>(?:its|their|the|his|her|an?|each) {WORDS})(?=[,.;]|$| and\b)",
        ARE_GONE,
        "with",
    ),
)
WITH_IT = Cued(rf"^(?P<what>{WORDS})(?:'s|s') {WORDS} (?:is|are) {GONE} (?:together |along )?with (?:it|them|him|her)\b", ARE_GONE, "with")
BARRED = Cued(
    rf"(?P<what>{WORDS}) (?:can ?not|can't|must not|must never|may not|may never|can only|may only|must "
    rf"only|should not) (?:ever )?(?:be )?(?:{GONE}|delete|remove)\b(?P<behind>.*)$",
    f"delete|remove|{ARE_GONE}",
    "can|must|may|should",
)
SPOKEN_OF = first_cues(*DELETED, WITH_IT, BARRED)
HAVING = re.compile(r"\b(?:with|that (?:still )?(?:has|have|contains?|holds?)|which (?:still )?(?:has|have)|having) ")
WHILE = re.compile(r"\b(?:while|as long as|if|when|unless|until|before|so long as|because|once)\b")
STAYS = re.compile(
    r"\b(?:stays?|remains?|keeps?|kept|survives?|loses?|anonymi[sz]\w*|detached|unassigned|unlinked|"
    r"no longer|emptied|cleared|clears|preserved|leaves|untouched)\b"
    rf"|\bset to (?:null|empty|nothing)\b|\b(?:not|never)(?: be| get| also)* (?:{GONE}|delete|remove)\b|\bwithout (?:a|an|any|its|their)\b"
)
GOES = re.compile(rf"\b(?:{GONE}|deletes?|removes?|erases?|disappears?|vanish(?:es)?|goes|go|purges?|takes)\b")


def read_deletion(scene: Scene) -> None:
    """Let the references of what stays behind say what becomes of them."""
    for sentence in scene.sentences:
        if one_stands(SPOKEN_OF, sentence.text):
            _barred(scene, sentence) or _followed(scene, sentence)


def _barred(scene: Scene, sentence: Sentence) -> bool:
    """ "a studio cannot be deleted while it has films": a row that is referred to stays."""
    found = BARRED.search(sentence.text)
    if found is None or "archived" in found[0]:
        return False
    holder, _, held = _parted(found["what"])
    if not held and not WHILE.search(found["behind"]):
        return False
    what = entity_in(scene, holder)
    return bool(what) and _set(scene, sentence, what, _others(scene, sentence, what), "restrict")


def _parted(words: str) -> tuple[str, str, str]:
    found = HAVING.search(words)
    return (words[: found.start()].strip(), found[0], words[found.end() :]) if found else (words, "", "")


def _followed(scene: Scene, sentence: Sentence) -> bool:
    found = WITH_IT.search(sentence.text) or next((m for pattern in DELETED if (m := pattern.search(sentence.text))), None)
    what = entity_in(scene, found["what"]) if found else ""
    if found is None or not what:
        return False
    whole_is_told = found.re in (WITH_IT.pattern, DELETED[3].pattern)
    rest = sentence.text if whole_is_told else f"{sentence.text[: found.start()]} | {sentence.text[found.end() :]}"
    action: OnDelete | None = "clear" if STAYS.search(rest) else "cascade" if GOES.search(rest) else None
    return action is not None and _set(scene, sentence, what, _others(scene, sentence, what), action)


def _others(scene: Scene, sentence: Sentence, what: str) -> list[str]:
    """What the sentence names of that which refers to it, where need be by the bare word ("its films stay" may be taken for a noun)."""
    named = [entity for entity in sentence.named if entity != what and what in scene.references(entity)]
    return named or [e for e in scene.referring(what) if e != what and _is_said(scene, sentence, e)]


def _is_said(scene: Scene, sentence: Sentence, entity: str) -> bool:
    return re.search(rf"\b(?:{_spoken(entity)}|{_spoken(scene.entities[entity].plural)})\b", sentence.text) is not None


def _spoken(name: str) -> str:
    return re.escape(name.replace("_", " "))


def _set(scene: Scene, sentence: Sentence, what: str, others: list[str], action: OnDelete) -> bool:
    for entity in others:
        name = scene.references(entity)[what]
        known = scene.relationships[name]
        changed = msgspec.structs.replace(known, on_delete=action)
        if action == "clear":
            end = "first" if known.first.entity == what else "second"
            far: End = getattr(known, end)
            changed = msgspec.structs.replace(changed, **{end: msgspec.structs.replace(far, minimum=0)}, frozen=False)
        scene.relationships[name] = changed
        scene.used.append(sentence.start)
    return bool(others)
