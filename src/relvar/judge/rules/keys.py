"""Primary keys, unique keys, and what numbers them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from relvar.judge.rule import Hit, Look, Serving
from relvar.judge.steps import widened, without_unique
from relvar.model.changes import Alter, Drop, SetTable, options
from relvar.model.existing import FoundTable
from relvar.model.expression import Call
from relvar.model.mending import Edit, Step
from relvar.model.qualified import qualified
from relvar.model.semantic import DataType
from relvar.plan.realize.names import Names, shorten

WIDE_KEY = 3  # columns that every reference would have to repeat
RANDOM = ("gen_random_uuid", "uuid_generate_v4", "newid()", "uuid()", "random_bytes")
ORDERED = ("uuid_to_bin(uuid(), 1)", "uuid_to_bin(uuid(),1)", "uuidv7", "uuid_v7", "newsequentialid")
SOFT = ("deleted_at", "deleted", "is_deleted", "removed_at", "archived_at")


def missing_primary_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.primary is None and "like" not in table.options and not table.inherits:
            key = next((k for k in table.uniques if all(c in table.columns and not table.columns[c].nullable for c in k.columns)), None)
            physical = look.physical.tables[table.id]
            fix: tuple[Edit, ...] = (_number(look, table),)
            if key is not None:
                fix = (SetTable(table=table.id, before=options(physical), after=msgspec.structs.replace(options(physical), primary_key=key.columns)),)
            also = f"; its unique ({', '.join(key.columns)}) could be it" if key else ""
            yield Hit(element=table.id, message=f"{table.id} has no primary key{also}", place=table.place, fix=fix)


def _number(look: Look, table: FoundTable) -> Step:
    """A column that the engine numbers, called id where no other is."""
    name = Names(look.reserved).column("id", {column.lower() for column in table.columns})
    kind = "integer" if look.dialect.numbers_keys else "bigint"
    return Step(step="number_rows", table=table.id, column=name, texts={"type": kind})


def _holding(look: Look, table: FoundTable, column: str) -> Iterator[tuple[str, str]]:
    """Table and column of every reference to a column."""
    for other in look.referrers.get(table.id, []):
        for reference in other.references:
            if reference.table == table.id and column in reference.to:
                yield other.id, reference.columns[reference.to.index(column)]


def nullable_primary_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.primary is None or "without rowid" in table.options or "strict" in table.options:
            continue
        columns = [table.columns[c] for c in table.primary.columns if c in table.columns]
        if len(columns) == 1 and look.shape(columns[0]) == "integer":
            continue
        for column in columns:
            if column.nullable:
                yield Hit(
                    element=f"{table.id}.{column.name}",
                    message=f"{column.name} is in the key and takes NULL",
                    place=column.place,
                    fix=(Step(step="set_not_null", table=table.id, column=column.name),),
                )


def integer_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.primary is None or len(table.primary.columns) != 1 or table.primary.columns[0] not in table.columns:
            continue
        column = table.columns[table.primary.columns[0]]
        physical = look.physical.tables[table.id].columns[column.name]
        if physical.data.base == "integer" and physical.data.bits < 64 and column.numbered and "unsigned" not in column.type:
            after = msgspec.structs.replace(physical, data=DataType(base="integer", bits=64))
            fix: tuple[Edit, ...] = (Alter(collection="columns", table=table.id, id=column.name, before=physical, after=after),)
            if held := list(_holding(look, table, column.name)):
                fix = tuple(widened(id_, name, "bigint") for id_, name in ((table.id, column.name), *held))
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{table.id}.{column.name} counts to 2^{physical.data.bits - 1} - 1 and then stops",
                place=column.place,
                fix=fix,
            )


def serial_not_identity(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if column.numbered == "sequence":
            physical = look.physical.tables[table.id].columns[column.name]
            before = msgspec.structs.replace(physical, identity=False)
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{table.id}.{column.name} is a serial",
                place=column.place,
                fix=(
                    Alter(
                        collection="columns", table=table.id, id=column.name, before=before, after=msgspec.structs.replace(physical, identity=True)
                    ),
                ),
            )


def random_clustered_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.primary is None or table.primary.clustered is False or "without rowid" in table.options:
            continue
        for name in table.primary.columns[:1]:
            column = table.columns.get(name)
            if column is not None and _is_random(look, table, name, column.default.lower()):
                yield Hit(
                    element=f"{table.id}.{name}",
                    message=f"rows of {table.id} lie in the order of {name}, which is random: every insert lands on another page",
                    place=column.place,
                )


def _is_random(look: Look, table: FoundTable, name: str, default: str) -> bool:
    if any(word in default for word in ORDERED):
        return False
    if any(word in default for word in RANDOM):
        return True
    lifted = look.physical.tables[table.id].columns[name]
    return lifted.default == Call(function="new_uuid") or (table.columns[name].type.lower() == "char(36)" and not default)


def soft_delete_breaks_unique(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        soft = next((c for c in table.columns if c.lower() in SOFT), None)
        if soft is None:
            continue
        for key in look.serving(table):
            if key.kind == "primary" or not key.unique or key.where:
                continue
            names = [part.column for part in key.parts]
            if soft not in names and not set(names) & look.referring(table) and not _is_identifier(table, names):
                element = f"{table.id}.{key.name or '_'.join(names)}"
                yield Hit(
                    element=element,
                    message=f"({', '.join(names)}) stays taken after a row is marked by {soft}",
                    place=key.place,
                    fix=_among_kept(look, table, key, soft),
                )


def _among_kept(look: Look, table: FoundTable, key: Serving, soft: str) -> tuple[Edit, ...]:
    """Unique among the rows that are not marked, in place of among all."""
    gone: tuple[Edit, ...] = without_unique(look, table, key)
    if key.kind == "index" and (element := look.physical.tables[table.id].indexes.get(key.name)) is not None:
        gone = (Drop(collection="indexes", table=table.id, id=key.name, element=element),)
    if not gone or look.data(table, soft).base == "boolean":
        return ()
    columns = [part.column for part in key.parts]
    index = shorten(f"{table.name}_{'_'.join(columns)}_kept", look.longest)
    quote = look.dialect.quote
    texts = {"columns": ", ".join(map(quote, columns)), "condition": f"{quote(soft)} is null"}
    names = {"index": qualified("", index), "index_there": qualified(table.schema, index)}
    return (*gone, Step(step="unique_among_kept", table=table.id, column=soft, names=names, texts=texts, members=tuple(columns)))


def _is_identifier(table: FoundTable, names: list[str]) -> bool:
    """A key that is no word of people: made once, never asked for again."""
    return all(name.lower().endswith(("_id", "uuid", "token", "key")) for name in names)


def unique_over_nulls(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for key in table.uniques:
            empty = [c for c in key.columns if c in table.columns and table.columns[c].nullable]
            if len(key.columns) > 1 and empty and not key.nulls_equal:
                element = f"{table.id}.{key.name or '_'.join(key.columns)}"
                yield Hit(element=element, message=f"({', '.join(key.columns)}) may repeat while {', '.join(empty)} is NULL", place=key.place)


def wide_key_is_referred_to(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        width = len(table.primary.columns) if table.primary else 0
        if width > WIDE_KEY and look.referrers.get(table.id):
            others = ", ".join(sorted({other.id for other in look.referrers[table.id]}))
            yield Hit(element=table.id, message=f"the {width} columns of the key of {table.id} are repeated in {others}", place=table.place)


def partition_key_not_in_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        text = table.partition.lower().split(" (partition", 1)[0]
        by = [c for c in table.columns if c.lower() in text.replace("(", " ").replace(")", " ").replace(",", " ").replace("`", " ").split()]
        for key in (*((table.primary,) if table.primary else ()), *table.uniques):
            missing = [c for c in by if c not in key.columns]
            if missing:
                element = f"{table.id}.{key.name or 'key'}"
                yield Hit(
                    element=element, message=f"({', '.join(key.columns)}) lacks {', '.join(missing)}, by which {table.id} is divided", place=key.place
                )


def reference_to_no_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for reference in table.references:
            target = look.existing.tables.get(reference.table)
            if target is None or not reference.to:
                continue
            keys = [set(key.columns) for key in (*((target.primary,) if target.primary else ()), *target.uniques)]
            keys += [set(index.columns) for index in target.indexes if index.unique and not index.where]
            if set(reference.to) not in keys:
                element = f"{table.id}.{reference.name or '_'.join(reference.columns)}"
                yield Hit(element=element, message=f"({', '.join(reference.to)}) is no key of {target.id}", place=reference.place)


def reference_to_deferrable_key(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for reference in table.references:
            target = look.existing.tables.get(reference.table)
            for key in target.uniques if target else ():
                if key.deferrable and set(key.columns) == set(reference.to):
                    element = f"{table.id}.{reference.name or '_'.join(reference.columns)}"
                    yield Hit(
                        element=element, message=f"the key ({', '.join(key.columns)}) of {reference.table} is deferrable", place=reference.place
                    )
