"""The tables of files, studied one after the other: a list's elements after the rows in which the lists stood, for they name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from relvar.discover.design.belonging import behind, linked, named_well, numbered, orphans
from relvar.discover.design.choose import Study, put_aside, study
from relvar.discover.design.composite import Source, split
from relvar.discover.kinds import Typed, typed
from relvar.discover.table import Table, apart
from relvar.errors import FileError
from relvar.normalize.theory.dependency import positions

Progress = Callable[[str], None]
ITSELF = -1  # the owner of a table that is no list's


class Sheet(NamedTuple):
    """A table and what was made of it. `raw`: as it was read, `whole`: typed, with the key of the owner's row in front; `sources`: how its
    columns are made of the study's; `owner`: the place of the table in whose rows it stood as lists, `links`: the columns that name that row."""

    raw: Table
    whole: Typed
    sources: tuple[Source, ...]
    study: Study
    owner: int = ITSELF
    links: int = 0


def unfolded(tables: Iterable[Table]) -> list[tuple[Table, int]]:
    """Every table under a name of its own, lists behind the tables in whose rows they stood, each with the place of that table."""
    found: list[tuple[Table, int]] = []
    for table in tables:
        _unfold(found, table, ITSELF)
    return list(zip(apart(table for table, _ in found), (owner for _, owner in found), strict=True))


def _unfold(found: list[tuple[Table, int]], table: Table, owner: int) -> None:
    place = len(found)
    found.append((table, owner))
    for child in table.children:
        _unfold(found, child._replace(name=f"{table.name}_{child.name}"), place)


def studied(tables: Iterable[Table], nulls: Sequence[str] = (), *, composite: bool = True, progress: Progress = lambda step: None) -> list[Sheet]:
    """What is known of each table. `composite`: whether values that are put together in one cell are taken apart. Raises FileError."""
    sheets: list[Sheet] = []
    every = unfolded(tables)
    owning = {owner for _, owner in every}
    for place, (table, owner) in enumerate(every):
        progress(f"{table.name}: types")
        whole = _typed(table, nulls)
        if owner != ITSELF:
            sheets.append(_of_elements(table, whole, sheets[owner], owner, composite, progress))
            continue
        sheet = _of_rows(table, whole, composite, progress)
        if place in owning and not named_well(sheet.study.table, sheet.study.key):
            sheet = _of_rows(table, numbered(whole), composite, progress)
        sheets.append(sheet)
    return sheets


def _typed(table: Table, nulls: Sequence[str]) -> Typed:
    made = typed(table, nulls)
    if not made.table.rows:
        raise FileError(what=f"{table.source}: no row is left to design from", remedy="see whether its delimiter and header were read right")
    return made


def _of_rows(table: Table, whole: Typed, composite: bool, progress: Progress) -> Sheet:
    made, sources = split(whole) if composite else (whole, ())
    return Sheet(table, whole, sources, study(made, progress=progress))


def _of_elements(table: Table, whole: Typed, owner: Sheet, place: int, composite: bool, progress: Progress) -> Sheet:
    made, sources = split(whole) if composite else (whole, ())
    made = made._replace(table=put_aside(made.table, orphans(made.table, owner.study.table)))
    asked = owner.study.table, owner.study.kinds, owner.study.key
    made, whole = linked(made, *asked), linked(whole, *asked)
    links = (1 << owner.study.key.bit_count()) - 1
    sources = behind(sources, made.table.names[: links.bit_length() + 1])
    return Sheet(table, whole, sources, study(made, links=links, progress=progress), place, links)


def without_orphans(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Without elements whose rows were put aside since."""
    kept: list[Sheet] = []
    for sheet in sheets:
        table = sheet.study.table
        why = orphans(table, kept[sheet.owner].study.table) if sheet.owner != ITSELF else {}
        kept.append(sheet._replace(study=sheet.study._replace(table=put_aside(table, why))) if why else sheet)
    return kept


def owners_of(sheets: Sequence[Sheet], place: int) -> Iterator[int]:
    """The table in whose rows these stood as lists, the one in whose rows that stood, and so on."""
    while (place := sheets[place].owner) != ITSELF:
        yield place


def links_of(sheet: Sheet) -> list[str]:
    """The columns that name the owner's row."""
    return [sheet.study.table.names[place] for place in positions(sheet.links)]
