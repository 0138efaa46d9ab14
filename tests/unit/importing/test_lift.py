"""What a type, a condition and a table mean: taken over where the model says the same, listed where it does not."""

from __future__ import annotations

import pytest

from relvar import api
from relvar.importing import lift_all
from relvar.importing.ddl import read_ddl
from relvar.importing.idioms import idioms
from relvar.importing.lift.expressions import Lifter
from relvar.importing.lift.types import meaning
from relvar.model.physical import ForeignKey
from relvar.model.semantic import DataType
from relvar.read import formula

COLUMNS = {name: name for name in ("a", "b", "status")}


@pytest.mark.parametrize(
    ("written", "data", "loses"),
    [
        ("character varying(80)", DataType(base="text", length=80), False),
        ("nvarchar(max)", DataType(base="text"), False),
        ("char", DataType(base="text", length=1), False),
        ("int(11) unsigned", DataType(base="integer", bits=64), True),
        ("tinyint(1)", DataType(base="boolean"), False),
        ("tinyint(4)", DataType(base="integer", bits=16), False),
        ("numeric(12, 2)", DataType(base="decimal", precision=12, scale=2), False),
        ("timestamp(3) with time zone", DataType(base="timestamp"), False),
        ("time with time zone", DataType(base="time"), True),
        ("double precision", DataType(base="float"), False),
        ("binary(16)", DataType(base="uuid"), False),
        ("money", DataType(base="decimal", precision=19, scale=4), True),
        ("public.geography(point, 4326)", DataType(base="json"), True),
        ("wibble", DataType(base="text"), True),
        ("int[]", DataType(base="json"), True),
    ],
)
def test_types(written: str, data: DataType, loses: bool) -> None:
    meant = meaning(written, {})
    assert (meant.data, bool(meant.loses)) == (data, loses)


@pytest.mark.parametrize(
    ("dialect", "written", "means"),
    [
        ("postgresql", "((status)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))", "status in ('x', 'y')"),
        ("postgresql", "a IS NOT NULL OR NOT b IS NULL", "a is not null or b is not null"),
        ("postgresql", "a BETWEEN 1 AND 2.5", "a >= 1 and a <= 2.5"),
        ("postgresql", "status NOT LIKE 'x%'", "not (status like 'x%')"),
        ("mysql", "(`a` >= -1) and (`status` <> _utf8mb4'x')", "a >= -1 and status <> 'x'"),
        ("mysql", "char_length(`status`) <= 3", "length(status) <= 3"),
        ("sqlserver", "([status]=N'x' OR [status]=N'y')", "status = 'x' or status = 'y'"),
        ("sqlserver", "[status] LIKE N'[A-Z]%'", None),  # a class of characters, which no other dialect's LIKE knows
        ("sqlserver", "[status] LIKE N'x%'", "status like 'x%'"),
        ("sqlite", "a GLOB 'x*'", None),
        ("postgresql", "a::date = b", None),  # a cast changes the value
        ("postgresql", "status ~ 'x'", None),  # found anywhere, where the model's are anchored
        ("postgresql", "status ~* '^x$'", None),  # without regard to case
        ("postgresql", "c > 0", None),  # no such column
        ("postgresql", "a % 2 = 0", None),
    ],
)
def test_conditions(dialect: str, written: str, means: str | None) -> None:
    """No words is an answer; a condition that means something else is none."""
    found = Lifter(dialect).lift(written, COLUMNS)
    assert found == (formula.parse(means) if means else None)


@pytest.mark.parametrize("store", ["postgresql", "mysql", "sqlite"])
def test_an_engine_s_own_words_for_times_and_identifiers_are_known(store: str) -> None:
    assert set(idioms(store).values()) == {"now", "today", "new_uuid", "new_ordered_uuid"}


DDL = """
create table customers (id serial primary key, email varchar(200) not null unique, kind varchar(9) check (kind in ('new', 'old')));
create table orders (id serial primary key, buyer_id int not null references customers, placed_at timestamptz not null,
  total numeric(9,2) check (total >= 0));
create table lines (order_id int references orders on delete cascade, number int, text varchar(80), primary key (order_id, number));
create table tags (id serial primary key, label text not null unique);
create table order_tags (order_id int references orders, tag_id int references tags, primary key (order_id, tag_id));
create index on orders (buyer_id, placed_at desc);
create table change_log (id serial primary key, note text);
"""


def test_a_design_goes_on_from_what_exists() -> None:
    """The model of a small shop, by way of model.yaml, gives a design that holds every fact of it."""
    made = lift_all(read_ddl([("shop.sql", DDL)], "shop.sql", "postgresql"), ("postgresql", "sqlite"))
    assert not made.leftovers
    brief, model = api.revised(api.model_text(made.brief, made.model))
    assert model.entities["line"].entity_kind == "part" and model.relationships["order_buyer"].first.role == "buyer"
    assert model.relationships["order_tag"].first.maximum is None is model.relationships["order_tag"].second.maximum
    design = api.design_of(brief, model)
    assert not [finding for finding in design.findings if finding.verdict == "refuted"]
    for physical in design.physical.values():
        orders = physical.tables["order"]
        assert {"buyer_id", "placed_at", "total"} <= set(orders.columns) and physical.tables["line"].primary_key[0] == "order_id"
        assert {c.table for t in physical.tables.values() for c in t.constraints.values() if isinstance(c, ForeignKey)} == {
            "customer",
            "order",
            "tag",
        }
        assert any([p.descending for p in index.parts] == [False, True] for index in orders.indexes.values())
        assert physical.tables["customer"].columns["kind"].values == ("new", "old")
