"""Which dependencies and which key of a table the design is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import prod
from typing import NamedTuple

from relvar.discover.design.belonging import element_key, of_elements
from relvar.discover.design.repeating import pointed_out
from relvar.discover.kinds import Kind, Typed
from relvar.discover.mining.computed import computed
from relvar.discover.mining.hyfd import Found, search
from relvar.discover.mining.multivalued import independent
from relvar.discover.mining.near import TOLERANCE, Near, near_dependencies
from relvar.discover.mining.rows import Rows, has_numpy, rows_of
from relvar.discover.mining.shifted import shifted
from relvar.discover.mining.weigh import MEANINGFUL, Scale, Weight
from relvar.discover.naming import NAMING, words
from relvar.discover.table import Reject, Table, kept
from relvar.normalize.theory.dependency import FD, positions

WEIGHED_ROWS = 100_000  # rows by which dependencies are weighed, evenly chosen where there are more
WEIGHED_PLAIN = 20_000  # without numpy
ASIDE_AT_MOST = 0.05  # share of rows that near-dependencies may put aside together; a dependency beyond that is only reported
OF_PEOPLE = frozenset({"first", "last", "given", "family", "surname", "forename", "nickname"})
KINDS_OF_TIME = ("date", "timestamp")
KINDS_OF_KEY = ("integer", "text", "uuid")
Progress = Callable[[str], None]


class Judged(NamedTuple):
    """A dependency that holds in all rows that are left, by places of columns as bitmasks, with its weight."""

    left: int
    right: int
    weight: Weight

    @property
    def meant(self) -> bool:
        return self.weight.score >= MEANINGFUL


class Study(NamedTuple):
    """What is known of one table. `key`: the attributes that name a row, 0 where nothing does; `chosen`: what the design is made from."""

    table: Table
    kinds: tuple[Kind, ...]
    notes: tuple[str, ...]
    found: Found
    judged: tuple[Judged, ...]
    near: tuple[Near, ...]
    key: int
    chosen: tuple[FD, ...]
    constants: tuple[str, ...]


def study(typed: Typed, *, links: int = 0, plain: bool = False, progress: Progress = lambda step: None) -> Study:
    """Put aside what breaks meant dependencies and keys, find all that hold in the rest, and choose.

    `links`: of elements of a list, the columns that name the row in which it stood; their place in the list is the column behind. A row
    without one of its elements would be another row: none is put aside.
    """
    table = typed.table
    progress(f"{table.name}: weighing")
    rows = rows_of(table, plain=plain)
    near = tuple(near_dependencies(table, _scale(table, typed.kinds, rows, plain), rows))
    near = tuple(one for one in near if one.left >= links.bit_length() + bool(links))
    clean = table if links else put_aside(table, _breaking(table, near))
    clean = clean if links else put_aside(clean, _repeated(clean, typed.kinds))
    if clean.rows < table.rows:
        table, rows = clean, rows_of(clean, plain=plain)
    found = search(rows, progress=lambda step: progress(f"{table.name}: {step}"))
    scale = _scale(table, typed.kinds, rows, plain)
    judged = tuple(_judged(found, scale, len(table.columns)))
    key = element_key(table, typed.kinds, found, links) if links else _key(table, typed.kinds, found, scale)
    constants = tuple(table.columns[place].name for place in positions(found.dependencies.get(0, 0)))
    reckoned, moved = computed(table, typed.kinds), shifted(table, typed.kinds)
    free = [one for one in judged if not links or of_elements(one.left, found, links)]
    meant = [fd for fd in _chosen(table, free) if not any(one.explains(fd) and fd.left != key for one in moved)]
    chosen = tuple(fd for fd in meant if not any(fd.right == 1 << one.result and fd.left != key for one in reckoned))
    told = [one.said(table.names) for kind in (reckoned, moved, independent(table, found)) for one in kind]
    notes = (*typed.notes, *told, *pointed_out(table, typed.kinds, found))
    return Study(table, typed.kinds, notes, found, judged, near, key, chosen, constants)


def _scale(table: Table, kinds: Sequence[Kind], rows: Rows, plain: bool) -> Scale:
    limit = WEIGHED_ROWS if has_numpy() and not plain else WEIGHED_PLAIN
    if table.rows <= limit:
        return Scale(table, kinds, rows)
    part = kept(table, range(0, table.rows, -(-table.rows // limit)))
    return Scale(part, kinds, rows_of(part, plain=plain))


def put_aside(table: Table, why: dict[int, str]) -> Table:
    """The table without these rows, which are kept with why."""
    if not why:
        return table
    rejects = tuple(Reject(table.lines[row], reason, table.row(row)) for row, reason in sorted(why.items()))
    return kept(table, (row for row in range(table.rows) if row not in why))._replace(rejects=table.rejects + rejects)


def _breaking(table: Table, near: Iterable[Near]) -> dict[int, str]:
    """Rows that break what is meant, the weightiest dependencies first, as long as they are few.

    Two people of one name are no dirt: the left side must be called as keys are, and not be determined by the right one.
    """
    near, found = tuple(near), dict[int, str]()
    pairs = {(one.left, one.right) for one in near}
    for one in sorted(near, key=lambda one: -one.weight.score):
        if not NAMING & set(words(table.columns[one.left].name)) or (one.right, one.left) in pairs:
            continue
        together = {**one.breaking, **found}
        if len(together) <= table.rows * ASIDE_AT_MOST:
            found = together
    return found


def _repeated(table: Table, kinds: Sequence[Kind]) -> dict[int, str]:
    """Rows that repeat the name of an earlier one, where a column names rows but for a few."""
    few = table.rows * TOLERANCE
    for place in _by_name(table, kinds):
        column = table.columns[place]
        again = table.rows - len(column.values)
        if again == 0:
            return {}
        if again <= few and not column.has_nulls and NAMING & set(words(column.name)):
            return _later(table, place)
    return {}


def _later(table: Table, place: int) -> dict[int, str]:
    first: dict[int, int] = {}
    found = {}
    for row, code in enumerate(table.columns[place].codes):
        earlier = first.setdefault(code, row)
        if earlier != row:
            same = table.row(row) == table.row(earlier)
            words_ = "the same row as" if same else f"{table.columns[place].name} {table.columns[place].values[code]!r} is that of"
            found[row] = f"{words_} line {table.lines[earlier]}"
    return found


def _by_name(table: Table, kinds: Sequence[Kind]) -> list[int]:
    """Columns that may name something, those called so first, then from the left; two people may have one first name."""
    fit = [p for p, kind in enumerate(kinds) if kind.data.base in KINDS_OF_KEY and not OF_PEOPLE & set(words(table.columns[p].name))]
    return sorted(fit, key=lambda place: (not NAMING & set(words(table.columns[place].name)), place))


def _judged(found: Found, scale: Scale, width: int) -> Iterable[Judged]:
    for left, rights in sorted(found.dependencies.items(), key=lambda item: (item[0].bit_count(), item[0])):
        for place in positions(rights):
            if left:
                yield Judged(left, 1 << place, scale.weigh(left, 1 << place))


def _key(table: Table, kinds: Sequence[Kind], found: Found, scale: Scale) -> int:
    """The columns that name a row: a single one by its name and place, several where chance does not explain them."""
    unique = [place for place in _by_name(table, kinds) if 1 << place in found.keys and not table.columns[place].has_nulls]
    named = [place for place in unique if NAMING & set(words(table.columns[place].name)) or place == 0]
    if named:
        return 1 << named[0]
    filled = [key for key in found.keys if key and not any(table.columns[place].has_nulls for place in positions(key))]
    row = 1 << len(table.columns)
    several = max(filled, key=lambda key: scale.weigh(key, row).score, default=0)
    if several and scale.weigh(several, row).score >= MEANINGFUL:
        return several
    if crossed := [key for key in filled if key.bit_count() > 1 and _is_crossed(table, key)]:
        return min(crossed, key=lambda key: (key.bit_count(), key))
    times = [place for place, kind in enumerate(kinds) if kind.data.base in KINDS_OF_TIME and 1 << place in filled]
    best = times or unique  # a series is named by its time, not by a measure that happens never to come twice
    return 1 << best[0] if best else 0


def _is_crossed(table: Table, key: int) -> bool:
    """Every combination of the values stands there, each once: variety, year and site of a trial."""
    return prod(len(table.columns[place].values) for place in positions(key)) == table.rows


def _chosen(table: Table, judged: Iterable[Judged]) -> Iterable[FD]:
    """Meant dependencies that can be looked up: where a left cell is empty, so is the right one."""
    nulls = [column.has_nulls for column in table.columns]
    for one in judged:
        if one.meant and _looked_up(table, [place for place in positions(one.left) if nulls[place]], one.right.bit_length() - 1):
            yield FD(one.left, one.right)


def _looked_up(table: Table, lefts: Sequence[int], right: int) -> bool:
    target = table.columns[right]
    nothing = target.values.index(None) if target.has_nulls else -1
    for place in lefts:
        column = table.columns[place]
        empty = column.values.index(None)
        if {value for code, value in zip(column.codes, target.codes, strict=True) if code == empty} - {nothing}:
            return False
    return True
