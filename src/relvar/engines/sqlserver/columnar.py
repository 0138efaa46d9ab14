"""Columnstore indexes: reports that read much of a big table by a few of its columns.

Decides, for a table of more than five groups of rows that the engine compresses at once, which questions that group its rows would be
read from columns: the columns that they name, kept by column beside the rows. It stays silent for a table whose rows are written again
often, for each change is a mark and a new row there, and for a question that a report's table answers already.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.facts import facts
from relvar.engines.sqlserver.objects import shortened
from relvar.model.changes import Add
from relvar.model.design import Computed, Decision, Manual
from relvar.model.expression import ColumnRef
from relvar.model.physical import Index, IndexPart, Physical
from relvar.model.query import Select
from relvar.model.walking import columns_of

GROUP_ROWS = 1_048_576  # rows that are compressed together (columnstore-indexes-overview)
LEAST_GROUPS = 5
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
        if columns:
            yield _index(physical, table_id, tuple(asked), columns)


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
