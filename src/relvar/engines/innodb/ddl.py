"""Physical -> statements: tables with everything that belongs to them.

Keys and indexes stand inside CREATE TABLE: InnoDB makes an index of its own for a reference that has none at that moment. A check
that the engine does not take (`refused_check`) is a pair of triggers instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.innodb.dialect import Dialect, dialect
from relvar.engines.innodb.partitioned import by_trigger
from relvar.engines.innodb.query import InnodbWriter
from relvar.engines.innodb.sizes import KeyPart
from relvar.engines.innodb.types import held_by_type, native
from relvar.model import expression as e
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index, Physical, Table, UniqueConstraint
from relvar.model.walking import columns_of, nodes

ACTIONS = {"restrict": "restrict", "cascade": "cascade", "set_null": "set null"}
TABLE_COMMENT, ELEMENT_COMMENT = 2048, 1024  # characters (create-table.html)
VOLATILE = ("now", "today", "new_uuid", "new_ordered_uuid")  # what a check may not ask (create-table-check-constraints.html)
LITERAL_DEFAULTS = ("varchar", "smallint", "int", "bigint", "decimal", "double", "boolean", "date", "time", "datetime")


def options(words: Dialect) -> str:
    return f"engine = InnoDB default character set utf8mb4 collate {words.words}"


def in_order(physical: Physical) -> list[str]:
    """Table ids, each after those it refers to where no cycle forbids it; else in the design's order."""
    done: dict[str, None] = {}
    waiting = list(physical.tables)
    while waiting:
        ready = [t for t in waiting if all(r in done or r == t for r in referenced(physical.tables[t]))]
        for table in ready or waiting[:1]:
            done[table] = None
        waiting = [t for t in waiting if t not in done]
    return list(done)


def referenced(table: Table) -> list[str]:
    return [c.table for c in table.constraints.values() if isinstance(c, ForeignKey)]


def closing_references(physical: Physical) -> dict[str, list[str]]:
    """Per table: ids of references to tables that are made after it."""
    made: set[str] = set()
    later: dict[str, list[str]] = {}
    for table_id in in_order(physical):
        made.add(table_id)
        constraints = physical.tables[table_id].constraints
        later[table_id] = [
            key for key, c in constraints.items() if isinstance(c, ForeignKey) and c.table not in made and not by_trigger(physical, table_id, c)
        ]
    return later


class Ddl:
    """The statements of one store's tables."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.writer = InnodbWriter(physical, readable=False)
        self.types = self.writer.types

    def tables(self) -> Iterator[Statement]:
        """Every table, then the references that close a circle."""
        later = closing_references(self.physical)
        for table_id in in_order(self.physical):
            yield Statement(text=self.table(table_id, later[table_id]), element=table_id)
        for table_id, keys in later.items():
            for key in keys:
                constraint = self.physical.tables[table_id].constraints[key]
                text = f"alter table {self.writer.table(table_id)} add {self.constraint(table_id, constraint)}"
                yield Statement(text=text, because="Two tables refer to each other: this closes the circle", element=f"{table_id}.{key}")

    def table(self, table_id: str, later: list[str] | None = None) -> str:
        """CREATE TABLE with its columns, keys, indexes, references and checks; constraints in `later` follow by ALTER TABLE."""
        table = self.physical.tables[table_id]
        keys = ", ".join(self.writer.quote(table.columns[c].name) for c in table.primary_key)
        lines = [*self.column_lines(table_id), *([f"primary key ({keys})"] if keys else [])]
        lines += [text for _, text in self.constraints(table_id, later or [])]
        body = ",\n  ".join(lines)
        comment = f" comment = {self.comment(table.comment, TABLE_COMMENT)}" if table.comment else ""
        return f"create table {self.writer.table(table_id)} (\n  {body}\n) {options(self.writer.dialect)}{comment}{self._partitioned(table)}"

    def comment(self, text: str, longest: int = ELEMENT_COMMENT) -> str:
        """A comment as a literal, cut where the engine would refuse it."""
        plain = " ".join(text.split())
        return self.writer.literal(plain if len(plain) <= longest else plain[: longest - 1] + "…")

    def _partitioned(self, table: Table) -> str:
        """One partition takes everything; `ensure_partitions` cuts it at the clock's time, so that no file carries a date."""
        if table.partition is None:
            return ""
        column = self.writer.quote(table.columns[table.partition.column].name)
        return f"\npartition by range columns ({column}) (partition p_later values less than (maxvalue))"

    # --- columns ---

    def column_lines(self, table_id: str) -> list[str]:
        """Columns with names and types aligned, for a table is read more often than it is written."""
        columns, hidden = self.physical.tables[table_id].columns, self.writer.hidden(table_id)
        names = [self.writer.quote(name) for name in (*(column.name for column in columns.values()), *hidden)]
        types = [*(self.types.text(table_id, key) for key in columns), *(part.kind for part in hidden.values())]
        wide_name, wide_type = max(map(len, names)), max(map(len, types))
        rest = [*(self.column_rest(table_id, key) for key in columns), *(computed(part) for part in hidden.values())]
        return [f"{name:<{wide_name}}  {kind:<{wide_type}}  {more}".rstrip() for name, kind, more in zip(names, types, rest, strict=True)]

    def hidden_column(self, name: str, part: KeyPart) -> str:
        """The definition of a hidden column, as ADD COLUMN takes it."""
        return f"{self.writer.quote(name)} {part.kind} {computed(part)}"

    def column(self, table_id: str, key: str) -> str:
        """A column's whole definition, as ADD COLUMN takes it."""
        name = self.writer.quote(self.physical.tables[table_id].columns[key].name)
        return " ".join([name, self.types.text(table_id, key), self.column_rest(table_id, key)]).strip()

    def column_rest(self, table_id: str, key: str) -> str:
        """Generation expression, nullability, default, numbering, comment."""
        column = self.physical.tables[table_id].columns[key]
        parts = []
        if column.generated is not None:
            parts.append(f"generated always as ({self.writer.condition(column.generated, table_id)}) {self.storage(table_id, column)}")
        if self.is_required(column):
            parts.append("not null")
        if column.default is not None:
            parts.append(f"default {self.default(table_id, key)}")
        if column.identity:
            parts.append("auto_increment")
        if column.comment:
            parts.append(f"comment {self.comment(column.comment)}")
        return " ".join(parts)

    def is_required(self, column: Column) -> bool:
        """Whether `not null` is written."""
        return not column.nullable and (column.generated is None or self.writer.dialect.required_computed)

    def storage(self, table_id: str, column: Column) -> str:
        """Stored, but where it comes from a reference whose action changes rows: InnoDB refuses that (create-table-foreign-keys.html)."""
        assert column.generated is not None
        acted = acted_columns(self.physical.tables[table_id], ("cascade", "set_null"))
        return "virtual" if columns_of(column.generated) & acted else "stored"

    def default(self, table_id: str, key: str) -> str:
        """A constant bare where the type takes it so, anything else in parentheses."""
        column = self.physical.tables[table_id].columns[key]
        assert column.default is not None
        text = self.writer.assigned(table_id, key, column.default, self.writer.alone(table_id))
        bare = isinstance(column.default, e.Constant) and self.types.bare(table_id, key).split("(")[0] in LITERAL_DEFAULTS
        return text if bare else f"({text})"

    # --- constraints and indexes ---

    def constraints(self, table_id: str, later: list[str]) -> Iterator[tuple[str, str]]:
        """(name, text) of every key, index, reference and check that stands in CREATE TABLE."""
        table = self.physical.tables[table_id]
        for kind in (UniqueConstraint, Index, ForeignKey, CheckConstraint):
            if kind is Index:
                yield from ((index.name, self.index(table_id, index)) for index in table.indexes.values())
                yield from self._numbered(table_id)
                continue
            for key, constraint in table.constraints.items():
                if isinstance(constraint, kind) and key not in later and self.is_written(table_id, constraint):
                    yield constraint.name, self.constraint(table_id, constraint)
        yield from self._forms(table_id)

    def _numbered(self, table_id: str) -> Iterator[tuple[str, str]]:
        """A numbered column must stand first in some key."""
        table = self.physical.tables[table_id]
        firsts = {table.primary_key[:1]} | {c.columns[:1] for c in table.constraints.values() if isinstance(c, UniqueConstraint)}
        for key, column in table.columns.items():
            if column.identity and (key,) not in firsts:
                name = f"{table.name}_{column.name}_ix"[:64]
                yield name, f"key {self.writer.quote(name)} ({self.writer.quote(column.name)})"

    def _forms(self, table_id: str) -> Iterator[tuple[str, str]]:
        """`boolean` is a whole number here: a check keeps it at 0 or 1."""
        table = self.physical.tables[table_id]
        for column in table.columns.values():
            if column.data.base == "boolean" and column.generated is None:
                name = form_name(table, column)
                yield name, f"constraint {self.writer.quote(name)} check ({self.writer.quote(column.name)} in (0, 1))"

    def is_written(self, table_id: str, constraint: Constraint) -> bool:
        """Whether it stands in CREATE TABLE: not what the type says already, nor what only a trigger can keep."""
        if isinstance(constraint, ForeignKey):
            return not by_trigger(self.physical, table_id, constraint)
        if not isinstance(constraint, CheckConstraint):
            return True
        table = self.physical.tables[table_id]
        said = any(
            held_by_type(key, column, constraint) and self.types.bare(table_id, key).startswith("varchar") for key, column in table.columns.items()
        )
        return not said and not refused_check(table, constraint)

    def constraint(self, table_id: str, constraint: Constraint) -> str:
        """`constraint name ...`, as it stands in CREATE TABLE and after ADD."""
        head = f"constraint {self.writer.quote(constraint.name)}"
        if isinstance(constraint, CheckConstraint):
            return f"{head} check ({self.writer.condition(constraint.condition, table_id)})"
        if isinstance(constraint, UniqueConstraint):
            return f"{head} unique key ({', '.join(self.writer.key_columns(table_id, constraint))})"
        columns = self.writer.columns(table_id, constraint.columns)
        target = f"{self.writer.table(constraint.table)} ({self.writer.columns(constraint.table, constraint.to)})"
        return f"{head} foreign key ({columns}) references {target} on delete {ACTIONS[constraint.on_delete]}"

    def index(self, table_id: str, index: Index) -> str:
        """`key name (parts)`, as it stands in CREATE TABLE and after ADD."""
        parts = ", ".join(self.writer.index_parts(table_id, index))
        word = "fulltext key" if index.method == "text" else "unique key" if index.unique else "key"
        comment = f" comment {self.comment(index.because)}" if index.because else ""
        return f"{word} {self.writer.quote(index.name)} ({parts}){comment}"


def computed(part: KeyPart) -> str:
    """What makes a column stand for an expression: it is computed when it is read, and only its key keeps it."""
    return f"generated always as {part.text} virtual invisible"


def acted_columns(table: Table, actions: tuple[str, ...]) -> set[str]:
    """Columns of references that have one of these actions."""
    return {c for key in table.constraints.values() if isinstance(key, ForeignKey) and key.on_delete in actions for c in key.columns}


def refused_check(table: Table, constraint: CheckConstraint) -> str:
    """Why the engine takes the condition in no check, "" where it does (create-table-check-constraints.html)."""
    named = columns_of(constraint.condition)
    if emptied := sorted(named & acted_columns(table, ("set_null",))):
        return f"{', '.join(emptied)} is emptied by its reference's action"
    if numbered := [key for key in sorted(named) if table.columns[key].identity]:
        return f"{numbered[0]} is numbered by the engine"
    if any(isinstance(p, e.Ago) or (isinstance(p, e.Call) and p.function in VOLATILE) for p in nodes(constraint.condition)):
        return "it asks what time it is"
    return "it looks at other rows" if any(isinstance(p, e.Exists) for p in nodes(constraint.condition)) else ""


def form_name(table: Table, column: Column) -> str:
    """The name of the check of a boolean's form."""
    return f"{table.name}_{column.name}_form_ck"[:64]


def loses(physical: Physical) -> dict[str, list[str]]:
    """What types lose -> the columns that lose it."""
    words = dialect(physical)
    found: dict[str, list[str]] = {}
    for table in physical.tables.values():
        for column in table.columns.values():
            if lost := native(column.data, words).loses:
                found.setdefault(lost, []).append(f"{table.name}.{column.name}")
    return found
