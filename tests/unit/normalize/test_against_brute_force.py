"""The theory against definitions tried out on every subset, for schemas of up to eight attributes; `bench/theory.py` runs 100,000 of them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.normalize.theory import project
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.decompose import into_boyce_codd
from relvar.normalize.theory.dependency import FD
from tests.unit.normalize import oracle
from tests.unit.normalize.campaign import differences, mixed_differences


@st.composite
def schemas(draw: st.DrawFn, widest: int = 7) -> tuple[int, oracle.Dependencies]:
    """Any sides at all, also full, trivial and empty ones: hypothesis makes a failing one small."""
    width = draw(st.integers(1, widest))
    side = st.integers(0, (1 << width) - 1)
    return width, draw(st.lists(st.tuples(side, side), max_size=7))


@given(schemas())
@settings(max_examples=200, deadline=None)
def test_any_schema_agrees_with_the_definitions(schema: tuple[int, oracle.Dependencies]) -> None:
    assert differences(*schema) == []


def test_schemas_as_people_write_them_agree() -> None:
    assert {seed: found for seed in range(1000) if (found := differences(*oracle.drawn(seed)))} == {}


def test_multivalued_dependencies_agree_with_the_chase() -> None:
    assert {seed: found for seed in range(400) if (found := mixed_differences(*oracle.mixed(seed)))} == {}


def test_the_oracle_sees_a_wrong_answer() -> None:
    """An oracle that agrees with everything would prove nothing: rows that a join invents and a form too high are told apart."""
    fds = [(0b001, 0b010)]
    assert not oracle.rejoins(3, (0b011, 0b110), fds) and oracle.rejoins(3, (0b011, 0b101), fds)
    assert oracle.form(0b111, oracle.table(3, fds)) == "1NF"
    assert oracle.below_fourth(0b111, 0b111, [], fds) and not oracle.below_fourth(0b011, 0b111, [], fds)
    assert not oracle.upheld((0b101, 0b010), (0b011, 0b110), oracle.table(3, [(0b101, 0b010)]))


def test_many_dependencies_wait_as_they_sweep() -> None:
    width, fds = 40, [(1 << at | 1 << (at * 7 + 3) % 40, 1 << (at * 11 + 5) % 40) for at in range(40)] * 2
    closure = Closure([FD(*fd) for fd in fds])
    for start in range(0, 1 << width, (1 << width) // 97):
        assert closure._wait(start, -1) == closure._sweep(start, -1)


@pytest.fixture
def no_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """No left side is tried and nothing is resolved: what is left where dependencies are too many is the split of Tsou and Fischer."""
    monkeypatch.setattr(project, "SIDES_TRIED", -1)
    monkeypatch.setattr(project, "RESOLVENTS_BOUND", -(10**9))


@pytest.mark.usefixtures("no_bounds")
def test_beyond_every_bound_parts_are_in_bcnf_and_lossless() -> None:
    for seed in range(400):
        width, pairs = oracle.drawn(seed)
        parts = into_boyce_codd((1 << width) - 1, [FD(*pair) for pair in pairs]).parts
        closures = oracle.table(width, pairs)
        assert oracle.rejoins(width, parts, pairs) and all(oracle.is_boyce_codd(part, closures) for part in parts), seed


@pytest.mark.usefixtures("no_bounds")
def test_decomposition_asks_a_polynomial_number_of_closures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tsou and Fischer: O(n^3) closures cut off one part, and there are at most n."""
    asked, of = 0, Closure.of

    def counted(self: Closure, start: int, goal: int = -1) -> int:
        nonlocal asked
        asked += 1
        return of(self, start, goal)

    monkeypatch.setattr(Closure, "of", counted)
    for width in (10, 20, 40):
        dice = random.Random(width)
        fds = [FD(sum(1 << at for at in dice.sample(range(width), 3)), 1 << dice.randrange(width)) for _ in range(width)]
        asked = 0
        into_boyce_codd((1 << width) - 1, fds)
        assert width < asked <= width**4
