"""Files of Prisma -> tables: fields that hold values become columns, those that name models become references or tables of pairs."""

from __future__ import annotations

from typing import Literal

from relvar.importing.languages.prisma.blocks import Block, blocks
from relvar.importing.languages.prisma.columns import Columns
from relvar.importing.languages.prisma.keys import keys
from relvar.importing.languages.prisma.relations import pairs, references
from relvar.importing.languages.scanning import Stream, tokens
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import Existing, FoundObject

PROVIDERS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "cockroachdb": "postgresql",
    "mysql": "mysql",
    "sqlite": "sqlite",
    "sqlserver": "sqlserver",
}
DEFAULT = "postgresql"


def read_prisma(files: list[tuple[str, str]], source: str, dialect: str = "") -> Existing:
    """What a schema of Prisma makes of its database. `dialect`: in place of its own provider."""
    sketches = Sketches(source, "prisma", dialect)
    found = [block for file, text in files for block in blocks(Stream(list(tokens(text)), file), sketches)]
    for block in found:
        if block.kind == "datasource":
            _datasource(block, sketches)
    sketches.dialect = sketches.dialect or DEFAULT
    models = {block.name: block for block in found if block.kind == "model"}
    enums = {block.name: block for block in found if block.kind == "enum"}
    for block in (*enums.values(), *(block for block in found if block.kind == "view")):
        _object(block, sketches)
    reader = Columns(sketches, models, enums, {block.name for block in found if block.kind == "type"})
    made = {name: _table(block, sketches, reader) for name, block in models.items()}
    for name, block in models.items():
        references(block, made[name], models, made, sketches)
    pairs(models, made, sketches)
    return sketches.done()


def _datasource(block: Block, sketches: Sketches) -> None:
    provider = block.values.get("provider", "")
    sketches.dialect = sketches.dialect or PROVIDERS.get(provider, "")
    if provider and provider not in PROVIDERS:
        sketches.leave(f'provider = "{provider}"', f"its types are read as those of {DEFAULT}", block.place)
    if block.values.get("relationMode") == "prisma":
        sketches.leave('relationMode = "prisma"', "the database itself holds no references then; here they are taken as meant", block.place)


def _object(block: Block, sketches: Sketches) -> None:
    values = tuple(field.column for field in block.fields.values()) if block.kind == "enum" else ()
    kind: Literal["enum", "view"] = "enum" if block.kind == "enum" else "view"
    sketches.objects.append(FoundObject(kind=kind, name=block.table, values=values, comment=block.comment, place=block.place))


def _table(block: Block, sketches: Sketches, reader: Columns) -> Sketch:
    schema = block.attribute("schema")
    sketch = Sketch(name=block.table, schema=schema.text("", first=True) if schema else "", comment=block.comment, place=block.place)
    sketches.add(sketch)
    for field in block.fields.values():
        reader.column(block, field, sketch)
    keys(block, sketch, sketches)
    return sketch
