"""10: full-text indexes. They are filled after the commit and are made outside a transaction; the feature is installed with the server."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlserver.objects import Parts, shortened
from relvar.model.physical import Index, Table
from relvar.model.walking import columns_of

ENGLISH = 1033


def searched(make: Parts) -> Iterator[tuple[str, Index]]:
    for table_id, table in make.physical.tables.items():
        for index in table.indexes.values():
            if index.method == "text":
                yield table_id, index


def key_index(make: Parts, table_id: str) -> str:
    """The unique index of one column by which the words find their row."""
    table: Table = make.physical.tables[table_id]
    return table.primary_key_name if len(table.primary_key) == 1 else search_key(table)


def key_column(make: Parts, table_id: str) -> str:
    """The part of the key that the engine numbers, else its last."""
    table = make.physical.tables[table_id]
    return next((c for c in table.primary_key if table.columns[c].identity), table.primary_key[-1])


def search_key(table: Table) -> str:
    return shortened(f"{table.name}_search_key")


def statements(make: Parts) -> Iterator[Statement]:
    found = list(searched(make))
    if not found:
        return
    yield Statement(text=f"create fulltext catalog {catalog(make)}", because="All words of this design; filled as rows change")
    for table_id, index in found:
        table = make.physical.tables[table_id]
        if len(table.primary_key) > 1:
            key = make.name(table_id, key_column(make, table_id))
            text = f"create unique nonclustered index {make.writer.quote(search_key(table))} on {make.table(table_id)} ({key})"
            text += " on [primary]" if table.partition is not None else ""
            yield Statement(text=text, because="A full-text index asks for a key of one column", element=table_id)
        columns = ", ".join(f"{make.name(table_id, c)} language {ENGLISH}" for p in index.parts for c in columns_of(p.expression))
        text = f"create fulltext index on {make.table(table_id)} ({columns})\nkey index {make.writer.quote(key_index(make, table_id))}"
        text += f" on {catalog(make)} with change_tracking auto"
        yield Statement(text=text, because=index.because, element=f"{table_id}.{index.name}")


def catalog(make: Parts) -> str:
    return make.writer.quote(shortened(f"{make.schema}_words"))
