"""Names of keys and indexes -> ids of the design: "table.index"."""

from __future__ import annotations

from relvar.model.physical import Physical, UniqueConstraint


def index_ids(physical: Physical) -> dict[str, str]:
    found: dict[str, str] = {}
    for table_id, table in physical.tables.items():
        found[table.primary_key_name] = f"{table_id}.primary_key"
        found |= {c.name: f"{table_id}.{key}" for key, c in table.constraints.items() if isinstance(c, UniqueConstraint)}
        found |= {index.name: f"{table_id}.{key}" for key, index in table.indexes.items()}
    return found
