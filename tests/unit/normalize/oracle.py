"""The theory by definition, tried out on every subset: what the algorithms are compared with. Tables of closures over bit masks.

Nothing here is taken from `relvar.normalize`: closures, keys, forms, projections and the chase are written a second time, as
the definitions say, for relations of a few attributes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

Dependencies = list[tuple[int, int]]


def table(width: int, fds: Dependencies) -> list[int]:
    """The closure of every set of attributes."""
    found = []
    for start in range(1 << width):
        reached, before = start, -1
        while reached != before:
            before = reached
            for left, right in fds:
                if left & reached == left:
                    reached |= right
        found.append(reached)
    return found


def subsets(mask: int) -> Iterator[int]:
    """Every subset, the empty one last."""
    part = mask
    while part:
        yield part
        part = (part - 1) & mask
    yield 0


def keys(whole: int, closures: Sequence[int]) -> set[int]:
    """Minimal sets that reach the whole."""
    supers = [mask for mask in sorted(subsets(whole), key=int.bit_count) if closures[mask] & whole == whole]
    found: list[int] = []
    for mask in supers:
        if not any(key & mask == key for key in found):
            found.append(mask)
    return set(found)


def form(whole: int, closures: Sequence[int]) -> str:
    """The highest of 1NF, 2NF, 3NF, BCNF, over every dependency that follows inside `whole`."""
    found = keys(whole, closures)
    prime = 0
    for key in found:
        prime |= key
    worst = 3
    for left in subsets(whole):
        reached = closures[left] & whole
        gained = reached & ~left
        if not gained or reached == whole:
            continue
        if not gained & ~prime:
            worst = min(worst, 2)
        elif any(key & left == left for key in found):
            return "1NF"
        else:
            worst = min(worst, 1)
    return ("1NF", "2NF", "3NF", "BCNF")[worst]


def upheld(fd: tuple[int, int], parts: Sequence[int], closures: Sequence[int]) -> bool:
    """Whether a dependency follows from the projections of all dependencies on the parts."""
    reached, before = fd[0], -1
    while reached != before:
        before = reached
        for part in parts:
            reached |= closures[reached & part] & part
    return fd[1] & ~reached == 0


def preservable(whole: int, closures: Sequence[int], fds: Dependencies) -> bool:
    """Whether any decomposition into BCNF keeps every dependency: the one of all parts in BCNF keeps most, and a key can be one of them."""
    parts = [part for part in subsets(whole) if is_boyce_codd(part, closures)]
    return all(upheld(fd, parts, closures) for fd in fds)


def is_boyce_codd(part: int, closures: Sequence[int]) -> bool:
    """Every left side inside reaches nothing new or everything."""
    return all(closures[left] & part in (left, part) for left in subsets(part))


def rejoins(width: int, parts: Sequence[int], fds: Dependencies) -> bool:
    """The chase with functional dependencies: a row of distinguished symbols (0) appears."""
    rows = [[0 if part >> at & 1 else number + 1 for at in range(width)] for number, part in enumerate(parts)]
    changed = True
    while changed:
        changed = False
        for left, right in fds:
            lefts = [at for at in range(width) if left >> at & 1]
            for one in rows:
                for other in rows:
                    if all(one[at] == other[at] for at in lefts):
                        for at in range(width):
                            if right >> at & 1 and one[at] != other[at]:
                                low, high = sorted((one[at], other[at]))
                                for row in rows:
                                    if row[at] == high:
                                        row[at] = low
                                changed = True
    return any(not any(row) for row in rows)


def drawn(seed: int, widest: int = 8) -> tuple[int, Dependencies]:
    """A schema: width and dependencies. Short left sides are likelier, as people's are; constants and trivial ones occur."""
    dice = random.Random(seed)
    width = dice.randint(1, widest)
    count = dice.randint(0, width + 2)
    fds = []
    for _ in range(count):
        left = sum(1 << at for at in dice.sample(range(width), min(width, dice.choice((0, 1, 1, 1, 2, 2, 2, 3, 4)))))
        right = sum(1 << at for at in dice.sample(range(width), min(width, dice.choice((1, 1, 1, 2, 3)))))
        fds.append((left, right))
    return width, fds


def two_rows(left: int, whole: int, fds: Dependencies, mvds: Dependencies) -> tuple[int, set[int]]:
    """The chase of two rows that agree on `left` alone: what they agree on in the end, and the rows, a bit where a row is as the second."""
    rows, agreed = {0, whole & ~left}, left
    before: object = None
    while before != (agreed, len(rows)):
        before = (agreed, len(rows))
        for one in list(rows):
            for other in list(rows):
                same = ~(one ^ other)
                for begin, end in fds:
                    if begin & ~same & whole == 0:
                        agreed |= end & (one ^ other)
                for begin, end in mvds:
                    if begin & ~same & whole == 0:
                        rows.add((one & end) | (other & ~end))
        rows = {row & ~agreed for row in rows}
    return agreed, rows


def below_fourth(part: int, whole: int, fds: Dependencies, mvds: Dependencies) -> bool:
    """Whether some left side inside the part, no key of it, has a multivalued or functional dependency there that is not trivial."""
    for left in subsets(part):
        agreed, rows = two_rows(left, whole, fds, mvds)
        if agreed & part == part:
            continue
        if agreed & part & ~left:
            return True
        rest = part & ~left
        here = {row & part for row in rows}
        if any(right and right != rest and (rest & ~right) in here for right in subsets(rest)):
            return True
    return False


def mixed(seed: int, widest: int = 5) -> tuple[int, Dependencies, Dependencies]:
    """A schema with both kinds of dependencies."""
    dice = random.Random(seed)
    width = dice.randint(2, widest)

    def some(count: int) -> Dependencies:
        lefts = [dice.sample(range(width), dice.choice((0, 1, 1, 1, 2))) for _ in range(count)]
        rights = [dice.sample(range(width), min(width, dice.choice((1, 1, 2)))) for _ in range(count)]
        return [(sum(1 << a for a in left), sum(1 << a for a in right)) for left, right in zip(lefts, rights, strict=True)]

    return width, some(dice.randint(0, 3)), some(dice.randint(1, 3))


def naively(whole: int, closures: Sequence[int], lefts: Sequence[int]) -> list[int]:
    """The textbook's decomposition: split on the first dependency that violates BCNF, those given first, until none does."""
    waiting, parts = [whole], []
    while waiting:
        part = waiting.pop()
        tried = [*(left for left in lefts if left & ~part == 0), *sorted(subsets(part), key=int.bit_count)]
        bad = next((left for left in tried if closures[left] & part not in (part, left)), None)
        if bad is None:
            parts.append(part)
        else:
            waiting += [closures[bad] & part, (part & ~closures[bad]) | bad]
    return [part for part in set(parts) if not any(part != other and part & ~other == 0 for other in parts)]
