"""Rows leave when their time is over: by dropping partitions, by batches, or by emptying what is personal."""

from __future__ import annotations

from relvar.engines.erasing import MARK, erased
from relvar.engines.postgresql.objects import Objects, Routine
from relvar.engines.postgresql.query import PostgresWriter, constant
from relvar.model.behaviour import Expire
from relvar.model.physical import Table

BATCH = 5_000  # rows a transaction: measured write stall 46 ms, against 8.8 s for one statement over all (operations.md A.3)


def expire(writer: PostgresWriter, name: str, rule: Expire) -> Objects:
    table = writer.physical.tables[rule.table]
    dropping = table.partition is not None and table.partition.column == rule.since and rule.months and not rule.anonymise
    return Objects((_drop_partitions(table, name, rule) if dropping else _batch(writer, table, name, rule),))


def age(rule: Expire) -> str:
    return f"{rule.months} month{'' if rule.months == 1 else 's'}"


def _due(writer: PostgresWriter, rule: Expire, since: str, key: str) -> str:
    """What is past its term: by its age; by the oldest of the newest, read from the index once; or by its place among those of its owner."""
    if not rule.by_number:
        return f"{since} < now() - interval '{age(rule)}'"
    if rule.per:
        return f"({key}) in (select {key} from ({writer.placed(rule)}) as placed where place > {rule.newest})"
    newest = f"select {since} from {writer.table(rule.table)} order by {since} desc limit 1 offset {rule.newest - 1}"
    return f"{since} < ({newest})"


def is_due(writer: PostgresWriter, rule: Expire) -> str:
    """The condition of a row that leaves, or is emptied."""
    table = writer.physical.tables[rule.table]
    key = ", ".join(writer.quote(table.columns[c].name) for c in table.primary_key)
    return _due(writer, rule, writer.quote(table.columns[rule.since].name), key) + _not_yet(writer, table, rule)


def _drop_partitions(table: Table, name: str, rule: Expire) -> Routine:
    body = f"""declare
  part record;
  gone integer := 0;
begin
  for part in
    select c.oid::regclass as name, (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz as until
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = '{table.schema}.{table.name}'::regclass and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  loop
    continue when part.until > now() - interval '{age(rule)}';
    execute format('drop table %s', part.name);
    gone := gone + 1;
  end loop;
  return gone;
end"""
    says = f"Drops partitions of {table.name} whose every row is older than {age(rule)}; returns how many"
    return Routine(table.schema, name, "integer", body, definer=True, comment=says)


def _batch(writer: PostgresWriter, table: Table, name: str, rule: Expire) -> Routine:
    since = writer.quote(table.columns[rule.since].name)
    key = ", ".join(writer.quote(table.columns[c].name) for c in table.primary_key)
    left = _not_yet(writer, table, rule)
    locked = " for update skip locked" if rule.anonymise else ""  # asks for UPDATE, which who only deletes does not have
    body = f"""declare
  done bigint;
begin
  with due as (
    select {key} from {writer.table(rule.table)}
    where {_due(writer, rule, since, key)}{left}
    order by {since} limit batch{locked}
  )
  {_work(writer, table, rule, key)}
  get diagnostics done = row_count;
  return done;
end"""
    what = f"Empties {', '.join(rule.anonymise)} of" if rule.anonymise else "Deletes"
    says = f"{what} at most `batch` rows of {table.name} {rule.term}; call it until it returns 0"
    return Routine(table.schema, name, "bigint", body, f"batch integer default {BATCH}", definer=True, runs_as="definer", comment=says)


def _work(writer: PostgresWriter, table: Table, rule: Expire, key: str) -> str:
    target = f"{writer.table(rule.table)} t"
    same = " and ".join(f"t.{k} = due.{k}" for k in key.split(", "))
    if not rule.anonymise:
        return f"delete from {target} using due where {same};"
    sets = ",\n    ".join(f"{writer.quote(table.columns[c].name)} = {_emptied(writer, table, c)}" for c in rule.anonymise)
    return f"update {target} set\n    {sets}\n  from due where {same};"


def _emptied(writer: PostgresWriter, table: Table, column_id: str) -> str:
    """Nothing where the column may be empty; else a value that names no person."""
    column = table.columns[column_id]
    if column.nullable:
        return "null"
    key = " || '-' || ".join(f"t.{writer.quote(table.columns[c].name)}::text" for c in table.primary_key)
    if column.data.base != "text":
        return constant(_NEUTRAL.get(column.data.base, 0))
    made = erased(table, column_id)
    return " || ".join([constant(made.before), *([key] if made.keyed else ()), *([constant(made.after)] if made.after else ())])


_NEUTRAL = {"date": "1900-01-01", "timestamp": "1900-01-01 00:00:00+00", "boolean": False, "json": "{}"}


def _not_yet(writer: PostgresWriter, table: Table, rule: Expire) -> str:
    """Among the rows to empty, those that still hold something."""
    marks = []
    for id_, column in ((c, table.columns[c]) for c in rule.anonymise):
        name = writer.quote(column.name)
        if column.nullable:
            marks.append(f"{name} is not null")
        elif column.data.base == "text":
            made = erased(table, id_).constant
            marks.append(f"{name} <> {constant(made)}" if made else f"{name} not like '{MARK}%'")
    return f" and ({' or '.join(marks)})" if marks else ""
