"""Types that hold other values than they should, or lose some."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

import msgspec

from relvar.judge.rule import Hit, Look
from relvar.judge.steps import retyped
from relvar.model.changes import Alter
from relvar.model.existing import UNSEEN, FoundColumn, FoundTable
from relvar.model.mending import Edit, Step
from relvar.model.qualified import unqualified
from relvar.model.semantic import DataType

MONEY = re.compile(
    r"(?:^|_)(price|amount|total|subtotal|cost|fee|fees|balance|salary|wage|tax|vat|discount|payment|revenue|budget|fare|rent|deposit|credit|debit|tip|amt)(?:$|_)",
    re.I,
)
NO_MONEY = re.compile(
    r"(?:^|_)(count|number|rate|percent|percentage|ratio|quantity|qty|id|at|on|date|days|hours|weight|points|type|code|status|method)$", re.I
)
INSTANT = re.compile(r"_(at|on|time|date|timestamp)$|^(date|time|created|updated|modified|deleted)$", re.I)
NUMBERS = re.compile(r"(?:^|_)(quantity|qty|count|amount|price|total|age|year|weight|height)$", re.I)
FLAG = re.compile(r"^(is|has|can|was|should)_|(?:^|_)(enabled|active|deleted|visible|verified|archived)$", re.I)
PRECISE_AMOUNT = DataType(base="decimal", precision=19, scale=4)
INSTANT_TYPE = "datetimeoffset(3)"  # keeps the milliseconds of a datetime; what was there is taken as UTC
NEWER = {"text": "varchar(max)", "ntext": "nvarchar(max)", "image": "varbinary(max)"}
# What a value of a base type is in a STRICT table of SQLite: an amount stays what it was, an integer or a real.
STRICT_TYPES: defaultdict[str, str] = defaultdict(
    lambda: "text", {"integer": "integer", "boolean": "integer", "float": "real", "decimal": "any", "bytes": "blob"}
)
WIDTH = re.compile(r"(?P<kind>(?:small|medium|big)?int(?:eger)?|tinyint)\s*\((?P<width>(?!1\))\d+)\)", re.I)
# What SHOW CREATE TABLE of MariaDB, and of MySQL before 8.0.19, writes at every integer (of an unsigned one it is one less, but for bigint's 20).
USUAL_WIDTHS = {"tinyint": 4, "smallint": 6, "mediumint": 9, "int": 11, "integer": 11, "bigint": 20}
LISTED = 2  # a list of more words than this is likely to grow


def _altered(look: Look, table: FoundTable, column: FoundColumn, data: DataType) -> tuple[Alter, ...]:
    """The column with another type, where nothing else hangs on it."""
    before = look.physical.tables[table.id].columns[column.name]
    if not look.stands_alone(table, column.name):
        return ()
    return (Alter(collection="columns", table=table.id, id=column.name, before=before, after=msgspec.structs.replace(before, data=data)),)


def _each(
    look: Look,
    asked: Callable[[FoundTable, FoundColumn], bool],
    says: Callable[[FoundColumn], str],
    data: DataType | None = None,
    words: Callable[[FoundColumn], str] | None = None,
    kind: str = "set_type",
) -> Iterator[Hit]:
    """A hit for every column that is asked for; with `data`, or `words` of the dialect, its fix is that type."""
    for table, column in look.columns():
        if (
            (column.type or not column.generated) and UNSEEN not in column.options and asked(table, column)
        ):  # what is computed may have the type of what it is made of
            fix: tuple[Edit, ...] = _altered(look, table, column, data) if data is not None else ()
            fix = retyped(look, table, column, words(column), kind) if words is not None else fix
            yield Hit(element=f"{table.id}.{column.name}", message=f"{table.id}.{column.name}: {says(column)}", place=column.place, fix=fix)


def money_as_float(look: Look) -> Iterator[Hit]:
    def asked(table: FoundTable, column: FoundColumn) -> bool:
        name = column.name
        return look.data(table, name).base == "float" and bool(MONEY.search(name)) and not NO_MONEY.search(name)

    yield from _each(look, asked, lambda c: f"an amount kept as {c.type}", PRECISE_AMOUNT)


def money_type(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: look.shape(c) in ("money", "smallmoney"), lambda c: c.type, PRECISE_AMOUNT)


def local_timestamp(look: Look) -> Iterator[Hit]:
    shapes = ("timestamp", "timestamp without time zone")
    yield from _each(
        look,
        lambda t, c: look.shape(c) in shapes and "with time zone" not in c.type.lower().replace("without time zone", ""),
        lambda c: f"{c.type} drops the offset of what is written into it",
        DataType(base="timestamp"),
    )


def local_datetime(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: look.shape(c) in ("datetime", "smalldatetime"),
        lambda c: f"{c.type} is rounded and knows no offset",
        words=lambda c: INSTANT_TYPE,
    )


def time_with_zone(look: Look) -> Iterator[Hit]:
    def zoned(column: FoundColumn) -> bool:
        kind = column.type.lower()
        return kind.startswith("timetz") or (kind.startswith("time") and not kind.startswith("timestamp") and "with time zone" in kind)

    def asked(table: FoundTable, column: FoundColumn) -> bool:
        return zoned(column) or "current_time" in re.findall(r"\w+", column.default.lower())

    said = lambda c: f"{c.type} {f'default {c.default}' if c.default else ''}".strip()  # noqa: E731
    yield from _each(look, asked, said, words=lambda c: "time" if zoned(c) and not c.default else "")


def rounded_timestamp(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: bool(re.match(r"timestamp(tz)?\s*\(0\)", c.type, re.I)),
        lambda c: f"{c.type} rounds to the next second, into the future",
        words=lambda c: re.sub(r"\s*\(0\)", "", c.type),
    )


def padded_text(look: Look) -> Iterator[Hit]:
    def asked(table: FoundTable, column: FoundColumn) -> bool:
        return bool(re.match(r"(char|character|nchar|bpchar)\b(?!\s+varying)", column.type, re.I)) and column.name not in look.referring(table)

    for table, column in look.columns():
        if asked(table, column):
            length = look.data(table, column.name).length
            fix = _altered(look, table, column, DataType(base="text", length=length))
            yield Hit(element=f"{table.id}.{column.name}", message=f"{table.id}.{column.name}: {column.type} is padded", place=column.place, fix=fix)


def habitual_length(look: Look) -> Iterator[Hit]:
    yield from _each(
        look, lambda t, c: bool(re.match(r"(n?varchar|character varying)\s*\(25[56]\)", c.type, re.I)), lambda c: f"{c.type} is a length by habit"
    )


def json_as_text(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: look.shape(c) == "json", lambda c: "json is kept as text: no equality, no index", DataType(base="json"))


def enum_of_states(look: Look) -> Iterator[Hit]:
    enums = look.existing.enums

    def asked(table: FoundTable, column: FoundColumn) -> bool:
        kind = unqualified(look.shape(column)).name.strip("`")
        return (kind == "enum" or kind in enums) and len(look.physical.tables[table.id].columns[column.name].values) > LISTED

    yield from _each(look, asked, lambda c: "a list of words as an enum")


def three_byte_utf8(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.options.get("charset") in ("utf8", "utf8mb3") or table.options.get("character set") in ("utf8", "utf8mb3"):
            yield Hit(
                element=table.id,
                message=f"{table.id} is in utf8, which is utf8mb3",
                place=table.place,
                fix=(Step(step="set_charset", table=table.id),),
            )
    for table, column in look.columns():
        if column.options.get("character set") in ("utf8", "utf8mb3"):
            element = f"{table.id}.{column.name}"
            yield Hit(element=element, message=f"{element}: utf8 is utf8mb3", place=column.place, fix=(Step(step="set_charset", table=table.id),))


def timestamp_ends(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: look.shape(c) == "timestamp",
        lambda c: "TIMESTAMP ends on 19 January 2038",
        words=lambda c: c.type.lower().replace("timestamp", "datetime"),
        kind="set_instant",
    )


def table_not_strict(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if "strict" not in table.options:
            yield Hit(element=table.id, message=f"{table.id} takes any value into any column", place=table.place, fix=_strict(look, table))


def _strict(look: Look, table: FoundTable) -> tuple[Step, ...]:
    """The same table with types that are held to; what was written in against them stops the fix."""
    types = {name: STRICT_TYPES[look.data(table, name).base] for name in table.columns}
    return (Step(step="make_strict", table=table.id, texts=types),)


def no_type(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: not c.type and not c.generated, lambda c: "no type")


def unknown_type_in_strict_table(look: Look) -> Iterator[Hit]:
    known = ("int", "integer", "real", "text", "blob", "any")
    yield from _each(
        look, lambda t, c: "strict" in t.options and look.shape(c) not in known, lambda c: f"a STRICT table has no type {c.type or '(none)'}"
    )


def instant_as_text(look: Look) -> Iterator[Hit]:
    def asked(table: FoundTable, column: FoundColumn) -> bool:
        base = look.data(table, column.name).base
        return bool(INSTANT.search(column.name)) and base in ("text", "integer") and not column.name.endswith("_id")

    yield from _each(look, asked, lambda c: f"a time kept as {c.type}")


def number_as_text(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: look.data(t, c.name).base == "text" and bool(NUMBERS.search(c.name)), lambda c: f"a number kept as {c.type}")


def flag_as_text(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: look.data(t, c.name).base == "text" and bool(FLAG.search(c.name)), lambda c: f"yes or no kept as {c.type}")


def identifier_as_text(look: Look) -> Iterator[Hit]:
    def asked(table: FoundTable, column: FoundColumn) -> bool:
        length = look.data(table, column.name).length
        return look.data(table, column.name).base == "text" and (length == 36 or bool(re.search(r"(^|_)(uuid|guid)$", column.name, re.I)))

    yield from _each(look, asked, lambda c: f"an identifier of 16 bytes kept as {c.type}")


def number_without_bounds(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: look.shape(c) in ("decimal", "numeric", "dec") and "(" not in c.type,
        lambda c: f"{c.type} without digits keeps whole numbers only",
    )


def float_with_digits(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: bool(re.match(r"(float|double( precision)?|real)\s*\(\d+\s*,", c.type, re.I)),
        lambda c: f"{c.type} rounds and is still not exact",
    )


def width_of_integer(look: Look) -> Iterator[Hit]:
    def asked(table: FoundTable, column: FoundColumn) -> bool:
        found = WIDTH.match(column.type)
        usual = found is not None and USUAL_WIDTHS.get(found["kind"].lower()) == int(found["width"]) + int("unsigned" in column.type.lower())
        return (found is not None and not usual) or "zerofill" in column.type.lower()

    yield from _each(look, asked, lambda c: f"the number in {c.type} is no bound", words=_without_width)


def _without_width(column: FoundColumn) -> str:
    plain = re.sub(r"\s*\(\d+\)", "", column.type)
    return re.sub("zerofill", "" if "unsigned" in plain.lower() else "unsigned", plain, flags=re.I).strip()


def counter_not_integer(look: Look) -> Iterator[Hit]:
    yield from _each(look, lambda t, c: c.numbered == "counter" and look.shape(c) != "integer", lambda c: f"AUTOINCREMENT of a column of {c.type}")


def outdated_type(look: Look) -> Iterator[Hit]:
    yield from _each(
        look,
        lambda t, c: look.shape(c) in ("text", "ntext", "image"),
        lambda c: f"{c.type} is deprecated: nvarchar(max), varbinary(max)",
        words=lambda c: NEWER[c.type.lower()],
    )


def file_in_row(look: Look) -> Iterator[Hit]:
    named = re.compile(r"(?:^|_)(file|image|photo|picture|video|attachment|avatar|document|pdf)(?:$|_)", re.I)
    yield from _each(look, lambda t, c: look.data(t, c.name).base == "bytes" and bool(named.search(c.name)), lambda c: f"files kept in {c.type}")
