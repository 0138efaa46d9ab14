"""Dependency theory: speed in one run, and a campaign against an oracle. Run from the root: python -m bench.theory [SCHEMAS]

Seconds are the processor's, for others may work on the machine. `db-fds` (PyPI) is measured beside it where it is installed; it is no
dependency of anything. The campaign draws SCHEMAS schemas (100,000) of up to eight attributes and compares closures, covers, keys, forms,
projections, decompositions, chase and preservation with definitions tried out on every subset; a tenth as many with
multivalued dependencies; splits real rows of as many that satisfy dependencies of every kind, and joins them again; and counts how often BCNF
keeps every dependency, beside the textbook's algorithm and what is possible at all.
"""

from __future__ import annotations

import importlib
import random
import sys
import time
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings

from relvar import api
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.decompose import into_boyce_codd, into_fifth
from relvar.normalize.theory.dependency import FD, MVD
from relvar.normalize.theory.keys import candidate_keys
from relvar.normalize.theory.synthesize import into_third
from tests.unit.normalize import oracle
from tests.unit.normalize.campaign import differences, mixed_differences
from tests.unit.normalize.instances import rejoined, satisfying
from tests.unit.normalize.test_against_brute_force import schemas as any_schemas

BEST_OF = 3
RIVAL_WIDTH = 18  # attributes at which public libraries stop


def drawn(width: int, count: int, seed: int = 1) -> tuple[int, list[FD]]:
    """Random dependencies: one to three attributes left, one or two right."""
    dice = random.Random(seed)

    def side(most: int) -> int:
        return sum(1 << at for at in dice.sample(range(width), dice.randint(1, most)))

    return (1 << width) - 1, [FD(side(3), side(2)) for _ in range(count)]


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the best of several."""
    found = []
    for _ in range(BEST_OF):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def as_text(width: int, fds: list[FD]) -> str:
    """The same for `relvar normalize`."""

    def names(mask: int) -> str:
        return " ".join(f"a{at}" for at in range(width) if mask >> at & 1)

    return "\n".join([f"attributes {names((1 << width) - 1)}", *(f"{names(left)} -> {names(right)}" for left, right in fds)])


def scale() -> None:
    whole, fds = drawn(100, 100)
    print(f"all keys, 100 attributes, 100 dependencies: {seconds(lambda: candidate_keys(whole, fds)) * 1000:.1f} ms (aim 50)")
    pairs = [FD(1 << at, 1 << (at ^ 1)) for at in range(20)]
    print(f"1,024 keys, 20 attributes in pairs: {seconds(lambda: candidate_keys((1 << 20) - 1, pairs)):.3f} s (aim 0.5)")
    wide, many = drawn(500, 1000)
    closure = Closure(many)
    starts = [1 << at | 1 << (at * 7) % 500 | 1 << (at * 13) % 500 for at in range(500)]
    largest = [wide & ~(1 << at) for at in range(500)]
    print(f"a closure, 500 attributes, 1,000 dependencies: {seconds(lambda: [closure.of(s) for s in starts]) * 2:.3f} ms (aim 1)")
    print(f"the same of all attributes but one: {seconds(lambda: [closure.of(s) for s in largest]) * 2:.3f} ms")
    print(f"synthesis of the same: {seconds(lambda: into_third(wide, many)):.2f} s (aim 2)")
    text = as_text(500, many)
    print(f"the whole report of the same, explained: {seconds(lambda: [api.study_report(s, explain=True) for s in api.studied(text)]):.1f} s")


def rival() -> None:
    """All super-keys by db-fds against all keys here, for the same random dependencies."""
    try:
        library = importlib.import_module("db_fds.fdfuncs")
    except ImportError:
        print("db-fds is not installed: not compared")
        return
    whole, fds = drawn(RIVAL_WIDTH, RIVAL_WIDTH)
    symbols = [library.Symbol(f"a{at}") for at in range(RIVAL_WIDTH)]

    def those(mask: int) -> set[object]:
        return {symbols[at] for at in range(RIVAL_WIDTH) if mask >> at & 1}

    theirs = {library.FunctionalDependency(those(left), those(right)) for left, right in fds}
    start = time.process_time()
    found = library.find_keys(attrs=set(symbols), fds=theirs)
    slow = time.process_time() - start
    fast = seconds(lambda: candidate_keys(whole, fds))
    print(f"db-fds at {RIVAL_WIDTH} attributes: {slow:.2f} s ({len(found)} keys), here {fast * 1000:.2f} ms: {slow / fast:,.0f} times (aim 100)")


def campaign(schemas: int) -> None:
    start = time.process_time()
    wrong = [seed for seed in range(schemas) if differences(*oracle.drawn(seed))]
    print(f"{schemas:,} schemas up to 8 attributes: {len(wrong)} differences {wrong[:5]} in {time.process_time() - start:.0f} s")
    start = time.process_time()
    wrong = [seed for seed in range(schemas // 10) if mixed_differences(*oracle.mixed(seed))]
    print(f"{schemas // 10:,} with multivalued ones, up to 5: {len(wrong)} differences {wrong[:5]} in {time.process_time() - start:.0f} s")


def by_hypothesis(schemas: int) -> None:
    """The same claims of schemas that hypothesis makes: any sides at all, and a failing schema is made small. Raises at a difference."""
    start, seen = time.process_time(), 0

    @given(any_schemas(widest=8))
    @settings(max_examples=schemas, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def agrees(schema: tuple[int, oracle.Dependencies]) -> None:
        nonlocal seen
        seen += 1
        assert differences(*schema) == []

    agrees()
    print(f"{seen:,} schemas made by hypothesis, up to 8 attributes: 0 differences in {time.process_time() - start:.0f} s")


def joined(schemas: int) -> None:
    """Rows that satisfy functional, multivalued and join dependencies: split as far as they go, they join to what they were."""
    start, wrong, fifth = time.process_time(), [], 0
    for seed in range(schemas):
        width, pairs, multivalued = oracle.mixed(seed)
        dice, whole = random.Random(seed), (1 << width) - 1
        pieces = [sum(1 << at for at in dice.sample(range(width), dice.randint(1, 2))) for _ in range(2)]
        join = (*pieces, whole & ~(pieces[0] | pieces[1]) | 1 << dice.randrange(width))
        binary = [(left | right, whole & ~right | left) for left, right in multivalued]
        rows = satisfying({tuple(dice.randrange(3) for _ in range(width)) for _ in range(6)}, pairs, [join, *binary])
        way = into_fifth(whole, [FD(*pair) for pair in pairs], [MVD(*pair) for pair in multivalued], [join])
        fifth += any(step.joined for step in way.steps)
        wrong += [seed] if rejoined(rows, way.parts) != rows else []
    seconds_ = time.process_time() - start
    print(f"{schemas:,} with join dependencies too, rows of each: {len(wrong)} differences {wrong[:5]}, {fifth:,} split by one, in {seconds_:.0f} s")


def kept(schemas: int) -> None:
    """How often BCNF keeps every dependency: possible, here, by the textbook; and how often here gives more relations for nothing."""
    below = possible = ours = textbook = more = 0
    for seed in range(schemas):
        width, pairs = oracle.drawn(seed)
        whole = (1 << width) - 1
        closures = oracle.table(width, pairs)
        if oracle.is_boyce_codd(whole, closures):
            continue
        way = into_boyce_codd(whole, [FD(*pair) for pair in pairs])
        naive = oracle.naively(whole, closures, [left for left, _ in pairs])
        lost = sum(not oracle.upheld(fd, naive, closures) for fd in pairs)
        below += 1
        possible += oracle.preservable(whole, closures, pairs)
        ours += not way.lost
        textbook += not lost
        more += len(way.parts) > len(naive) and len(way.lost) >= lost
    print(f"{below:,} schemas below BCNF: all dependencies kept possible in {possible:,}, here in {ours:,}, by the textbook in {textbook:,};")
    print(f"  more relations than the textbook's with no dependency kept for it: {more:,}")


if __name__ == "__main__":
    scale()
    rival()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kept(count // 10)
    campaign(count)
    joined(count // 10)
    by_hypothesis(count)
