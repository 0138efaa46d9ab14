"""Functional dependencies that no key upholds: triggers, for there are no exclusion constraints."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.innodb.objects import Event, Parts, Trigger, shortened
from relvar.engines.innodb.turns import Shared, wait_for_turn
from relvar.model.behaviour import UpholdDependency


def uphold_dependency(make: Parts, key: str, rule: UpholdDependency) -> Iterator[Trigger]:
    """Who writes a left side waits for the one before, then looks whether another row has it with another right side."""
    table, right = make.table(rule.table), make.name(rule.table, rule.right)
    left = [make.name(rule.table, c) for c in rule.left]
    because = f"{', '.join(left)} determines {right} in {table}"
    events: tuple[Event, ...] = ("insert", "update")
    for event in events:
        conditions = [*(f"other.{n} = new.{n}" for n in left), f"other.{right} <> new.{right}"]
        if event == "update":
            conditions.append(f"not ({make.same_row(rule.table, 'old', 'other')})")
        where = "\n  and ".join(conditions)
        look = f"select count(*) into found from {table} other\nwhere {where}\n{make.writer.dialect.read_lock}"
        refusal = make.refuse_if("found > 0", key, f"the same {', '.join(left)} has another {right}")
        steps = [*wait_for_turn(make, key, Shared(rule.table, rule.left)), look, refusal]
        yield Trigger(shortened(f"{key}_{event}"), rule.table, "before", event, ("declare found bigint default 0", *steps), because, key)
        because = ""
