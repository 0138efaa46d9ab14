"""Rows leave when their time is over: by emptying partitions, by batches, or by emptying what is personal."""

from __future__ import annotations

from relvar.engines.erasing import MARK, erased
from relvar.engines.sqlserver.objects import Parts, Procedure, shortened
from relvar.engines.sqlserver.partitions import function_name, is_aligned
from relvar.engines.sqlserver.query import NOW, constant
from relvar.model.behaviour import Expire
from relvar.model.physical import Column, Table

BATCH = 4_000  # rows a transaction: below the 5,000 locks at which they become one of the whole table
NEUTRAL = {"date": "1900-01-01", "timestamp": "1900-01-01T00:00:00+00:00", "boolean": False, "json": "{}"}


def expire(make: Parts, key: str, rule: Expire) -> Procedure:
    table = make.physical.tables[rule.table]
    dropping = (
        table.partition is not None
        and table.partition.column == rule.since
        and rule.months
        and not rule.anonymise
        and is_aligned(make.physical, rule.table)
    )
    return _empty_partitions(make, key, rule, table) if dropping else _batches(make, key, rule, table)


def age(rule: Expire) -> str:
    return f"{rule.months} month{'' if rule.months == 1 else 's'}"


def _empty_partitions(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    """Partitions are emptied at once as long as every row in them is older.

    To join two partitions moves the rows of the one that held the bound, the right one: both are empty before their bound goes, and the
    first partition stays empty for the next time.
    """
    function, kind = function_name(table), make.writer.types.bare(rule.table, rule.since)
    body = f"""declare @first {kind}, @second {kind}, @due {kind} = dateadd(month, -{rule.months}, {NOW});
while 1 = 1
begin
  select @first = min(b.bound), @second = case when count(*) = 2 then max(b.bound) end
  from (
    select top (2) cast(v.value as {kind}) as bound
    from sys.partition_range_values as v
    join sys.partition_functions as f on f.function_id = v.function_id
    where f.name = {make.writer.literal(function)}
    order by v.boundary_id) as b;
  if @first is null or @first > @due break;
  truncate table {make.table(rule.table)} with (partitions (1));
  if @second is null or @second > @due break;
  begin transaction;
  truncate table {make.table(rule.table)} with (partitions (2));
  alter partition function {make.writer.quote(function)}() merge range (@first);
  commit;
end;"""
    says = f"Empties the partitions of {table.name} whose every row is older than {age(rule)}"
    return Procedure(shortened(key), body, comment=says, element=key)


def is_due(make: Parts, rule: Expire) -> str:
    """The condition of a row that leaves, or is emptied."""
    table, since = make.physical.tables[rule.table], make.name(rule.table, rule.since)
    if not rule.by_number:
        return f"{since} < dateadd(month, -{rule.months}, {NOW}){_not_yet(make, table, rule)}"
    if rule.per:
        names = [make.name(rule.table, c) for c in table.primary_key]
        same = " and ".join(f"placed.{name} = {make.table(rule.table)}.{name}" for name in names)
        return f"exists (select 1 from ({make.writer.placed(rule)}) as placed where place > {rule.newest} and {same})"
    return f"{since} < (select {since} from {make.table(rule.table)} order by {since} desc offset {rule.newest - 1} rows fetch next 1 rows only)"


def _batches(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    if rule.by_number:
        return _beyond(make, key, rule, table)
    name, due = make.table(rule.table), is_due(make, rule)
    work = f"delete top ({BATCH}) from {name}\n  where {due}"
    if rule.anonymise:
        sets = ",\n    ".join(f"{make.name(rule.table, c)} = {_emptied(make, rule.table, c)}" for c in rule.anonymise)
        work = f"update top ({BATCH}) {name} set\n    {sets}\n  where {due}"
    body = f"""declare @done int = {BATCH};
while @done = {BATCH}
begin
  {work};
  set @done = @@rowcount;
end;"""
    what = f"Empties {', '.join(rule.anonymise)} of" if rule.anonymise else "Deletes"
    return Procedure(shortened(key), body, comment=f"{what} rows of {table.name} older than {age(rule)}, {BATCH} a transaction", element=key)


def _beyond(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    """All but the newest. Of all rows their oldest is read from the index once; of one owner's, the places are counted anew for each batch."""
    since, name = make.name(rule.table, rule.since), make.table(rule.table)
    kind = make.writer.types.bare(rule.table, rule.since)
    newest = f"select {since} from {name} order by {since} desc offset {rule.newest - 1} rows fetch next 1 rows only"
    declared = "" if rule.per else f"declare @oldest {kind} = ({newest});\n"
    work = f"delete top ({BATCH}) from {name}\n  where {since} < @oldest"
    if rule.per:
        work = f"with placed as ({make.writer.placed(rule)})\n  delete top ({BATCH}) from placed where place > {rule.newest}"
    body = f"""{declared}declare @done int = {BATCH};
while @done = {BATCH}
begin
  {work};
  set @done = @@rowcount;
end;"""
    return Procedure(shortened(key), body, comment=f"Deletes rows of {table.name} {rule.term}, {BATCH} a transaction", element=key)


def _emptied(make: Parts, table_id: str, column_id: str) -> str:
    """Nothing where the column may be empty; else a value that names no person."""
    table = make.physical.tables[table_id]
    column: Column = table.columns[column_id]
    if column.nullable:
        return "null"
    key = ", '-', ".join(make.name(table_id, c) for c in table.primary_key)
    if column.data.base != "text":
        return constant(NEUTRAL.get(column.data.base, 0))
    made, said = erased(table, column_id), make.writer.literal
    parts = [said(made.before), *([key] if made.keyed else ()), *([said(made.after)] if made.after else ())]
    return f"concat({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _not_yet(make: Parts, table: Table, rule: Expire) -> str:
    """Among the rows to empty, those that still hold something."""
    marks = []
    for column in rule.anonymise:
        name = make.name(rule.table, column)
        if table.columns[column].nullable:
            marks.append(f"{name} is not null")
        elif table.columns[column].data.base == "text":
            made = erased(table, column).constant
            marks.append(f"{name} <> {make.writer.literal(made)}" if made else f"{name} not like '{MARK}%'")
    return f"\n    and ({' or '.join(marks)})" if marks else ""
