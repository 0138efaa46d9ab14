"""How sure the text is of each relationship's two bounds, for whoever reads the same text otherwise."""

from __future__ import annotations

from typing import NamedTuple


class Sure(NamedTuple):
    """Confidence that a bound is what the text says, of each end: 0 where it is only what such verbs usually mean."""

    first: float
    second: float
