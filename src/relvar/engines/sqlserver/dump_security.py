"""Who may do what in a live database, and how its tables are divided, as SQL out of its catalog: beside the tables of `dump`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from relvar.engines.sqlserver import dump_queries as ask
from relvar.engines.sqlserver.names import listed, placed, quoted, text

Row = tuple[Any, ...]
Rows = Callable[[str], list[Row]]
NUMBERS = {"bit", "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "money", "smallmoney", "float", "real"}
GRANTED_ON = {3: "schema"}  # sys.database_permissions.class: what stands before :: of a name; 1 is an object, which needs nothing


def unseen(rows: Rows) -> Iterator[str]:
    """A line for what the catalog leaves out in silence where the login may not see all of it."""
    if not all(sees for (sees,) in rows(ask.SEES)):
        yield "-- not read: what belongs to others: the login has no VIEW DEFINITION on the database"


def principals(rows: Rows) -> Iterator[str]:
    """Roles and users, roles of roles, and the schemas that they own."""
    for name, kind, without_login in rows(ask.PRINCIPALS):
        yield f"create {'role' if kind == 'R' else 'user'} {quoted(name)}{' without login' if without_login else ''};"
    for role, member in rows(ask.MEMBERS):
        yield f"alter role {quoted(role)} add member {quoted(member)};"
    for name, owner in rows(ask.SCHEMAS):
        yield from ("go", f"create schema {quoted(name)} authorization {quoted(owner)};", "go")


def partitions(rows: Rows) -> Iterator[str]:
    """Partition functions with their bounds, and the schemes that place what they divide."""
    for (name, kind, right), group in groupby(rows(ask.PARTITION_FUNCTIONS), itemgetter(0, 1, 2)):
        bounds = ", ".join(_bound(base, value) for *_, base, value in group if value is not None)
        yield f"create partition function {quoted(name)} ({kind}) as range {'right' if right else 'left'} for values ({bounds});"
    for (name, function), group in groupby(rows(ask.PARTITION_SCHEMES), itemgetter(0, 1)):
        places = [place for *_, place in group]
        alone = len(set(places)) == 1
        to = f"all to ({quoted(places[0])})" if alone else f"to ({listed(places)})"
        yield f"create partition scheme {quoted(name)} as partition {quoted(function)} {to};"


def _bound(base: str, value: str) -> str:
    return value if base in NUMBERS else text(value)


def policies(rows: Rows) -> Iterator[str]:
    """Security policies with their predicates."""
    for (schema, name, on, bound), group in groupby(rows(ask.POLICIES), itemgetter(0, 1, 2, 3)):
        predicates = ",\n  ".join(_predicate(*row[4:]) for row in group)
        state = f"state = {'on' if on else 'off'}, schemabinding = {'on' if bound else 'off'}"
        yield from ("go", f"create security policy {placed(schema, name)}\n  {predicates}\nwith ({state});", "go")


def _predicate(kind: str, operation: str | None, definition: str, schema: str, table: str) -> str:
    condition = definition[1:-1] if definition.startswith("(") and definition.endswith(")") else definition
    when = f" {operation.lower()}" if operation else ""
    return f"add {kind.lower()} predicate {condition} on {placed(schema, table)}{when}"


def grants(rows: Rows) -> Iterator[str]:
    """What principals were granted and denied, on the database, on schemas and on objects with their columns."""
    for place, group in groupby(rows(ask.GRANTS), itemgetter(0, 1, 2, 3, 4, 5)):
        state, permission, kind, schema, name, grantee = place
        columns = [row[6] for row in group if row[6] is not None]
        on = f" on {GRANTED_ON[kind]}::{quoted(schema)}" if kind in GRANTED_ON else f" on {placed(schema, name)}" if name else ""
        verb = "deny" if state == "DENY" else "grant"
        behind = " with grant option" if state == "GRANT_WITH_GRANT_OPTION" else ""
        yield f"{verb} {permission.lower()}{on}{f' ({listed(columns)})' if columns else ''} to {quoted(grantee)}{behind};"
