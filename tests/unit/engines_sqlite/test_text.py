"""Expressions and statements as SQLite's text, and the normal form in which text is compared."""

from __future__ import annotations

import re
import sqlite3
import uuid
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from relvar.engines.sqlite.globs import condition
from relvar.engines.sqlite.live import statements
from relvar.engines.sqlite.normal import normal, parts
from relvar.engines.sqlite.query import NOW, UUID4, UUID7, SqliteWriter, glob
from relvar.engines.sqlite.types import form, loaded, stored
from relvar.model import expression as e
from relvar.model.physical import Column, Physical, Table
from relvar.model.query import Update
from relvar.model.semantic import DataType


def _column(name: str, base: str, scale: int = 0) -> Column:
    return Column(name=name, data=DataType(base=base, precision=12, scale=scale))  # type: ignore[arg-type]


SALE = Table(
    name="sales",
    columns={
        "id": _column("id", "integer"),
        "price": _column("price", "decimal", 2),
        "rate": _column("rate", "decimal", 4),
        "pieces": _column("pieces", "integer"),
        "at": _column("at", "timestamp"),
        "name": _column("name", "text"),
    },
    primary_key=("id",),
    primary_key_name="sales_pk",
    comment="",
)
WRITER = SqliteWriter(Physical(engine="sqlite", tables={"sale": SALE}))


def ref(column: str) -> e.ColumnRef:
    return e.ColumnRef(column=column)


def number(text: str) -> e.Constant:
    return e.Constant(value=text, as_decimal=True)


TIMES = e.Arithmetic(op="*", left=ref("price"), right=ref("rate"))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (e.Compare(op=">=", left=ref("price"), right=e.Constant(value=5)), "price >= 500"),
        (e.Compare(op=">", left=ref("price"), right=ref("rate")), "price * 100 > rate"),
        (e.Compare(op="=", left=ref("price"), right=number("0.005")), "price * 10 = 5"),
        (e.InList(operand=ref("price"), items=(e.Constant(value=1), number("2.5"))), "price in (100, 250)"),
        (e.Compare(op="<", left=ref("pieces"), right=e.Constant(value=3)), "pieces < 3"),
        (e.Arithmetic(op="+", left=ref("price"), right=e.Constant(value=1)), "price + 100"),
        (e.Compare(op=">", left=e.Call(function="sum", arguments=(ref("price"),)), right=e.Constant(value=1)), "sum(price) > 100"),
        (e.Compare(op=">", left=ref("at"), right=e.Constant(value="2030-01-01T01:00:00+01:00")), "at > '2030-01-01T00:00:00.000Z'"),
        (e.Like(operand=ref("name"), pattern="a_%*"), "name glob 'a?*[*]'"),
        (e.Compare(op=">", left=ref("at"), right=e.Ago(amount=7, unit="day")), f"at > {NOW[:-1]}, '-7 days')"),
        (e.Matches(operand=ref("name"), regex="^a+|b$"), "name <> ''"),
        (e.StartsWith(operand=ref("name"), prefix=e.Parameter(name="p", like="sale.name")), "name >= :p and name < :p || char(1114111)"),
    ],
)
def test_expressions(expression: e.Expression, text: str) -> None:
    assert WRITER.condition(expression, "sale") == text


def test_money_is_exact_to_the_last_place() -> None:
    """19.99 at a rate of 0.1900 is 3.7981, kept as 380 hundredths; an update rounds once, at the end."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table sales (id integer primary key, price integer, rate integer, pieces integer) strict")
    connection.execute("insert into sales values (1, 1999, 1900, 3)")
    connection.execute(WRITER.update(Update(table="sale", sets={"price": TIMES}, where=e.Compare(op=">", left=ref("rate"), right=number("0.1")))))
    assert connection.execute("select price from sales").fetchone() == (380,)
    divided = e.Arithmetic(op="/", left=ref("price"), right=number("0.5"))
    assert connection.execute(f"select {WRITER.condition(divided, 'sale')} from sales").fetchone() == (760,)


@pytest.mark.parametrize(
    ("base", "scale", "value", "kept"),
    [
        ("decimal", 2, "19.995", 2000),
        ("decimal", 2, Decimal("-0.01"), -1),
        ("decimal", 2, "dear", "dear"),
        ("boolean", 0, True, 1),
        ("timestamp", 0, datetime(2030, 1, 1, 1, 0, 0, 123999, tzinfo=timezone(timedelta(hours=1))), "2030-01-01T00:00:00.123Z"),
        ("timestamp", 0, "yesterday", "yesterday"),
        ("date", 0, datetime(2030, 1, 1, tzinfo=UTC), "2030-01-01"),
        ("uuid", 0, uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ("json", 0, {"b": 1, "a": None}, '{"a": null, "b": 1}'),
    ],
)
def test_values_as_they_are_stored(base: str, scale: int, value: object, kept: object) -> None:
    assert stored(value, DataType(base=base, scale=scale, precision=12)) == kept  # type: ignore[arg-type]


def test_decimals_and_booleans_come_back_as_what_they_mean() -> None:
    assert loaded(1999, DataType(base="decimal", precision=12, scale=2)) == Decimal("19.99")
    assert loaded(1, DataType(base="boolean")) is True


@pytest.mark.parametrize(
    ("base", "good", "bad"),
    [
        ("timestamp", "2028-02-29T23:59:59.999Z", ("2030-02-29T00:00:00.000Z", "2030-01-01T00:00:00Z", "2030-01-01", "")),
        ("date", "2028-02-29", ("2030-02-29", "2030-1-1", "x")),
        ("time", "23:59:00", ("25:00:00", "9:00")),
        ("uuid", "00000000-0000-7000-8000-00000000000a", ("00000000-0000-7000-8000-00000000000A", "a")),
        ("json", '{"a": 1}', ("{a", "")),
        ("boolean", 1, (2, "true")),
    ],
)
def test_forms_refuse_what_is_none(base: str, good: object, bad: tuple[object, ...]) -> None:
    connection = sqlite3.connect(":memory:")
    condition = form("x", DataType(base=base))  # type: ignore[arg-type]

    def holds(value: object) -> object:
        return connection.execute(f"select {condition} from (select ? as x)", (value,)).fetchone()[0]

    assert holds(good) == 1 and holds(None) in (1, None)
    assert [holds(value) for value in bad] == [0] * len(bad)


def test_generated_identifiers_are_real_uuids() -> None:
    connection = sqlite3.connect(":memory:")
    random, ordered = ([uuid.UUID(connection.execute(f"select {x}").fetchone()[0]) for _ in range(50)] for x in (UUID4, UUID7))
    assert {(u.version, u.variant) for u in random} == {(4, uuid.RFC_4122)}
    assert {(u.version, u.variant) for u in ordered} == {(7, uuid.RFC_4122)}
    assert [u.int >> 80 for u in ordered] == sorted(u.int >> 80 for u in ordered) and len(set(ordered)) == 50


def test_glob_says_what_like_says() -> None:
    assert glob("50%_[") == "50*?[[]"


REGEXES = [
    r"^[A-Z]{3}$", r"^\+[1-9][0-9]{6,14}$", r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$", r"^[0-9a-fA-F:.]{2,45}$", r"^#[^#\s]?x*$",
    r"^\d{4}-\d{2}$", r"^[a-z0-9-]+$", r"^v.\.(ab){2}$", r"^[^/]*/$", r"^a+b+$", r"^(a|b)$",
]  # fmt: skip
TEXTS = [
    "", "ABC", "AbC", "ABCD", "+4930123456", "+0930123456", "+49301", "00:1A:2B:3C:4D:5E", "00:1A:2B:3C:4D:5G", "::1", "nowhere", "127.0.0.1",
    "#", "#x", "#ax", "##x", "2030-01", "2030-1", "a-b9", "a_b", "v1.abab", "v1xabab", "/", "ab/", "a/b/", "aab", "a", "b",
]  # fmt: skip


@pytest.mark.parametrize("regex", REGEXES)
def test_a_regular_expression_as_globs_is_exact_or_not_at_all(regex: str) -> None:
    said, connection = condition("x", regex), sqlite3.connect(":memory:")
    for text in TEXTS if said else ():
        assert connection.execute(f"select {said} from (select ? as x)", (text,)).fetchone()[0] == bool(re.search(regex, text)), (said, text)
    assert bool(said) == (regex not in (r"^a+b+$", r"^(a|b)$", r"^#[^#\s]?x*$"))


def test_files_fall_into_statements() -> None:
    head, trigger = "-- head; with a semicolon\n\n.bail on\n\nbegin;\n\n-- why\n", "create trigger t after insert on a\nbegin\n  select 1;\nend;\n"
    text = f"{head}{trigger}\ncommit;\n"
    assert [s.splitlines()[-1] for s in statements(text)] == ["begin;", "end;", "commit;"]


def test_normal_form_forgets_what_does_not_count() -> None:
    assert normal('CREATE  Table "t" ( A int -- why\n, "B c" text)') == normal('create table t(a int,"B c" text)')
    assert normal("select 'A'") != normal("select 'a'")


def test_comments_are_found_in_the_text() -> None:
    text = (
        "create table t (\n  -- What it is / was\n\n  -- the key, (unique)\n  a integer,\n"
        "  b /* later */ text constraint b_ck check (b in (1, 2)),\n  constraint t_pk primary key (a)\n) strict"
    )
    head, found = parts(text)
    assert head == "What it is / was"
    assert [(p.tokens[0], p.comment) for p in found] == [("a", "the key, (unique)"), ("b", "later"), ("constraint", "")]
