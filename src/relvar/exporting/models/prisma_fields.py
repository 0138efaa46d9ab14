"""The fields of a model of Prisma that hold values, and the lists of values that they name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from relvar.exporting.names import Named
from relvar.exporting.types import known, words
from relvar.importing.lift.names import free
from relvar.importing.lift.types import meaning
from relvar.model.existing import Existing, FoundColumn
from relvar.model.qualified import unqualified

NUMBER = re.compile(r"\(*(-?\d+(?:\.\d+)?)\)*\Z")
TEXT = re.compile(r"\(*'((?:[^']|'')*)'\)*(?:::text|::character varying)?\Z")
NOW = re.compile(r"\(*(now\(\)|current_timestamp(\(\d\))?|utc_timestamp(\(\d\))?|getutcdate\(\)|sysutcdatetime\(\)|getdate\(\))\)*\Z", re.I)


def called(text: str) -> str:
    """A text as Prisma writes it."""
    return json.dumps(text, ensure_ascii=False)


def mapped(attribute: str, name: str) -> str:
    return f"{attribute}({called(name)})"


class Enums:
    """Lists of values: those that the database names, and those that stand at a column."""

    def __init__(self, existing: Existing) -> None:
        self.labels = {_bare(o.name): o.values for o in existing.objects if o.kind == "enum"}
        self.comments = {_bare(o.name): o.comment for o in existing.objects if o.kind == "enum"}
        self.taken: set[str] = {table.name for table in existing.tables.values()}
        self.names: dict[str, tuple[str, str]] = {}  # type as written -> name here, name in the database
        self.values: dict[str, tuple[str, ...]] = {}

    def of(self, column: FoundColumn) -> str:
        """The name of the list that a column's type is; "" where it is none."""
        values = meaning(column.type, self.labels).values
        if not values:
            return ""
        if column.type not in self.names:
            bare = _bare(column.type)
            own = bare if bare in self.labels else f"{column.name}_values"
            name = free("".join(word.capitalize() for word in re.split(r"\W|_", own) if word) or "Values", self.taken)
            self.names[column.type] = (name, own)
            self.values[name] = values
        return self.names[column.type][0]

    def label(self, enum: str, value: str) -> str:
        """What a value is called in its list."""
        name = re.sub(r"\W", "_", value, flags=re.ASCII)
        return name if name[:1].isalpha() else f"v_{name}"

    def written(self, schema: str) -> Iterator[str]:
        for name, own in self.names.values():
            yield ""
            yield from ([f"/// {' '.join(self.comments[own].split())}"] if self.comments.get(own) else [])
            yield f"enum {name} {{"
            for value in self.values[name]:
                label = self.label(name, value)
                yield f"  {label}" if label == value else f"  {label} {mapped('@map', value)}"
            yield ""
            yield f"  {mapped('@@map', own)}"
            yield from ([f"  {mapped('@@schema', schema)}"] if schema else [])
            yield "}"


def _bare(name: str) -> str:
    return unqualified(name).name.lower()


def field(existing: Existing, enums: Enums, names: Named, table: str, column: FoundColumn) -> str:
    """A field with its type, its default and its name in the database."""
    attribute = names.attributes[table][column.name]
    many = column.type.endswith("[]")
    scalar, native = _typed(existing, enums, column)
    said = [attribute, scalar + ("[]" if many else "?" if column.nullable else "")]
    if default := _default(enums, column, scalar):
        said.append(f"@default({default})")
    if attribute != column.name:
        said.append(mapped("@map", column.name))
    return " ".join([*said, *([f"@db.{native}"] if native else [])])


def _typed(existing: Existing, enums: Enums, column: FoundColumn) -> tuple[str, str]:
    """Prisma's type, and that of the database with its bounds where it is not the one that Prisma takes anyway."""
    if enum := enums.of(column):
        return enum, ""
    written = column.type.removesuffix("[]")
    name, bounds = words(written)
    if (name, bounds) == ("tinyint", ("1",)):
        return "Boolean", ""
    found = known("prisma", existing.dialect, name)
    if not found:
        return f"Unsupported({called(written)})", ""
    scalar, _, native = found.partition(" ")
    shown = f"({', '.join('Max' if bound == 'max' else bound for bound in bounds)})" if bounds and not native.endswith("()") else ""
    return scalar, f"{native.removesuffix('()')}{shown}" if native else ""


def _default(enums: Enums, column: FoundColumn, scalar: str) -> str:
    """The value that Prisma knows as one, else the words of the database."""
    if column.numbered:
        return "autoincrement()"
    if column.generated:
        return "dbgenerated()"
    text = column.default
    if not text or column.type.endswith("[]"):
        return ""
    literal, number = TEXT.match(text), NUMBER.match(text)
    value = literal[1].replace("''", "'") if literal else ""
    if literal and scalar in enums.values:
        return enums.label(scalar, value)
    if literal and scalar == "String":
        return called(value)
    if number and scalar in ("Int", "BigInt", "Float", "Decimal"):
        return number[1]
    if scalar == "Boolean" and text.lower().strip("()") in ("true", "false", "0", "1"):
        return "true" if text.lower().strip("()") in ("true", "1") else "false"
    return "now()" if scalar == "DateTime" and NOW.match(text) else f"dbgenerated({called(text)})"
