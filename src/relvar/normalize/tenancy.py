"""Which relations belong to a tenant: those that reach it by references. Lookups that all tenants share reach none, so they stay shared."""

from __future__ import annotations

from relvar.model.conceptual import Conceptual
from relvar.normalize.placement import Placement


def owned(model: Conceptual, placement: Placement) -> frozenset[str]:
    """Entities and associations whose every instance lies in one tenant; the tenant itself is not among them.

    A person who merely may point at something of a tenant (an optional reference) can belong to several, so a party needs a required one.
    O(entities + relationships).
    """
    if not model.tenant:
        return frozenset()
    binding: dict[str, list[str]] = {}
    for child, references in placement.references.items():
        for one in references:
            if one.required or model.entities[child].entity_kind not in ("party", "lookup"):
                binding.setdefault(one.parent, []).append(child)
    for id_, entity in model.entities.items():
        if entity.supertype:
            binding.setdefault(entity.supertype, []).append(id_)
    for id_ in placement.associations:
        relationship = model.relationships[id_]
        for end in (relationship.first, relationship.second):
            binding.setdefault(end.entity, []).append(id_)
    return _reached(model.tenant, binding)


def _reached(tenant: str, binding: dict[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [tenant]
    while waiting:
        for child in binding.get(waiting.pop(), ()):
            if child not in found and child != tenant:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
