"""Time-ordered UUIDs on every version: the server's own from 18 on, before that one made of the clock and random bits."""

from __future__ import annotations

from relvar.engines.base import Statement
from relvar.model.physical import Physical

NAME = "app.ordered_uuid"


def used(physical: Physical) -> bool:
    """Whether any default asks for one."""
    calls = [c.default for t in physical.tables.values() for c in t.columns.values()]
    return any(getattr(call, "function", "") == "new_ordered_uuid" for call in calls)


def create() -> Statement:
    """RFC 9562, section 5.7: 48 bits of milliseconds, version 7, the rest random."""
    text = f"""do $uuid$
begin
  if current_setting('server_version_num')::integer >= 180000 then
    execute 'create function {NAME}() returns uuid language sql volatile parallel safe as ''select uuidv7()''';
  else
    execute 'create function {NAME}() returns uuid language sql volatile parallel safe as ''select encode(set_bit(set_bit(overlay('
      'uuid_send(gen_random_uuid()) placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)'
      ' from 1 for 6), 52, 1), 53, 1), ''''hex'''')::uuid''';
  end if;
end
$uuid$"""
    return Statement(text=text, because="Keys in the order of time, so that the index grows at its end (PostgreSQL 18 has it built in)")
