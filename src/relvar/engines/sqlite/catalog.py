"""What the design says and what the database reports, as flat facts in one form: they are equal or the fact is named.

Columns, keys, indexes and references are asked of the pragmas; names of constraints, checks, comments, views and triggers
stand only in the text that sqlite_schema keeps, which is compared token by token (`normal`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlite.behaviours import audits, rules
from relvar.engines.sqlite.ddl import Ddl, comment_of, in_row_order, one_line, type_of
from relvar.engines.sqlite.normal import constraint_of, inner_constraints, normal, parts
from relvar.engines.sqlite.search import search
from relvar.model.design import Design
from relvar.model.physical import ForeignKey, Physical, Table, UniqueConstraint

Facts = Iterator[tuple[str, str]]
HIDDEN = {0: "", 2: "generated virtual", 3: "generated stored"}
OWN = re.compile(r"sqlite_|.*_(data|idx|content|docsize|config)\Z")  # tables that SQLite and its full-text module make
CREATED = re.compile(r"create\s+(?:unique\s+)?(?:virtual\s+)?(\w+)\s+(\"[^\"]+\"|\w+)", re.IGNORECASE)


def expected(design: Design, store: str, version: str) -> dict[str, str]:
    """The facts that a database of this design reports."""
    return expected_of(design.physical[store])


def expected_of(physical: Physical) -> dict[str, str]:
    ddl = Ddl(physical)
    facts: dict[str, str] = {}
    for table_id, table in physical.tables.items():
        facts.update(_table(ddl, table_id, table))
    statements = (*ddl.indexes(), *search(physical), *ddl.views(), *rules(physical), *audits(physical))
    facts.update(map(_created, statements))
    return dict(sorted(facts.items()))


def _table(ddl: Ddl, table_id: str, table: Table) -> Facts:
    yield f"table {table.name}", "strict, without rowid" if table.without_rowid else "strict"
    yield f"table {table.name} comment", one_line(table.comment)
    for position, (key, column) in enumerate(in_row_order(table).items()):
        kept = "generated stored" if column.generated is not None else ""
        part = table.primary_key.index(key) + 1 if key in table.primary_key else 0
        nullable = column.nullable or column.generated is not None
        facts = (type_of(table, key), "null" if nullable else "not null", normal(ddl.default(table_id, column)), kept, f"key {part}")
        yield f"column {table.name}.{column.name}", f"{position}: {', '.join(f for f in facts if f)}"
        yield f"column {table.name}.{column.name} comment", comment_of(column)
        if column.generated is not None:
            yield f"column {table.name}.{column.name} expression", normal(ddl.value(table_id, key, column.generated))
    for name, text in ddl.constraints(table_id):
        yield f"constraint {table.name}.{name}", normal(text.split(None, 2)[2])
    yield f"table {table.name} references", "; ".join(sorted(_references(ddl, table_id, table)))
    unique = [f"unique ({','.join(table.columns[c].name for c in u.columns)})" for u in table.constraints.values() if isinstance(u, UniqueConstraint)]
    yield f"table {table.name} unique", "; ".join(sorted(unique))


def _references(ddl: Ddl, table_id: str, table: Table) -> Iterator[str]:
    for key in table.constraints.values():
        if isinstance(key, ForeignKey):
            target = ddl.physical.tables[key.table]
            own = ",".join(table.columns[c].name for c in key.columns)
            yield f"({own}) -> {target.name} ({','.join(target.columns[c].name for c in key.to)}) {key.on_delete.replace('_', ' ')}"


def _created(statement: Statement) -> tuple[str, str]:
    found = CREATED.match(statement.text)
    assert found is not None, statement.text
    return f"{found[1].lower()} {found[2].strip(chr(34))}", normal(statement.text)


def inspect(connection: sqlite3.Connection) -> dict[str, str]:
    """The facts that the database reports of itself."""
    facts: dict[str, str] = {}
    for kind, name, sql in connection.execute("select type, name, sql from sqlite_schema where sql is not null").fetchall():
        if OWN.match(name) and (name.startswith("sqlite_") or _is_shadow(connection, name)):
            continue
        if kind == "table" and not re.match(r"create\s+virtual", sql, re.IGNORECASE):
            facts.update(_reported(connection, name, sql))
        else:
            facts.update([_created(Statement(text=sql))])
    return dict(sorted(facts.items()))


def _is_shadow(connection: sqlite3.Connection, name: str) -> bool:
    """A table that a virtual table keeps its data in."""
    row = connection.execute("select type from pragma_table_list where name = ? and schema = 'main'", (name,)).fetchone()
    return row is not None and row[0] == "shadow"


def _reported(connection: sqlite3.Connection, name: str, sql: str) -> Facts:
    strict, without = connection.execute("select strict, wr from pragma_table_list where name = ? and schema = 'main'", (name,)).fetchone()
    yield f"table {name}", ", ".join(word for word, on in (("strict", strict), ("without rowid", without)) if on)
    comment, items = parts(sql)
    yield f"table {name} comment", comment
    comments = {part.tokens[0].strip('"'): part for part in items if part.tokens[0] != "constraint"}
    for cid, column, kind, not_null, default, key, hidden in connection.execute(f'pragma table_xinfo("{name}")'):
        facts = (kind.lower(), "not null" if not_null else "null", _default(default), HIDDEN[hidden], f"key {key}")
        yield f"column {name}.{column}", f"{cid}: {', '.join(f for f in facts if f)}"
        yield f"column {name}.{column} comment", comments[column.lower()].comment
        if hidden:
            yield f"column {name}.{column} expression", _generated(comments[column.lower()].tokens)
    for part in items:
        found = [constraint_of(part)] if part.tokens[0] == "constraint" else inner_constraints(part)
        for constraint, text in found:
            yield f"constraint {name}.{constraint}", text if part.tokens[0] == "constraint" else _as_table_constraint(part.tokens[0], text)
    yield f"table {name} references", "; ".join(sorted(_reported_references(connection, name)))
    yield f"table {name} unique", "; ".join(sorted(_reported_unique(connection, name)))


def _default(reported: str | None) -> str:
    """The pragma drops the parentheses around an expression; a constant has none."""
    if reported is None:
        return ""
    text = normal(reported)
    plain = re.fullmatch(r"-? ?[\w.]+|'(?:[^']|'')*'", text)
    return text if plain else f"({text})"


def _generated(tokens: tuple[str, ...]) -> str:
    text = normal(" ".join(tokens))
    return text[text.index(" as(") + 4 : text.rindex(")")] if " as(" in text else text


def _as_table_constraint(column: str, text: str) -> str:
    return f"foreign key({column}){text}" if text.startswith("references") else text


def _reported_references(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    keys: dict[int, list[tuple[str, str, str, str]]] = {}
    for row in connection.execute(f'pragma foreign_key_list("{name}")'):
        keys.setdefault(row[0], []).append((row[3], row[4], row[2], row[6]))
    for columns in keys.values():
        own, to = ",".join(c[0] for c in columns), ",".join(str(c[1]) for c in columns)
        yield f"({own}) -> {columns[0][2]} ({to}) {columns[0][3].lower()}"


def _reported_unique(connection: sqlite3.Connection, name: str) -> Iterator[str]:
    for _, index, _, origin, _ in connection.execute(f'pragma index_list("{name}")').fetchall():
        if origin == "u":
            columns = [row[2] for row in connection.execute(f'pragma index_info("{index}")')]
            yield f"unique ({','.join(columns)})"
