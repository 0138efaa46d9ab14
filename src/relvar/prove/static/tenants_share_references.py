"""In a design with tenants every reference between two tenants' tables carries the tenant: a plain one accepts another tenant's row."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design, Finding
from relvar.model.physical import ForeignKey, Physical, Table
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "tenants_share_references"


def tenants_share_references(design: Design) -> Iterator[Finding]:
    tenant = design.conceptual.tenant
    for store, physical in stores(design):
        if tenant in physical.tables:
            yield from reported(CHECK, _faults(physical, tenant), "every reference between tables of a tenant carries the tenant", store)


def _faults(physical: Physical, tenant: str) -> Iterator[Fault]:
    holders = {i: c for i, t in physical.tables.items() if (c := _column(t, tenant))}
    for id_, table in physical.tables.items():
        for name, key in table.constraints.items():
            if isinstance(key, ForeignKey) and id_ in holders and key.table in holders and holders[id_] not in key.columns:
                message = f"{table.name}.{key.name} accepts a row of another tenant"
                yield Fault(f"{id_}.{name}", message, f"refer by ({holders[id_]}, ...)")


def _column(table: Table, tenant: str) -> str:
    """The column that names the tenant, or ""."""
    found = (c for c in table.constraints.values() if isinstance(c, ForeignKey) and c.table == tenant and len(c.columns) == 1)
    return next((c.columns[0] for c in found if not table.columns[c.columns[0]].nullable), "")
