"""Foreign keys: those that are there, and those that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.judge.steps import widened
from relvar.model.changes import Add
from relvar.model.existing import FoundColumn, FoundReference, FoundTable
from relvar.model.expression import ColumnRef
from relvar.model.mending import Step
from relvar.model.physical import Index, IndexPart
from relvar.model.qualified import qualified
from relvar.plan.realize.names import index_name
from relvar.read.text.words import plural, singular

SMALL = frozenset(("country", "currency", "status", "type", "kind", "language"))


def name_of(table: FoundTable, reference: FoundReference) -> str:
    """A stable name of a reference."""
    return f"{table.id}.{reference.name or '_'.join(reference.columns)}"


def references(look: Look) -> Iterator[tuple[FoundTable, FoundReference]]:
    for table in look.tables:
        for reference in table.references:
            yield table, reference


def unindexed_reference(look: Look) -> Iterator[Hit]:
    if look.serves_references:
        return
    done: set[tuple[str, tuple[str, ...]]] = set()
    for table, reference in references(look):
        if _served(look, table, reference) or (table.id, reference.columns) in done or not set(reference.columns) <= set(table.columns):
            continue
        done.add((table.id, reference.columns))
        name = index_name(table.name, reference.columns)
        parts = tuple(IndexPart(expression=ColumnRef(column=column)) for column in reference.columns)
        because = f"deleting a row of {reference.table} looks for its rows here"
        yield Hit(
            element=name_of(table, reference),
            message=f"no index of {table.id} begins with ({', '.join(reference.columns)}): deleting from {reference.table} reads all of {table.id}",
            place=reference.place,
            fix=(Add(collection="indexes", table=table.id, id=name, element=Index(name=name, parts=parts, because=because)),),
        )


def _served(look: Look, table: FoundTable, reference: FoundReference) -> bool:
    wanted = set(reference.columns)
    for serving in (serving for serving in look.serving(table) if not serving.invisible):
        head = {part.column for part in serving.parts[: len(wanted)]}
        if head == wanted and (not serving.where or _only_filled(serving.where, reference)) and serving.method in ("", "btree", "hash"):
            return True
    return False


def _only_filled(where: str, reference: FoundReference) -> bool:
    """An index of the rows that refer at all serves the reference."""
    return any(re.fullmatch(rf"\(*[\"`\[]?{re.escape(c)}[\"`\]]? is not null\)*", where.strip(), re.I) for c in reference.columns)


def reference_type_mismatch(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        target = look.existing.tables.get(reference.table)
        for own, to in zip(reference.columns, reference.to, strict=False):
            if target is None or own not in table.columns or to not in target.columns:
                continue
            mine, theirs = table.columns[own], target.columns[to]
            one, two = look.data(table, own), look.data(target, to)
            unsigned = ("unsigned" in mine.type) != ("unsigned" in theirs.type or theirs.type == "serial") and look.dialect.indexes_references
            if one.base != two.base or (one.base == "integer" and one.bits != two.bits) or unsigned:
                yield Hit(
                    element=f"{table.id}.{own}",
                    message=f"{table.id}.{own} is {mine.type}, {target.id}.{to} is {theirs.type}",
                    place=mine.place,
                    fix=_alike(table, mine, target, theirs, narrower=one.bits > two.bits) if one.base == two.base else (),
                )


def _alike(table: FoundTable, mine: FoundColumn, target: FoundTable, theirs: FoundColumn, *, narrower: bool) -> tuple[Step, ...]:
    """The column takes the key's type; where that is `narrower`, the key takes the column's, for what is there may not fit."""
    return (widened(target.id, theirs.name, mine.type) if narrower else widened(table.id, mine.name, theirs.type),)


def reference_encoding_mismatch(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        target = look.existing.tables.get(reference.table)
        for own, to in zip(reference.columns, reference.to, strict=False):
            if target is None or own not in table.columns or to not in target.columns:
                continue
            mine, theirs = look.shape(table.columns[own]), look.shape(target.columns[to])
            if {mine, theirs} in ({"varchar", "nvarchar"}, {"char", "nchar"}, {"varchar", "nchar"}):
                yield Hit(element=f"{table.id}.{own}", message=f"{own} is {mine}, what it refers to is {theirs}", place=table.columns[own].place)


def undecided_delete(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        if not reference.on_delete and reference.table in look.existing.tables:
            yield Hit(
                element=name_of(table, reference),
                message=f"nothing says what becomes of {table.id} when its row of {reference.table} is deleted",
                place=reference.place,
            )


def set_null_on_not_null(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        full = [c for c in reference.columns if c in table.columns and not table.columns[c].nullable]
        if reference.on_delete == "set null" and full:
            element, named = name_of(table, reference), ", ".join(full)
            yield Hit(element=element, message=f"ON DELETE SET NULL would empty {named}, which is NOT NULL", place=reference.place)


def ignored_inline_reference(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        if reference.inline:
            yield Hit(element=name_of(table, reference), message=f"REFERENCES stands at the column {reference.columns[0]}", place=reference.place)


def dangling_reference(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        if reference.table not in look.existing.tables:
            yield Hit(element=name_of(table, reference), message=f"{reference.table} is made nowhere in this source", place=reference.place)


def untrusted_reference(look: Look) -> Iterator[Hit]:
    validated = " ".join(statement.text.lower() for statement in look.existing.statements if "validate" in statement.text.lower())
    for table, reference in references(look):
        if not reference.validated and reference.name.lower() not in validated:
            yield Hit(
                element=name_of(table, reference),
                message="rows from before it were never checked",
                place=reference.place,
                fix=_validated(table, reference),
            )


def _validated(table: FoundTable, reference: FoundReference) -> tuple[Step, ...]:
    names = {"constraint": qualified("", reference.name)}
    return (Step(step="validate_reference", table=table.id, names=names),) if reference.name else ()


def polymorphic_reference(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        names = {name.lower(): name for name in table.columns}
        for low, name in names.items():
            head = low.removesuffix("_type")
            if head != low and f"{head}_id" in names and names[f"{head}_id"] not in look.referring(table):
                yield Hit(
                    element=f"{table.id}.{names[f'{head}_id']}",
                    message=f"{names[f'{head}_id']} refers to the table that {name} names: nothing can check it",
                    place=table.columns[name].place,
                )


def missing_reference(look: Look) -> Iterator[Hit]:
    ids = {table.name.lower(): table for table in look.tables}
    for table in look.tables:
        for name, column in table.columns.items():
            head = name.lower().removesuffix("_id")
            if head == name.lower() or name in look.referring(table) or f"{head}_type" in (c.lower() for c in table.columns):
                continue
            target = next((ids[word] for word in (head, plural(head), singular(head)) if word in ids), None)
            key = target.primary.columns if target is not None and target.primary else ()
            if (
                target is None
                or len(key) != 1
                or (target.id == table.id and key == (name,))
                or name in (table.primary.columns if table.primary else ())[:1]
            ):
                continue
            if look.data(target, key[0]).base == look.data(table, name).base:
                yield Hit(
                    element=f"{table.id}.{name}",
                    message=f"{table.id}.{name} looks like the key of {target.id}, and nothing says so",
                    place=column.place,
                )


def circular_references(look: Look) -> Iterator[Hit]:
    required = {
        table.id: {
            r.table for r in table.references if r.table != table.id and not any(table.columns[c].nullable for c in r.columns if c in table.columns)
        }
        for table in look.tables
    }
    told: set[frozenset[str]] = set()
    for start in required:
        path = _circle(required, start)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            yield Hit(
                element=" -> ".join(sorted(path)),
                message=f"no first row can be inserted: {' -> '.join((*path, path[0]))} all require one another",
                place=look.existing.tables[start].place,
            )


def _circle(edges: dict[str, set[str]], start: str) -> list[str]:
    """The shortest way back to the start, breadth first."""
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop(0)
        for to in sorted(edges.get(path[-1], ())):
            if to == start:
                return path
            if to not in seen:
                seen.add(to)
                waiting.append([*path, to])
    return []


def several_cascade_paths(look: Look) -> Iterator[Hit]:
    acting = {
        table.id: [r.table for r in table.references if r.on_delete in ("cascade", "set null") and r.table in look.existing.tables]
        for table in look.tables
    }
    for table in look.tables:
        reached: list[str] = []
        waiting = list(acting[table.id])
        while waiting and len(reached) < 1000:
            one = waiting.pop()
            reached.append(one)
            waiting += [] if reached.count(one) > 1 else acting.get(one, [])
        twice = sorted({one for one in reached if reached.count(one) > 1} | ({table.id} & set(reached)))
        if twice:
            yield Hit(element=table.id, message=f"deleting from {twice[0]} reaches {table.id} by more than one way", place=table.place)


def reference_of_partitioned_table(look: Look) -> Iterator[Hit]:
    for table, reference in references(look):
        target = look.existing.tables.get(reference.table)
        divided = table if table.partition else target if target is not None and target.partition else None
        if divided is not None:
            yield Hit(element=name_of(table, reference), message=f"{divided.id} is partitioned", place=reference.place)
