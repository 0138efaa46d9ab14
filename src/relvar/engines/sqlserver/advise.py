"""Judgements that only SQL Server needs: how values are kept, what it cannot do and what is done instead.

Decides, for each design: how texts are compared, how instants, amounts and identifiers are stored; which key lies in the order of the
rows; what stands in for exclusion constraints, regular expressions, materialized views and deferred references; which references act
by themselves and which refuse; what a unique key means among empty values; which tables are compressed.
It stays silent on what the design does not ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.facts import facts
from relvar.engines.sqlserver.cascades import refused, removal_name
from relvar.engines.sqlserver.columnar import columnar
from relvar.engines.sqlserver.ddl import NOTHING, Ddl
from relvar.engines.sqlserver.indexes import BIG_ROWS, is_compressed, is_index, takes
from relvar.engines.sqlserver.sizes import CLUSTERED_BYTES, column_bytes
from relvar.engines.sqlserver.types import EXACT, UNBOUNDED_KEY, WORDS
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, UniqueConstraint
from relvar.model.walking import nodes

ADVISOR = "sqlserver"
MANUAL = "https://learn.microsoft.com/en-us/sql/"


def page(title: str, path: str) -> Manual:
    return Manual(title=f"SQL Server: {title}", address=f"{MANUAL}{path}")


def advise(design: Design, store: str) -> Iterator[Decision]:
    physical = design.physical[store]
    ddl = Ddl(physical)
    yield from _stored_forms(ddl)
    yield from _keys(ddl)
    yield from _references(physical)
    yield from _instead_of_missing(physical)
    yield from _checks(ddl)
    yield from _sizes(ddl)
    yield from columnar(physical)


def _decision(subject: str, choice: str, because: str, evidence: Evidence, instead_of: tuple[str, ...] = ()) -> Decision:
    return Decision(advisor=ADVISOR, subject=subject, choice=choice, because=because, evidence=(evidence,), instead_of=instead_of)


def _columns(physical: Physical, base: str) -> list[str]:
    return [f"{t.name}.{c.name}" for t in physical.tables.values() for c in t.columns.values() if c.data.base == base]


def _some(names: list[str]) -> str:
    """The first names and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


# --- how values are kept ---


def _stored_forms(ddl: Ddl) -> Iterator[Decision]:
    physical, types = ddl.physical, ddl.types
    texts = [(t, c) for t, table in physical.tables.items() for c, column in table.columns.items() if column.data.base == "text"]
    exact = [f"{physical.tables[t].name}.{physical.tables[t].columns[c].name}" for t, c in texts if types.is_exact(t, c)]
    if texts:
        because = f"{len(texts) - len(exact)} texts are words, equal whatever their case; {_some(exact) or 'none'} are compared exactly"
        choice = f"{WORDS}; exactly: {EXACT}"
        yield _decision(
            "collation", choice, because, page("Collation and Unicode support", "relational-databases/collations/collation-and-unicode-support")
        )
    bounded = [
        f"{physical.tables[t].name}.{physical.tables[t].columns[c].name}" for t, c in texts if types.bare(t, c) == f"nvarchar({UNBOUNDED_KEY})"
    ]
    if bounded:
        fact = facts("sqlserver").limits["index_key_bytes"]
        because = f"{_some(bounded)}: in a key of at most {fact.value:,.0f} bytes"
        yield _decision(
            "bounded_texts", f"nvarchar({UNBOUNDED_KEY})", because, Manual(title="SQL Server: capacity", address=fact.manual), ("nvarchar(max)",)
        )
    if instants := _columns(physical, "timestamp"):
        because = f"{_some(instants)}: 10 bytes; the offset is always +00:00, so that no client has to know it"
        where = page("datetimeoffset", "t-sql/data-types/datetimeoffset-transact-sql")
        yield _decision("instants", "datetimeoffset(6) in UTC", because, where, ("datetime2",))
    if amounts := _columns(physical, "decimal"):
        because = f"{_some(amounts)}: money rounds to four digits in the middle of an expression"
        yield _decision("amounts", "decimal", because, page("money", "t-sql/data-types/money-and-smallmoney-transact-sql"), ("money",))
    if versions := sorted(types.versions):
        because = f"{_some(versions)}: the engine numbers each change of a row, whoever made it; an update compares it and never sets it"
        yield _decision(
            "versions",
            "rowversion",
            because,
            page("rowversion", "t-sql/data-types/rowversion-transact-sql"),
            ("a counted integer",),
        )


def _keys(ddl: Ddl) -> Iterator[Decision]:
    """How identifiers that are made by the engine lie, and what a unique key means among empty values."""
    physical = ddl.physical
    ordered = [
        f"{t.name}.{c.name}"
        for t in physical.tables.values()
        for c in t.columns.values()
        if isinstance(c.default, e.Call) and c.default.function == "new_ordered_uuid"
    ]
    if ordered:
        fact = facts("sqlserver").capabilities["ordered_uuid"]
        because = f"{_some(ordered)}: uniqueidentifier is sorted by its last six bytes first; version 7 would split a page for every other row"
        yield _decision(
            "ordered_uuids",
            "newsequentialid()",
            because,
            Manual(title="SQL Server: newsequentialid()", address=fact.manual),
            ("version 7", "newid()"),
        )
    for table_id, table in physical.tables.items():
        random = table.columns[table.primary_key[0]].default if table.primary_key else None
        if isinstance(random, e.Call) and random.function == "new_uuid":
            where = page("Clustered and nonclustered indexes", "relational-databases/indexes/clustered-and-nonclustered-indexes-described")
            yield _decision(
                f"{table_id}.primary_key", "random, as asked", f"{table.name}: each row lands on another page", where, ("newsequentialid()",)
            )
        for key, constraint in table.constraints.items():
            if isinstance(constraint, UniqueConstraint) and is_index(physical, table_id, constraint):
                evidence = _lack("nulls_are_distinct_in_keys")
                because = f"{table.name} ({', '.join(constraint.columns)}) may be empty, and one null equals another in a unique constraint"
                yield _decision(f"{table_id}.{key}", "a unique index over the rows that have a value", because, evidence, ("a unique constraint",))


# --- what is missing ---


def _references(physical: Physical) -> Iterator[Decision]:
    for table_id, key, reference in refused(physical):
        because = f"{physical.tables[table_id].name}: a second way from one deletion, a circle, or a column that must have a value"
        choice = f"the reference refuses; {removal_name(physical, reference.table)} removes both"
        yield _decision(f"{table_id}.{key}", choice, because, _lack("several_cascade_paths"), (reference.on_delete.replace("_", " "),))


def _lack(capability: str) -> EngineFact:
    return EngineFact(engine="sqlserver", capability=capability, can=False, manual=facts("sqlserver").capabilities[capability].manual)


def _lacking(capability: str, because: str) -> Decision:
    return _decision(capability, facts("sqlserver").capabilities[capability].instead, because, _lack(capability), (capability.replace("_", " "),))


def _instead_of_missing(physical: Physical) -> Iterator[Decision]:
    overlaps = [key for key, x in physical.behaviours.items() if isinstance(x, b.ForbidOverlap | b.UpholdDependency)]
    if overlaps:
        yield _lacking("exclusion_constraints", f"{_some(overlaps)} would be exclusion constraints")
    if reports := [v.name for v in physical.views.values() if v.materialized]:
        yield _lacking("materialized_views", f"{_some(reports)}: a table, filled again by the job")
    keys = [c.name for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, ForeignKey) and c.deferred]
    if keys:
        yield _lacking("deferred_constraints", f"{_some(keys)} would wait for the commit")
    indexes = [(t, i) for t in physical.tables.values() for i in t.indexes.values()]
    if trigram := [i.name for _, i in indexes if any(p.method_class == "trigram" for p in i.parts)]:
        yield _lacking("trigram_indexes", f"{_some(trigram)} would find a part of a word")
    whole = [i.name for _, i in indexes if i.where is not None and not takes(i.where)]
    if whole:
        because = f"{_some(whole)}: a condition takes constants, lists and null only"
        yield _decision(
            "filtered_indexes",
            "the whole table in the index",
            because,
            page("Create filtered indexes", "relational-databases/indexes/create-filtered-indexes"),
        )
    if searched := [i.name for _, i in indexes if i.method == "text"]:
        because = f"{_some(searched)}: a catalogue beside the tables, filled after the commit"
        yield _decision(
            "full_text",
            "a full-text index with change tracking",
            because,
            page("Full-text search", "relational-databases/search/full-text-search"),
            ("LIKE '%...%'",),
        )
    if granted := [f"{g.role}.{g.on}" for g in physical.grants.values() if g.columns and set(g.operations) - {"select", "update"}]:
        where = page("GRANT object permissions", "t-sql/statements/grant-object-permissions-transact-sql")
        yield _decision("column_grants", "insert for the whole table", f"{_some(granted)}: a column list goes with select and update only", where)
    if limits := [r.name for r in physical.roles.values() if r.statement_timeout_ms]:
        where = page("Resource Governor", "relational-databases/resource-governor/resource-governor")
        yield _decision(
            "statement_timeouts",
            "the client's command timeout",
            f"{_some(limits)}: a role has no settings of its own",
            where,
            ("a limit of the server",),
        )


def _checks(ddl: Ddl) -> Iterator[Decision]:
    """Forms that no pattern says, or says only weakly."""
    for table_id, table in ddl.physical.tables.items():
        for key, constraint in table.constraints.items():
            if not isinstance(constraint, CheckConstraint):
                continue
            forms = [p for p in nodes(constraint.condition) if isinstance(p, e.Matches)]
            weak = [f for f in forms if not ddl.writer.is_exactly_said(f)]
            if weak:
                said = ddl.writer.condition(constraint.condition, table_id)
                choice = "left to the application" if said == NOTHING else "the weaker condition"
                yield _decision(
                    f"{table_id}.{key}", choice, f"{table.name}: {constraint.says}", _lack("regular_expressions"), ("a regular expression",)
                )


# --- sizes ---


def _sizes(ddl: Ddl) -> Iterator[Decision]:
    for table_id, table in ddl.physical.tables.items():
        wide = sum(column_bytes(ddl.types.bare(table_id, c)) for c in table.primary_key)
        where = Manual(title="SQL Server: capacity", address=facts("sqlserver").limits["clustered_key_bytes"].manual)
        if wide > CLUSTERED_BYTES:
            choice = "nonclustered, rows in the order of its beginning"
            yield _decision(f"{table_id}.primary_key", choice, f"{table.name}: a key of up to {wide:,} bytes, of {CLUSTERED_BYTES}", where)
    big = [t.name for t in ddl.physical.tables.values() if is_compressed(t)]
    if big:
        evidence = Computed(formula=f"rows >= {BIG_ROWS:,} and at most one update a row", value=BIG_ROWS, unit="rows")
        yield _decision(
            "page_compression",
            "data_compression = page",
            f"{_some(big)}: about half the pages, for processor time at each write",
            evidence,
            ("none",),
        )
