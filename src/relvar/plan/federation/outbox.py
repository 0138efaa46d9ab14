"""The outbox: the table in which every change that others follow is told, and the work of the relay that hands it on."""

from __future__ import annotations

from relvar.model.expression import Ago, And, Call, ColumnRef, Compare, Constant, InList, IsNull, Parameter
from relvar.model.physical import CheckConstraint, Column, Index, IndexPart, IntegrityCheck, Table
from relvar.model.query import Ordering, Output, Select, Transaction, Update
from relvar.model.semantic import DataType, Sensitivity
from relvar.plan.federation.contracts import RELAY_BATCH

OUTBOX = "outbox"
ACTIONS = ("insert", "update", "delete")
SENT_INDEX = f"{OUTBOX}_published_at_change_id_ix"
LATE_MINUTES = 60  # a change that nobody has handed on for so long means that the relay stands still


def outbox_table(rows: float, per_day: float, payload_bytes: int, sensitivity: Sensitivity) -> Table:
    """The table, with the index by which the relay finds what it has not handed on."""
    text, instant = DataType(base="text", length=200), DataType(base="timestamp")
    columns = {
        "change_id": Column(
            name="change_id", data=DataType(base="integer"), identity=True, comment="Order of changes of one row; readers keep the newest"
        ),
        "occurred_at": Column(name="occurred_at", data=instant, default=Call(function="now"), comment="When, by the server's clock"),
        "topic": Column(name="topic", data=text, average_bytes=10, comment="Which table", samples="label"),
        "row_key": Column(name="row_key", data=text, average_bytes=10, comment="Key of the row as text, its parts joined by /", samples="code"),
        "action": Column(name="action", data=DataType(base="text", length=6), values=ACTIONS, average_bytes=6, comment="What was done"),
        "payload": Column(
            name="payload",
            data=DataType(base="json"),
            nullable=True,
            average_bytes=payload_bytes,
            sensitivity=sensitivity,
            comment="The row as it is since; empty where it is gone",
        ),
        "published_at": Column(name="published_at", data=instant, nullable=True, comment="When the relay handed it on; empty until then"),
    }
    allowed = InList(operand=ColumnRef(column="action"), items=tuple(Constant(value=a) for a in ACTIONS))
    check = CheckConstraint(name=f"{OUTBOX}_action_ck", condition=allowed, says="action is insert, update or delete", bad={"action": "read"})
    index = Index(
        name=SENT_INDEX,
        parts=tuple(IndexPart(expression=ColumnRef(column=c)) for c in ("published_at", "change_id")),
        serves=("relay_changes", f"{OUTBOX}_expires"),
        because="what is not handed on yet in its order, and what was handed on long ago",
    )
    return Table(
        name=OUTBOX,
        columns=columns,
        primary_key=("change_id",),
        primary_key_name=f"{OUTBOX}_pk",
        comment="What changed and is to be told to other stores, written in the transaction that changed it",
        constraints={check.name: check},
        indexes={index.name: index},
        rows=rows,
        rows_per_day=per_day,
        updates_per_row=1,
    )


def relay(per_day: float, roles: tuple[str, ...]) -> Transaction:
    """Take what is not handed on, hand it on, and say so; what another relay holds is left to it."""
    shown = ("change_id", "topic", "row_key", "action", "payload", "occurred_at")
    unsent = IsNull(operand=ColumnRef(column="published_at", table="o"))
    take = Select(
        table=OUTBOX,
        alias="o",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="o"), name=c) for c in shown),
        where=unsent,
        order_by=(Ordering(expression=ColumnRef(column="change_id", table="o")),),
        limit=RELAY_BATCH,
        lock=True,
        skip_locked=True,
    )
    own = Compare(op="=", left=ColumnRef(column="change_id"), right=Parameter(name="change_id", like=f"{OUTBOX}.change_id"))
    say = Update(
        table=OUTBOX,
        sets={"published_at": Call(function="now")},
        where=And(items=(own, IsNull(operand=ColumnRef(column="published_at")))),
        expect_rows=1,
    )
    return Transaction(
        name="hand on what has changed",
        statements=(take, say),
        invariant="a change is handed on at least once, and by one relay at a time; the update is run for each change that was taken",
        isolation="read committed",
        isolation_because="the lock on each change holds at this level; a relay that dies gives its changes back",
        guard="lock",
        lock_order=(OUTBOX,),
        retry="from the beginning: what was handed on before is told again, and readers ignore what they have",
        per_day=per_day / RELAY_BATCH,
        roles=roles,
    )


def replay(roles: tuple[str, ...]) -> Transaction:
    """Tell again what changed in one table since an instant: after a reader lost what it had."""
    since = Compare(op=">=", left=ColumnRef(column="occurred_at"), right=Parameter(name="since", like=f"{OUTBOX}.occurred_at"))
    of = Compare(op="=", left=ColumnRef(column="topic"), right=Parameter(name="topic", like=f"{OUTBOX}.topic"))
    again = Update(table=OUTBOX, sets={"published_at": Constant(value=None)}, where=And(items=(of, since)))
    return Transaction(
        name="tell again what changed since",
        statements=(again,),
        invariant="what is told twice is the same: readers keep the newest change of a row and ignore the others",
        isolation="read committed",
        isolation_because="one statement",
        guard="key",
        retry="from the beginning",
        per_day=0.01,
        roles=roles,
    )


def is_drained() -> IntegrityCheck:
    """Changes that nobody has handed on for too long."""
    late = Compare(op="<", left=ColumnRef(column="occurred_at", table="o"), right=Ago(amount=LATE_MINUTES, unit="minute"))
    unsent = IsNull(operand=ColumnRef(column="published_at", table="o"))
    select = Select(
        table=OUTBOX,
        alias="o",
        outputs=(Output(expression=ColumnRef(column="change_id", table="o"), name="change_id"),),
        where=And(items=(unsent, late)),
        order_by=(Ordering(expression=ColumnRef(column="change_id", table="o")),),
        limit=10,
    )
    return IntegrityCheck(name="outbox_is_drained", says=f"no change waits for more than {LATE_MINUTES} minutes to be handed on", select=select)
