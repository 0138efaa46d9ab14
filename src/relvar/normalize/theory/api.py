"""Dependency theory by names: what a library's user calls. Attributes are strings, dependencies pairs (left, right) of names.

>>> candidate_keys("ABCDE", [("A", "BC"), ("CD", "E"), ("B", "D"), ("E", "A")])
(('A',), ('E',), ('B', 'C'), ('C', 'D'))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from relvar.errors import ModelError
from relvar.model.logical import NormalForm
from relvar.normalize.theory.chase import union
from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.cover import canonical
from relvar.normalize.theory.decompose import into_boyce_codd, into_fifth
from relvar.normalize.theory.dependency import FD, JD, MVD, Names, Universe
from relvar.normalize.theory.forms import judge
from relvar.normalize.theory.keys import KEY_BOUND
from relvar.normalize.theory.keys import candidate_keys as all_keys
from relvar.normalize.theory.synthesize import into_third

Pair = tuple[Sequence[str], Sequence[str]]
Parts = Sequence[Sequence[str]]  # of a join dependency


def closure(start: Iterable[str], fds: Iterable[Pair]) -> Names:
    """Everything that `start` determines, in order of appearance. Linear in the length of `fds` (Beeri and Bernstein 1979).

    >>> closure("AG", [("A", "B"), ("A", "C"), ("CG", "HI"), ("B", "H")])
    ('A', 'G', 'B', 'C', 'H', 'I')
    """
    given, known = list(fds), list(start)
    universe = Universe([*known, *(name for left, right in given for name in (*left, *right))])
    return universe.of(Closure(universe.fds(given)).of(universe.mask(known)))


def candidate_keys(attributes: Iterable[str], fds: Iterable[Pair], bound: int = KEY_BOUND) -> tuple[Names, ...]:
    """Every candidate key, smallest first; polynomial for each key found (Lucchesi and Osborn 1978).

    Raises OverflowError when there are more than `bound`; `theory.keys` gives those found so far.

    >>> candidate_keys("ABC", [("A", "B"), ("B", "A")])
    (('A', 'C'), ('B', 'C'))
    """
    universe = Universe(attributes)
    keys = all_keys(universe.all, universe.fds(fds), bound)
    if not keys.complete:
        raise OverflowError(f"stopped at {bound} candidate keys: there may be more")
    return tuple(universe.of(mask) for mask in keys.masks)


def minimal_cover(fds: Iterable[Pair]) -> tuple[tuple[Names, Names], ...]:
    """The canonical cover: no left attribute and no dependency too many, equal left sides merged. Quadratic (Maier 1983).

    >>> minimal_cover([("A", "BC"), ("B", "C"), ("A", "B"), ("AB", "C")])
    ((('A',), ('B',)), (('B',), ('C',)))
    """
    given = list(fds)
    universe = Universe(name for left, right in given for name in (*left, *right))
    return tuple((universe.of(fd.left), universe.of(fd.right)) for fd in canonical(universe.fds(given)))


def normal_form(attributes: Iterable[str], fds: Iterable[Pair], mvds: Iterable[Pair] = (), joins: Iterable[Parts] = ()) -> NormalForm:
    """The highest of 1NF, 2NF, 3NF, BCNF (4NF and 5NF where multivalued and join dependencies are given) that the relation is in.

    Polynomial beside the keys, of which there can be exponentially many (3NF is NP-complete, Jou and Fischer 1982).

    >>> normal_form(["street", "city", "zip"], [(["street", "city"], ["zip"]), (["zip"], ["city"])])
    '3NF'
    >>> normal_form("acp", [], joins=[("ac", "cp", "ap")])
    '4NF'
    """
    universe, functional, multivalued, joined = _read(attributes, fds, mvds, joins)
    return judge(universe.all, functional, multivalued, joined).form


def synthesize(attributes: Iterable[str], fds: Iterable[Pair]) -> tuple[Names, ...]:
    """Relations in 3NF, lossless and preserving (Bernstein 1976; Biskup, Dayal and Bernstein 1979). Quadratic.

    >>> synthesize("ABC", [("A", "B"), ("B", "C")])
    (('A', 'B'), ('B', 'C'))
    """
    universe = Universe(attributes)
    return tuple(universe.of(part) for part in into_third(universe.all, universe.fds(fds)))


def decompose(
    attributes: Iterable[str], fds: Iterable[Pair], mvds: Iterable[Pair] = (), joins: Iterable[Parts] = ()
) -> tuple[tuple[Names, ...], tuple[tuple[Names, Names], ...]]:
    """Relations in BCNF (4NF and 5NF where multivalued and join dependencies are given), lossless, and the functional dependencies that are lost.

    Polynomial. Whether a part is in BCNF is coNP-complete (Beeri and Bernstein 1979); where pairs of attributes and a bounded projection do not
    decide it, Tsou and Fischer's split is taken (1982), which is in BCNF too and may have more parts than are needed.

    >>> decompose(["s", "i", "d"], [("i", "d"), ("sd", "i")])
    ((('i', 'd'), ('s', 'i')), ((('s', 'd'), ('i',)),))
    >>> decompose("acp", [], joins=[("ac", "cp", "ap")])[0]
    (('a', 'c'), ('c', 'p'), ('a', 'p'))
    """
    universe, functional, multivalued, joined = _read(attributes, fds, mvds, joins)
    further = multivalued or joined
    way = into_fifth(universe.all, functional, multivalued, joined) if further else into_boyce_codd(universe.all, functional)
    lost = tuple((universe.of(fd.left), universe.of(fd.right)) for fd in way.lost)
    return tuple(universe.of(part) for part in way.parts), lost


def _read(
    attributes: Iterable[str], fds: Iterable[Pair], mvds: Iterable[Pair], joins: Iterable[Parts]
) -> tuple[Universe, list[FD], list[MVD], list[JD]]:
    universe = Universe(attributes)
    multivalued = [MVD(universe.mask(left), universe.mask(right)) for left, right in mvds]
    joined = [tuple(universe.mask(part) for part in parts) for parts in joins]
    if any(universe.all & ~union(parts) for parts in joined):
        raise ModelError(what="a join dependency leaves out an attribute", remedy="its parts together name every attribute of the relation")
    return universe, universe.fds(fds), multivalued, joined
