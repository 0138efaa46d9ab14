"""Capped: a trail of which only the newest is ever looked at, and that nobody promised to keep, gives up its oldest by size. It is
taken only where the name says that it is a trail, for what a capped collection drops nobody is told of.
"""

from __future__ import annotations

import msgspec

from relvar.model.behaviour import Audit, Expire
from relvar.model.design import Computed, Manual
from relvar.model.documents import Capped
from relvar.model.figures import count, size
from relvar.model.query import Select
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.documents.sizes import row_bytes
from relvar.plan.trace import foreign_keys

TRAILS = {"log", "trace", "heartbeat", "ping", "tick", "debug", "metric"}
DAYS = 30  # of arrivals that fit: a month of looking back
LEAST = 16 * 1024 * 1024
MANUAL = Manual(title="MongoDB manual: capped collections", address="https://www.mongodb.com/docs/manual/core/capped-collections/")


def capped(sight: Sight) -> Found | None:
    table = sight.physical.tables[sight.id]
    entity = sight.design.conceptual.entities.get(table.relation)
    if entity is None or not entity.immutable or not set(sight.id.split("_")) & TRAILS or not _is_newest_only(sight) or _is_kept(sight):
        return None
    each = row_bytes(sight.physical, sight.id)
    room = max(LEAST, round(table.rows_per_day * DAYS * each))
    return Found(
        after=msgspec.structs.replace(sight.collection, capped=Capped(bytes=room)),
        choice=f"capped: {size(room)}",
        because=f"only the newest {table.name} are asked for",
        evidence=(Computed(formula=f"{count(table.rows_per_day)} a day × {DAYS} days × {each:.0f} B", value=room, unit="bytes"), MANUAL),
        instead_of=("a TTL index, and its deletions",),
    )


def _is_newest_only(sight: Sight) -> bool:
    asked = [q.statement for q in sight.physical.queries.values() if q.statement.table == sight.id]
    return bool(asked) and all(isinstance(s, Select) and s.limit and s.order_by and s.order_by[0].descending for s in asked)


def _is_kept(sight: Sight) -> bool:
    rules = sight.physical.behaviours.values()
    promised = any(isinstance(b, Expire) and b.table == sight.id for b in rules) or any(
        isinstance(b, Audit) and sight.id in (b.table, b.log) for b in rules
    )
    return promised or any(k.table == sight.id for t in sight.physical.tables.values() for k in foreign_keys(t))
