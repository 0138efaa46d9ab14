"""Join dependencies: the relation is the join of its projections on the parts. Projection-join normal form (PJNF, 5NF).

Fagin, "Normal forms and relational database operators", SIGMOD 1979: a relation is in PJNF when its keys imply every join
dependency, and whether keys imply one is decided by uniting parts that share a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from relvar.normalize.theory.dependency import JD, MVD

PARTS_UNITED = 10  # parts of a join dependency up to which all 2^(n-1) ways to make two of them are tried


def multivalued(joins: Iterable[JD]) -> list[MVD]:
    """The multivalued dependencies that each join dependency implies by itself: its parts united into two, in every way; beyond
    `PARTS_UNITED` one part against the rest (Fagin 1977; Beeri, Fagin, Maier and Yannakakis, Journal of the ACM 30(3), 1983).
    """
    found = [MVD(one & other, one & ~other) for join in joins for one, other in _halves(join) if one & ~other and other & ~one]
    return list(dict.fromkeys(found))


def _halves(join: JD) -> Iterator[tuple[int, int]]:
    """The first part is always in the second half, so that no way comes twice."""
    sides = range(2, 1 << len(join), 2) if len(join) <= PARTS_UNITED else (1 << at for at in range(len(join)))
    for side in sides:
        halves = [0, 0]
        for at, part in enumerate(join):
            halves[side >> at & 1] |= part
        yield halves[1], halves[0]


def follows_from_keys(parts: Sequence[int], all_: int, keys: Iterable[int]) -> bool:
    """Whether the keys alone imply the join dependency. O(parts^3 * keys)."""
    known = tuple(keys)
    united = list(dict.fromkeys(parts))
    while all_ not in united:
        pair = next(((a, b) for a in united for b in united if a < b and any(key & ~(a & b) == 0 for key in known)), None)
        if pair is None:
            return False
        united = [part for part in united if part not in pair] + [pair[0] | pair[1]]
    return True
