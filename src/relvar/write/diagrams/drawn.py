"""The tables of a store as what exists, by which they are written in the languages that draw them: DBML, Mermaid, PlantUML.

Of a store of documents these are the rows that it holds, wherever they lie.
"""

from __future__ import annotations

from relvar.engines import engine
from relvar.exporting.models.diagrams import IS_A
from relvar.importing.ddl.dialects import DEFAULT, dialects
from relvar.model.design import Design
from relvar.model.existing import Existing, FoundColumn, FoundIndex, FoundKey, FoundPart, FoundReference, FoundTable
from relvar.model.expression import ColumnRef
from relvar.model.physical import Column, ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.model.qualified import qualified
from relvar.write.diagrams.edges import supertypes

Special = frozenset[tuple[str, str]]  # (subtype, supertype)


def drawn(design: Design, store: str) -> Existing:
    """The tables with their columns, keys, references and plain indexes; what each language leaves out of these is its own."""
    physical = design.physical[store]
    spoken = physical.engine if physical.engine in dialects() else DEFAULT
    tables = (_table(physical, id_, table, supertypes(design)) for id_, table in physical.tables.items())
    return Existing(source=design.brief.title, dialect=spoken, language=physical.engine, tables={table.id: table for table in tables})


def _table(physical: Physical, id_: str, table: Table, special: Special) -> FoundTable:
    return FoundTable(
        name=table.name,
        comment=table.comment,
        columns={column.name: _column(physical, column) for column in table.columns.values()},
        primary=FoundKey(parts=_parts(table, table.primary_key)) if table.primary_key else None,
        uniques=tuple(FoundKey(name=c.name, parts=_parts(table, c.columns)) for c in table.constraints.values() if isinstance(c, UniqueConstraint)),
        references=tuple(_reference(physical, id_, c, special) for c in table.constraints.values() if isinstance(c, ForeignKey)),
        indexes=tuple(_index(table, index) for index in table.indexes.values() if _is_plain(index)),
    )


def _column(physical: Physical, column: Column) -> FoundColumn:
    return FoundColumn(
        name=column.name,
        type=engine(physical.engine).native(column.data).text,
        nullable=column.nullable,
        numbered="by default" if column.identity else "",
        comment=column.comment,
    )


def _reference(physical: Physical, id_: str, key: ForeignKey, special: Special) -> FoundReference:
    owner, other = physical.tables[id_], physical.tables[key.table]
    is_a = (id_, key.table) in special and set(owner.primary_key) <= set(key.columns)
    return FoundReference(
        name=key.name,
        columns=tuple(owner.columns[column].name for column in key.columns),
        table=qualified("", other.name),
        to=tuple(other.columns[column].name for column in key.to),
        on_delete=key.on_delete.replace("_", " "),
        verb=IS_A if is_a else "",
    )


def _is_plain(index: Index) -> bool:
    return index.where is None and index.method == "ordered" and all(isinstance(part.expression, ColumnRef) for part in index.parts)


def _index(table: Table, index: Index) -> FoundIndex:
    columns = [part.expression.column for part in index.parts if isinstance(part.expression, ColumnRef)]
    return FoundIndex(name=index.name, parts=_parts(table, tuple(columns)), unique=index.unique)


def _parts(table: Table, columns: tuple[str, ...]) -> tuple[FoundPart, ...]:
    return tuple(FoundPart(column=table.columns[column].name) for column in columns)
