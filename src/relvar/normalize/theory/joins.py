"""Join dependencies: the relation is the join of its projections on the parts. Projection-join normal form (PJNF, 5NF).

Fagin, "Normal forms and relational database operators", SIGMOD 1979: a relation is in PJNF when its keys imply every join
dependency, and whether keys imply one is decided by uniting parts that share a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
