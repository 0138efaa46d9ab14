"""Fields of Prisma that hold values, as columns of their database."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from relvar.importing.languages.prisma.attributes import Attribute
from relvar.importing.languages.prisma.blocks import Block, Field
from relvar.importing.languages.scanning import joined
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundColumn, Numbering

KNOWN = frozenset(("id", "unique", "default", "map", "updatedAt", "relation", "ignore", "db", "schema"))
MADE_BY_CLIENT = ("uuid", "cuid", "nanoid", "ulid", "auto", "sequence")


@cache
def _words(dialect: str) -> dict[str, dict[str, str]]:
    found: dict[str, Any] = tomllib.loads((files(__package__) / "types.toml").read_text("utf-8"))
    words: dict[str, dict[str, str]] = found[found[dialect].get("as", dialect)]
    return words


class Columns:
    """Makes columns of fields; `composites`: names of types that are parts of a document."""

    def __init__(self, sketches: Sketches, models: dict[str, Block], enums: dict[str, Block], composites: set[str]) -> None:
        self.sketches, self.models, self.enums, self.composites = sketches, models, enums, composites

    def column(self, block: Block, field: Field, sketch: Sketch) -> None:
        """The field joins the table, where it holds a value and is no way to another model."""
        for found in field.attributes:
            if found.name.split(".")[0] not in KNOWN:
                self.sketches.leave(f"{block.name}.{field.name} @{found.name}", "Prisma has no such attribute", found.place)
        if field.type in self.models:
            return
        default = field.attribute("default")
        text, numbered = self._default(block, field, default)
        if field.attribute("updatedAt"):
            self.sketches.leave(f"{block.name}.{field.name} @updatedAt", "a time kept by Prisma's client is a behaviour: say it anew", field.place)
        sketch.columns[field.column] = FoundColumn(
            name=field.column,
            type=self._type(block, field) + ("[]" if field.many else ""),
            nullable=field.optional,
            default=text,
            numbered=numbered,
            comment=field.comment,
            place=field.place,
        )

    def _type(self, block: Block, field: Field) -> str:
        native = next((found for found in field.attributes if found.name.startswith("db.")), None)
        words = _words(self.sketches.dialect)
        if native is not None:
            name = native.name.removeprefix("db.")
            bounds = ",".join(joined(list(value)) for value in native.plain)
            return words["native"].get(name, name.lower()) + (f"({bounds})" if bounds else "")
        if field.unsupported:
            return field.unsupported
        if field.type in self.enums:
            return self.enums[field.type].table
        if field.type in self.composites:
            return words["scalars"]["Json"]
        if field.type not in words["scalars"]:
            self.sketches.leave(f"{block.name}.{field.name} {field.type}", "no model, enum or type of that name stands here", field.place)
        return words["scalars"].get(field.type, field.type)

    def _default(self, block: Block, field: Field, found: Attribute | None) -> tuple[str, Numbering]:
        """The default in SQL, and how the column is numbered."""
        if found is None:
            return "", ""
        value = found.value("value", first=True)
        call = value[0].text if len(value) > 1 and value[1].low == "(" else ""
        if call == "autoincrement":
            return "", self.sketches.numbering
        if call == "now":
            return "current_timestamp", ""
        if call == "dbgenerated":
            return (value[2].text if len(value) > 3 else ""), ""
        if call in MADE_BY_CLIENT:
            self.sketches.leave(
                f"{block.name}.{field.name} @default({call}())", "made by Prisma's client, so the database has no default", found.place
            )
            return "", ""
        if field.type in self.enums and value and value[0].kind == "word":
            label = self.enums[field.type].fields.get(value[0].text)
            return f"'{label.column if label else value[0].text}'", ""
        if value and value[0].low == "[":
            self.sketches.leave(f"{block.name}.{field.name} @default({joined(list(value))})", "the model has no lists as values", found.place)
            return "", ""
        return joined(list(value)), ""
