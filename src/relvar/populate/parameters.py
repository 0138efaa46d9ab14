"""Values for the parameters and the context of a statement: values that exist, of average frequency, that belong together.

One row of the statement's table is the starting point; a parameter compared with another table takes its value from the row that the
foreign keys lead to, so that "the tasks of a project in this tenant" asks for a project of that very tenant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from relvar.model import expression as e
from relvar.model.behaviour import Audit
from relvar.model.noun import Noun
from relvar.model.physical import ForeignKey
from relvar.model.query import Insert, Statement
from relvar.populate.elements import element_of, rarest_of, reading
from relvar.populate.population import Population

PART = 8  # characters from within a value: across the words of a name, as one types who knows it but for its beginning
PREFIX = 4  # characters typed before a person reads the suggestions
RANGE_DAYS = 1  # a range of instants asks for a day, a screenful
LATE = 0.9  # share of the rows before the start of a range: people ask for what is recent
FOLLOWED = 3  # references followed from the statement's table to a parameter's
TRIED = 400  # rows looked at for one of average frequency

Row = dict[str, Any]


class Asked(NamedTuple):
    """Values by parameter name, and by context name."""

    values: dict[str, Any]
    context: dict[str, Any]


class _Use(NamedTuple):
    given: e.Parameter | e.Context
    how: str  # the operator it is compared by, "prefix", "words", "holds", "item", or ""


def parameters(population: Population, statement: Statement) -> dict[str, Any]:
    """Values by parameter name."""
    return asked(population, statement).values


def asked(population: Population, statement: Statement, *more: Statement) -> Asked:
    """Values of all parameters and context names of statements that share them."""
    uses = [use for one in (statement, *more) for use in _uses(one)]
    table = _starting(statement, uses)
    row = _average_row(population, table, uses)
    found = Asked({}, {})
    for use in uses:
        into = found.values if isinstance(use.given, e.Parameter) else found.context
        into.setdefault(use.given.name, _value(population, table, row, use))
    return found


def context_of(population: Population, table: str, row: Row) -> dict[str, Any]:
    """Context values under which the row is in sight: its tenant, and who it belongs to where references lead there."""
    return {name: _reached(population, table, row, like) for name, like in population.physical.context.items()}


def _starting(statement: Statement, uses: list[_Use]) -> str:
    """The table that most parameters are compared with, the statement's own first."""
    likes = [u.given.like.partition(".")[0] for u in uses]
    return statement.table if statement.table in likes or not likes or isinstance(statement, Insert) else likes[0]


def _average_row(population: Population, table: str, uses: list[_Use]) -> Row:
    """A row whose compared values are as frequent as values of these columns are on average."""
    maker = population.tables.get(table)
    if maker is None or not maker.stored:
        return _logged(population, table)
    own = [u.given.like.partition(".")[2] for u in uses if u.given.like.startswith(f"{table}.") and u.how in ("=", "")]
    values = [reading(maker.place, c) for c in dict.fromkeys(own) if c.partition(".")[0] in maker.place]
    if not values:
        return dict(zip(maker.columns, maker.stored[len(maker.stored) // 2], strict=True))
    compared = [tuple(value(row) for value in values) for row in maker.stored]
    counts = Counter(compared)
    average = len(maker.stored) / len(counts)
    tried = [at for at in range(0, len(compared), max(1, len(compared) // TRIED)) if None not in compared[at]] or [0]
    best = min(tried, key=lambda at: abs(counts[compared[at]] - average))
    return dict(zip(maker.columns, maker.stored[best], strict=True))


def _logged(population: Population, log: str) -> Row:
    """An entry of a log that the engine fills: of a row in the middle of the largest table whose changes it keeps."""
    kept = [b for b in population.physical.behaviours.values() if isinstance(b, Audit) and b.log == log and b.table in population.tables]
    if not kept:
        return {}
    of = max(kept, key=lambda b: len(population.tables[b.table].stored))
    maker = population.tables[of.table]
    if not maker.stored:
        return {}
    row = dict(zip(maker.columns, maker.stored[len(maker.stored) // 2], strict=True))
    return {"table_name": population.physical.tables[of.table].name, "row_key": "/".join(str(row[c]) for c in of.key), "action": "insert"}


def _value(population: Population, table: str, row: Row, use: _Use) -> Any:
    if use.how in (">", ">=", "<", "<="):
        return _bound(population, use)
    value = _reached(population, table, row, use.given.like)
    if use.how == "prefix" and isinstance(value, str):
        return value[:PREFIX].lower()
    if use.how == "holds" and isinstance(value, str):
        of, _, column = use.given.like.partition(".")
        maker = population.tables[of]
        return rarest_of(value, (r[maker.place[column]] for r in maker.stored[:TRIED] if r[maker.place[column]] is not None))
    if use.how == "item" and isinstance(value, list):
        return value[0] if value else None
    if use.how == "part" and isinstance(value, str):
        return value[-PART - 1 : -1].lower()
    return value.split()[0].strip(".,").lower() if use.how == "words" and isinstance(value, str) and value.split() else value


def _bound(population: Population, use: _Use) -> Any:
    table, _, column = use.given.like.partition(".")
    maker = population.tables.get(table)
    read = reading(maker.place, column) if maker is not None else None
    values = sorted(value for r in maker.stored if (value := read(r)) is not None) if maker is not None and read is not None else []
    if not values:
        return None
    low = values[int(len(values) * LATE)]
    return low if use.how in (">", ">=") else _after(low, values)


def _after(low: Any, values: list[Any]) -> Any:
    if isinstance(low, date | datetime):
        return low + timedelta(days=RANGE_DAYS)
    return values[min(int(len(values) * LATE) + max(1, len(values) // 50), len(values) - 1)]


def _reached(population: Population, table: str, row: Row, like: str) -> Any:
    """The value of `like` ("table.column", "table.column.path") in the row itself or in one that references lead to; else of any row that has one."""
    wanted, _, column = like.partition(".")
    for there, found in _neighbours(population, table, row):
        if there == wanted and (value := element_of(found, column)) is not None:
            return value
    maker = population.tables.get(wanted)
    if maker is None or column.partition(".")[0] not in maker.place:
        return element_of(row, column)
    read = reading(maker.place, column)
    return next((value for r in maker.stored if (value := read(r)) is not None), None)


def _neighbours(population: Population, table: str, row: Row) -> Iterator[tuple[str, Row]]:
    """The row, then rows that its references name, then theirs; last a row that refers to it."""
    edge: list[tuple[str, Row]] = [(table, row)]
    for _ in range(FOLLOWED):
        yield from edge
        edge = [parent for there, found in edge for parent in _parents(population, there, found)]
    for id_, maker in population.tables.items():
        for key in population.physical.tables[id_].constraints.values():
            if isinstance(key, ForeignKey) and key.table == table and all(row.get(c) is not None for c in key.to):
                for stored in maker.keys_where(maker.columns, key.columns, tuple(row[c] for c in key.to))[:1]:
                    yield id_, dict(zip(maker.columns, stored, strict=True))


def _parents(population: Population, table: str, row: Row) -> Iterator[tuple[str, Row]]:
    for key in population.physical.tables[table].constraints.values():
        if isinstance(key, ForeignKey) and key.table in population.tables and all(row.get(c) is not None for c in key.columns):
            parent = population.tables[key.table]
            for stored in parent.keys_where(parent.columns, key.to, tuple(row[c] for c in key.columns))[:1]:
                yield key.table, dict(zip(parent.columns, stored, strict=True))


def _uses(node: object, how: str = "") -> Iterator[_Use]:
    """Every parameter and context name with the way it is compared."""
    if isinstance(node, e.Parameter | e.Context):
        yield _Use(node, how)
    elif isinstance(node, e.Compare):
        flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(node.op, node.op)
        yield from _uses(node.left, flipped)
        yield from _uses(node.right, node.op)
    elif isinstance(node, e.StartsWith):
        yield _Use(node.prefix, "prefix")
    elif isinstance(node, e.Contains):
        yield _Use(node.part, "part")
    elif isinstance(node, e.Includes):
        yield from _uses(node.item, "item")
    elif isinstance(node, e.Holds):
        yield _Use(node.part, "holds")
    elif isinstance(node, e.TextSearch):
        yield _Use(node.words, "words")
    elif isinstance(node, dict):
        for item in node.values():
            yield from _uses(item, how)
    elif isinstance(node, tuple):
        for item in node:
            yield from _uses(item, how)
    elif isinstance(node, Noun):
        for field in node.__struct_fields__:
            yield from _uses(getattr(node, field), how)
