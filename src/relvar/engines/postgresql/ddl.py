"""Physical -> statements: tables, constraints, indexes, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relvar.engines.base import Statement
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.types import native
from relvar.model import expression as e
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index, IndexPart, Physical, Table, UniqueConstraint

ACTIONS = {"restrict": "restrict", "cascade": "cascade", "set_null": "set null"}
METHODS = {"ordered": "", "block_range": "using brin ", "inverted": "using gin ", "text": "using gin "}
CLASSES = {"": "", "prefix": " text_pattern_ops", "trigram": " gin_trgm_ops", "paths": " jsonb_path_ops"}
BARE = (e.ColumnRef, e.Call)  # index parts that need no parentheses of their own


def in_order(physical: Physical) -> list[str]:
    """Table ids, each after those it refers to where no cycle forbids it; else in the design's order."""
    done: dict[str, None] = {}
    waiting = list(physical.tables)
    while waiting:
        ready = [t for t in waiting if all(r in done or r == t for r in referenced(physical.tables[t]))]
        for table in ready or waiting[:1]:
            done[table] = None
        waiting = [t for t in waiting if t not in done]
    return list(done)


def referenced(table: Table) -> list[str]:
    return [c.table for c in table.constraints.values() if isinstance(c, ForeignKey)]


# --- tables ---


def create_table(writer: PostgresWriter, table_id: str, later: Iterable[str] = ()) -> str:
    """CREATE TABLE with its keys, references and checks; constraints in `later` follow by ALTER TABLE (they close a cycle)."""
    table = writer.physical.tables[table_id]
    lines = [*column_lines(writer, table_id), key_line(writer, table)]
    lines += [constraint_line(writer, table_id, c) for key, c in table.constraints.items() if key not in set(later)]
    body = ",\n  ".join(lines)
    return f"create table {writer.table(table_id)} (\n  {body}\n){_partitioned(writer, table)}{_options(table)}"


def key_line(writer: PostgresWriter, table: Table) -> str:
    columns = ", ".join(writer.quote(table.columns[c].name) for c in table.primary_key)
    return f"constraint {writer.quote(table.primary_key_name)} primary key ({columns})"


def _partitioned(writer: PostgresWriter, table: Table) -> str:
    if table.partition is None:
        return ""
    return f" partition by range ({writer.quote(table.columns[table.partition.column].name)})"


def _options(table: Table) -> str:
    return f" with (fillfactor = {table.fill_factor})" if table.fill_factor and table.partition is None else ""


def column_lines(writer: PostgresWriter, table_id: str) -> list[str]:
    """Columns with names and types aligned, for a table is read more often than it is written."""
    columns = writer.physical.tables[table_id].columns.values()
    names = [writer.quote(column.name) for column in columns]
    types = [native(column.data).text for column in columns]
    wide_name, wide_type = max(map(len, names)), max(map(len, types))
    rest = [column_rest(writer, table_id, column) for column in columns]
    return [f"{name:<{wide_name}}  {kind:<{wide_type}}  {more}".rstrip() for name, kind, more in zip(names, types, rest, strict=True)]


def column_rest(writer: PostgresWriter, table_id: str, column: Column) -> str:
    """Nullability, default, identity or generation expression."""
    parts = [] if column.nullable else ["not null"]
    if column.identity:
        parts.append("generated always as identity")
    if column.generated is not None:
        parts.append(f"generated always as ({writer.condition(column.generated, table_id)}) stored")
    if column.default is not None:
        parts.append(f"default {default_text(writer, table_id, column)}")
    return " ".join(parts)


def default_text(writer: PostgresWriter, table_id: str, column: Column) -> str:
    """A default: an operator's expression stands in parentheses, as the grammar of a column asks."""
    assert column.default is not None
    piece = writer.piece(column.default, writer.alone(table_id))
    return piece.text if isinstance(column.default, e.Constant | e.Call) else f"({piece.text})"


# --- constraints ---


def constraint_line(writer: PostgresWriter, table_id: str, constraint: Constraint) -> str:
    """`constraint name ...`, as it stands in CREATE TABLE and after ADD."""
    head = f"constraint {writer.quote(constraint.name)}"
    if isinstance(constraint, CheckConstraint):
        return f"{head} check ({writer.condition(constraint.condition, table_id)})"
    if isinstance(constraint, UniqueConstraint):
        return f"{head} unique ({writer.columns(table_id, constraint.columns)})"
    return f"{head} {reference(writer, table_id, constraint)}"


def reference(writer: PostgresWriter, table_id: str, key: ForeignKey) -> str:
    target = f"{writer.table(key.table)} ({writer.columns(key.table, key.to)})"
    text = f"foreign key ({writer.columns(table_id, key.columns)}) references {target} on delete {ACTIONS[key.on_delete]}"
    text += _emptied(writer, table_id, key)
    return text + (" deferrable initially deferred" if key.deferred else "")


def _emptied(writer: PostgresWriter, table_id: str, key: ForeignKey) -> str:
    """Which columns SET NULL empties, where not all may be empty (a tenant's column stays): PostgreSQL 15 and later."""
    columns = writer.physical.tables[table_id].columns
    nullable = [c for c in key.columns if columns[c].nullable]
    if key.on_delete != "set_null" or len(nullable) == len(key.columns):
        return ""
    return f" ({writer.columns(table_id, nullable)})"


def add_constraint(writer: PostgresWriter, table_id: str, constraint: Constraint) -> str:
    return f"alter table {writer.table(table_id)} add {constraint_line(writer, table_id, constraint)}"


# --- indexes ---


def create_index(writer: PostgresWriter, table_id: str, index: Index, how: str = "") -> str:
    """CREATE INDEX; `how` is "concurrently " on a live table."""
    unique = "unique " if index.unique else ""
    head = f"create {unique}index {how}{writer.quote(index.name)} on {writer.table(table_id)} {METHODS[index.method]}"
    text = f"{head}({index_parts(writer, table_id, index)})"
    if index.include:
        text += f" include ({writer.columns(table_id, index.include)})"
    text += f" with ({index_options(index)})" if index.block_range else ""
    if index.where is not None:
        text += f"\n  where {writer.condition(index.where, table_id)}"
    return text


def index_options(index: Index) -> str:
    """New ranges are summed up as soon as they are full: until then each question reads them (autosummarize is off by default)."""
    return f"autosummarize = on, pages_per_range = {index.block_range}" if index.block_range else ""


def index_parts(writer: PostgresWriter, table_id: str, index: Index) -> str:
    if index.method == "text":
        return writer.text_vector([part.expression for part in index.parts], writer.alone(table_id))
    return ", ".join(index_part(writer, table_id, part) for part in index.parts)


def index_part(writer: PostgresWriter, table_id: str, part: IndexPart) -> str:
    text = writer.condition(part.expression, table_id)
    bare = isinstance(part.expression, BARE) and not (isinstance(part.expression, e.Call) and part.expression.function == "concat")
    return (text if bare else f"({text})") + CLASSES[part.method_class] + (" desc" if part.descending else "")


# --- comments ---


def comment(writer: PostgresWriter, kind: str, name: str, text: str) -> Statement:
    return Statement(text=f"comment on {kind} {name} is {writer.literal(text)}")


def table_comments(writer: PostgresWriter, table_id: str, later: Iterable[str] = ()) -> Iterator[Statement]:
    """Comments that say more than the names: of the table, its columns and the constraints that stand in it."""
    table, name = writer.physical.tables[table_id], writer.table(table_id)
    if table.comment:
        yield comment(writer, "table", name, table.comment)
    for column in table.columns.values():
        if column.comment:
            yield comment(writer, "column", f"{name}.{writer.quote(column.name)}", column.comment)
    for key, constraint in table.constraints.items():
        if key not in set(later):
            yield from constraint_comment(writer, table_id, constraint)


def constraint_comment(writer: PostgresWriter, table_id: str, constraint: Constraint) -> Iterator[Statement]:
    if says(constraint):
        yield comment(writer, "constraint", f"{writer.quote(constraint.name)} on {writer.table(table_id)}", says(constraint))


def says(constraint: Constraint) -> str:
    """The reason of a constraint, which its comment carries."""
    return constraint.because if isinstance(constraint, ForeignKey) else constraint.says


def index_comment(writer: PostgresWriter, table_id: str, index: Index) -> Iterator[Statement]:
    if index.because:
        schema = writer.physical.tables[table_id].schema
        yield comment(writer, "index", writer.qualified(schema, index.name), index.because)


def closing_references(physical: Physical) -> dict[str, list[str]]:
    """Per table: ids of references to tables that are made after it."""
    made: set[str] = set()
    later: dict[str, list[str]] = {}
    for table_id in in_order(physical):
        made.add(table_id)
        constraints = physical.tables[table_id].constraints
        later[table_id] = [key for key, c in constraints.items() if isinstance(c, ForeignKey) and c.table not in made]
    return later
