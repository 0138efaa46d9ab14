"""Rows honour every rule of a design, are the same for the same seed, and come fast."""

from __future__ import annotations

import itertools
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from relvar.model.physical import CheckConstraint, ForeignKey, Physical
from relvar.populate import Population, rows, targets
from relvar.populate.evaluate import World, holds
from relvar.populate.references import unique_keys

from .market import market

NOW = datetime(2027, 3, 14, 9, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def _filled(physical: Physical, cap: int, seed: int = 0) -> Rows:
    return {t: [dict(zip(columns, r, strict=True)) for r in found] for t, columns, found in rows(physical, targets(physical, cap), seed, NOW)}


@pytest.fixture(scope="module")
def filled() -> Iterator[Rows]:
    yield _filled(market(), 6_000)


def test_every_table_gets_its_rows(filled: Rows) -> None:
    wanted = targets(market(), 6_000)
    assert {t: len(r) for t, r in filled.items()} == wanted
    assert wanted["line"] == 6_000 and wanted["order"] == 2_400


def test_checks_keys_and_references_hold(filled: Rows) -> None:
    for id_, table in market().tables.items():
        for row in filled[id_]:
            assert all(row[c] is not None for c, kind in table.columns.items() if not kind.nullable)
            assert all(holds(c.condition, row, World(NOW)) for c in table.constraints.values() if isinstance(c, CheckConstraint))
        for key in unique_keys(table):
            assert max(Counter(tuple(r[c] for c in key) for r in filled[id_]).values()) == 1, (id_, key)
        for constraint in table.constraints.values():
            if isinstance(constraint, ForeignKey):
                there = {tuple(r[c] for c in constraint.to) for r in filled[constraint.table]}
                own = (tuple(r[c] for c in constraint.columns) for r in filled[id_])
                assert all(k in there for k in own if None not in k), (id_, constraint.name)


def test_rules_between_rows_hold(filled: Rows) -> None:
    stands = defaultdict(list)
    for row in filled["stand"]:
        if row["live"]:
            stands[row["shop"]].append((row["starts_at"], row["ends_at"]))
    for slots in stands.values():
        slots.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(slots))
    out = Counter((r["shop"], r["item"]) for r in filled["loan"] if r["back_at"] is None)
    assert max(out.values()) == 1
    seats = {r["id"]: r["seats"] for r in filled["shop"]}
    assert all(n <= seats[s] for s, n in Counter(r["shop"] for r in filled["seat"]).items())
    assert {r["state"] for r in filled["order"]} == {"open", "paid"}  # rows that triggers will change are not final
    assert all(r["total"] == 0 for r in filled["order"])


def test_some_parents_are_far_busier(filled: Rows) -> None:
    busiest = Counter((r["shop"], r["item"]) for r in filled["line"]).most_common(1)[0][1]
    even = len(filled["line"]) / len(filled["item"])
    assert busiest > 5 * even


def test_work_that_triggers_change_rests_where_it_may_be_opened_again() -> None:
    """Orders with totals may not be final; those that may be reopened rest, and as many are open as arrive in a week: the first, at the least."""
    physical = market()
    moves = (("open", "lost"), ("lost", "open"), ("open", "shipped"))
    life = msgspec.structs.replace(physical.behaviours["order_state"], transitions=moves, final=("shipped",), passing=("open",))
    orders = msgspec.structs.replace(physical.tables["order"], rows=100_000.0, rows_per_day=100.0)
    physical = msgspec.structs.replace(physical, behaviours={**physical.behaviours, "order_state": life}, tables={**physical.tables, "order": orders})
    states = [row["state"] for row in _filled(physical, 6_000)["order"]]
    assert {*states} == {"open", "lost"} and states[0] == "open"
    assert states.count("open") / len(states) == pytest.approx(7 * 100 / 100_000, rel=0.5)


def test_the_same_rows_for_the_same_seed() -> None:
    assert _filled(market(), 500) == _filled(market(), 500) != _filled(market(), 500, seed=1)


def test_a_fresh_row_is_legal_beside_the_stored_ones() -> None:
    population = Population(market(), now=NOW)
    for _, _, found in population.rows(targets(market(), 500)):
        list(found)
    row = population.fresh("order", {"state": "shipped"})
    assert row is not None and row["paid_at"] > row["placed_at"] and "id" not in row


def test_rows_come_fast() -> None:
    start = time.process_time()
    made = sum(len(list(found)) for _, _, found in rows(market(), targets(market(), 20_000), now=NOW))
    assert made / (time.process_time() - start) > 10_000  # 50,000 a second on an idle machine; this one is shared
