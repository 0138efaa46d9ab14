"""First normal form, values that repeat: lists in a cell, numbered columns (phone1, phone2), and what is only pointed out.

A list is taken for one where at least a tenth of the filled cells hold a separator, elements are short, and the same elements come back in other
cells: prose has commas too, but its pieces do not return. Telephone numbers and addresses do not either, and are told by their form.
Numbered columns are taken where at least two of one type differ in their number
alone. Key-value tables with more columns than three, and JSON whose keys are many or rare, are named in the report and left as they are: what
their keys mean is for people to say.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from relvar.discover.files.names import NUMBER
from relvar.discover.files.pivoted import PROPERTIES, PROPERTIES_AT_MOST, VALUES
from relvar.discover.kinds import Kind
from relvar.discover.mining.hyfd import Found
from relvar.discover.naming import words
from relvar.discover.table import Column, Table

SEPARATORS = ("; ", ";", " | ", "|", "\n", ", ", ",")
LISTS = 0.1  # share of filled distinct cells with a separator
RETURNING = 2.0  # how often an element comes back on average
ELEMENT = 30  # characters of an element on average
CELLS = 4  # distinct cells with a separator at least
FEW = 2  # and at least so many where the header is a plural ("tags") and each of them shares an element with another cell
PROSE = frozenset({"notes", "comments", "remarks", "details", "terms", "hours", "news"})  # plurals that head sentences
# elements that never return and are told by their form: telephone numbers, addresses of mail and of pages
FORMS = (re.compile(r"\+?[\d ()/-]{6,20}"), re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), re.compile(r"https?://\S+"))
NUMBERED = re.compile(r"(?P<stem>.*?[^\d_\s-])[_\s-]?(?P<number>\d{1,2})(?P<rest>_?[^\d]*)")
JSON_KEYS_SHOWN = 8


class Listing(NamedTuple):
    """A column with lists."""

    place: int
    separator: str


class Numbering(NamedTuple):
    """Columns that differ in a number: for each number the places, in the order of `stems`."""

    stems: tuple[str, ...]
    places: dict[int, tuple[int, ...]]


class Repeating(NamedTuple):
    lists: tuple[Listing, ...]
    numbered: tuple[Numbering, ...]

    @property
    def attributes(self) -> int:
        """All of them as a bitmask."""
        return sum(1 << place for one in self.each for place in places_of(one))

    @property
    def each(self) -> list[Listing | Numbering]:
        return [*self.lists, *self.numbered]


def places_of(one: Listing | Numbering) -> list[int]:
    """The columns that repeat."""
    return [one.place] if isinstance(one, Listing) else [place for row in one.places.values() for place in row]


def repeating(table: Table, kinds: Sequence[Kind]) -> Repeating:
    """What repeats within a row."""
    numbered = tuple(_numbered(table, kinds))
    taken = {place for one in numbered for place in places_of(one)}
    known = dict(table.lists)
    text = [p for p in range(len(table.columns)) if p not in taken and kinds[p].data.base == "text"]
    lists = (Listing(p, s) for p in text if (s := known.get(table.columns[p].name) or separator_of(table.columns[p])))
    return Repeating(tuple(lists), numbered)


def separator_of(column: Column) -> str:
    """What separates the elements of a column's lists, "" where it holds none."""
    filled = [value for value in column.values if value is not None]
    for separator in SEPARATORS:
        several = [value for value in filled if separator in value]
        elements = Counter(element for value in filled for element in value.split(separator))
        few = _says_several(column.name) and len(several) >= FEW and all(any(elements[e] > 1 for e in v.split(separator)) for v in several)
        if len(several) < (FEW if few else max(CELLS, LISTS * len(filled))):
            continue
        if "," in separator and all(NUMBER.fullmatch(element) for element in elements):
            continue  # 1,100: a thousand and more
        short = sum(map(len, elements)) <= ELEMENT * len(elements)
        alike = few or elements.total() >= RETURNING * len(elements) or any(all(form.fullmatch(e) for e in elements) for form in FORMS)
        if short and "" not in elements and alike and all(e == e.strip() for e in elements):
            return separator
    return ""


def _says_several(header: str) -> bool:
    """Whether a header is a plural of things: tags, skills, colours."""
    last = next(iter(reversed(words(header))), "")
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in PROSE


def _numbered(table: Table, kinds: Sequence[Kind]) -> Iterator[Numbering]:
    """Stems that have the same numbers belong together: item1, price1, item2, price2."""
    stems: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for place, name in enumerate(table.names):
        found = NUMBERED.fullmatch(name)
        if found:
            stems[f"{found['stem']}{found['rest']}"].setdefault(int(found["number"]), place)
    groups: defaultdict[tuple[int, ...], list[str]] = defaultdict(list)
    for stem, numbers in stems.items():
        ordered = tuple(sorted(numbers))
        begins = len(ordered) > 1 and ordered[0] in (0, 1) and ordered == tuple(range(ordered[0], ordered[0] + len(ordered)))
        filled = [kinds[p].data.base for p in numbers.values() if table.columns[p].values != [None]]
        if begins and len(set(filled)) == 1:
            groups[ordered].append(stem)
    for numbers_, names in groups.items():
        yield Numbering(tuple(names), {n: tuple(stems[name][n] for name in names) for n in numbers_})


def pointed_out(table: Table, kinds: Sequence[Kind], found: Found) -> Iterator[str]:
    """Shapes that people should know of, in words."""
    for column, kind in zip(table.columns, kinds, strict=True):
        if kind.data.base == "json":
            yield _json_keys(column)
    names = [frozenset(words(name)) for name in table.names]
    for place, value in ((p, v) for p, n in enumerate(names) if n & PROPERTIES for v, other in enumerate(names) if other & VALUES and v != p):
        properties = table.columns[place].values
        keyed = [k for k in found.keys if k >> place & 1 and not k >> value & 1 and k.bit_count() > 1]
        if keyed and 1 < len(properties) <= PROPERTIES_AT_MOST:
            some = ", ".join(str(p) for p in properties[:JSON_KEYS_SHOWN])
            yield (
                f"a key-value table: {table.names[value]} holds {len(properties)} different things, told apart by {table.names[place]} ({some}); "
                "a column for each would give every one its type and its rules"
            )


def _json_keys(column: Column) -> str:
    counts: Counter[str] = Counter()
    for value in column.values:
        parsed = json.loads(value) if value else None
        counts.update(list(parsed) if isinstance(parsed, dict) else ())
    shown = ", ".join(key for key, _ in counts.most_common(JSON_KEYS_SHOWN)) or "lists alone"
    return f"{column.name} holds JSON ({shown}): what is asked for often is better a column of its own"
