"""expire_rows: decides, stays silent, near miss."""

from __future__ import annotations

from relvar.model.behaviour import Expire
from relvar.model.conceptual import Retention
from tests.unit.normalize.models import INSTANT, SAID, attribute, entity, one_to_many, shop
from tests.unit.plan.designs import behaviours, decisions, physical, planned, with_


def _keep(entity_id: str, since: str, months: int = 120) -> dict[str, Retention]:
    return {"keep": Retention(entity=entity_id, since=since, months=months, then="delete", source=SAID)}


def test_parts_leave_with_their_owner() -> None:
    model = with_(shop(), rules={**shop().rules, **_keep("order", "placed_at")})
    store = physical(planned(model))
    keys = [c for c in store.tables["order_line"].constraints.values() if getattr(c, "table", "") == "order"]
    assert [k.on_delete for k in keys] == ["cascade"]  # type: ignore[union-attr]


def test_a_person_that_orders_refer_to_is_emptied_not_deleted() -> None:
    model = shop()
    user = model.entities["user"]
    user.attributes["left_at"] = attribute("left_at", INSTANT)
    made = planned(with_(model, rules={**model.rules, **_keep("user", "left_at", 24)}))
    (rule,) = (b for b in behaviours(made, Expire).values() if isinstance(b, Expire) and b.table == "user")
    assert rule.anonymise == ("email",)
    assert "orders" in decisions(made, "expire_rows", "user")[0].because


def test_money_keeps_what_it_refers_to() -> None:
    model = shop()
    model.entities["visit"] = entity("visit", "event", attribute("at", INSTANT))
    model.relationships["visit_order"] = one_to_many("visit", "order", "leads to")
    made = planned(with_(model, rules={**model.rules, **_keep("visit", "at")}))
    assert not any(isinstance(b, Expire) and b.table == "visit" for b in behaviours(made, Expire).values())
    assert "stay as long as" in decisions(made, "expire_rows", "visit")[0].choice


def test_erasure_is_a_decision_where_a_regime_gives_the_right_to_it() -> None:
    made = planned(with_(shop(), regimes=("GDPR",)))
    (decision,) = decisions(made, "expire_rows", "user.erasure")
    assert "email" in decision.choice and "orders stay" in decision.because


def test_silent_without_a_term_or_a_regime() -> None:
    rules = {i: r for i, r in shop().rules.items() if i != "keep"}
    assert not decisions(planned(with_(shop(), rules=rules)), "expire_rows")
