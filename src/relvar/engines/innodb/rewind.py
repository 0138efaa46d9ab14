"""The rows of a test database kept aside, and brought back: for a race without its guard leaves rows that the guard would refuse."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relvar.engines.innodb.live import InnodbDatabase

COLUMNS = """select table_name, group_concat(concat('`', column_name, '`') order by ordinal_position separator ', ')
from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where table_schema = database() and table_type = 'BASE TABLE' and coalesce(generation_expression, '') = '' group by table_name"""


TURNS = itertools.count()  # elements may be taken away one inside the other


@contextlib.contextmanager
def kept(database: InnodbDatabase) -> Iterator[Callable[[], None]]:
    """A copy of every table in temporary tables of the main connection; gives the function that brings the rows back."""
    turn, columns = next(TURNS), {str(table): str(names) for table, names in database.rows(COLUMNS)}
    for number, (table, names) in enumerate(columns.items()):
        database.rows(f"create temporary table kept_{turn}_{number} select {names} from `{table}`")
    try:
        yield lambda: _rewind(database, columns, turn)
    finally:
        for number in range(len(columns)):
            database.rows(f"drop temporary table if exists kept_{turn}_{number}")


def _rewind(database: InnodbDatabase, columns: dict[str, str], turn: int) -> None:
    """References and triggers rest meanwhile: what was kept had passed them. A trigger rests by being gone."""
    triggers = [str(row[0]) for row in database.rows("show triggers")]
    written = [str(database.rows(f"show create trigger `{name}`")[0][2]) for name in triggers]
    for name in triggers:
        database.rows(f"drop trigger `{name}`")
    database.rows("set foreign_key_checks = 0")
    try:
        for number, (table, names) in enumerate(columns.items()):
            database.rows(f"delete from `{table}`")
            database.rows(f"insert into `{table}` ({names}) select {names} from kept_{turn}_{number}")
    finally:
        database.rows("set foreign_key_checks = 1")
        for text in written:
            database.rows(text)
