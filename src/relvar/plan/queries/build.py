"""The index that a need asks for: equality first, then sort, then range; partial, covering, by prefix or for words where that fits."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.expression import Call, ColumnRef, Expression
from relvar.model.features import Features
from relvar.model.physical import Index, IndexPart, Table, column_at
from relvar.model.query import Query
from relvar.plan.capacity.bytes import value_bytes
from relvar.plan.queries.need import Need
from relvar.plan.queries.serve import ENOUGH_ROWS, indexable
from relvar.plan.queries.share import Shares, column_of
from relvar.plan.realize.names import shorten
from relvar.plan.trace import Trace, all_of, foreign_keys

# A condition that keeps more of the rows than this is left to the filter: the partial index would be nearly as large as the whole one.
PARTIAL_AT_MOST = 0.3
# Carrying the answer in the index pays where many rows are read often: each row costs a page of its own otherwise.
COVER_ROWS, COVER_PER_DAY = 20, 10_000
COVER_COLUMNS, COVER_BYTES = 3, 32  # and only while the entries stay small beside the key
COVER_UPDATES = 0.2  # updates in a row's life: pages must stay all-visible for the heap to be skipped


def index_for(trace: Trace, features: Features, shares: Shares, need: Need, query: Query) -> Index | None:
    """None where no index would leave anything out."""
    table = trace.physical.tables[need.table]
    if need.search is not None:
        return _text(table, features, need)
    if need.part is not None and features.can("trigram_indexes"):
        parts = [IndexPart(expression=need.part, method_class="trigram")]
        return Index(name=_name(table, parts, "parts"), parts=tuple(parts), method="inverted")
    if need.holds is not None and features.can("document_indexes"):
        parts = [IndexPart(expression=need.holds, method_class="paths")]
        return Index(name=_name(table, parts, "paths"), parts=tuple(parts), method="inverted")
    if need.elements is not None and features.can("member_indexes"):
        parts = [IndexPart(expression=need.elements, method_class="paths")]
        return Index(name=_name(table, parts, ""), parts=tuple(parts), method="inverted")
    partial = _partial(features, shares, need)
    parts = list(_parts(trace, features, shares, table, need, partial))
    if not parts and partial:
        parts = [IndexPart(expression=ColumnRef(column=c)) for c in table.primary_key]
    if not parts:
        return None
    include = _include(features, shares, table, need, query, parts)
    where = all_of(partial) if partial else None
    return Index(name=_name(table, parts, "open" if partial else ""), parts=tuple(parts), where=where, include=include)


def _text(table: Table, features: Features, need: Need) -> Index | None:
    if need.search is None or not features.can("full_text"):
        return None
    parts = [IndexPart(expression=ref) for ref in need.search.columns]
    return Index(name=_name(table, parts, "text"), parts=tuple(parts), method="text")


def _partial(features: Features, shares: Shares, need: Need) -> list[Expression]:
    """Conditions of constants that leave few rows."""
    if not need.driving or not features.can("partial_indexes"):
        return []
    return [c for c in need.fixed if shares.share(need.table, c).fraction <= PARTIAL_AT_MOST]


def _parts(trace: Trace, features: Features, shares: Shares, table: Table, need: Need, partial: list[Expression]) -> Iterator[IndexPart]:
    equal = [e for e in ordered(trace, shares, need.table, need.equal) if indexable(table, e)]
    yield from (IndexPart(expression=e) for e in equal)
    if need.prefix is not None:
        if features.can("expression_indexes"):
            yield IndexPart(expression=need.prefix, method_class="prefix")
        return
    alone = [c for c in need.fixed if c not in partial and _is_equality(c)]
    states = [ColumnRef(column=column_of(c)) for c in alone if shares.share(need.table, c).fraction <= PARTIAL_AT_MOST]
    yield from (IndexPart(expression=e) for e in states)
    left = shares.matching(need.table, need.conditions)
    sortable = bool(need.sort) and all(indexable(table, e) for e, _ in need.sort) and left > 1
    if sortable and (left > ENOUGH_ROWS or need.limit or not need.ranges):
        yield from _sorted(features, need, equal)
        return
    if not equal and not states and left >= _read_through_range(features) * shares.rows(need.table):
        return
    for expression in need.ranges[:1]:
        if indexable(table, expression) and expression not in equal:
            yield IndexPart(expression=expression)


def _read_through_range(features: Features) -> float:
    """The share of a table up to which its rows are read through an index on a range; 1 where the engine's facts name none."""
    known = features.limits.get("range_rows_percent")
    return known.value / 100 if known else 1.0


def _is_equality(condition: Expression) -> bool:
    return getattr(condition, "op", "") == "="


def _sorted(features: Features, need: Need, equal: list[Expression]) -> Iterator[IndexPart]:
    """All ascending or all descending needs no direction where the engine reads backwards; newest first under a limit is written out."""
    for expression, descending in need.sort:
        if expression not in equal:
            yield IndexPart(expression=expression, descending=descending and features.can("descending_indexes"))


def ordered(trace: Trace, shares: Shares, table_id: str, equal: tuple[Expression, ...]) -> list[Expression]:
    """The tenant first, then references, then the column with most values."""
    tenant = trace.tenant_column(table_id)
    table = trace.physical.tables[table_id]
    referring = [c for key in foreign_keys(table) for c in key.columns]

    def rank(expression: Expression) -> tuple[int, float, str]:
        column = column_of(expression)
        if column == tenant:
            return 0, 0, column
        if column in referring:
            return 1, float(referring.index(column)), column
        return 2, -shares.distinct(table_id, column) if column_at(table, column) is not None else 0.0, column

    return sorted(equal, key=rank)


def _include(features: Features, shares: Shares, table: Table, need: Need, query: Query, parts: list[IndexPart]) -> tuple[str, ...]:
    """Columns that the answer takes beside the key, where the index alone can then answer and it is worth it."""
    keyed = [column_of(p.expression) for p in parts if isinstance(p.expression, ColumnRef)]
    extra = tuple(c for c in need.shown if c not in keyed)
    conditions = {column_of(c) for c in need.conditions} - set(keyed)
    read = min(shares.matching(need.table, need.conditions), need.limit or float("inf"))
    narrow = len(extra) <= COVER_COLUMNS and sum(value_bytes(table.columns[c], features) for c in extra) <= COVER_BYTES
    pays = read >= COVER_ROWS and query.per_day >= COVER_PER_DAY and table.updates_per_row <= COVER_UPDATES
    able = features.can("include_columns") and need.driving and not conditions
    return extra if able and narrow and pays and extra else ()


def _name(table: Table, parts: list[IndexPart], word: str) -> str:
    columns = [found.name.replace(".", "_") for p in parts if (found := column_at(table, column_of(p.expression))) is not None]
    lowered = ["lower" for p in parts if isinstance(p.expression, Call)]
    return shorten("_".join([table.name, *dict.fromkeys([*columns, *lowered[:1], *([word] if word else [])]), "ix"]))
