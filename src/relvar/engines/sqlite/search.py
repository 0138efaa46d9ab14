"""Full-text search: an FTS5 table beside the table, filled by triggers, holding no second copy of the text.

Its rows go by the table's row id. Where the key is no whole number the row id is SQLite's own, which `vacuum` may change:
the upkeep and restore scripts rebuild the search tables after it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlite.query import SqliteWriter
from relvar.model import expression as e
from relvar.model.physical import Index, Physical

TOKENS = "unicode61 remove_diacritics 2"  # words in any script, accents ignored


def text_indexes(physical: Physical) -> Iterator[tuple[str, str, Index]]:
    """(table id, index id, index) of every full-text index."""
    for table_id, table in physical.tables.items():
        for key, index in table.indexes.items():
            if index.method == "text":
                yield table_id, key, index


def search(physical: Physical) -> Iterator[Statement]:
    """The search tables and their triggers."""
    writer = SqliteWriter(physical)
    for table_id, key, index in text_indexes(physical):
        table, name = writer.table(table_id), writer.quote(index.name)
        ids = [p.expression.column for p in index.parts if isinstance(p.expression, e.ColumnRef)]
        columns = writer.columns(table_id, ids)
        element = f"{table_id}.{key}"
        options = f"content = '{table}', content_rowid = 'rowid', tokenize = '{TOKENS}'"
        yield Statement(text=f"create virtual table {name} using fts5({columns}, {options})", because=index.because, element=element)
        names = columns.split(", ")
        add = f"insert into {name} (rowid, {columns}) values (new.rowid, {', '.join(f'new.{n}' for n in names)})"
        drop = f"insert into {name} ({name}, rowid, {columns}) values ('delete', old.rowid, {', '.join(f'old.{n}' for n in names)})"
        for event, body in (("insert", [add]), ("delete", [drop]), (f"update of {columns}", [drop, add])):
            part = event.split()[0]
            lines = "".join(f"  {line};\n" for line in body)
            trigger = writer.quote(f"{index.name}_{part}")
            yield Statement(text=f"create trigger {trigger}\nafter {event} on {table} for each row\nbegin\n{lines}end", element=element)
