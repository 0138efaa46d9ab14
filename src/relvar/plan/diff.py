"""The edits that lead from one physical design to another, by ids, in an order in which they can be applied and undone.

What others lean on appears first and goes last: tables before what names them, drops in the reverse. An element whose id stays is
altered, so a new name is a rename. The place of an element in its mapping carries no meaning to an engine and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from relvar.model.changes import Add, Alter, Change, Drop, InStore, InTable, Require, SetContext, SetTable, options
from relvar.model.physical import Physical, Table

IN_TABLE: tuple[InTable, ...] = ("columns", "constraints", "indexes")
BESIDE_TABLES: tuple[InStore, ...] = (
    "roles",
    "views",
    "behaviours",
    "grants",
    "policies",
    "queries",
    "transactions",
    "integrity",
    "settings",
    "jobs",
)


def diff(before: Physical, after: Physical) -> tuple[Change, ...]:
    """Edits with `apply(before, diff(before, after))` equal to `after` as mappings; reversed and in reverse order they undo.

    Linear in elements. A table whose own facts differ beyond its elements and options (its name, rows) is one Alter.
    Extensions and contexts are only ever added: they do no harm when they stay.
    """
    return (
        *_needs(before, after),
        *_drops(before, after),
        *_tables(before, after),
        *_appearing(before, after),
    )


def _needs(before: Physical, after: Physical) -> Iterator[Change]:
    for extension in after.extensions:
        if extension not in before.extensions:
            yield Require(extension=extension)
    for name, like in after.context.items():
        if before.context.get(name) != like:
            yield SetContext(name=name, like=like)


def _drops(before: Physical, after: Physical) -> Iterator[Change]:
    """What leans on others goes first: everything beside the tables, then references, indexes and columns, then tables."""
    for collection in reversed(BESIDE_TABLES):
        yield from _dropped(collection, getattr(before, collection), getattr(after, collection))
    for id_, old in before.tables.items():
        if id_ in after.tables:
            for inside in reversed(IN_TABLE):
                yield from _dropped(inside, getattr(old, inside), getattr(after.tables[id_], inside), id_)
    yield from _dropped("tables", dict(reversed(before.tables.items())), after.tables)


def _tables(before: Physical, after: Physical) -> Iterator[Change]:
    """New tables whole, then the changes inside those that stay."""
    yield from _added("tables", before.tables, after.tables)
    for id_, new in after.tables.items():
        if id_ in before.tables:
            yield from _table(id_, before.tables[id_], new)


def _table(id_: str, old: Table, new: Table) -> Iterator[Change]:
    for inside in IN_TABLE:
        yield from _altered(inside, getattr(old, inside), getattr(new, inside), id_)
        yield from _added(inside, getattr(old, inside), getattr(new, inside), id_)
    if options(old) != options(new):
        yield SetTable(table=id_, before=options(old), after=options(new))


def _appearing(before: Physical, after: Physical) -> Iterator[Change]:
    """A table's own facts, once its elements are in place, then everything beside the tables."""
    for id_, new in after.tables.items():
        old = before.tables.get(id_)
        if old is not None:
            grown = _as_edited(old, new)
            if grown != new:
                yield Alter(collection="tables", id=id_, before=grown, after=new)
    for collection in BESIDE_TABLES:
        yield from _altered(collection, getattr(before, collection), getattr(after, collection))
        yield from _added(collection, getattr(before, collection), getattr(after, collection))


def _as_edited(old: Table, new: Table) -> Table:
    """The old table with the new one's elements and options: what the edits before have made of it."""
    elements = {name: getattr(new, name) for name in IN_TABLE}
    return msgspec.structs.replace(old, **elements, **msgspec.structs.asdict(options(new)))


def _dropped(collection: InStore | InTable, old: Mapping[str, Any], new: Mapping[str, Any], table: str = "") -> Iterator[Change]:
    for id_, element in old.items():
        if id_ not in new:
            yield Drop(collection=collection, id=id_, element=element, table=table)


def _altered(collection: InStore | InTable, old: Mapping[str, Any], new: Mapping[str, Any], table: str = "") -> Iterator[Change]:
    for id_, element in new.items():
        if id_ in old and old[id_] != element:
            yield Alter(collection=collection, id=id_, before=old[id_], after=element, table=table)


def _added(collection: InStore | InTable, old: Mapping[str, Any], new: Mapping[str, Any], table: str = "") -> Iterator[Change]:
    for id_, element in new.items():
        if id_ not in old:
            yield Add(collection=collection, id=id_, element=element, table=table)
