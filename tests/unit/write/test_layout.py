"""The layout: boxes never overlap, every link has a line, cycles and loops end, a thousand nodes are placed."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from relvar.write.diagrams.layout import Box, place

nodes = st.integers(1, 12)


@given(nodes, st.data())
def test_boxes_do_not_overlap_and_every_link_is_drawn(count: int, data: st.DataObject) -> None:
    names = [f"n{i}" for i in range(count)]
    sizes = {n: (float(data.draw(st.integers(40, 200))), float(data.draw(st.integers(20, 300)))) for n in names}
    links = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=20))
    placing = place(sizes, links)
    assert placing.boxes.keys() == sizes.keys()
    assert len(placing.lines) == len(links)
    assert not any(overlap(a, b) for a, b in itertools.combinations(placing.boxes.values(), 2))
    assert all(b.x + b.width <= placing.width + 1e-6 and b.y + b.height <= placing.height + 1e-6 for b in placing.boxes.values())


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def test_references_run_from_left_to_right() -> None:
    sizes = dict.fromkeys(("user", "order", "line"), (100.0, 50.0))
    boxes = place(sizes, [("order", "line"), ("user", "order")]).boxes
    assert boxes["user"].x < boxes["order"].x < boxes["line"].x


def test_a_deep_chain_does_not_exhaust_the_stack() -> None:
    sizes = {f"n{i}": (10.0, 10.0) for i in range(3000)}
    assert len(place(sizes, [(f"n{i}", f"n{i + 1}") for i in range(2999)]).boxes) == 3000
