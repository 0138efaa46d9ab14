"""Rows leave when their time is over: by dropping partitions, by batches, or by emptying what is personal."""

from __future__ import annotations

from relvar.engines.erasing import MARK, erased
from relvar.engines.innodb.objects import Parts, Procedure, shortened
from relvar.engines.innodb.query import constant
from relvar.model.behaviour import Expire
from relvar.model.physical import Column, Table

BATCH = 5_000  # rows a transaction: short enough that nobody waits long for a lock (operations.md A.3)
NEUTRAL = {"date": "1900-01-01", "timestamp": "1900-01-01 00:00:00", "boolean": False, "json": "{}"}


def expire(make: Parts, key: str, rule: Expire) -> Procedure:
    table = make.physical.tables[rule.table]
    dropping = table.partition is not None and table.partition.column == rule.since and rule.months and not rule.anonymise
    return _drop_partitions(make, key, rule, table) if dropping else _batches(make, key, rule, table)


def age(rule: Expire) -> str:
    return f"{rule.months} month{'' if rule.months == 1 else 's'}"


def _drop_partitions(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    """Partitions whose every row is older; the bound of one stands in the catalogue as it was written."""
    body = f"""begin
  declare done boolean default false;
  declare part varchar(64);
  declare parts cursor for
    select partition_name from information_schema.partitions
    where table_schema = database() and table_name = {make.writer.literal(table.name)} and partition_description <> 'MAXVALUE'
      and cast(trim(both '''' from partition_description) as datetime) <= utc_timestamp() - interval {rule.months} month;
  declare continue handler for not found set done = true;
  open parts;
  dropping: loop
    fetch parts into part;
    if done then
      leave dropping;
    end if;
    set @statement = concat('alter table {make.table(rule.table)} drop partition ', part);
    prepare dropped from @statement;
    execute dropped;
    deallocate prepare dropped;
  end loop;
  close parts;
end"""
    says = f"Drops partitions of {table.name} whose every row is older than {age(rule)}"
    return Procedure(shortened(key), body, comment=says, element=key)


def is_due(make: Parts, rule: Expire) -> str:
    """The condition of a row that leaves, or is emptied."""
    table, since = make.physical.tables[rule.table], make.name(rule.table, rule.since)
    if not rule.by_number:
        return f"{since} < utc_timestamp(6) - interval {rule.months} month{_not_yet(make, table, rule)}"
    if rule.per:
        key = make.writer.columns(rule.table, table.primary_key)
        return f"({key}) in (select {key} from ({make.writer.placed(rule)}) as placed where place > {rule.newest})"
    return f"{since} < (select {since} from {make.table(rule.table)} order by {since} desc limit 1 offset {rule.newest - 1})"


def _batches(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    if rule.by_number:
        return _beyond(make, key, rule, table)
    since, due = make.name(rule.table, rule.since), is_due(make, rule)
    work = f"delete from {make.table(rule.table)}\n    where {due}\n    order by {since} limit {BATCH}"
    if rule.anonymise:
        sets = ",\n      ".join(f"{make.name(rule.table, c)} = {_emptied(make, rule.table, c)}" for c in rule.anonymise)
        work = f"update {make.table(rule.table)} set\n      {sets}\n    where {due}\n    order by {since} limit {BATCH}"
    body = f"""begin
  declare done bigint default 0;
  repeat
    {work};
    set done = row_count();
  until done < {BATCH} end repeat;
end"""
    what = f"Empties {', '.join(rule.anonymise)} of" if rule.anonymise else "Deletes"
    says = f"{what} rows of {table.name} older than {age(rule)}, {BATCH} a transaction"
    return Procedure(shortened(key), body, comment=says, element=key)


def _beyond(make: Parts, key: str, rule: Expire, table: Table) -> Procedure:
    """All but the newest. Of all rows their oldest is read from the index once; of one owner's, the places are counted anew for each batch."""
    since, name = make.name(rule.table, rule.since), make.table(rule.table)
    columns = make.writer.columns(rule.table, table.primary_key)
    oldest = f"set oldest = (select {since} from {name} order by {since} desc limit 1 offset {rule.newest - 1});\n  "
    work = f"delete from {name}\n    where {since} < oldest\n    order by {since} limit {BATCH}"
    if rule.per:
        due = f"select {columns} from ({make.writer.placed(rule)}) as placed where place > {rule.newest} limit {BATCH}"
        work = f"delete gone from {name} as gone join ({due}) as due using ({columns})"
    declared = "" if rule.per else f"declare oldest {make.writer.types.bare(rule.table, rule.since)};\n  "
    body = f"""begin
  {declared}declare done bigint default 0;
  {"" if rule.per else oldest}repeat
    {work};
    set done = row_count();
  until done < {BATCH} end repeat;
end"""
    return Procedure(shortened(key), body, comment=f"Deletes rows of {table.name} {rule.term}, {BATCH} a transaction", element=key)


def _emptied(make: Parts, table_id: str, column_id: str) -> str:
    """Nothing where the column may be empty; else a value that names no person."""
    table = make.physical.tables[table_id]
    column: Column = table.columns[column_id]
    if column.nullable:
        return "null"
    key = "concat_ws('-', " + ", ".join(_text(make, table_id, c) for c in table.primary_key) + ")"
    if column.data.base != "text":
        return constant(NEUTRAL.get(column.data.base, 0), None, make.writer.dialect)
    made, said = erased(table, column_id), make.writer.literal
    parts = [said(made.before), *([key] if made.keyed else ()), *([said(made.after)] if made.after else ())]
    return f"concat({', '.join(parts)})" if len(parts) > 1 else parts[0]


def _text(make: Parts, table_id: str, column_id: str) -> str:
    name = make.name(table_id, column_id)
    return make.writer.dialect.uuid_out.format(name) if make.data(table_id, column_id).base == "uuid" else name


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
    return f"\n      and ({' or '.join(marks)})" if marks else ""
