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


def shown(entity: str, **more: object) -> Conceptual:
    model = shop()
    public = msgspec.structs.replace(model.entities[entity], public=True)
    return msgspec.structs.replace(model, entities={**model.entities, entity: public}, **more)


def test_a_shown_key_that_many_rows_carry_stays_a_number_with_an_identifier_beside_it() -> None:
    found, store = decided(shop())
    assert "public_id is shown" in found["order"].choice and "orders_public_id_uq" in store.tables["order"].constraints
    assert store.tables["order"].columns["order_id"].identity and store.tables["order_line"].columns["order_id"].data.base == "integer"


def test_a_shown_key_becomes_time_ordered_and_its_references_follow() -> None:
    found, store = decided(shown("order", decisions={"choose_keys:order": Override(choice="uuid")}))
    assert found["order"].overridden and not store.tables["order"].columns["order_id"].identity
    assert store.tables["order"].columns["order_id"].data.base == "uuid" == store.tables["order_line"].columns["order_id"].data.base
    assert store.tables["order_line"].columns["product_id"].data.base == "integer"


def test_the_user_may_number_it() -> None:
    found, store = decided(msgspec.structs.replace(shop(), decisions={"choose_keys:order": Override(choice="bigint", because="printed on receipts")}))
    assert found["order"].overridden and found["order"].because == "printed on receipts"
    assert store.tables["order"].columns["order_id"].identity and "public_id" not in store.tables["order"].columns


def test_a_tenants_key_keeps_the_tenant_in_front() -> None:
    model = projects()
    public = msgspec.structs.replace(model.entities["project"], public=True)
    override = {"choose_keys:project": Override(choice="uuid")}
    model = msgspec.structs.replace(model, entities={**model.entities, "project": public}, decisions=override)
    for engine in ("postgresql", "sqlite"):
        _, store = decided(model, engine)
        assert store.tables["task"].columns["project_id"].data.base == "uuid"
        assert store.tables["task"].columns["organization_id"].data.base == "integer"
