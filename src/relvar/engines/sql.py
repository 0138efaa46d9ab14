"""What the SQL engines share: quoting, and expressions and statements of the model as text.

An engine makes a subclass of `Writer` in its folder and overrides the parts in which it differs. Ids become names here and
nowhere else. The text is lower case, one clause a line, with only the parentheses that precedence asks for.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from relvar.model import expression as e
from relvar.model.behaviour import Expire
from relvar.model.expression import Expression
from relvar.model.physical import Physical, Table
from relvar.model.query import Delete, Insert, Join, Ordering, Output, Select, Statement, Update
from relvar.model.semantic import DataType

PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")

# Binding strength, weakest first: an operand that binds weaker than its place asks for gets parentheses.
ANY, OR, AND, NOT, COMPARISON, OPERATOR, SUM, PRODUCT, ATOM = range(9)


class Piece(NamedTuple):
    """Text of an expression and how strongly its outermost operator binds."""

    text: str
    binds: int = ATOM


class Source(NamedTuple):
    """A table or view in sight: its name as written, and its columns' names and types by id; types of values in documents by "column.path"."""

    name: str
    columns: Mapping[str, str]
    types: Mapping[str, DataType]


class Scope(NamedTuple):
    """What can be named in an expression. `own`: how the one table in sight is written where a nested query hides it, or "".

    `named`: it is written so everywhere (`new.` and `old.` in a trigger).
    """

    sources: Mapping[str, Source]
    own: str = ""
    named: bool = False


def parameter_by_name(parameter: e.Parameter) -> str:
    """`:name`, as psql, sqlite3 and most drivers' users read it."""
    return f":{parameter.name}"


class Writer(ABC):
    """Model -> text of one store. `parameter` says how a caller's value is written (by name, as a driver's mark, or inline)."""

    reserved: frozenset[str] = frozenset()
    true: str = "true"
    false: str = "false"
    schemas: bool = True
    holding: str = "json_contains({0}, {1})"  # whether the document {0} has all that the document {1} has
    # Whether what stands in the document {0} under the path {1} is of a kind of JSON (or null, but for lists); unknown where nothing does.
    kinds: Mapping[str, str] = {
        "number": "json_type(json_extract({0}, {1})) in ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL', 'NULL')",
        "boolean": "json_type(json_extract({0}, {1})) in ('BOOLEAN', 'NULL')",
        "list": "json_type(json_extract({0}, {1})) = 'ARRAY'",
    }
    listing: str = "select value from json_each({0}, {1})"  # the values of the list in the document {0} under the path {1}
    within: str = "instr({0}, {1}) > 0"  # whether {1} stands anywhere in {0}
    # One template a function of the model; {0}, {1} are the arguments. An engine overrides what differs.
    functions: Mapping[str, str] = {
        "lower": "lower({0})",
        "length": "length({0})",
        "trim": "trim({0})",
        "coalesce": "coalesce({all})",
        "count": "count({all})",
        "sum": "sum({0})",
        "min": "min({0})",
        "max": "max({0})",
        "avg": "avg({0})",
    }

    def __init__(self, physical: Physical, parameter: Callable[[e.Parameter], str] = parameter_by_name) -> None:
        self.physical = physical
        self.parameter = parameter
        self.known: dict[str, Source] = {}  # what `source` has told before: asked for at every column of every expression

    # --- names ---

    def quote(self, name: str) -> str:
        """The name as an identifier: bare where that is safe."""
        if PLAIN.match(name) and name not in self.reserved:
            return name
        return '"' + name.replace('"', '""') + '"'

    def qualified(self, schema: str, name: str) -> str:
        return f"{self.quote(schema)}.{self.quote(name)}" if self.schemas else self.quote(name)

    def table(self, table_id: str) -> str:
        """A table's or view's name as written in statements."""
        found = self.physical.tables.get(table_id) or self.physical.views[table_id]
        return self.qualified(found.schema, found.name)

    def columns(self, table_id: str, ids: Sequence[str]) -> str:
        """Names of columns of a table, separated by commas."""
        names = self.source(table_id).columns
        return ", ".join(self.quote(names[column]) for column in ids)

    def placed(self, rule: Expire) -> str:
        """A query of the table's key and of the place of each row among those of its owner, the newest first."""
        key = self.columns(rule.table, self.physical.tables[rule.table].primary_key)
        order = f"order by {self.columns(rule.table, (rule.since,))} desc, {key}"
        owner = f"partition by {self.columns(rule.table, rule.per)} " if rule.per else ""
        return f"select {key}, row_number() over ({owner}{order}) as place from {self.table(rule.table)}"

    def source(self, table_id: str) -> Source:
        """A table or view with the names and types of its columns. Raises KeyError for an id that the store does not have."""
        if table_id not in self.known:
            self.known[table_id] = self._source(table_id)
        return self.known[table_id]

    def _source(self, table_id: str) -> Source:
        table = self.physical.tables.get(table_id)
        if table is not None:
            return self.source_of(table)
        view = self.physical.views[table_id]
        shown = self.physical.tables[view.table] if view.table else None
        if view.select is not None:
            names = {output.name: output.name for output in view.select.outputs}
            return Source(self.table(table_id), names, {})
        assert shown is not None, f"view {table_id} shows nothing"
        return self.source_of(shown)._replace(name=self.table(table_id))

    def source_of(self, table: Table) -> Source:
        types = {key: column.data for key, column in table.columns.items()}
        for key, column in table.columns.items():
            types |= {f"{key}.{member.name}": self.in_document(member.data) for member in column.members}
        return Source(self.qualified(table.schema, table.name), {key: column.name for key, column in table.columns.items()}, types)

    def in_document(self, data: DataType) -> DataType:
        """The type as which a value in a document is compared; an engine that has another for numbers of JSON says so."""
        return data

    def compared(self, like: str) -> str:
        """What "table.column" (or "table.column.path") names, as an expression over that table alone; "" where the store has none."""
        table_id, _, element = like.partition(".")
        if table_id not in self.physical.tables or element not in self.source(table_id).types:
            return ""
        column, _, path = element.partition(".")
        ref = e.ColumnRef(column=column)
        return self.condition(e.Member(document=ref, path=path) if path else ref, table_id)

    def alone(self, table_id: str) -> Scope:
        """The scope of a check, a default, a policy, an update: one table, unnamed."""
        found = self.physical.tables.get(table_id) or self.physical.views[table_id]
        return Scope({"": self.source(table_id)}, self.quote(found.name))

    def row(self, name: str, table_id: str) -> Scope:
        """The scope of a trigger: the row `new` or `old` of a table."""
        return Scope({"": self.source(table_id)}, name, named=True)

    # --- constants ---

    def literal(self, value: str | int | float | bool | None) -> str:
        if value is None:
            return "null"
        if isinstance(value, bool):
            return self.true if value else self.false
        if isinstance(value, int | float):
            return repr(value)
        return "'" + value.replace("'", "''") + "'"

    # --- expressions ---

    def condition(self, expression: Expression, table_id: str) -> str:
        """A condition or value over one table's row."""
        return self.expression(expression, self.alone(table_id))

    def expression(self, expression: Expression, scope: Scope, binds: int = ANY) -> str:
        """Text of an expression, in parentheses where it binds weaker than `binds`."""
        piece = self.piece(expression, scope)
        return f"({piece.text})" if piece.binds < binds else piece.text

    def piece(self, expression: Expression, scope: Scope) -> Piece:
        write: Callable[[Expression, Scope], Piece] = getattr(self, f"_{type(expression).__name__.lower()}")
        return write(expression, scope)

    def type_of(self, expression: Expression, scope: Scope) -> DataType | None:
        """The data type, where it is plain to see: of a column, or of the column that a value is compared with."""
        if isinstance(expression, e.ColumnRef):
            return self._in_sight(expression, scope)[0].types.get(expression.column)
        if isinstance(expression, e.Member):
            return self._in_sight(expression.document, scope)[0].types.get(f"{expression.document.column}.{expression.path}")
        if isinstance(expression, e.Parameter | e.Context) and "." in expression.like:
            table_id, column = expression.like.split(".", 1)
            return self.source(table_id).types.get(column)
        if isinstance(expression, e.Call) and expression.function in ("coalesce", "min", "max", "sum", "lower", "trim"):
            return self.type_of(expression.arguments[0], scope)
        return None

    def _in_sight(self, ref: e.ColumnRef, scope: Scope) -> tuple[Source, str]:
        """The source of a column and the prefix to write before it."""
        own = scope.own if scope.named or len(scope.sources) > 1 else ""
        if ref.table in scope.sources:
            return scope.sources[ref.table], ref.table or own
        if not ref.table:  # the first table of the query
            return next(iter(scope.sources.values())), own
        assert "" in scope.sources, f"no table is called {ref.table} here"
        return scope.sources[""], own

    def _columnref(self, ref: e.ColumnRef, scope: Scope) -> Piece:
        source, prefix = self._in_sight(ref, scope)
        name = self.quote(source.columns[ref.column])
        return Piece(f"{prefix}.{name}" if prefix else name)

    def _member(self, member: e.Member, scope: Scope) -> Piece:
        document = self.expression(member.document, scope, ATOM)
        return self.member(document, tuple(member.path.split(".")), self.type_of(member, scope) or DataType(base="text"))

    @abstractmethod
    def member(self, document: str, path: tuple[str, ...], data: DataType) -> Piece:
        """What stands in a document under the keys of a path, as a value of the type; null where nothing does."""

    def json_path(self, path: tuple[str, ...]) -> str:
        """A path as SQL/JSON writes it, as a literal: a key of other signs than a name's stands between quotes."""
        return self.literal("$" + "".join(f".{key}" if PLAIN.match(key) else f'."{key}"' for key in path))

    def _constant(self, constant: e.Constant, scope: Scope) -> Piece:
        if constant.as_decimal:
            return Piece(str(constant.value))
        return Piece(self.literal(constant.value))

    def _parameter(self, parameter: e.Parameter, scope: Scope) -> Piece:
        return Piece(self.parameter(parameter))

    @abstractmethod
    def _context(self, context: e.Context, scope: Scope) -> Piece:
        """Who asks: the tenant or person of the session."""

    def _compare(self, compare: e.Compare, scope: Scope) -> Piece:
        left, right = (self.expression(side, scope, OPERATOR) for side in (compare.left, compare.right))
        return Piece(f"{left} {compare.op} {right}", COMPARISON)

    def _inlist(self, inlist: e.InList, scope: Scope) -> Piece:
        items = ", ".join(self.piece(item, scope).text for item in inlist.items)
        return Piece(f"{self.expression(inlist.operand, scope, OPERATOR)} in ({items})", COMPARISON)

    def _isnull(self, isnull: e.IsNull, scope: Scope) -> Piece:
        word = "is not null" if isnull.negated else "is null"
        return Piece(f"{self.expression(isnull.operand, scope, OPERATOR)} {word}", COMPARISON)

    def _and(self, both: e.And, scope: Scope) -> Piece:
        return Piece(" and ".join(self.expression(item, scope, AND) for item in both.items), AND)

    def _or(self, either: e.Or, scope: Scope) -> Piece:
        return Piece(" or ".join(self.expression(item, scope, AND) for item in either.items), OR)

    def _not(self, negated: e.Not, scope: Scope) -> Piece:
        return Piece(f"not {self.expression(negated.item, scope, COMPARISON)}", NOT)

    def _call(self, call: e.Call, scope: Scope) -> Piece:
        if call.function == "concat":
            return Piece(" || ".join(self.expression(a, scope, OPERATOR) for a in call.arguments), OPERATOR)
        arguments = [self.expression(a, scope) for a in call.arguments]
        everything = ", ".join(arguments) or "*"
        return Piece(self.functions[call.function].format(*arguments, all=everything))

    def _arithmetic(self, arithmetic: e.Arithmetic, scope: Scope) -> Piece:
        binds = SUM if arithmetic.op in "+-" else PRODUCT
        left = self.expression(arithmetic.left, scope, binds)
        right = self.expression(arithmetic.right, scope, binds + 1)  # a - (b - c) keeps its parentheses
        return Piece(f"{left} {arithmetic.op} {right}", binds)

    def _like(self, like: e.Like, scope: Scope) -> Piece:
        return Piece(f"{self.expression(like.operand, scope, OPERATOR)} like {self.literal(like.pattern)}", COMPARISON)

    def _startswith(self, starts: e.StartsWith, scope: Scope) -> Piece:
        prefix = self.expression(starts.prefix, scope)
        if isinstance(starts.operand, e.Call) and starts.operand.function == "lower":
            prefix = f"lower({prefix})"
        return Piece(f"{self.expression(starts.operand, scope, OPERATOR)} like {prefix} || '%'", COMPARISON)

    def _contains(self, contains: e.Contains, scope: Scope) -> Piece:
        part = self.expression(contains.part, scope)
        if isinstance(contains.operand, e.Call) and contains.operand.function == "lower":
            part = f"lower({part})"
        return Piece(self.within.format(self.expression(contains.operand, scope), part), COMPARISON)

    def _holds(self, holds: e.Holds, scope: Scope) -> Piece:
        document, part = self.expression(holds.document, scope), self.expression(holds.part, scope)
        return Piece(self.holding.format(document, part), COMPARISON)

    def _elements(self, elements: e.Elements, scope: Scope) -> Piece:
        document = self.expression(elements.operand.document, scope, ATOM)
        path = self.document_path(tuple(elements.operand.path.split(".")))
        return Piece(self.listing.format(document, path), OPERATOR)

    def _includes(self, includes: e.Includes, scope: Scope) -> Piece:
        """By default the list is taken apart."""
        return Piece(f"{self.expression(includes.item, scope, OPERATOR)} in ({self.expression(includes.elements, scope)})", COMPARISON)

    def _ofkind(self, of: e.OfKind, scope: Scope) -> Piece:
        document, path = self.expression(of.operand.document, scope, ATOM), self.document_path(tuple(of.operand.path.split(".")))
        return Piece(self.kinds[of.base].format(document, path), COMPARISON)

    def document_path(self, path: tuple[str, ...]) -> str:
        """A path as the engine's questions about kinds take it."""
        return self.json_path(path)

    def _overlaps(self, overlaps: e.Overlaps, scope: Scope) -> Piece:
        start, end, other_start, other_end = (
            self.expression(side, scope, OPERATOR) for side in (overlaps.start, overlaps.end, overlaps.other_start, overlaps.other_end)
        )
        return Piece(f"{start} < {other_end} and {other_start} < {end}", AND)

    def _exists(self, exists: e.Exists, scope: Scope) -> Piece:
        inner = scope._replace(sources={**scope.sources, exists.alias: self.source(exists.table)})
        where = self.expression(exists.where, inner)
        return Piece(f"exists (select 1 from {self.table(exists.table)} {self.quote(exists.alias)} where {where})")

    # --- statements ---

    def statement(self, statement: Statement) -> str:
        """Text of a statement, without a closing semicolon."""
        if isinstance(statement, Select):
            return self.select(statement)
        if isinstance(statement, Insert):
            return self.insert(statement)
        return self.update(statement) if isinstance(statement, Update) else self.delete(statement)

    def select(self, select: Select) -> str:
        scope = self.scope_of(select)
        lines = [self._listed("select", [self._output(output, scope) for output in select.outputs])]
        lines.append(f"from {self._aliased(select.table, select.alias)}")
        lines += [self._join(join, scope) for join in select.joins]
        lines += self._where(select.where, scope)
        if select.group_by:
            lines.append(self._listed("group by", [self.expression(item, scope) for item in select.group_by]))
        if select.having is not None:
            lines.append(f"having {self.expression(select.having, scope)}")
        if select.order_by:
            lines.append(self._listed("order by", [self._ordering(item, scope) for item in select.order_by]))
        if select.limit:
            lines.append(f"limit {select.limit}")
        return "\n".join(lines + self.lock_clause(select))

    def scope_of(self, select: Select) -> Scope:
        """Everything that the select's expressions may name."""
        sources = {select.alias: self.source(select.table)} | {join.alias: self.source(join.table) for join in select.joins}
        return Scope(sources, select.alias)

    def lock_clause(self, select: Select) -> list[str]:
        """How the rows read are locked; an engine with one writer needs nothing."""
        return []

    def insert(self, insert: Insert) -> str:
        scope = self.alone(insert.table)
        names = self.columns(insert.table, tuple(insert.values))
        values = ", ".join(self.assigned(insert.table, column, value, scope) for column, value in insert.values.items())
        lines = [f"insert into {self.table(insert.table)} ({names})", f"values ({values})"]
        if not insert.values:
            lines = [f"insert into {self.table(insert.table)} default values"]
        if insert.ignore_duplicates_of:
            lines.append(f"on conflict ({self.columns(insert.table, insert.ignore_duplicates_of)}){self._arbiter(insert)} do nothing")
        return "\n".join(lines + self._returning(insert.table, insert.returning))

    def _arbiter(self, insert: Insert) -> str:
        """The condition of a partial unique index, without which it cannot be the judge of a conflict."""
        table = self.physical.tables[insert.table]
        wanted = tuple(e.ColumnRef(column=column) for column in insert.ignore_duplicates_of)
        for index in table.indexes.values():
            if index.unique and index.where is not None and tuple(part.expression for part in index.parts) == wanted:
                return f" where {self.condition(index.where, insert.table)}"
        return ""

    def assigned(self, table_id: str, column: str, value: Expression, scope: Scope) -> str:
        """A value on its way into a column; an engine that stores a type in another form says so here."""
        return self.expression(value, scope)

    def update(self, update: Update) -> str:
        scope = self.alone(update.table)
        names = self.source(update.table).columns
        sets = [f"{self.quote(names[column])} = {self.assigned(update.table, column, value, scope)}" for column, value in update.sets.items()]
        lines = [f"update {self.table(update.table)}", self._listed("set", sets), *self._where(update.where, scope)]
        return "\n".join(lines + self._returning(update.table, update.returning))

    def delete(self, delete: Delete) -> str:
        return "\n".join([f"delete from {self.table(delete.table)}", *self._where(delete.where, self.alone(delete.table))])

    def _output(self, output: Output, scope: Scope) -> str:
        text = self.expression(output.expression, scope)
        return text if text.rsplit(".", 1)[-1] == self.quote(output.name) else f"{text} as {self.quote(output.name)}"

    def _join(self, join: Join, scope: Scope) -> str:
        word = "left join" if join.outer else "join"
        return f"{word} {self._aliased(join.table, join.alias)} on {self.expression(join.on, scope)}"

    def _aliased(self, table_id: str, alias: str) -> str:
        """A table with its alias, which is left out where it is the table's own name."""
        name = self.table(table_id)
        return name if name.rsplit(".", 1)[-1] == self.quote(alias) else f"{name} {self.quote(alias)}"

    def _ordering(self, ordering: Ordering, scope: Scope) -> str:
        return self.expression(ordering.expression, scope) + (" desc" if ordering.descending else "")

    def _where(self, where: Expression | None, scope: Scope) -> list[str]:
        """One condition a line, for conditions are what a reader looks for."""
        if where is None:
            return []
        items = where.items if isinstance(where, e.And) else (where,)
        return ["where " + "\n  and ".join(self.expression(item, scope, AND) for item in items)]

    def _returning(self, table_id: str, columns: Sequence[str]) -> list[str]:
        return [f"returning {self.columns(table_id, columns)}"] if columns else []

    def _listed(self, word: str, items: Sequence[str], width: int = 120) -> str:
        """`word` a, b, c on one line where it fits, else one item a line."""
        line = f"{word} {', '.join(items)}"
        return line if len(line) <= width else f"{word}\n  " + ",\n  ".join(items)
