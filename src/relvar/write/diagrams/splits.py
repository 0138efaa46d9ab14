"""The decompositions of a design as a picture: one tree for each relation that was split, its leaves the tables that came of it."""

from __future__ import annotations

from relvar.model.design import Design
from relvar.model.logical import Dependency, Logical, Relation, Split
from relvar.write.diagrams.tree import Node, tree

FOOT_SHOWN = 60  # characters of a dependency in a box
PATH = "diagrams/normalization.svg"


def splits(design: Design) -> str:
    """SVG; "" where nothing was split."""
    logical = design.logical
    names = list(dict.fromkeys(split.relation for split in logical.splits))
    roots = [_root(logical, [s for s in logical.splits if s.relation == name]) for name in names]
    return tree(roots, f"{design.brief.title}: decomposition of {', '.join(names)}") if roots else ""


def _root(logical: Logical, steps: list[Split]) -> Node:
    whole = frozenset(name for part in steps[0].parts for name in part)
    order = list(dict.fromkeys(name for part in steps[0].parts for name in part))
    return _node(logical, steps, whole, order, steps[0].relation)


def _node(logical: Logical, steps: list[Split], whole: frozenset[str], order: list[str], title: str) -> Node:
    """What the step that split these very attributes made of them; else the relation that they are."""
    step = next((s for s in steps if frozenset(name for part in s.parts for name in part) == whole), None)
    if step is None:
        return _leaf(logical, whole, order, title)
    rest = [s for s in steps if s is not step]
    parts = tuple(_node(logical, rest, frozenset(part), list(part), f"{title}.{n}") for n, part in enumerate(step.parts, start=1))
    return Node(title, tuple(("", name) for name in order), _short(_told(step)), parts)


def _leaf(logical: Logical, whole: frozenset[str], order: list[str], title: str) -> Node:
    relation = _relation(logical, whole)
    if relation is None:
        return Node(title, tuple(("", name) for name in order), "given back by the others")
    primary = next(key.attributes for key in relation.keys if key.primary)
    rows = tuple(("PK" if name in primary else "", name) for name in (*primary, *(n for n in order if n not in primary)))
    return Node(relation.name, rows, relation.normal_form)


def _relation(logical: Logical, whole: frozenset[str]) -> Relation | None:
    """The smallest relation that holds all of the part: computed attributes stand beside them."""
    holding = [r for r in logical.relations.values() if whole <= r.attributes.keys()]
    return min(holding, key=lambda r: len(r.attributes), default=None)


def arrow(dependency: Dependency) -> str:
    """A dependency by its names; a join dependency as `relvar normalize` reads it."""
    if dependency.parts:
        return "join " + " ".join("{" + " ".join(part) + "}" for part in dependency.parts)
    return f"{', '.join(dependency.left) or '∅'} {'↠' if dependency.multivalued else '→'} {', '.join(dependency.right)}"


def _told(split: Split) -> str:
    """Of a join dependency and of a synthesis the parts stand beside it."""
    if split.violated.parts:
        return f"split on the join of {len(split.parts)} parts"
    return f"split on {arrow(split.violated)}" if len(split.parts) == 2 else f"synthesis of {len(split.parts)} parts"


def _short(text: str) -> str:
    return text if len(text) <= FOOT_SHOWN else text[: FOOT_SHOWN - 1] + "…"
