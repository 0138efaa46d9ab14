"""A live database as SQL text, out of its catalog: what `relvar import` and `relvar check` read of a server. Nothing is written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from relvar.engines.sqlserver import dump_queries as ask
from relvar.engines.sqlserver.dump_security import grants, partitions, policies, principals, unseen
from relvar.engines.sqlserver.names import listed, placed, quoted, text
from relvar.errors import ServerUnavailable

Row = tuple[Any, ...]
Rows = Callable[[str], list[Row]]
BOUNDS = {1: "generated always as row start", 2: "generated always as row end"}  # sys.columns.generated_always_type
ACTIONS = {"CASCADE": "cascade", "SET_NULL": "set null", "SET_DEFAULT": "set default"}
COLUMNSTORE = "COLUMNSTORE"
OLDEST = 13  # SQL Server 2016: versions of rows, masks and row-level security appear in the catalog
CLOUD = (5, 8)  # editions of Azure, which count their versions by themselves (SERVERPROPERTY, EngineEdition)


def dump(url: str) -> str:
    """The schema of the database that a URL names. Raises ServerUnavailable, with no password in its words."""
    try:
        import pymssql

        from relvar.engines.sqlserver.address import of_url, said
    except ModuleNotFoundError as error:
        raise ServerUnavailable(what=f"no driver for SQL Server: {error}", remedy="pip install 'relvar[sqlserver]'") from error
    address = of_url(url)
    if not address.database:
        raise ServerUnavailable(what="the address names no database", remedy="sqlserver://user@host:port/database")
    connection = address.connect()

    def rows(question: str) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return [tuple(row) for row in cursor.fetchall()]

    try:
        check_version(rows)
        return "\n".join(written(rows)) + "\n"
    except pymssql.Error as error:
        raise ServerUnavailable(what=f"the database cannot be read: {said(error)[1]}", remedy="grant view definition to the login") from None
    finally:
        connection.close()


def check_version(rows: Rows) -> None:
    """Raises ServerUnavailable for a server whose catalog lacks views that are asked for."""
    ((major, edition),) = rows(ask.VERSION)
    if major < OLDEST and edition not in CLOUD:
        raise ServerUnavailable(what=f"SQL Server with the version number {major} is too old", remedy="2016 (13) and newer are read")


def written(rows: Rows) -> Iterator[str]:
    """The script of what the questions are answered."""
    yield from unseen(rows)
    yield from principals(rows)
    yield from partitions(rows)
    for schema, name, kind, start, step in rows(ask.SEQUENCES):
        yield f"create sequence {placed(schema, name)} as {kind} start with {start} increment by {step};"
    columns = {place: list(group) for place, group in groupby(rows(ask.COLUMNS), itemgetter(0, 1))}
    for table in rows(ask.TABLES):
        yield from _table(table, columns.get(table[:2], []))
    for _, group in groupby(rows(ask.INDEXES), itemgetter(0, 1, 2)):
        yield _index(list(group))
    for schema, table, name, condition, untrusted in rows(ask.CHECKS):
        yield f"alter table {placed(schema, table)} {_trust(untrusted)}add constraint {quoted(name)} check {condition};"
    for _, group in groupby(rows(ask.REFERENCES), itemgetter(0, 1, 2)):
        yield _reference(list(group))
    for (schema, table, key), group in groupby(rows(ask.FULLTEXT), itemgetter(0, 1, 2)):
        yield f"create fulltext index on {placed(schema, table)} ({listed(row[3] for row in group)}) key index {quoted(key)};"
    for schema, table, column, said in rows(ask.COMMENTS):
        levels = f"N'SCHEMA', {text(schema)}, N'TABLE', {text(table)}" + (f", N'COLUMN', {text(column)}" if column else "")
        yield f"exec sys.sp_addextendedproperty N'MS_Description', {text(said)}, {levels};"
    for (module,) in rows(ask.MODULES):
        yield from ("go", module.strip())
    yield "go"
    yield from policies(rows)
    yield from grants(rows)
    yield "go"


def _table(table: Row, columns: list[Row]) -> Iterator[str]:
    schema, name, history_schema, history, begin, end, scheme, divided = table
    lines = [_column(row) for row in columns]
    if begin and end:
        lines.append(f"period for system_time ({quoted(begin)}, {quoted(end)})")
    on = f" on {quoted(scheme)} ({quoted(divided)})" if scheme and divided else ""
    kept = f" with (system_versioning = on (history_table = {placed(history_schema, history)}))" if history else ""
    yield f"create table {placed(schema, name)} (\n  " + ",\n  ".join(lines) + f"\n){on}{kept};"


def _column(row: Row) -> str:
    _, _, name, kind, nullable, seed, step, default_name, default, computed, persisted, collation, bound, hidden, mask = row
    if computed:
        return f"{quoted(name)} as {computed}{' persisted' if persisted else ''}{' not null' if persisted and not nullable else ''}"
    parts = [quoted(name), kind]
    parts += [f"collate {collation}"] if collation else []
    parts += [f"masked with (function = {text(mask, national=False)})"] if mask else []
    parts += [BOUNDS[bound], *(["hidden"] if hidden else [])] if bound in BOUNDS else []
    parts += [f"identity({seed},{step})"] if seed is not None else []
    parts.append("null" if nullable else "not null")
    parts += [f"constraint {quoted(default_name)} default {default}"] if default else []
    return " ".join(parts)


def _index(rows: list[Row]) -> str:
    schema, table, name, primary, constraint, unique, kind, condition, disabled, *_ = rows[0]
    members = ", ".join(f"{quoted(row[9])}{' desc' if row[10] else ''}" for row in rows if not row[11])
    carried = listed(row[9] for row in rows if row[11])
    if primary or constraint:
        word = "primary key" if primary else "unique"
        return f"alter table {placed(schema, table)} add constraint {quoted(name)} {word} {kind.lower()} ({members});"
    if COLUMNSTORE in kind:
        which = "" if kind.startswith("CLUSTERED") else f" ({carried or members})"
        return f"create {kind.lower()} index {quoted(name)} on {placed(schema, table)}{which};"
    made = f"create {'unique ' if unique else ''}{kind.lower()} index {quoted(name)} on {placed(schema, table)} ({members})"
    made += (f" include ({carried})" if carried else "") + (f" where {condition}" if condition else "")
    return f"{made};" + (f"\nalter index {quoted(name)} on {placed(schema, table)} disable;" if disabled else "")


def _reference(rows: list[Row]) -> str:
    schema, table, name, _, to_schema, to_table, _, on_delete, on_update, untrusted = rows[0]
    actions = [f" on {verb} {ACTIONS[said]}" for verb, said in (("delete", on_delete), ("update", on_update)) if said in ACTIONS]
    mine, theirs = listed(row[3] for row in rows), listed(row[6] for row in rows)
    begin = f"alter table {placed(schema, table)} {_trust(untrusted)}add constraint {quoted(name)}"
    return f"{begin} foreign key ({mine}) references {placed(to_schema, to_table)} ({theirs}){''.join(actions)};"


def _trust(untrusted: object) -> str:
    """A constraint that was never checked against the rows that there are."""
    return "with nocheck " if untrusted else ""
