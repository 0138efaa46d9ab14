"""The chosen decompositions as a picture: one tree a relation."""

from __future__ import annotations

from collections.abc import Iterable

from relvar.normalize.stated.study import Study
from relvar.normalize.stated.ways import Way
from relvar.normalize.stated.wording import said
from relvar.normalize.theory.decompose import Step
from relvar.write.diagrams.tree import Node, tree

FOOT_SHOWN = 60  # characters of a dependency in a box
PARTS_SHOWN = 40  # relations of one tree; a picture of more cannot be read


def picture(studies: Iterable[Study]) -> str:
    """SVG of every relation's tree."""
    known = tuple(studies)
    return tree([_root(study) for study in known], "Decomposition of " + ", ".join(study.stated.name for study in known))


def _root(study: Study) -> Node:
    way = study.chosen
    if way is None:
        return _leaf(study, None, study.universe.all, study.stated.name)
    return _node(study, way, study.universe.all, list(way.steps), study.stated.name)


def _node(study: Study, way: Way, mask: int, steps: list[Step], title: str) -> Node:
    """What the first step that splits this very relation made of it."""
    step = next((s for s in steps if s.whole == mask), None)
    if step is None or mask in step.parts:
        return _leaf(study, way, mask, title)
    steps.remove(step)
    parts = tuple(_node(study, way, part, steps, f"{title}.{n}") for n, part in enumerate(step.parts[:PARTS_SHOWN], start=1))
    more = f" ({len(step.parts) - PARTS_SHOWN} more)" if len(step.parts) > PARTS_SHOWN else ""
    return Node(title, _rows(study, mask, 0), _short(_told(study, step)) + more, parts)


def _told(study: Study, step: Step) -> str:
    """Of a join dependency and of a synthesis the parts stand beside it."""
    if step.joined:
        return f"split on the join of {len(step.parts)} parts"
    return f"split on {said(study.universe, step)}" if len(step.parts) == 2 else f"synthesis of {len(step.parts)} parts"


def _leaf(study: Study, way: Way | None, mask: int, title: str) -> Node:
    part = next((p for p in way.parts if p.attributes == mask), None) if way else None
    keys = part.keys if part else study.verdict.keys.masks if way is None else ()
    form = (part.form or "") if part else study.verdict.form if way is None else "given back by the others"
    return Node(title, _rows(study, mask, keys[0] if keys else 0), form)


def _rows(study: Study, mask: int, key: int) -> tuple[tuple[str, str], ...]:
    """Key attributes first."""
    universe = study.universe
    return tuple(("PK" if (key >> bit) & 1 else "", universe.names[bit]) for bit in sorted(_bits(mask), key=lambda b: not (key >> b) & 1))


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _short(text: str) -> str:
    return text if len(text) <= FOOT_SHOWN else text[: FOOT_SHOWN - 1] + "…"
