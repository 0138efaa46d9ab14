"""What the catalogue should report of a design, as flat facts: key -> value. catalog.py reads the same keys from the server.

Values that are expressions are given as written; `Written` tells catalog.py how to learn the server's normal form of each.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.postgresql import access, ddl, views
from relvar.engines.postgresql.behaviours import extensions, objects
from relvar.engines.postgresql.duties import owner
from relvar.engines.postgresql.expected_access import grant_facts, policy_expressions, policy_facts, role_facts
from relvar.engines.postgresql.expected_code import routine_facts, trigger_conditions, trigger_facts, view_bodies, view_facts
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.rights import rights
from relvar.engines.postgresql.settings import of_table
from relvar.engines.postgresql.types import native, shown
from relvar.engines.postgresql.written import Written
from relvar.model.design import Design
from relvar.model.expression import ColumnRef
from relvar.model.physical import CheckConstraint, Column, Constraint, Index, IndexPart, Physical, Table, UniqueConstraint

Facts = dict[str, str]
METHODS = {"ordered": "btree", "block_range": "brin", "inverted": "gin", "text": "gin"}


def expected(design: Design, store: str, version: str) -> Facts:
    """The facts of a store; the same on all versions from 13 to 18."""
    writer = PostgresWriter(design.physical[store])
    facts: Facts = {}
    for group in (_schemas, _tables, _constraints, _indexes, view_facts, routine_facts, trigger_facts, policy_facts, role_facts, grant_facts):
        facts.update(group(design, store, writer))
    facts.update(rights(writer))
    facts.update({item.key: item.text for item in written(design, store)})
    return dict(sorted(facts.items()))


def written(design: Design, store: str) -> list[Written]:
    """Every expression of the store, each under the key of its fact."""
    writer = PostgresWriter(design.physical[store])
    groups = (_column_expressions, _checks, _index_expressions, _exclusions, policy_expressions, trigger_conditions)
    found = [item for group in groups for item in group(writer)]
    return found + list(view_bodies(design, store, writer))


# --- tables ---


def _schemas(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for name in access.kept_schemas(writer.physical):
        yield f"schema {name}", owner(writer.physical) or "(deployer)"
    for name in extensions(writer.physical):
        yield f"extension {name}", "present"


def _tables(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    guarded = {policy.table for policy in writer.physical.policies.values()}
    for table_id, table in writer.physical.tables.items():
        name = f"{table.schema}.{table.name}"
        yield f"table {name}", ", ".join(column.name for column in table.columns.values())
        yield f"table {name} comment", table.comment
        yield f"table {name} row rules", "forced" if table_id in guarded else "none"
        yield f"table {name} partitions", _strategy(table)
        yield f"table {name} options", _options(writer.physical, table_id, table)
        for column in table.columns.values():
            yield from _column(name, column)


def _strategy(table: Table) -> str:
    if table.partition is None:
        return "none"
    return f"range ({table.columns[table.partition.column].name}), default, {table.partition.ahead} ahead"


def _options(physical: Physical, table_id: str, table: Table) -> str:
    if table.partition is not None:
        return ""
    options = {key: setting.value for key, setting in of_table(physical, table_id).items()}
    if table.fill_factor:
        options["fillfactor"] = str(table.fill_factor)
    return ", ".join(f"{key}={value}" for key, value in sorted(options.items()))


def _column(table: str, column: Column) -> Iterator[tuple[str, str]]:
    key = f"column {table}.{column.name}"
    yield f"{key} type", shown(column.data)
    yield f"{key} null", "yes" if column.nullable else "no"
    yield f"{key} identity", "always" if column.identity else "no"
    yield f"{key} comment", column.comment


def _column_expressions(writer: PostgresWriter) -> Iterator[Written]:
    for table_id, table in writer.physical.tables.items():
        for column in table.columns.values():
            key, kind = f"column {table.schema}.{table.name}.{column.name}", native(column.data).text
            if column.default is not None:
                yield Written(f"{key} default", "default", table_id, ddl.default_text(writer, table_id, column), kind)
            if column.generated is not None:
                yield Written(f"{key} generated", "generated", table_id, writer.condition(column.generated, table_id), kind)


# --- constraints and indexes ---


def _constraints(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for table_id, table in writer.physical.tables.items():
        name = f"{table.schema}.{table.name}"
        yield f"constraint {name}.{table.primary_key_name}", f"primary key ({_names(table, table.primary_key)})"
        for constraint in table.constraints.values():
            key = f"constraint {name}.{constraint.name}"
            yield key, _constraint(writer, table_id, table, constraint)
            yield f"{key} comment", ddl.says(constraint)
    for native_objects in objects(writer.physical).values():
        for exclusion in native_objects.exclusions:
            table = writer.physical.tables[exclusion.table]
            key = f"constraint {table.schema}.{table.name}.{exclusion.name}"
            yield key, "exclude"
            yield f"{key} comment", exclusion.says


def _names(table: Table, columns: tuple[str, ...]) -> str:
    return ", ".join(table.columns[c].name for c in columns)


def _constraint(writer: PostgresWriter, table_id: str, table: Table, constraint: Constraint) -> str:
    if isinstance(constraint, CheckConstraint):
        return "check"
    if isinstance(constraint, UniqueConstraint):
        return f"unique ({_names(table, constraint.columns)})"
    target = writer.physical.tables[constraint.table]
    emptied = [c for c in constraint.columns if table.columns[c].nullable]
    some = f" ({_names(table, tuple(emptied))})" if constraint.on_delete == "set_null" and len(emptied) < len(constraint.columns) else ""
    action = constraint.on_delete.replace("_", " ") + some
    late = " deferred" if constraint.deferred else ""
    to = f"{target.schema}.{target.name} ({_names(target, constraint.to)})"
    return f"foreign key ({_names(table, constraint.columns)}) references {to} on delete {action} on update no action{late}"


def _checks(writer: PostgresWriter) -> Iterator[Written]:
    for table_id, table in writer.physical.tables.items():
        for constraint in table.constraints.values():
            if isinstance(constraint, CheckConstraint):
                key = f"constraint {table.schema}.{table.name}.{constraint.name} condition"
                yield Written(key, "check", table_id, writer.condition(constraint.condition, table_id))


def _exclusions(writer: PostgresWriter) -> Iterator[Written]:
    for native_objects in objects(writer.physical).values():
        for exclusion in native_objects.exclusions:
            table = writer.physical.tables[exclusion.table]
            yield Written(f"constraint {table.schema}.{table.name}.{exclusion.name} condition", "exclusion", exclusion.table, exclusion.what)


def _indexes(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for table in writer.physical.tables.values():
        for index in table.indexes.values():
            key = f"index {table.schema}.{index.name}"
            yield key, f"{'unique ' if index.unique else ''}{METHODS[index.method]} on {table.schema}.{table.name}"
            yield f"{key} include", _names(table, index.include)
            yield f"{key} comment", index.because
            yield f"{key} options", ddl.index_options(index).replace(" = ", "=")
            for number, part in enumerate(_parts(index), start=1):
                yield f"{key} part {number} order", _order(part)
                if isinstance(part.expression, ColumnRef) and index.method != "text":
                    yield f"{key} part {number}", table.columns[part.expression.column].name
    for view in writer.physical.views.values():
        if view.materialized and view.unique_on:
            key = f"index {view.schema}.{views.unique_index(view)}"
            yield key, f"unique btree on {view.schema}.{view.name}"
            yield f"{key} include", ""
            yield f"{key} comment", ""
            yield f"{key} options", ""
            for number, column in enumerate(view.unique_on, start=1):
                yield f"{key} part {number}", column
                yield f"{key} part {number} order", ""


def _parts(index: Index) -> tuple[IndexPart, ...]:
    """A full-text index has one part, made of all its columns."""
    return index.parts[:1] if index.method == "text" else index.parts


def _order(part: IndexPart) -> str:
    return (ddl.CLASSES[part.method_class] + (" desc" if part.descending else "")).strip()


def _index_expressions(writer: PostgresWriter) -> Iterator[Written]:
    for table_id, table in writer.physical.tables.items():
        for index in table.indexes.values():
            key = f"index {table.schema}.{index.name}"
            if index.where is not None:
                yield Written(f"{key} where", "predicate", table_id, writer.condition(index.where, table_id))
            if index.method == "text":
                yield Written(f"{key} part 1", "index", table_id, ddl.index_parts(writer, table_id, index))
                continue
            for number, part in enumerate(index.parts, start=1):
                if not isinstance(part.expression, ColumnRef):
                    yield Written(f"{key} part {number}", "index", table_id, writer.condition(part.expression, table_id))
