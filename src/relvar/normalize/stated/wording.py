"""Dependencies in the notation of a file, by the names of a universe."""

from __future__ import annotations

from collections.abc import Sequence

from relvar.normalize.theory.decompose import Step
from relvar.normalize.theory.dependency import FD, Universe

WIDE = 24  # attributes that a line names; more are counted


def names(universe: Universe, mask: int) -> str:
    """The attributes of a set, counted where there are many."""
    found: Sequence[str] = universe.of(mask)
    return ", ".join(found[:WIDE]) + (f" and {len(found) - WIDE} more" if len(found) > WIDE else "")


def braced(universe: Universe, mask: int, *, round_: bool = False) -> str:
    """A set of attributes; a relation in round brackets."""
    if not mask:
        return "∅"
    return f"({names(universe, mask)})" if round_ else "{" + names(universe, mask) + "}"


def arrow(universe: Universe, fd: FD) -> str:
    """A functional dependency."""
    return f"{', '.join(universe.of(fd.left)) or '∅'} → {', '.join(universe.of(fd.right & ~fd.left))}"


def join(universe: Universe, parts: Sequence[int]) -> str:
    """A join dependency; one of two parts as the multivalued one that it is."""
    if len(parts) == 2:
        left, right = (", ".join(universe.of(mask)) or "∅" for mask in (parts[0] & parts[1], parts[0] & ~parts[1]))
        return f"{left} ↠ {right}"
    return "join " + " ".join("{" + " ".join(universe.of(part)) + "}" for part in parts)


def said(universe: Universe, step: Step) -> str:
    """The dependency of a step."""
    if step.joined:
        return join(universe, step.parts)
    return f"{', '.join(universe.of(step.left)) or '∅'} {'↠' if step.multivalued else '→'} {names(universe, step.right & ~step.left)}"
