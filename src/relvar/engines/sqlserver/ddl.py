"""Physical -> statements: schemas, tables with everything that stands in them, then the references that close a circle.

Every constraint and every default has a name of the design, so that a migration can take it back by name. Primary keys are clustered
unless the table is kept in another order; big tables that are seldom changed are compressed by page. A mask stands in its column: who
reads the table itself without the right to unmask sees it masked as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.sqlserver import partitions, versions
from relvar.engines.sqlserver.behaviours import looks_elsewhere
from relvar.engines.sqlserver.cascades import acting
from relvar.engines.sqlserver.indexes import Indexes, is_columnar, is_compressed, is_index
from relvar.engines.sqlserver.objects import Parts, shortened
from relvar.engines.sqlserver.sizes import CLUSTERED_BYTES, column_bytes
from relvar.engines.sqlserver.types import held_by_type, native
from relvar.model import behaviour as b
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Physical, Table, UniqueConstraint
from relvar.model.walking import columns_of

COMMENT = 3_750  # characters of an extended property
# The masks that the engine knows, by those of the design; what hides all says nothing at all.
MASKS = {"last4": 'partial(0, "****", 4)', "domain": "email()", "initial": 'partial(1, ".", 0)', "hide": "default()", "year": "default()"}
NOTHING = "1 = 1"  # a form that no pattern says


def in_order(physical: Physical) -> list[str]:
    """Table ids, each after those it refers to where no cycle forbids it; else in the design's order."""
    done: dict[str, None] = {}
    waiting = list(physical.tables)
    while waiting:
        ready = [t for t in waiting if all(r in done or r == t for r in _referenced(physical.tables[t]))]
        for table in ready or waiting[:1]:
            done[table] = None
        waiting = [t for t in waiting if t not in done]
    return list(done)


def _referenced(table: Table) -> list[str]:
    return [c.table for c in table.constraints.values() if isinstance(c, ForeignKey)]


def closing_references(physical: Physical) -> dict[str, list[str]]:
    """Per table: ids of references to tables that are made after it."""
    made: set[str] = set()
    later: dict[str, list[str]] = {}
    for table_id in in_order(physical):
        made.add(table_id)
        constraints = physical.tables[table_id].constraints
        later[table_id] = [key for key, c in constraints.items() if isinstance(c, ForeignKey) and c.table not in made]
    return later


class Ddl:
    """The statements of one store's tables."""

    def __init__(self, physical: Physical) -> None:
        self.physical = physical
        self.make = Parts(physical)
        self.writer = self.make.writer
        self.types = self.writer.types
        self.indexes = Indexes(self.writer)
        self.acting = acting(physical)
        self.numbered = {(x.table, x.column) for x in physical.behaviours.values() if isinstance(x, b.NumberWithoutGaps)}

    # --- tables ---

    def schemas(self) -> Iterator[Statement]:
        names = dict.fromkeys([t.schema for t in self.physical.tables.values()] + [v.schema for v in self.physical.views.values()])
        owner = f" authorization {self.writer.quote(self.make.definer)}" if self.make.definer else ""
        for name in names:
            yield Statement(text=f"create schema {self.writer.quote(name)}{owner}", element=name)

    def tables(self) -> Iterator[Statement]:
        """Every table, then the references that close a circle, then what is said of them."""
        later = closing_references(self.physical)
        for table_id in in_order(self.physical):
            if self.physical.tables[table_id].partition is not None:
                yield from partitions.statements(self.make, table_id)
            yield Statement(text=self.table(table_id, later[table_id]), element=table_id)
            yield from self._clustered(table_id)
        for table_id, keys in later.items():
            for key in keys:
                text = f"alter table {self.writer.table(table_id)} add {self.constraint(table_id, key)}"
                yield Statement(text=text, because="Two tables refer to each other: this closes the circle", element=f"{table_id}.{key}")

    def table(self, table_id: str, later: list[str] | None = None) -> str:
        """CREATE TABLE with its columns, keys, references and checks; constraints in `later` follow by ALTER TABLE."""
        table = self.physical.tables[table_id]
        lines = [*self.column_lines(table_id), *versions.column_lines(table)]
        lines += [self.primary_key(table_id)] if table.primary_key else []
        lines += [self.constraint(table_id, key) for key, c in table.constraints.items() if key not in (later or []) and self.is_written(table_id, c)]
        body = ",\n  ".join(lines)
        return f"create table {self.writer.table(table_id)} (\n  {body}\n){self._place(table)}{versions.option(self.make, table_id)}"

    def _place(self, table: Table) -> str:
        if table.partition is None:
            return ""
        return f" on {self.writer.quote(partitions.scheme_name(table))} ({self.writer.quote(table.columns[table.partition.column].name)})"

    def primary_key(self, table_id: str) -> str:
        table = self.physical.tables[table_id]
        options = [f"fillfactor = {table.fill_factor}"] if table.fill_factor else []
        options += ["data_compression = page"] if is_compressed(table) else []
        kind = "nonclustered" if self.cluster(table_id) or is_columnar(table) else "clustered"
        text = f"constraint {self.writer.quote(table.primary_key_name)} primary key {kind} ({self.writer.columns(table_id, table.primary_key)})"
        return text + (f" with ({', '.join(options)})" if options else "") + self._place(table)

    def cluster(self, table_id: str) -> tuple[str, ...]:
        """Columns in whose order the rows lie, where that is not the primary key's: as much of its beginning as 900 bytes hold."""
        table = self.physical.tables[table_id]
        if is_columnar(table) or sum(column_bytes(self.types.bare(table_id, c)) for c in table.primary_key) <= CLUSTERED_BYTES:
            return ()
        fits: list[str] = []
        for column in table.primary_key:
            if sum(column_bytes(self.types.bare(table_id, c)) for c in (*fits, column)) > CLUSTERED_BYTES:
                break
            fits.append(column)
        return tuple(fits)

    def cluster_name(self, table_id: str) -> str:
        return shortened(f"{self.physical.tables[table_id].name}_cx")

    def _clustered(self, table_id: str) -> Iterator[Statement]:
        if columns := self.cluster(table_id):
            text = f"create clustered index {self.writer.quote(self.cluster_name(table_id))}\non {self.writer.table(table_id)}"
            text += f" ({self.writer.columns(table_id, columns)}){self._place(self.physical.tables[table_id])}"
            because = f"The whole key is wider than the {CLUSTERED_BYTES} bytes of a clustered one"
            yield Statement(text=text, because=because, element=f"{table_id}.primary_key")

    def column_lines(self, table_id: str) -> list[str]:
        """Columns with names and types aligned, for a table is read more often than it is written."""
        columns = self.physical.tables[table_id].columns
        names = [self.writer.quote(column.name) for column in columns.values()]
        types = ["" if column.generated is not None else self.types.text(table_id, key) for key, column in columns.items()]
        wide_name, wide_type = max(map(len, names)), max(map(len, types))
        rest = [self.column_rest(table_id, key) for key in columns]
        lines = [f"{name:<{wide_name}}  {kind:<{wide_type}}  {more}".rstrip() for name, kind, more in zip(names, types, rest, strict=True)]
        carriers = [f"{self.writer.quote(c.name):<{wide_name}}  as {c.text}" for c in self.indexes.computed(table_id)]
        return lines + carriers

    def column(self, table_id: str, key: str, *, nullable: bool = False) -> str:
        """A column's whole definition, as ADD takes it; `nullable`: empty for now, whatever the design says."""
        column = self.physical.tables[table_id].columns[key]
        kind = "" if column.generated is not None else f" {self.types.text(table_id, key)}"
        return f"{self.writer.quote(column.name)}{kind} {self.column_rest(table_id, key, nullable=nullable)}".strip()

    def column_rest(self, table_id: str, key: str, *, nullable: bool = False) -> str:
        """Computation, mask, numbering, nullability, default."""
        column = self.physical.tables[table_id].columns[key]
        if column.generated is not None:
            value = self.writer.value(column.generated, table_id)
            return f"as cast({value} as {self.types.bare(table_id, key)}) persisted" + ("" if column.nullable else " not null")
        parts = [f"masked with (function = '{MASKS.get(column.mask, 'default()')}')"] if self.is_masked(table_id, key) else []
        parts += ["identity(1, 1)"] if column.identity else []
        parts.append("null" if nullable or self.is_nullable(table_id, key) else "not null")
        if column.default is not None and not self.types.is_version(table_id, key):
            parts.append(f"constraint {self.writer.quote(self.default_name(table_id, key))} default {self.default(table_id, key)}")
        return " ".join(parts)

    def is_nullable(self, table_id: str, key: str) -> bool:
        """A number without gaps is given after the row stands."""
        return self.physical.tables[table_id].columns[key].nullable or (table_id, key) in self.numbered

    def is_masked(self, table_id: str, key: str) -> bool:
        """A mask stands on no computed column, nor on one that another is computed from."""
        table = self.physical.tables[table_id]
        column = table.columns[key]
        computed = {c for other in table.columns.values() if other.generated is not None for c in columns_of(other.generated)}
        carried = any(column.name in c.text for c in self.indexes.computed(table_id))
        return bool(column.mask) and column.sensitivity in ("personal", "special", "secret", "financial") and key not in computed and not carried

    def default_name(self, table_id: str, key: str) -> str:
        table = self.physical.tables[table_id]
        return shortened(f"{table.name}_{table.columns[key].name}_df")

    def default(self, table_id: str, key: str) -> str:
        column = self.physical.tables[table_id].columns[key]
        assert column.default is not None
        return f"({self.writer.value(column.default, table_id)})"

    # --- constraints ---

    def is_written(self, table_id: str, constraint: Constraint) -> bool:
        """Whether it stands in CREATE TABLE: not what the type says already, what an index keeps, or what only a trigger can."""
        if isinstance(constraint, UniqueConstraint):
            return not is_index(self.physical, table_id, constraint)
        if isinstance(constraint, ForeignKey):
            return True
        columns = self.physical.tables[table_id].columns
        said = any(held_by_type(key, column, constraint) for key, column in columns.items())
        versions = any(self.types.is_version(table_id, c) for c in columns_of(constraint.condition) if c in columns)
        return not said and not versions and not looks_elsewhere(constraint) and self.writer.condition(constraint.condition, table_id) != NOTHING

    def constraint(self, table_id: str, key: str) -> str:
        """`constraint name ...`, as it stands in CREATE TABLE and after ADD."""
        table = self.physical.tables[table_id]
        constraint = table.constraints[key]
        head = f"constraint {self.writer.quote(constraint.name)}"
        if isinstance(constraint, CheckConstraint):
            return f"{head} check ({self.writer.condition(constraint.condition, table_id)})"
        if isinstance(constraint, UniqueConstraint):
            place = " on [primary]" if table.partition is not None and table.partition.column not in constraint.columns else ""
            return f"{head} unique nonclustered ({self.writer.columns(table_id, constraint.columns)}){place}"
        columns = self.writer.columns(table_id, constraint.columns)
        target = f"{self.writer.table(constraint.table)} ({self.writer.columns(constraint.table, constraint.to)})"
        action = {"cascade": " on delete cascade", "set_null": " on delete set null"}.get(constraint.on_delete, "")
        return f"{head} foreign key ({columns}) references {target}{action if (table_id, key) in self.acting else ''}"

    # --- indexes and comments ---

    def index_statements(self) -> Iterator[Statement]:
        for table_id in in_order(self.physical):
            for key, index in self.indexes.of(table_id).items():
                statement = self.indexes.statement(table_id, index)
                yield Statement(text=statement.text, because=statement.because, element=f"{table_id}.{key}")

    def comments(self) -> Iterator[Statement]:
        """What each table and column is, where every tool shows it."""
        for table_id, table in self.physical.tables.items():
            if table.comment:
                yield Statement(text=self.comment(table_id, table.comment), element=table_id)
            for column in table.columns.values():
                if column.comment:
                    yield Statement(text=self.comment(table_id, column.comment, column), element=table_id)

    def comment(self, table_id: str, words: str, column: Column | None = None) -> str:
        table, plain = self.physical.tables[table_id], " ".join(words.split())[:COMMENT]
        text = "'" + plain.replace("'", "''") + "'"
        places = [("SCHEMA", table.schema), ("TABLE", table.name), *([("COLUMN", column.name)] if column else [])]
        levels = ", ".join(f"N'{kind}', N'{name}'" for kind, name in places)
        return f"exec sys.sp_addextendedproperty N'MS_Description', N{text}, {levels}"


def loses(physical: Physical) -> dict[str, list[str]]:
    """What types lose -> the columns that lose it."""
    found: dict[str, list[str]] = {}
    for table in physical.tables.values():
        for column in table.columns.values():
            if lost := native(column.data).loses:
                found.setdefault(lost, []).append(f"{table.name}.{column.name}")
    return found
