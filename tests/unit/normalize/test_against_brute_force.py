"""The theory against definitions tried out on every subset, for schemas of up to six attributes."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from relvar.normalize.theory.basis import closure_with_multivalued, implies_multivalued
from relvar.normalize.theory.chase import chase
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import equivalent, minimal
from relvar.normalize.theory.decompose import into_boyce_codd, into_fourth
from relvar.normalize.theory.dependency import FD, MVD, single_bits
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.keys import candidate_keys
from relvar.normalize.theory.preserve import preserved
from relvar.normalize.theory.project import project
from relvar.normalize.theory.synthesize import into_third

WIDTH = st.integers(1, 6)


@st.composite
def schemas(draw: st.DrawFn) -> tuple[int, list[FD]]:
    all_ = (1 << draw(WIDTH)) - 1
    side = st.integers(0, all_)
    return all_, [FD(left, right) for left, right in draw(st.lists(st.tuples(side, side), max_size=6))]


def closed(start: int, fds: list[FD]) -> int:
    reached, before = start, -1
    while reached != before:
        before = reached
        for left, right in fds:
            reached |= right if left & reached == left else 0
    return reached


def keys(all_: int, fds: list[FD]) -> set[int]:
    supers = [mask for mask in range(all_ + 1) if closed(mask, fds) == all_]
    return {mask for mask in supers if not any(other != mask and other & mask == other for other in supers)}


def form(all_: int, fds: list[FD]) -> str:
    """By definition, over every dependency that follows."""
    found = keys(all_, fds)
    prime = 0
    for key in found:
        prime |= key
    worst = 3
    for left in range(all_ + 1):
        reached = closed(left, fds)
        for bit in single_bits(reached & ~left):
            if reached != all_:
                if any(key & left == left and key != left for key in found) and not bit & prime:
                    worst = min(worst, 0)
                worst = min(worst, 2 if bit & prime else 1)
    return ("1NF", "2NF", "3NF", "BCNF")[worst]


@given(schemas())
@settings(max_examples=300, deadline=None)
def test_closures_keys_and_forms_agree(schema: tuple[int, list[FD]]) -> None:
    all_, fds = schema
    closure = Closure(fds)
    for start in range(all_ + 1):
        assert closure.of(start) == closure._wait(start, -1) == closed(start, fds)
    verdict = judge(all_, fds)
    assert set(candidate_keys(all_, fds).masks) == keys(all_, fds) == set(verdict.keys.masks)
    assert verdict.form == form(all_, fds)


@given(schemas())
@settings(max_examples=150, deadline=None)
def test_covers_are_minimal_and_equivalent(schema: tuple[int, list[FD]]) -> None:
    _, fds = schema
    cover = minimal(fds)
    assert equivalent(cover, fds)
    for fd in cover:
        rest = [other for other in cover if other != fd]
        assert not closed(fd.left, rest) & fd.right
        assert all(not closed(fd.left & ~bit, fds) & fd.right for bit in single_bits(fd.left))


@given(schemas())
@settings(max_examples=150, deadline=None)
def test_decompositions_keep_what_they_promise(schema: tuple[int, list[FD]]) -> None:
    all_, fds = schema
    way = into_boyce_codd(all_, fds)
    assert chase(all_, way.parts, fds).lossless
    assert all(form_of_part(part, fds) == "BCNF" for part in way.parts)
    assert bool(way.lost) == any(not kept_by_projection(fd, way.parts, fds) for fd in fds)
    third = into_third(all_, fds)
    assert chase(all_, third, fds).lossless
    assert all(preserved(fd, third, fds) for fd in fds)
    assert all(form_of_part(part, fds) in ("3NF", "BCNF") for part in third)


def form_of_part(part: int, fds: list[FD]) -> str:
    """Renumbers the part's attributes and judges it by definition."""
    bits = list(single_bits(part))
    narrow = {bit: 1 << number for number, bit in enumerate(bits)}
    inside = [FD(sub(left, narrow), sub(closed(left, fds) & part, narrow)) for left in range(part + 1) if left & ~part == 0]
    return form((1 << len(bits)) - 1, inside)


def sub(mask: int, narrow: dict[int, int]) -> int:
    return sum(narrow[bit] for bit in single_bits(mask))


def kept_by_projection(fd: FD, parts: tuple[int, ...], fds: list[FD]) -> bool:
    inside = [FD(left, closed(left, fds) & part) for part in parts for left in range(part + 1) if left & ~part == 0]
    return fd.right & ~closed(fd.left, inside) == 0


@given(schemas())
@settings(max_examples=100, deadline=None)
def test_projections_are_exact(schema: tuple[int, list[FD]]) -> None:
    all_, fds = schema
    part = all_ & 0b10111
    projected = project(part, fds)
    for left in range(part + 1):
        if left & ~part == 0:
            assert closed(left, projected) == closed(left, fds) & part


@st.composite
def mixed(draw: st.DrawFn) -> tuple[int, list[FD], list[MVD]]:
    all_ = (1 << draw(st.integers(2, 4))) - 1
    side = st.integers(0, all_)
    pairs = st.lists(st.tuples(side, side), max_size=2)
    return all_, [FD(*pair) for pair in draw(pairs)], [MVD(*pair) for pair in draw(pairs)]


@given(mixed())
@settings(max_examples=60, deadline=None)
def test_multivalued_implication_agrees_with_the_chase(schema: tuple[int, list[FD], list[MVD]]) -> None:
    """left ->> right holds exactly when the parts (left, right) and (left, rest) are lossless (Fagin 1977)."""
    all_, fds, mvds = schema
    for left, right in product(range(all_ + 1), repeat=2):
        parts = (left | right, left | (all_ & ~right))
        assert implies_multivalued(left, right, all_, fds, mvds) == chase(all_, parts, fds, mvds).lossless


@given(mixed())
@settings(max_examples=60, deadline=None)
def test_fourth_normal_form_parts_are_lossless(schema: tuple[int, list[FD], list[MVD]]) -> None:
    all_, fds, mvds = schema
    way = into_fourth(all_, fds, mvds)
    assert chase(all_, way.parts, fds, mvds).lossless
    for start in range(all_ + 1):
        assert closed(start, fds) & ~closure_with_multivalued(start, all_, fds, mvds) == 0
