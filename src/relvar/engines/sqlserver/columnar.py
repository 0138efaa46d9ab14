"""Columnstore indexes: reports that read much of a big table by a few of its columns.

Decides, for a table of more than five groups of rows that the engine compresses at once, which questions that group its rows would be
read from columns: the columns that they name, kept by column beside the rows. It stays silent for a table whose rows are written again
often, for each change is a mark and a new row there, and for a question that a report's table answers already.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.facts import facts
from relvar.engines.sqlserver.behaviours import triggers
from relvar.engines.sqlserver.indexes import Indexes
from relvar.engines.sqlserver.objects import shortened
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.model.behaviour import Expire
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Manual
from relvar.model.expression import ColumnRef
from relvar.model.physical import ForeignKey, Index, IndexPart, Physical
from relvar.model.query import Insert, Select
from relvar.model.walking import columns_of, nodes

GROUP_ROWS = 1_048_576  # rows that are compressed together (columnstore-indexes-overview)
LEAST_GROUPS = 5
PARTITION_ROWS = 1_000_000  # arriving in a partition below which groups stay small (columnstore-indexes-design-guidance)
LOADED_ROWS = (
    102_400  # rows loaded at once from which on they are compressed at once; fewer wait in a row store (columnstore-indexes-data-loading-guidance)
)
DAYS = {"day": 1, "week": 7, "month": 30}
# columns that no columnstore holds (CREATE COLUMNSTORE INDEX, limitations)
UNHELD = frozenset({"rowversion", "timestamp", "sql_variant", "xml", "hierarchyid", "geography", "geometry", "text", "ntext", "image", "json"})
GUIDANCE = "https://learn.microsoft.com/en-us/sql/relational-databases/indexes/columnstore-indexes-design-guidance"
OFTEN = 0.1  # updates a row beyond which the marks of deleted rows outweigh what is saved (columnstore-indexes-design-guidance: 10 %)


def columnar(physical: Physical) -> Iterator[Decision]:
    for table_id, table in physical.tables.items():
        if table.rows < LEAST_GROUPS * GROUP_ROWS or table.updates_per_row > OFTEN:
            continue
        asked = {
            key: query.statement
            for key, query in physical.queries.items()
            if isinstance(query.statement, Select) and query.statement.table == table_id and query.statement.group_by and not query.view
        }
        named = {c for select in asked.values() for c in columns_of(select) if c in table.columns}
        columns = [c for c in table.columns if c in named and table.columns[c].generated is None]
        if columns and _is_only_added_up(physical, table_id, set(asked)) and _can_be_columnar(physical, table_id):
            yield _whole(physical, table_id, tuple(asked))
        elif columns:
            yield _index(physical, table_id, tuple(asked), columns)


def _is_only_added_up(physical: Physical, table_id: str, asked: set[str]) -> bool:
    """Whether nothing else reads or refers to the table."""
    others = (query.statement for key, query in physical.queries.items() if key not in asked and not isinstance(query.statement, Insert))
    read = any(table_id in {getattr(node, "table", "") for node in nodes(statement)} for statement in others)
    referred = any(isinstance(c, ForeignKey) and c.table == table_id for table in physical.tables.values() for c in table.constraints.values())
    return not (read or referred or any(index.unique or index.method == "text" for index in physical.tables[table_id].indexes.values()))


def _can_be_columnar(physical: Physical, table_id: str) -> bool:
    """Whether the engine keeps the rows by column, and whole groups of them come together."""
    table, writer = physical.tables[table_id], TsqlWriter(physical)
    computed = any(column.generated is not None for column in table.columns.values()) or any(Indexes(writer).computed(table_id))
    unheld = any(writer.types.bare(table_id, column).partition("(")[0] in UNHELD for column in table.columns)
    acted_on = table.versions_months or any(trigger.table == table_id for trigger in triggers(physical))
    filled = table.partition is None or table.rows_per_day * DAYS[table.partition.interval] >= PARTITION_ROWS
    leaving = any(isinstance(b, Expire) and b.table == table_id for b in physical.behaviours.values()) and table.partition is None
    return filled and not (computed or unheld or acted_on or leaving)


def _whole(physical: Physical, table_id: str, queries: tuple[str, ...]) -> Decision:
    table = physical.tables[table_id]
    name = shortened(f"{table.name}_cci")
    says = ", ".join(physical.queries[q].name for q in queries)
    parts = tuple(IndexPart(expression=ColumnRef(column=c)) for c in table.columns)
    index = Index(name=name, parts=parts, method="columnar_table", serves=queries, because=f"{says}: nothing else is read of the table")
    return Decision(
        advisor="sqlserver",
        subject=f"{table_id}.{name}",
        choice="the rows themselves by column (clustered columnstore), its key in an index beside them",
        because=f"{says} over {table.rows:,.0f} rows, and nothing looks up single rows; fewer than {LOADED_ROWS:,} loaded at once wait by row",
        evidence=(
            Computed(
                formula=f"rows >= {LEAST_GROUPS} x {GROUP_ROWS:,}, updates a row <= {OFTEN}, rows a partition >= {PARTITION_ROWS:,}",
                value=table.rows / GROUP_ROWS,
                unit="groups of rows",
            ),
            Manual(title="SQL Server: columnstore indexes, design guidance", address=GUIDANCE),
        ),
        instead_of=("rows in the order of their key and a columnstore index beside them",),
        changes=(Add(collection="indexes", id=name, element=index, table=table_id),),
    )


def _index(physical: Physical, table_id: str, queries: tuple[str, ...], columns: list[str]) -> Decision:
    table = physical.tables[table_id]
    name = shortened(f"{table.name}_columns_ix")
    says = ", ".join(physical.queries[q].name for q in queries)
    parts = tuple(IndexPart(expression=ColumnRef(column=c)) for c in columns)
    index = Index(name=name, parts=parts, method="columnar", serves=queries, because=f"{says}: read by column")
    fact = facts("sqlserver").capabilities["columnar_indexes"]
    return Decision(
        advisor="sqlserver",
        subject=f"{table_id}.{name}",
        choice=f"columnstore ({', '.join(table.columns[c].name for c in columns)})",
        because=f"{says} over {table.rows:,.0f} rows",
        evidence=(
            Computed(
                formula=f"rows >= {LEAST_GROUPS} x {GROUP_ROWS:,}, updates a row <= {OFTEN}", value=table.rows / GROUP_ROWS, unit="groups of rows"
            ),
            Manual(title="SQL Server: columnstore indexes", address=fact.manual),
        ),
        instead_of=("rows alone",),
        changes=(Add(collection="indexes", id=name, element=index, table=table_id),),
    )
