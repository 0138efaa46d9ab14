"""Query and transaction -> Transact-SQL.

A bit is no condition, so it is compared with 1; a condition is no value, so it stands in a case. A text that is all ASCII is written
without N, so that it is compared with varchar as with nvarchar without a conversion of the column. A table with triggers gives back
what was written only into a table variable (OUTPUT INTO, error 334), so that a statement that gives something back has steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from relvar.engines.facts import facts
from relvar.engines.sql import AND, COMPARISON, OPERATOR, Piece, Scope, Writer
from relvar.engines.sqlserver.patterns import condition as pattern_of
from relvar.engines.sqlserver.types import EXACT, UNBOUNDED_KEY, ColumnTypes, is_lowered, native
from relvar.errors import UnsupportedError
from relvar.model import expression as e
from relvar.model.physical import Physical, Table
from relvar.model.query import Delete, Insert, Join, Output, Select, Statement, Update
from relvar.model.semantic import DataType
from relvar.model.walking import nodes

NOW = "todatetimeoffset(sysutcdatetime(), '+00:00')"
TODAY = "cast(sysutcdatetime() as date)"
EXACT_DIGITS, EXACT_PLACES = 19, 6  # of a number of which only that it is one is known
GIVEN = "@given"  # the table variable for what a statement gives back
CONDITIONS = (
    e.Compare,
    e.InList,
    e.IsNull,
    e.And,
    e.Or,
    e.Not,
    e.Matches,
    e.Like,
    e.StartsWith,
    e.Contains,
    e.Includes,
    e.OfKind,
    e.TextSearch,
    e.Overlaps,
    e.Exists,
)
ESCAPED = "replace(replace(replace({0}, '[', '[[]'), '%', '[%]'), '_', '[_]')"
LOCKED = "updlock, rowlock, holdlock"
# What another holds is passed over: not under serializable (holdlock), nor on versions of rows (t-sql/queries/hints-transact-sql-table).
PASSED = "readcommittedlock, updlock, rowlock, readpast"


def variable(parameter: e.Parameter) -> str:
    return f"@{parameter.name}"


class TsqlWriter(Writer):
    """The parts of the text in which SQL Server has its own words."""

    reserved = facts("sqlserver").reserved
    true = "1"
    false = "0"
    holding = (
        "not exists (select 1 from openjson({1}) as part where not exists "
        "(select 1 from openjson({0}) as own where own.[key] = part.[key] and own.value = part.value))"
    )
    # json_value gives the text of a plain value: what is told apart is what can be read as a number, or one of two words.
    kinds = {
        "number": "(json_value({0}, {1}) is null or try_cast(json_value({0}, {1}) as float) is not null)",
        "boolean": "json_value({0}, {1}) in ('true', 'false')",
        "list": "json_value({0}, {1}) is null and isnull(json_query({0}, {1}), '[') like '[[]%'",
    }
    listing = "select value from openjson({0}, {1})"
    within = "charindex({1}, {0}) > 0"
    functions: Mapping[str, str] = {
        **Writer.functions,
        "length": "len({0})",
        "concat": "concat({all})",
        "now": NOW,
        "today": TODAY,
        "new_uuid": "newid()",
        "new_ordered_uuid": "newsequentialid()",
        "day": "cast(cast({0} as date) as datetimeoffset(0))",
        "month": "cast(datefromparts(year({0}), month({0}), 1) as datetimeoffset(0))",
        "sha256": "lower(convert(char(64), hashbytes('SHA2_256', {0}), 2))",
        "count": "count_big({all})",
        "avg": "avg(1.0 * {0})",
    }

    def __init__(self, physical: Physical, parameter: Callable[[e.Parameter], str] = variable) -> None:
        super().__init__(physical, parameter)
        self.types = ColumnTypes(physical)

    def quote(self, name: str) -> str:
        bare = super().quote(name)
        return bare if bare == name else "[" + name.replace("]", "]]") + "]"

    def literal(self, value: str | int | float | bool | None) -> str:
        text = super().literal(value)
        return text if text.isascii() else f"N{text}"

    # --- expressions ---

    def truth(self, value: e.Expression, scope: Scope) -> e.Expression:
        """A value of two words as a condition."""
        if isinstance(value, e.Constant) and isinstance(value.value, bool):
            return e.Compare(op="=", left=e.Constant(value=1), right=e.Constant(value=int(value.value)))
        data = None if isinstance(value, CONDITIONS) else self.type_of(value, scope)
        return e.Compare(op="=", left=value, right=e.Constant(value=True)) if data is not None and data.base == "boolean" else value

    def condition(self, expression: e.Expression, table_id: str) -> str:
        scope = self.alone(table_id)
        return self.expression(self.truth(expression, scope), scope)

    def value(self, expression: e.Expression, table_id: str) -> str:
        """A value over one table's row: a generated column, a default."""
        return self.as_value(expression, self.alone(table_id))

    def as_value(self, expression: e.Expression, scope: Scope) -> str:
        text = self.expression(expression, scope)
        return f"cast(case when {text} then 1 else 0 end as bit)" if isinstance(expression, CONDITIONS) else text

    def _and(self, both: e.And, scope: Scope) -> Piece:
        return super()._and(e.And(items=tuple(self.truth(item, scope) for item in both.items)), scope)

    def _or(self, either: e.Or, scope: Scope) -> Piece:
        return super()._or(e.Or(items=tuple(self.truth(item, scope) for item in either.items)), scope)

    def _not(self, negated: e.Not, scope: Scope) -> Piece:
        return super()._not(e.Not(item=self.truth(negated.item, scope)), scope)

    def _exists(self, exists: e.Exists, scope: Scope) -> Piece:
        inner = scope._replace(sources={**scope.sources, exists.alias: self.source(exists.table)})
        where = self.expression(self.truth(exists.where, inner), inner)
        return Piece(f"exists (select 1 from {self.table(exists.table)} as {self.quote(exists.alias)} where {where})")

    def _context(self, context: e.Context, scope: Scope) -> Piece:
        """Who is asking stands in the session's context, read only once it is set; null matches no row."""
        table, _, column = context.like.partition(".")
        kind = self.types.bare(table, column) if table in self.physical.tables else "nvarchar(200)"
        return Piece(f"try_cast(session_context(N'{context.name}') as {kind})")

    def in_document(self, data: DataType) -> DataType:
        """A text of a bound, so that it fits a key; a number is exact, for an index is on no computed column that is not (float)."""
        if data.base == "text":
            return DataType(base="text", length=min(data.length or UNBOUNDED_KEY, UNBOUNDED_KEY))
        return DataType(base="decimal", precision=EXACT_DIGITS, scale=EXACT_PLACES) if data.base == "float" else data

    def member(self, document: str, path: tuple[str, ...], data: DataType) -> Piece:
        """What is no such number or flag is null, so that no document is refused; `json_value` gives at most 4,000 characters."""
        found, kind = f"json_value({document}, {self.json_path(path)})", native(data).text
        return Piece(f"cast({found} as {kind})" if data.base == "text" else f"try_cast({found} as {kind})")

    def _call(self, call: e.Call, scope: Scope) -> Piece:
        if call.function not in self.functions:
            raise UnsupportedError(
                what=f"SQL Server has no function {call.function}", remedy="compute it in the application, or choose another engine"
            )
        if is_lowered(call) and self._is_word(call.arguments[0], scope):
            return self.piece(call.arguments[0], scope)
        arguments = [self.expression(a, scope) for a in call.arguments]
        if call.function == "sum" and self._is_narrow(call.arguments[0], scope):
            arguments = [f"cast({arguments[0]} as bigint)"]
        return Piece(self.functions[call.function].format(*arguments, all=", ".join(arguments) or "*"))

    def _is_narrow(self, value: e.Expression, scope: Scope) -> bool:
        data = self.type_of(value, scope)
        return data is not None and data.base == "integer" and data.bits < 64

    def _is_word(self, value: e.Expression, scope: Scope) -> bool:
        """Whether the column compares without regard to case already."""
        assert isinstance(value, e.ColumnRef)
        source, _ = self._in_sight(value, scope)
        ids = [id_ for id_ in self.physical.tables if self.source(id_).name == source.name]
        return bool(ids) and not self.types.is_exact(ids[0], value.column)

    def _compare(self, compare: e.Compare, scope: Scope) -> Piece:
        """What is lowered on one side because the other is needs no lowering where words are equal whatever their case."""
        left, right = compare.left, compare.right
        for one, other in ((left, right), (right, left)):
            if is_lowered(one) and isinstance(other, e.Call) and other.function == "lower" and self._is_word(one.arguments[0], scope):
                return super()._compare(e.Compare(op=compare.op, left=one.arguments[0], right=other.arguments[0]), scope)
        return super()._compare(compare, scope)

    def _ago(self, ago: e.Ago, scope: Scope) -> Piece:
        return Piece(f"dateadd({ago.unit}, {-ago.amount}, {NOW})")

    def _matches(self, matches: e.Matches, scope: Scope) -> Piece:
        """Exactly where LIKE can, else the weaker condition; letters are told apart whatever the column's collation."""
        operand = self.expression(matches.operand, scope)
        if not isinstance(matches.operand, e.ColumnRef) or self._is_word(matches.operand, scope):
            operand += f" collate {EXACT}"
        if found := pattern_of(operand, matches.regex):
            return Piece(found, AND)
        if matches.simpler is None:
            return Piece("1 = 1", COMPARISON)
        return self.piece(self.truth(matches.simpler, scope), scope)

    def is_exactly_said(self, matches: e.Matches) -> bool:
        """Whether LIKE says the form as the regular expression does."""
        return bool(pattern_of("x", matches.regex))

    def _like(self, like: e.Like, scope: Scope) -> Piece:
        pattern = self.literal(like.pattern.replace("[", "[[]"))
        return Piece(f"{self.expression(like.operand, scope, OPERATOR)} like {pattern}", COMPARISON)

    def _startswith(self, starts: e.StartsWith, scope: Scope) -> Piece:
        """A range of the index: signs that LIKE reads as its own are escaped."""
        prefix = ESCAPED.format(self.expression(starts.prefix, scope))
        return Piece(f"{self.expression(starts.operand, scope, OPERATOR)} like {prefix} + '%'", COMPARISON)

    def _textsearch(self, search: e.TextSearch, scope: Scope) -> Piece:
        columns = ", ".join(self.expression(column, scope) for column in search.columns)
        return Piece(f"contains(({columns}), {searched(search)})", COMPARISON)

    # --- statements ---

    def statement(self, statement: Statement) -> str:
        return ";\n".join(self.steps(statement))

    def steps(self, statement: Statement) -> tuple[str, ...]:
        """The statements to run in order; the rows of the last are the answer."""
        before = tuple(self._searches(statement))
        if isinstance(statement, Select):
            return (*before, self.select(statement))
        if isinstance(statement, Delete):
            return (*before, self.delete(statement))
        if not statement.returning:
            return (*before, self.insert(statement) if isinstance(statement, Insert) else self.update(statement))
        kinds = [f"{self.columns(statement.table, (c,))} {self.given_type(statement.table, c)}" for c in statement.returning]
        declared = f"declare {GIVEN} table ({', '.join(kinds)})"
        written = self.insert(statement) if isinstance(statement, Insert) else self.update(statement)
        return (*before, declared, written, f"select {self.columns(statement.table, statement.returning)}\nfrom {GIVEN}")

    def given_type(self, table_id: str, column: str) -> str:
        """The type of a variable that holds a column's value."""
        kind = self.types.bare(table_id, column)
        return "binary(8)" if kind == "rowversion" else kind

    def _searches(self, statement: Statement) -> Iterator[str]:
        """CONTAINS takes a variable only: every word of what was typed must occur."""
        for part in dict.fromkeys(p for p in nodes(statement) if isinstance(p, e.TextSearch)):
            words = self.parameter(part.words)
            split = f"string_split(replace({words}, '\"', ' '), ' ') where value <> ''"
            yield f"declare {searched(part)} nvarchar(4000) = (select string_agg('\"' + value + '\"', ' and ') from {split})"

    def select(self, select: Select) -> str:
        scope = self.scope_of(select)
        top = f"select top ({select.limit})" if select.limit else "select"
        lines = [self._listed(top, [self._output(output, scope) for output in select.outputs])]
        hint = f" with ({PASSED if select.skip_locked else LOCKED})" if select.lock else ""
        lines.append(f"from {self._aliased(select.table, select.alias)}{hint}")
        lines += [self._join(join, scope) for join in select.joins]
        lines += self._conditions(select.where, scope)
        if select.group_by:
            lines.append(self._listed("group by", [self.expression(item, scope) for item in select.group_by]))
        if select.having is not None:
            lines.append(f"having {self.expression(self.truth(select.having, scope), scope)}")
        if select.order_by:
            lines.append(self._listed("order by", [self._ordering(item, scope) for item in select.order_by]))
        return "\n".join(lines)

    def _conditions(self, where: e.Expression | None, scope: Scope) -> list[str]:
        return self._where(None if where is None else self.truth(where, scope), scope)

    def _where(self, where: e.Expression | None, scope: Scope) -> list[str]:
        if isinstance(where, e.And):
            where = e.And(items=tuple(self.truth(item, scope) for item in where.items))
        elif where is not None:
            where = self.truth(where, scope)
        return super()._where(where, scope)

    def _join(self, join: Join, scope: Scope) -> str:
        word = "left join" if join.outer else "join"
        return f"{word} {self._aliased(join.table, join.alias)} on {self.expression(self.truth(join.on, scope), scope)}"

    def _aliased(self, table_id: str, alias: str) -> str:
        name = self.table(table_id)
        return name if name.rsplit(".", 1)[-1] == self.quote(alias) else f"{name} as {self.quote(alias)}"

    def _output(self, output: Output, scope: Scope) -> str:
        text = self.as_value(output.expression, scope)
        return text if text.rsplit(".", 1)[-1] == self.quote(output.name) else f"{text} as {self.quote(output.name)}"

    def insert(self, insert: Insert) -> str:
        """Idempotent by a key: the range of that key is locked before it is looked at, so that two cannot both find nothing."""
        scope = self.alone(insert.table)
        written = {c: v for c, v in insert.values.items() if not self.types.is_version(insert.table, c)}
        values = [self.assigned(insert.table, column, value, scope) for column, value in written.items()]
        lines = [
            f"insert into {self.table(insert.table)} ({self.columns(insert.table, tuple(written))})"
            if written
            else f"insert into {self.table(insert.table)}"
        ]
        lines += self._output_clause(insert.table, insert.returning)
        if not written:
            return "\n".join([*lines, "default values"])
        if not insert.ignore_duplicates_of:
            return "\n".join([*lines, f"values ({', '.join(values)})"])
        by = dict(zip(written, values, strict=True))
        same = " and ".join(f"{self.columns(insert.table, (c,))} = {by[c]}" for c in insert.ignore_duplicates_of if c in by)
        return "\n".join(
            [
                *lines,
                f"select {', '.join(values)}",
                f"where not exists (select 1 from {self.table(insert.table)} with (updlock, holdlock) where {same})",
            ]
        )

    def update(self, update: Update) -> str:
        """The engine numbers the version itself: it is compared, never set."""
        scope = self.alone(update.table)
        names = self.source(update.table).columns
        sets = [
            f"{self.quote(names[column])} = {self.assigned(update.table, column, value, scope)}"
            for column, value in update.sets.items()
            if not self.types.is_version(update.table, column)
        ]
        lines = [f"update {self.table(update.table)}", self._listed("set", sets), *self._output_clause(update.table, update.returning)]
        return "\n".join([*lines, *self._where(update.where, scope)])

    def assigned(self, table_id: str, column: str, value: e.Expression, scope: Scope) -> str:
        return self.as_value(value, scope)

    def _output_clause(self, table_id: str, columns: tuple[str, ...]) -> list[str]:
        if not columns:
            return []
        names = self.source(table_id).columns
        return [f"output {', '.join(f'inserted.{self.quote(names[c])}' for c in columns)} into {GIVEN}"]


def searched(search: e.TextSearch) -> str:
    """The variable that holds what is searched, in the words of CONTAINS."""
    return f"@{search.words.name}_all"


def unversioned(types: ColumnTypes, table_id: str, table: Table) -> dict[str, str]:
    """Columns that a statement may write: id -> name."""
    return {
        key: column.name
        for key, column in table.columns.items()
        if column.generated is None and not types.is_version(table_id, key)
    }  # fmt: skip


def render(physical: Physical, statement: Statement) -> str:
    """A statement with its parameters as `@name`, for reading."""
    return TsqlWriter(physical).statement(statement)


def constant(value: Any, data: DataType | None = None) -> str:
    """A Python value as a constant."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return repr(value) if "e" in repr(value) else f"{value!r}e0"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, bytes):
        return f"0x{value.hex()}"
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        value = moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "+00:00"
    elif isinstance(value, date | time):
        value = value.isoformat()
    elif isinstance(value, UUID):
        value = str(value)
    if not isinstance(value, str):
        raise TypeError(f"no constant for {type(value).__name__}")
    text = "'" + value.replace("'", "''") + "'"
    return text if text.isascii() else f"N{text}"
