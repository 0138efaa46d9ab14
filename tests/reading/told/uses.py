"""Whether the model holds what a sentence tells of use: what is asked, by whom, how much there is, what is protected (the strangers' grammar)."""

from __future__ import annotations

import math

from relvar.model.conceptual import AccessPattern, Conceptual
from tests.reading.told.demands import Judge, attribute, between, id_of, kind_of, measured, operations
from tests.reading.told.texts import Sentence

NEAR = 0.03  # months have 28 to 31 days
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
MAY = {"read": "read", "create": "insert", "change": "update", "delete": "delete", "not_delete": "delete", "not_change": "update"}
OPEN = ("public", "internal")
TRAILS = ("audit", "versioned")  # traits that ask for the trail of every table
LOGS = {"audit", "change", "log", "history", "version", "trail", "revision"}


def search(model: Conceptual, told: Sentence) -> bool:
    wanted = id_of(told.facts[0])
    return any(filter_.attribute == wanted and not filter_.path for pattern in _asked(model, told) for filter_ in pattern.filters)


def list_(model: Conceptual, told: Sentence) -> bool:
    """In the order that is told, and as many as are told."""
    kind, fact = kind_of(told), id_of(told.facts[0])
    order, limit = (fact if kind == "sorted" else f"-{fact}"), (told.numbers[1] if kind in ("latest", "top") else None)
    found = [pattern for pattern in _asked(model, told) if pattern.order[:1] == (order,)]
    return any(limit is None or pattern.limit == limit for pattern in found)


def report(model: Conceptual, told: Sentence) -> bool:
    kind, (x, y) = kind_of(told), told.names[:2]
    if kind == "period":
        counted = [pattern for pattern in _asked(model, told) if "count" in pattern.measures]
        return any(group.startswith(f"{told.values[0]}(") for pattern in counted for group in pattern.group_by)
    return measured(model, x, y, "count" if kind == "count" else f"{'sum' if kind == 'total' else 'avg'}({id_of(told.facts[0])})")


def may(model: Conceptual, told: Sentence) -> bool:
    kind, allowed = kind_of(told), operations(model, told.names[2], told.names[0])
    if kind.startswith("not_"):
        return "read" in allowed and MAY[kind] not in allowed
    return MAY[kind] in allowed


def own_only(model: Conceptual, told: Sentence) -> bool:
    """The person reads own rows, and has no other way to those of the others."""
    x, y = told.names[:2]
    actors = [actor for id_, actor in model.actors.items() if id_of(y) in (id_, id_of(actor.name))]
    reading = [p for actor in actors for p in actor.permissions if p.entity == id_of(x) and "read" in p.operations]
    return bool(reading) and all(permission.scope == "own" for permission in reading)


def tenant(model: Conceptual, told: Sentence) -> bool:
    return model.tenant == id_of(told.names[1])


def volume(model: Conceptual, told: Sentence) -> bool:
    kind, entity = kind_of(told), id_of(told.names[0])
    if kind == "grows":
        grown = told.numbers[1]
        return any(math.isclose(model.scale.growth_per_year.value, value) for value in (grown, grown / 100, 1 + grown / 100))
    found, n = model.volumes.get(entity), float(told.values[1])
    if found is None:
        return False
    return found.initial.value == n if kind == "stand" else math.isclose(found.per_day.value, n / DAYS[kind], rel_tol=NEAR)


def sensitive(model: Conceptual, told: Sentence) -> bool:
    """Masked: for everybody or for some role. Else it is enough that the fact is not open."""
    found = attribute(model, told.names[0], told.facts[0])
    permissions = [p for actor in model.actors.values() for p in actor.permissions if p.entity == id_of(told.names[0])]
    hidden = any(id_of(told.facts[0]) in permission.hidden for permission in permissions)
    masked = found is not None and (bool(found.meaning.mask) or hidden)
    return masked or (kind_of(told) != "masked" and found is not None and found.meaning.sensitivity not in OPEN)


def audit(model: Conceptual, told: Sentence) -> bool:
    """A trail of all tables, or of this one, or a log of its changes among the entities."""
    entity = id_of(told.names[0])
    decided = model.decisions.get(f"audit_changes:{entity}")
    traced = entity in model.entities and model.entities[entity].traced
    return bool(set(TRAILS) & set(model.traits) or traced or (decided and decided.choice == "yes") or logs(model, entity))


def logs(model: Conceptual, entity: str) -> set[str]:
    """Entities that are a log of the entity's changes: called so, tied to it, and with a time."""
    called = [name for name in model.entities if LOGS & set(name.split("_")) and between(model, name, entity)]
    return {name for name in called if any(a.meaning.data.base in ("timestamp", "date") for a in model.entities[name].attributes.values())}


def _asked(model: Conceptual, told: Sentence) -> list[AccessPattern]:
    return [pattern for pattern in model.patterns.values() if pattern.entity == id_of(told.names[0])]


USES: dict[str, Judge] = {
    "search": search,
    "list": list_,
    "report": report,
    "may": may,
    "own_only": own_only,
    "tenant": tenant,
    "volume": volume,
    "sensitive": sensitive,
    "audit": audit,
}
