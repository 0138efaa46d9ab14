"""A small shop by hand: every kind of element once."""

from __future__ import annotations

from typing import Any

from relvar.model.behaviour import Audit, Behaviour, FollowLifeCycle, ForbidOverlap, Freeze, KeepTotal, LimitCount, TakeStock, TouchTime
from relvar.model.brief import Brief, Quantity, Scale, Source
from relvar.model.conceptual import Conceptual
from relvar.model.design import Design
from relvar.model.expression import Arithmetic, Call, ColumnRef, Compare, Constant, InList, Parameter, TextSearch
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, IndexPart, Physical, Table, UniqueConstraint, View
from relvar.model.query import Ordering, Output, Query, Select
from relvar.model.semantic import DataType

ID = DataType(base="integer")
TEXT = DataType(base="text", length=200)
MONEY = DataType(base="decimal", precision=12, scale=2)
INSTANT = DataType(base="timestamp")
NOW = Call(function="now")
STATES = ("open", "paid", "sent")


def col(name: str, table: str = "") -> ColumnRef:
    return ColumnRef(column=name, table=table)


def column(name: str, data: DataType, **more: Any) -> Column:
    return Column(name=name, data=data, comment=f"The {name.replace('_', ' ')}, as people say", **more)


def key(table: str, to: str, column: str, **more: Any) -> ForeignKey:
    return ForeignKey(name=f"{table}_{column}_fk", columns=(column,), table=to, to=(column,), **more)


def table(name: str, columns: dict[str, Column], *elements: CheckConstraint | UniqueConstraint | ForeignKey, **more: Any) -> Table:
    more = {"primary_key": (next(iter(columns)),), **more}
    return Table(
        name=name,
        columns=columns,
        primary_key_name=f"{name}_pk",
        comment=f"What {name} are; kept",
        rows=1000,
        relation="x",
        constraints={e.name: e for e in elements},
        **more,
    )


def index(name: str, *columns: ColumnRef | Call, **more: Any) -> tuple[str, Index]:
    return name, Index(name=name, parts=tuple(IndexPart(expression=c) for c in columns), because="a pattern reads so", **more)


def positive(name: str, column: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=Compare(op=">=", left=col(column), right=Constant(value=0)), says="never negative", bad={column: -1})


TABLES = {
    "user": table(
        "users",
        {
            "user_id": column("user_id", ID, identity=True),
            "email": column("email", TEXT),
            "active": column("active", DataType(base="boolean"), default=Constant(value=True)),
            "created_at": column("created_at", INSTANT, default=NOW),
        },
        indexes=dict([index("users_email_uq", Call(function="lower", arguments=(col("email"),)), unique=True)]),
    ),
    "product": table(
        "products",
        {
            "product_id": column("product_id", ID, identity=True),
            "name": column("name", TEXT),
            "price": column("price", MONEY),
            "stock": column("stock", ID, default=Constant(value=0)),
        },
        positive("products_price_ck", "price"),
        positive("products_stock_ck", "stock"),
        indexes=dict([index("products_search_ix", col("name"), method="text")]),
    ),
    "order": table(
        "orders",
        {
            "order_id": column("order_id", DataType(base="uuid"), default=Call(function="new_ordered_uuid")),
            "user_id": column("user_id", ID),
            "status": column("status", TEXT, default=Constant(value="open"), values=STATES),
            "placed_at": column("placed_at", INSTANT, default=NOW),
            "changed_at": column("changed_at", INSTANT, default=NOW),
            "total": column("total", MONEY, default=Constant(value="0", as_decimal=True)),
        },
        CheckConstraint(
            name="orders_status_ck", condition=InList(operand=col("status"), items=tuple(Constant(value=s) for s in STATES)), says="a known state"
        ),
        key("orders", "user", "user_id"),
        indexes=dict([index("orders_user_id_placed_at_ix", col("user_id"), col("placed_at"), serves=("mine",))]),
    ),
    "line": table(
        "order_lines",
        {
            "order_id": column("order_id", DataType(base="uuid")),
            "number": column("number", ID),
            "product_id": column("product_id", ID),
            "quantity": column("quantity", ID),
            "price": column("price", MONEY),
            "amount": column("amount", MONEY, generated=Arithmetic(op="*", left=col("price"), right=col("quantity"))),
        },
        key("order_lines", "order", "order_id", on_delete="cascade"),
        key("order_lines", "product", "product_id"),
        primary_key=("order_id", "number"),
        without_rowid=True,
        indexes=dict([index("order_lines_product_id_ix", col("product_id"))]),
    ),
    "booking": table(
        "bookings",
        {
            "booking_id": column("booking_id", ID, identity=True),
            "product_id": column("product_id", ID),
            "starts_at": column("starts_at", INSTANT),
            "ends_at": column("ends_at", INSTANT, nullable=True),
            "day": column("day", DataType(base="date")),
        },
        key("bookings", "product", "product_id"),
        UniqueConstraint(name="bookings_product_id_day_uq", columns=("product_id", "day")),
    ),
    "log": table(
        "changes",
        {
            "change_id": column("change_id", ID, identity=True),
            "at": column("at", INSTANT, default=NOW),
            "operation": column("operation", TEXT),
            "table_name": column("table_name", TEXT),
            "row_key": column("row_key", TEXT),
            "before": column("before", DataType(base="json"), nullable=True),
        },
    ),
}

BEHAVIOURS: dict[str, Behaviour] = {
    "orders_changed_at_touch": TouchTime(table="order", column="changed_at"),
    "orders_total_sum": KeepTotal(table="order", column="total", of="line", reference=("order_id",), term=col("amount")),
    "products_stock_take": TakeStock(table="product", column="stock", of="line", reference=("product_id",), quantity="quantity"),
    "bookings_overlap_ex": ForbidOverlap(table="booking", per=("product_id",), start="starts_at", end="ends_at"),
    "orders_status_moves": FollowLifeCycle(
        table="order", column="status", initial="open", transitions=(("open", "paid"), ("paid", "sent")), final=("sent",)
    ),
    "changes_append_only": Freeze(table="log"),
    "lines_price_frozen": Freeze(table="line", columns=("price",)),
    "orders_lines_limit": LimitCount(table="line", reference=("order_id",), parent="order", limit=3),
    "users_audit": Audit(table="user", log="log", key=("user_id",), secret=("email",)),
}
MINE = Select(
    table="order",
    alias="o",
    outputs=(Output(expression=col("order_id", "o"), name="order_id"), Output(expression=col("total", "o"), name="total")),
    where=Compare(op="=", left=col("user_id", "o"), right=Parameter(name="user_id", like="order.user_id")),
    order_by=(Ordering(expression=col("placed_at", "o"), descending=True),),
    limit=20,
)
SEARCH = Select(
    table="product",
    alias="p",
    outputs=(Output(expression=col("name", "p"), name="name"),),
    where=TextSearch(columns=(col("name", "p"),), words=Parameter(name="words", like="product.name")),
)
DEAR = Select(
    table="product",
    alias="p",
    outputs=(Output(expression=col("price", "p"), name="price"),),
    where=Compare(op=">", left=Arithmetic(op="*", left=col("price", "p"), right=Constant(value="1.10", as_decimal=True)), right=Constant(value=20)),
)

PHYSICAL = Physical(
    engine="sqlite",
    tables=TABLES,
    views={"user_shown": View(name="users_shown", comment="Users as support sees them", table="user", masks={"email": "domain"})},
    behaviours=BEHAVIOURS,
    queries={
        "mine": Query(name="my orders, newest first", statement=MINE, per_day=1000, latency_ms=50, served_by=("order.orders_user_id_placed_at_ix",))
    },
)


def design(physical: Physical = PHYSICAL) -> Design:
    number = Quantity(value=1, unit="", source=Source(kind="rule", words="assumed"))
    scale = Scale(
        years=number, growth_per_year=number, peak_factor=number, read_share=number, latency_p95_ms=number, rpo_minutes=number, rto_minutes=number
    )
    brief = Brief(text="a small shop", title="Small shop", project="small_shop", stores=("sqlite",))
    return Design(brief=brief, conceptual=Conceptual(scale=scale), physical={"sqlite": physical})
