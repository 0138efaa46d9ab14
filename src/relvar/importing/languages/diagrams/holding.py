"""Which columns hold a line of a drawing: those that are marked as references and called so, else columns that are made."""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from relvar.importing.languages.diagrams.drawing import Drawing, Line
from relvar.importing.languages.diagrams.labels import holds, led
from relvar.importing.languages.sketch import Sketch, Sketches
from relvar.model.existing import FoundColumn, FoundReference
from relvar.read.text.words import singular

STEP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|\W+|_+")


class Wish(NamedTuple):
    """A line that waits for its columns; the names are those of the drawing."""

    entity: str
    target: str
    holder: Sketch
    parent: Sketch
    line: Line
    required: bool
    single: bool


class Holding:
    """Lines wait until all of them are known, for each takes the columns whose names fit it best."""

    def __init__(self, drawing: Drawing, sketches: Sketches) -> None:
        self.drawing, self.sketches = drawing, sketches
        self.wishes: list[Wish] = []
        self.claimed: set[tuple[str, str]] = set()
        self.places: dict[str, dict[str, dict[str, int]]] = {}  # table -> plain name -> the columns that are called so, with their places
        self.numbers: dict[tuple[str, str], int] = {}
        self.marked = {(name, d.name) for name, entity in drawing.entities.items() for d in entity.attributes if d.refers}

    def wish(self, entity: str, target: str, holder: Sketch, parent: Sketch, line: Line, *, required: bool, single: bool) -> None:
        self.wishes.append(Wish(entity, target, holder, parent, line, required, single))

    def shows(self, entity: str, target: str) -> bool:
        """Whether an attribute of the entity is marked as a reference and called after the target."""
        wanted = plain(self.drawing.entities[target].name)
        return any(drawn.refers and plain(drawn.name).startswith(wanted) for drawn in self.drawing.entities[entity].attributes)

    def finish(self) -> None:
        """Columns by name first, then the one mark that is left for the one line that is left, then new columns."""
        unsaid = [wish for wish in self.wishes if not self._said(wish)]
        waiting = [wish for wish in unsaid if not self._take(wish, self._named(wish))]
        lonely: dict[str, int] = {}
        for wish in waiting:
            lonely[wish.entity] = lonely.get(wish.entity, 0) + 1
        for wish in waiting:
            left = self._unclaimed(wish.entity) if lonely[wish.entity] == 1 and len(wish.parent.key) == 1 else []
            alone = len(left) == 1
            if not alone or not self._take(wish, tuple(left)):
                self._take(wish, self._made(wish))

    def _said(self, wish: Wish) -> bool:
        """Whether the label names the columns; what they lead to is a key. A column alone that is marked as a reference leads to the first."""
        if (wish.entity, wish.line.label) in self.marked and len(wish.parent.key) == 1:
            return self._take(wish, (wish.line.label,))
        columns = led(wish.line.label)
        if columns is None or not holds(wish.line.label, wish.holder, wish.parent):
            return False
        wish.parent.make_unique(columns[1], wish.line.place)
        return self._take(wish, *columns)

    def _unclaimed(self, entity: str) -> list[str]:
        return [d.name for d in self.drawing.entities[entity].attributes if d.refers and (entity, d.name) not in self.claimed]

    def _named(self, wish: Wish) -> tuple[str, ...]:
        """A column for each of the parent's key, called after the parent, after the line, or as the key itself.

        Two references over several columns may share some of them, as every table of a tenant shares the tenant's.
        """
        found: list[str] = []
        for key in wish.parent.key:
            heads = {plain(wish.parent.name), plain(singular(snake(wish.parent.name)))}
            if key == wish.parent.key[-1]:
                heads |= {plain(wish.line.label)} - {""}
            wanted = {plain(head) + plain(key) for head in heads} | heads | ({plain(key)} if plain(key) != "id" else set())
            called = {name: at for word in wanted for name, at in self._called(wish.holder).get(word, {}).items()}
            fitting = [name for name in called if name not in found and self._may(wish, name, key)]
            if not fitting:
                return ()
            found.append(min(fitting, key=called.__getitem__))
        return tuple(found) if any((wish.entity, name) not in self.claimed for name in found) else ()

    def _called(self, holder: Sketch) -> dict[str, dict[str, int]]:
        """The columns of a table by their plain names; a column that is made later is called as no other is."""
        if holder.id not in self.places:
            self.places[holder.id] = {}
            for at, name in enumerate(holder.columns):
                self.places[holder.id].setdefault(plain(name), {})[name] = at
        return self.places[holder.id]

    def _may(self, wish: Wish, name: str, key: str) -> bool:
        """A mark allows it; without one the name must say which key it is (`wanted` leaves out a bare id)."""
        if wish.parent is wish.holder and name in wish.parent.key:
            return False  # no row refers to itself
        if (wish.entity, name) in self.claimed and len(wish.parent.key) == 1:
            return False
        return (wish.entity, name) in self.marked or plain(name).endswith(plain(key))

    def _made(self, wish: Wish) -> tuple[str, ...]:
        names = []
        for key in wish.parent.key:
            own = called(wish.parent, key) if wish.parent is not wish.holder else f"parent_{snake(key)}"
            if own in wish.holder.columns and wish.line.label:
                own = f"{snake(wish.line.label)}_{own}"
            number = self.numbers.get((wish.holder.id, own), 1)
            while (name := own if number == 1 else f"{own}_{number}") in wish.holder.columns:
                number += 1
            self.numbers[wish.holder.id, own] = number
            wish.holder.columns[name] = FoundColumn(name=name, type=wish.parent.columns[key].type, place=wish.line.place)
            names.append(name)
        return tuple(names)

    def _take(self, wish: Wish, columns: tuple[str, ...], to: tuple[str, ...] = ()) -> bool:
        """The reference joins its table. `to`: the key that it leads to, where it is not the first."""
        if not columns:
            return False
        to = to or tuple(wish.parent.key)
        self.claimed |= {(wish.entity, column) for column in columns}
        required = wish.required and wish.parent is not wish.holder  # a chain begins with one that has none before it
        for column, key in zip(columns, to, strict=True):
            found = wish.holder.columns[column]
            changed = {"nullable": found.nullable and not required, "type": found.type or wish.parent.columns[key].type}
            wish.holder.columns[column] = msgspec.structs.replace(found, **changed)
        wish.holder.references.append(
            FoundReference(
                columns=columns,
                table=wish.parent.id,
                to=to,
                on_delete="cascade" if wish.line.kind == "composition" else "",
                verb=_verb(wish),
                place=wish.line.place,
            )
        )
        if wish.single and not (wish.holder.key and set(wish.holder.key) <= set(columns)):
            wish.holder.make_unique(columns, wish.line.place)
        return True


def _verb(wish: Wish) -> str:
    """What the label says of the first end, where it is the one referred to and the label names no columns."""
    said = wish.line.kind != "attribute" and wish.line.first.entity == wish.target and led(wish.line.label) is None
    return wish.line.label.lower() if said else ""


def called(table: Sketch, key: str) -> str:
    """A column that refers to a table by its key: order_id for the id of orders, isbn_no stays where it says already whose it is."""
    own = snake(singular(snake(table.name)))
    return snake(key) if snake(key).startswith(own) else f"{own}_{snake(key)}"


def snake(name: str) -> str:
    """orderLine, OrderLine and "order line" as order_line."""
    return "_".join(part.lower() for part in STEP.split(name) if part)


def plain(name: str) -> str:
    """A name without what two writings of it differ in."""
    return snake(name).replace("_", "")
