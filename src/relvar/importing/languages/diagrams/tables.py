"""A drawing -> tables: entities with their keys first, then each line finds the columns that hold it, or makes them."""

from __future__ import annotations

import msgspec

from relvar.importing.languages.diagrams.drawing import Drawing, Drawn, End, Entity, Line
from relvar.importing.languages.diagrams.holding import Holding, called, plain, snake
from relvar.importing.languages.diagrams.labels import holds
from relvar.importing.languages.diagrams.types import COUNTED, is_optional, members, type_of
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import NOWHERE, FoundColumn, FoundObject, FoundReference, Place
from relvar.model.qualified import unqualified


def draw(drawing: Drawing, sketches: Sketches) -> None:
    """Every entity and line of the drawing as tables of the sketches."""
    for name, (values, place) in drawing.enums.items():
        sketches.objects.append(FoundObject(kind="enum", name=name, values=values, place=place))
    drawn = {frozenset((line.first.entity, line.second.entity)) for line in drawing.lines}
    for name, entity in drawing.entities.items():
        _typed_lines(name, entity, drawing, drawn)
    maker = _Maker(sketches, {name: _table(entity, sketches) for name, entity in drawing.entities.items()}, drawing)
    once: dict[Line, Line] = {}
    for line in drawing.lines:
        once.setdefault(line._replace(place=NOWHERE), line)  # a line that is drawn twice is one
    for line in sorted(once.values(), key=lambda line: line.kind != "inheritance"):
        maker.line(line)
    maker.holding.finish()
    maker.marked()
    maker.known()


def _typed_lines(name: str, entity: Entity, drawing: Drawing, drawn: set[frozenset[str]]) -> None:
    """An attribute whose type is another entity is a line to it, and no column."""
    plain: list[Drawn] = []
    for attribute in entity.attributes:
        many = members(attribute.type)
        target = many or attribute.type.removesuffix("?")
        if target not in drawing.entities:
            plain.append(attribute)
            continue
        if frozenset((name, target)) in drawn:
            continue
        one, other = (name, target) if many else (target, name)
        least = int(bool(attribute.required) and not many)
        drawing.lines.append(Line(End(one, least, False), End(other, 0, True), attribute.name, attribute.place, "attribute"))
    entity.attributes = plain


def _table(entity: Entity, sketches: Sketches) -> Sketch:
    schema, name = unqualified(entity.name)
    sketch = Sketch(name=name, schema=schema, comment=entity.comment, place=entity.place)
    sketches.add(sketch)
    for attribute in entity.attributes:
        if attribute.name in sketch.columns:
            sketches.leave(f"{entity.name}.{attribute.name}", "an attribute of that name stands there already", attribute.place)
            continue
        sketch.columns[attribute.name] = _column(attribute, sketches)
        if attribute.key:
            sketch.key.append(attribute.name)
        if attribute.unique:
            sketch.make_unique((attribute.name,), attribute.place)
    return sketch


def _column(drawn: Drawn, sketches: Sketches) -> FoundColumn:
    return FoundColumn(
        name=drawn.name,
        type=type_of(drawn.type, key=drawn.key or drawn.refers),
        nullable=is_optional(drawn.type) or not drawn.required,
        default=drawn.default,
        numbered=sketches.numbering if drawn.numbered else "",
        comment=drawn.comment,
        place=drawn.place,
    )


class _Maker:
    def __init__(self, sketches: Sketches, tables: dict[str, Sketch], drawing: Drawing) -> None:
        self.sketches, self.tables, self.drawing = sketches, tables, drawing
        self.holding = Holding(drawing, sketches)

    def line(self, line: Line) -> None:
        first, second = self.tables[line.first.entity], self.tables[line.second.entity]
        if line.kind == "inheritance":
            self._inherit(line, first, second)
        elif line.first.many and line.second.many:
            for side in (first, second):
                self._give_key(side, line.place)
            columns = tuple(called(side, key) for side in (first, second) for key in side.key)
            self.sketches.join(f"{snake(first.name)}_{snake(second.name)}", first, second, line.place, columns)
        else:
            self._refer(line, first, second)
        for end in (line.first, line.second):
            if end.least and end.many:
                other = line.second if end is line.first else line.first
                what = f"at least one {self.tables[end.entity].name} for each {self.tables[other.entity].name}"
                self.sketches.leave(what, "no constraint of a table says so: state it as a rule", line.place)

    def _inherit(self, line: Line, parent: Sketch, child: Sketch) -> None:
        """A table for each class: the child's key is that of its parent, and refers to it."""
        self._give_key(parent, line.place)
        if not child.key:
            for column in parent.key:
                kept = {k: c for k, c in child.columns.items() if k != column}
                child.columns = {column: msgspec.structs.replace(parent.columns[column], numbered="", place=line.place), **kept}
            child.key = list(parent.key)
        if len(child.key) == len(parent.key):
            columns, to = tuple(child.key), tuple(parent.key)
            child.references.append(FoundReference(columns=columns, table=parent.id, to=to, on_delete="cascade", place=line.place))

    def _refer(self, line: Line, first: Sketch, second: Sketch) -> None:
        """The many side refers to the one; of one to one, the side that shows the reference, else the one that may be missing."""
        single = not (line.first.many or line.second.many)
        if single:
            by_first = self.holding.shows(line.first.entity, line.second.entity)
            by_second = self.holding.shows(line.second.entity, line.first.entity)
            held_by_second = by_second if by_first != by_second else line.second.least <= line.first.least
            said = holds(line.label, first, second), holds(line.label, second, first)
            held_by_second = said[1] if said[0] != said[1] else held_by_second
        else:
            held_by_second = line.second.many
        holder, parent = (second, first) if held_by_second else (first, second)
        one, other = (line.first, line.second) if held_by_second else (line.second, line.first)
        if not holds(line.label, holder, parent):
            self._give_key(parent, line.place)
        self.holding.wish(other.entity, one.entity, holder, parent, line, required=bool(one.least), single=single)

    def _give_key(self, sketch: Sketch, place: Place) -> None:
        """An entity without a mark is known by the attribute that is called its id, else by a number."""
        if sketch.key:
            return
        known = self._id_of(sketch)
        if not known:
            number = FoundColumn(name="id", type=COUNTED, nullable=False, numbered=self.sketches.numbering, place=place)
            sketch.columns = {"id": number, **sketch.columns}
        sketch.key.append(known or "id")

    def marked(self) -> None:
        """Attributes that are marked as references, which no line claimed: their name says what they refer to, or they are listed."""
        called_so = {plain(sketch.name) + tail: sketch for sketch in self.tables.values() for tail in ("", *map(plain, sketch.key[:1]))}
        for name, entity in self.drawing.entities.items():
            sketch = self.tables[name]
            held = {column for reference in sketch.references for column in reference.columns}
            for attribute in entity.attributes:
                if not attribute.refers or attribute.name in held:
                    continue
                target = called_so.get(plain(attribute.name))
                if target is None or len(target.key) != 1 or target is sketch:
                    self.sketches.leave(f"{entity.name}.{attribute.name} FK", "no line says what it refers to", attribute.place)
                    continue
                sketch.references.append(FoundReference(columns=(attribute.name,), table=target.id, to=tuple(target.key), place=attribute.place))

    def known(self) -> None:
        """Entities that say nothing of themselves, or have an attribute that is called their id, are known by it."""
        for name, sketch in self.tables.items():
            entity = self.drawing.entities[name]
            if not sketch.key and (entity.is_class or not entity.attributes or self._id_of(sketch)):
                self._give_key(sketch, sketch.place)

    def _id_of(self, sketch: Sketch) -> str:
        return next((name for name in sketch.columns if plain(name) in ("id", plain(sketch.name) + "id")), "")
