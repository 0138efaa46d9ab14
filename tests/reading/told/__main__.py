"""Prints how often each construction is read, the worst first, with seeds of texts in which it is not."""

from __future__ import annotations

import sys

from tests.reading.told.read import understood
from tests.reading.told.texts import told

ENOUGH = 6  # seeds to show


def main(how_many: str = "400", seed: str = "") -> None:
    if seed:
        print(told(int(seed)).text)
        return
    found = understood(int(how_many))
    for name, seen in sorted(found.items(), key=lambda pair: sum(right for _, right in pair[1]) / len(pair[1])):
        wrong = [seed for seed, right in seen if not right][:ENOUGH]
        print(f"{name:32s} {sum(right for _, right in seen):4d} of {len(seen):4d}  {' '.join(map(str, wrong))}")
    for family in sorted({name.split(".")[0] for name in found}):
        of_family = [right for name, seen in found.items() if name.startswith(f"{family}.") for _, right in seen]
        print(f"{family:16s} {100 * sum(of_family) / len(of_family):5.1f} %")


if __name__ == "__main__":
    main(*sys.argv[1:])
