"""Use cases as transactions: what guards them, what is added for them, what the database does by itself."""

from __future__ import annotations

from relvar.model.conceptual import Override, Step
from relvar.model.expression import And, ColumnRef, Compare, Constant, Parameter
from relvar.model.query import Insert, Select, Update
from relvar.plan.advisors.choose_keys import choose_keys
from relvar.plan.advisors.realize_use_cases import realize_use_cases
from tests.unit.normalize.models import shop
from tests.unit.plan.asked import planned, use_case

PLACE = use_case(
    "place an order",
    "order",
    Step(action="insert", entity="order"),
    Step(action="insert", entity="order_line"),
    Step(action="update", entity="product", sets=("stock",)),
    races=("last_item", "same_key", "opposite_orders"),
    idempotent=True,
)
PAY = use_case("pay an order", "order", Step(action="update", entity="order", sets=("status",), note="draft to paid"), races=("state_change",))
PRICE = use_case("change a price", "product", Step(action="update", entity="product", sets=("price",)), races=("lost_update",))


def test_stock_is_taken_once_under_locks_in_key_order_and_a_request_counts_once() -> None:
    physical, _ = planned(shop(), realize_use_cases, use_cases={"place": PLACE})
    place = physical.transactions["place"]
    lock, order, line, other = place.statements
    assert isinstance(lock, Select) and lock.lock and lock.table == "product" and [o.expression for o in lock.order_by]
    assert isinstance(order, Insert) and order.ignore_duplicates_of == ("idempotency_key",) and order.returning == ("order_id",)
    assert isinstance(line, Insert) and isinstance(other, Insert)
    assert line.values["product_id"] == Parameter(name="product_id", like="order_line.product_id")
    assert other.values["product_id"] == Parameter(name="other_product_id", like="order_line.product_id")
    assert place.idempotency_key == "order.idempotency_key" and "idempotency_key" in physical.tables["order"].columns
    assert place.lock_order == ("product",) and place.invariant_holds is not None and place.isolation == "read committed"


def test_a_state_changes_only_from_where_it_may() -> None:
    physical, _ = planned(shop(), realize_use_cases, use_cases={"pay": PAY})
    (update,) = physical.transactions["pay"].statements
    assert isinstance(update, Update) and update.sets == {"status": Constant(value="paid")} and update.expect_rows == 1
    assert isinstance(update.where, And)
    assert Compare(op="=", left=ColumnRef(column="status"), right=Constant(value="draft")) in update.where.items
    assert physical.transactions["pay"].guard == "condition"


def test_a_version_is_added_for_a_lost_update_unless_the_user_says_otherwise() -> None:
    physical, _ = planned(shop(), realize_use_cases, use_cases={"price": PRICE})
    assert physical.transactions["price"].version_column == "product.version" and "version" in physical.tables["product"].columns
    refused = {"realize_use_cases:price": Override(choice="condition")}
    physical, decisions = planned(shop(), realize_use_cases, use_cases={"price": PRICE}, decisions=refused)
    assert "version" not in physical.tables["product"].columns and decisions[0].overridden


def test_every_maker_of_a_row_states_its_request_key() -> None:
    quiet = use_case("import orders", "order", Step(action="insert", entity="order"))
    physical, _ = planned(shop(), realize_use_cases, use_cases={"import": quiet, "place": PLACE})
    (insert,) = physical.transactions["import"].statements
    assert isinstance(insert, Insert) and "idempotency_key" in insert.values and not physical.transactions["import"].idempotency_key


def test_one_writer_at_a_time_is_a_guard_where_the_engine_has_it() -> None:
    physical, decisions = planned(shop(), realize_use_cases, engine="sqlite", use_cases={"place": PLACE})
    assert physical.transactions["place"].isolation == "serializable"
    assert "one writer" in physical.transactions["place"].isolation_because and any(type(e).__name__ == "EngineFact" for e in decisions[0].evidence)


def test_public_keys_leak_no_counts_and_cost_is_weighed() -> None:
    physical, decisions = planned(shop(), choose_keys)
    order = physical.tables["order"]
    assert order.columns["order_id"].data.base == "integer" and order.columns["public_id"].data.base == "uuid"
    assert physical.tables["product"].columns["product_id"].identity and "public_id" not in physical.tables["product"].columns
    physical, _ = planned(shop(), choose_keys, decisions={"choose_keys:order": Override(choice="uuid")})
    assert physical.tables["order"].columns["order_id"].data.base == "uuid" == physical.tables["order_line"].columns["order_id"].data.base
    assert {d.subject for d in decisions} == {"category", "order", "*"}


def test_each_race_has_its_own_guard() -> None:
    physical, _ = planned(shop(), realize_use_cases, use_cases={"place": PLACE})
    place = physical.transactions["place"]
    assert place.guards["same_key"] == "order.orders_idempotency_key_uq" and place.guards["opposite_orders"] == "lock"
    assert "same_key" in place.faults


def test_of_a_row_that_is_locked_nothing_is_counted() -> None:
    """MySQL counts only rows whose value really changes: who sets a price to what it is would be told that it was lost."""
    update = Step(action="update", entity="product", sets=("price",))
    cases = {
        "alone": use_case("set", "product", update),
        "locked": use_case("set under a lock", "product", Step(action="lock", entity="product"), update),
    }
    physical, _ = planned(shop(), realize_use_cases, use_cases=cases)
    expected = {name: [s.expect_rows for s in found.statements if isinstance(s, Update)] for name, found in physical.transactions.items()}
    assert expected == {"alone": [1], "locked": [0]}
