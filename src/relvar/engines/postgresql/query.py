"""Query and transaction -> PostgreSQL statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from relvar.engines.facts import facts
from relvar.engines.postgresql.types import native
from relvar.engines.sql import ATOM, COMPARISON, OPERATOR, SUM, Piece, Scope, Writer
from relvar.model import expression as e
from relvar.model.physical import Physical, column_like
from relvar.model.query import Select, Statement
from relvar.model.semantic import DataType

# What a number or flag in a document is compared as; its text needs no cast. JSON knows one kind of number, with any digits (RFC 8259, 6).
CAST_FROM_TEXT = {"integer": "numeric", "decimal": "numeric", "float": "numeric", "boolean": "boolean"}
SEARCH_LANGUAGE = "english"  # the language of the brief; stems "orders" and "order" to one word


class PostgresWriter(Writer):
    """The parts of the text in which PostgreSQL has its own words."""

    reserved = facts("postgresql").reserved
    # LIKE, for that is what an index by trigrams answers; signs that it reads as its own are escaped.
    within = r"{0} like '%' || regexp_replace({1}, '([\\%_])', '\\\1', 'g') || '%'"
    holding = "{0} @> {1}"
    kinds = {
        "number": "jsonb_typeof({0} {1}) in ('number', 'null')",
        "boolean": "jsonb_typeof({0} {1}) in ('boolean', 'null')",
        "list": "jsonb_typeof({0} {1}) = 'array'",
    }
    listing = "{0} {1}"
    functions: Mapping[str, str] = {
        **Writer.functions,
        "length": "char_length({0})",
        "trim": "btrim({0})",
        "now": "now()",
        "today": "(now() at time zone 'utc')::date",
        "new_uuid": "gen_random_uuid()",
        "new_ordered_uuid": "app.ordered_uuid()",
        "day": "date_trunc('day', {0}, 'utc')",
        "month": "date_trunc('month', {0}, 'utc')",
        "period": "tstzrange({0}, {1}, '[)')",
        "sha256": "encode(sha256(convert_to({0}, 'UTF8')), 'hex')",
    }

    def _context(self, context: e.Context, scope: Scope) -> Piece:
        """In a subselect of its own, so that it is computed once a statement and not once a row; unset gives null: no row."""
        setting = f"nullif(current_setting('app.{context.name}', true), '')"
        data = self.type_of(context, scope)
        kind = native(data).text if data is not None else "text"
        return Piece(f"(select {setting})" if kind == "text" else f"(select {setting}::{kind})")

    def member(self, document: str, path: tuple[str, ...], data: DataType) -> Piece:
        """Its text, or the text as a number or flag: casts that no setting changes, so that an index may hold them (a day's is none of them)."""
        text = f"{document} ->> {self.literal(path[0])}"
        if len(path) > 1:
            text = f"{document} #>> {self.literal('{' + ','.join(path) + '}')}"
        kind = CAST_FROM_TEXT.get(data.base, "")
        return Piece(f"({text})::{kind}") if kind else Piece(text, OPERATOR)

    def _includes(self, includes: e.Includes, scope: Scope) -> Piece:
        """Containment, which a GIN index of the list answers; the item as JSON."""
        data = self.type_of(includes.elements.operand, scope)
        kind = CAST_FROM_TEXT.get(data.base, "text") if data is not None else "text"
        item = self.expression(includes.item, scope, ATOM)
        return Piece(f"{self.expression(includes.elements, scope, OPERATOR)} @> to_jsonb({item}::{kind})", COMPARISON)

    def document_path(self, path: tuple[str, ...]) -> str:
        return f"-> {self.literal(path[0])}" if len(path) == 1 else f"#> {self.literal('{' + ','.join(path) + '}')}"

    def _ago(self, ago: e.Ago, scope: Scope) -> Piece:
        sign, amount = ("-", ago.amount) if ago.amount >= 0 else ("+", -ago.amount)
        return Piece(f"now() {sign} interval '{amount} {ago.unit}{'' if amount == 1 else 's'}'", SUM)

    def _matches(self, matches: e.Matches, scope: Scope) -> Piece:
        return Piece(f"{self.expression(matches.operand, scope, OPERATOR)} ~ {self.literal(matches.regex)}", COMPARISON)

    def _textsearch(self, search: e.TextSearch, scope: Scope) -> Piece:
        words = self.expression(search.words, scope)
        return Piece(f"{self.text_vector(search.columns, scope)} @@ websearch_to_tsquery('{SEARCH_LANGUAGE}', {words})", COMPARISON)

    def text_vector(self, columns: Sequence[e.Expression], scope: Scope) -> str:
        """What a full-text index is built on, and what a search must repeat to be served by it."""
        parts = " || ' ' || ".join(f"coalesce({self.expression(column, scope)}, '')" for column in columns)
        return f"to_tsvector('{SEARCH_LANGUAGE}', {parts})"

    def _overlaps(self, overlaps: e.Overlaps, scope: Scope) -> Piece:
        mine = self.period(overlaps.start, overlaps.end, scope)
        return Piece(f"{mine} && {self.period(overlaps.other_start, overlaps.other_end, scope)}", COMPARISON)

    def period(self, start: e.Expression, end: e.Expression, scope: Scope) -> str:
        """A half-open range of the type of its bounds."""
        data = self.type_of(start, scope) or self.type_of(end, scope)
        kind = range_of(data)
        return f"{kind}({self.expression(start, scope)}, {self.expression(end, scope)}, '[)')"

    def lock_clause(self, select: Select) -> list[str]:
        if not select.lock:
            return []
        rows = f"for update of {self.quote(select.alias)}" if select.joins else "for update"
        return [f"{rows} skip locked" if select.skip_locked else rows]


RANGES = {"timestamp": "tstzrange", "date": "daterange", "decimal": "numrange", "integer": "int8range"}


def range_of(data: DataType | None) -> str:
    """The range type over a data type; instants where nothing is known."""
    if data is None:
        return "tstzrange"
    return "int4range" if data.base == "integer" and data.bits < 64 else RANGES.get(data.base, "tstzrange")


def render(physical: Physical, statement: Statement) -> str:
    """A statement with its parameters as `:name`, for reading and for psql -v."""
    return PostgresWriter(physical).statement(statement)


def inlined(physical: Physical, values: Mapping[str, Any]) -> PostgresWriter:
    """A writer that puts the values in place, typed as the column they are compared with."""
    return PostgresWriter(physical, _typed(physical, lambda parameter: constant(values[parameter.name])))


def _typed(physical: Physical, mark: Callable[[e.Parameter], str]) -> Callable[[e.Parameter], str]:
    def write(parameter: e.Parameter) -> str:
        known = column_like(physical, parameter.like)
        return f"{mark(parameter)}::{native(known.data).text}" if known else mark(parameter)

    return write


def constant(value: Any) -> str:
    """A Python value as an SQL constant."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return f"'{value.isoformat()}'"
    if isinstance(value, bytes):
        return rf"'\x{value.hex()}'::bytea"
    text = str(value) if isinstance(value, UUID) else value if isinstance(value, str) else None
    if text is None:
        raise TypeError(f"no constant for {type(value).__name__}")
    return "'" + text.replace("'", "''") + "'"


def parameters(text: str) -> tuple[str, ...]:
    """Names of `:name` parameters in their order, each once; casts (`::`) are none."""
    return tuple(dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_][a-z0-9_]*)", text)))
