"""How each kind of ALTER TABLE is done: the cheapest way that the server does not refuse, by `[alterations]` of the flavour's `dialect.toml`.

Each statement says its way (ALGORITHM, LOCK), so that a server refuses rather than copies a table unseen. What a table has makes a way
dearer: a full-text index, partitions, a key on what is computed, a stored computed column, a check over a type that the server takes
for a changed one. The facts are tried, each of them and each two together, on real servers.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec.structs import replace

from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.dialect import Way
from relvar.model.physical import CheckConstraint, Index
from relvar.model.walking import columns_of

WAYS: tuple[Way, ...] = get_args(Way)  # from the cheapest to the dearest
CLAUSES: dict[Way, str] = {
    "instant": "algorithm = instant",
    "online": "algorithm = inplace, lock = none",
    "waiting": "algorithm = inplace, lock = shared",
    "copy": "algorithm = copy, lock = shared",
}
Trait = Literal["searched", "partitioned", "computed_key", "stored_column", "retyped_check"]
Kind = Literal[
    "add_column", "add_stored_column", "add_virtual_column", "drop_column", "drop_virtual_column", "add_key",
    "add_text_key", "add_computed_key", "add_unique_computed_key", "drop_key", "drop_computed_key", "drop_unique_computed_key",
    "hide_key", "add_reference", "drop_reference", "add_check", "drop_check", "move_check", "make_required", "make_optional",
]  # fmt: skip
# What writers wait for, where they do.
PURPOSES: dict[Kind, str] = {
    **dict.fromkeys(("add_column", "add_stored_column", "add_virtual_column"), "new column"),
    **dict.fromkeys(("drop_column", "drop_virtual_column"), "column dropped"),
    **dict.fromkeys(("add_key", "add_text_key", "add_computed_key", "add_unique_computed_key"), "new index"),
    **dict.fromkeys(("drop_key", "drop_computed_key", "drop_unique_computed_key", "hide_key"), "index dropped"),
    **dict.fromkeys(("add_reference", "drop_reference"), "reference"),
    **dict.fromkeys(("add_check", "drop_check"), "check"),
    "move_check": "check moved",
    "make_required": "not null",
    "make_optional": "null",
}


def way(ddl: Ddl, table: str, kind: Kind, index: str = "") -> Way:
    """The dearest of what the kind asks for usually and of what each trait asks for that the table has beside the index."""
    facts = ddl.writer.dialect.alterations[kind]
    asked: list[Way] = [facts["usual"], *(facts[trait] for trait in traits(ddl, table, index) if trait in facts)]
    return max(asked, key=WAYS.index)


def traits(ddl: Ddl, table_id: str, index: str = "") -> set[Trait]:
    """What the table has that makes ways dearer, beside the index of that id."""
    table = ddl.physical.tables[table_id]
    if index:
        others = {key: other for key, other in table.indexes.items() if key != index}
        beside = replace(table, indexes=others)
        return traits(Ddl(replace(ddl.physical, tables={**ddl.physical.tables, table_id: beside})), table_id)
    stored = any(c.generated is not None and ddl.storage(table_id, c) == "stored" for c in table.columns.values())
    found: dict[Trait, bool] = {
        "searched": any(index.method == "text" for index in table.indexes.values()),
        "partitioned": table.partition is not None,
        "computed_key": bool(ddl.writer.computed(table_id)),
        "stored_column": stored,
        "retyped_check": _checks_retyped(ddl, table_id),
    }
    return {trait for trait, has in found.items() if has}


def index_kind(ddl: Ddl, table_id: str, index: Index, verb: Literal["add", "drop"]) -> Kind:
    """Which kind of ALTER adds or drops the index."""
    kinds: tuple[Kind, Kind, Kind, Kind] = ("add_key", "add_text_key", "add_computed_key", "add_unique_computed_key")
    if verb == "drop":
        kinds = ("drop_key", "drop_key", "drop_computed_key", "drop_unique_computed_key")
    plain, words, computed, unique = kinds
    if ddl.writer.computed_of(table_id, index):
        return unique if index.unique else computed
    return words if index.method == "text" else plain


def column_kind(ddl: Ddl, table_id: str, id_: str) -> Kind:
    """Which kind of ALTER adds the column."""
    column = ddl.physical.tables[table_id].columns[id_]
    if column.generated is None:
        return "add_column"
    return "add_stored_column" if ddl.storage(table_id, column) == "stored" else "add_virtual_column"


def _checks_retyped(ddl: Ddl, table_id: str) -> bool:
    table, retyped = ddl.physical.tables[table_id], ddl.writer.dialect.retyped
    columns = {key for key in table.columns if ddl.types.bare(table_id, key).split("(")[0] in retyped}
    checks = (c for c in table.constraints.values() if isinstance(c, CheckConstraint) and ddl.is_written(table_id, c))
    return any(columns_of(check.condition) & columns for check in checks)
