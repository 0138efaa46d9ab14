"""References of DBML, written at a column or beside the tables: `users.id < posts.user_id`, `a.(x, y) > b.(x, y)`, `<>` for pairs."""

from __future__ import annotations

from typing import NamedTuple

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.dbml.settings import Settings, settings
from relvar.importing.languages.scanning import Stream
from relvar.importing.languages.sketch import Sketches
from relvar.model.existing import FoundReference, Place
from relvar.model.qualified import qualified

RELATIONS = ("<>", "<", ">", "-")
DEFAULT_SCHEMA = "public"  # what DBML calls the schema of a table that names none


class End(NamedTuple):
    table: str
    columns: tuple[str, ...]


class Link(NamedTuple):
    """A reference as it was written. `inline`: at the column on its left."""

    first: End
    relation: str
    second: End
    name: str
    said: Settings
    place: Place
    inline: bool


def link(line: Stream, name: str) -> Link:
    """A reference beside the tables. Raises NotUnderstood."""
    place, first = line.place, end(line)
    relation_ = relation(line)
    second = end(line)
    return Link(first, relation_, second, name, settings(line.bracketed() if not line.ended else []), place, False)


def relation(line: Stream) -> str:
    for sign in RELATIONS:
        if line.take(*sign):
            line.take("?")
            return sign
    raise NotUnderstood(f"one of {' '.join(RELATIONS)} is expected, and {line.shown} stands there")


def end(line: Stream) -> End:
    """schema.table.column, or schema.table.(column, column)."""
    names = [line.name()]
    while line.take("."):
        if line.take("("):
            columns = []
            while not line.take(")"):
                columns.append(line.name())
                line.take(",")
            return End(_id(names), tuple(columns))
        names.append(line.name())
    if len(names) == 1:
        raise NotUnderstood(f"{names[0]} names no column")
    return End(_id(names[:-1]), (names[-1],))


def _id(names: list[str]) -> str:
    schema = names[-2] if len(names) > 1 else ""
    return qualified("" if schema == DEFAULT_SCHEMA else schema, names[-1])


def tie(sketches: Sketches, found: Link, aliases: dict[str, str]) -> None:
    """The reference joins the table that holds it."""
    first, second = (side._replace(table=aliases.get(side.table, side.table)) for side in (found.first, found.second))
    for side in (first, second):
        if side.table not in sketches.tables:
            return sketches.leave(f"{first.table} {found.relation} {second.table}", f"no table {side.table} stands here", found.place)
    if found.relation == "<>":
        sides = sketches.tables[first.table], sketches.tables[second.table]
        return sketches.join(found.name or "_".join(side.name for side in sides), *sides, found.place)
    holder, other = (second, first) if _held_by_second(sketches, found, first, second) else (first, second)
    sketch = sketches.tables[holder.table]
    sketch.references.append(
        FoundReference(
            name=found.name,
            columns=holder.columns,
            table=other.table,
            to=other.columns,
            on_delete=found.said.delete,
            on_update=found.said.update,
            place=found.place,
        )
    )
    if found.relation == "-":
        sketch.make_unique(holder.columns, found.place)


def _held_by_second(sketches: Sketches, found: Link, first: End, second: End) -> bool:
    """The many side holds the reference. Of one to one, DBML's documentation shows `users.id - user_infos.user_id` and says no more: what is
    referred to must be a key, so the side that is less of one holds it. Where both are as much, it is as DBML's own `dbml2sql` writes it: at
    the second, and at the column itself where it is written there (holistics/dbml, issue 502).
    """
    if found.relation != "-":
        return found.relation == "<"
    told = [(tuple(sketches.tables[side.table].key) == side.columns, sketches.tables[side.table].is_unique(side.columns)) for side in (first, second)]
    return told[0] > told[1] if told[0] != told[1] else not found.inline
