"""Overlap rules: triggers, for there are no exclusion constraints.

Rows under the rule never overlap each other, so of those that begin before the new one ends, the last to begin is the last to end:
it alone is read, from the end of an index on what they share and their start. Reading all that overlap would lock every earlier
row, for a locking read locks what it passes.
"""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.objects import Event, Parts, Trigger, shortened
from relvar.engines.innodb.turns import Shared, wait_for_turn
from relvar.model.behaviour import ForbidOverlap
from relvar.model.expression import ColumnRef
from relvar.model.physical import Physical, UniqueConstraint

# The end of what has no end: where the types end.
FOREVER = {"date": "date('9999-12-31')", "timestamp": "timestamp('9999-12-31 23:59:59.999999')"}


def serving_index(physical: Physical, rule: ForbidOverlap) -> str:
    """Name of a key or index that begins with what the rows share and goes on with their start; "" where there is none."""
    table, shared = physical.tables[rule.table], len(rule.per)
    found = {"PRIMARY": list(table.primary_key)}
    found |= {c.name: list(c.columns) for c in table.constraints.values() if isinstance(c, UniqueConstraint)}
    for index in table.indexes.values():
        if index.method == "ordered" and index.where is None:
            found[index.name] = [p.expression.column if isinstance(p.expression, ColumnRef) else "" for p in index.parts]
    fits = [n for n, columns in found.items() if set(columns[:shared]) == set(rule.per) and columns[shared : shared + 1] == [rule.start]]
    return fits[0] if fits else ""


def forbid_overlap(make: Parts, key: str, rule: ForbidOverlap) -> Iterator[Trigger]:
    """Half-open intervals share an instant where each begins before the other ends; a missing end never comes."""
    table = make.table(rule.table)
    because = f"Two {table} with equal {', '.join(rule.per) or 'anything'} never share an instant; ends may touch"
    events: tuple[Event, ...] = ("insert", "update")
    for event in events:
        steps = [*wait_for_turn(make, key, Shared(rule.table, rule.per)), _last(make, rule, event)]
        steps.append(make.refuse_if(f"last_end > new.{make.name(rule.table, rule.start)}", key, f"{table} overlap"))
        declared = f"declare last_end {make.writer.types.bare(rule.table, rule.end)}"
        yield Trigger(shortened(f"{key}_{event}"), rule.table, "before", event, (declared, *_where_it_holds(make, rule, steps)), because, key)
        because = ""


def _where_it_holds(make: Parts, rule: ForbidOverlap, steps: list[str]) -> tuple[str, ...]:
    """Only for a row that the rule speaks of."""
    if rule.where is None:
        return tuple(steps)
    inner = "".join("\n".join(f"  {line}" for line in step.splitlines()) + ";\n" for step in steps)
    return (f"if {make.over(rule.table, rule.where, 'new', 0)} then\n{inner}end if",)


def _last(make: Parts, rule: ForbidOverlap, event: Event) -> str:
    """The end of the last row to begin before the new one ends."""
    start, end = make.name(rule.table, rule.start), _end(make, rule)
    conditions = [f"other.{n} = new.{n}" for n in (make.name(rule.table, c) for c in rule.per)]
    conditions.append(f"other.{start} < {end.format('new')}")
    if rule.where is not None:
        conditions.append(make.over(rule.table, rule.where, "other"))
    if event == "update":
        conditions.append(f"not ({make.same_row(rule.table, 'old', 'other')})")
    index = serving_index(make.physical, rule)
    words = make.writer.dialect
    hint, forced = (text.format("other", make.writer.quote(index)) if index else "" for text in (words.hinted, words.forced))
    where = "\n    and ".join(conditions)
    asked = (
        f"select {hint}{end.format('other')} from {make.table(rule.table)} other{forced}\n"
        f"  where {where}\n  order by other.{start} desc limit 1 {words.read_lock}"
    )
    return f"set last_end = (\n  {asked})"


def _end(make: Parts, rule: ForbidOverlap) -> str:
    """The end of an interval, with a place for the row's name."""
    name, column = make.name(rule.table, rule.end), make.physical.tables[rule.table].columns[rule.end]
    return f"coalesce({{0}}.{name}, {FOREVER[column.data.base]})" if column.nullable and column.data.base in FOREVER else f"{{0}}.{name}"
