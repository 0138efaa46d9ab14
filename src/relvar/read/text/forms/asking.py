"""Access patterns that an interface offers: each list endpoint with its parent and parameters."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.brief import Quantity, Source
from relvar.model.conceptual import AccessPattern, Filter
from relvar.read.text.asking import LISTS
from relvar.read.text.forms.shape import Asked, Words
from relvar.read.text.naming import identifier
from relvar.read.text.scene import Scene
from relvar.read.text.searching import operator

NEWEST = 50  # rows of a list of the latest, as for sentences that ask for it
REFERRING = ("id", "no", "number", "code", "name")


def offered(scene: Scene, asked: list[Asked]) -> dict[str, AccessPattern]:
    """The patterns of all endpoints, by id; the one with more parameters wins."""
    found: dict[str, AccessPattern] = {}
    for one in sorted(asked, key=lambda a: -len(a.by)):
        pattern = _pattern(scene, one)
        if pattern is not None:
            found.setdefault(identifier(tuple(pattern.name.split())), pattern)
    return found


def _pattern(scene: Scene, asked: Asked) -> AccessPattern | None:
    entity = scene.entity_named(asked.words)
    if not entity:
        return None
    source = scene.source(asked.start, asked.end)
    scene.used.append(asked.start)
    filters = list(_filters(scene, entity, asked, source))
    time = scene.time_of(entity)
    if asked.between and time:
        filters.append((Filter(op="range", attribute=time), "time"))
    if asked.latest and not time:
        why = Source(kind="rule", words="a list by time needs a time", confidence=0.7)
        time = scene.add_attribute(entity, "created_at", why, "instant")
    if not filters and not asked.latest:
        return None
    plural = scene.entities[entity].plural.replace("_", " ")
    words = " and ".join(said for _, said in filters)
    return AccessPattern(
        name=f"{'the latest ' if asked.latest else ''}{plural}{' by ' + words if words else ''}",
        entity=entity,
        source=source,
        filters=tuple(one for one, _ in filters),
        order=(f"-{time}",) if time and asked.latest else (),
        limit=NEWEST if asked.latest else 0,
        per_day=_often(asked, source),
    )


def _often(asked: Asked, source: Source) -> Quantity:
    if asked.per_day:
        return Quantity(value=asked.per_day, unit="a day", source=source)
    return Quantity(value=LISTS, unit="a day", source=Source(kind="rule", words="a list, no frequency stated", confidence=0.4))


def _filters(scene: Scene, entity: str, asked: Asked, source: Source) -> Iterator[tuple[Filter, str]]:
    parent = scene.entity_named(asked.of) if asked.of else ""
    if parent and parent != entity and (path := scene.between(entity, parent)):
        yield Filter(op="=", path=(path,)), parent.replace("_", " ")
    for words in asked.by:
        if (other := _referred(scene, entity, words)) and (path := scene.between(entity, other)):
            yield Filter(op="=", path=(path,)), " ".join(words)
            continue
        attribute = scene.attribute_of(entity, words) or scene.add_attribute(entity, identifier(words), source, required=False)
        yield Filter(op=operator(scene, entity, attribute), attribute=attribute), " ".join(words)


def _referred(scene: Scene, entity: str, words: Words) -> str:
    """ "?customer_id=" and "?customer=" ask for those of one customer, where customers are kept."""
    plain = words[:-1] if len(words) > 1 and words[-1] in REFERRING else words
    other = scene.entity_named(plain)
    return other if other != entity and not scene.attribute_of(entity, words) else ""
