"""Prints how often each construction is read, the worst first, with seeds of texts in which it is not.

Of the strangers' grammar (--strangers) only the constructions that may be seen stand one by one, of the others the figure of a family.
"""

from __future__ import annotations

import sys

from tests.reading.told.read import understood
from tests.reading.told.strangers import told_by_stranger
from tests.reading.told.texts import told

ENOUGH = 6  # seeds to show
STRANGERS = "--strangers"
Read = dict[str, list[tuple[int, bool]]]


def main(how_many: str = "400", seed: str = "") -> None:
    if seed:
        print(told(int(seed)).text)
        return
    found = understood(int(how_many))
    constructions(found)
    for family, share in families(found).items():
        print(f"{family:16s} {share:5.1f} %")


def strangers(how_many: str = "300", seed: str = "") -> None:
    """Or the text of a seed, with what each of its sentences tells."""
    if seed:
        shown = told_by_stranger(int(seed), "seen")
        print(shown.text, *(f"{s.construction:32s} {s.said!r}" for s in shown.sentences), sep="\n")
        return
    seen = understood(int(how_many), half="seen")
    constructions(seen)
    shares, unseen = families(seen), families(understood(int(how_many), half="unseen"))
    print(f"{'':16s}   seen  unseen")
    for family in sorted({*shares, *unseen}):
        print(f"{family:16s} {shares.get(family, 0):5.1f} % {unseen.get(family, 0):5.1f} %")
    mean = [sum(share.values()) / len(share) for share in (shares, unseen)]
    print(f"{'mean of families':16s} {mean[0]:5.1f} % {mean[1]:5.1f} %")


def constructions(found: Read) -> None:
    for name, seen in sorted(found.items(), key=lambda pair: sum(right for _, right in pair[1]) / len(pair[1])):
        wrong = [seed for seed, right in seen if not right][:ENOUGH]
        print(f"{name:32s} {sum(right for _, right in seen):4d} of {len(seen):4d}  {' '.join(map(str, wrong))}")


def families(found: Read) -> dict[str, float]:
    """How much of each family is read, in percent."""
    read: dict[str, list[bool]] = {}
    for name, seen in sorted(found.items()):
        read.setdefault(name.split(".")[0], []).extend(right for _, right in seen)
    return {family: 100 * sum(right) / len(right) for family, right in read.items()}


if __name__ == "__main__":
    if STRANGERS in sys.argv:
        strangers(*(argument for argument in sys.argv[1:] if argument != STRANGERS))
    else:
        main(*sys.argv[1:])
