"""The rows of a test database kept aside, and brought back: for a race without its guard leaves rows that the guard would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.physical import Table

if TYPE_CHECKING:
    from relvar.engines.postgresql.live import PostgresDatabase


def keep(database: PostgresDatabase) -> None:
    """A copy of every table, in the temporary schema of the main connection."""
    forget(database)
    writer = PostgresWriter(database.physical)
    for number, table in enumerate(database.physical.tables):
        database.main.execute(f"create temporary table kept_{number} as table {writer.table(table)}")


def rewind(database: PostgresDatabase) -> None:
    """The rows as they were kept. Triggers and references rest meanwhile: what was kept had passed them."""
    writer = PostgresWriter(database.physical)
    with database.main.transaction():
        database.main.execute("set local session_replication_role = replica")
        for number, (table_id, table) in enumerate(database.physical.tables.items()):
            columns = _stored(writer, table)
            database.main.execute(f"delete from {writer.table(table_id)}")
            over = "overriding system value" if any(column.identity for column in table.columns.values()) else ""
            text = f"insert into {writer.table(table_id)} ({columns}) {over} select {columns} from pg_temp.kept_{number}"
            database.main.execute(text)


def _stored(writer: PostgresWriter, table: Table) -> str:
    """Columns that can be written."""
    return ", ".join(writer.quote(column.name) for column in table.columns.values() if column.generated is None)


def forget(database: PostgresDatabase) -> None:
    for number in range(len(database.physical.tables)):
        database.main.execute(f"drop table if exists pg_temp.kept_{number}")
