"""Range partitions by time: a function with no bound yet, a scheme, and one procedure that splits ahead, so that no file carries a date.

The last partition is always split while it is empty: that moves no row. Where a unique key leaves the time out its index is not cut
along with the table (`is_aligned`), and then rows leave in batches.
"""

from __future__ import annotations

from relvar.engines.base import Statement
from relvar.engines.sqlserver.objects import Parts, Procedure, shortened
from relvar.engines.sqlserver.query import TODAY
from relvar.model import expression as e
from relvar.model.physical import ForeignKey, Physical, Table, UniqueConstraint

FIRST = {
    "day": TODAY,
    "week": f"dateadd(day, -(datediff(day, '19000101', {TODAY}) % 7), {TODAY})",
    "month": f"datefromparts(year({TODAY}), month({TODAY}), 1)",
}


def partitioned(physical: Physical) -> dict[str, Table]:
    return {key: table for key, table in physical.tables.items() if table.partition is not None}


def function_name(table: Table) -> str:
    return shortened(f"{table.name}_by_time")


def scheme_name(table: Table) -> str:
    return shortened(f"{table.name}_places")


def is_aligned(physical: Physical, table_id: str) -> bool:
    """Whether every index is cut as the table is, and nobody refers to it: else a partition cannot be emptied at once."""
    table = physical.tables[table_id]
    assert table.partition is not None
    column = table.partition.column
    unique = [set(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)]
    unique += [{p.expression.column for p in i.parts if isinstance(p.expression, e.ColumnRef)} for i in table.indexes.values() if i.unique]
    referred = any(isinstance(c, ForeignKey) and c.table == table_id for t in physical.tables.values() for c in t.constraints.values())
    return not referred and all(column in columns for columns in unique) and not any(i.method == "text" for i in table.indexes.values())


def statements(make: Parts, table_id: str) -> list[Statement]:
    """The function and the scheme of one table, before it."""
    table = make.physical.tables[table_id]
    assert table.partition is not None
    quote, kind = make.writer.quote, make.writer.types.bare(table_id, table.partition.column)
    function, scheme = quote(function_name(table)), quote(scheme_name(table))
    return [
        Statement(
            text=f"create partition function {function} ({kind})\nas range right for values ()",
            because="One partition until ensure_partitions cuts it",
        ),
        Statement(text=f"create partition scheme {scheme}\nas partition {function} all to ([primary])"),
    ]  # fmt: skip


def procedures(make: Parts) -> list[Procedure]:
    tables = partitioned(make.physical)
    if not tables:
        return []
    body = "declare @bound datetimeoffset(6), @n int;\n" + "\n".join(_split(make, table_id) for table_id in tables)
    says = "Makes what is missing of the partitions ahead; run it in every deploy and every day"
    return [Procedure("ensure_partitions", body, "", says, "ensure_partitions")]


def _split(make: Parts, table_id: str) -> str:
    table = make.physical.tables[table_id]
    assert table.partition is not None
    kind = make.writer.types.bare(table_id, table.partition.column)
    function, scheme = (make.writer.quote(name(table)) for name in (function_name, scheme_name))
    first, step = FIRST[table.partition.interval], table.partition.interval
    known = (
        "select 1 from sys.partition_range_values as v join sys.partition_functions as f on f.function_id = v.function_id\n"
        f"    where f.name = {make.writer.literal(function_name(table))} and cast(v.value as {kind}) >= @bound"
    )
    return f"""set @n = 0;
while @n <= {table.partition.ahead}
begin
  set @bound = cast(dateadd({step}, @n, {first}) as datetimeoffset(6));
  if not exists (
    {known})
  begin
    alter partition scheme {scheme} next used [primary];
    alter partition function {function}() split range (@bound);
  end;
  set @n += 1;
end;"""
