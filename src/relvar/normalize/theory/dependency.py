"""Dependencies over sets of attributes, as bitmasks: what all algorithms of this folder compute with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relvar.errors import ModelError

Names = tuple[str, ...]


class FD(NamedTuple):
    """left -> right, both as bitmasks over a `Universe`. An empty left side is a constant."""

    left: int
    right: int


class MVD(NamedTuple):
    """left ->> right within one universe."""

    left: int
    right: int


JD = tuple[int, ...]  # a join dependency: the relation is the join of its projections on these parts


class Universe:
    """The attributes of a relation in order; bit i stands for the i-th."""

    def __init__(self, attributes: Iterable[str]) -> None:
        self.names: Names = tuple(dict.fromkeys(attributes))
        self.bits = {name: 1 << i for i, name in enumerate(self.names)}
        self.all = (1 << len(self.names)) - 1

    def mask(self, names: Iterable[str]) -> int:
        """The bitmask of `names`. Raises ModelError for an attribute the relation does not have."""
        found = 0
        for name in names:
            if name not in self.bits:
                raise ModelError(what=f"{name} is no attribute of the relation", remedy=f"it has {', '.join(self.names)}")
            found |= self.bits[name]
        return found

    def of(self, mask: int) -> Names:
        """The attributes of a bitmask, in the relation's order."""
        return tuple(self.names[i] for i in positions(mask))

    def fds(self, dependencies: Iterable[tuple[Sequence[str], Sequence[str]]]) -> list[FD]:
        """Dependencies given by names, as bitmasks."""
        return [FD(self.mask(left), self.mask(right)) for left, right in dependencies]


def positions(mask: int) -> Iterator[int]:
    """Positions of the set bits, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def single_bits(mask: int) -> Iterator[int]:
    """The set bits themselves, lowest first."""
    while mask:
        low = mask & -mask
        yield low
        mask ^= low
