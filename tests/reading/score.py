"""How much of the corpus is read: found, missed and invented facts by kind. Run: python -m tests.reading.score [NAME...] [--renew]

With names of briefs it prints what was missed (-) and invented (+) in them; `--renew` keeps the scores as those that may not fall.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

from relvar import api
from relvar.errors import BriefError
from tests.reading.facts import KINDS, Case, cases, facts

KEPT = Path(__file__).parent / "scores.json"


class Count(NamedTuple):
    """Facts found, missed and invented."""

    found: int = 0
    missed: int = 0
    invented: int = 0

    def __add__(self, other: object) -> Count:
        assert isinstance(other, Count)
        return Count(self.found + other.found, self.missed + other.missed, self.invented + other.invented)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent; 100 where there is nothing to find and nothing was invented."""
        whole = 2 * self.found + self.missed + self.invented
        return 100 * 2 * self.found / whole if whole else 100.0


def difference(case: Case) -> dict[str, tuple[set[str], set[str], set[str]]]:
    """By kind: facts found, missed, invented."""
    try:
        read = facts(api.read(api.brief_of(case.text, ["postgresql"], depth="minimal"), case.scale), case.also)
    except BriefError:  # refused: nothing of it was read
        read = {kind: set() for kind in KINDS}
    return {k: (case.expected[k] & read[k], case.expected[k] - read[k], read[k] - case.expected[k]) for k in case.kinds}


def scores(chosen: list[Case] | None = None) -> dict[str, Count]:
    """Counts by kind over the corpus."""
    total = dict.fromkeys(KINDS, Count())
    for case in chosen or cases():
        for kind, sets in difference(case).items():
            total[kind] += Count(*map(len, sets))
    return total


def _explain(case: Case) -> None:
    print(f"== {case.name}\n{case.text}")
    for kind, (_, missed, invented) in difference(case).items():
        for sign, some in (("-", missed), ("+", invented)):
            print("".join(f"  {sign} {kind}: {fact}\n" for fact in sorted(some)), end="")


def main(arguments: list[str]) -> None:
    names = [a for a in arguments if not a.startswith("--")]
    chosen = [case for case in cases() if not names or any(case.name.startswith(n) for n in names)]
    if names:
        for case in chosen:
            _explain(case)
    found = scores(chosen)
    for kind, count in found.items():
        print(f"{kind:14} {count.f1:5.1f}   {count.found} found, {count.missed} missed, {count.invented} invented")
    if "--renew" in arguments:
        KEPT.write_text(json.dumps({kind: round(count.f1, 1) for kind, count in found.items()}, indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
