"""Rules that need the parent's lock: a count that has a limit, a number without gaps."""

from __future__ import annotations

from relvar.engines.postgresql.objects import Objects, Routine, Trigger
from relvar.engines.postgresql.query import PostgresWriter
from relvar.engines.postgresql.totals import named_columns, target_of
from relvar.engines.sql import AND
from relvar.model.behaviour import LimitCount, NumberWithoutGaps

# Under REPEATABLE READ the lock is had but the count still reads the snapshot from before: two could pass. SERIALIZABLE detects it.
STALE = """  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception using errcode = 'feature_not_supported',
      message = 'this count needs read committed or serializable: a snapshot from before the lock could miss a row';
  end if;
"""


def limit_count(writer: PostgresWriter, name: str, limit: LimitCount) -> Objects:
    schema = writer.physical.tables[limit.table].schema
    most = f"{limit.parent}.{limit.limit_column}" if limit.limit_column else str(limit.limit)
    says = f"At most {most} rows of {writer.table(limit.table)} for one {limit.parent}: the parent row is locked, then counted"
    routine = Routine(schema, f"{name}_count", "trigger", _body(writer, name, limit), definer=True, runs_as="definer", comment=says)
    watched = [*limit.reference, *(named_columns(limit.where) if limit.where is not None else [])]
    events = f"insert or update of {writer.columns(limit.table, list(dict.fromkeys(watched)))}"
    when = writer.expression(limit.where, writer.row("new", limit.table)) if limit.where is not None else ""
    return Objects((routine,), (Trigger(name, limit.table, "before", events, routine, when, element=name),))


def _body(writer: PostgresWriter, name: str, limit: LimitCount) -> str:
    return f"""declare
  most bigint;
  present bigint;
begin
{STALE}  select {_most(writer, limit)} into most from {writer.table(limit.parent)} p
    where {_parent(writer, limit)} for no key update;
  select count(*) into present from {writer.table(limit.table)} c
    where {_children(writer, limit)};
  if present >= most then
    raise exception using errcode = 'check_violation', constraint = '{name}',
      message = format('%s of at most %s are there', present, most);
  end if;
  return new;
end"""


def _most(writer: PostgresWriter, limit: LimitCount) -> str:
    if not limit.limit_column:
        return str(limit.limit)
    return f"p.{writer.quote(writer.source(limit.parent).columns[limit.limit_column])}"


def _parent(writer: PostgresWriter, limit: LimitCount) -> str:
    child, parent = writer.source(limit.table).columns, writer.source(limit.parent).columns
    target = target_of(writer, limit.table, limit.reference, limit.parent)
    pairs = zip(target, limit.reference, strict=True)
    return " and ".join(f"p.{writer.quote(parent[k])} = new.{writer.quote(child[r])}" for k, r in pairs)


def _children(writer: PostgresWriter, limit: LimitCount) -> str:
    """The parent's other rows that count: not the row itself, when an update brings it in."""
    names = writer.source(limit.table).columns
    table = writer.physical.tables[limit.table]
    conditions = [f"c.{writer.quote(names[r])} = new.{writer.quote(names[r])}" for r in limit.reference]
    key = [writer.quote(names[k]) for k in table.primary_key]
    self_key, other_key = (", ".join(f"{which}.{k}" for k in key) for which in ("new", "c"))
    conditions.append(f"({other_key}) is distinct from ({self_key})" if len(key) > 1 else f"{other_key} is distinct from {self_key}")
    if limit.where is not None:
        conditions.append(writer.expression(limit.where, writer.row("c", limit.table), AND))
    return " and ".join(conditions)


def number_without_gaps(writer: PostgresWriter, name: str, number: NumberWithoutGaps) -> Objects:
    schema = writer.physical.tables[number.table].schema
    routine = Routine(schema, f"{name}_next", "trigger", _next(writer, number), definer=True, runs_as="definer", comment=_why(number))
    return Objects((routine,), (Trigger(name, number.table, "before", "insert", routine, element=name),))


def _why(number: NumberWithoutGaps) -> str:
    per = ", ".join(number.per) or "the whole table"
    return f"{number.column} counts 1, 2, 3 ... per {per}: the counter's row is locked until commit, so a rollback leaves no gap"


def _next(writer: PostgresWriter, number: NumberWithoutGaps) -> str:
    counter = writer.physical.tables[number.counter]
    mine, theirs = writer.source(number.table).columns, writer.source(number.counter).columns
    key = list(counter.primary_key)
    per = dict(zip(key, number.per, strict=False))
    values = [f"new.{writer.quote(mine[per[k]])}" if k in per else "1" for k in key]
    last = next(c for c, column in counter.columns.items() if c not in key and column.data.base == "integer")
    column = writer.quote(theirs[last])
    names = ", ".join(writer.quote(theirs[k]) for k in key)
    return f"""begin
  insert into {writer.table(number.counter)} as k ({names}, {column})
  values ({", ".join(values)}, 1)
  on conflict ({names}) do update set {column} = k.{column} + 1
  returning k.{column} into new.{writer.quote(mine[number.column])};
  return new;
end"""
