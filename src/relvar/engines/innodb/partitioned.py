"""Which references partitions forbid."""

from __future__ import annotations

from relvar.model.physical import ForeignKey, Physical


def by_trigger(physical: Physical, table_id: str, key: ForeignKey) -> bool:
    """Whether triggers keep the reference."""
    target = physical.tables.get(key.table)
    return physical.tables[table_id].partition is not None or (target is not None and target.partition is not None)
