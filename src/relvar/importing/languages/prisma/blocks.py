"""The blocks of a schema of Prisma as they stand, before any name is led to what it names."""

from __future__ import annotations

import msgspec

from relvar.importing.ddl.cursor import NotUnderstood
from relvar.importing.languages.prisma.attributes import Attribute, attributes
from relvar.importing.languages.scanning import Stream, Token, joined
from relvar.importing.languages.sketch import Sketches
from relvar.model.existing import Place

KINDS = ("model", "view", "type", "enum", "datasource", "generator")


class Field(msgspec.Struct):
    """A line of a model or enum. `type`: "" in an enum; `unsupported`: the type of the database that Prisma has no name for."""

    name: str
    type: str
    place: Place
    many: bool = False
    optional: bool = False
    unsupported: str = ""
    comment: str = ""
    attributes: list[Attribute] = []

    def attribute(self, name: str) -> Attribute | None:
        return next((found for found in self.attributes if found.name == name), None)

    @property
    def column(self) -> str:
        """Its name in the database."""
        mapped = self.attribute("map")
        return mapped.text("name", first=True) if mapped else self.name


class Block(msgspec.Struct):
    kind: str
    name: str
    place: Place
    comment: str = ""
    fields: dict[str, Field] = {}
    attributes: list[Attribute] = []
    values: dict[str, str] = {}

    def attribute(self, name: str) -> Attribute | None:
        return next((found for found in self.attributes if found.name == name), None)

    @property
    def table(self) -> str:
        """Its name in the database."""
        mapped = self.attribute("map")
        return mapped.text("name", first=True) if mapped else self.name

    def columns(self, fields: list[str]) -> tuple[str, ...]:
        """The columns of fields. Raises NotUnderstood."""
        for name in fields:
            if name not in self.fields:
                raise NotUnderstood(f"{self.name} has no field {name}")
        return tuple(self.fields[name].column for name in fields)


def blocks(stream: Stream, sketches: Sketches) -> list[Block]:
    """Every block of a file; lines that were not understood are listed."""
    made, doc = [], []
    while not stream.ended:
        token = stream.token
        if token.kind in ("doc", "line"):
            doc += [stream.next().text] if token.kind == "doc" else [stream.next().text][1:]
        elif token.low in KINDS and stream.ahead(1).kind == "word" and stream.ahead(2).low == "{":
            made.append(_block(stream, sketches, said(doc)))
            doc = []
        else:
            place = stream.place
            sketches.leave(joined(stream.line()) or stream.next().text, "no block of Prisma begins so", place)
            doc = []
    return made


def said(doc: list[str]) -> str:
    """Lines of `///` as one text."""
    return " ".join(line.removeprefix("///").strip() for line in doc)


def _block(stream: Stream, sketches: Sketches, comment: str) -> Block:
    place = stream.place
    block = Block(stream.next().low, stream.next().text, place, comment)
    stream.expect("{")
    doc: list[str] = []
    while not stream.ended and not stream.take("}"):
        if stream.token.kind == "line":
            stream.next()
        elif stream.token.kind == "doc":
            doc.append(stream.next().text)
        else:
            _line(stream.inside(stream.line()), block, sketches, doc)
            doc = []
    return block


def _line(line: Stream, block: Block, sketches: Sketches, doc: list[str]) -> None:
    trailing = [line.tokens.pop().text] if line.tokens and line.tokens[-1].kind == "doc" else []
    start, place = list(line.tokens), line.place
    try:
        if line.token.low == "@":
            block.attributes += attributes(line)
        elif line.ahead(1).low == "=":
            name = line.name()
            block.values[name] = line.ahead(1).text
        else:
            field = _field(line, block)
            field.comment = said(doc + trailing)
            if field.name in block.fields:
                raise NotUnderstood(f"{block.name} has a field {field.name} already")
            block.fields[field.name] = field
    except NotUnderstood as error:
        sketches.leave(joined(start), str(error), place)


def _field(line: Stream, block: Block) -> Field:
    field = Field(line.name(), "", line.place)
    if block.kind != "enum":
        field.type = line.name()
        if field.type == "Unsupported":
            field.unsupported = _text(line.bracketed("("))
        field.many = line.take("[", "]")
        field.optional = line.take("?")
    field.attributes = attributes(line)
    return field


def _text(found: list[Token]) -> str:
    return found[0].text if found else ""
