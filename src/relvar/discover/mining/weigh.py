"""Meaningful or accidental: what a dependency that holds is worth as a rule of the business.

The score is a product of three numbers between 0 and 1, and 0.5 or more is taken as meaningful:

- evidence. For each attribute b of the left side X: the pairs of rows that agree on X without b and differ on the right would have
  refuted the dependency wherever they agreed on b. Were b independent, of those V pairs V q(b) would agree on it, q(b) being the share of
  all pairs that agree on b. None did, which by Poisson has the probability exp(-V q(b)): bits = V q(b) log2 e, less the bits of having
  tried m choose |X| left sides for m right sides. The weakest b counts; evidence = bits / (bits + 10). This is the null hypothesis of
  permuted columns (Mandros, Boley and Vreeken, "Discovering reliable approximate functional dependencies", KDD 2017) in closed form. For
  several attributes on the left, rows that agree on all of X and A count once: a customer's twenty orders are no twenty witnesses for what
  holds of the customer's name and city.
- shape. 1, 0.8 and 0.6 for left sides of one, two and three attributes, none beyond; of each attribute what it is: whole numbers, short texts
  and uuids name things (1), dates, long texts, booleans, fractions, instants and JSON do so less and less (key scores of Papenbrock and
  Naumann, "Data-driven schema normalization", EDBT 2017).
- names. 1 where the left side is called as names of things are (id, code, number, ...) or shares a word with the right side, else 0.75.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from relvar.discover.kinds import Kind
from relvar.discover.mining.rows import Rows
from relvar.discover.naming import NAMING, words
from relvar.discover.table import Table
from relvar.normalize.theory.dependency import positions

MEANINGFUL = 0.5
HALF = 10.0  # bits at which the evidence is one half: one in a thousand
LENGTHS = (0.0, 1.0, 0.8, 0.6)
UNNAMED = 0.75
LONG_TEXT = 40  # characters on average: prose names nothing
WEIGHTS = {"integer": 1.0, "text": 1.0, "uuid": 1.0, "date": 0.6, "boolean": 0.4, "decimal": 0.3, "float": 0.3, "timestamp": 0.3, "json": 0.1}
PROSE = 0.4


class Weight(NamedTuple):
    """The score and what it is made of; `bits` of evidence."""

    score: float
    bits: float
    shape: float
    names: float


class Scale:
    """Weighs dependencies of one table. `rows` may be a part of its rows, where there are many."""

    def __init__(self, table: Table, kinds: Sequence[Kind], rows: Rows) -> None:
        self._table, self._rows = table, rows
        self._names = [words(column.name) for column in table.columns]
        self._kinds = [_kind_weight(kind, column.values) for kind, column in zip(kinds, table.columns, strict=True)]
        self._pairs: dict[int, int] = {}

    def pairs(self, attributes: int) -> int:
        """Pairs of rows that agree on the attributes."""
        if attributes not in self._pairs:
            self._pairs[attributes] = self._rows.pairs(attributes)
        return self._pairs[attributes]

    def weigh(self, left: int, right: int) -> Weight:
        """The weight of left -> right, `right` a single attribute's bit."""
        size = left.bit_count()
        if not 0 < size < len(LENGTHS):
            return Weight(0.0, 0.0, 0.0, 0.0)
        shape = LENGTHS[size] * min(self._kinds[place] for place in positions(left))
        names = self._called(left, right)
        if shape * names < MEANINGFUL:
            return Weight(0.0, 0.0, shape, names)
        bits = self._bits(left, right)
        return Weight(bits / (bits + HALF) * shape * names, bits, shape, names)

    def _bits(self, left: int, right: int) -> float:
        width = self._rows.width
        tried = math.log2(max(1, width * math.comb(width - 1, left.bit_count())))
        bits = _weakest(left, right, self.pairs) - tried
        if bits > 0 and left & (left - 1) and not right >> width:
            bits = min(bits, _weakest(left, right, Distinct(self._table, left | right).pairs) - tried)
        return max(0.0, bits)

    def _called(self, left: int, right: int) -> float:
        lefts = [self._names[place] for place in positions(left)]
        rights = {word for place in positions(right) if place < len(self._names) for word in self._names[place]}
        if all(NAMING & set(name) for name in lefts) or any((set(name) - NAMING) & rights for name in lefts):
            return 1.0
        return UNNAMED


class Distinct:
    """The rows of some attributes, each once."""

    def __init__(self, table: Table, attributes: int) -> None:
        self._places = {place: number for number, place in enumerate(positions(attributes))}
        rows = set(zip(*(table.columns[place].codes for place in self._places), strict=True))
        self._columns = list(zip(*rows, strict=True))
        self._count = len(rows)

    def pairs(self, attributes: int) -> int:
        """Pairs of rows that agree on the attributes."""
        if not attributes:
            return math.comb(self._count, 2)
        chosen = [self._columns[self._places[place]] for place in positions(attributes)]
        return sum(math.comb(count, 2) for count in Counter(zip(*chosen, strict=True)).values())


def _weakest(left: int, right: int, pairs: Callable[[int], int]) -> float:
    """Bits of the attribute without which the fewest pairs would have been refuted."""
    all_pairs = max(1, pairs(0))
    found = math.inf
    for place in positions(left):
        rest = left & ~(1 << place)
        differing = pairs(rest) - pairs(rest | right)
        found = min(found, differing * pairs(1 << place) / all_pairs)
    return found * math.log2(math.e)


def _kind_weight(kind: Kind, values: Sequence[str | None]) -> float:
    if kind.data.base == "text":
        filled = [value for value in values[:1000] if value is not None]
        return PROSE if filled and sum(map(len, filled)) > LONG_TEXT * len(filled) else 1.0
    return WEIGHTS[kind.data.base]
