"""Stable ids for what is imported: singular entities, attributes and relationships, each used once."""

from __future__ import annotations

from relvar.model.physical import ForeignKey, Physical
from relvar.model.qualified import unqualified
from relvar.plan.change_log import LOG
from relvar.plan.realize.names import safe
from relvar.read.text.words import plural, singular

PREFIXES = ("tbl_", "t_", "tb_")


class Naming:
    """Ids of a store's tables, columns and references, found once for all."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self._entities: dict[str, str] = {}
        self._plurals: dict[str, str] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._relationships: dict[str, dict[str, str]] = {}
        taken: set[str] = set()
        for id_ in physical.tables:
            self._entities[id_] = free(_singular(_own(id_)), taken)
        for id_ in physical.tables:
            self._name_inside(id_, taken)

    def _name_inside(self, id_: str, relationships: set[str]) -> None:
        inside: set[str] = set()
        table = self.physical.tables[id_]
        self._attributes[id_] = {column: free(safe(column), inside) for column in table.columns}
        entity, named = self._entities[id_], {}
        words = _own(id_)
        self._plurals[id_] = words if words != entity else plural(entity)
        for key in table.constraints.values():
            if isinstance(key, ForeignKey) and key.table in self._entities:
                named[key.name] = free(f"{entity}_{self.role(id_, key)}", relationships)
        self._relationships[id_] = named

    def entity(self, table: str) -> str:
        return self._entities[table]

    def plural(self, table: str) -> str:
        return self._plurals[table]

    def attributes(self, table: str) -> dict[str, str]:
        """Column -> attribute id."""
        return self._attributes[table]

    def relationships(self, table: str) -> dict[str, str]:
        """Name of a reference -> relationship id."""
        return self._relationships[table]

    def role(self, table: str, key: ForeignKey) -> str:
        """What the referring column calls the far end, without the name of the key it holds."""
        column, to = safe(key.columns[-1]), safe(key.to[-1])
        for ending in (f"_{to}", "_id", "_uuid", "_fk", "_code", "_key"):
            if column.endswith(ending) and len(column) > len(ending):
                return column.removesuffix(ending)
        return self._entities[key.table] if column == to else column


def _own(table: str) -> str:
    """A table's name as a word; a log called like that of the design stands beside it."""
    name = safe(unqualified(table).name)
    return f"earlier_{name}" if name == LOG else name


def _singular(name: str) -> str:
    for prefix in PREFIXES:
        name = name.removeprefix(prefix) or name
    head, _, last = name.rpartition("_")
    return f"{head}_{singular(last)}" if head else singular(last)


def free(wanted: str, taken: set[str]) -> str:
    """The name, numbered where it is taken; it is taken from then on."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name
