"""separate_rows: decides, stays silent, near miss."""

from __future__ import annotations

from relvar.model.conceptual import Permission
from relvar.model.expression import ColumnRef, Compare, Constant, Context, Exists
from relvar.plan.privileges import walk
from tests.unit.normalize.models import projects, shop
from tests.unit.plan.designs import UNABLE, actor, decisions, overridden, physical, planned, with_

CUSTOMER = actor(
    Permission(entity="order", operations=("read", "insert"), scope="own", through=("user_order",)),
    Permission(entity="user", operations=("read",), scope="own"),
)
CLERK = actor(Permission(entity="order", operations=("read", "update")))
STAFF = actor(*(Permission(entity=e, operations=("read", "insert", "update")) for e in ("project", "task", "tag", "country")))


def test_own_rows_are_found_along_the_references() -> None:
    store = physical(planned(with_(shop(), actors={"customer": CUSTOMER, "clerk": CLERK})))
    rule = store.policies["order.customer_rows"]
    assert isinstance(rule.using, Compare) and isinstance(rule.using.right, Context) and rule.using.right.name == "user_id"
    assert rule.check == rule.using
    line = store.policies["order_line.customer_rows"].using
    assert isinstance(line, Exists) and line.table == "order"
    assert store.policies["order.clerk_rows"].using == Constant(value=True)
    assert store.context == {"user_id": "user.user_id"}


def test_the_rows_that_join_name_the_asker_themselves() -> None:
    """A rule that asks its own table, there or by way of another's rule, is endless: PostgreSQL refuses every statement under it."""
    keeper = actor(Permission(entity="product", operations=("read", "update"), scope="own", through=("product_category",)))
    store = physical(planned(with_(shop(), actors={"category": keeper})))
    joining = next(p for p in store.policies.values() if p.table == "product_category")
    product = next(p for p in store.policies.values() if p.table == "product")
    assert isinstance(joining.using, Compare) and joining.using.left == ColumnRef(column="category_code")
    assert isinstance(product.using, Exists) and product.using.table == "product_category"


def test_every_table_of_a_tenant_is_kept_apart_and_shared_lists_are_not() -> None:
    store = physical(planned(with_(projects(), actors={"staff": STAFF})))
    guarded = {p.table for p in store.policies.values()}
    assert {"project", "task", "tag", "task_tag"} <= guarded and "country" not in guarded
    for policy in (p for p in store.policies.values() if p.roles == ("staff",)):
        assert policy.using is not None
        assert any(isinstance(n, Context) and n.name == "tenant_id" for n, _ in walk(policy.using, {})), policy.name


def test_every_role_with_a_grant_on_a_guarded_table_has_a_rule_there() -> None:
    store = physical(planned(with_(projects(), actors={"staff": STAFF})))
    guarded = {p.table for p in store.policies.values()}
    ruled = {(p.table, r) for p in store.policies.values() for r in p.roles}
    seeing = {(g.on, g.role) for g in store.grants.values() if g.on in guarded and not store.roles[g.role].bypasses_row_rules}
    assert seeing <= ruled


def test_an_operator_crosses_tenants_only_by_override() -> None:
    store = physical(
        planned(overridden(with_(projects(), actors={"staff": STAFF, "operator": CLERK_OF_ALL}), "separate_rows:operator", "all tenants"))
    )
    assert store.policies["task.operator_rows"].using == Constant(value=True)
    assert store.policies["task.staff_rows"].using != Constant(value=True)


CLERK_OF_ALL = actor(Permission(entity="task", operations=("read",)))


def test_silent_where_every_role_sees_every_row() -> None:
    made = planned(with_(shop(), actors={"clerk": CLERK}))
    assert not physical(made).policies and not decisions(made, "separate_rows")


def test_an_engine_without_row_rules_says_what_stands_in_for_them() -> None:
    made = planned(with_(projects(), actors={"staff": STAFF}), UNABLE)
    assert not physical(made).policies
    (decision,) = decisions(made, "separate_rows")
    assert "organization" in decision.choice
