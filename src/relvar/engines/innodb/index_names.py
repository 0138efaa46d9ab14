"""Names of indexes in the database -> the ids that the design calls them by. A primary key is always called PRIMARY here."""

from __future__ import annotations

from relvar.model.physical import Physical, UniqueConstraint

PRIMARY = "PRIMARY"


def index_ids(physical: Physical) -> dict[str, str]:
    """Physical name of every index but the primary keys -> the id that the design calls it by."""
    found: dict[str, str] = {}
    for table_id in physical.tables:
        found |= {name: element for name, element in indexes_of(physical, table_id).items() if name != PRIMARY}
    return found


def indexes_of(physical: Physical, table_id: str) -> dict[str, str]:
    """The same of one table, its primary key as well; names of indexes are a table's own here."""
    table = physical.tables[table_id]
    found = {PRIMARY: f"{table_id}.primary_key"}
    found |= {c.name: f"{table_id}.{key}" for key, c in table.constraints.items() if isinstance(c, UniqueConstraint)}
    return found | {index.name: f"{table_id}.{key}" for key, index in table.indexes.items()}
