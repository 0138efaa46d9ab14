"""audit_changes: decides, stays silent, near miss."""

from __future__ import annotations

from relvar.model.behaviour import Audit, Expire, Freeze
from tests.unit.normalize.models import MONEY, attribute, entity, one_to_many, shop, volume
from tests.unit.plan.designs import ABLE, behaviours, decisions, overridden, physical, planned, with_, without


def _audited(made: object) -> set[str]:
    return {b.table for b in behaviours(made, Audit).values() if isinstance(b, Audit)}  # type: ignore[arg-type]


def test_money_that_can_change_is_audited_and_what_is_frozen_is_not() -> None:
    made = planned(shop())
    assert {"product", "order"} <= _audited(made)
    assert not {"order_line", "category", "product_category", "product_image"} & _audited(made)


def test_persons_are_audited_where_a_regime_asks() -> None:
    assert "user" not in _audited(planned(shop()))
    made = planned(with_(shop(), regimes=("GDPR",)))
    assert "user" in _audited(made)
    audit = behaviours(made, Audit)["user_audit"]
    assert isinstance(audit, Audit) and audit.secret == ("email",)


def test_a_state_is_not_audited_where_payments_tell_nor_one_that_changes_all_day() -> None:
    model = shop()
    model.entities["payment"] = entity("payment", "event", attribute("amount", MONEY))
    model.relationships["order_payment"] = one_to_many("order", "payment")
    assert {"order", "payment"} & _audited(planned(model)) == {"payment"}
    busy = with_(shop(), volumes={**shop().volumes, "product": volume(1e4, 1, 1.1e4, updates_per_row=2000.0)})
    assert "product" not in _audited(planned(busy))
    assert "product" in _audited(planned(with_(busy, regimes=("SOX",))))


def test_the_log_is_append_only_leaves_by_time_and_is_read_by_the_auditor_alone() -> None:
    made = planned(with_(shop(), regimes=("HIPAA",)))
    store = physical(made)
    log = store.tables["change_log"]
    assert log.partition is not None and log.primary_key == ("changed_at", "change_id")
    assert any(isinstance(b, Freeze) and b.table == "change_log" and not b.columns for b in store.behaviours.values())
    assert [b.months for b in store.behaviours.values() if isinstance(b, Expire) and b.table == "change_log"] == [72]
    assert {g.role for g in store.grants.values() if g.on == "change_log"} == {"auditor", "definer"}


def test_a_small_log_stays_in_one_piece() -> None:
    model = shop()
    small = with_(model, volumes={})
    assert physical(planned(small)).tables["change_log"].partition is None


def test_silent_where_nothing_must_be_proved_and_where_no_code_runs_on_a_change() -> None:
    made = planned(shop(), without(ABLE, "triggers"))
    assert not _audited(made) and "change_log" not in physical(made).tables
    assert decisions(made, "audit_changes")[0].choice == "no audit trail"


def test_a_user_decides_otherwise() -> None:
    made = planned(overridden(overridden(shop(), "audit_changes:order", "no"), "audit_changes:category", "yes"))
    assert "order" not in _audited(made) and "category" in _audited(made)
