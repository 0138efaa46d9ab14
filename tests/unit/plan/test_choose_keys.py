"""Keys that are shown outside leak no count, and every reference follows; the user may decide otherwise."""

from __future__ import annotations

import msgspec

from relvar.engines.facts import facts
from relvar.model.changes import apply
from relvar.model.conceptual import Conceptual, Override
from relvar.model.design import Decision
from relvar.model.physical import Physical
from relvar.normalize import normalize
from relvar.plan.advisors.choose_keys import choose_keys
from relvar.plan.realize import realize
from tests.unit.normalize.models import design, projects, shop


def decided(model: Conceptual, engine: str = "postgresql") -> tuple[dict[str, Decision], Physical]:
    made = normalize(design(model))
    made = made.with_(physical={engine: realize(made, facts(engine))})
    found = {decision.subject: decision for decision in choose_keys(made, engine, facts(engine))}
    return found, apply(made.physical[engine], [change for decision in found.values() for change in decision.changes])


def test_a_shown_key_is_no_number_and_its_references_follow() -> None:
    found, store = decided(shop())
    assert found["order"].choice == "ordered_uuid" and found["*"].choice == "numbered"
    assert store.tables["order"].columns["order_id"].data.base == "uuid"
    assert not store.tables["order"].columns["order_id"].identity
    assert store.tables["order_line"].columns["order_id"].data.base == "uuid"
    assert store.tables["order_line"].columns["product_id"].data.base == "integer"


def test_the_user_may_number_it() -> None:
    found, store = decided(msgspec.structs.replace(shop(), decisions={"choose_keys:order": Override(choice="numbered")}))
    assert found["order"].overridden and found["order"].choice == "numbered"
    assert store.tables["order"].columns["order_id"].identity


def test_a_tenants_key_keeps_the_tenant_in_front() -> None:
    model = projects()
    shown = msgspec.structs.replace(model.entities["project"], public=True)
    model = msgspec.structs.replace(model, entities={**model.entities, "project": shown})
    for engine in ("postgresql", "sqlite"):
        _, store = decided(model, engine)
        assert store.tables["task"].columns["project_id"].data.base == "uuid"
        assert store.tables["task"].columns["organization_id"].data.base == "integer"
