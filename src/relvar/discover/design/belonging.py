"""Elements of a list belong to the row in which the list stood: the columns by which they name it, and their own key.

An element is named by its row and its place there, or by an id of its own: a unique column that is called the id of such elements (`id` or
`line_id` among lines; a product's number may be unique in few lines by chance).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from relvar.discover.design.composite import Source
from relvar.discover.design.names import KEYWORDS_OF_KEYS, unused
from relvar.discover.kinds import Kind, Typed
from relvar.discover.mining.hyfd import Found
from relvar.discover.naming import NAMING, words
from relvar.discover.table import Column, Table, merged
from relvar.model.semantic import DataType
from relvar.normalize.theory.dependency import positions
from relvar.read.text.words import singular

IDS = frozenset({"id", "uuid", "guid"})
PLACE = "position"
BARE = KEYWORDS_OF_KEYS | {PLACE}  # what names a row only together with the name of its table
WHOLE = Kind(DataType(base="integer", bits=64))
SMALL = Kind(DataType(base="integer", bits=32))


def numbered(whole: Typed) -> Typed:
    """Rows that own elements and that no column names, with their number in the file in front."""
    table = whole.table
    name = unused(f"{of_table(table.name)}_number", table.names)
    number = Column(name, array("i", range(table.rows)), [str(line) for line in table.lines])
    note = f"rows have lists, and no column names them as an id does: {name} is the row's number in the file"
    return Typed(table._replace(columns=(number, *table.columns)), (WHOLE, *whole.kinds), (*whole.notes, note))


def named_well(table: Table, key: int) -> bool:
    """Whether elements may name their row by this key: columns that are called as keys are, or the first one."""
    return bool(key) and (key == 1 or all(NAMING & set(words(table.columns[place].name)) for place in positions(key)))


def linked(whole: Typed, owner: Table, kinds: Sequence[Kind], key: int) -> Typed:
    """Elements with the key of the row in which each stood, and their place there, in front. `owner`, `kinds`: of that table.

    Nothing stands there for elements whose row was put aside.
    """
    table = whole.table
    rows = {line: row for row, line in enumerate(owner.lines)}
    places = [rows.get(table.owners[line - 1], -1) for line in table.lines]
    links: list[Column] = []
    for place in positions(key):
        column = owner.columns[place]
        name = unused(_called(column.name, owner.name), [*table.names, *(link.name for link in links)])
        codes = array("i", (column.codes[row] if row >= 0 else len(column.values) for row in places))
        links.append(merged(Column(name, codes, []), [*column.values, None]) if -1 in places else Column(name, codes, column.values))
    name = unused(PLACE, [*table.names, *(link.name for link in links)])
    numbers = [table.positions[line - 1] for line in table.lines]
    last = Column(name, array("i", (number - 1 for number in numbers)), [str(n) for n in range(1, max(numbers, default=0) + 1)])
    return Typed(table._replace(columns=(*links, last, *table.columns)), (*(kinds[p] for p in positions(key)), SMALL, *whole.kinds), whole.notes)


def behind(sources: Sequence[Source], names: Sequence[str]) -> tuple[Source, ...]:
    """How the columns of a table are made, where these stand in front of them."""
    width = len(names)
    links = (Source(name, (place,)) for place, name in enumerate(names))
    return (*links, *(one._replace(places=tuple(place + width for place in one.places)) for one in sources))


def orphans(table: Table, owner: Table) -> dict[int, str]:
    """Elements whose row is not there, each with why."""
    there = set(owner.lines)
    lines = enumerate(table.owners[line - 1] for line in table.lines)
    return {row: f"its {of_table(owner.name)}, line {line}, is put aside" for row, line in lines if line not in there}


def element_key(table: Table, kinds: Sequence[Kind], found: Found, links: int) -> int:
    """The columns that name an element: an id of its own, else its row and its place there."""
    things = {one for word in words(table.name) for one in (word, singular(word))}
    for place in range(links.bit_length() + 1, len(table.columns)):
        called, column = set(words(table.columns[place].name)), table.columns[place]
        own = called & IDS and called - IDS <= things and kinds[place].data.base in ("integer", "text", "uuid")
        if own and 1 << place in found.keys and not column.has_nulls:
            return 1 << place
    return links | links + 1


def of_elements(left: int, found: Found, links: int) -> bool:
    """Whether a left side may stand for a thing of its own: neither the row in which the list stood nor the place there nor a key of elements."""
    place = links + 1
    return bool(left & ~links) and not left & place and not any(key & ~left == 0 for key in found.keys)


def of_table(name: str) -> str:
    """One row of the table in words joined by underscores: order of orders."""
    *rest, last = name.split("_")
    return "_".join([*rest, singular(last)])


def _called(name: str, table: str) -> str:
    """A key's name in another table: id of orders is order_id there."""
    return name if set(words(name)) - BARE else f"{of_table(table)}_{name}"
