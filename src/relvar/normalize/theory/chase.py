"""The chase: proves that a decomposition loses nothing.

Aho, Beeri and Ullman, "The theory of joins in relational databases", ACM TODS 4(3), 1979 (tableau); under join dependencies Maier, Mendelzon
and Sagiv, "Testing implications of data dependencies", ACM TODS 4(4), 1979.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from relvar.normalize.theory.closure import Closure
from relvar.normalize.theory.dependency import FD, JD, MVD, Universe, positions

PARTS_CHASED = 60  # parts up to which every order of joining is tried out
ROWS_BOUND = 256  # rows a tableau may grow to under multivalued and join dependencies: sweeps of some milliseconds; beyond it the test is not decided
ROWS_DRAWN = 40  # rows of the last tableau that a page shows: about as many as fit on it

Tableau = list[tuple[int, ...]]  # a row: per attribute 0 for the distinguished symbol, else the number of another


class Chase(NamedTuple):
    """Whether some row became distinguished wherever it was asked; the last tableau, and how many equations or new rows it took."""

    lossless: bool
    tableau: Tableau
    steps: int


def chase(all_: int, parts: Sequence[int], fds: Sequence[FD], mvds: Sequence[MVD] = (), joins: Sequence[JD] = (), goal: int | None = None) -> Chase:
    """Chase the tableau of a decomposition: one row a part. Polynomial for functional dependencies. Attributes are the bits of `all_`,
    which every join dependency spans. `goal`: the attributes that the parts have together, where they are a part of the whole themselves:
    whether its projection is the join of theirs (an embedded join dependency).

    Raises OverflowError when multivalued or join dependencies make the tableau larger than `ROWS_BOUND` before a verdict.
    """
    places = list(positions(all_))
    rows: Tableau = [tuple(0 if part >> place & 1 else row + 1 for place in places) for row, part in enumerate(parts)]
    column = {place: number for number, place in enumerate(places)}
    wanted = [column[place] for place in positions(all_ if goal is None else goal)]
    steps = 0
    while not _reached(rows, wanted):
        changed, rows = _equate(rows, column, fds)
        if not changed:
            changed, rows = _exchange(rows, column, mvds)
        if not changed:
            changed, rows = _complete(rows, column, joins)
        if not changed:
            break
        steps += 1
        _bounded(len(rows))
    return Chase(_reached(rows, wanted), rows, steps)


def _reached(rows: Tableau, wanted: Sequence[int]) -> bool:
    """Whether some row is distinguished in all the columns wanted."""
    return any(not any(row[i] for i in wanted) for row in rows)


def _equate(rows: Tableau, column: dict[int, int], fds: Sequence[FD]) -> tuple[bool, Tableau]:
    """One sweep: rows equal on a left side become equal on its right side, towards the distinguished symbol."""
    changed = False
    for left, right in fds:
        wanted = [column[place] for place in positions(left) if place in column]
        for place in positions(right):
            if place in column:
                rows, changed_here = _merge(rows, wanted, column[place])
                changed = changed or changed_here
    return changed, rows


def _merge(rows: Tableau, wanted: list[int], target: int) -> tuple[Tableau, bool]:
    groups: dict[tuple[int, ...], set[int]] = {}
    for row in rows:
        groups.setdefault(tuple(row[i] for i in wanted), set()).add(row[target])
    renamed = {symbol: min(symbols) for symbols in groups.values() for symbol in symbols if len(symbols) > 1 and symbol != min(symbols)}
    if not renamed:
        return rows, False
    merged = [(*row[:target], renamed.get(row[target], row[target]), *row[target + 1 :]) for row in rows]
    return list(dict.fromkeys(merged)), True


def _exchange(rows: Tableau, column: dict[int, int], mvds: Sequence[MVD]) -> tuple[bool, Tableau]:
    """Of rows equal on a left side every right side must stand with every rest: linear in what there is and what comes to it."""
    known = dict.fromkeys(rows)
    for left, right in mvds:
        wanted = [column[place] for place in positions(left) if place in column]
        moved = [column[place] for place in positions(right & ~left) if place in column]
        for group in _grouped(rows, wanted).values():
            sides = list(dict.fromkeys(tuple(row[i] for i in moved) for row in group))
            rests = list(dict.fromkeys(_with(row, moved, (0,) * len(moved)) for row in group))
            if len(sides) * len(rests) > len(group):
                _bounded(len(sides) * len(rests))
                known |= dict.fromkeys(_with(rest, moved, side) for side in sides for rest in rests)
    return len(known) > len(rows), list(known)


def _grouped(rows: Tableau, wanted: Sequence[int]) -> dict[tuple[int, ...], Tableau]:
    groups: dict[tuple[int, ...], Tableau] = {}
    for row in rows:
        groups.setdefault(tuple(row[i] for i in wanted), []).append(row)
    return groups


def _with(row: tuple[int, ...], columns: Sequence[int], symbols: Sequence[int]) -> tuple[int, ...]:
    """The row with these symbols in these columns."""
    made = list(row)
    for i, symbol in zip(columns, symbols, strict=True):
        made[i] = symbol
    return tuple(made)


def _bounded(rows: int) -> None:
    if rows > ROWS_BOUND:
        raise OverflowError(f"the tableau has more than {ROWS_BOUND} rows")


def _complete(rows: Tableau, column: dict[int, int], joins: Sequence[JD]) -> tuple[bool, Tableau]:
    """The projections on the parts of a join dependency, joined: every row that comes of it must be there too."""
    known = dict.fromkeys(rows)
    for join in joins:
        for row in _join(rows, [tuple(column[place] for place in positions(part)) for part in join]):
            known.setdefault(row)
    return len(known) > len(rows), list(known)


def _join(rows: Tableau, parts: Sequence[tuple[int, ...]]) -> Tableau:
    """The join of the projections of all rows on the parts, which hold every column."""
    blank = (0,) * len(rows[0])
    made, held = [blank], set[int]()
    for part in parts:
        shared = [i for i in part if i in held]
        cells = _grouped(list(dict.fromkeys(_with(blank, part, [row[i] for i in part]) for row in rows)), shared)
        fresh = [i for i in part if i not in held]
        pairs = [(one, other) for one in made for other in cells.get(tuple(one[i] for i in shared), ())]
        _bounded(len(pairs))
        made = [_with(one, fresh, [other[i] for i in fresh]) for one, other in pairs]
        held.update(part)
    return made


class Joined(NamedTuple):
    """One step of a join that loses nothing: the part, and the attributes it shares with what was joined before, which determine it."""

    part: int
    on: int


def rejoined(all_: int, parts: Sequence[int], closure: Closure) -> tuple[Joined, ...]:
    """An order in which the parts join without inventing rows: what each next one shares determines all of it (Heath 1971).

    Empty where no such order is found; then only the chase decides. O(parts^2) closures for each part to begin with.
    """
    starts = sorted(parts, key=lambda part: -closure.of(part).bit_count())
    for start in starts if len(parts) <= PARTS_CHASED else starts[:1]:
        order = _joined(start, [part for part in parts if part != start], closure)
        if len(order) == len(parts) and all_ & ~union(parts) == 0:
            return order
    return ()


def _joined(start: int, waiting: list[int], closure: Closure) -> tuple[Joined, ...]:
    held, order, before = start, [Joined(start, 0)], 0
    looked: dict[int, int] = {}
    while len(order) > before:
        before = len(order)
        for part in list(waiting):
            common = part & held
            if looked.get(part) != common and part & ~closure.of(common, part) == 0:
                order.append(Joined(part, common))
                held |= part
                waiting.remove(part)
            looked[part] = common
    return tuple(order)


def union(parts: Sequence[int]) -> int:
    """The attributes of all parts."""
    held = 0
    for part in parts:
        held |= part
    return held


def drawn(universe: Universe, whole: int, parts: Sequence[int], result: Chase) -> tuple[str, ...]:
    """The tableau before and after as lines of text: `a` is the distinguished symbol, `b2` the second row's own. Of a chase of the whole
    universe, in the columns of `whole`.
    """
    names, columns = universe.of(whole), list(positions(whole))
    before = [tuple(0 if part >> place & 1 else row + 1 for place in columns) for row, part in enumerate(parts)]
    after = dict.fromkeys(tuple(row[place] for place in columns) for row in result.tableau)
    widths = [max(len(name), 3) for name in names]
    head = "  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)).rstrip()
    lines = [head, *(_row(row, widths) for row in before), "after the chase:", *_rows(list(after), widths)]
    return tuple(lines)


def _rows(rows: Tableau, widths: Sequence[int]) -> list[str]:
    """The first rows, and of many always the one that proves it."""
    shown = [row for number, row in enumerate(rows) if number < ROWS_DRAWN or not any(row)]
    more = [f"and {len(rows) - len(shown):,} more"] if len(rows) > len(shown) else []
    return [*(_row(row, widths) for row in shown), *more]


def _row(row: Sequence[int], widths: Sequence[int]) -> str:
    return "  ".join(("a" if symbol == 0 else f"b{symbol}").ljust(width) for symbol, width in zip(row, widths, strict=True)).rstrip()
