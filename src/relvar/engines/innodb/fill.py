"""Rows filled in batches by key, and a question that must find nothing, as procedures that a migration makes, calls and drops."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Statement
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.objects import MESSAGE, shortened

BATCH_ROWS = 1000  # a batch of 5,000 made a desk wait 152 ms, of 1,000 43 ms (shared example, measured on this kind of machine)


def fill(ddl: Ddl, table_id: str, source: str, target: str) -> Iterator[Statement]:
    """Copies one column into another, in key order, a transaction a batch; it may be stopped and run again."""
    table, quote = ddl.physical.tables[table_id], ddl.writer.quote
    name, one, two = shortened(f"fill_{table.name}_{target}"), quote(source), quote(target)
    keys = [quote(table.columns[c].name) for c in table.primary_key]
    key = ", ".join(keys)
    low, high = (", ".join(f"{side}_{n}" for n in range(len(keys))) for side in ("low", "high"))
    kinds = [ddl.types.bare(table_id, c) for c in table.primary_key]
    declared = "\n".join(f"  declare low_{n}, high_{n} {kind};" for n, kind in enumerate(kinds))
    last = ", ".join(f"{k} desc" for k in keys)
    body = f"""begin
  declare done boolean default false;
{declared}
  declare continue handler for not found set done = true;
  select {key} into {low} from {ddl.writer.table(table_id)} order by {key} limit 1;
  while not done do
    select {key} into {high}
      from (select {key} from {ddl.writer.table(table_id)} where ({key}) >= ({low}) order by {key} limit {BATCH_ROWS}) batch
      order by {last} limit 1;
    update {ddl.writer.table(table_id)} set {two} = {one} where ({key}) >= ({low}) and ({key}) <= ({high}) and not ({two} <=> {one});
    select {key} into {low} from {ddl.writer.table(table_id)} where ({key}) > ({high}) order by {key} limit 1;
  end while;
end"""
    yield Statement(text=f"drop procedure if exists {quote(name)}")
    yield Statement(text=f"create procedure {quote(name)}()\n{body}", because=f"{BATCH_ROWS} rows a transaction; may be stopped and run again")
    yield Statement(text=f"call {quote(name)}()")
    yield Statement(text=f"drop procedure {quote(name)}")


def same(ddl: Ddl, table_id: str, source: str, target: str) -> str:
    """A question that finds a row in which the two columns differ."""
    one, two = ddl.writer.quote(source), ddl.writer.quote(target)
    return f"select 1 from {ddl.writer.table(table_id)} where not ({two} <=> {one})"


def verify(ddl: Ddl, table_id: str, question: str, says: str) -> Iterator[Statement]:
    """Stops the file where the question finds a row."""
    name = ddl.writer.quote(shortened(f"verify_{ddl.physical.tables[table_id].name}"))
    refused = f"signal sqlstate '45000' set message_text = {ddl.writer.literal(says[:MESSAGE])}"
    body = f"begin\n  if exists ({question}) then\n    {refused};\n  end if;\nend"
    yield Statement(text=f"drop procedure if exists {name}")
    yield Statement(text=f"create procedure {name}()\n{body}", because="Every row keeps it, or this stops")
    yield Statement(text=f"call {name}()")
    yield Statement(text=f"drop procedure {name}")
