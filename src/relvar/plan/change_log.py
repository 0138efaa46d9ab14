"""The table in which changes are kept: append-only, without references, so that it outlives what it tells of."""

from __future__ import annotations

import msgspec

from relvar.model.expression import And, Call, ColumnRef, Compare, Constant, InList, Parameter
from relvar.model.physical import CheckConstraint, Column, Index, IndexPart, Partition, Table
from relvar.model.query import Ordering, Output, Query, Select
from relvar.model.semantic import DataType

LOG = "change_log"
ACTIONS = ("insert", "update", "delete")
ROW_INDEX = f"{LOG}_row_key_table_name_ix"
# An update keeps the changed columns only, an insert nothing: {"status": "placed"} is 21 bytes of text, 30 stored (example 05: 107 B a row in all).
OLD_VALUES_BYTES = 30
HISTORY_ROWS = 50
HISTORY_MS = 200  # an auditor at a screen, not a customer in a queue


def log_table(rows: float, per_day: float, tenant: tuple[str, Column] | None) -> Table:
    """The log with its check and the index for the history of one row."""
    text, instant = DataType(base="text"), DataType(base="timestamp")
    columns = {
        "change_id": Column(name="change_id", data=DataType(base="integer"), identity=True, comment="Order of entries"),
        "changed_at": Column(name="changed_at", data=instant, default=Call(function="now"), comment="When, by the server's clock"),
        "table_name": Column(name="table_name", data=text, average_bytes=12, comment="Which table", samples="label"),
        "row_key": Column(name="row_key", data=text, average_bytes=10, comment="Key of the row as text, its parts joined by /", samples="code"),
        "action": Column(name="action", data=text, values=ACTIONS, average_bytes=6, comment="What was done"),
        "changed_by": Column(name="changed_by", data=text, nullable=True, average_bytes=14, comment="The login that did it", samples="username"),
        "user_id": Column(
            name="user_id", data=text, nullable=True, average_bytes=8, comment="The person, as the application named it", samples="code"
        ),
        "old_values": Column(
            name="old_values",
            data=DataType(base="json"),
            nullable=True,
            average_bytes=OLD_VALUES_BYTES,
            comment="Former values of what changed; personal and secret ones by name only, so that erasure need not rewrite the log",
        ),
    }
    if tenant is not None:
        columns[tenant[0]] = tenant[1]
    allowed = InList(operand=ColumnRef(column="action"), items=tuple(Constant(value=a) for a in ACTIONS))
    check = CheckConstraint(name=f"{LOG}_action_ck", condition=allowed, says="action is insert, update or delete", bad={"action": "read"})
    index = Index(
        name=ROW_INDEX,
        parts=(IndexPart(expression=ColumnRef(column="row_key")), IndexPart(expression=ColumnRef(column="table_name"))),
        serves=(f"{LOG}_history",),
        because="one row's history",
    )
    return Table(
        name=LOG,
        columns=columns,
        primary_key=("change_id",),
        primary_key_name=f"{LOG}_pk",
        comment="Who changed which row when. Rows are added and never changed",
        constraints={check.name: check},
        indexes={index.name: index},
        rows=rows,
        rows_per_day=per_day,
    )


def partitioned(table: Table, partition: Partition) -> Table:
    """The log in partitions: the instant joins the key."""
    return msgspec.structs.replace(table, partition=partition, primary_key=("changed_at", "change_id"))


def history(per_day: float, roles: tuple[str, ...]) -> Query:
    """The history of one row, newest first."""

    def given(column: str) -> Compare:
        return Compare(op="=", left=ColumnRef(column=column, table="l"), right=Parameter(name=column, like=f"{LOG}.{column}"))

    shown = ("changed_at", "action", "changed_by", "user_id", "old_values")
    select = Select(
        table=LOG,
        alias="l",
        outputs=tuple(Output(expression=ColumnRef(column=c, table="l"), name=c) for c in shown),
        where=And(items=(given("row_key"), given("table_name"))),
        order_by=(Ordering(expression=ColumnRef(column="changed_at", table="l"), descending=True),),
        limit=HISTORY_ROWS,
    )
    return Query(
        name="changes by row, newest first",
        statement=select,
        per_day=per_day,
        latency_ms=HISTORY_MS,
        rows=3,
        roles=roles,
        served_by=(f"{LOG}.{ROW_INDEX}",),
    )
