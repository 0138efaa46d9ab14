"""Judgements that only SQLite needs: what it cannot do, and what is done instead, is decided here and never silent.

Decides, for each design: how instants, money and identifiers are stored; what stands in for roles, row rules, exclusion
constraints, partitions and regular expressions where the design would use them; which small tables keep their rows inside
the key (`without rowid`); and that writers queue. It stays silent on what the design does not ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from relvar.engines.facts import facts
from relvar.engines.sqlite.globs import condition
from relvar.engines.sqlite.plans import is_row_id
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.changes import SetTable, options
from relvar.model.design import Decision, Design, EngineFact, Evidence, Manual, ModelFact
from relvar.model.physical import CheckConstraint, Column, Physical, Table
from relvar.model.walking import columns_of, every

ADVISOR = "sqlite"
TWENTIETH = 20  # a row without row id should be smaller than a twentieth of a page (withoutrowid.html, section 3)
STRICT = Manual(title="STRICT Tables", address="https://www.sqlite.org/stricttables.html")
DATES = Manual(title="Date And Time Functions", address="https://www.sqlite.org/lang_datefunc.html")


def advise(design: Design, store: str) -> Iterator[Decision]:
    physical = design.physical[store]
    yield from _stored_forms(physical)
    yield from _instead_of_missing(design, physical)
    yield from _forms_without_regex(physical)
    yield from _without_row_id(design, physical)


def _decision(subject: str, choice: str, because: str, evidence: Evidence, instead_of: tuple[str, ...] = ()) -> Decision:
    return Decision(advisor=ADVISOR, subject=subject, choice=choice, because=because, evidence=(evidence,), instead_of=instead_of)


def _columns(physical: Physical, base: str) -> list[str]:
    return [f"{table.name}.{column.name}" for table in physical.tables.values() for column in table.columns.values() if column.data.base == base]


def _some(names: list[str]) -> str:
    """The first names and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _stored_forms(physical: Physical) -> Iterator[Decision]:
    """How values are kept for which SQLite has no type."""
    decimals, instants, uuids, booleans = (_columns(physical, base) for base in ("decimal", "timestamp", "uuid", "boolean"))
    if decimals:
        places = sorted({c.data.scale for t in physical.tables.values() for c in t.columns.values() if c.data.base == "decimal"})
        because = f"{_some(decimals)} hold whole numbers of the last of {', '.join(str(p) for p in places)} places"
        yield _decision("decimals", "integers in the smallest unit", because, STRICT)
    if instants:
        because = f"{_some(instants)} hold milliseconds and sort as time does"
        yield _decision("instants", "text in ISO 8601, UTC", because, DATES)
    if uuids:
        because = f"{_some(uuids)} hold 36 lower-case characters"
        yield _decision("uuids", "text", because, STRICT)
    if booleans:
        yield _decision("booleans", "integer 0 or 1", f"{_some(booleans)}", STRICT)


def _instead_of_missing(design: Design, physical: Physical) -> Iterator[Decision]:
    """What the design asks for and the engine lacks."""
    overlaps = [key for key, x in physical.behaviours.items() if isinstance(x, b.ForbidOverlap | b.UpholdDependency)]
    if overlaps:
        yield _lacking("exclusion_constraints", f"{_some(overlaps)} would be exclusion constraints", *overlaps)
    if design.conceptual.actors:
        names = [actor.name for actor in design.conceptual.actors.values()]
        yield _lacking("roles", f"{_some(names)} reach the file through the application")
    if design.conceptual.tenant:
        yield _lacking(
            "row_rules",
            f"each statement names the {design.conceptual.tenant} asking, and references carry it",
        )
    grown = [t.name for t in physical.tables.values() if t.rows_per_day >= 1000]  # a thousand rows a day: old rows are many when they leave
    if grown:
        yield _lacking("partitions", f"{_some(grown)} grow day by day")
    if physical.transactions:
        yield _lacking("concurrent_writers", _some([f"“{t.name}”" for t in physical.transactions.values()]))
    audits = [x.log for x in physical.behaviours.values() if isinstance(x, b.Audit)]
    if audits:
        yield _unknown_person(physical, audits[0])
    materialized = [v.name for v in physical.views.values() if v.materialized]
    if materialized:
        yield _lacking("materialized_views", f"{_some(materialized)} are computed when read")
    if physical.tables:
        yield _lacking("comments", f"{len(physical.tables)} tables say what they mean")


def _unknown_person(physical: Physical, log: str) -> Decision:
    because = f"triggers fill {physical.tables[log].name}; SQLite has no users"
    fact = facts("sqlite").capabilities["roles"]
    return _decision(
        f"{log}.who", "the application names the person", because, EngineFact(engine="sqlite", capability="roles", can=False, manual=fact.manual)
    )


def _lacking(capability: str, because: str, *elements: str) -> Decision:
    fact = facts("sqlite").capabilities[capability]
    evidence = EngineFact(engine="sqlite", capability=capability, can=False, manual=fact.manual)
    return _decision(capability, fact.instead, because, evidence, (capability.replace("_", " "),))


def _forms_without_regex(physical: Physical) -> Iterator[Decision]:
    for table_id, table in physical.tables.items():
        for key, constraint in table.constraints.items():
            if isinstance(constraint, CheckConstraint) and _patterns(constraint.condition):
                columns = ", ".join(sorted(columns_of(constraint.condition)))
                weaker = [p.regex for p in _patterns(constraint.condition)]
                fact = facts("sqlite").capabilities["regular_expressions"]
                yield Decision(
                    advisor=ADVISOR,
                    subject=f"{table_id}.{key}",
                    choice="a simpler check",
                    because=f"{table.name}.{columns} should match {weaker[0]}, which SQLite cannot test by itself",
                    evidence=(EngineFact(engine="sqlite", capability="regular_expressions", can=False, manual=fact.manual),),
                )


def _patterns(value: object) -> list[e.Matches]:
    """The expressions in a condition that GLOB cannot say exactly."""
    return [pattern for pattern in every(e.Matches, value) if not condition("x", pattern.regex)]


def _without_row_id(design: Design, physical: Physical) -> Iterator[Decision]:
    """Small rows with a key that the engine does not number: the key's tree holds the row, and the second tree falls away.

    A uuid alone is left out: every other index would carry its 36 characters in place of a row id's few bytes.
    """
    page = facts("sqlite").limit("page_bytes")
    for table_id, table in physical.tables.items():
        if is_row_id(table) or not table.primary_key or table.without_rowid or any(i.method == "text" for i in table.indexes.values()):
            continue
        width = sum(_width(column) for column in table.columns.values())
        fits = width < page / TWENTIETH and not (len(table.primary_key) == 1 and table.columns[table.primary_key[0]].data.base == "uuid")
        names = ", ".join(table.columns[c].name for c in table.primary_key)
        override = design.conceptual.decisions.get(f"{ADVISOR}:{table_id}")
        chosen = override.choice == "without rowid" if override else fits
        if not chosen:
            continue
        yield Decision(
            advisor=ADVISOR,
            subject=table_id,
            choice="without rowid",
            because=override.because if override else f"{table.name} by {names}: {width:.0f} bytes a row",
            evidence=(
                ModelFact(element=table_id, states=f"{len(table.primary_key)} columns, {width:.0f} bytes"),
                Manual(title="The WITHOUT ROWID Optimization", address="https://www.sqlite.org/withoutrowid.html"),
            ),
            changes=(_set(table_id, table),),
            overridden=override is not None,
        )


def _set(table_id: str, table: Table) -> SetTable:
    before = options(table)
    return SetTable(table=table_id, before=before, after=replace(before, without_rowid=True))


def _width(column: Column) -> float:
    """Stored bytes of a value: texts as long as assumed, instants 24, identifiers 36, numbers up to 8."""
    fixed = {"timestamp": 24, "uuid": 36, "date": 10, "time": 8, "boolean": 1}
    return fixed.get(column.data.base, column.average_bytes or (column.data.length / 2 if column.data.base in ("text", "json") else 8))
