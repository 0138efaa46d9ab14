"""Where short values of a thing lie that it has several of, and that have nothing of their own: tags, keywords, phone numbers, colours.

Decides, once for a store that has such lists: a table with a row for each value, which first normal form gives. The decision says what the
engine's own list in the row of its owner would take instead, with an index of its members, in bytes.

Stays silent where no table is such a list: one with a column of its own beside the value, or one that something refers to, is a thing.

Weighs: the room that a list saves, against what it cannot do. It has no order and no beginnings of words in its index, no answer from the index
alone, no reference from elsewhere, no check of one value, and two who add a word write the same row, of which one waits. Where the engine
has no index of members, each question by a value reads every list.

Sources: docs/decisions/0021 and bench/README.md, a million things on PostgreSQL, MySQL and SQLite; manuals on GIN and multi-valued indexes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Column, ForeignKey, Physical, Table
from relvar.plan.capacity.bytes import table_bytes, value_bytes

ADVISOR, SUBJECT = "keep_value_lists", "value_lists"
MEMBERS = "member_indexes"  # an index that finds a list by what is in it
LIST_VALUE = "list_value_bytes"  # of a value in a list and in the index of its members, beside its text
SHOWN = 4
MEASURED = Manual(title="1,000,000 lists: a page by a word equally fast either way, its count 6 and 44 times slower in lists (our measurement)")


class ValueList(NamedTuple):
    """A table that holds nothing but values of another table's rows."""

    table: Table
    owner: Table
    value: Column


def keep_value_lists(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the store."""
    physical = design.physical[store]
    found = [one for table_id, table in physical.tables.items() if (one := _value_list(physical, table_id, table)) is not None]
    if found:
        yield _decision(store, features, physical, found)


def _value_list(physical: Physical, table_id: str, table: Table) -> ValueList | None:
    """The table as a list of values, where it is one: a reference to its owner and one column more, both its key, and nobody refers to it."""
    references = [c for c in table.constraints.values() if isinstance(c, ForeignKey)]
    if len(references) != 1 or set(table.primary_key) != set(table.columns) or _is_referred_to(physical, table_id):
        return None
    values = [column for id_, column in table.columns.items() if id_ not in references[0].columns]
    return ValueList(table, physical.tables[references[0].table], values[0]) if len(values) == 1 else None


def _is_referred_to(physical: Physical, table_id: str) -> bool:
    return any(isinstance(c, ForeignKey) and c.table == table_id for table in physical.tables.values() for c in table.constraints.values())


def _decision(store: str, features: Features, physical: Physical, found: list[ValueList]) -> Decision:
    largest = max(found, key=lambda one: one.table.rows)
    others = listed([one.table.name for one in found if one is not largest], SHOWN)
    return Decision(
        advisor=ADVISOR,
        subject=SUBJECT,
        store=store,
        choice="a row for each value",
        because=_against(features, physical, largest) + (f"; likewise {others}" if others else ""),
        evidence=tuple(_evidence(features, physical, largest)),
        instead_of=(f"lists inside {largest.owner.name}",),
    )


def _rows_take(features: Features, physical: Physical, one: ValueList) -> float:
    return table_bytes(one.table, physical.tables, features)


def _list_takes(features: Features, one: ValueList) -> float:
    return one.table.rows * (features.limit(LIST_VALUE) + value_bytes(one.value, features))


def _against(features: Features, physical: Physical, largest: ValueList) -> str:
    """What a list would save in room, and what it would cost."""
    rows = f"{largest.table.name} takes {size(_rows_take(features, physical, largest))} with its indexes"
    if not features.can(MEMBERS):
        return f"{rows}; no index here finds a member of a list, so that each question by {largest.value.name} would read all {largest.owner.name}"
    takes = size(_list_takes(features, largest))
    return f"{rows}, against {takes} as lists; two who add a {largest.value.name} write two rows, and its index orders, begins and counts"


def _evidence(features: Features, physical: Physical, largest: ValueList) -> Iterator[Evidence]:
    fact = features.capabilities[MEMBERS]
    yield EngineFact(engine=features.engine, capability=MEMBERS, can=fact.can, manual=fact.manual)
    rows = f"{count(largest.table.rows)} {largest.table.name}"
    if fact.can:
        each = _list_takes(features, largest) / max(1.0, largest.table.rows)
        yield Computed(formula=f"{rows} × {each:.0f} bytes in a list", value=round(_list_takes(features, largest)), unit="bytes as lists")
        yield MEASURED
    takes = _rows_take(features, physical, largest)
    yield Computed(formula=f"{rows} × {takes / max(1.0, largest.table.rows):.0f} bytes", value=round(takes), unit="bytes as rows")
