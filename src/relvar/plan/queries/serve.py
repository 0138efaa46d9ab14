"""Which keys and indexes a table has, and whether one of them serves a need: equality, then sort, then range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.model.expression import ColumnRef, Compare, Expression, InList, IsNull, Parameter
from relvar.model.physical import Index, IndexPart, Physical, Table, UniqueConstraint, column_at
from relvar.plan.queries.need import Need, conjuncts
from relvar.plan.queries.share import Shares, column_of, constants

# Rows that are read by a shorter prefix and sorted or filtered in memory without a difference anyone sees: the board of the
# example reads 225 neighbouring rows to find 36 in 0.2 ms (field example, 04_indexes.sql, "Left out").
ENOUGH_ROWS = 200

# A B-tree entry holds at most a third of a page, 2,704 bytes (PostgreSQL: BTMaxItemSize); a character takes up to 4 bytes.
LONGEST_TEXT = 500
AVERAGE_TEXT = 200  # prose rather than names and titles: nobody asks for it by equality or in its order


class Structure(NamedTuple):
    """A key or index. `element`: "table id.element id", the reference text that plans and documents use."""

    element: str
    parts: tuple[IndexPart, ...]
    unique: bool
    where: Expression | None = None
    include: tuple[str, ...] = ()
    method: str = "ordered"


def structures(physical: Physical, table_id: str) -> Iterator[Structure]:
    """Keys first, then indexes, in the table's own order."""
    table = physical.tables[table_id]
    if table.primary_key:
        yield Structure(f"{table_id}.primary_key", _parts(table.primary_key), True)
    for id_, constraint in table.constraints.items():
        if isinstance(constraint, UniqueConstraint):
            yield Structure(f"{table_id}.{id_}", _parts(constraint.columns), True)
    for id_, index in table.indexes.items():
        yield of_index(table_id, id_, index)


def of_index(table_id: str, id_: str, index: Index) -> Structure:
    return Structure(f"{table_id}.{id_}", index.parts, index.unique, index.where, index.include, index.method)


def _parts(columns: Sequence[str]) -> tuple[IndexPart, ...]:
    return tuple(IndexPart(expression=ColumnRef(column=c)) for c in columns)


def serves(structure: Structure, need: Need, shares: Shares) -> bool:
    """Whether the structure answers the need as well as an index made for it would, or so nearly that another is not worth its writes."""
    if not applies(structure.where, need):
        return False
    if need.search is not None:
        return structure.method == "text" and tuple(p.expression for p in structure.parts) == need.search.columns
    if structure.method == "inverted":
        wanted = {("trigram", need.part), ("paths", need.holds), ("paths", need.elements)}
        return any((p.method_class, p.expression) in wanted for p in structure.parts)
    if structure.method != "ordered":
        return False
    leading = _leading(structure, settled(need))
    covered = {p.expression for p in structure.parts[:leading]} >= {*need.equal}
    if structure.unique and leading == len(structure.parts):
        return True
    if need.prefix is not None:
        after = structure.parts[leading : leading + 1]
        return covered and any(p.expression == need.prefix and p.method_class == "prefix" for p in after)
    if covered and _goes_on(structure.parts[leading:], need, structure.where is not None):
        return True
    return leading > 0 and _few(structure, leading, need, shares)


def _stated(need: Need) -> Iterator[Expression]:
    """Columns that a constant is asked of, or that they are empty: where no partial index holds them, an index may begin with them."""
    yield from (c.left for c in need.fixed if isinstance(c, Compare) and c.op == "=")
    yield from empty(need)


def looked_up(condition: Expression) -> Expression | None:
    """What an ordered index finds by the condition, where it can: compared, or empty."""
    if isinstance(condition, Compare):
        return condition.left
    return condition.operand if isinstance(condition, IsNull) and not condition.negated else None


def empty(need: Need) -> Iterator[Expression]:
    """What is to be empty in the rows that are wanted."""
    return (c.operand for c in need.fixed if isinstance(c, IsNull) and not c.negated)


def settled(need: Need) -> tuple[Expression, ...]:
    """What has one value in all rows that are wanted: an index goes on behind it in order. Empty is such a value: ordered indexes keep entries
    of it side by side (MySQL manual, "IS NULL optimization"; PostgreSQL manual, "B-Tree Indexes": an IS NULL condition can be used with them).
    """
    return (*need.equal, *_stated(need))


def applies(where: Expression | None, need: Need, *, concluding: bool = False) -> bool:
    """Whether the need's conditions imply the index's own. `concluding`: also what only some planners conclude (open out of open, reminded)."""
    for condition in conjuncts(where):
        not_null = isinstance(condition, IsNull) and condition.negated and condition.operand in (*need.equal, *need.ranges)
        narrower = concluding and any(_narrows(given, condition) for given in need.conditions)
        if condition not in need.conditions and not not_null and not narrower:
            return False
    return True


def _narrows(given: Expression, condition: Expression) -> bool:
    """Whether `given` admits some of the constants that `condition` admits, and no others."""
    few, many = _listed(given), _listed(condition)
    return column_of(given) == column_of(condition) and bool(few) and few <= many


def _listed(condition: Expression) -> set[object]:
    is_list = isinstance(condition, InList) or (isinstance(condition, Compare) and condition.op == "=")
    return set(constants(condition)) if is_list else set()


def _leading(structure: Structure, equal: Sequence[Expression]) -> int:
    found = 0
    for part in structure.parts:
        if part.expression not in equal or part.method_class:
            break
        found += 1
    return found


def _goes_on(rest: tuple[IndexPart, ...], need: Need, partial: bool) -> bool:
    """Whether the parts after the equalities give the order, or else the range."""
    if need.sort:
        wanted = [expression for expression, _ in need.sort]
        if [p.expression for p in rest[: len(wanted)]] != wanted:
            return False
        flips = {part.descending != descending for part, (_, descending) in zip(rest, need.sort, strict=False)}
        return len(flips) == 1
    if need.ranges:
        return bool(rest) and rest[0].expression in need.ranges
    return bool(need.equal) or partial  # conditions of constants alone are served by the partial index that holds exactly them


def _few(structure: Structure, leading: int, need: Need, shares: Shares) -> bool:
    found: list[Expression] = []
    for part in structure.parts[:leading]:
        stated = [c for c in need.fixed if looked_up(c) == part.expression]  # of a constant more is known than of a value that is given
        found += stated or [Compare(op="=", left=part.expression, right=Parameter(name="given", like=""))]
    held = [*found, *conjuncts(structure.where)]
    return shares.matching(need.table, held) <= ENOUGH_ROWS


def indexable(table: Table, expression: Expression) -> bool:
    """Whether values fit an ordered index: documents, bytes and long prose do not."""
    column = column_at(table, column_of(expression))
    if column is None or column.data.base in ("json", "bytes", "period"):
        return False
    return column.data.base != "text" or ((column.data.length or 0) <= LONGEST_TEXT and column.average_bytes <= AVERAGE_TEXT)
