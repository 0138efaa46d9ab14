"""The server's own normal form of the design's expressions, learnt on empty copies of its tables in a transaction that is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg

from relvar.engines.base import Row
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.written import Written

WHEN = re.compile(r" WHEN \((.*)\) EXECUTE FUNCTION ", re.DOTALL)
CONSTRAINT = "select pg_get_expr(conbin, conrelid) from pg_catalog.pg_constraint where conrelid = %s::regclass and conname = 'tried'"
WHOLE = "select pg_get_constraintdef(oid) from pg_catalog.pg_constraint where conrelid = %s::regclass and conname = 'tried'"
COLUMN = """select pg_get_expr(d.adbin, d.adrelid) from pg_catalog.pg_attrdef d
join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum where d.adrelid = %s::regclass and a.attname = 'tried'"""
PART = "select pg_get_indexdef(i.indexrelid, 1, false) from pg_catalog.pg_index i where i.indexrelid = 'pg_temp.tried'::regclass and %s <> ''"
PREDICATE = "select pg_get_expr(indpred, indrelid) from pg_catalog.pg_index where indexrelid = 'pg_temp.tried'::regclass and %s <> ''"
POLICY = "select pg_get_expr(polqual, polrelid) from pg_catalog.pg_policy where polrelid = %s::regclass and polname = 'tried'"
TRIGGER = "select pg_get_triggerdef(oid) from pg_catalog.pg_trigger where tgrelid = %s::regclass and tgname = 'tried'"
VIEW = "select pg_get_viewdef('pg_temp.tried'::regclass) where %s = ''"
NOOP = "create function pg_temp.tried() returns trigger language plpgsql as 'begin return new; end'"


def normal_forms(connection: psycopg.Connection[Row], writer: PostgresWriter, items: list[Written]) -> dict[str, set[str]]:
    """Key -> normal forms: the server's text, and the text it makes of that one, for a dump has gone through it twice.

    An expression that the server refuses has none.
    """
    found: dict[str, set[str]] = {}
    connection.execute("begin")
    try:
        connection.execute(NOOP)
        for table in dict.fromkeys(item.table for item in items if item.table):
            name = writer.quote(writer.physical.tables[table].name)
            connection.execute(f"create temporary table {name} (like {writer.table(table)})")
        for item in items:
            form = _tried(connection, writer, item)
            again = _tried(connection, writer, item._replace(text=form)) if form is not None else None
            found[item.key] = {text for text in (form, again) if text is not None}
    finally:
        connection.execute("rollback")
    return found


def _tried(connection: psycopg.Connection[Row], writer: PostgresWriter, item: Written) -> str | None:
    name = f"pg_temp.{writer.quote(writer.physical.tables[item.table].name)}" if item.table else ""
    connection.execute("savepoint attempt")
    try:
        statement, question = _attempt(item, name)
        connection.execute(statement)
        row = connection.execute(question, (name,)).fetchone()
        return _trimmed(item, str(row[0])) if row and row[0] is not None else None
    except psycopg.Error:
        return None
    finally:
        connection.execute("rollback to savepoint attempt")


def _attempt(item: Written, name: str) -> tuple[str, str]:
    """The statement that gives the server the expression, and the question that gets it back."""
    alter = f"alter table {name} add"
    attempts = {
        "check": (f"{alter} constraint tried check ({item.text})", CONSTRAINT),
        "default": (f"{alter} column tried {item.type} default {item.text}", COLUMN),
        "generated": (f"{alter} column tried {item.type} generated always as ({item.text}) stored", COLUMN),
        "exclusion": (f"{alter} constraint tried {item.text}", WHOLE),
        "index": (f"create index tried on {name} {_how(item)}", PART),
        "predicate": (f"create index tried on {name} ((1)) where {item.text}", PREDICATE),
        "policy": (f"create policy tried on {name} using ({item.text})", POLICY),
        "when": (f"create trigger tried {item.type} on {name} for each row when ({item.text}) execute function pg_temp.tried()", TRIGGER),
        "view": (f"create temporary view tried as {item.text}", VIEW),
    }
    return attempts[item.kind]


def _how(item: Written) -> str:
    return f"using gin ({item.text})" if item.text.startswith("to_tsvector(") else f"(({item.text}))"


def _trimmed(item: Written, form: str) -> str:
    if item.kind != "when":
        return form
    found = WHEN.search(form)
    return found[1] if found else form


def substituted(facts: dict[str, str], forms: dict[str, set[str]], items: list[Written]) -> Iterator[tuple[str, str]]:
    """The facts, with each expression as the design writes it where the server holds its normal form."""
    texts = {item.key: item.text for item in items}
    for key, value in facts.items():
        yield key, texts[key] if value in forms.get(key, ()) else value
