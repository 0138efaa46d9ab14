"""Models of SQLAlchemy 2.0 in its typed declarative style (https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html).

A table without a key has no rows that an object could stand for: it becomes a `Table`. Values and conditions stay in the database's
words, as `sa.text`: what they do, the database does.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.exporting.models.sqlalchemy_parts import actions, arguments, constraints, indexes, targets, typed
from relvar.exporting.names import Named, Relation, named
from relvar.exporting.python import call, called
from relvar.model.existing import Existing, FoundColumn, FoundTable

IMPORTED = ("sa", "dt", "decimal", "uuid", "Any", "Mapped", "mapped_column", "relationship", "postgresql", "mysql", "mssql", "sqlite")
RESERVED = frozenset((*IMPORTED, "metadata", "registry", "type_annotation_map"))  # of DeclarativeBase
HEAD = """\
from __future__ import annotations

import datetime as dt
import decimal
import uuid
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass
"""


def sqlalchemy(existing: Existing) -> Iterator[str]:
    names = named(existing, RESERVED)
    yield HEAD
    for id_, table in existing.tables.items():
        yield from ("", "")
        yield from _model(existing, names, id_) if table.primary else _table(existing, names, id_)
        yield from ["", ""] if any(any(index.columns) for index in table.indexes) else []
        owner, attributes = (names.classes[id_], names.attributes[id_]) if table.primary else (f"{names.classes[id_]}.c", None)
        for name, members in indexes(existing, table, owner, attributes):
            yield from call("", name, members)
    yield from _late(existing, names)


def _late(existing: Existing, names: Named) -> Iterator[str]:
    """References to names with dots, of which no text can be led to: by the columns themselves, once all tables are there."""
    places = {id_: f"{names.classes[id_]}.__table__" if table.primary else names.classes[id_] for id_, table in existing.tables.items()}
    late = [(id_, r) for id_, table in existing.tables.items() for r in table.references if not targets(r) and r.table in places]
    yield from ["", ""] if late else []
    for id_, reference in late:
        to = ", ".join(f"{places[reference.table]}.c[{called(column)}]" for column in reference.to)
        mine = ", ".join(map(called, reference.columns))
        said = ", ".join((f"[{mine}]", f"[{to}]", *actions(reference)))
        yield from call("", f"{places[id_]}.append_constraint", [f"sa.ForeignKeyConstraint({said})"])


def _model(existing: Existing, names: Named, id_: str) -> Iterator[str]:
    table, attributes = existing.tables[id_], names.attributes[id_]
    yield f"class {names.classes[id_]}(Base):"
    yield f"    __tablename__ = {called(table.name)}"
    members, options = [*constraints(existing, table)], [*_options(table)]
    if members or options:
        yield "    __table_args__ = ("
        yield from (line for name, arguments in members for line in call("        ", name, arguments, ","))
        yield from (f"        {option}," for option in options)
        yield "    )"
    yield ""
    for column in table.columns.values():
        begin = f"    {attributes[column.name]}: {_mapped(existing, column)} = "
        yield from call(begin, "mapped_column", list(_column(existing, table, column, attributes)))
    ways = [*_ways(existing, names, id_)]
    yield from ([""] if ways else [])
    yield from ways


def _column(existing: Existing, table: FoundTable, column: FoundColumn, attributes: dict[str, str]) -> Iterator[str]:
    if attributes[column.name] != column.name:
        yield called(column.name)
    yield from arguments(existing, table, column)


def _mapped(existing: Existing, column: FoundColumn) -> str:
    python = typed(existing, column)[0]
    return f"Mapped[{python} | None]" if column.nullable else f"Mapped[{python}]"


def _options(table: FoundTable) -> Iterator[str]:
    options = {"schema": table.schema, "comment": table.comment}
    said = ", ".join(f"{called(key)}: {called(value)}" for key, value in options.items() if value)
    if said:
        yield f"{{{said}}}"


def _table(existing: Existing, names: Named, id_: str) -> Iterator[str]:
    table = existing.tables[id_]
    yield f"{names.classes[id_]} = sa.Table("
    yield f"    {called(table.name)},"
    yield "    Base.metadata,"
    for column in table.columns.values():
        said = [called(column.name), *arguments(existing, table, column), f"nullable={column.nullable}"]
        yield from call("    ", "sa.Column", said, ",")
    yield from (line for name, members in constraints(existing, table) for line in call("    ", name, members, ","))
    for key, value in (("schema", table.schema), ("comment", table.comment)):
        if value:
            yield f"    {key}={called(value)},"
    yield ")"


def _ways(existing: Existing, names: Named, id_: str) -> Iterator[str]:
    """relationship() at both ends of each reference that shares no column with another one of its table."""
    for relation in names.of(id_):
        if _mappable(existing, names, relation):
            target, columns = names.classes[relation.target], _columns(names, relation)
            said = f"{target} | None" if relation.optional else target
            remote = f", remote_side={called(_remote(names, relation))}" if relation.owner == relation.target else ""
            yield f"    {relation.forth}: Mapped[{said}] = relationship(foreign_keys={columns}, back_populates={called(relation.back)}{remote})"
    for relation in names.to(id_):
        if _mappable(existing, names, relation):
            owner = names.classes[relation.owner]
            said = f"{owner} | None" if relation.single else f"list[{owner}]"
            ends = f"foreign_keys={_columns(names, relation)}, back_populates={called(relation.forth)}"
            yield f"    {relation.back}: Mapped[{said}] = relationship({ends})"


def _mappable(existing: Existing, names: Named, relation: Relation) -> bool:
    table = existing.tables[relation.owner]
    shared = sum(bool(set(other.reference.columns) & set(relation.reference.columns)) for other in names.of(relation.owner)) > 1
    return bool(table.primary and existing.tables[relation.target].primary) and not shared


def _columns(names: Named, relation: Relation) -> str:
    owner = names.classes[relation.owner]
    return called(", ".join(f"{owner}.{names.attributes[relation.owner][column]}" for column in relation.reference.columns))


def _remote(names: Named, relation: Relation) -> str:
    target = names.classes[relation.target]
    return ", ".join(f"{target}.{names.attributes[relation.target][column]}" for column in relation.reference.to)
