"""A small tenant market by hand: every kind of rule that rows must honour, on few tables."""

from __future__ import annotations

from relvar.model import expression as e
from relvar.model.behaviour import FollowLifeCycle, ForbidOverlap, KeepTotal, LimitCount, TakeStock
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, IndexPart, Physical, Table, UniqueConstraint
from relvar.model.semantic import DataType

INT = DataType(base="integer", bits=64)
MONEY = DataType(base="decimal", precision=12, scale=2)
MOMENT = DataType(base="timestamp")


def ref(column: str) -> e.ColumnRef:
    return e.ColumnRef(column=column)


def text(length: int = 100, **more: object) -> Column:
    return Column(name="", data=DataType(base="text", length=length), **more)  # type: ignore[arg-type]


def at_least_zero(column: str) -> CheckConstraint:
    condition = e.Compare(op=">=", left=ref(column), right=e.Constant(value=0))
    return CheckConstraint(name=f"{column}_ck", condition=condition, says=f"{column} is not negative")


def key(table: str, *columns: str, deferred: bool = False) -> ForeignKey:
    to = tuple("id" if c not in ("shop",) else c for c in columns) if table != "shop" else ("id",)
    return ForeignKey(name=f"{table}_{'_'.join(columns)}_fk", columns=columns, table=table, to=to, deferred=deferred)


def table(id_: str, columns: dict[str, Column], primary: tuple[str, ...], **more: object) -> Table:
    import msgspec

    named = {c: msgspec.structs.replace(column, name=c) for c, column in columns.items()}
    return Table(name=f"{id_}s", columns=named, primary_key=primary, primary_key_name=f"{id_}s_pk", comment="", relation=id_, **more)  # type: ignore[arg-type]


def whole(**more: object) -> Column:
    return Column(name="", data=INT, **more)  # type: ignore[arg-type]


STATES = ("open", "paid", "shipped", "cancelled")
PAID_HAS_TIME = e.Compare(
    op="=",
    left=e.InList(operand=ref("state"), items=(e.Constant(value="paid"), e.Constant(value="shipped"))),
    right=e.IsNull(operand=ref("paid_at"), negated=True),
)


def market() -> Physical:
    identity = whole(identity=True)
    email = Column(name="", data=DataType(base="text", length=254), samples="email")
    moment, optional = Column(name="", data=MOMENT), Column(name="", data=MOMENT, nullable=True)
    money = Column(name="", data=MONEY, samples="money")
    tables = {
        "shop": table("shop", {"id": identity, "name": text(), "seats": whole()}, ("id",), rows=50),
        "buyer": table(
            "buyer",
            {"shop": whole(), "id": identity, "email": email, "code": text(4)},
            ("shop", "id"),
            rows=2_000,
            skew={"shop_fk": 1.1},
            constraints={
                "shop_fk": key("shop", "shop"),
                "code_ck": CheckConstraint(name="code_ck", condition=e.Matches(operand=ref("code"), regex="^[A-Z]{2}[0-9]{2}$"), says=""),
            },
            indexes={
                "email_uq": Index(
                    name="email_uq",
                    unique=True,
                    parts=(IndexPart(expression=ref("shop")), IndexPart(expression=e.Call(function="lower", arguments=(ref("email"),)))),
                )
            },
        ),
        "item": table(
            "item",
            {"shop": whole(), "id": identity, "name": text(samples="name"), "stock": whole(), "parent": whole(nullable=True)},
            ("shop", "id"),
            rows=5_000,
            constraints={
                "shop_fk": key("shop", "shop"),
                "stock_ck": at_least_zero("stock"),
                "parent_fk": ForeignKey(name="parent_fk", columns=("shop", "parent"), table="item", to=("shop", "id")),
            },
        ),
        "order": table(
            "order",
            {
                "shop": whole(),
                "id": identity,
                "buyer": whole(),
                "state": text(20, values=STATES),
                "placed_at": moment,
                "paid_at": optional,
                "total": money,
            },
            ("shop", "id"),
            rows=40_000,
            skew={"buyer_fk": 0.8},
            constraints={
                "buyer_fk": key("buyer", "shop", "buyer"),
                "paid_ck": CheckConstraint(name="paid_ck", condition=PAID_HAS_TIME, says="paid has a time"),
                "after_ck": CheckConstraint(
                    name="after_ck", condition=e.Compare(op=">", left=ref("paid_at"), right=ref("placed_at")), says="paid after placed"
                ),
            },
        ),
        "line": table(
            "line",
            {
                "shop": whole(),
                "order": whole(),
                "number": whole(),
                "item": whole(),
                "quantity": whole(samples="quantity"),
                "price": money,
                "note": text(nullable=True),
            },
            ("shop", "order", "number"),
            rows=100_000,
            skew={"item_fk": 1.0},
            constraints={
                "order_fk": key("order", "shop", "order"),
                "item_fk": key("item", "shop", "item"),
                "quantity_ck": CheckConstraint(
                    name="quantity_ck", condition=e.Compare(op=">", left=ref("quantity"), right=e.Constant(value=0)), says=""
                ),
            },
        ),
        "stand": table(
            "stand",
            {"id": identity, "starts_at": moment, "ends_at": moment, "shop": whole(), "live": Column(name="", data=DataType(base="boolean"))},
            ("id",),
            rows=3_000,
            constraints={
                "shop_fk": key("shop", "shop"),
                "order_ck": CheckConstraint(name="order_ck", condition=e.Compare(op="<", left=ref("starts_at"), right=ref("ends_at")), says=""),
            },
        ),
        "follow": table(
            "follow",
            {"shop": whole(), "buyer": whole(), "item": whole()},
            ("shop", "buyer", "item"),
            rows=5_000,
            constraints={"buyer_fk": key("buyer", "shop", "buyer"), "item_fk": key("item", "shop", "item")},
        ),
        "passport": table(
            "passport",
            {"shop": whole(), "buyer": whole(), "number": text(20, samples="code")},
            ("shop", "buyer"),
            rows=1_500,
            constraints={"buyer_fk": key("buyer", "shop", "buyer"), "number_uq": UniqueConstraint(name="number_uq", columns=("number",))},
        ),
        "loan": table(
            "loan",
            {"id": identity, "item": whole(), "shop": whole(), "back_at": optional},
            ("id",),
            rows=4_000,
            constraints={"item_fk": key("item", "shop", "item")},
            indexes={
                "out_uq": Index(
                    name="out_uq",
                    unique=True,
                    parts=(IndexPart(expression=ref("shop")), IndexPart(expression=ref("item"))),
                    where=e.IsNull(operand=ref("back_at")),
                )
            },
        ),
        "seat": table("seat", {"id": identity, "shop": whole()}, ("id",), rows=2_000, constraints={"shop_fk": key("shop", "shop")}),
    }
    term = e.Arithmetic(op="*", left=ref("quantity"), right=ref("price"))
    moves = (("open", "paid"), ("paid", "shipped"), ("open", "cancelled"))
    behaviours = {
        "order_total": KeepTotal(table="order", column="total", of="line", reference=("shop", "order"), term=term),
        "item_stock": TakeStock(table="item", column="stock", of="line", reference=("shop", "item"), quantity="quantity"),
        "order_state": FollowLifeCycle(table="order", column="state", initial="open", transitions=moves, final=("shipped", "cancelled")),
        "stand_apart": ForbidOverlap(table="stand", per=("shop",), start="starts_at", end="ends_at", where=ref("live")),
        "shop_seats": LimitCount(table="seat", reference=("shop",), parent="shop", limit_column="seats"),
    }
    return Physical(engine="sqlite", tables=tables, behaviours=behaviours, context={"shop": "shop.id"})
