"""The fields of a model of Django that hold values."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.exporting.models.django_conditions import raw
from relvar.exporting.models.prisma_fields import NOW, NUMBER, TEXT
from relvar.exporting.python import called
from relvar.exporting.types import known, words
from relvar.importing.lift.types import meaning
from relvar.model.existing import Existing, FoundColumn

Call = tuple[str, list[str]]  # what is called, and its arguments
ACTIONS = {
    "cascade": "CASCADE", "restrict": "PROTECT", "no action": "DO_NOTHING", "": "DO_NOTHING", "set null": "SET_NULL", "set default": "SET_DEFAULT",
}  # fmt: skip
COUNTED = {"BigIntegerField": "BigAutoField", "IntegerField": "AutoField", "SmallIntegerField": "SmallAutoField"}


def options(existing: Existing, column: FoundColumn, *, alone: bool) -> Iterator[str]:
    """What every field says alike. `alone`: it is the key."""
    if alone:
        yield "primary_key=True"
    elif column.nullable:
        yield "null=True, blank=True"
    if column.default and not column.numbered:
        yield _default(column)
    if column.comment:
        yield f"db_comment={called(column.comment)}"


def field(existing: Existing, column: FoundColumn, said: list[str], *, alone: bool) -> Call:
    """The call that makes a field, and its arguments; `said`: what stands in it beside its bounds."""
    kind, bounds = _typed(existing, column)
    if alone and column.numbered and kind in COUNTED:
        kind, said = COUNTED[kind], [each for each in said if not each.startswith("db_default")]
    if column.type.endswith("[]"):
        base, inner = field(existing, FoundColumn(name=column.name, type=column.type[:-2]), [], alone=False)
        return "postgres.ArrayField", [f"{base}({', '.join(inner)})", *said]
    if column.collation and kind in ("CharField", "TextField"):
        bounds = [*bounds, f"db_collation={called(column.collation)}"]
    if column.generated:
        output = f"output_field=models.{kind}({', '.join(bounds)})"
        return "models.GeneratedField", [f"expression={raw(column.generated)}", output, f"db_persist={column.stored}", *said]
    return f"models.{kind}", [*bounds, *said]


def _typed(existing: Existing, column: FoundColumn) -> tuple[str, list[str]]:
    """The field and its bounds; a list of values is a text with choices."""
    if values := meaning(column.type, existing.enums).values:
        pairs = ", ".join(f"({called(value)}, {called(value.replace('_', ' ').capitalize())})" for value in values)
        return "CharField", [f"max_length={max(map(len, values))}", f"choices=[{pairs}]"]
    name, bounds = words(column.type.removesuffix("[]"))
    if (name, bounds) == ("tinyint", ("1",)):
        return "BooleanField", []
    found = known("django", existing.dialect, name)
    kind, _, wanted = found.partition(" ")
    if wanted == "n":
        length = bounds[0] if bounds and bounds[0].isdigit() else "1" if name in ("char", "character", "nchar") else ""
        return (kind, [f"max_length={length}"]) if length else ("TextField", [])
    if wanted == "p" and len(bounds) in (1, 2):
        return kind, [f"max_digits={bounds[0]}", f"decimal_places={bounds[1] if len(bounds) > 1 else 0}"]
    return kind or "TextField", []


def _default(column: FoundColumn) -> str:
    """The value of the database, as Python where it is one."""
    text = column.default
    if literal := TEXT.match(text):
        return f"db_default={called(literal[1].replace(chr(39) * 2, chr(39)))}"
    if (number := NUMBER.match(text)) and meaning(column.type, {}).data.base != "boolean":
        return f"db_default={number[1]}"
    if text.lower().strip("()") in ("true", "false", "0", "1"):
        return f"db_default={text.lower().strip('()') in ('true', '1')}"
    if NOW.match(text):
        return "db_default=functions.Now()"
    return f"db_default={raw(text)}"
