"""Layered placing of boxes and lines (Sugiyama, Tagawa and Toda 1981): parents left, children right, few crossings.

Layers by longest path over the acyclic part, places in a layer by repeated barycentres, long lines led through empty
places of their own. Everything is a function of order and size, so the picture is the same on every machine.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

GAP_ACROSS = 110.0  # between layers, px: room for the lines and their labels
GAP_DOWN = 28.0  # between boxes of a layer, px
LANE = 14.0  # height of a place that a long line is led through, px
SWEEPS = 8  # barycentre passes; crossings hardly fall after eight (Gansner et al. 1993 use 24 with a median)


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Placing(NamedTuple):
    """Boxes by node, and for every edge (by its place in the list) the corner points between its ends."""

    boxes: dict[str, Box]
    lines: list[list[tuple[float, float]]]
    width: float
    height: float


def place(sizes: Mapping[str, tuple[float, float]], links: Sequence[tuple[str, str]]) -> Placing:
    """Place nodes of given (width, height) px; links run parent -> child and may form cycles or loops."""
    layer = _layers(sizes, links)
    chains, lanes = _lead(links, layer)
    order = _order({**layer, **lanes}, chains)
    boxes, lane_places, width, height = _coordinates(order, sizes, lanes)
    lines = [_line(chain, boxes, lane_places) for chain in chains]
    return Placing(boxes, lines, width, height)


def _layers(sizes: Mapping[str, tuple[float, float]], links: Sequence[tuple[str, str]]) -> dict[str, int]:
    children: dict[str, list[str]] = defaultdict(list)
    for parent, child in links:
        if parent != child:
            children[parent].append(child)
    after = _finishing_order(sizes, children)
    rank = {node: place for place, node in enumerate(after)}
    layer = dict.fromkeys(sizes, 0)
    for node in after:
        for child in children[node]:
            if rank[child] > rank[node]:
                layer[child] = max(layer[child], layer[node] + 1)
    return layer


def _finishing_order(nodes: Mapping[str, object], children: Mapping[str, list[str]]) -> list[str]:
    """Reverse postorder: a topological order of the acyclic part. Iterative, for schemas of a thousand tables."""
    seen: set[str] = set()
    done: list[str] = []
    for root in nodes:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(children.get(root, ())))]
        while stack:
            node, rest = stack[-1]
            nearest = next((c for c in rest if c not in seen), None)
            if nearest is None:
                done.append(node)
                stack.pop()
            else:
                seen.add(nearest)
                stack.append((nearest, iter(children.get(nearest, ()))))
    return done[::-1]


def _lead(links: Sequence[tuple[str, str]], layer: Mapping[str, int]) -> tuple[list[list[str]], dict[str, int]]:
    """Each link as a chain of nodes with one lane in every layer it passes."""
    chains, lanes = [], {}
    for number, (parent, child) in enumerate(links):
        low, high = sorted((layer[parent], layer[child]))
        passed = [f"\0{number}.{at}" for at in range(low + 1, high)]
        lanes.update({name: low + 1 + step for step, name in enumerate(passed)})
        chains.append([parent, *(passed if layer[parent] <= layer[child] else passed[::-1]), child])
    return chains, lanes


def _order(layer: Mapping[str, int], chains: Sequence[Sequence[str]]) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for node, at in layer.items():
        columns[at].append(node)
    near: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for a, b in itertools.pairwise(chain):
            near[a].append(b)
            near[b].append(a)
    for sweep in range(SWEEPS):
        sequence = range(1, len(columns)) if sweep % 2 == 0 else range(len(columns) - 2, -1, -1)
        for at in sequence:
            beside = columns[at - 1] if sweep % 2 == 0 else columns[at + 1]
            spot = {node: n for n, node in enumerate(beside)}
            columns[at] = _by_barycentre(columns[at], near, spot)
    return columns


def _by_barycentre(column: list[str], near: Mapping[str, list[str]], spot: Mapping[str, int]) -> list[str]:
    def centre(item: tuple[int, str]) -> tuple[float, int]:
        own, node = item
        known = [spot[n] for n in near.get(node, ()) if n in spot]
        return (sum(known) / len(known) if known else float(own), own)

    return [node for _, node in sorted(enumerate(column), key=centre)]


def _coordinates(
    order: list[list[str]], sizes: Mapping[str, tuple[float, float]], lanes: Mapping[str, int]
) -> tuple[dict[str, Box], dict[str, tuple[float, float, float]], float, float]:
    heights = [sum((LANE if n in lanes else sizes[n][1]) + GAP_DOWN for n in column) - GAP_DOWN for column in order]
    tallest = max(heights, default=0.0)
    boxes: dict[str, Box] = {}
    lane_places: dict[str, tuple[float, float, float]] = {}
    x = 0.0
    for column, tall in zip(order, heights, strict=True):
        wide = max((sizes[n][0] for n in column if n not in lanes), default=40.0)
        y = (tallest - tall) / 2
        for node in column:
            if node in lanes:
                lane_places[node] = (x, x + wide, y + LANE / 2)
                y += LANE + GAP_DOWN
            else:
                boxes[node] = Box(x, y, wide, sizes[node][1])
                y += sizes[node][1] + GAP_DOWN
        x += wide + GAP_ACROSS
    return boxes, lane_places, max(x - GAP_ACROSS, 0.0), tallest


def _line(chain: list[str], boxes: Mapping[str, Box], lanes: Mapping[str, tuple[float, float, float]]) -> list[tuple[float, float]]:
    """Corner points of the lanes between the two boxes; the drawer adds the ends."""
    points: list[tuple[float, float]] = []
    rightward = boxes[chain[0]].x <= boxes[chain[-1]].x
    for node in chain[1:-1]:
        left, right, y = lanes[node]
        points += [(left, y), (right, y)] if rightward else [(right, y), (left, y)]
    return points
