"""Behaviour -> triggers and procedures of SQL Server.

A rule that looks at other rows first locks the row that they share (their parent, with updlock), then looks: the statement that looks
begins after the lock is had and sees what was committed until then (read_committed_snapshot). Where the rows share no parent the
lock is an application lock of the transaction (sp_getapplock).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.engines.sqlserver.audit import audit_triggers
from relvar.engines.sqlserver.objects import Parts, Procedure, Trigger, shortened
from relvar.engines.sqlserver.publish import publish_triggers
from relvar.engines.sqlserver.query import NOW
from relvar.engines.sqlserver.retention import expire
from relvar.engines.sqlserver.totals import keep_total, take_stock
from relvar.model import behaviour as b
from relvar.model import expression as e
from relvar.model.physical import CheckConstraint, ForeignKey, Physical
from relvar.model.walking import columns_of, nodes

# Whatever the caller's level: under snapshot isolation the question after the lock would be answered as of before it.
FRESH = "set transaction isolation level read committed"
FOREVER = {"date": "'9999-12-31'", "timestamp": "'9999-12-31T23:59:59+00:00'"}


def triggers(physical: Physical) -> Iterator[Trigger]:
    """Triggers of every behaviour and of every check that looks at other rows; overlaps last, for they say less than a limit."""
    make = Parts(physical)
    yield from _check_triggers(make)
    for key, behaviour in sorted(physical.behaviours.items(), key=lambda item: RANK.get(type(item[1]), 1)):
        if not isinstance(behaviour, b.Expire):  # a procedure, below
            yield from TRIGGERS[type(behaviour)](make, key, behaviour)


def procedures(physical: Physical) -> Iterator[Procedure]:
    """Procedures of behaviours: what leaves by time."""
    make = Parts(physical)
    for key, behaviour in physical.behaviours.items():
        if isinstance(behaviour, b.Expire):
            yield expire(make, key, behaviour)


def looks_elsewhere(constraint: CheckConstraint) -> bool:
    """Whether a check asks of other rows, which SQL Server takes in no check."""
    return any(isinstance(part, e.Exists) for part in nodes(constraint.condition))


def _check_triggers(make: Parts) -> Iterator[Trigger]:
    for table_id, table in make.physical.tables.items():
        for key, constraint in table.constraints.items():
            if isinstance(constraint, CheckConstraint) and looks_elsewhere(constraint):
                wrong = f"exists (select 1 from inserted as i where not ({make.over(table_id, constraint.condition, 'i', 0)}))"
                body = make.refuse_if(wrong, constraint.name, constraint.says)
                because = f"{constraint.says}. No check may say it: it looks at other rows"
                yield Trigger(shortened(f"{constraint.name}_tr"), table_id, ("insert", "update"), (body,), because, f"{table_id}.{key}")


# --- one row ---


def _changed(make: Parts, table_id: str, where: str) -> str:
    """Whether a row of the update satisfies `where`."""
    return f"exists (select 1 from inserted as i join deleted as d on {make.same(table_id, 'd', 'i')}\n  where {where})"


def _touch_time(make: Parts, key: str, touch: b.TouchTime) -> Iterator[Trigger]:
    column, table_id = make.name(touch.table, touch.column), touch.table
    body = (
        f"update t set {column} = {NOW}\nfrom {make.table(table_id)} as t\njoin inserted as i on {make.same(table_id, 'i', 't')}\n"
        f"join deleted as d on {make.same(table_id, 'd', 'i')}\nwhere {make.differs(table_id, make.people(table_id, (touch.column,)))}"
    )
    because = "The instant of the last real change; an update that changes nothing leaves it"
    yield Trigger(shortened(f"{key}_tr"), table_id, ("update",), (body,), because, key)


def _follow_life_cycle(make: Parts, key: str, rule: b.FollowLifeCycle) -> Iterator[Trigger]:
    column, literal = make.name(rule.table, rule.column), make.writer.literal
    body = []
    if rule.final:
        ended = f"d.{column} in ({', '.join(map(literal, rule.final))}) and {make.differs(rule.table, make.people(rule.table))}"
        body.append(make.refuse_if(_changed(make, rule.table, ended), key, f"a row that is {' or '.join(rule.final)} does not change"))
    moved = f"i.{column} <> d.{column}"
    if rule.transitions:
        moves = ", ".join(f"({literal(start)}, {literal(end)})" for start, end in rule.transitions)
        moved += (
            f"\n    and not exists (select 1 from (values {moves}) as m (was, becomes)\n      where m.was = d.{column} and m.becomes = i.{column})"
        )
    body.append(make.refuse_if(_changed(make, rule.table, moved), key, f"{column} cannot change so"))
    yield Trigger(shortened(f"{key}_tr"), rule.table, ("update",), tuple(body), f"{column} moves along its life cycle", key)


def _rekeyed(make: Parts, table_id: str, key: str, columns: tuple[str, ...]) -> list[str]:
    """A row whose key is changed is matched with none: where the key may not change, that is refused first."""
    if not set(columns) & {c for c in make.physical.tables[table_id].primary_key if not make.physical.tables[table_id].columns[c].identity}:
        return []
    names = [make.names(table_id, make.physical.tables[table_id].primary_key, alias) for alias in ("d", "i")]
    gone = f"exists (select {names[0]} from deleted as d except select {names[1]} from inserted as i)"
    return [make.refuse_if(gone, key, f"the key of {make.table(table_id)} does not change")]


def _freeze(make: Parts, key: str, rule: b.Freeze) -> Iterator[Trigger]:
    table = make.table(rule.table)
    if rule.columns:
        names = [make.name(rule.table, c) for c in rule.columns]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        numbered = [make.name(rule.table, c) for c in rule.columns if c in _numbered(make, rule.table)]
        rest = [c for c in rule.columns if c not in make.physical.tables[rule.table].primary_key]
        where = make.differs(rule.table, rest) + "".join(f" and d.{n} is not null" for n in numbered)
        body = _rekeyed(make, rule.table, key, rule.columns)
        body += [make.refuse_if(_changed(make, rule.table, where), key, f"never changed: {shown}")] if rest else []
        yield Trigger(shortened(f"{key}_tr"), rule.table, ("update",), tuple(body), "As it was when the row was made", key)
        return
    says = f"rows of {table} are added and never changed"
    emptied = [c for x in make.expiries(rule.table) for c in x.anonymise]
    refused = make.refuse_if(_changed(make, rule.table, make.differs(rule.table, make.people(rule.table, emptied))), key, says)
    first = _rekeyed(make, rule.table, key, make.physical.tables[rule.table].primary_key)
    yield Trigger(shortened(f"{key}_update_tr"), rule.table, ("update",), (*first, refused), says, key)
    if any(x.by_number for x in make.expiries(rule.table)):
        return  # what is no longer among the newest leaves, and no trigger counts them for every row: rights say who deletes
    leaving = [f"d.{make.name(rule.table, x.since)} >= dateadd(month, -{x.months}, {NOW})" for x in make.expiries(rule.table)]
    gone = f"exists (select 1 from deleted as d{' where ' + ' and '.join(leaving) if leaving else ''})"
    because = "But what its term lets go" if leaving else ""
    yield Trigger(shortened(f"{key}_delete_tr"), rule.table, ("delete",), (make.refuse_if(gone, key, says),), because, key)


def _numbered(make: Parts, table_id: str) -> set[str]:
    """Columns that are null until a trigger has numbered them."""
    return {x.column for x in make.physical.behaviours.values() if isinstance(x, b.NumberWithoutGaps) and x.table == table_id}


# --- other rows ---


def locked_parent(make: Parts, table_id: str, columns: tuple[str, ...], parent: str) -> str:
    """The parents' rows, locked until the commit, in the order of their key."""
    referred = make.referred(table_id, columns, parent, "i", "p")
    return (
        f"declare @locked bigint = (select count_big(*) from {make.table(parent)} as p with (updlock, rowlock)\n"
        f"  where exists (select 1 from inserted as i where {referred}))"
    )


def _limit_count(make: Parts, key: str, rule: b.LimitCount) -> Iterator[Trigger]:
    table, parent = make.table(rule.table), make.table(rule.parent)
    most = f"p.{make.name(rule.parent, rule.limit_column)}" if rule.limit_column else str(rule.limit)
    new, all_of = (make.referred(rule.table, rule.reference, rule.parent, row, "p") + make.held(rule.table, rule.where, row) for row in ("i", "o"))
    touched = f"exists (select 1 from inserted as i where {new})"
    count = f"select count_big(*) from {table} as o where {all_of}"
    over = f"exists (select 1 from {parent} as p\n  where {touched}\n    and ({count}) > {most})"
    steps = [
        FRESH,
        locked_parent(make, rule.table, rule.reference, rule.parent),
        make.refuse_if(over, key, f"no more {table} for this row of {parent}"),
    ]
    watched = [*rule.reference, *sorted(columns_of(rule.where) if rule.where is not None else ())]
    guard = " and ".join(f"not update({make.name(rule.table, c)})" for c in dict.fromkeys(watched))
    because = f"At most so many {table} for one row of {parent}: the parent's row is locked, then counted"
    yield Trigger(shortened(f"{key}_tr"), rule.table, ("insert", "update"), (f"if {guard} return", *steps), because, key)


def _forbid_overlap(make: Parts, key: str, rule: b.ForbidOverlap) -> Iterator[Trigger]:
    """Half-open intervals share an instant where each begins before the other ends; a missing end never comes."""
    table, start = make.table(rule.table), make.name(rule.table, rule.start)
    conditions = [f"o.{n} = i.{n}" for n in (make.name(rule.table, c) for c in rule.per)]
    conditions += [f"o.{start} < {_end(make, rule, 'i')}", f"i.{start} < {_end(make, rule, 'o')}", f"not ({make.same(rule.table, 'o', 'i')})"]
    where = "\n    and ".join(conditions) + make.held(rule.table, rule.where, "i") + make.held(rule.table, rule.where, "o")
    wrong = f"exists (select 1 from inserted as i join {table} as o\n  on {where})"
    because = f"Two {table} with equal {', '.join(rule.per) or 'anything'} never share an instant; ends may touch"
    steps = (FRESH, _turn(make, key, rule.table, rule.per), make.refuse_if(wrong, key, f"{table} overlap"))
    yield Trigger(shortened(f"{key}_tr"), rule.table, ("insert", "update"), steps, because, key)


def _uphold_dependency(make: Parts, key: str, rule: b.UpholdDependency) -> Iterator[Trigger]:
    """A row has the right side that it has, so it never meets itself; a missing value is equal to nothing."""
    table, right = make.table(rule.table), make.name(rule.table, rule.right)
    left = [make.name(rule.table, c) for c in rule.left]
    where = "\n    and ".join([*(f"o.{n} = i.{n}" for n in left), f"o.{right} <> i.{right}"])
    wrong = f"exists (select 1 from inserted as i join {table} as o\n  on {where})"
    steps = (FRESH, _turn(make, key, rule.table, rule.left), make.refuse_if(wrong, key, f"the same {', '.join(left)} has another {right}"))
    because = f"{', '.join(rule.left)} determines {rule.right} in {table}"
    yield Trigger(shortened(f"{key}_tr"), rule.table, ("insert", "update"), steps, because, key)


def _turn(make: Parts, key: str, table: str, shared: tuple[str, ...]) -> str:
    for constraint in make.physical.tables[table].constraints.values():
        if isinstance(constraint, ForeignKey) and set(constraint.columns) <= set(shared):
            return locked_parent(make, table, constraint.columns, constraint.table)
    resource = make.writer.literal(shortened(key))
    return f"exec sys.sp_getapplock @Resource = {resource}, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @DbPrincipal = 'public'"


def _end(make: Parts, rule: b.ForbidOverlap, alias: str) -> str:
    column = make.physical.tables[rule.table].columns[rule.end]
    name = f"{alias}.{make.name(rule.table, rule.end)}"
    return f"coalesce({name}, {FOREVER[column.data.base]})" if column.nullable and column.data.base in FOREVER else name


def _number_without_gaps(make: Parts, key: str, rule: b.NumberWithoutGaps) -> Iterator[Trigger]:
    """The counter's row is locked until the commit, so that a rollback leaves no gap. The column is null until then."""
    counter = make.physical.tables[rule.counter]
    keys = list(counter.primary_key)
    per = dict(zip(keys, rule.per, strict=False))
    last = make.name(rule.counter, next(c for c, column in counter.columns.items() if c not in keys and column.data.base == "integer"))
    names = make.writer.columns(rule.counter, keys)
    values = ", ".join(f"i.{make.name(rule.table, per[k])}" if k in per else "1" for k in keys)
    same = " and ".join(f"c.{make.name(rule.counter, k)} = " + (f"i.{make.name(rule.table, per[k])}" if k in per else "1") for k in keys)
    column, table = make.name(rule.table, rule.column), make.table(rule.table)
    new = f"insert into {make.table(rule.counter)} ({names}, {last})\nselect distinct {values}, 0 from inserted as i\n"
    new += f"where not exists (select 1 from {make.table(rule.counter)} as c with (updlock, holdlock) where {same})"
    rows = f"(select count_big(*) from inserted as i where {same})"
    take = f"update c set {last} = c.{last} + {rows}\nfrom {make.table(rule.counter)} as c where exists (select 1 from inserted as i where {same})"
    order = make.names(rule.table, make.physical.tables[rule.table].primary_key, "i")
    across = f"partition by {', '.join(f'i.{make.name(rule.table, c)}' for c in per.values())} " if per else ""
    own = [make.name(rule.table, c) for c in make.physical.tables[rule.table].primary_key]
    first = f"c.{last} - {rows.replace('inserted as i', 'inserted as n').replace('i.', 'n.')}"
    numbers = (
        f"select {', '.join(f'i.{n}' for n in own)}, \n"
        f"    {first} + row_number() over ({across}order by {order}) as number\n"
        f"  from inserted as i join {make.table(rule.counter)} as c on {same}"
    )
    numbered = f"update t set {column} = m.number\nfrom {table} as t join (\n  {numbers}\n) as m on {make.same(rule.table, 'm', 't')}"
    because = f"{column} counts 1, 2, 3 without a gap: the counter's row is locked until the commit"
    yield Trigger(shortened(f"{key}_tr"), rule.table, ("insert",), (new, take, numbered), because, key)


RANK: dict[type, int] = {b.Freeze: 0, b.ForbidOverlap: 2, b.UpholdDependency: 2}
TRIGGERS: dict[type, Callable[..., Iterator[Trigger]]] = {
    b.TouchTime: _touch_time,
    b.KeepTotal: keep_total,
    b.TakeStock: take_stock,
    b.ForbidOverlap: _forbid_overlap,
    b.UpholdDependency: _uphold_dependency,
    b.LimitCount: _limit_count,
    b.FollowLifeCycle: _follow_life_cycle,
    b.Freeze: _freeze,
    b.NumberWithoutGaps: _number_without_gaps,
    b.Audit: audit_triggers,
    b.Publish: publish_triggers,
}
