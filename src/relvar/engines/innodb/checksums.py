"""Rows and a checksum of every table: independent of the order of rows and of columns (CHECKSUM TABLE goes by the columns' order)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relvar.engines.innodb.live import InnodbDatabase

COLUMNS = """select c.table_name, c.column_name from information_schema.columns c
join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
where c.table_schema = database() order by c.table_name, c.column_name"""
DIGITS = 15  # of a row's digest that are added up: 60 bits


def checksums(database: InnodbDatabase) -> dict[str, tuple[int, str]]:
    """Per table id (the name, where the design has no such table): how many rows, and the sum of a digest of each."""
    columns: dict[str, list[str]] = {}
    for table, column in database.rows(COLUMNS):
        columns.setdefault(table, []).append(column)
    ids = {table.name: key for key, table in database.physical.tables.items()}
    found = {}
    for table, names in columns.items():
        values = ", ".join(f"concat('{name}=', hex(cast(`{name}` as binary)))" for name in names)  # nothing of one that is null
        digest = f"cast(conv(left(sha2(concat_ws(',', {values}), 256), {DIGITS}), 16, 10) as unsigned)"
        ((count, total),) = database.rows(f"select count(*), coalesce(sum({digest}), 0) from `{table}`")
        found[ids.get(table, table)] = (int(count), str(total))
    return found
