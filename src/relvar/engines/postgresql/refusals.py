"""What the server says -> the class of refusal, by SQLSTATE (manual: "PostgreSQL Error Codes")."""

from __future__ import annotations

from collections.abc import Callable, Collection

import psycopg

from relvar.engines.base import Refusal, RefusalKind

KINDS: dict[str, RefusalKind] = {
    "23502": "not_null",
    "23514": "check",
    "23505": "unique",
    "23503": "foreign_key",
    "23001": "foreign_key",  # RESTRICT, from PostgreSQL 18 on
    "23P01": "overlap",
    "42501": "forbidden",
    "25006": "forbidden",  # a write in a read-only session
    "40001": "conflict",
    "40P01": "conflict",
    "55P03": "timeout",
    "57014": "timeout",
    "0A000": "rule",
    "P0001": "rule",
}


Named = Callable[[str, str], str]


def as_it_is(table: str, name: str) -> str:
    """The name, where no partition can be in the way."""
    return name


def refusal(error: psycopg.Error, rules: Collection[str] = (), named: Named = as_it_is) -> Refusal:
    """A Refusal with the constraint, or for NOT NULL the column. A check raised by a routine of `rules` is a rule.

    `named`: (table, constraint as the server says it) -> the constraint's name in the design: a partition's is not its parent's.
    """
    code = error.sqlstate or ""
    kind = KINDS.get(code, "type" if code.startswith("22") else "other")
    name = error.diag.constraint_name or (error.diag.column_name if kind == "not_null" else "") or ""
    if name and kind in ("unique", "check", "foreign_key") and error.diag.table_name:
        name = named(f"{error.diag.schema_name}.{error.diag.table_name}", name)
    if kind == "check" and name in rules:
        kind = "rule"
    return Refusal(kind, name, str(error).strip(), code)
