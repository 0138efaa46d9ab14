"""Query and transaction -> statements.

`||` means "or" here, so texts are joined by concat(); a backslash escapes in a string; there is no RETURNING, so what an insert
gives back is asked for by a statement of its own (`steps`). A search as one types is a range, which a functional index serves
where `like` does not (generated-column-index-optimizations.html names the operators).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from relvar.engines.facts import facts
from relvar.engines.innodb.dialect import Dialect, dialect
from relvar.engines.innodb.sizes import CHARACTER, KeyPart, column_bytes, fitted
from relvar.engines.innodb.types import UNBOUNDED_KEY, column_types, native
from relvar.engines.sql import AND, ATOM, COMPARISON, OPERATOR, SUM, Piece, Scope, Writer, parameter_by_name
from relvar.errors import UnsupportedError
from relvar.model import expression as e
from relvar.model.physical import Index, Physical, UniqueConstraint, column_like
from relvar.model.query import Insert, Output, Select, Statement, Update
from relvar.model.semantic import DataType
from relvar.model.walking import columns_of

NOW = "utc_timestamp(6)"
# What a full-text index of InnoDB leaves out (innodb_ft_min_token_size = 3 and its stop words of three letters and more), and signs.
STOP_WORDS = "about are com for from how that the this und was what when where who will with www"
UNASKED = rf"(?:\b(?:[\p{{L}}\p{{N}}]{{1,2}}|{'|'.join(STOP_WORDS.split())})\b|[^\p{{L}}\p{{N}}]+)+"
COMPUTED = {"length": "int", "day": "datetime(6)", "month": "datetime(6)"}  # types of values whose columns have others
LONGEST = 64  # characters of a name
LONG = ("text", "mediumtext")  # types of which an index takes a beginning only
PREFIX = 255  # characters: 1020 bytes, three such to an index


class InnodbWriter(Writer):
    """The parts of the text in which servers over InnoDB have their own words."""

    schemas = False
    functions: Mapping[str, str] = {
        **Writer.functions,
        "length": "char_length({0})",
        "concat": "concat({all})",
        "now": NOW,
        "today": "utc_date()",
        "day": "timestamp(date({0}))",
        "month": "timestamp(date_format({0}, '%Y-%m-01'))",
        "sha256": "sha2({0}, 256)",
    }

    def __init__(self, physical: Physical, parameter: Callable[[e.Parameter], str] = parameter_by_name, *, readable: bool = True) -> None:
        super().__init__(physical, parameter)
        self.dialect = dialect(physical)
        self.features = facts(physical.engine)
        self.reserved = self.features.reserved
        self.functions = {**self.functions, "new_uuid": self.dialect.new_uuid, "new_ordered_uuid": self.dialect.new_ordered_uuid}
        self.types = column_types(physical)
        self.readable = readable  # identifiers are shown as text; a caller that inlines values gives them in binary

    def quote(self, name: str) -> str:
        bare = super().quote(name)
        return bare if bare == name else "`" + name.replace("`", "``") + "`"

    def literal(self, value: str | int | float | bool | None) -> str:
        """A backslash is written twice, for it is read as an escape."""
        return super().literal(value.replace("\\", "\\\\") if isinstance(value, str) else value)

    # --- expressions ---

    def _parameter(self, parameter: e.Parameter, scope: Scope) -> Piece:
        text = self.parameter(parameter)
        data = self.type_of(parameter, scope)
        if self.readable and data is not None and data.base == "uuid":
            return Piece(self.dialect.uuid_in.format(text))
        return Piece(text)

    def _context(self, context: e.Context, scope: Scope) -> Piece:
        """Who is asking is a value that the application gives with every statement; null matches no row."""
        return self._parameter(e.Parameter(name=context.name, like=context.like), scope)

    def in_document(self, data: DataType) -> DataType:
        """A text has a bound, for the index holds no other: what is longer is looked for by its beginning, or not found (`dialect.toml`)."""
        return DataType(base="text", length=min(data.length or UNBOUNDED_KEY, UNBOUNDED_KEY)) if data.base == "text" else data

    def member(self, document: str, path: tuple[str, ...], data: DataType) -> Piece:
        written = self.json_path(path)
        if data.base == "boolean":
            return Piece(self.dialect.member_flag.format(document, written), COMPARISON)
        if data.base == "text":
            return Piece(self.dialect.member_text.format(document, written, data.length))
        kind = "signed" if data.base == "integer" else native(data, self.dialect).text
        return Piece(self.dialect.member_number.format(document, written, kind))

    def _includes(self, includes: e.Includes, scope: Scope) -> Piece:
        """By the words that a key on each of the values answers, where there is such a key."""
        member = includes.elements.operand
        data = self.type_of(member, scope)
        words = self.dialect.includes_text if data is None or data.base == "text" else self.dialect.includes_value
        document, path = self.expression(member.document, scope, ATOM), self.json_path(tuple(member.path.split(".")))
        return Piece(words.format(self.expression(includes.item, scope), document, path), COMPARISON)

    def _call(self, call: e.Call, scope: Scope) -> Piece:
        if call.function not in self.functions:
            raise UnsupportedError(
                what=f"{self.dialect.title} has no function {call.function}", remedy="compute it in the application, or choose another engine"
            )
        arguments = [self.expression(a, scope) for a in call.arguments]
        return Piece(self.functions[call.function].format(*arguments, all=", ".join(arguments) or "*"))

    def _compare(self, compare: e.Compare, scope: Scope) -> Piece:
        left, right = self._alike(compare.left, compare.right, scope), self._alike(compare.right, compare.left, scope)
        return super()._compare(e.Compare(op=compare.op, left=left, right=right), scope)

    def _alike(self, value: e.Expression, other: e.Expression, scope: Scope) -> e.Expression:
        """A constant in the form of what it is compared with: instants lose the sign of UTC, which datetime does not take."""
        data = self.type_of(other, scope)
        if isinstance(value, e.Constant) and isinstance(value.value, str) and data is not None and data.base == "timestamp":
            return e.Constant(value=instant(value.value))
        return value

    def _ago(self, ago: e.Ago, scope: Scope) -> Piece:
        sign, amount = ("-", ago.amount) if ago.amount >= 0 else ("+", -ago.amount)
        return Piece(f"{NOW} {sign} interval {amount} {ago.unit}", SUM)

    def _matches(self, matches: e.Matches, scope: Scope) -> Piece:
        """Letters are told apart, whatever the column's collation."""
        return Piece(self.dialect.matches.format(self.expression(matches.operand, scope, OPERATOR), self.literal(matches.regex)), COMPARISON)

    def _startswith(self, starts: e.StartsWith, scope: Scope) -> Piece:
        """As a range: like is not matched with a functional index."""
        operand = self.expression(starts.operand, scope, OPERATOR)
        prefix = self.expression(starts.prefix, scope)
        if isinstance(starts.operand, e.Call) and starts.operand.function == "lower":
            prefix = f"lower({prefix})"
        return Piece(f"{operand} >= {prefix} and {operand} < concat({prefix}, {self.dialect.last_text})", AND)

    def _textsearch(self, search: e.TextSearch, scope: Scope) -> Piece:
        """Every word must occur that can: short words and stop words are in no index, and one that is asked for finds nothing. Nothing
        left to ask is no question, which the server would call a fault of syntax: null finds no row.
        """
        columns = ", ".join(self.expression(column, scope) for column in search.columns)
        words = f"convert({self.expression(search.words, scope)} using utf8mb4)"
        kept = self.dialect.replace_all.format(words, self.literal(self.dialect.case_blind.format(UNASKED)), "' '")
        wanted = f"nullif(trim({kept}), '')"
        return Piece(f"match ({columns}) against (concat('+', replace({wanted}, ' ', ' +')) in boolean mode)", COMPARISON)

    # --- statements ---

    def lock_clause(self, select: Select) -> list[str]:
        if not select.lock:
            return []
        rows = self.dialect.row_lock.format(self.quote(select.alias)) if select.joins else "for update"
        return [f"{rows} skip locked" if select.skip_locked else rows]

    def statement(self, statement: Statement) -> str:
        """The statement's text; where it gives something back, the question for that after a semicolon."""
        return ";\n".join(self.steps(statement))

    def steps(self, statement: Statement) -> tuple[str, ...]:
        """The statements to run in order; the rows of the last are the answer."""
        if isinstance(statement, Insert):
            return self._insert_steps(statement)
        if isinstance(statement, Update) and statement.returning:
            return self.update(statement), self._given_back(statement.table, statement.returning, self._still(statement))
        if isinstance(statement, Select):
            return (self.select(statement),)
        return (self.update(statement) if isinstance(statement, Update) else self.delete(statement),)

    def _still(self, update: Update) -> list[str]:
        """Where the rows of an update are found after it: by the conditions that it has not made false."""
        items = update.where.items if isinstance(update.where, e.And) else (update.where,)
        left = tuple(item for item in items if not columns_of(item) & set(update.sets))
        return self._where(e.And(items=left) if left else None, self.alone(update.table))

    def _insert_steps(self, insert: Insert) -> tuple[str, ...]:
        """The key of a row is known before it is written, or numbered by the engine and asked for by last_insert_id()."""
        if not insert.returning:
            return (self.insert(insert),)
        if self.dialect.gives_back and not insert.ignore_duplicates_of:  # else the row that was there would come back
            return (f"{self.insert(insert)}\nreturning {self._outputs(insert.table, insert.returning)}",)
        values, before, where = self._values(insert), [], []
        for column in insert.ignore_duplicates_of or self.physical.tables[insert.table].primary_key:
            known, name = self.physical.tables[insert.table].columns[column], self.columns(insert.table, (column,))
            if column not in values and known.identity:
                where.append(f"{name} = last_insert_id()")
                continue
            if column not in values:
                assert known.default is not None, f"{insert.table}.{column} has no value"
                values[column] = f"@new_{known.name}"
                before.append(f"set {values[column]} = {self.expression(known.default, self.alone(insert.table))}")
            where.append(f"{name} = {values[column]}")
        asked = self._given_back(insert.table, insert.returning, ["where " + " and ".join(where)], only_if_new=bool(insert.ignore_duplicates_of))
        return (*before, self._written(insert, values), asked)

    def _given_back(self, table_id: str, columns: tuple[str, ...], where: list[str], only_if_new: bool = False) -> str:
        once = ["  and row_count() = 1"] if only_if_new else []  # 0: the row was there before
        return "\n".join([f"select {self._outputs(table_id, columns)}", f"from {self.table(table_id)}", *where, *once])

    def _outputs(self, table_id: str, columns: tuple[str, ...]) -> str:
        names, scope = self.source(table_id).columns, self.alone(table_id)
        return ", ".join(self._output(Output(expression=e.ColumnRef(column=c), name=names[c]), scope) for c in columns)

    def _values(self, insert: Insert) -> dict[str, str]:
        scope = self.alone(insert.table)
        return {column: self.assigned(insert.table, column, value, scope) for column, value in insert.values.items()}

    def insert(self, insert: Insert) -> str:
        return self._written(insert, self._values(insert))

    def _written(self, insert: Insert, values: Mapping[str, str]) -> str:
        """A row that is there by the named key already stays as it is (`ignore_duplicates_of`).

        The engine does not say by which key a row is there: where it is another one, the column is set to null, which it refuses,
        rather than silently lost.
        """
        table = self.table(insert.table)
        lines = [f"insert into {table} ({self.columns(insert.table, tuple(values))})", f"values ({', '.join(values.values())})"]
        if not insert.ignore_duplicates_of:
            return "\n".join(lines)
        names = [self.columns(insert.table, (c,)) for c in insert.ignore_duplicates_of]
        first = next((c for c in insert.ignore_duplicates_of if not self.physical.tables[insert.table].columns[c].nullable), "")
        if not first:
            return "\n".join([*lines, f"on duplicate key update {names[0]} = {table}.{names[0]}"])
        name = self.columns(insert.table, (first,))
        same = " and ".join(f"{table}.{n} <=> {self.dialect.given.format(n)}" for n in names)
        lines[-1] += self.dialect.as_given
        return "\n".join([*lines, f"on duplicate key update {name} = if({same}, {table}.{name}, null)"])

    def assigned(self, table_id: str, column: str, value: e.Expression, scope: Scope) -> str:
        data = self.source(table_id).types.get(column)
        if isinstance(value, e.Constant) and isinstance(value.value, str) and data is not None and data.base == "timestamp":
            value = e.Constant(value=instant(value.value))
        return self.expression(value, scope)

    def _output(self, output: Output, scope: Scope) -> str:
        """Identifiers are shown as people write them."""
        data = self.type_of(output.expression, scope)
        if self.readable and data is not None and data.base == "uuid":
            stored = self.expression(output.expression, scope)
            shown = self.dialect.uuid_out.format(stored)
            return f"{shown} as {self.quote(output.name)}" if shown != stored else super()._output(output, scope)
        return super()._output(output, scope)

    # --- keys ---

    def index_parts(self, table_id: str, index: Index) -> list[str]:
        """The parts of a key as written."""
        if index.method == "text":
            return [self.condition(part.expression, table_id) for part in index.parts]
        signs = [" desc" if part.descending else "" for part in index.parts] + [""] * len(index.include)
        return [text + sign for text, sign in zip(self._names(index.name, self._index_key(table_id, index)), signs, strict=False)]

    def key_columns(self, table_id: str, key: UniqueConstraint) -> list[str]:
        """The columns of a unique constraint as written."""
        return self._names(key.name, self._unique_key(table_id, key))

    def key_bytes(self, table_id: str) -> Iterator[tuple[str, str, int]]:
        """Id, name and bytes of the keys of a table, whose texts may not be cut; those of a plain index are."""
        table = self.physical.tables[table_id]
        keys = {"primary_key": (f"the key of {table.name}", [self._key_part(table_id, e.ColumnRef(column=c)) for c in table.primary_key])}
        keys |= {k: (c.name, self._unique_key(table_id, c)) for k, c in table.constraints.items() if isinstance(c, UniqueConstraint)}
        keys |= {k: (i.name, self._index_key(table_id, i)) for k, i in table.indexes.items() if i.unique}
        return ((key, name, sum(part.bytes for part in parts)) for key, (name, parts) in keys.items())

    def hidden(self, table_id: str) -> dict[str, KeyPart]:
        """Name -> what it computes: of the hidden columns that stand in keys for expressions, where a key cannot be on one."""
        return {} if self.dialect.expression_keys else self.computed(table_id)

    def hidden_of(self, table_id: str, index: Index) -> dict[str, KeyPart]:
        """The same of one index."""
        return {} if self.dialect.expression_keys else self.computed_of(table_id, index)

    def computed(self, table_id: str) -> dict[str, KeyPart]:
        """The expressions that keys of the table are on, by the names of the columns that stand for them where keys cannot be on one."""
        table = self.physical.tables[table_id]
        found = {name: part for index in table.indexes.values() for name, part in self.computed_of(table_id, index).items()}
        unique = (key for key in table.constraints.values() if isinstance(key, UniqueConstraint))
        return found | {name: part for key in unique for name, part in self._computed(key.name, self._unique_key(table_id, key)).items()}

    def computed_of(self, table_id: str, index: Index) -> dict[str, KeyPart]:
        """The same of one index."""
        return {} if index.method == "text" else self._computed(index.name, self._index_key(table_id, index))

    def _computed(self, name: str, parts: list[KeyPart]) -> dict[str, KeyPart]:
        return {hidden_name(name, n): part for n, part in enumerate(parts, start=1) if part.is_expression}

    def _names(self, name: str, parts: list[KeyPart]) -> list[str]:
        """Each part as it stands in the key."""
        if self.dialect.expression_keys:
            return [part.text for part in parts]
        return [self.quote(hidden_name(name, n)) if part.is_expression else part.text for n, part in enumerate(parts, start=1)]

    def _index_key(self, table_id: str, index: Index) -> list[KeyPart]:
        """A condition is folded into the last part of a unique one, which is null where it does not hold, and null is equal to nothing:
        so rows outside it are free.
        """
        parts = [self._key_part(table_id, part.expression) for part in index.parts]
        if index.where is not None and index.unique:
            last = f"(case when {self.condition(index.where, table_id)} then {self.condition(index.parts[-1].expression, table_id)} end)"
            parts[-1] = parts[-1]._replace(text=last)
        carried = [self._key_part(table_id, e.ColumnRef(column=c)) for c in index.include]
        return fitted([*parts, *(part for part in carried if part not in parts)], index.unique)

    def _unique_key(self, table_id: str, key: UniqueConstraint) -> list[KeyPart]:
        return fitted([self._key_part(table_id, e.ColumnRef(column=c)) for c in key.columns], unique=True)

    def _key_part(self, table_id: str, expression: e.Expression) -> KeyPart:
        """A column bare, a long text by its beginning, an expression in parentheses; as wide as the columns it is made of."""
        if isinstance(expression, e.Member):
            return self._member_part(table_id, expression)
        if isinstance(expression, e.Elements):
            return self._elements_part(table_id, expression.operand)
        columns = sorted(columns_of(expression))
        text, kinds = self.condition(expression, table_id), [self.types.bare(table_id, c) for c in columns]
        wide = max((column_bytes(kind) - (2 if kind.startswith("varchar") else 0) for kind in kinds), default=0)
        whole = self.types.text(table_id, columns[0]) if columns else "bigint"
        if not isinstance(expression, e.ColumnRef):
            kind = COMPUTED.get(expression.function, whole) if isinstance(expression, e.Call) else whole
            return KeyPart(f"({text})", wide, kinds[:1] != [] and kinds[0].startswith("varchar"), kind)
        if kinds[0] in LONG:
            return KeyPart(f"{text}({PREFIX})", PREFIX * CHARACTER, True, whole)
        return KeyPart(text, wide, kinds[0].startswith("varchar"), whole)

    def _member_part(self, table_id: str, member: e.Member) -> KeyPart:
        """A value in a document: never shortened, for a question must ask for it by the very words of its key."""
        data = self.type_of(member, self.alone(table_id)) or DataType(base="text", length=UNBOUNDED_KEY)
        kind = native(data, self.dialect).text
        wide = column_bytes(kind)
        return KeyPart(
            f"({self.condition(member, table_id)})", wide, False, f"{kind} {self.dialect.member_collation}".strip() if data.base == "text" else kind
        )

    def _elements_part(self, table_id: str, member: e.Member) -> KeyPart:
        """Each of the values of a list, as what a key may hold of it (create-index.html#create-index-multi-valued)."""
        data = self.type_of(member, self.alone(table_id)) or DataType(base="text", length=UNBOUNDED_KEY)
        kind = f"char({data.length})" if data.base == "text" else "signed" if data.base == "integer" else native(data, self.dialect).text
        document, path = self.condition(member.document, table_id), self.json_path(tuple(member.path.split(".")))
        return KeyPart(f"(cast({document} -> {path} as {kind} array))", column_bytes(kind.replace("char", "varchar")), False, kind)


def hidden_name(key: str, number: int) -> str:
    """The column that stands in a key for its part of that number."""
    return f"{key[: LONGEST - 4]}_{number}"


def instant(text: str) -> str:
    """An ISO instant as datetime takes it: in UTC, without a sign; what is none stays, for the engine to refuse."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.strftime("%Y-%m-%d %H:%M:%S") + (f".{moment.microsecond:06d}" if moment.microsecond else "")


def render(physical: Physical, statement: Statement) -> str:
    """A statement with its parameters as `:name`, for reading."""
    return InnodbWriter(physical).statement(statement)


def inlined(physical: Physical, values: Mapping[str, Any]) -> InnodbWriter:
    """A writer that puts the values in place, in the form in which columns hold them."""

    words = dialect(physical)

    def write(parameter: e.Parameter) -> str:
        return constant(values[parameter.name], like(physical, parameter.like), words)

    return InnodbWriter(physical, write, readable=False)


def like(physical: Physical, element: str) -> DataType | None:
    """The data type of "table.column" or "table.column.path", None where the store has no such value."""
    known = column_like(physical, element)
    return known.data if known is not None else None


def constant(value: Any, data: DataType | None, words: Dialect) -> str:
    """A Python value as an SQL constant, in the form of the type where that is known."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, UUID) or (data is not None and data.base == "uuid" and not isinstance(value, bytes)):
        value = UUID(str(value))
        return words.uuid_literal.format(value.hex, value)
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, datetime | str) and data is not None and data.base == "timestamp":
        value = instant(value.isoformat() if isinstance(value, datetime) else value)
    elif isinstance(value, datetime):
        value = instant(value.isoformat())
    elif isinstance(value, date | time):
        value = value.isoformat()
    if not isinstance(value, str):
        raise TypeError(f"no constant for {type(value).__name__}")
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
