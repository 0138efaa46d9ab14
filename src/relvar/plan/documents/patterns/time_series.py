"""Time series and bucket: measurements that never change, of one thing after the other, lie in a time-series collection. The engine
gathers them in buckets by what they are of and when, which is the bucket pattern kept by the engine itself. Such a collection has no
unique index, no validator and no reference to its documents: it is taken only where nothing of that is lost but the key of a repeat.
"""

from __future__ import annotations

import msgspec

from relvar.model.behaviour import Audit, Expire
from relvar.model.conceptual import Entity
from relvar.model.design import Computed, Manual, ModelFact
from relvar.model.documents import Granularity, TimeSeries
from relvar.model.figures import DAYS_A_MONTH, SECONDS_A_DAY, count
from relvar.model.physical import Table
from relvar.plan.documents.patterns.found import Found, Sight
from relvar.plan.trace import foreign_keys

LEAST_A_DAY = 10_000.0  # measurements: below, buckets stay nearly empty and an ordinary collection costs no more
BUCKET = 1_000  # measurements that a bucket holds at most
SPANS: tuple[tuple[Granularity, int], ...] = (
    ("seconds", 3_600),
    ("minutes", 86_400),
    ("hours", 2_592_000),
)  # granularity and the seconds that its bucket spans
NUMBERS = ("integer", "decimal", "float")
READ_OFF = ("temperature", "physical_quantity", "signed_quantity", "measurement", "ph", "energy")  # semantic types of instruments' values
BESIDE_IT = ("percentage", "status", "boolean", "latitude", "longitude", "coordinates", "altitude")  # humidity, a door's state, where it was
LONG = 200  # characters: a unit, a code or a state is shorter; more is written by somebody, and is no measurement
MANUAL = Manual(title="MongoDB manual: time series", address="https://www.mongodb.com/docs/manual/core/timeseries/timeseries-granularity/")


def time_series(sight: Sight) -> Found | None:
    table = sight.physical.tables[sight.collection.root]
    entity = sight.design.conceptual.entities.get(table.relation)
    time = _time(table)
    if (
        entity is None
        or not (entity.immutable or _is_reading(entity, table))
        or not time
        or table.rows_per_day < LEAST_A_DAY
        or not (_is_free(sight) and _measures(table))
    ):
        return None
    meta = _meta(table)
    if not meta:
        return None
    owners = max(sight.physical.tables[next(iter(foreign_keys(table))).table].rows, 1.0)
    every = SECONDS_A_DAY / max(table.rows_per_day / owners, 1e-9)
    granularity, span = next((s for s in SPANS if s[1] / every >= 1), SPANS[-1])
    filled = min(BUCKET, span / every)
    expire = next(
        (b.months for b in sight.physical.behaviours.values() if isinstance(b, Expire) and b.table == sight.id and b.months and b.since == time), 0
    )
    series = TimeSeries(
        time=time,
        meta=meta,
        granularity=granularity,
        expire_seconds=round(expire * DAYS_A_MONTH * SECONDS_A_DAY),
    )
    return Found(
        after=msgspec.structs.replace(sight.collection, time_series=series, key=""),
        choice=f"time series and bucket: by {', '.join(table.columns[c].name for c in meta)} and {table.columns[time].name}, {granularity}",
        because=f"{table.name} never change, {count(table.rows_per_day)} a day",
        evidence=(
            ModelFact(element=f"entity {table.relation}", states="immutable" if entity.immutable else "readings, of which nothing asks for a change"),
            Computed(formula=f"{span:,} s a bucket / {every:.3g} s between two of one, {BUCKET:,} at most", value=round(filled), unit="a bucket"),
            MANUAL,
        ),
        instead_of=(f"one document each: {count(table.rows)} entries in every index", "arrays in the thing measured"),
    )


def _time(table: Table) -> str:
    """The instant of the key, else the only one that is always there."""
    instants = [i for i, c in table.columns.items() if c.data.base == "timestamp" and not c.nullable]
    keyed = [i for i in instants if i in table.primary_key]
    return keyed[0] if keyed else instants[0] if len(instants) == 1 else ""


def _meta(table: Table) -> tuple[str, ...]:
    """What a measurement is of: the reference, and names in the key."""
    referring = [c for key in foreign_keys(table) for c in key.columns]
    named = [c for c in table.primary_key if table.columns[c].data.base == "text" and c not in referring]
    return tuple(dict.fromkeys((*referring, *named)))


def _is_reading(entity: Entity, table: Table) -> bool:
    """What happens and is only read off an instrument ("every minute the temperature and the humidity are recorded"), and nothing changes it."""
    meant = [a.meaning.name for a in entity.attributes.values() if a.meaning.data.base not in ("timestamp", "date")]
    read_off = any(name in READ_OFF for name in meant) and all(name in (*READ_OFF, *BESIDE_IT) for name in meant)
    return entity.entity_kind == "event" and table.updates_per_row == 0 and read_off


def _measures(table: Table) -> bool:
    """Whether what is kept beside whose and when is measured: a number at least, and no text of any length, such as a note's."""
    own = [c.data for id_, c in table.columns.items() if id_ not in table.primary_key and id_ not in _meta(table) and c.data.base != "timestamp"]
    return any(d.base in NUMBERS for d in own) and not any(d.base == "text" and (d.length or LONG) >= LONG for d in own)


def _is_free(sight: Sight) -> bool:
    """Whether nothing asks for what such a collection has not: references to it, logs of its changes, elements inside, a second key, a
    number that is kept."""
    tables = sight.physical.tables
    referred = any(k.table == sight.id for t in tables.values() for k in foreign_keys(t))
    audited = any(isinstance(b, Audit) and sight.id in (b.table, b.log) for b in sight.physical.behaviours.values())
    unique = any(type(c).__name__ == "UniqueConstraint" for c in tables[sight.id].constraints.values())
    counted = any(isinstance(b, Expire) and b.table == sight.id and b.by_number for b in sight.physical.behaviours.values())
    return not (referred or audited or unique or counted or sight.collection.embedded)
