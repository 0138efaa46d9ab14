"""Rows that people see of their own and no others, told by what a sentence leaves over: "members are shown their loans and no others"."""

from __future__ import annotations

from relvar.read.text.plain.sharing import KeptApart
from relvar.read.text.rights import On, Right, is_role
from relvar.read.text.scene import Scene, Sentence, nouns


def told_of_theirs(scene: Scene, sentence: Sentence, found: list[Right]) -> list[Right]:
    """The rights that a sentence states as they were found, or that the people it names see what refers to them."""
    told = scene.resolver.claims.demands.get(sentence.end)
    if not isinstance(told, KeptApart) or told.people or any(right.own for right in found):
        return found
    named = {noun: entity for noun in nouns(sentence.parts) if (entity := scene.entity_of(noun))}
    who = next((noun for noun, entity in named.items() if scene.entities[entity].entity_kind == "party" and is_role(scene, noun, sure=True)), None)
    what = dict.fromkeys(entity for entity in named.values() if who is not None and scene.upwards(entity, named[who]))
    if who is None or not what:
        return found
    scene.used.append(sentence.start)
    return [Right((who,), ("read",), tuple(On(entity) for entity in what), "may", own=True)]
