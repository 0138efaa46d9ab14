"""Physical -> statements that create it: strict tables with every rule that a table can hold, indexes, views.

Comments stand inside `create table`, above what they speak of: SQLite keeps the text of the statement in sqlite_schema, so
they are found where the table is. Keys say `not null`, for SQLite lets null into a primary key that does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.types import form, native
from relvar.model import expression as e
from relvar.model.expression import Expression
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index, Physical, Table, UniqueConstraint, View
from relvar.model.walking import nodes

ACTIONS = {"restrict": "restrict", "cascade": "cascade", "set_null": "set null"}
LINE = 110  # an index longer than this goes on several lines
MASKS = {
    "hide": "null",
    "last4": "'***' || substr({0}, -4)",
    "domain": "'***' || substr({0}, instr({0}, '@'))",
    "year": "substr({0}, 1, 4)",
    "initial": "substr({0}, 1, 1) || '.'",
}


class Ddl:
    """The statements of one store."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.writer = SqliteWriter(physical)

    # --- tables ---

    def tables(self) -> Iterator[Statement]:
        for table_id in referenced_first(self.physical):
            yield self.table(table_id)

    def table(self, table_id: str, name: str = "") -> Statement:
        """`create table`, under another name where a migration builds it beside the old one."""
        table = self.physical.tables[table_id]
        head = [f"  -- {one_line(table.comment)}", ""] if table.comment else []
        items = [*self._columns(table_id), *(f"  {text}" for _, text in self.constraints(table_id))]
        options = "strict, without rowid" if table.without_rowid else "strict"
        body = "\n".join([*head, ",\n".join(items)])
        return Statement(text=f"create table {self.writer.quote(name or table.name)} (\n{body}\n) {options}", element=table_id)

    def _columns(self, table_id: str) -> Iterator[str]:
        for key, column in in_row_order(self.physical.tables[table_id]).items():
            comment = f"  -- {comment_of(column)}\n" if comment_of(column) else ""
            yield f"{comment}  {self.column(table_id, key)}"

    def column(self, table_id: str, key: str) -> str:
        """A column's definition without its comment."""
        column = self.physical.tables[table_id].columns[key]
        parts = [self.writer.quote(column.name), type_of(self.physical.tables[table_id], key)]
        if not column.nullable and column.generated is None:
            parts.append("not null")
        default = self.default(table_id, column)
        if default:
            parts.append(f"default {default}")
        if column.generated is not None:
            parts.append(f"generated always as ({self.value(table_id, key, column.generated)}) stored")
        return " ".join(parts)

    def value(self, table_id: str, key: str, expression: Expression) -> str:
        return self.writer.assigned(table_id, key, expression, self.writer.alone(table_id))

    def default(self, table_id: str, column: Column) -> str:
        """The default as written: a constant bare, an expression in parentheses; "" where there is none."""
        if column.default is None:
            return ""
        key = next(k for k, c in self.physical.tables[table_id].columns.items() if c is column)
        text = self.value(table_id, key, column.default)
        return text if isinstance(column.default, e.Constant) else f"({text})"

    def constraints(self, table_id: str) -> Iterator[tuple[str, str]]:
        """(name, text) of every table constraint: key, uniqueness, references, rules, forms of the stored text."""
        table, quote = self.physical.tables[table_id], self.writer.quote
        if table.primary_key:
            columns = self.writer.columns(table_id, table.primary_key)
            yield table.primary_key_name, f"constraint {quote(table.primary_key_name)} primary key ({columns})"
        for kind in (UniqueConstraint, ForeignKey, CheckConstraint):
            for constraint in table.constraints.values():
                if isinstance(constraint, kind) and not asks_the_clock(constraint):
                    yield constraint.name, self.constraint(table_id, constraint)
        for key, column in table.columns.items():
            condition = self.form_of(key, column, table)
            if condition:
                name = form_name(table, column)
                yield name, f"constraint {quote(name)} check ({condition})"

    def form_of(self, key: str, column: Column, table: Table) -> str:
        """The check of a column's form, where nothing else holds it to a closed list."""
        return "" if column.values else form(self.writer.quote(column.name), column.data)

    def constraint(self, table_id: str, constraint: Constraint) -> str:
        quote = self.writer.quote
        head = f"constraint {quote(constraint.name)}"
        if isinstance(constraint, CheckConstraint):
            return f"{head} check ({self.writer.condition(constraint.condition, table_id)})"
        columns = self.writer.columns(table_id, constraint.columns)
        if isinstance(constraint, UniqueConstraint):
            return f"{head} unique ({columns})"
        target = f"{self.writer.table(constraint.table)} ({self.writer.columns(constraint.table, constraint.to)})"
        deferred = " deferrable initially deferred" if constraint.deferred else ""
        return f"{head} foreign key ({columns}) references {target}\n    on delete {ACTIONS[constraint.on_delete]}{deferred}"

    # --- indexes ---

    def indexes(self) -> Iterator[Statement]:
        for table_id in self.physical.tables:
            yield from self.indexes_of(table_id)

    def indexes_of(self, table_id: str) -> Iterator[Statement]:
        for key, index in self.physical.tables[table_id].indexes.items():
            if index.method != "text":
                yield Statement(text=self.index(table_id, index), because=one_line(index.because), element=f"{table_id}.{key}")

    def index(self, table_id: str, index: Index) -> str:
        word = "create unique index" if index.unique else "create index"
        parts = ", ".join(self.index_parts(table_id, index))
        text = f"{word} {self.writer.quote(index.name)} on {self.writer.table(table_id)} ({parts})"
        if index.where is None:
            return text
        where = f"where {self.writer.condition(index.where, table_id)}"
        return f"{text} {where}" if len(text) + len(where) < LINE else f"{text}\n  {where}"

    def index_parts(self, table_id: str, index: Index) -> list[str]:
        """The key, and after it the columns that are only carried along (SQLite has no `include`)."""
        parts = [self.writer.condition(p.expression, table_id) + (" desc" if p.descending else "") for p in index.parts]
        carried = [self.writer.columns(table_id, (c,)) for c in index.include]
        return parts + [c for c in carried if c not in parts]

    # --- views ---

    def views(self) -> Iterator[Statement]:
        for view_id, view in self.physical.views.items():
            yield Statement(text=self.view(view), because=one_line(view.comment), element=view_id)

    def view(self, view: View) -> str:
        name = self.writer.quote(view.name)
        if view.select is not None:
            return f"create view {name} as\n{self.writer.select(view.select)}"
        table = self.physical.tables[view.table]
        shown = [self._masked(column, view.masks.get(key, "")) for key, column in table.columns.items()]
        return f"create view {name} as\n" + "select\n  " + ",\n  ".join(shown) + f"\nfrom {self.writer.table(view.table)}"

    def _masked(self, column: Column, mask: str) -> str:
        name = self.writer.quote(column.name)
        return f"{MASKS[mask].format(name)} as {name}" if mask else name


def type_of(table: Table, key: str) -> str:
    """A column's type. An `integer primary key` numbers itself where null is given, `not null` or not: a key that the engine
    is not to number is called `int`, which is the same type without that meaning (lang_createtable.html, "ROWIDs").
    """
    kind = native(table.columns[key].data).text
    numbers_itself = table.primary_key == (key,) and kind == "integer" and not table.without_rowid
    return "int" if numbers_itself and not table.columns[key].identity else kind


def comment_of(column: Column) -> str:
    """What the column means, and the unit of a whole number that stands for a decimal."""
    places = column.data.scale if column.data.base == "decimal" else 0
    unit = f"in units of {1 / 10**places:.{places}f}" if places else ""
    return "; ".join(part for part in (one_line(column.comment), unit) if part)


def asks_the_clock(constraint: Constraint) -> bool:
    """Whether a check asks what time it is, which SQLite takes in no check but in a trigger (deterministic.html)."""
    asked = nodes(constraint.condition) if isinstance(constraint, CheckConstraint) else ()
    return any(isinstance(p, e.Ago) or (isinstance(p, e.Call) and p.function in ("now", "today")) for p in asked)


def form_name(table: Table, column: Column) -> str:
    return f"{table.name}_{column.name}_form_ck"


def one_line(text: str) -> str:
    return " ".join(text.split())


def referenced_first(physical: Physical) -> list[str]:
    """Table ids so that what a table refers to stands before it, as far as there is no circle; else in the design's order."""
    done: dict[str, None] = {}

    def visit(table_id: str, path: tuple[str, ...]) -> None:
        if table_id in done or table_id in path:
            return
        for constraint in physical.tables[table_id].constraints.values():
            if isinstance(constraint, ForeignKey) and constraint.table in physical.tables:
                visit(constraint.table, (*path, table_id))
        done[table_id] = None

    for table_id in physical.tables:
        visit(table_id, ())
    return list(done)


def in_row_order(table: Table) -> dict[str, Column]:
    """Columns as they are declared. Where the key is the row's place, it comes first, as it lies in the file.

    SQLite 3.40.1's integrity_check reports "NULL value in" columns of such a table that are declared between the key's
    (seen; the rows hold no null), and a backup that is not ok is none.
    """
    if not table.without_rowid:
        return table.columns
    return {key: table.columns[key] for key in (*table.primary_key, *(k for k in table.columns if k not in table.primary_key))}
