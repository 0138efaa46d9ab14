"""Names of indexes in the database -> the ids that the design calls them by."""

from __future__ import annotations

from relvar.engines.postgresql.behaviours import native_name
from relvar.engines.postgresql.views import unique_index
from relvar.model.behaviour import ForbidOverlap, UpholdDependency
from relvar.model.physical import Physical, UniqueConstraint


def index_ids(physical: Physical) -> dict[str, str]:
    """Physical name of every index -> the id that the design calls it by."""
    found: dict[str, str] = {}
    for table_id, table in physical.tables.items():
        found[table.primary_key_name] = f"{table_id}.primary_key"
        found |= {c.name: f"{table_id}.{key}" for key, c in table.constraints.items() if isinstance(c, UniqueConstraint)}
        found |= {index.name: f"{table_id}.{key}" for key, index in table.indexes.items()}
    for key, behaviour in physical.behaviours.items():
        if isinstance(behaviour, ForbidOverlap | UpholdDependency):
            found[native_name(key)] = f"{behaviour.table}.{key}"
    found |= {unique_index(view): f"{key}.unique_on" for key, view in physical.views.items() if view.materialized}
    return found
