"""grant_roles: decides, stays silent, near miss."""

from __future__ import annotations

from relvar.model.conceptual import Permission
from tests.unit.normalize.models import shop
from tests.unit.plan.designs import UNABLE, actor, decisions, physical, planned, with_

OWN = Permission(entity="order", operations=("read", "insert"), scope="own", through=("user_order",))
CUSTOMER = actor(OWN, Permission(entity="user", operations=("read", "update"), scope="own", hidden=("full_name",)))


def _grants(made: object, role: str) -> dict[tuple[str, str], tuple[str, ...]]:
    store = physical(made)  # type: ignore[arg-type]
    return {(g.on, o): g.columns for g in store.grants.values() if g.role == role for o in g.operations}


def test_each_duty_is_a_role_and_only_the_definer_and_the_backup_see_past_row_rules() -> None:
    store = physical(planned(with_(shop(), actors={"customer": CUSTOMER})))
    duties = {r.duty for r in store.roles.values()}
    assert {"owner", "definer", "migrator", "reporting", "monitor", "backup", "jobs", "application"} <= duties
    assert {r.duty for r in store.roles.values() if r.bypasses_row_rules} == {"definer", "backup"}
    assert not any(r.login for r in store.roles.values() if r.duty in ("owner", "definer"))
    assert all(r.connection_limit for r in store.roles.values() if r.login)


def test_an_actor_gets_its_permissions_by_column_and_the_parts_of_what_it_may_change() -> None:
    granted = _grants(planned(with_(shop(), actors={"customer": CUSTOMER})), "customer")
    assert "full_name" not in granted["user", "select"] and "email" in granted["user", "select"]
    assert ("order_line", "insert") in granted and ("order_line", "delete") in granted
    assert ("product", "update") not in granted and ("user", "insert") not in granted
    assert "total" not in granted.get(("order", "update"), ())


def test_columns_that_the_database_keeps_are_never_granted_for_update() -> None:
    everything = actor(*(Permission(entity=e, operations=("read", "insert", "update")) for e in ("order", "order_line", "product")))
    granted = _grants(planned(with_(shop(), actors={"clerk": everything})), "clerk")
    assert "status" in granted["order", "update"] and not {"total", "placed_at", "order_id"} & set(granted["order", "update"])
    assert not {"unit_price", "line_total"} & set(granted["order_line", "update"])


def test_nobody_named_is_one_application_that_owns_nothing() -> None:
    made = planned(shop())
    assert [i for i, r in physical(made).roles.items() if r.duty == "application"] == ["application"]
    assert ("order", "delete") not in _grants(made, "application")


def test_an_actor_called_like_a_duty_keeps_its_name() -> None:
    store = physical(planned(with_(shop(), actors={"owner": CUSTOMER})))
    assert store.roles["owner"].duty == "application" and store.roles["database_owner"].duty == "owner"


def test_an_engine_without_roles_gets_a_decision_and_no_role() -> None:
    made = planned(with_(shop(), actors={"customer": CUSTOMER}), UNABLE)
    assert not physical(made).roles and not physical(made).grants
    assert [d.evidence[0].__class__.__name__ for d in decisions(made, "grant_roles")] == ["EngineFact"]
