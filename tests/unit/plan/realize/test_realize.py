"""Relations as tables: names, column order, constraints that each refuse one thing, behaviours, and the fixed point of planning."""

from __future__ import annotations

import msgspec

from relvar.engines.facts import facts
from relvar.model.behaviour import FollowLifeCycle, Freeze, KeepTotal, TakeStock
from relvar.model.conceptual import Conceptual
from relvar.model.expression import Call, ColumnRef, Compare, Constant
from relvar.model.physical import CheckConstraint, ForeignKey, Physical
from relvar.model.store import dump
from relvar.normalize import normalize
from relvar.plan import plan
from relvar.plan.realize import realize
from relvar.plan.realize.bounds import narrowest
from relvar.plan.realize.names import LONGEST, Names, plural, shorten
from relvar.plan.realize.wording import one
from tests.unit.normalize.models import POSTAL_RULES, design, identifier, projects, shop, with_address


def physical(model: Conceptual, engine: str = "postgresql") -> Physical:
    return realize(normalize(design(model)), facts(engine))


def test_names_are_plural_short_unique_and_never_reserved() -> None:
    names = Names(["spam"])
    assert names.table("orders") == "orders"
    assert names.table("groups") == "groups_records"
    assert names.table("spam") == "spam_records"
    assert names.column("order", set()) == "order_value"
    long = names.element("a" * 40, ["b" * 40], "fk")
    assert len(long) <= LONGEST and long.endswith("_fk") and long != names.element("a" * 40, ["b" * 41], "fk")
    assert shorten("x" * 64) == shorten("x" * 64) and len(shorten("x" * 200)) <= LONGEST
    assert names.table('Robert"); drop 🐟') == "robert_drop"
    assert [plural(word) for word in ("product_category", "box", "day")] == ["product_categories", "boxes", "days"]
    assert [one(word) for word in ("order", "user", "hour", "union", "unit_price")] == ["an order", "a user", "an hour", "a union", "a unit price"]


def test_every_table_and_constraint_name_is_distinct() -> None:
    for model in (shop(), projects()):
        store = physical(model)
        names = [t.name for t in store.tables.values()] + [n for t in store.tables.values() for n in (*t.constraints, *t.indexes)]
        names += [t.primary_key_name for t in store.tables.values()]
        assert len(names) == len(set(names))
        assert all(table.comment and all(column.comment for column in table.columns.values()) for table in store.tables.values())


def test_referred_tables_come_first_and_wide_columns_lead() -> None:
    store = physical(shop())
    order = list(store.tables)
    for id_, table in store.tables.items():
        for key in table.constraints.values():
            if isinstance(key, ForeignKey) and key.table != id_:
                assert order.index(key.table) < order.index(id_)
    assert list(store.tables["order_line"].columns)[:4] == ["order_id", "product_id", "line_no", "quantity"]


def test_one_check_for_each_column_with_a_value_it_refuses() -> None:
    lines = physical(shop()).tables["order_line"]
    check = lines.constraints["order_lines_quantity_ck"]
    assert isinstance(check, CheckConstraint)
    assert check.bad == {"quantity": 0} and check.says == "a line sells at least one"
    status = physical(shop()).tables["order"].columns["status"]
    assert status.values == ("draft", "paid", "shipped")
    assert status.default == Constant(value="draft")


def test_a_bound_that_another_implies_is_left_out() -> None:
    value = ColumnRef(column="amount")
    above, least = (Compare(op=op, left=value, right=Constant(value=0)) for op in (">", ">="))  # type: ignore[arg-type]
    most = Compare(op="<=", left=value, right=Constant(value=9))
    assert narrowest([least, most, above]) == [most, above]


def test_identifiers_without_case_and_among_some_become_unique_indexes() -> None:
    model = shop()
    user = model.entities["user"]
    live = Compare(op="<>", left=ColumnRef(column="full_name"), right=Constant(value="erased"))
    both = (*user.identifiers, identifier("full_name", where=live))
    user = msgspec.structs.replace(user, identifiers=both)
    table = physical(msgspec.structs.replace(model, entities={**model.entities, "user": user})).tables["user"]
    assert table.indexes["users_email_uq"].parts[0].expression == Call(function="lower", arguments=(ColumnRef(column="email"),))
    assert table.indexes["users_full_name_uq"].where == live


def test_rules_become_behaviours() -> None:
    made = physical(shop()).behaviours
    assert isinstance(made["order_status"], FollowLifeCycle)
    assert made["stock"] == TakeStock(table="product", column="stock", of="order_line", reference=("product_id",), quantity="quantity")
    assert isinstance(made["order_total"], KeepTotal)
    assert made["order_line_frozen"] == Freeze(table="order_line", columns=("unit_price",))


def test_the_key_of_a_tenants_table_fits_the_engine() -> None:
    wide, alone = physical(projects()).tables, physical(projects(), "sqlite").tables
    assert wide["task"].primary_key == ("organization_id", "task_id")
    assert alone["task"].primary_key == ("task_id",)  # SQLite numbers nothing but a key of one column
    assert alone["task"].constraints["tasks_organization_id_task_id_uq"].columns == ("organization_id", "task_id")  # type: ignore[union-attr]


def test_an_optional_reference_that_shares_the_tenant_is_not_emptied() -> None:
    tasks = physical(projects()).tables["task"].constraints
    assert tasks["tasks_parent_task_id_fk"].on_delete == "restrict"  # type: ignore[union-attr]
    assert tasks["tasks_assignee_id_fk"].on_delete == "set_null"  # type: ignore[union-attr]


def test_a_dependency_that_no_key_upholds_is_asked_for() -> None:
    store = realize(normalize(with_address(*POSTAL_RULES)), facts("postgresql"))
    check = store.integrity["street_city_postal_code_determines"]
    assert check.says == "postal_code determines city in street_city"


def test_planning_a_planned_design_changes_nothing() -> None:
    for model in (shop(), projects()):
        features = {name: facts(name) for name in ("postgresql", "sqlite")}
        asked = design(model)
        asked = asked.with_(brief=msgspec.structs.replace(asked.brief, stores=tuple(features)))
        planned = plan(normalize(asked), features)
        assert dump(plan(planned, features)) == dump(planned)
        assert {decision.store for decision in planned.decisions} == set(features)
