"""Range partitions by time: one idempotent routine makes them, so that no file carries a date.

CREATE, then ATTACH: `partition of` would lock the parent against everybody, ATTACH lets writers go on (operations.md A.3). The
default partition is the net under a forgotten month; what fell into it moves to the partition made for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.hosting import lacks
from relvar.engines.postgresql.objects import Routine
from relvar.engines.postgresql.query import PostgresWriter
from relvar.model.expression import Constant
from relvar.model.physical import Physical, Table

FORMATS = {"day": "YYYY_MM_DD", "week": 'IYYY_"w"IW', "month": "YYYY_MM"}
SCHEMA = "ops"
GUARD = "{guard}"
ENABLE = "execute format('alter table %I.%I enable row level security', space, child);"


def partitioned(physical: Physical) -> dict[str, Table]:
    return {key: table for key, table in physical.tables.items() if table.partition is not None}


def default_name(table: Table) -> str:
    return f"{table.name}_default"


def default_partitions(writer: PostgresWriter) -> Iterator[Statement]:
    for key, table in partitioned(writer.physical).items():
        name = writer.qualified(table.schema, default_name(table))
        yield Statement(
            text=f"create table {name} partition of {writer.table(key)} default",
            because="The net: without it a row of a month that nobody prepared would be refused",
            element=key,
        )
        if table.comment:
            says = f"Rows of {table.name} for which no partition was ready; empty while upkeep runs"
            yield Statement(text=f"comment on table {name} is {writer.literal(says)}")


def routines(writer: PostgresWriter) -> list[Routine]:
    """`make_partitions` for any table, and `ensure_partitions` that calls it for each table of the design."""
    tables = partitioned(writer.physical)
    if not tables:
        return []
    calls = "\n".join(f"  made := made + {call(writer, key, table)};" for key, table in tables.items())
    body = f"declare\n  made integer := 0;\nbegin\n{calls}\n  return made;\nend"
    says = "Makes what is missing of the partitions ahead; run it in every deploy and every day: a second run makes nothing"
    return [_make(writer), Routine(SCHEMA, "ensure_partitions", "integer", body, definer=True, comment=says)]


def call(writer: PostgresWriter, key: str, table: Table, past: int = 0) -> str:
    """The call that makes a table's partitions, from `past` intervals ago to those that the design keeps ready."""
    partition = table.partition
    assert partition is not None
    parts = [writer.literal(f"{table.schema}.{table.name}"), writer.literal(table.columns[partition.column].name)]
    parts += [writer.literal(partition.interval), writer.literal(FORMATS[partition.interval]), str(past), str(partition.ahead)]
    return f"{SCHEMA}.make_partitions({', '.join(parts)})"


def _make(writer: PostgresWriter) -> Routine:
    arguments = "parent text, by_column text, step text, name_format text, past integer, ahead integer"
    says = "Partitions of one table from `past` intervals ago to `ahead` intervals from now; returns how many it made"
    guard = _guard(writer)
    body = _MAKE.replace(f"    {GUARD}\n", f"    {guard}\n" if guard else "")
    return Routine(SCHEMA, "make_partitions", "integer", body, arguments, definer=True, comment=says)


def _guard(writer: PostgresWriter) -> str:
    """No row of a partition is seen but through its table, whose row rules hold: row security without a rule of its own.

    Where nobody can pass by row rules, a copy would find such a partition empty, or be refused: there a partition says who sees every
    row of it, as its table does, and has no row security where no partitioned table has a row rule.
    """
    guarded = [policy for policy in writer.physical.policies.values() if policy.table in partitioned(writer.physical)]
    if not lacks(writer.physical, "bypass_row_rules"):
        return ENABLE
    seeing = dict.fromkeys(role for policy in guarded if policy.using == Constant(value=True) for role in policy.roles)
    if not seeing:
        return ""
    names = ", ".join(writer.quote(writer.physical.roles[role].name) for role in seeing)
    return f"{ENABLE}\n    execute format('create policy every_row on %I.%I to {names} using (true) with check (true)', space, child);"


_MAKE = """declare
  this_step timestamp := date_trunc(step, now() at time zone 'utc');
  space text := split_part(parent, '.', 1);
  plain text := split_part(parent, '.', 2);
  columns text := (
    select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = parent::regclass and attnum > 0 and not attisdropped and attgenerated = '');
  lower_end text;
  upper_end text;
  child text;
  made integer := 0;
begin
  for n in -past .. ahead loop
    lower_end := to_char(this_step + n * ('1 ' || step)::interval, 'YYYY-MM-DD') || ' 00:00:00+00';
    upper_end := to_char(this_step + (n + 1) * ('1 ' || step)::interval, 'YYYY-MM-DD') || ' 00:00:00+00';
    child := left(plain, 50) || '_' || to_char(this_step + n * ('1 ' || step)::interval, name_format);
    continue when to_regclass(format('%I.%I', space, child)) is not null;
    execute format('create table %I.%I (like %s including defaults including constraints including generated)', space, child, parent);
    {guard}
    execute format('with strayed as (delete from %I.%I where %I >= %L and %I < %L returning %s) insert into %I.%I (%s) select * from strayed',
      space, plain || '_default', by_column, lower_end, by_column, upper_end, columns, space, child, columns);
    execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)', parent, space, child, lower_end, upper_end);
    made := made + 1;
  end loop;
  return made;
end"""
