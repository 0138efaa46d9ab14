"""What each store beside the record is promised and promises: keys, values, age, what renews an entry, how all are made again."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from relvar.model.behaviour import Publish
from relvar.model.design import Design
from relvar.model.expression import And, ColumnRef, Compare, Expression, Or, Parameter, TextSearch
from relvar.model.federation import Contract, Entry, Federation, StoreRole
from relvar.model.figures import SECONDS_A_DAY, count, size
from relvar.model.physical import Physical, Table
from relvar.model.query import Ordering, Output, Select
from relvar.plan.capacity.load import writes_per_day
from relvar.plan.federation.served import by_key, conjuncts, parts_of, searching

PAGE = 1_000  # rows of a rebuild that are read at a time, in key order
RELAY_BATCH = 500  # changes that the relay takes at a time
RELAY_PAUSE_SECONDS = 0.2  # that the relay waits when it found none
RELAY_ROWS_PER_SECOND = 5_000  # written to a store one by one over a network: 0.2 ms each; batches are faster
KEPT_DAYS = 7  # events stay readable so long: a reader that stood still over a weekend catches up
OVERHEAD_BYTES = 100  # of an entry beside its value: key, expiry, hash table (Redis: about 90; an index: its key and version)
VERSION = "change_id: a store keeps it with the entry and ignores what is not newer, so twice and out of order do no harm"


class Kind(NamedTuple):
    """A kind of store: what it is as a product, what of a table it holds, what it answers, how long an entry stays (0: until changed)."""

    technology: str
    values: Callable[[Physical, str], tuple[str, ...]]
    serves: Callable[[Physical, str], tuple[str, ...]]
    seconds: int
    costs: str


def federation(design: Design) -> Federation | None:
    """The stores beside the first of the brief's; None where no change is told to any."""
    store = next(iter(design.physical))
    physical = design.physical[store]
    rules = [rule for rule in physical.behaviours.values() if isinstance(rule, Publish)]
    if not rules:
        return None
    roles = tuple(dict.fromkeys(role for rule in rules for role in rule.to))
    contracts = {role: _contract(physical, cast(StoreRole, role), [r for r in rules if role in r.to]) for role in roles}
    return Federation(record=store, outbox=rules[0].outbox, contracts=contracts)


def told(physical: Physical, table_id: str, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Columns of a table that its followers need, in the table's order; never a secret, and nothing special but to a copy by key."""
    wanted = {column for role in roles for column in KINDS[role].values(physical, table_id)} | set(physical.tables[table_id].primary_key)
    return tuple(c for c in physical.tables[table_id].columns if c in wanted)


def _contract(physical: Physical, role: StoreRole, rules: list[Publish]) -> Contract:
    kind = KINDS[role]
    owners = [r.table for r in rules]
    if role == "document":
        parts = {p for found in parts_of(physical).values() for p in found}
        owners = [t for t in owners if t not in parts]
    entries = {t: _entry(physical, kind, t, role) for t in owners}
    stale = round(RELAY_PAUSE_SECONDS + RELAY_BATCH / RELAY_ROWS_PER_SECOND, 3)
    total = sum(e.entries * e.bytes for e in entries.values())
    amounts = " + ".join(f"{count(e.entries)} x {e.bytes:.0f} B" for e in entries.values())
    pause = f"{RELAY_PAUSE_SECONDS:g} s between looks + {RELAY_BATCH} changes / {count(RELAY_ROWS_PER_SECOND)} a second = {stale:g} s"
    return Contract(
        role=role,
        technology=kind.technology,
        entries=entries,
        seconds_stale=stale,
        time_to_live_seconds=kind.seconds,
        version=VERSION,
        arithmetic=f"{amounts} = {size(total)}; {pause}",
        costs=kind.costs,
    )


def _entry(physical: Physical, kind: Kind, table_id: str, role: str) -> Entry:
    table = physical.tables[table_id]
    parts = parts_of(physical).get(table_id, ()) if role == "document" else ()
    values = [f"{table_id}.{c}" for c in told(physical, table_id, (role,))]
    values += [f"{p}.{c}" for p in parts for c in told(physical, p, (role,))]
    widths = sum(_width(physical, value) * physical.tables[value.partition(".")[0]].rows / max(table.rows, 1) for value in values)
    return Entry(
        key=f"{table.name}/" + "/".join(f"{{{table.columns[c].name}}}" for c in table.primary_key),
        owner=table_id,
        values=tuple(values),
        serves=kind.serves(physical, table_id),
        made_stale_by=(table_id, *parts),
        rebuild=rebuild(table_id, table, tuple(told(physical, table_id, (role,)))),
        entries=writes_per_day(table) * KEPT_DAYS if role == "queue" else table.rows,
        bytes=widths + OVERHEAD_BYTES,
    )


def _width(physical: Physical, value: str) -> float:
    table, _, column = value.partition(".")
    found = physical.tables[table].columns[column]
    return found.average_bytes or 8


def rebuild(table_id: str, table: Table, columns: tuple[str, ...]) -> Select:
    """A page of the table in key order, after the key that the page before ended with."""
    key = table.primary_key
    return Select(
        table=table_id,
        alias="r",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="r"), name=c) for c in columns),
        where=_after(table_id, key),
        order_by=tuple(Ordering(expression=ColumnRef(column=c, table="r")) for c in key),
        limit=PAGE,
    )


def _after(table_id: str, key: tuple[str, ...]) -> Expression:
    """Rows behind a key in its order: a > :a, or a = :a and b > :b."""
    first, rest = key[0], key[1:]
    parameter = Parameter(name=f"after_{first}", like=f"{table_id}.{first}")
    beyond = Compare(op=">", left=ColumnRef(column=first, table="r"), right=parameter)
    if not rest:
        return beyond
    same = Compare(op="=", left=ColumnRef(column=first, table="r"), right=parameter)
    return Or(items=(beyond, And(items=(same, _after(table_id, rest)))))


# --- what each kind holds and answers ---


def _searched(physical: Physical, table_id: str) -> tuple[str, ...]:
    """The words that are looked for, and what the table's searches compare beside them."""
    found: dict[str, None] = {}
    for query in searching(physical).get(table_id, []):
        statement = query.statement
        if not isinstance(statement, Select):
            continue
        for condition in conjuncts(statement.where):
            if isinstance(condition, TextSearch):
                found.update(dict.fromkeys(c.column for c in condition.columns))
            elif isinstance(condition, Compare) and isinstance(condition.left, ColumnRef) and condition.left.table == statement.alias:
                found[condition.left.column] = None
    return tuple(c for c in found if c in physical.tables[table_id].columns)


def _open(physical: Physical, table_id: str) -> tuple[str, ...]:
    """Everything but secrets and what is special: a copy has no row rules."""
    return tuple(c for c, column in physical.tables[table_id].columns.items() if column.sensitivity not in ("secret", "special"))


def _searches(physical: Physical, table_id: str) -> tuple[str, ...]:
    served = {id(q) for q in searching(physical).get(table_id, [])}
    return tuple(i for i, q in physical.queries.items() if id(q) in served)


def _keyed(physical: Physical, table_id: str) -> tuple[str, ...]:
    served = {id(q) for q in by_key(physical).get(table_id, [])}
    return tuple(i for i, q in physical.queries.items() if id(q) in served)


def _nothing(physical: Physical, table_id: str) -> tuple[str, ...]:
    return ()


ONE_MORE = "one more service to run, watch, secure and upgrade; it is made again from the record and needs no backup of its own"
BROKER = "one more service to run, watch, secure and upgrade, with disks of its own; what it loses is told again from the outbox"
KINDS: dict[str, Kind] = {
    "search": Kind("OpenSearch or Elasticsearch", _searched, _searches, 0, ONE_MORE),
    "cache": Kind("Valkey or Redis", _open, _keyed, SECONDS_A_DAY, ONE_MORE),
    "document": Kind("a document store", _open, _keyed, 0, ONE_MORE),
    "projection": Kind("tables of the record itself", _open, _nothing, 0, "nothing further to run: the relay applies each event to them"),
    "queue": Kind("Kafka, NATS or RabbitMQ", _open, _nothing, KEPT_DAYS * SECONDS_A_DAY, BROKER),
}
