"""Rows filled in batches by key, and a question that must find nothing: Transact-SQL of one batch each."""

from __future__ import annotations

from relvar.engines.base import Statement
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.objects import MESSAGE

BATCH_ROWS = 1_000  # a batch of 1,000 made a desk wait 43 ms (shared example, measured on another engine); 5,000 locks become one of the table
STOPPED = 50007


def fill(ddl: Ddl, table_id: str, source: str, target: str) -> Statement:
    """Copies one column into another, in key order, a transaction a batch; it may be stopped and run again."""
    table, writer = ddl.physical.tables[table_id], ddl.writer
    name, one, two = writer.table(table_id), writer.quote(source), writer.quote(target)
    keys = [writer.quote(table.columns[c].name) for c in table.primary_key]
    kinds = [writer.given_type(table_id, c) for c in table.primary_key]
    declared = ", ".join(f"@low_{n} {kind}, @high_{n} {kind}" for n, kind in enumerate(kinds))
    key, last = ", ".join(keys), ", ".join(f"{k} desc" for k in keys)
    highs = ", ".join(f"@high_{n} = {k}" for n, k in enumerate(keys))
    moved = ", ".join(f"@low_{n} = @high_{n}" for n in range(len(keys)))
    after_low, after_high = _after(keys, "low"), _after(keys, "high")
    text = f"""declare @first bit = 1, {declared};
while 1 = 1
begin
  select top (1) {highs}
  from (select top ({BATCH_ROWS}) {key} from {name} where @first = 1 or {after_low} order by {key}) as b
  order by {last};
  if @@rowcount = 0 break;
  update {name} set {two} = {one}
  where (@first = 1 or {after_low}) and not ({after_high}) and exists (select {two} except select {one});
  select @first = 0, {moved};
end"""
    return Statement(text=text, because=f"{BATCH_ROWS} rows a transaction; may be stopped and run again")


def _after(keys: list[str], side: str) -> str:
    """Whether a row comes after the values of @side, by all parts of the key."""
    parts = []
    for n, key in enumerate(keys):
        equal = [f"{k} = @{side}_{m}" for m, k in enumerate(keys[:n])]
        parts.append(" and ".join([*equal, f"{key} > @{side}_{n}"]))
    return f"({' or '.join(f'({part})' if ' and ' in part else part for part in parts)})"


def same(ddl: Ddl, table_id: str, source: str, target: str) -> str:
    """A question that finds a row in which the two columns differ."""
    one, two = ddl.writer.quote(source), ddl.writer.quote(target)
    return f"select 1 from {ddl.writer.table(table_id)} where exists (select {two} except select {one})"


def verify(ddl: Ddl, question: str, says: str) -> Statement:
    """Stops the file where the question finds a row."""
    text = f"if exists ({question})\n  throw {STOPPED}, {ddl.writer.literal(says[:MESSAGE])}, 1"
    return Statement(text=text, because="Every row keeps it, or this stops")
