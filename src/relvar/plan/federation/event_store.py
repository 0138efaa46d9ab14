"""Event sourcing: what happened is kept and never changed; the ordinary tables are projections, made from it and made again at will."""

from __future__ import annotations

from relvar.model.expression import And, Arithmetic, Call, ColumnRef, Compare, Constant, Expression, Parameter
from relvar.model.physical import CheckConstraint, Column, Constraint, Physical, Table, UniqueConstraint
from relvar.model.query import Delete, Insert, Ordering, Output, Query, Select, Transaction, Update
from relvar.model.semantic import DataType, Sensitivity
from relvar.plan.queries import faults

EVENTS, SNAPSHOTS, POSITIONS = "stored_event", "stored_snapshot", "projection_position"
STREAM = ("stream_type", "stream_id")
ONE_VERSION = "stored_events_stream_version_uq"
PAGE = 1_000  # events that are read at a time
LATENCY_MS = 20  # to load one aggregate before a command is decided
NAME, KEY = DataType(base="text", length=63), DataType(base="text", length=200)
COUNT, INSTANT, JSON = DataType(base="integer", bits=32), DataType(base="timestamp"), DataType(base="json")


def events(rows: float, per_day: float, payload_bytes: int, sensitivity: Sensitivity) -> Table:
    """One row for each thing that happened to an aggregate; its version in the stream lets one writer win."""
    version = Column(name="version", data=COUNT, comment="1, 2, 3 ... in the stream", samples="count")
    columns = {
        "event_id": Column(name="event_id", data=DataType(base="integer"), identity=True, comment="Position among all events"),
        **_stream(),
        "version": version,
        "event_type": Column(name="event_type", data=NAME, average_bytes=14, comment="What happened, in the past tense", samples="label"),
        "payload": Column(name="payload", data=JSON, average_bytes=payload_bytes, sensitivity=sensitivity, comment="What is to be known of it"),
        "recorded_at": Column(name="recorded_at", data=INSTANT, default=Call(function="now"), comment="When it was recorded, by the server's clock"),
    }
    constraints: dict[str, Constraint] = {
        ONE_VERSION: UniqueConstraint(name=ONE_VERSION, columns=(*STREAM, "version"), says="a version of a stream is written once"),
        **_from_one("stored_events", "version"),
    }
    return Table(
        name="stored_events",
        columns=columns,
        primary_key=("event_id",),
        primary_key_name="stored_events_pk",
        comment="What happened to each aggregate, in order. Rows are added and never changed",
        constraints=constraints,
        rows=rows,
        rows_per_day=per_day,
    )


def snapshots(rows: float, state_bytes: int, sensitivity: Sensitivity) -> Table:
    """The state of a long stream at a version, so that loading it reads few events."""
    columns = {
        **_stream(),
        "version": Column(name="version", data=COUNT, comment="The last event that the state holds", samples="count"),
        "state": Column(name="state", data=JSON, average_bytes=state_bytes, sensitivity=sensitivity, comment="The aggregate as it was then"),
        "taken_at": Column(name="taken_at", data=INSTANT, default=Call(function="now"), comment="When it was taken"),
    }
    return Table(
        name="stored_snapshots",
        columns=columns,
        primary_key=STREAM,
        primary_key_name="stored_snapshots_pk",
        comment="The newest state of each long stream; may be deleted at any time, for it is made again from the events",
        constraints=_from_one("stored_snapshots", "version"),
        rows=rows,
        rows_at_start=rows,
        updates_per_row=1,
    )


def positions(rows: float) -> Table:
    """How far each projection has come in each stream."""
    columns = {
        "projection": Column(name="projection", data=NAME, average_bytes=12, comment="Which projection", samples="label"),
        **_stream(),
        "version": Column(name="version", data=COUNT, default=Constant(value=0), comment="The last event that it holds", samples="count"),
    }
    return Table(
        name="projection_positions",
        columns=columns,
        primary_key=("projection", *STREAM),
        primary_key_name="projection_positions_pk",
        comment="The last version of each stream that a projection holds: each event is applied once, in order",
        rows=rows,
        rows_at_start=rows,
        updates_per_row=1,
    )


def _stream() -> dict[str, Column]:
    return {
        "stream_type": Column(name="stream_type", data=NAME, average_bytes=10, comment="Kind of aggregate", samples="label"),
        "stream_id": Column(name="stream_id", data=KEY, average_bytes=10, comment="Key of the aggregate as text", samples="code"),
    }


def _from_one(table: str, column: str) -> dict[str, Constraint]:
    name = f"{table}_{column}_ck"
    condition = Compare(op=">=", left=ColumnRef(column=column), right=Constant(value=1))
    return {name: CheckConstraint(name=name, condition=condition, says=f"{column} is at least 1", bad={column: 0})}


# --- what is asked and done ---


def queries(loads_per_day: float) -> dict[str, Query]:
    """Loading one aggregate: its snapshot, and the events behind it."""
    newest = Select(
        table=SNAPSHOTS,
        alias="s",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="s"), name=c) for c in ("version", "state")),
        where=And(items=_same_stream(SNAPSHOTS, "s")),
    )
    after = Compare(op=">", left=ColumnRef(column="version", table="e"), right=Parameter(name="version", like=f"{EVENTS}.version"))
    behind = Select(
        table=EVENTS,
        alias="e",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="e"), name=c) for c in ("version", "event_type", "payload", "recorded_at")),
        where=And(items=(*_same_stream(EVENTS, "e"), after)),
        order_by=(Ordering(expression=ColumnRef(column="version", table="e")),),
        limit=PAGE,
    )
    return {
        "snapshot_of_stream": Query(name="the snapshot of a stream", statement=newest, per_day=loads_per_day, latency_ms=LATENCY_MS, rows=1),
        "events_of_stream": Query(
            name="the events of a stream after a version", statement=behind, per_day=loads_per_day, latency_ms=LATENCY_MS, rows=10
        ),
    }


def append(physical: Physical, per_day: float) -> Transaction:
    """Add the next event of a stream, if it is still the next: of two writers that loaded the same version one is refused."""
    names = ("stream_type", "stream_id", "version", "event_type", "payload")
    insert = Insert(table=EVENTS, values={c: Parameter(name=c, like=f"{EVENTS}.{c}") for c in names}, returning=("event_id",))
    return Transaction(
        name="append an event",
        statements=(insert,),
        invariant="a version of a stream is written once: nobody decides on a state that another has changed meanwhile",
        isolation="read committed",
        isolation_because="the unique version holds at this level: the second of two waits for the first and is refused",
        guard=f"{EVENTS}.{ONE_VERSION}",
        races=("same_key",),
        invariant_holds=faults.twice(physical, EVENTS, (*STREAM, "version")),
        retry="a refused version is an answer: load the stream again, decide again",
        per_day=per_day,
    )


def take_snapshot(per_day: float) -> tuple[Transaction, Transaction]:
    """The first snapshot of a stream, and a newer one in its place."""
    names = (*STREAM, "version", "state")
    first = Insert(table=SNAPSHOTS, values={c: Parameter(name=c, like=f"{SNAPSHOTS}.{c}") for c in names}, ignore_duplicates_of=STREAM)
    older = Compare(op="<", left=ColumnRef(column="version"), right=Parameter(name="version", like=f"{SNAPSHOTS}.version"))
    newer = Update(
        table=SNAPSHOTS,
        sets={
            "version": Parameter(name="version", like=f"{SNAPSHOTS}.version"),
            "state": Parameter(name="state", like=f"{SNAPSHOTS}.state"),
            "taken_at": Call(function="now"),
        },
        where=And(items=(*_same_stream(SNAPSHOTS), older)),
    )
    invariant = "a snapshot is never older than the one before it"
    return _small("take the first snapshot of a stream", (first,), invariant, per_day), _small("renew the snapshot", (newer,), invariant, per_day)


def project(per_day: float) -> tuple[Transaction, Transaction, Transaction]:
    """Begin a stream, go one event further (the projection's own writes stand in the same transaction), forget everything before a rebuild."""
    names = ("projection", *STREAM)
    begin = Insert(table=POSITIONS, values={c: Parameter(name=c, like=f"{POSITIONS}.{c}") for c in names}, ignore_duplicates_of=names)
    before = Compare(op="=", left=ColumnRef(column="version"), right=Parameter(name="version", like=f"{POSITIONS}.version"))
    own = _is("projection", POSITIONS)
    further = Update(
        table=POSITIONS,
        sets={"version": Arithmetic(op="+", left=ColumnRef(column="version"), right=Constant(value=1))},
        where=And(items=(own, *_same_stream(POSITIONS), before)),
        expect_rows=1,
    )
    applied = Transaction(
        name="apply the next event to a projection",
        statements=(further,),
        invariant="each event is applied to each projection once, in the order of its stream",
        isolation="read committed",
        isolation_because="the version in the update's condition holds at this level: the second of two finds it changed",
        guard="condition",
        races=("state_change",),
        retry="zero rows changed: the event was applied before, or an earlier one is missing and comes first",
        per_day=per_day,
    )
    begun = _small("begin a stream in a projection", (begin,), "a stream begins once in a projection", per_day)
    forgotten = _small("forget a projection before it is made again", (Delete(table=POSITIONS, where=own),), "a rebuild begins from nothing", 0.01)
    return begun, applied, forgotten


def _small(name: str, statements: tuple[Insert | Update | Delete, ...], invariant: str, per_day: float) -> Transaction:
    return Transaction(
        name=name,
        statements=statements,
        invariant=invariant,
        isolation="read committed",
        isolation_because="one statement",
        guard="key",
        retry="the same again: twice does what once does",
        per_day=per_day,
    )


def _same_stream(table: str, alias: str = "") -> tuple[Expression, ...]:
    return tuple(_is(column, table, alias) for column in STREAM)


def _is(column: str, table: str, alias: str = "") -> Compare:
    return Compare(op="=", left=ColumnRef(column=column, table=alias), right=Parameter(name=column, like=f"{table}.{column}"))
