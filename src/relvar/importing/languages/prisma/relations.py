"""Fields of Prisma that name models: references where they say which fields hold them, tables of pairs where both sides are lists."""

from __future__ import annotations

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.prisma.attributes import members
from relvar.importing.languages.prisma.blocks import Block, Field
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundReference

ACTIONS = {"Cascade": "cascade", "Restrict": "restrict", "NoAction": "no action", "SetNull": "set null", "SetDefault": "set default"}
PAIRS = ("A", "B")  # what Prisma calls the columns of a table of pairs: A for the model that stands first in the alphabet


def references(block: Block, sketch: Sketch, models: dict[str, Block], made: dict[str, Sketch], sketches: Sketches) -> None:
    """The references that a model's own fields hold."""
    for field in block.fields.values():
        relation = field.attribute("relation")
        if field.type not in models or relation is None or not relation.value("fields"):
            continue
        try:
            columns = block.columns([member.field for member in members(relation.value("fields"))])
            to = models[field.type].columns([member.field for member in members(relation.value("references"))])
        except NotUnderstood as error:
            sketches.leave(f"{block.name}.{field.name} @relation", str(error), relation.place)
            continue
        written = ACTIONS.get(relation.text("onDelete"), "")
        sketch.references.append(
            FoundReference(
                name=relation.text("map"),
                columns=columns,
                table=made[field.type].id,
                to=to,
                on_delete=written or ("set null" if field.optional else "restrict"),  # Prisma's own defaults
                on_update=ACTIONS.get(relation.text("onUpdate"), ""),
                place=field.place,
            )
        )


def pairs(models: dict[str, Block], made: dict[str, Sketch], sketches: Sketches) -> None:
    """The tables of pairs that Prisma makes without a word; a field that leads nowhere back is said."""
    lists = [(block, field) for block in models.values() for field in block.fields.values() if field.type in models and not _holds(field)]
    ways: dict[tuple[str, str, str], list[Field]] = {}
    for block in models.values():
        for field in block.fields.values():
            if field.type in models:
                ways.setdefault((block.name, field.type, _name(field)), []).append(field)
    seen: set[tuple[str, ...]] = set()
    for block, field in lists:
        back = next((other for other in ways.get((field.type, block.name, _name(field)), ()) if other is not field), None)
        if back is None:
            sketches.leave(f"{block.name}.{field.name} {field.type}", f"{field.type} has no field that leads back", field.place)
        elif field.many and back.many and not _holds(back):
            first, second = sorted((block.name, field.type))
            name = f"_{_name(field) or f'{first}To{second}'}"
            if (name, first, second) not in seen:
                seen.add((name, first, second))
                sketches.join(name, made[first], made[second], field.place, PAIRS, indexed=True)


def _holds(field: Field) -> bool:
    relation = field.attribute("relation")
    return relation is not None and bool(relation.value("fields"))


def _name(field: Field) -> str:
    relation = field.attribute("relation")
    return relation.text("name", first=True) if relation else ""
