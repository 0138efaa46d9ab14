"""What goes when something else goes: "packages are deleted with their consignment", "deleting a post deletes its remarks"."""

from __future__ import annotations

import re

import msgspec

from relvar.read.text.scene import Scene

GONE = r"(?:deleted|removed|erased|purged|discarded|dropped)"
FOLLOWS = re.compile(
    rf"\b{GONE} (?:together |along )?with (?:its|their|the|his|her)\b|"
    rf"\b(?:if|when|once) [^,;]{{1,40}} (?:is|are|gets?) {GONE}\b[^.;]{{1,60}}\b(?:{GONE}|goes?|disappears?|vanish(?:es)?)\b|"
    r"\b(?:deleting|removing) [^,;]{1,40} (?:also )?(?:deletes|removes)\b"
)
STAYS = re.compile(r"\b(?:not|never|cannot|stays?|remains?|keep|kept|unless)\b|n't\b")
DENIED = re.compile(r"(?:\b(?:not|never|cannot)|n't)(?: be| get)? $")


def read_together(scene: Scene) -> None:
    """Where a sentence names two things of which one goes with the other, the reference says so."""
    for sentence in scene.sentences:
        found = FOLLOWS.search(sentence.text)
        if found is None or STAYS.search(found[0]) or DENIED.search(sentence.text[: found.start()]):
            continue
        for entity in sentence.named:
            for owner, name in scene.references(entity).items():
                if owner in sentence.named and owner != entity:
                    scene.relationships[name] = msgspec.structs.replace(scene.relationships[name], on_delete="cascade")
