"""The question which rows overlap another finds, on a real store, just those that a comparison of every pair finds."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.behaviour import ForbidOverlap
from relvar.model.expression import ColumnRef, InList
from relvar.model.walking import every
from relvar.populate import Population, targets
from relvar.prove.live.context import Context

CINEMA = "A cinema with screens, films, screenings and bookings; two screenings on one screen may not overlap"
TOOLS = "A tool rental with tools and rentals. A rental has a start date and an end date. A tool cannot be rented twice for overlapping days."
ENERGY = "An electricity supplier with customers, supply points, meters, meter readings, tariffs and bills"  # a contract may have no end yet
ROWS = 60  # of the rule's table
OPEN = 0.1  # of the periods, where one may have no end
DAYS = 4  # the longest a period lasts, in a span in which about half of all rows meet another

Row = dict[str, Any]


@pytest.mark.parametrize("brief", [CINEMA, TOOLS, ENERGY])
def test_rows_that_overlap_are_found_and_no_others(documents: Server, brief: str) -> None:
    design = api.design(api.brief_of(brief, ["mongodb"]))
    physical = design.physical["mongodb"]
    rule = next(b for b in physical.behaviours.values() if isinstance(b, ForbidOverlap))
    check = next(c for i, c in physical.integrity.items() if "overlap" in c.says)
    context = Context.of(design, "mongodb", engine("mongodb"), documents, api.artefacts(design), ROWS)
    context.database = documents.database(design, "mongodb")
    for _, text in context.deploy():
        context.database.apply(text)
    text = engine("mongodb").render(physical, check.select)
    assert "$setWindowFields" in text and "$lookup" not in text
    columns, rows = _at_random(physical, rule)
    context.database.load(rule.table, columns, [tuple(row.values()) for row in rows])
    key = physical.tables[rule.table].primary_key
    session = context.database.session()
    found = {row[: len(key)] for row in session.run(check.select)}
    session.close()
    wanted = {tuple(row[c] for c in key) for pair in itertools.combinations(rows, 2) if _meet(rule, *pair) for row in pair}
    assert {tuple(map(str, k)) for k in found} == {tuple(map(str, k)) for k in wanted}
    assert 0 < len(wanted) < len(rows)


def _at_random(physical: Any, rule: ForbidOverlap) -> tuple[tuple[str, ...], list[Row]]:
    """Rows of the rule's table whose periods were drawn without regard to it, touching and equal ones among them."""
    drawn = random.Random(7)
    for table, columns, rows in Population(physical).rows({**targets(physical, ROWS), rule.table: ROWS}):
        made = [dict(zip(columns, row, strict=True)) for row in rows]  # of every table: a row refers to those that were made
        if table == rule.table:
            first = made[0][rule.start]
            span = len(made) * DAYS // len({tuple(row[c] for c in rule.per) for row in made})
            for row in made:
                row[rule.start] = first + timedelta(days=drawn.randrange(span))
                row[rule.end] = row[rule.start] + timedelta(days=drawn.randint(1, DAYS))
                if physical.tables[table].columns[rule.end].nullable and drawn.random() < OPEN:
                    row[rule.end] = None
            return columns, made
    raise AssertionError(f"no rows of {rule.table}")


def _meet(rule: ForbidOverlap, one: Row, other: Row) -> bool:
    same = all(one[c] == other[c] for c in rule.per)
    return same and _before(one, other, rule) and _before(other, one, rule) and _counts(rule, one) and _counts(rule, other)


def _before(one: Row, other: Row, rule: ForbidOverlap) -> bool:
    """Whether one begins before the other ends, which it may never do."""
    return other[rule.end] is None or one[rule.start] < other[rule.end]


def _counts(rule: ForbidOverlap, row: Row) -> bool:
    """Whether the row is of a state that competes."""
    lists = [x for x in every(InList, rule.where) if isinstance(x.operand, ColumnRef)]
    return all(row[x.operand.column] in {c.value for c in x.items} for x in lists if isinstance(x.operand, ColumnRef))
