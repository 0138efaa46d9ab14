"""Judgements that only MongoDB needs: what a server of documents does not do, and what is done instead, is decided here.

Decides what upholds each rule of the rows for which the server has no means: references, totals, states, overlaps, limits. Stays
silent on what the design does not ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.mongodb.access import access
from relvar.engines.mongodb.behaviours import upheld
from relvar.engines.mongodb.concerns import concerns
from relvar.engines.mongodb.operating import sharding, zones
from relvar.engines.mongodb.places import Store
from relvar.engines.mongodb.securing import encryption_files, row_filters
from relvar.model.design import Decision, Design, Manual
from relvar.model.figures import listed
from relvar.model.physical import Physical
from relvar.plan.trace import foreign_keys

ADVISOR = "mongodb"
VALIDATION = Manual(title="MongoDB manual: schema validation", address="https://www.mongodb.com/docs/manual/core/schema-validation/")
ATOMIC = Manual(title="MongoDB manual: atomicity", address="https://www.mongodb.com/docs/manual/core/write-operations-atomicity/")


def advise(design: Design, store: str) -> Iterator[Decision]:
    physical = design.physical[store]
    yield from _references(physical)
    yield from _rules(physical)
    yield from access(physical)
    yield from row_filters.decided(design, store)
    yield from encryption_files.decided(design, store)
    yield from sharding.decided(design, store)
    yield from zones.decided(design, store)
    yield from concerns(physical)


def _references(physical: Physical) -> Iterator[Decision]:
    layout = Store.of(physical).layout
    crossing = [
        f"{table.name}.{', '.join(table.columns[c].name for c in key.columns)}"
        for id_, table in physical.tables.items()
        for key in foreign_keys(table)
        if layout.home[id_] != layout.home[key.table] or layout.embedding(id_) is None
    ]
    if crossing:
        yield Decision(
            advisor=ADVISOR,
            subject="references",
            choice=f"{listed(crossing, 4)}: kept by the writer, asked for daily",
            because=f"{len(crossing)} references, asked in test/01_integrity.js",
            evidence=(VALIDATION,),
            instead_of=("references checked at every write",),
        )


def _rules(physical: Physical) -> Iterator[Decision]:
    by: dict[str, list[str]] = {}
    for _, how, says in upheld(physical):
        by.setdefault(how, []).append(says)
    for how, said in by.items():
        yield Decision(
            advisor=ADVISOR,
            subject=f"rules.{how.replace(' ', '_')}",
            choice=f"{len(said)} rule{'s' if len(said) > 1 else ''} by {how}",
            because="; ".join(dict.fromkeys(said)),
            evidence=(ATOMIC,),
            instead_of=("triggers",),
        )
