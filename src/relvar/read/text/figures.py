"""Reports of what a sentence leaves over beside known things and a fact (`plain.reported`)."""

from __future__ import annotations

from relvar.model.conceptual import AccessPattern
from relvar.read.text.conditions import of_time
from relvar.read.text.plain.reported import Reported
from relvar.read.text.reporting import Groups, made, since, time_of
from relvar.read.text.scene import Scene, Sentence


def figures(scene: Scene, sentence: Sentence) -> AccessPattern | None:
    """The report that a sentence which says nothing else asks for."""
    told = scene.resolver.claims.demands.get(sentence.end)
    if not isinstance(told, Reported):
        return None
    named = list(dict.fromkeys(entity for thing in told.things if (entity := scene.entity_named(thing))))
    entity, fact = _measured(scene, told, named)
    if not entity:
        return None
    found = Groups([], [])
    for other in named:
        if other != entity and (path := scene.upwards(entity, other)):
            found.by.append(".".join(path))
            found.words.append(other.replace("_", " "))
    span = of_time(scene, entity, sentence.text)
    time = time_of(scene, entity) if told.unit or span else ""
    if told.unit:
        found.by.insert(0, f"{told.unit}({time})")
        found.words.insert(0, told.unit)
    if not found.by:
        return None
    measures = (f"{told.measure}({fact})", "count") if fact else ("count",)
    return made(scene, sentence, entity, found, "", since(time, span and span.filter, bool(told.unit)), measures)


def _measured(scene: Scene, told: Reported, named: list[str]) -> tuple[str, str]:
    """What is counted or summed: what has the fact, else of the things the one from which references lead to all others."""
    if told.fact:
        having = [e for e in dict.fromkeys([*named, *(below for e in named for below in scene.downwards(e))]) if scene.attribute_of(e, told.fact)]
        return (having[0], scene.attribute_of(having[0], told.fact)) if having else ("", "")
    lowest = [e for e in named if all(other == e or scene.upwards(e, other) for other in named)]
    return (lowest[0], "") if lowest else ("", "")
