"""What the catalogue should report of a design, as flat facts: key -> value. catalog.py reads the same keys from the server.

Values that are expressions are given as written; `Written` tells catalog.py how to learn the server's normal form of each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from relvar.engines.postgresql import access, ddl, monitor, uuids, views
from relvar.engines.postgresql.behaviours import extensions, objects
from relvar.engines.postgresql.deploy import all_routines, role_of
from relvar.engines.postgresql.duties import all_with, definer, owner
from relvar.engines.postgresql.objects import SAFE_PATH, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.rights import rights
from relvar.engines.postgresql.settings import of_table
from relvar.engines.postgresql.types import native, shown
from relvar.model.design import Design
from relvar.model.expression import ColumnRef
from relvar.model.physical import CheckConstraint, Column, Constraint, Index, IndexPart, Physical, Table, UniqueConstraint

Facts = dict[str, str]
Kind = Literal["check", "default", "generated", "index", "predicate", "exclusion", "policy", "when", "view"]
METHODS = {"ordered": "btree", "block_range": "brin", "inverted": "gin", "text": "gin"}


class Written(NamedTuple):
    """An expression of the design: under which key, of what kind, on which table, its text, and a column's type where it needs one."""

    key: str
    kind: Kind
    table: str
    text: str
    type: str = ""


def expected(design: Design, store: str, version: str) -> Facts:
    """The facts of a store; the same on all versions from 13 to 18."""
    writer = PostgresWriter(design.physical[store])
    facts: Facts = {}
    for group in (_schemas, _tables, _constraints, _indexes, _views, _routines, _triggers, _policies, _roles, _grants):
        facts.update(group(design, store, writer))
    facts.update(rights(writer))
    facts.update({item.key: item.text for item in written(design, store)})
    return dict(sorted(facts.items()))


def written(design: Design, store: str) -> list[Written]:
    """Every expression of the store, each under the key of its fact."""
    writer = PostgresWriter(design.physical[store])
    groups = (_column_expressions, _checks, _index_expressions, _exclusions, _policy_expressions, _trigger_conditions)
    found = [item for group in groups for item in group(writer)]
    return found + list(_view_bodies(design, store, writer))


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


# --- views, routines, triggers ---


def _views(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    physical = writer.physical
    for view in physical.views.values():
        key = f"{'materialized view' if view.materialized else 'view'} {view.schema}.{view.name}"
        yield key, f"{views.owner_of(physical, view) or '(deployer)'}{', security_barrier' if view.masks and not view.materialized else ''}"
        yield f"{key} comment", view.comment
    for name, watch in monitor.named(design, store, writer).items():
        yield f"view ops.{name}", (owner(physical) if watch.by == "owner" else definer(physical)) or "(deployer)"
        yield f"view ops.{name} comment", watch.says


def _view_bodies(design: Design, store: str, writer: PostgresWriter) -> Iterator[Written]:
    for view_id, view in writer.physical.views.items():
        key = f"{'materialized view' if view.materialized else 'view'} {view.schema}.{view.name} body"
        yield Written(key, "view", "", views.view_body(writer, view_id))
    for name, watch in monitor.named(design, store, writer).items():
        yield Written(f"view ops.{name} body", "view", "", watch.select)


def _routines(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for routine in all_routines(writer):
        key = f"routine {routine.signature}"
        rights = "definer" if routine.definer else "invoker"
        by = role_of(writer.physical, routine) or "(deployer)"
        yield key, f"returns {routine.returns}, {routine.language}, {routine.volatility}, {rights}, search_path={SAFE_PATH}, by {by}"
        yield f"{key} body", routine.body.strip()
        yield f"{key} comment", routine.comment
    if uuids.used(writer.physical):
        yield f"routine {uuids.NAME}()", f"returns uuid, sql, volatile, invoker, search_path=, by {owner(writer.physical) or '(deployer)'}"


def _all_triggers(writer: PostgresWriter) -> list[Trigger]:
    return [trigger for native_objects in objects(writer.physical).values() for trigger in native_objects.triggers]


def trigger_key(writer: PostgresWriter, trigger: Trigger) -> str:
    table = writer.physical.tables[trigger.table]
    return f"trigger {table.schema}.{table.name}.{trigger.name}"


def _triggers(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for trigger in _all_triggers(writer):
        call = f"{trigger.routine.schema}.{trigger.routine.name}({', '.join(trigger.arguments)})"
        yield trigger_key(writer, trigger), f"{trigger.timing} {sorted_events(trigger.events)} for each row, {call}"


def sorted_events(events: str) -> str:
    """`insert or delete or update of a, b` with its events in one order."""
    return " or ".join(sorted(part.strip() for part in events.split(" or ")))


def _trigger_conditions(writer: PostgresWriter) -> Iterator[Written]:
    for trigger in _all_triggers(writer):
        if trigger.when:
            of = f"before {trigger.events}" if trigger.timing == "before" else f"after {trigger.events}"
            yield Written(f"{trigger_key(writer, trigger)} when", "when", trigger.table, trigger.when, of)


# --- access ---


def _policies(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    for policy in writer.physical.policies.values():
        table = writer.physical.tables[policy.table]
        users = ", ".join(sorted(writer.physical.roles[r].name for r in policy.roles)) or "public"
        for name, operation in access.policy_names(policy):
            yield f"policy {table.schema}.{table.name}.{name}", f"permissive for {operation} to {users}"


def _policy_expressions(writer: PostgresWriter) -> Iterator[Written]:
    for policy in writer.physical.policies.values():
        table = writer.physical.tables[policy.table]
        for name, operation in access.policy_names(policy):
            using, check = access.conditions(writer, policy, operation)
            key = f"policy {table.schema}.{table.name}.{name}"
            if using:
                yield Written(f"{key} using", "policy", policy.table, using)
            if check:
                yield Written(f"{key} check", "policy", policy.table, check)


def _roles(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    physical = writer.physical
    for role in physical.roles.values():
        words = ["login" if role.login else "nologin", "bypassrls" if access.bypasses(role) else "nobypassrls"]
        words.append("noinherit" if role.duty == "migrator" else "inherit")
        words += [f"limit {role.connection_limit or -1}"] + (["replication"] if role.duty == "backup" else [])
        words += [f"{key}={value.strip(chr(39))}" for key, value in sorted(access.role_settings(role).items())]
        yield f"role {role.name}", ", ".join(words)
        yield f"role {role.name} comment", role.comment
        yield f"role {role.name} member of", ", ".join(sorted(_memberships(physical, role.duty)))


def _memberships(physical: Physical, duty: str) -> list[str]:
    if duty == "migrator":
        return [role.name for role in all_with(physical, "owner", "definer")]
    return ["pg_monitor"] if duty == "monitor" else []


def _grants(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str]]:
    """Per relation and role: the privileges, with their columns where they are not the whole table's."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    physical = writer.physical
    for grant in physical.grants.values():
        columns = {writer.source(grant.on).columns[c] for c in grant.columns}
        held = found.setdefault((writer.table(grant.on), physical.roles[grant.role].name), {})
        for operation in grant.operations:
            _add(held, operation, set() if operation == "delete" else columns)
    for relation, role, operations in _standing(design, store, writer):
        for standing in operations:
            _add(found.setdefault((relation, role), {}), standing, set())
    for (relation, role), privileges in found.items():
        yield f"grant {relation} to {role}", privileges_text(privileges)


def _add(held: dict[str, set[str]], operation: str, columns: set[str]) -> None:
    """No columns: the whole relation, which takes in what was granted by column."""
    if not columns or held.get(operation) == set():
        held[operation] = set()
    else:
        held.setdefault(operation, set()).update(columns)


def privileges_text(privileges: dict[str, set[str]]) -> str:
    return ", ".join(f"{key} ({', '.join(sorted(columns))})" if columns else key for key, columns in sorted(privileges.items()))


def _standing(design: Design, store: str, writer: PostgresWriter) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Rights that come with a duty: the definer's on the owner's tables, the backup's on all, the monitor's on the schema ops."""
    physical = writer.physical
    watched = monitor.named(design, store, writer)
    every = {f"{t.schema}.{t.name}": owner(physical) for t in physical.tables.values()}
    every |= {f"{v.schema}.{v.name}": views.owner_of(physical, v) for v in physical.views.values()}
    every |= {f"ops.{name}": owner(physical) if watch.by == "owner" else definer(physical) for name, watch in watched.items()}
    for role in all_with(physical, "backup"):
        yield from ((name, role.name, ("select",)) for name in every)
    for role in all_with(physical, "monitor"):
        yield from ((f"ops.{name}", role.name, ("select",)) for name in watched)
    if "failed_checks" in watched:
        yield from (("ops.failed_checks", role.name, ("select",)) for role in all_with(physical, "jobs"))
    if definer(physical) == owner(physical):
        return
    if access.states_definers_rights(physical):
        yield from ((writer.table(table), definer(physical), ("select",)) for table in access.checked_tables(physical))
    else:
        yield from ((name, definer(physical), access.EVERY) for name, maker in every.items() if maker == owner(physical))
