"""protect_personal_data: decides, stays silent, near miss."""

from __future__ import annotations

import msgspec

from relvar.model.conceptual import Conceptual
from relvar.model.semantic import DataType, SemanticType
from tests.unit.normalize.models import TEXT, attribute, shop
from tests.unit.plan.designs import UNABLE, decisions, physical, planned

HASH = SemanticType(name="password_hash", data=DataType(base="text"), sensitivity="secret", samples="password_hash", average_bytes=97)
FINDINGS = SemanticType(name="findings", data=DataType(base="text"), sensitivity="special", average_bytes=200)


def _with(name: str, meaning: SemanticType) -> Conceptual:
    model = shop()
    user = model.entities["user"]
    model.entities["user"] = msgspec.structs.replace(user, attributes={**user.attributes, name: attribute(name, meaning)})
    return model


def test_reports_see_persons_through_a_mask_and_the_rest_as_it_is() -> None:
    store = physical(planned(shop()))
    assert store.views["user_masked"].masks == {"email": "domain"} and store.views["user_masked"].schema == "report"
    seen = {g.on for g in store.grants.values() if g.role == "reporting"}
    assert {"user_masked", "order", "product"} <= seen and "user" not in seen


def test_special_free_text_that_nobody_searches_is_encrypted_by_the_application() -> None:
    (decision,) = decisions(planned(_with("findings", FINDINGS)), "protect_personal_data", "encryption")
    assert "users.findings" in decision.choice and "users.email" in decision.because


def test_a_secret_beside_other_facts_is_granted_to_nobody_by_column() -> None:
    made = planned(_with("password_hash", HASH))
    reading = [g for g in physical(made).grants.values() if g.on == "user" and "select" in g.operations and g.role == "application"]
    assert reading and all(g.columns and "password_hash" not in g.columns for g in reading)
    assert decisions(made, "protect_personal_data", "user.secret")


def test_views_without_roles_where_the_engine_has_none() -> None:
    store = physical(planned(shop(), UNABLE))
    assert "user_masked" in store.views and not store.grants


def test_silent_where_nothing_is_more_than_internal() -> None:
    model = shop()
    user = model.entities["user"]
    plain = {i: msgspec.structs.replace(a, meaning=TEXT) for i, a in user.attributes.items()}
    model.entities["user"] = msgspec.structs.replace(user, attributes=plain)
    made = planned(model)
    assert not physical(made).views and not decisions(made, "protect_personal_data", "encryption")
