"""Query and transaction -> SQLite statements.

Decimals are stored in units of their last place, so every comparison, sum and assignment brings both sides to the same
unit (`DecimalWriter`); everything else is ordinary SQL. Values of the caller come as `:name` in the stored form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from relvar.engines.facts import facts
from relvar.engines.sql import AND, COMPARISON, OPERATOR, PLAIN, Piece, Scope, parameter_by_name
from relvar.engines.sqlite.decimals import DecimalWriter
from relvar.engines.sqlite.globs import condition
from relvar.engines.sqlite.types import INSTANT, in_document, stored
from relvar.errors import UnsupportedError
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import Physical, column_like
from relvar.model.query import Statement
from relvar.model.semantic import DataType

NOW = f"strftime('{INSTANT}', 'now')"
# Version 4 (RFC 9562): 122 random bits around the version and the variant.
UUID4 = (
    "lower(printf('%s-%s-4%s-%s%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2), "
    "substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))"
)
MILLISECONDS = "printf('%012x', cast(round((julianday('now') - 2440587.5) * 86400000) as integer))"  # 2440587.5: Julian day of 1970-01-01
# Version 7 (RFC 9562): 48 bits of Unix milliseconds first, so that new keys stand at the end of the index.
UUID7 = (
    f"lower(printf('%s-%s-7%s-%s%s-%s', substr({MILLISECONDS}, 1, 8), substr({MILLISECONDS}, 9), substr(hex(randomblob(2)), 2), "
    "substr('89ab', 1 + (abs(random()) % 4), 1), substr(hex(randomblob(2)), 2), hex(randomblob(6))))"
)
LAST_CHARACTER = "char(1114111)"  # U+10FFFF sorts after every text that goes on


class SqliteWriter(DecimalWriter):
    """The parts of the text in which SQLite has its own words."""

    reserved = facts("sqlite").reserved
    true = "1"
    false = "0"
    schemas = False
    holding = """not exists (select 1 from json_each({1}) as part where {0} ->> ('$."' || part.key || '"') is not part.value)"""
    kinds = {
        "number": "json_type({0}, {1}) in ('integer', 'real', 'null')",
        "boolean": "json_type({0}, {1}) in ('true', 'false', 'null')",
        "list": "json_type({0}, {1}) = 'array'",
    }
    functions: Mapping[str, str] = {
        **DecimalWriter.functions,
        "now": NOW,
        "today": "date('now')",
        "new_uuid": UUID4,
        "new_ordered_uuid": UUID7,
        "day": "strftime('%Y-%m-%dT00:00:00.000Z', {0})",
        "month": "strftime('%Y-%m-01T00:00:00.000Z', {0})",
    }

    def in_document(self, data: DataType) -> DataType:
        return in_document(data)

    def member(self, document: str, path: tuple[str, ...], data: DataType) -> Piece:
        """With the type that it has in the document: text, integer or real, which the index keeps (json1.html, 4.10)."""
        key = self.literal(path[0]) if len(path) == 1 and PLAIN.match(path[0]) else self.json_path(path)
        return Piece(f"{document} ->> {key}", OPERATOR)

    def _call(self, call: e.Call, scope: Scope) -> Piece:
        if call.function not in self.functions and call.function != "concat":
            raise UnsupportedError(what=f"SQLite has no function {call.function}", remedy="compute it in the application, or choose another engine")
        return super()._call(call, scope)

    def _context(self, context: e.Context, scope: Scope) -> Piece:
        """Who is asking is a value that the application gives with every statement; null matches no row."""
        return Piece(self.parameter(e.Parameter(name=context.name, like=context.like)))

    def _compare(self, compare: e.Compare, scope: Scope) -> Piece:
        left, right = self._alike(compare.left, compare.right, scope), self._alike(compare.right, compare.left, scope)
        return super()._compare(e.Compare(op=compare.op, left=left, right=right), scope)

    def _inlist(self, inlist: e.InList, scope: Scope) -> Piece:
        items = tuple(self._alike(item, inlist.operand, scope) for item in inlist.items)
        return super()._inlist(e.InList(operand=inlist.operand, items=tuple(i for i in items if isinstance(i, e.Constant))), scope)

    def _alike(self, value: Expression, other: Expression, scope: Scope) -> Expression:
        """A constant in the stored form of what it is compared with."""
        data = self.type_of(other, scope)
        if isinstance(value, e.Constant) and data is not None and data.base in ("timestamp", "date", "time", "uuid"):
            return e.Constant(value=stored(value.value, data))
        return value

    def _ago(self, ago: e.Ago, scope: Scope) -> Piece:
        return Piece(f"strftime('{INSTANT}', 'now', '{-ago.amount:+d} {ago.unit}{'' if abs(ago.amount) == 1 else 's'}')")

    def _matches(self, matches: e.Matches, scope: Scope) -> Piece:
        """No regular expressions here: the same said with GLOB, else the simpler condition, or that something is there at all
        (a decision says so).
        """
        exact = condition(self.expression(matches.operand, scope, OPERATOR), matches.regex)
        if exact:
            return Piece(exact, AND)
        if matches.simpler is not None:
            return self.piece(matches.simpler, scope)
        return Piece(f"{self.expression(matches.operand, scope, OPERATOR)} <> ''", COMPARISON)

    def _like(self, like: e.Like, scope: Scope) -> Piece:
        """As glob, for SQLite's like ignores case and so uses no ordinary index."""
        return Piece(f"{self.expression(like.operand, scope, OPERATOR)} glob {self.literal(glob(like.pattern))}", COMPARISON)

    def _startswith(self, starts: e.StartsWith, scope: Scope) -> Piece:
        """As a range, which an ordinary index serves: SQLite turns no `like` with a concatenated pattern into one."""
        operand = self.expression(starts.operand, scope, OPERATOR)
        prefix = self.expression(starts.prefix, scope)
        if isinstance(starts.operand, e.Call) and starts.operand.function == "lower":
            prefix = f"lower({prefix})"
        return Piece(f"{operand} >= {prefix} and {operand} < {prefix} || {LAST_CHARACTER}", COMPARISON)

    def _textsearch(self, search: e.TextSearch, scope: Scope) -> Piece:
        """Rows whose words are in the full-text table; every word must occur, whatever signs stand between."""
        alias = search.columns[0].table or next(iter(scope.sources))
        found = self.text_index(scope.sources[alias].name)
        words = self.expression(search.words, scope)
        quoted = f"""'"' || replace(replace(coalesce({words}, ''), '"', ''), ' ', '" "') || '"'"""
        prefix = f"{alias}." if alias else ""
        return Piece(f"{prefix}rowid in (select rowid from {found} where {found} match {quoted})", COMPARISON)

    def text_index(self, table_name: str) -> str:
        """Name of the full-text table beside a table. Raises UnsupportedError where the design has none."""
        for table in self.physical.tables.values():
            if self.quote(table.name) == table_name:
                for index in table.indexes.values():
                    if index.method == "text":
                        return self.quote(index.name)
        raise UnsupportedError(what=f"{table_name} has no full-text index", remedy="add one to the design, or search by a prefix")


def glob(pattern: str) -> str:
    """A pattern of LIKE as one of GLOB."""
    plain = {"%": "*", "_": "?", "*": "[*]", "?": "[?]", "[": "[[]"}
    return "".join(plain.get(character, character) for character in pattern)


def inlined(physical: Physical, values: Mapping[str, object]) -> SqliteWriter:
    """A writer that puts the values in place, in the form in which columns hold them."""
    return SqliteWriter(physical, lambda parameter: constant(values[parameter.name], like(physical, parameter.like)))


def like(physical: Physical, element: str) -> DataType | None:
    """The data type of "table.column" or "table.column.path", None where the store has no such value."""
    known = column_like(physical, element)
    if known is None:
        return None
    return in_document(known.data) if element.count(".") > 1 else known.data


def constant(value: object, data: DataType | None) -> str:
    """A Python value as an SQL constant."""
    kept = stored(value, data) if data is not None else value
    if isinstance(kept, bytes):
        return f"x'{kept.hex()}'"
    if kept is None:
        return "null"
    if isinstance(kept, int | float):
        return repr(int(kept) if isinstance(kept, bool) else kept)
    return "'" + str(kept).replace("'", "''") + "'"


def render(physical: Physical, statement: Statement, parameter: Callable[[e.Parameter], str] = parameter_by_name) -> str:
    """A statement with its parameters as `:name`, as the sqlite3 shell and Python's driver take them."""
    return SqliteWriter(physical, parameter).statement(statement)
