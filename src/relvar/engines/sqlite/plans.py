"""`explain query plan` -> which keys and indexes are used and which tables are read as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from relvar.engines.base import Plan
from relvar.model import expression as e
from relvar.model.noun import Noun
from relvar.model.physical import Physical, Table, UniqueConstraint
from relvar.model.query import Delete, Insert, Select, Update
from relvar.model.query import Statement as QueryStatement

STEP = re.compile(
    r"(?P<how>SEARCH|SCAN) (?P<alias>\S+)"
    r"(?:.*?USING (?:AUTOMATIC )?(?:PARTIAL )?(?:COVERING )?(?P<what>INTEGER PRIMARY KEY|PRIMARY KEY|INDEX \S+))?"
)


def plan(physical: Physical, statement: QueryStatement, rows: Sequence[Sequence[Any]]) -> Plan:
    """What the rows of `explain query plan` (id, parent, -, detail) say of the statement."""
    aliases = dict(_aliases(statement))
    details = [str(row[3]) for row in rows]
    sorts = any("TEMP B-TREE FOR ORDER BY" in d or "TEMP B-TREE FOR RIGHT PART" in d for d in details)
    limited = isinstance(statement, Select) and not sorts and _stops_early(statement)
    uses: set[str] = set()
    scans: set[str] = set()
    for detail in details:
        _step(physical, aliases, detail, limited, uses, scans)
    return Plan(frozenset(uses), frozenset(scans), "\n".join(details))


def _stops_early(select: Select) -> bool:
    """Whether a limit ends the walk: a filter without an order may look at every row."""
    return bool(select.limit) and not select.group_by and (bool(select.order_by) or select.where is None)


def _step(physical: Physical, aliases: dict[str, str], detail: str, limited: bool, uses: set[str], scans: set[str]) -> None:
    found = STEP.match(detail)
    if found is None:
        return
    search = _search_table(physical, found["alias"])
    if search:
        uses.add(search)
        return
    table_id = aliases.get(found["alias"], "") or _named(physical, found["alias"])
    if not table_id:
        return
    ordered = found["how"] == "SCAN" and limited  # reads along the key only as far as the limit
    used = element(table_id, physical.tables[table_id], found["what"] or ("PRIMARY KEY" if ordered and not found["what"] else ""))
    if used and "AUTOMATIC" not in detail:
        uses.add(used)
    if (found["how"] == "SCAN" and not limited) or "AUTOMATIC" in detail:
        scans.add(table_id)


def element(table_id: str, table: Table, what: str) -> str:
    """The id of what SQLite calls "INTEGER PRIMARY KEY", "INDEX orders_ix" or "INDEX sqlite_autoindex_orders_2"."""
    if what.endswith("PRIMARY KEY"):
        return f"{table_id}.primary_key"
    name = what.removeprefix("INDEX ").strip('"')
    for key, index in table.indexes.items():
        if index.name == name:
            return f"{table_id}.{key}"
    automatic = re.match(r"sqlite_autoindex_.*_(\d+)\Z", name)
    return f"{table_id}.{automatic_indexes(table)[int(automatic[1]) - 1]}" if automatic else ""


def automatic_indexes(table: Table) -> list[str]:
    """Keys that SQLite keeps in an index of its own, in the order of their numbers."""
    unique = [key for key, c in table.constraints.items() if isinstance(c, UniqueConstraint)]
    return unique if table.without_rowid or is_row_id(table) else ["primary_key", *unique]


def is_row_id(table: Table) -> bool:
    """The key is the table's own row number: one column that the engine numbers."""
    return not table.without_rowid and len(table.primary_key) == 1 and table.columns[table.primary_key[0]].identity


def _search_table(physical: Physical, name: str) -> str:
    for table_id, table in physical.tables.items():
        for key, index in table.indexes.items():
            if index.method == "text" and index.name == name:
                return f"{table_id}.{key}"
    return ""


def _named(physical: Physical, name: str) -> str:
    return next((key for key, table in physical.tables.items() if table.name == name), "")


def _aliases(value: Any) -> Iterator[tuple[str, str]]:
    """(alias, table id) of everything the statement reads."""
    if isinstance(value, Select):
        yield value.alias, value.table
        for join in value.joins:
            yield join.alias, join.table
    if isinstance(value, e.Exists):
        yield value.alias, value.table
    if isinstance(value, Insert):
        return
    children = value if isinstance(value, tuple) else ()
    if isinstance(value, Noun):
        children = tuple(getattr(value, field) for field in value.__struct_fields__)
    for child in children:
        if isinstance(child, Noun | tuple):
            yield from _aliases(child)
    if isinstance(value, Update | Delete):
        return
