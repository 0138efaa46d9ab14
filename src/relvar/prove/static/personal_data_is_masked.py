"""Roles that report, audit or watch read personal and special data only through a mask, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "personal_data_is_masked"
HELD = ("personal", "special", "secret")
MASKED_DUTIES = ("reporting", "auditor", "monitor")


def personal_data_is_masked(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        if not engine(physical.engine).features().can("roles"):
            message = "the engine has no roles: masks are views for whoever opens the file"
            yield from reported(CHECK, (), message, store)
            continue
        count = sum(c.sensitivity in HELD for t in physical.tables.values() for c in t.columns.values())
        yield from reported(
            CHECK, _faults(physical), f"{count} personal columns are out of sight of reports, audits and monitoring, or masked", store
        )


def _faults(physical: Physical) -> Iterator[Fault]:
    for grant in physical.grants.values():
        role = physical.roles[grant.role]
        table = physical.tables.get(grant.on)
        if table is None or role.duty not in MASKED_DUTIES or "select" not in grant.operations:
            continue
        for id_, column in table.columns.items():
            if column.sensitivity in HELD and (not grant.columns or id_ in grant.columns):
                yield Fault(
                    f"{grant.on}.{id_}", f"{role.name} reads {table.name}.{column.name} ({column.sensitivity}) in the clear", "grant a masked view"
                )
