"""What the catalogue should report of a design, as flat facts: key -> value. catalog.py reads the same keys from the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from relvar.engines.innodb import events, views
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.deploy import all_procedures, all_triggers
from relvar.engines.innodb.expected_access import grant_facts, role_facts
from relvar.engines.innodb.objects import Parts, create_trigger, shortened
from relvar.engines.innodb.turns import ONE, turn_statements, turns
from relvar.model.design import Design
from relvar.model.expression import ColumnRef
from relvar.model.physical import ForeignKey, Index, Physical, Table, UniqueConstraint

Facts = Iterator[tuple[str, str]]
DEPLOYER = "(deployer)"
PRIMARY = "PRIMARY"
EVENT = re.compile(r"every (\d+) (\w+)\n.*?\ndo (.*)", re.DOTALL)


def expected(design: Design, store: str, version: str) -> dict[str, str]:
    """The facts of a store; the same on 8.4 and 9."""
    physical = design.physical[store]
    facts: dict[str, str] = {}
    for group in (_tables, _turns, _keys, _references, _views, _triggers, _procedures, _events, role_facts, grant_facts):
        facts.update(group(physical))
    facts.update(written(design, store))
    return dict(sorted(facts.items()))


def written(design: Design, store: str) -> dict[str, str]:
    """Every expression of the store as the design writes it, under the key of its fact: the server keeps each in a form of its own."""
    physical = design.physical[store]
    found: dict[str, str] = {}
    for group in (_column_expressions, _checks, _key_parts, _view_bodies, _code):
        found.update(group(physical))
    return found


# --- tables ---


def _tables(physical: Physical) -> Facts:
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        yield f"table {table.name}", ", ".join(column.name for column in table.columns.values())
        yield f"table {table.name} options", f"InnoDB {ddl.writer.dialect.words}"
        yield f"table {table.name} comment", said(ddl.comment(table.comment, 2048))
        if table.partition is not None:
            yield f"table {table.name} partitions", f"range columns {table.columns[table.partition.column].name}"
        for key, column in table.columns.items():
            yield f"column {table.name}.{column.name}", _column(ddl, table_id, key)
            if column.comment:
                yield f"column {table.name}.{column.name} comment", said(ddl.comment(column.comment))
        for name, part in ddl.writer.hidden(table_id).items():
            yield f"column {table.name}.{name}", ", ".join([*_kind(part.kind), "null", "virtual", "hidden"])


def _turns(physical: Physical) -> Facts:
    """Tables of rows to take turns at."""
    make = Parts(physical)
    for turn in turns(physical):
        columns = {make.name(turn.table, c).strip("`"): make.writer.types.text(turn.table, c) for c in turn.columns} or {ONE: "tinyint"}
        comment = next(s.text.partition(" comment = ")[2] for s in turn_statements(make) if s.element == turn.element)
        yield f"table {turn.name}", ", ".join(columns)
        yield f"table {turn.name} options", f"InnoDB {make.writer.dialect.words}"
        yield f"table {turn.name} comment", said(comment)
        yield f"key {turn.name}.{PRIMARY}", f"unique btree ({', '.join(columns)})"
        yield from ((f"column {turn.name}.{name}", ", ".join([*_kind(kind), "not null"])) for name, kind in columns.items())


def _kind(text: str) -> list[str]:
    """A type as the catalogue tells it, and its collation where it is not the default."""
    kind, _, exact = text.partition(" collate ")
    return ["tinyint(1)" if kind == "boolean" else kind.replace(" ", ""), *([exact] if exact else [])]


def _column(ddl: Ddl, table_id: str, key: str) -> str:
    column = ddl.physical.tables[table_id].columns[key]
    parts = _kind(ddl.types.text(table_id, key))
    parts += ["not null" if ddl.is_required(column) else "null", "numbered" if column.identity else ""]
    parts.append(ddl.storage(table_id, column) if column.generated is not None else "")
    return ", ".join(part for part in parts if part)


def said(literal: str) -> str:
    """The words of a text literal."""
    return literal[1:-1].replace("''", "'").replace("\\\\", "\\")


def _column_expressions(physical: Physical) -> Facts:
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        for key, column in table.columns.items():
            if column.default is not None:
                yield f"column {table.name}.{column.name} default", ddl.default(table_id, key)
            if column.generated is not None:
                yield f"column {table.name}.{column.name} generated", ddl.writer.condition(column.generated, table_id)
        yield from ((f"column {table.name}.{name} generated", part.text) for name, part in ddl.writer.hidden(table_id).items())


def _checks(physical: Physical) -> Facts:
    """Those that stand in CREATE TABLE, whatever they come from."""
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        for name, text in ddl.constraints(table_id, []):
            head, _, condition = text.partition(" check ")
            if condition and head.startswith("constraint"):
                yield f"check {table.name}.{name}", condition


# --- keys and references ---


def _keys(physical: Physical) -> Facts:
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        names = {key: column.name for key, column in table.columns.items()}
        lists = {PRIMARY: [names[c] for c in table.primary_key]} if table.primary_key else {}
        unique = [c for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
        lists |= {c.name: list(_parts(ddl.writer.key_columns(table_id, c))) for c in unique}
        for name, parts in lists.items():
            yield f"key {table.name}.{name}", f"unique btree ({', '.join(parts)})"
        for index in table.indexes.values():
            yield f"key {table.name}.{index.name}", _index(ddl, table_id, index)
            if index.because:
                yield f"key {table.name}.{index.name} comment", said(ddl.comment(index.because))
            lists[index.name] = [names[p.expression.column] if isinstance(p.expression, ColumnRef) else "" for p in index.parts]
        for name, text in ddl.constraints(table_id, []):
            if name not in lists and text.startswith("key "):  # a numbered column's own
                lists[name] = [text.rsplit("(", 1)[1].rstrip(")").strip("`")]
                yield f"key {table.name}.{name}", f"btree ({lists[name][0]})"
        written_here = [k for k in table.constraints.values() if isinstance(k, ForeignKey) and ddl.is_written(table_id, k)]
        yield from _of_references(table, [(k.name, [names[c] for c in k.columns]) for k in written_here], list(lists.values()))


def _index(ddl: Ddl, table_id: str, index: Index) -> str:
    """Kind and parts."""
    kind = "fulltext" if index.method == "text" else "btree"
    return f"{'unique ' if index.unique else ''}{kind} ({', '.join(_parts(ddl.writer.index_parts(table_id, index)))})"


def _parts(written: Iterable[str]) -> Iterator[str]:
    """The parts of a key; one that is an expression by its number."""
    for number, text in enumerate(written, start=1):
        column, _, sign = text.strip("`").partition(" ")
        if text.startswith("("):
            yield f"#{number}{' desc' if text.endswith(') desc') else ''}"
        else:
            yield f"{column.strip('`')}{' desc' if sign else ''}"


def _key_parts(physical: Physical) -> Facts:
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        unique = [c for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
        written = {c.name: ddl.writer.key_columns(table_id, c) for c in unique}
        written |= {i.name: ddl.writer.index_parts(table_id, i) for i in table.indexes.values()}
        for name, parts in written.items():
            for number, text in enumerate(parts, start=1):
                if text.startswith("("):
                    yield f"key {table.name}.{name} part {number}", text.removesuffix(" desc")


def _of_references(table: Table, references: list[tuple[str, list[str]]], lists: list[list[str]]) -> Facts:
    """InnoDB makes a key for a reference that no key begins with."""
    for name, own in references:
        if not any(columns[: len(own)] == own for columns in lists):
            lists.append(own)
            yield f"key {table.name}.{name}", f"btree ({', '.join(own)})"


def _references(physical: Physical) -> Facts:
    ddl = Ddl(physical)
    for table_id, table in physical.tables.items():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey) and ddl.is_written(table_id, key):
                target = physical.tables[key.table]
                own, to = ", ".join(table.columns[c].name for c in key.columns), ", ".join(target.columns[c].name for c in key.to)
                action = key.on_delete.replace("_", " ")
                yield f"reference {table.name}.{key.name}", f"{own} -> {target.name} ({to}) on delete {action} on update no action"


# --- code ---


def _by(make: Parts) -> str:
    found = make.definer.removeprefix("definer = ").strip().strip("`")
    return f"{found}@%" if found else DEPLOYER


def _views(physical: Physical) -> Facts:
    make = Parts(physical)
    for view in physical.views.values():
        yield f"view {views.source_name(view) if view.materialized else view.name}", f"by {_by(make)}, definer"
        if view.materialized:
            yield f"table {view.name} options", f"InnoDB {make.writer.dialect.words}"
            yield f"table {view.name} comment", said(views.report_table(make, view).partition(" comment = ")[2].partition("\nas select")[0])
        if view.materialized and view.unique_on:
            yield f"key {view.name}.{shortened(f'{view.name}_uq')}", f"unique btree ({', '.join(view.unique_on)})"


def _view_bodies(physical: Physical) -> Facts:
    """A report's table has the columns of its view, whose types nobody writes down: it is compared as a whole with that of the design."""
    make = Parts(physical)
    for view in physical.views.values():
        yield f"view {views.source_name(view) if view.materialized else view.name} body", views.view_body(make, view)
        if view.materialized:
            yield f"table {view.name}", views.report_table(make, view)


def _triggers(physical: Physical) -> Facts:
    make = Parts(physical)
    for trigger in all_triggers(physical):
        on = physical.tables[trigger.table].name
        yield f"trigger {trigger.name}", f"{trigger.timing} {trigger.event} on {on} by {_by(make)}".lower()


def _procedures(physical: Physical) -> Facts:
    make = Parts(physical)
    for procedure in all_procedures(physical):
        yield f"procedure {procedure.name}", f"by {_by(make)}, definer"
        if procedure.comment:
            yield f"procedure {procedure.name} comment", procedure.comment


def _code(physical: Physical) -> Facts:
    """The catalogue shows a body with the quotes inside its texts undone."""
    make = Parts(physical)
    for trigger in all_triggers(physical):
        yield f"trigger {trigger.name} body", create_trigger(make, trigger).text.partition(" for each row\n")[2]
    for procedure in all_procedures(physical):
        yield f"procedure {procedure.name} body", procedure.body


def _events(physical: Physical) -> Facts:
    make = Parts(physical)
    names = {key: events.event_name(job) for key, job in physical.jobs.items()}
    for statement in events.events(make):
        found = EVENT.search(statement.text)
        assert found is not None, statement.text
        yield f"event {names[statement.element]}", f"enabled, every {found[1]} {found[2]}, by {_by(make)}: {found[3]}"
