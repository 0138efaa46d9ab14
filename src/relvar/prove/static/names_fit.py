"""Every name is short enough for the engine, is no reserved word, needs no quotes, and is the only one of its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from relvar.engines import engine
from relvar.model.design import Design, Finding
from relvar.model.physical import Physical
from relvar.prove.static.claim import Fault, reported, stores

CHECK = "names_fit"
PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


def names_fit(design: Design) -> Iterator[Finding]:
    for store, physical in stores(design):
        features = engine(physical.engine).features()
        names = list(_names(physical))
        faults = [f for where, name in names for f in _faults(where, name, int(features.limit("identifier_bytes")), features.reserved)]
        twice = [n for n, count in Counter(n for w, n in names if w.endswith(":relation")).items() if count > 1]
        faults += [Fault(n, f"{n} names two tables, views or indexes") for n in twice]
        yield from reported(CHECK, faults, f"{len(names)} names are short, plain, not reserved and distinct", store)


def _names(physical: Physical) -> Iterator[tuple[str, str]]:
    """(where, name); what shares one name space (tables, views, indexes) is marked."""
    for id_, table in physical.tables.items():
        yield f"{id_}:relation", table.name
        yield from ((f"{id_}.{c}", column.name) for c, column in table.columns.items())
        yield from ((f"{id_}.{c}", constraint.name) for c, constraint in table.constraints.items())
        yield from ((f"{id_}.{i}:relation", index.name) for i, index in table.indexes.items())
    yield from ((f"{id_}:relation", view.name) for id_, view in physical.views.items())
    yield from ((id_, role.name) for id_, role in physical.roles.items())


def _faults(where: str, name: str, longest: int, reserved: frozenset[str]) -> Iterator[Fault]:
    subject = where.removesuffix(":relation")
    if len(name.encode()) > longest:
        yield Fault(subject, f"{name} has {len(name.encode())} bytes; the engine keeps {longest}")
    if not PLAIN.match(name):
        yield Fault(subject, f"{name!r} would need quotes everywhere")
    if name in reserved:
        yield Fault(subject, f"{name} is a reserved word")
