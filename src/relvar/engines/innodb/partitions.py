"""Range partitions by time: one procedure makes them, so that no file carries a date.

The last partition takes what lies beyond; cutting it while it is empty moves no row. A second run makes nothing.
"""

from __future__ import annotations

from relvar.engines.innodb.objects import Parts, Procedure
from relvar.model.physical import Physical, Table

LAST = "p_later"


def partitioned(physical: Physical) -> dict[str, Table]:
    return {key: table for key, table in physical.tables.items() if table.partition is not None}


def procedures(make: Parts) -> list[Procedure]:
    """`make_partitions` for any table, and `ensure_partitions` that calls it for each table of the design."""
    tables = partitioned(make.physical)
    if not tables:
        return []
    calls = "\n".join(f"  {call(make, table)};" for table in tables.values())
    says = "Makes what is missing of the partitions ahead; run it in every deploy and every day"
    made = "Partitions of one table from `past` intervals ago to `ahead` intervals from now"
    arguments = "in parent varchar(64), in step varchar(5), in past int, in ahead int"
    return [
        Procedure("make_partitions", _MAKE, arguments, made, "make_partitions"),
        Procedure("ensure_partitions", f"begin\n{calls}\nend", "", says, "ensure_partitions"),
    ]


def call(make: Parts, table: Table, past: int = 0) -> str:
    """The call that makes a table's partitions, from `past` intervals ago to those that the design keeps ready."""
    assert table.partition is not None
    return (
        f"call make_partitions({make.writer.literal(table.name)}, {make.writer.literal(table.partition.interval)}, {past}, {table.partition.ahead})"
    )


_MAKE = f"""begin
  declare first date default case step
    when 'month' then date(date_format(utc_date(), '%Y-%m-01'))
    when 'week' then utc_date() - interval weekday(utc_date()) day
    else utc_date() end;
  declare n int default -past;
  declare lower_end, upper_end date;
  while n <= ahead do
    set lower_end = case step when 'month' then first + interval n month when 'week' then first + interval n week else first + interval n day end;
    set upper_end = case step
      when 'month' then first + interval n + 1 month
      when 'week' then first + interval n + 1 week
      else first + interval n + 1 day end;
    if not exists (
      select 1 from information_schema.partitions
      where table_schema = database() and table_name = parent and partition_description <> 'MAXVALUE'
        and cast(trim(both '''' from partition_description) as datetime) >= upper_end
    ) then
      set @statement = concat(
        'alter table `', parent, '` reorganize partition {LAST} into (partition p_',
        date_format(lower_end, if(step = 'month', '%Y_%m', '%Y_%m_%d')), ' values less than (''', upper_end,
        '''), partition {LAST} values less than (maxvalue))');
      prepare cut from @statement;
      execute cut;
      deallocate prepare cut;
    end if;
    set n = n + 1;
  end while;
end"""
