"""A hand-made shop on the real SQLite: it applies, reads back equal, refuses by name, explains, changes, and comes back from a backup."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from relvar.engines import engine
from relvar.engines.base import Evolution, Refusal
from relvar.engines.sqlite.live import SqliteDatabase
from relvar.errors import StatementFailed
from relvar.model.changes import Add, Alter, Change, apply
from relvar.model.expression import ColumnRef, Constant, InList
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, IndexPart
from relvar.model.semantic import DataType
from tests.live.sqlite.small import DEAR, MINE, PHYSICAL, SEARCH, design

SQLITE = engine("sqlite")
DESIGN = design()
BOOKED = {"starts_at": "2030-01-01T10:00:00Z", "ends_at": "2030-01-01T12:00:00+01:00", "day": "2030-01-01"}


@pytest.fixture
def shop() -> Iterator[SqliteDatabase]:
    with SQLITE.serve() as server:
        database = server.database(DESIGN, "sqlite")
        for script in SQLITE.deploy(DESIGN, "sqlite"):
            assert database.apply(SQLITE.text(script)) == ()
        yield database
        database.close()


@pytest.fixture
def keys(shop: SqliteDatabase) -> dict[str, object]:
    """One row of everything."""
    session = shop.session()
    user = session.insert("user", {"email": "Ann@example.org"})[0]
    product = session.insert("product", {"name": "Blue Teapot", "price": "19.99", "stock": 5})[0]
    order = session.insert("order", {"user_id": user})[0]
    session.insert("line", {"order_id": order, "number": 1, "product_id": product, "quantity": 2, "price": "19.99"})
    session.insert("booking", {"product_id": product, **BOOKED})
    return {"user": user, "product": product, "order": order}


def test_what_it_reports_equals_the_design(shop: SqliteDatabase) -> None:
    assert shop.inspect() == SQLITE.expected(DESIGN, "sqlite", shop.version)


BAD: list[tuple[str, dict[str, object], str, str]] = [
    ("user", {"email": "ann@EXAMPLE.org"}, "unique", "users_email_uq"),
    ("user", {"email": None}, "not_null", "email"),
    ("user", {"email": "b", "active": 7}, "check", "users_active_form_ck"),
    ("user", {"email": "b", "created_at": "2030-02-30T00:00:00.000Z"}, "check", "users_created_at_form_ck"),
    ("product", {"name": "cup", "price": "-0.01"}, "check", "products_price_ck"),
    ("product", {"name": "cup", "price": "dear"}, "type", "price"),
    ("order", {"user_id": 99}, "foreign_key", "orders_user_id_fk"),
    ("order", {"user_id": "<user>", "status": "lost"}, "check", "orders_status_ck"),
    ("line", {"order_id": "<order>", "number": 1, "product_id": "<product>", "quantity": 1, "price": 1}, "unique", "order_lines_pk"),
    ("line", {"order_id": "<order>", "number": 2, "product_id": "<product>", "quantity": 4, "price": 1}, "check", "products_stock_ck"),
    ("booking", {"product_id": "<product>", **BOOKED, "ends_at": None, "day": "2030-01-02"}, "overlap", "bookings_overlap_ex"),
    ("booking", {"product_id": "<product>", **BOOKED, "starts_at": "2030-01-01T11:00:00Z", "ends_at": None}, "unique", "bookings_product_id_day_uq"),
]


@pytest.mark.parametrize(("table", "row", "kind", "name"), BAD, ids=[name + kind for _, _, kind, name in BAD])
def test_a_bad_row_is_refused_by_name(
    shop: SqliteDatabase, keys: dict[str, object], table: str, row: dict[str, object], kind: str, name: str
) -> None:
    row = {column: keys.get(str(value)[1:-1], value) for column, value in row.items()}
    with pytest.raises(Refusal) as refused:
        shop.session().insert(table, row)
    assert (refused.value.kind, refused.value.constraint) == (kind, name)


@pytest.mark.parametrize(
    ("statements", "kind", "name"),
    [
        (["update orders set total = 5"], "rule", "orders_total_sum"),
        (["update orders set status = 'sent'"], "rule", "orders_status_moves"),
        (["update orders set status = 'paid'", "update orders set status = 'sent'", "update orders set user_id = 0"], "rule", "orders_status_moves"),
        (["update order_lines set price = 1"], "rule", "lines_price_frozen"),
        (["delete from users"], "foreign_key", "orders_user_id_fk"),
        (["delete from changes"], "rule", "changes_append_only"),
    ],
)
def test_a_bad_change_is_refused_by_name(shop: SqliteDatabase, keys: dict[str, object], statements: list[str], kind: str, name: str) -> None:
    session = shop.session()
    for statement in statements[:-1]:
        session.sql(statement)
    with pytest.raises(Refusal) as refused:
        session.sql(statements[-1])
    assert (refused.value.kind, refused.value.constraint) == (kind, name)


def test_what_the_database_keeps_itself(shop: SqliteDatabase, keys: dict[str, object]) -> None:
    session = shop.session()
    assert [str(total) for _, total in session.run(MINE, {"user_id": keys["user"]})] == ["39.98"]
    assert session.sql("select stock from products") == [(3,)]
    session.sql("delete from order_lines")
    assert session.sql("select total, stock from orders, products") == [(0, 5)]
    assert session.run(SEARCH, {"words": 'teapot "blue'}) == [("Blue Teapot",)]
    assert [str(price) for (price,) in session.run(DEAR)] == ["19.99"]
    assert session.sql("select operation, table_name, row_key from changes") == [("insert", "users", "1")]
    assert session.sql("select email from users_shown") == [("***@example.org",)]


def test_plans_name_what_they_use(shop: SqliteDatabase, keys: dict[str, object]) -> None:
    shop.analyze()
    index = "order.orders_user_id_placed_at_ix"
    assert shop.explain(MINE, {"user_id": 1}).uses == {index}
    with shop.without(index):
        plan = shop.explain(MINE, {"user_id": 1})
        assert not plan.uses and plan.scans == {"order"}
    assert shop.explain(MINE, {"user_id": 1}).uses == {index}
    assert "product.products_search_ix" in shop.explain(SEARCH, {"words": "x"}).uses


@pytest.mark.parametrize(
    "element", ["product.products_price_ck", "order.orders_user_id_fk", "bookings_overlap_ex", "booking.bookings_product_id_day_uq"]
)
def test_without_a_guard_the_bad_row_gets_in(shop: SqliteDatabase, keys: dict[str, object], element: str) -> None:
    before, facts = shop.checksums(), shop.inspect()
    table, row, *_ = next(bad for bad in BAD if bad[3] == element.split(".")[-1])
    row = {column: keys.get(str(value)[1:-1], value) for column, value in row.items()}
    with shop.without(element):
        shop.session().insert(table, row)
        assert shop.checksums() != before
    assert shop.checksums() == before and shop.inspect() == facts


def test_a_table_made_anew_lacks_all_that_is_taken_out(shop: SqliteDatabase, keys: dict[str, object]) -> None:
    facts = shop.inspect()
    with shop.without("booking.bookings_product_id_day_uq"), shop.without("booking.primary_key"):
        (text,) = shop.connection.execute("select sql from sqlite_schema where name = 'bookings'").fetchone()
        assert "unique (product_id" not in text and "primary key" not in text
    assert shop.inspect() == facts


def test_two_sessions_take_turns(shop: SqliteDatabase, keys: dict[str, object]) -> None:
    """Both would take the last three; the second finds none, whoever is first."""
    refused: list[Refusal] = []

    def take(number: int) -> None:
        session = shop.session()
        session.begin()
        try:
            session.insert("line", {"order_id": keys["order"], "number": number, "product_id": keys["product"], "quantity": 3, "price": 1})
            session.commit()
        except Refusal as refusal:
            session.rollback()
            refused.append(refusal)

    threads = [threading.Thread(target=take, args=(n,)) for n in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.constraint for r in refused] == ["products_stock_ck"]


def test_a_backup_restores(shop: SqliteDatabase, keys: dict[str, object], tmp_path: Path) -> None:
    restored = shop.restore(shop.backup(tmp_path))
    assert restored.inspect() == shop.inspect() and restored.checksums() == shop.checksums()
    restored.close()


def test_test_files_refuse_what_is_no_test(shop: SqliteDatabase) -> None:
    files = [SQLITE.text(script) for script in SQLITE.test(DESIGN, "sqlite")]
    for text in files:
        shop.apply(text)
    shop.connection.execute("pragma application_id = 0")
    for text in files:
        with pytest.raises(StatementFailed, match="not marked as a test"):
            shop.apply(text)
        shop.connection.execute("drop table if exists temp.guard")


def _evolution() -> Evolution:
    """A rename that a view and an audit name, a required column, a reference over two columns (the table is built anew)."""
    email = PHYSICAL.tables["user"].columns["email"]
    origin = Column(name="origin", data=DataType(base="text"), default=Constant(value="unknown"), comment="Through which door")
    values = tuple(Constant(value=v) for v in ("unknown", "web"))
    check = CheckConstraint(name="bookings_origin_ck", condition=InList(operand=ColumnRef(column="origin"), items=values), says="a known door")
    columns = {"line_order_id": DataType(base="uuid"), "line_number": DataType(base="integer")}
    key = ForeignKey(name="bookings_line_fk", columns=tuple(columns), table="line", to=("order_id", "number"))
    index = Index(name="bookings_line_ix", parts=tuple(IndexPart(expression=ColumnRef(column=c)) for c in columns), because="serves the reference")
    changes: tuple[Change, ...] = (
        Alter(collection="columns", table="user", id="email", before=email, after=msgspec.structs.replace(email, name="mail_address")),
        Add(collection="columns", table="booking", id="origin", element=origin),
        Add(collection="constraints", table="booking", id=check.name, element=check),
        *(Add(collection="columns", table="booking", id=c, element=Column(name=c, data=d, nullable=True)) for c, d in columns.items()),
        Add(collection="constraints", table="booking", id=key.name, element=key),
        Add(collection="indexes", table="booking", id=index.name, element=index),
    )
    return Evolution(name="grow", because="it grows", before=PHYSICAL, after=apply(PHYSICAL, changes), changes=changes)


def test_migrations_go_up_down_and_up(shop: SqliteDatabase, keys: dict[str, object]) -> None:
    evolution = _evolution()
    steps = SQLITE.migrate(evolution, 2)
    states = []
    for step in steps:
        states.append((shop.inspect(), shop.checksums()))
        shop.apply(SQLITE.text(step.up))
    after = (shop.inspect(), shop.checksums())
    assert after[0] == SQLITE.expected(DESIGN.with_(physical={"sqlite": evolution.after}), "sqlite", shop.version)
    for step, state in zip(reversed(steps), reversed(states), strict=True):
        shop.apply(SQLITE.text(step.down))
        assert (shop.inspect(), shop.checksums()) == state, step.phase
    for step in steps:
        shop.apply(SQLITE.text(step.up))
    assert (shop.inspect(), shop.checksums()) == after
    assert shop.connection.execute("pragma foreign_keys").fetchone() == (1,)
