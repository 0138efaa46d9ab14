"""What holds a column to a closed list: a check, an enumerated type, a domain, or a table of the values.

Decides, once for a store that has closed lists: a check on each column, named for it. The values stand in the column as words, so that
every question, dump and log can be read without a second table, and a value more or less is a change of one constraint.

Stays silent where no column has a list. What is told of a value (a label, a rate, an owner) makes it a thing of its own: then the brief
names it, and it has a table already.

Weighs: what the next value costs on the largest table that has a list (a constraint looked through, or a table copied), against what an
enumerated type costs when a value goes (a new type and every row written anew), and what a table of values costs at each row (a look into
it at each insert, a join at each question that shows it).

Sources: field/operations.md A.3, measured on 1,000,000 rows (VALIDATE of a check 62 ms, ALTER TYPE ADD VALUE 5 ms, text to an enumerated
type and back 1.4 and 1.5 s under an exclusive lock, a check on a domain 132 ms while all writes wait); A.4 for the other engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual
from relvar.model.features import Features
from relvar.model.figures import count, listed, size
from relvar.model.physical import Physical, Table
from relvar.plan.capacity.bytes import heap_bytes

ADVISOR, SUBJECT = "hold_closed_lists", "closed_lists"
ADDED, ENUMERATED, DOMAINS = "checks_added_beside_writers", "enumerated_types", "domains"
LOOKED_THROUGH = "check_seconds_per_million_rows"  # the engine's fact, where it was measured
SHOWN = 4
MEASURED = Manual(title="1,000,000 rows: a check validated in 62 ms beside writers; text to an enumerated type 1.4 s, nobody reads (our measurement)")


class Listed(NamedTuple):
    """A column with a closed list."""

    table_id: str
    name: str
    values: int


def hold_closed_lists(design: Design, store: str, features: Features) -> Iterator[Decision]:
    """One decision for the store."""
    physical = design.physical[store]
    found = list(_columns(physical))
    if found:
        yield _decision(store, features, physical, found)


def _columns(physical: Physical) -> Iterator[Listed]:
    for table_id, table in physical.tables.items():
        yield from (Listed(table_id, f"{table.name}.{c.name}", len(c.values)) for c in table.columns.values() if c.values)


def _decision(store: str, features: Features, physical: Physical, found: list[Listed]) -> Decision:
    largest = max((physical.tables[one.table_id] for one in found), key=lambda table: table.rows)
    names = listed([one.name for one in found], SHOWN)
    lists = f"{len(found)} list{'s' * (len(found) > 1)}, of {max(one.values for one in found)} values at most"
    return Decision(
        advisor=ADVISOR,
        subject=SUBJECT,
        store=store,
        choice="words under a check",
        because=f"{names}: {lists}; {_next_value(features, largest)}",
        evidence=tuple(_evidence(features, largest)),
        instead_of=tuple(_instead(features, largest)),
    )


def _seconds(features: Features, largest: Table) -> float:
    """For which a new check is looked through beside writers; 0 where the engine's facts name none."""
    known = features.limits.get(LOOKED_THROUGH)
    return largest.rows / 1e6 * known.value if known and features.can(ADDED) else 0.0


def _next_value(features: Features, largest: Table) -> str:
    """What it takes to add a value, on the largest of the tables."""
    rows, way = f"{count(largest.rows)} {largest.name}", features.capabilities[ADDED].instead
    if seconds := _seconds(features, largest):
        told = f"{seconds:,.0f} s" if seconds >= 1 else "less than a second"
        return f"one more is a new check, {way}: {told} beside the writers of {rows}"
    return f"one more, on {rows}: {way}"


def _evidence(features: Features, largest: Table) -> Iterator[Evidence]:
    yield EngineFact(engine=features.engine, capability=ADDED, can=features.can(ADDED), manual=features.capabilities[ADDED].manual)
    rows = f"{count(largest.rows)} {largest.name}"
    if seconds := _seconds(features, largest):
        formula = f"{rows} × {features.limits[LOOKED_THROUGH].value * 1000:g} ms a million"
        yield Computed(formula=formula, value=round(seconds, 2), unit="s looked through")
        yield MEASURED
        return
    each = heap_bytes(largest, features)
    yield Computed(formula=f"{rows} × {each:.0f} bytes", value=round(largest.rows * each), unit="bytes of the table")


def _instead(features: Features, largest: Table) -> Iterator[str]:
    copied = size(largest.rows * heap_bytes(largest, features))
    if features.can(ENUMERATED):
        yield f"an enumerated type (a value is added at once, and never leaves but by writing {copied} of {largest.name} anew)"
    if features.can(DOMAINS):
        yield "a domain (a change of its check looks through every table that uses it while their writers wait)"
    yield f"lookup table: {count(largest.rows_per_day)} looks a day"
