"""Where documents belong, where the brief asks that data stay in a region: by the country of whom they are about.

Codes: ISO 3166-1; members of the European Union and the EEA as of 2024.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from relvar.engines.mongodb.places import Store
from relvar.model.design import Design
from relvar.model.documents import Collection
from relvar.plan.documents.layout import KEY

TRAIT = "data residency"
MEANING = "country"  # ISO 3166-1 alpha-2
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EEA = f"{EU} IS LI NO"
REGIONS = {
    "EU": EU, "European Union": EU, "Europe": EEA, "EEA": EEA, "US": "US", "USA": "US", "United States": "US", "North America": "US CA MX",
    "UK": "GB", "United Kingdom": "GB", "Germany": "DE", "France": "FR", "Spain": "ES", "Italy": "IT", "Netherlands": "NL", "Canada": "CA",
    "Brazil": "BR", "Australia": "AU", "India": "IN", "Japan": "JP", "Singapore": "SG", "China": "CN",
}  # fmt: skip


class Zoned(NamedTuple):
    """A collection that says by `field` where its documents belong."""

    collection: Collection
    field: str

    @property
    def key(self) -> dict[str, Any]:
        return {self.field: 1, KEY: 1}


def regions(design: Design) -> dict[str, tuple[str, ...]]:
    """Zone -> codes of its countries, of the regions that the brief names; none where it asks for no residence, or for one place only."""
    if TRAIT not in design.conceptual.traits:
        return {}
    taken: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for name in design.conceptual.scale.regions:
        codes = tuple(code for code in REGIONS.get(name, "").split() if code not in taken)
        if codes:
            found[name] = codes
            taken.update(codes)
    return found


def zoned(store: Store, design: Design) -> tuple[list[Zoned], list[str]]:
    """Collections of those who are at home somewhere, and the names of those that hold what is theirs without saying where that is."""
    found, homeless = [], []
    for collection in store.physical.collections.values():
        entity = design.conceptual.entities.get(store.physical.tables[collection.root].relation)
        column = next((i for i, a in entity.attributes.items() if a.meaning.name == MEANING and a.required), "") if entity is not None else ""
        if entity is not None and entity.entity_kind == "party" and column in store.physical.tables[collection.root].columns:
            found.append(Zoned(collection, store.layout.full(collection.root, column)))
        elif _is_personal(store, collection):
            homeless.append(collection.name)
    return found, homeless


def _is_personal(store: Store, collection: Collection) -> bool:
    tables = (store.physical.tables[t] for t in (collection.root, *collection.embedded))
    return any(c.sensitivity in ("personal", "special") for table in tables for c in table.columns.values())
