"""Behaviour -> triggers. A refusal's message begins with the behaviour's id, so that everybody can say which rule refused.

SQLite has one writer at a time: between a trigger's look at other rows and the commit nobody comes in between, so what
needs exclusion constraints or row locks elsewhere is an ordinary question here. Triggers run after the row stands, for a
numbered key is not known before; `raise(abort)` takes the whole statement back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from relvar.engines.base import Statement
from relvar.engines.sqlite.audit import audit_triggers, left_to_application
from relvar.engines.sqlite.ddl import asks_the_clock
from relvar.engines.sqlite.publish import publish_triggers
from relvar.engines.sqlite.query import NOW
from relvar.engines.sqlite.triggers import Triggers, listed, months_ago
from relvar.model import behaviour as b
from relvar.model.physical import CheckConstraint, Physical

RULES = (
    b.TouchTime,
    b.KeepTotal,
    b.TakeStock,
    b.ForbidOverlap,
    b.UpholdDependency,
    b.LimitCount,
    b.FollowLifeCycle,
    b.Freeze,
    b.NumberWithoutGaps,
    b.Publish,
)
FOREVER = "'9999-12-31T23:59:59.999Z'"  # the end of what has no end; sorts after every instant


def rules(physical: Physical) -> Iterator[Statement]:
    """Triggers of everything but the audit."""
    make = Triggers(physical)
    yield from _clock_checks(make)
    for key, behaviour in physical.behaviours.items():
        if isinstance(behaviour, RULES):
            yield from WRITERS[type(behaviour)](make, key, behaviour)


def _clock_checks(make: Triggers) -> Iterator[Statement]:
    """A check that asks what time it is."""
    for table_id, table in make.physical.tables.items():
        for constraint in table.constraints.values():
            if isinstance(constraint, CheckConstraint) and asks_the_clock(constraint):
                met = make.over(table_id, constraint.condition, "new")
                refusal = make.refusal(constraint.name, constraint.says, f"not ({met})")
                for event in ("insert", "update"):
                    yield make.trigger(constraint.name, event, f"before {event} on {make.table(table_id)}", [refusal], "", constraint.says)


def audits(physical: Physical) -> Iterator[Statement]:
    """Triggers that keep what was before."""
    make = Triggers(physical)
    for key, behaviour in physical.behaviours.items():
        if isinstance(behaviour, b.Audit):
            yield from audit_triggers(make, key, behaviour)


def _touch_time(make: Triggers, key: str, touch: b.TouchTime) -> Iterator[Statement]:
    """An update by the trigger itself sets the column and so does not fire it again, not within the same millisecond either."""
    column = make.name(touch.table, touch.column)
    when = f"new.{column} is old.{column} and new.{column} is not {NOW}"
    body = f"update {make.table(touch.table)} set {column} = {NOW} where {make.same_row(touch.table, 'new')}"
    yield make.trigger(key, "update", f"after update on {make.table(touch.table)}", [body], when, "the time of the last change")


def _keep_total(make: Triggers, key: str, total: b.KeepTotal) -> Iterator[Statement]:
    column = make.name(total.table, total.column)
    of = make.table(total.of)

    def summed(row: str) -> str:
        term = make.sum_of(total)
        where = make.referring(total.of, total.reference, total.table, row)
        return f"(select coalesce(sum({term}), 0) from {of} where {where})"

    def renewed(row: str) -> str:
        found = make.referred(total.of, total.reference, total.table, row)
        whole = make.referring_row(total.of, total.reference, row)
        return (
            f"update {make.table(total.table)} set {column} = (select coalesce(sum({make.sum_of(total)}), 0) from {of} where {whole}) where {found}"
        )

    because = f"{column} of {make.table(total.table)} is the sum over {of}"
    yield make.trigger(key, "insert", f"after insert on {of}", [renewed("new")], "", because)
    yield make.trigger(key, "update", f"after update on {of}", [renewed("old"), renewed("new")])
    yield make.trigger(key, "delete", f"after delete on {of}", [renewed("old")])
    wrong = f"new.{column} is not {summed('new')}"
    refusal = make.refusal(key, f"{column} is kept by the database", wrong)
    yield make.trigger(key, "guard", f"after update of {column} on {make.table(total.table)}", [refusal])


def _take_stock(make: Triggers, key: str, stock: b.TakeStock) -> Iterator[Statement]:
    """Takes and gives back; the column's own check refuses what is not there."""
    column, quantity = make.name(stock.table, stock.column), make.name(stock.of, stock.quantity)
    table, of = make.table(stock.table), make.table(stock.of)

    def give_back() -> str:
        return f"update {table} set {column} = {column} + old.{quantity} where {make.referred(stock.of, stock.reference, stock.table, 'old')}"

    def take() -> str:
        return f"update {table} set {column} = {column} - new.{quantity} where {make.referred(stock.of, stock.reference, stock.table, 'new')}"

    changed = ", ".join([quantity, *(make.name(stock.of, c) for c in stock.reference)])
    yield make.trigger(key, "insert", f"after insert on {of}", [take()], "", f"{of} take their quantity from {table}")
    yield make.trigger(key, "update", f"after update of {changed} on {of}", [give_back(), take()])
    yield make.trigger(key, "delete", f"after delete on {of}", [give_back()])


def _forbid_overlap(make: Triggers, key: str, rule: b.ForbidOverlap) -> Iterator[Statement]:
    """Half-open intervals share an instant where each begins before the other ends; a missing end never comes."""
    table, names = make.table(rule.table), make.names(rule.table)
    end = f"coalesce({{0}}.{names[rule.end]}, {FOREVER})" if make.nullable(rule.table, rule.end) else f"{{0}}.{names[rule.end]}"
    conditions = [f"other.{names[c]} = new.{names[c]}" for c in rule.per]
    conditions += [f"other.{names[rule.start]} < {end.format('new')}", f"new.{names[rule.start]} < {end.format('other')}"]
    conditions.append(f"not ({make.same_row(rule.table, 'new', 'other')})")
    if rule.where is not None:
        conditions += [make.over(rule.table, rule.where, "other"), make.over(rule.table, rule.where, "new")]
    found = f"exists (select 1 from {table} other where " + "\n    and ".join(conditions) + ")"
    refusal = make.refusal(key, f"{table} overlap", found)
    because = f"two {table} of the same {', '.join(names[c] for c in rule.per)} never share an instant"
    yield make.trigger(key, "insert", f"after insert on {table}", [refusal], "", because)
    yield make.trigger(key, "update", f"after update on {table}", [refusal])


def _uphold_dependency(make: Triggers, key: str, rule: b.UpholdDependency) -> Iterator[Statement]:
    """With one writer at a time a look at the other rows suffices; a missing value is equal to nothing."""
    table, names = make.table(rule.table), make.names(rule.table)
    left, right = [names[c] for c in rule.left], names[rule.right]
    conditions = [*(f"other.{n} = new.{n}" for n in left), f"other.{right} <> new.{right}"]
    found = f"exists (select 1 from {table} other where " + "\n    and ".join(conditions) + ")"
    refusal = make.refusal(key, f"the same {', '.join(left)} has another {right}", found)
    because = f"{', '.join(left)} determines {right} in {table}"
    yield make.trigger(key, "insert", f"after insert on {table}", [refusal], "", because)
    yield make.trigger(key, "update", f"after update of {', '.join([*left, right])} on {table}", [refusal])


def _limit_count(make: Triggers, key: str, rule: b.LimitCount) -> Iterator[Statement]:
    table, parent = make.table(rule.table), make.table(rule.parent)
    where = make.referring_row(rule.table, rule.reference, "new")
    if rule.where is not None:
        where += f" and {make.over(rule.table, rule.where, '')}"
    limit = str(rule.limit)
    if rule.limit_column:
        found = make.referred(rule.table, rule.reference, rule.parent, "new")
        limit = f"(select {make.name(rule.parent, rule.limit_column)} from {parent} where {found})"
    refusal = make.refusal(key, f"no more {table} for this row of {parent}", f"(select count(*) from {table} where {where}) > {limit}")
    when = make.over(rule.table, rule.where, "new") if rule.where is not None else ""
    yield make.trigger(key, "insert", f"after insert on {table}", [refusal], when, f"at most so many {table} for one row of {parent}")
    yield make.trigger(key, "update", f"after update on {table}", [refusal], when)


def _follow_life_cycle(make: Triggers, key: str, rule: b.FollowLifeCycle) -> Iterator[Statement]:
    table, column = make.table(rule.table), make.name(rule.table, rule.column)
    onward: dict[str, list[str]] = {}
    for start, end in rule.transitions:
        onward.setdefault(start, []).append(end)
    allowed = [f"old.{column} = {_text(s)} and new.{column} in ({', '.join(map(_text, ends))})" for s, ends in onward.items()]
    moves = "\n    or ".join(allowed) or "0"
    refusal = make.refusal(key, f"{column} cannot change so", f"not ({moves})")
    yield make.trigger(
        key, "moves", f"before update of {column} on {table}", [refusal], f"new.{column} is not old.{column}", f"{column} moves along its life cycle"
    )
    if rule.final:
        ended = f"old.{column} in ({', '.join(map(_text, rule.final))}) and ({make.changed(rule.table)})"
        refusal = make.refusal(key, f"a row that is {' or '.join(rule.final)} does not change", "")
        yield make.trigger(key, "final", f"before update on {table}", [refusal], ended)


def _freeze(make: Triggers, key: str, rule: b.Freeze) -> Iterator[Statement]:
    table = make.table(rule.table)
    if rule.columns:
        names = [make.name(rule.table, c) for c in rule.columns]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        refusal = make.refusal(key, f"never changed: {shown}", "")
        when = listed([f"new.{n} is not old.{n}" for n in names], " or ")
        event = f"before update of {listed(names, ', ', '  ')} on {table}"
        yield make.trigger(key, "update", event, [refusal], when, "as it was when the row was made")
        return
    refusal = make.refusal(key, f"rows of {table} are added and never changed", "")
    emptied = [c for x in make.expiries(rule.table) for c in x.anonymise]
    who = left_to_application(make.physical, rule.table)
    when = make.changed(rule.table, (*emptied, *who)) if emptied or who else ""
    when += "".join(f"\n  or old.{n} is not null and new.{n} is not old.{n}" for n in (make.name(rule.table, c) for c in who))
    yield make.trigger(key, "update", f"before update on {table}", [refusal], when, f"rows of {table} are added and never changed")
    if any(x.by_number for x in make.expiries(rule.table)):
        return  # what is no longer among the newest leaves, and no trigger counts them for every row
    leaving = [f"old.{make.name(rule.table, x.since)} >= {months_ago(x.months)}" for x in make.expiries(rule.table) if not x.anonymise]
    yield make.trigger(key, "delete", f"before delete on {table}", [refusal], " and ".join(leaving))


def _number_without_gaps(make: Triggers, key: str, rule: b.NumberWithoutGaps) -> Iterator[Statement]:
    """The next number is one more than the largest: with one writer nobody takes it in between, and nothing is left out."""
    table, column = make.table(rule.table), make.name(rule.table, rule.column)
    per = [f"{n} = new.{n}" for n in (make.name(rule.table, c) for c in rule.per)]
    others = " and ".join([*per, f"not ({make.same_row(rule.table, 'new')})"])
    following = f"(select coalesce(max({column}), 0) + 1 from {table} where {others})"
    refusal = make.refusal(key, f"{column} counts without a gap", f"new.{column} <> {following}")
    yield make.trigger(key, "insert", f"after insert on {table}", [refusal], "", f"{column} counts 1, 2, 3 without a gap")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def trigger_names(physical: Physical, behaviour: str) -> Sequence[str]:
    """Names of the triggers that realize a behaviour."""
    made = (*rules(physical), *audits(physical))
    return [s.text.split()[2].strip('"') for s in made if s.element == behaviour]


WRITERS: dict[type, Callable[..., Iterator[Statement]]] = {
    b.TouchTime: _touch_time,
    b.KeepTotal: _keep_total,
    b.TakeStock: _take_stock,
    b.ForbidOverlap: _forbid_overlap,
    b.UpholdDependency: _uphold_dependency,
    b.LimitCount: _limit_count,
    b.FollowLifeCycle: _follow_life_cycle,
    b.Freeze: _freeze,
    b.NumberWithoutGaps: _number_without_gaps,
    b.Publish: publish_triggers,
}
