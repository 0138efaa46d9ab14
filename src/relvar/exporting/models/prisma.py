"""A schema of Prisma (https://www.prisma.io/docs/orm/reference/prisma-schema-reference), as `prisma db pull` would write it, with its actions said.

Checks, conditions and expressions of indexes have no words there: its migrations leave them alone when they are made by SQL.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.exporting.models.prisma_fields import Enums, called, field, mapped
from relvar.exporting.names import Named, Relation, named
from relvar.importing.languages.prisma.relations import ACTIONS
from relvar.model.existing import Existing, FoundIndex, FoundReference, FoundTable

PROVIDERS = {"postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "sqlserver": "sqlserver"}
WORDS = {word: name for name, word in ACTIONS.items()}
NAMED_KEYS = ("postgresql", "sqlserver")  # dialects in which Prisma knows the name of a primary key
NAMED_REFERENCES = ("postgresql", "mysql", "mariadb", "sqlserver")  # and that of a reference
FULLTEXT = ("mysql", "mariadb")
METHODS = {"postgresql": {"gin": "Gin", "gist": "Gist", "hash": "Hash", "brin": "Brin", "spgist": "SpGist"}}


def prisma(existing: Existing) -> Iterator[str]:
    names, enums = named(existing, frozenset()), Enums(existing)
    schemas = sorted({table.schema for table in existing.tables.values() if table.schema})
    yield "generator client {"
    yield '  provider = "prisma-client-js"'
    yield "}"
    yield ""
    yield "datasource db {"
    yield f'  provider = "{PROVIDERS[existing.dialect]}"'
    yield '  // its address stands in prisma.config.ts since Prisma 7; before: url = env("DATABASE_URL")'
    if schemas:
        yield f"  schemas  = [{', '.join(map(called, schemas))}]"
    yield "}"
    for id_ in existing.tables:
        yield ""
        yield from _model(existing, names, enums, id_)
    yield from enums.written(schemas[0] if schemas else "")


def _model(existing: Existing, names: Named, enums: Enums, id_: str) -> Iterator[str]:
    table, attributes = existing.tables[id_], names.attributes[id_]
    yield from ([f"/// {' '.join(table.comment.split())}"] if table.comment else [])
    yield f"model {names.classes[id_]} {{"
    for column in table.columns.values():
        yield from ([f"  /// {' '.join(column.comment.split())}"] if column.comment else [])
        yield f"  {field(existing, enums, names, id_, column)}{_marks(existing, table, column.name)}"
    for relation in names.of(id_):
        yield f"  {_forth(existing, names, relation)}"
    for relation in names.to(id_):
        unread = "" if _has_key(existing.tables[relation.owner]) else " @ignore"
        many = "?" if relation.single else "[]"
        yield f"  {relation.back} {names.classes[relation.owner]}{many} @relation({called(_label(names, relation))}){unread}"
    yield ""
    yield from (f"  {said}" for said in _keys(existing, table, attributes))
    yield from (f"  {said}" for index in table.indexes for said in _index(existing, index, attributes))
    if table.name != names.classes[id_]:
        yield f"  {mapped('@@map', table.name)}"
    if table.schema:
        yield f"  @@schema({called(table.schema)})"
    if not _has_key(table):
        yield "  @@ignore // a row without a key is nothing that Prisma's client can read"
    yield "}"


def _has_key(table: FoundTable) -> bool:
    """Whether a row can be told from the others: Prisma's client reads no others, nor fields that lead to them."""
    return bool(table.primary or table.uniques)


def _forth(existing: Existing, names: Named, relation: Relation) -> str:
    reference = relation.reference
    mine = ", ".join(names.attributes[relation.owner][c] for c in reference.columns)
    theirs = ", ".join(names.attributes[relation.target][c] for c in reference.to)
    said = [
        called(_label(names, relation)),
        f"fields: [{mine}]",
        f"references: [{theirs}]",
        *_actions(reference, named=existing.dialect in NAMED_REFERENCES),
    ]
    return f"{relation.forth} {names.classes[relation.target]}{'?' if relation.optional else ''} @relation({', '.join(said)})"


def _label(names: Named, relation: Relation) -> str:
    return f"{names.classes[relation.owner]}_{relation.forth}"


def _actions(reference: FoundReference, *, named: bool) -> Iterator[str]:
    """Both are always said: Prisma's own defaults are others than the database's."""
    yield f"onDelete: {WORDS.get(reference.on_delete, 'NoAction')}"
    yield f"onUpdate: {WORDS.get(reference.on_update, 'NoAction')}"
    if reference.name and named:
        yield f"map: {called(reference.name)}"


def _marks(existing: Existing, table: FoundTable, column: str) -> str:
    """The keys that a column is alone."""
    marks = [("@id", table.primary)] if table.primary and table.primary.columns == (column,) else []
    marks += [("@unique", key) for key in table.uniques if key.columns == (column,)][:1]
    said = [(mark, key.name if mark != "@id" or existing.dialect in NAMED_KEYS else "") for mark, key in marks]
    return "".join(f" {mark}{f'(map: {called(name)})' if name else ''}" for mark, name in said)


def _keys(existing: Existing, table: FoundTable, attributes: dict[str, str]) -> Iterator[str]:
    if table.primary and len(table.primary.columns) > 1:
        yield f"@@id([{', '.join(attributes[c] for c in table.primary.columns)}]{_map(table.primary.name if existing.dialect in NAMED_KEYS else '')})"
    for key in (key for key in table.uniques if len(key.columns) > 1):
        yield f"@@unique([{', '.join(attributes[c] for c in key.columns)}]{_map(key.name)})"


def _index(existing: Existing, index: FoundIndex, attributes: dict[str, str]) -> Iterator[str]:
    """Nothing for an index with a condition, or over an expression."""
    unsaid = index.method == "columnstore" or (index.method == "fulltext" and existing.dialect not in FULLTEXT)
    if unsaid or index.where or not all(part.column for part in index.parts):
        return
    parts = []
    for part in index.parts:
        said = [*(["sort: Desc"] if part.descending else []), *([f"length: {part.prefix}"] if part.prefix else [])]
        said += [f"ops: raw({called(part.operator_class)})"] if part.operator_class else []
        parts.append(f"{attributes[part.column]}({', '.join(said)})" if said else attributes[part.column])
    kind = "@@unique" if index.unique else "@@fulltext" if index.method == "fulltext" else "@@index"
    method = "" if index.unique else METHODS.get(existing.dialect, {}).get(index.method, "")
    yield f"{kind}([{', '.join(parts)}]{_map(index.name)}{f', type: {method}' if method else ''})"


def _map(name: str) -> str:
    return f", map: {called(name)}" if name else ""
