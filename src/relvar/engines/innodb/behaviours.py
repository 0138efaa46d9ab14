"""Behaviour -> triggers and procedures.

A rule that looks at other rows first locks the row that they share (their parent), then reads with a lock: a plain read would
see the transaction's snapshot, in which another's row is not yet (innodb-locking-reads.html). A trigger may read its own table so;
it may not write it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.engines.innodb.audit import audit_triggers
from relvar.engines.innodb.ddl import refused_check
from relvar.engines.innodb.dependencies import uphold_dependency
from relvar.engines.innodb.objects import Event, Parts, Procedure, Trigger, shortened
from relvar.engines.innodb.overlaps import forbid_overlap
from relvar.engines.innodb.publish import publish_triggers
from relvar.engines.innodb.retention import expire
from relvar.engines.innodb.totals import keep_total, take_stock
from relvar.model import behaviour as b
from relvar.model.physical import CheckConstraint, Physical
from relvar.model.walking import columns_of


def triggers(physical: Physical) -> Iterator[Trigger]:
    """Triggers of every behaviour and of every check that only a trigger can keep, in the order in which they run.

    What never changes is refused first: that says more than a state in which nothing changes. Overlaps come last, for they say less
    than a limit that is reached.
    """
    make = Parts(physical)
    yield from check_triggers(make)
    for key, behaviour in sorted(physical.behaviours.items(), key=lambda item: RANK.get(type(item[1]), 1)):
        if not isinstance(behaviour, b.Expire):  # a procedure, below
            yield from TRIGGERS[type(behaviour)](make, key, behaviour)


def procedures(physical: Physical) -> Iterator[Procedure]:
    """Procedures of behaviours: what leaves by time."""
    make = Parts(physical)
    for key, behaviour in physical.behaviours.items():
        if isinstance(behaviour, b.Expire):
            yield expire(make, key, behaviour)


def trigger_names(physical: Physical, element: str) -> list[str]:
    """Names of the triggers that realize a behaviour, or a check ("table.check")."""
    return [trigger.name for trigger in triggers(physical) if trigger.element == element]


# --- checks ---


def check_triggers(make: Parts) -> Iterator[Trigger]:
    """After the row stands, for a numbered column is not known before."""
    for table_id, table in make.physical.tables.items():
        for key, constraint in table.constraints.items():
            if not isinstance(constraint, CheckConstraint) or not (why := refused_check(table, constraint)):
                continue
            condition = f"not ({make.over(table_id, constraint.condition, 'new', 0)})"
            body = make.refuse_if(condition, constraint.name, constraint.says)
            because = f"{constraint.says}. No check may say it: {why}"
            for event in ("insert", "update"):
                name = shortened(f"{constraint.name}_{event}")
                yield Trigger(name, table_id, "after", event, (body,), because, f"{table_id}.{key}")
                because = ""


# --- one row ---


def _touch_time(make: Parts, key: str, touch: b.TouchTime) -> Iterator[Trigger]:
    column = make.name(touch.table, touch.column)
    body = f"if {make.changed(touch.table, (touch.column,))} then\n  set new.{column} = utc_timestamp(6);\nend if"
    because = "The instant of the last real change; an update that changes nothing leaves it"
    yield Trigger(shortened(key), touch.table, "before", "update", (body,), because, key)


def _follow_life_cycle(make: Parts, key: str, rule: b.FollowLifeCycle) -> Iterator[Trigger]:
    column, literal = make.name(rule.table, rule.column), make.writer.literal
    body = []
    if rule.final:
        ended = f"old.{column} in ({', '.join(map(literal, rule.final))}) and ({make.changed(rule.table)})"
        body.append(make.refuse_if(ended, key, f"a row that is {' or '.join(rule.final)} does not change"))
    moves = ",\n    ".join(f"({literal(start)}, {literal(end)})" for start, end in rule.transitions)
    known = f" and (old.{column}, new.{column}) not in (\n    {moves})" if rule.transitions else ""
    body.append(make.refuse_if(f"not (old.{column} <=> new.{column}){known}", key, f"{column} cannot change so"))
    yield Trigger(shortened(key), rule.table, "before", "update", tuple(body), f"{column} moves along its life cycle", key)


def _freeze(make: Parts, key: str, rule: b.Freeze) -> Iterator[Trigger]:
    table = make.table(rule.table)
    if rule.columns:
        names = [make.name(rule.table, c) for c in rule.columns]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        body = make.refuse_if(make.differs(rule.table, rule.columns), key, f"never changed: {shown}")
        yield Trigger(shortened(key), rule.table, "before", "update", (body,), "As it was when the row was made", key)
        return
    says = f"rows of {table} are added and never changed"
    emptied = [c for x in make.expiries(rule.table) for c in x.anonymise]
    changed = make.refuse_if(make.changed(rule.table, emptied), key, says)
    yield Trigger(shortened(f"{key}_update"), rule.table, "before", "update", (changed,), says, key)
    if any(x.by_number for x in make.expiries(rule.table)):
        return  # what is no longer among the newest leaves, and no trigger counts them for every row: rights say who deletes
    leaving = [f"old.{make.name(rule.table, x.since)} >= utc_timestamp(6) - interval {x.months} month" for x in make.expiries(rule.table)]
    refused = make.refuse_if(" and ".join(leaving), key, says) if leaving else make.refusal(key, says)
    yield Trigger(shortened(f"{key}_delete"), rule.table, "before", "delete", (refused,), "But what its term lets go" if leaving else "", key)


# --- other rows ---


def _limit_count(make: Parts, key: str, rule: b.LimitCount) -> Iterator[Trigger]:
    table, parent = make.table(rule.table), make.table(rule.parent)
    most = make.name(rule.parent, rule.limit_column) if rule.limit_column else str(rule.limit)
    referred = make.referred(rule.table, rule.reference, rule.parent, "new")
    limit = f"select {most} into most from {parent} where {referred} for update"
    conditions = [make.referring(rule.table, rule.reference, "new", "other")]
    if rule.where is not None:
        conditions.append(make.over(rule.table, rule.where, "other"))
    because = f"At most so many {table} for one row of {parent}: the parent's row is locked, then counted"
    events: tuple[Event, ...] = ("insert", "update")
    for event in events:
        itself = [f"not ({make.same_row(rule.table, 'old', 'other')})"] if event == "update" else []
        where = "\n  and ".join([*conditions, *itself])
        count = f"select count(*) into found from {table} other\nwhere {where}\n{make.writer.dialect.read_lock}"
        steps = [limit, count, make.refuse_if("found >= most", key, f"no more {table} for this row of {parent}")]
        condition = _applies(make, rule, event)
        inner = "".join("\n".join(f"  {line}" for line in step.splitlines()) + ";\n" for step in steps)
        body = (f"if {condition} then\n{inner}end if",) if condition else tuple(steps)
        yield Trigger(
            shortened(f"{key}_{event}"), rule.table, "before", event, ("declare found bigint default 0", "declare most bigint", *body), because, key
        )
        because = ""


def _applies(make: Parts, rule: b.LimitCount, event: Event) -> str:
    """Which rows are counted anew: those that satisfy the condition, and by an update only what moves or comes into it."""
    parts = [make.over(rule.table, rule.where, "new")] if rule.where is not None else []
    if event == "update":
        watched = [*rule.reference, *sorted(columns_of(rule.where) if rule.where is not None else ())]
        differs = make.differs(rule.table, list(dict.fromkeys(watched)))
        parts.append(f"({differs})" if parts else differs)
    return " and ".join(parts)


def _number_without_gaps(make: Parts, key: str, rule: b.NumberWithoutGaps) -> Iterator[Trigger]:
    """The counter's row is locked until commit, so a rollback leaves no gap."""
    counter = make.physical.tables[rule.counter]
    keys = list(counter.primary_key)
    per = dict(zip(keys, rule.per, strict=False))
    last = next(c for c, column in counter.columns.items() if c not in keys and column.data.base == "integer")
    names, column = make.writer.columns(rule.counter, keys), make.name(rule.counter, last)
    values = [f"new.{make.name(rule.table, per[k])}" if k in per else "1" for k in keys]
    same = " and ".join(f"{make.name(rule.counter, k)} = {v}" for k, v in zip(keys, values, strict=True))
    count = (
        f"insert into {make.table(rule.counter)} ({names}, {column})\nvalues ({', '.join(values)}, 1)\n"
        f"on duplicate key update {column} = {make.table(rule.counter)}.{column} + 1"
    )
    take = f"set new.{make.name(rule.table, rule.column)} = (select {column} from {make.table(rule.counter)} where {same})"
    because = f"{make.name(rule.table, rule.column)} counts 1, 2, 3 without a gap: the counter's row is locked until commit"
    yield Trigger(shortened(key), rule.table, "before", "insert", (count, take), because, key)


RANK: dict[type, int] = {b.Freeze: 0, b.ForbidOverlap: 2, b.UpholdDependency: 2}
TRIGGERS: dict[type, Callable[..., Iterator[Trigger]]] = {
    b.TouchTime: _touch_time,
    b.KeepTotal: keep_total,
    b.TakeStock: take_stock,
    b.ForbidOverlap: forbid_overlap,
    b.UpholdDependency: uphold_dependency,
    b.LimitCount: _limit_count,
    b.FollowLifeCycle: _follow_life_cycle,
    b.Freeze: _freeze,
    b.NumberWithoutGaps: _number_without_gaps,
    b.Audit: audit_triggers,
    b.Publish: publish_triggers,
}
