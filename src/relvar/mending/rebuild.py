"""A table made anew under its own name with its rows, indexes and triggers, where an engine cannot change it in place.

Source: SQLite manual, "ALTER TABLE", 7. Making Other Kinds Of Table Schema Changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from relvar.exporting.models.ddl import index_text, object_text, table_text
from relvar.exporting.models.ddl_words import words_of
from relvar.model.existing import Existing, FoundTable

BESIDE = "_anew"  # behind the name of the table while both stand


def rebuild(existing: Existing, before: FoundTable, after: FoundTable) -> str:
    """The statements that make `after` of `before`. A column that `before` does not have is left to be filled by the engine."""
    return "\n".join(_statements(existing, before, after))


def _statements(existing: Existing, before: FoundTable, after: FoundTable) -> Iterator[str]:
    words = words_of(existing.dialect)
    old, beside = words.table(before.id), replace(after, name=after.name + BESIDE)
    new = words.table(beside.id)
    yield table_text(existing, beside)
    kept = [name for name, column in after.columns.items() if name in before.columns and not column.generated and not before.columns[name].generated]
    columns = ", ".join(map(words.quote, kept))
    yield f"insert into {new} ({columns}) select {columns} from {old};"
    yield f"drop table {old};"
    yield f"alter table {new} rename to {old};"
    yield from (index_text(existing, after, index) for index in after.indexes)
    yield from (object_text(existing, found) for found in existing.objects if found.kind == "trigger" and found.on == before.id)
