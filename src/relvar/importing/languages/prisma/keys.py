"""Keys and indexes of Prisma, at a field and at a model."""

from __future__ import annotations

import re

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.prisma.attributes import Attribute, Member, members
from relvar.importing.languages.prisma.blocks import Block
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundIndex, FoundKey, FoundPart

RAW = re.compile(r"^raw\(\s*['\"](.*)['\"]\s*\)$")  # an operator class that Prisma has no name for
KNOWN = ("id", "unique", "index", "fulltext", "map", "schema", "ignore")


def keys(block: Block, sketch: Sketch, sketches: Sketches) -> None:
    """Keys and indexes join the table."""
    for field in block.fields.values():
        if (found := field.attribute("id")) is not None:
            sketch.key[:], sketch.key_name = [field.column], found.text("map")
        if (found := field.attribute("unique")) is not None:
            sketch.uniques.append(FoundKey(name=found.text("map"), parts=(_part(Member(field.name, {}), block),), place=found.place))
    for attribute in block.attributes:
        try:
            _of_block(attribute, block, sketch)
        except NotUnderstood as error:
            sketches.leave(f"{block.name} @@{attribute.name}", str(error), attribute.place)


def _of_block(found: Attribute, block: Block, sketch: Sketch) -> None:
    if found.name not in KNOWN:
        raise NotUnderstood("Prisma has no such attribute of a model")
    parts = tuple(_part(member, block) for member in members(found.value("fields", first=True))) if found.name in KNOWN[:4] else ()
    name = found.text("map")
    if found.name == "id":
        sketch.key[:], sketch.key_name = [part.column for part in parts], name
    elif found.name == "unique":
        sketch.uniques.append(FoundKey(name=name, parts=parts, place=found.place))
    elif parts:
        method = "fulltext" if found.name == "fulltext" else found.text("type").lower()
        sketch.indexes.append(FoundIndex(name=name, parts=parts, method=method, place=found.place))


def _part(member: Member, block: Block) -> FoundPart:
    (column,) = block.columns([member.field])
    return FoundPart(
        column=column,
        descending=member.said.get("sort", "").lower() == "desc",
        prefix=int(member.said["length"]) if member.said.get("length", "").isdigit() else 0,
        operator_class=RAW.sub(r"\1", member.said.get("ops", "")),
    )
