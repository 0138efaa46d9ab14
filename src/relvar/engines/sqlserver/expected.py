"""What the compiler's model should report of a design, as flat facts: key -> value."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.sqlserver import search, versions, views
from relvar.engines.sqlserver.access import policy_name
from relvar.engines.sqlserver.behaviours import triggers
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.deploy import all_procedures
from relvar.model.design import Design
from relvar.model.physical import CheckConstraint, ForeignKey, UniqueConstraint, View
from relvar.model.walking import columns_of

Facts = Iterator[tuple[str, str]]


def expected(design: Design, store: str, version: str) -> dict[str, str]:
    """The facts of a store, in the form that `compiler.facts` gives."""
    ddl = Ddl(design.physical[store])
    facts: dict[str, str] = {}
    for group in (_tables, _keys, _references, _indexes, _code):
        facts.update(group(ddl))
    return dict(sorted(facts.items()))


def bare(name: str) -> str:
    """A qualified name without brackets."""
    return name.replace("[", "").replace("]", "")


def _tables(ddl: Ddl) -> Facts:
    for table_id, table in ddl.physical.tables.items():
        name = bare(ddl.writer.table(table_id))
        for key, column in table.columns.items():
            kind = "computed" if column.generated is not None else ddl.types.bare(table_id, key).replace(" ", "")
            null = "" if column.generated is not None else ", null" if ddl.is_nullable(table_id, key) else ", not null"
            yield f"column {name}.{column.name}", kind + null + (", identity" if column.identity else "")
            if column.default is not None and not ddl.types.is_version(table_id, key) and column.generated is None:
                yield f"default {table.schema}.{ddl.default_name(table_id, key)}", f"{name}.{column.name}"
            if ddl.is_masked(table_id, key):
                yield f"mask {name}.{column.name}", "masked"
        for carrier in ddl.indexes.computed(table_id):
            yield f"column {name}.{carrier.name}", "computed"
        if table.versions_months:
            for column_name in (versions.STARTS, versions.ENDS):
                yield f"column {name}.{column_name}", f"{versions.INSTANT}, not null"
            yield f"versions {name}", bare(versions.history_name(ddl.make, table_id))


def _keys(ddl: Ddl) -> Facts:
    for table_id, table in ddl.physical.tables.items():
        name = bare(ddl.writer.table(table_id))
        if table.primary_key:
            yield f"key {table.schema}.{table.primary_key_name}", f"primary {name} ({', '.join(table.columns[c].name for c in table.primary_key)})"
        for constraint in table.constraints.values():
            if not ddl.is_written(table_id, constraint):
                continue
            if isinstance(constraint, UniqueConstraint):
                yield f"key {table.schema}.{constraint.name}", f"unique {name} ({', '.join(table.columns[c].name for c in constraint.columns)})"
            if isinstance(constraint, CheckConstraint):
                yield f"check {table.schema}.{constraint.name}", name


def _references(ddl: Ddl) -> Facts:
    for table_id, table in ddl.physical.tables.items():
        for key, reference in table.constraints.items():
            if isinstance(reference, ForeignKey):
                target = ddl.physical.tables[reference.table]
                own, to = (", ".join(t.columns[c].name for c in ids) for t, ids in ((table, reference.columns), (target, reference.to)))
                action = {"cascade": "Cascade", "set_null": "SetNull"}.get(reference.on_delete, "") if (table_id, key) in ddl.acting else ""
                to_name = bare(ddl.writer.table(reference.table))
                yield (
                    f"reference {table.schema}.{reference.name}",
                    f"{bare(ddl.writer.table(table_id))} ({own}) -> {to_name} ({to}) {action or 'NoAction'}",
                )


def _indexes(ddl: Ddl) -> Facts:
    for table_id in ddl.physical.tables:
        name = bare(ddl.writer.table(table_id))
        if columns := ddl.cluster(table_id):
            names = ", ".join(ddl.physical.tables[table_id].columns[c].name for c in columns)
            yield f"index {name}.{ddl.cluster_name(table_id)}", f"({names})"
        for index in ddl.indexes.of(table_id).values():
            if index.method == "columnar_table":
                yield f"columnstore {name}.{index.name}", "all columns"
                continue
            if index.method == "columnar":
                names = ", ".join(ddl.physical.tables[table_id].columns[c].name for p in index.parts for c in columns_of(p.expression))
                yield f"columnstore {name}.{index.name}", names
                continue
            parts, carried = ddl.indexes.parts(table_id, index)
            text = f"{'unique ' if index.unique else ''}({', '.join(map(bare, parts))})"
            text += f" include ({', '.join(sorted(map(bare, carried)))})" if carried else ""
            yield f"index {name}.{index.name}", text + (" filtered" if ddl.indexes.where(table_id, index) else "")


def _report(ddl: Ddl, view: View) -> Facts:
    """The table of a report."""
    name = bare(ddl.writer.qualified(view.schema, view.name))
    for column, kind in views.report_columns(ddl.make, view).items():
        yield f"column {name}.{column}", f"{kind.replace(' ', '')}, {'not null' if column in view.unique_on else 'null'}"
    if view.unique_on:
        yield f"key {view.schema}.{views.report_key(view)}", f"unique {name} ({', '.join(view.unique_on)})"


def _code(ddl: Ddl) -> Facts:
    make, physical = ddl.make, ddl.physical
    for table_id, _ in search.searched(make):
        if len(physical.tables[table_id].primary_key) > 1:
            column = physical.tables[table_id].columns[search.key_column(make, table_id)].name
            yield f"index {bare(make.table(table_id))}.{search.search_key(physical.tables[table_id])}", f"unique ({column})"
    for trigger in triggers(physical):
        yield f"trigger {bare(make.in_schema(trigger.table, trigger.name))}", f"{bare(make.table(trigger.table))} {', '.join(sorted(trigger.events))}"
    for procedure in all_procedures(physical):
        yield f"procedure {bare(make.in_app(procedure.name))}", "procedure"
    for view in physical.views.values():
        if view.materialized:
            yield from _report(ddl, view)
        yield f"view {bare(make.writer.qualified(view.schema, views.source_name(view)))}", "view"
    for table_id in dict.fromkeys(p.table for p in physical.policies.values()):
        yield f"policy {bare(make.in_schema(table_id, policy_name(physical, table_id)))}", "policy"
