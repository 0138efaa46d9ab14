"""What is discovered is what holds: against trying everything, with and without numpy, and on published data."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.discover.mining.hyfd import Found, minimal_dependencies
from relvar.discover.table import Table
from tests.growth import LINEAR, growth
from tests.unit.discover.oracle import minimal, table

CELLS = st.sampled_from(["", "a", "b", "c", None])


def as_pairs(found: Found, width: int) -> set[tuple[int, int]]:
    pairs = {(left, right) for left, rights in found.dependencies.items() for right in range(width) if rights >> right & 1}
    return pairs | {(left, width) for left in found.keys}


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "numpy"])
@settings(max_examples=150, deadline=None)
@given(data=st.data(), width=st.integers(1, 6))
def test_discovered_is_what_holds(plain: bool, data: st.DataObject, width: int) -> None:
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=14))
    found = minimal_dependencies(table(rows, width), plain=plain)
    assert as_pairs(found, width) == minimal(rows, width)


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "numpy"])
def test_more_rows_than_are_compared(plain: bool) -> None:
    """Rows enough that sampling misses pairs and validation must find them: one row in thousands breaks a dependency."""
    rows = [[str(n), str(n % 70), str(n % 70 % 7), str(n % 11), str(n * n % 13)] for n in range(6_000)]
    rows[4_321][2] = "x"
    assert as_pairs(minimal_dependencies(table(rows, 5), plain=plain), 5) == minimal(rows, 5)


def test_more_columns_than_bits_of_a_word() -> None:
    """Seventy columns, most of them copies: left sides of one and two are exact."""
    chosen = random.Random(3)
    rows = [[str(chosen.randint(0, 9)) for _ in range(10)] for _ in range(60)]
    wide = [row * 7 for row in rows]
    narrow, found = minimal_dependencies(table(rows, 10), longest=2), minimal_dependencies(table(wide, 70), longest=2)
    assert as_pairs(minimal_dependencies(table(wide, 70), longest=2, plain=True), 70) == as_pairs(found, 70)
    copies = {(1 << place, other) for place in range(70) for other in range(70) if place != other and place % 10 == other % 10}
    assert copies <= as_pairs(found, 70)
    keys = {left for left in found.keys if left.bit_length() <= 10}
    assert keys == set(narrow.keys)


@pytest.mark.parametrize("plain", [True, False])
def test_chance_dependencies_in_many_columns_and_few_rows(plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """More candidates than rows: every pair is compared then, and what is left is what checking them finds; the bound on steps is told."""
    chosen = random.Random(8)
    rows = [[str(chosen.randint(0, 2)) for _ in range(11)] for _ in range(70)]
    made = table(rows, 11)
    compared = minimal_dependencies(made, plain=plain)
    assert compared.total > 300 and compared.longest == 11
    for limit in (5_000_000, 0):
        for name in ("plain_rows.EVERY_PAIR_PLAIN", "numpy_rows.EVERY_PAIR"):
            monkeypatch.setattr(f"relvar.discover.mining.{name}", limit)
        monkeypatch.setattr("relvar.discover.mining.cover.STEPS_AT_MOST", 500_000)
        assert minimal_dependencies(made, plain=plain) == compared
        monkeypatch.setattr("relvar.discover.mining.cover.STEPS_AT_MOST", 300)
        bounded = minimal_dependencies(made, plain=plain)
        short = {left: rights for left, rights in compared.dependencies.items() if left.bit_count() <= bounded.longest}
        assert 0 < bounded.longest < 11 and bounded.dependencies == short


def test_a_limit_on_left_sides_is_told() -> None:
    rows = [[str(n >> place & 1) for place in range(5)] for n in range(32)]
    found = minimal_dependencies(table(rows, 5), longest=3)
    assert found.longest == 3 and not found.keys
    assert minimal_dependencies(table(rows, 5)).keys == (31,)


def test_search_grows_with_rows_as_they_do() -> None:
    def sheet(count: int) -> Table:
        chosen = random.Random(count)
        return table([[str(n), str(c := chosen.randint(0, 400)), str(c % 40), str(chosen.randint(0, 9)), str(n % 97)] for n in range(count)], 5)

    tables = {count: sheet(count) for count in (10_000, 40_000, 160_000)}
    assert growth(lambda count: minimal_dependencies(tables[count]), 40_000) < LINEAR
