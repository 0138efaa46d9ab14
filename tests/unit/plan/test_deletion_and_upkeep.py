"""Actions on deletion, instants of change, fill factor, integrity: each decides, stays silent, and nearly decides."""

from __future__ import annotations

import msgspec

from relvar.model.behaviour import TouchTime
from relvar.model.conceptual import Override
from relvar.model.physical import ForeignKey
from relvar.plan.advisors.act_on_delete import act_on_delete
from relvar.plan.advisors.count_integrity import count_integrity
from relvar.plan.advisors.reserve_fill_factor import reserve_fill_factor
from relvar.plan.advisors.touch_times import touch_times
from tests.unit.normalize.models import INSTANT, attribute, entity, shop
from tests.unit.plan.asked import planned


def action(physical: object, table: str, parent: str) -> str:
    found = physical.tables[table].constraints.values()  # type: ignore[attr-defined]
    return next(c.on_delete for c in found if isinstance(c, ForeignKey) and c.table == parent)


def test_parts_follow_their_owner_and_history_never_follows_a_person() -> None:
    model = shop()
    cascading = {k: msgspec.structs.replace(r, on_delete="cascade") if k == "user_order" else r for k, r in model.relationships.items()}
    immutable = {**model.entities, "order": msgspec.structs.replace(model.entities["order"], immutable=True)}
    physical, decisions = planned(model, act_on_delete)
    assert action(physical, "order_line", "order") == "cascade" and action(physical, "order", "user") == "restrict"
    assert len(decisions) == sum(isinstance(c, ForeignKey) for t in physical.tables.values() for c in t.constraints.values())
    physical, _ = planned(model, act_on_delete, relationships=cascading, entities=immutable)
    assert action(physical, "order", "user") == "restrict"


def test_what_happened_stays_with_the_thing_it_names_unless_that_leaves_by_its_term() -> None:
    model = shop()
    happened = {**model.entities, "order_line": msgspec.structs.replace(model.entities["order_line"], entity_kind="event")}
    endless = {k: r for k, r in model.rules.items() if k != "keep"}
    assert action(planned(model, act_on_delete, entities=happened, rules=endless)[0], "order_line", "order") == "restrict"
    assert action(planned(model, act_on_delete, entities=happened)[0], "order_line", "order") == "cascade"
    assert action(planned(model, act_on_delete, rules=endless)[0], "order_line", "order") == "cascade"


def test_the_user_decides_what_becomes_of_referring_rows() -> None:
    override = {"act_on_delete:order_line.order_lines_order_id_fk": Override(choice="restrict", because="lines are deleted one by one")}
    physical, decisions = planned(shop(), act_on_delete, decisions=override)
    assert action(physical, "order_line", "order") == "restrict"
    assert [d.because for d in decisions if d.overridden] == ["lines are deleted one by one"]


def test_an_instant_of_change_is_kept_where_the_model_has_one_and_nowhere_by_habit() -> None:
    model = shop()
    physical, decisions = planned(model, touch_times)
    assert not any(isinstance(b, TouchTime) for b in physical.behaviours.values()) and decisions[0].choice.startswith("no updated_at")
    changed = {**model.entities, "user": entity("user", "party", attribute("updated_at", INSTANT))}
    physical, _ = planned(model, touch_times, entities=changed)
    assert physical.behaviours["user_touched"] == TouchTime(table="user", column="updated_at")
    synchronised, _ = planned(model, touch_times, traits=("offline first",))
    assert "updated_at" in synchronised.tables["product"].columns and "updated_at" not in synchronised.tables["product_category"].columns


def test_room_is_left_where_rows_change_often_and_only_there() -> None:
    physical, decisions = planned(shop(), reserve_fill_factor)
    assert physical.tables["order"].fill_factor == 90 and not physical.tables["order_line"].fill_factor
    assert [d.subject for d in decisions] == ["order"]
    assert planned(shop(), reserve_fill_factor, engine="sqlite")[1] == ()


def test_totals_levels_limits_and_references_are_counted() -> None:
    physical, _ = planned(shop(), count_integrity)
    assert {"order_total_holds", "stock_holds", "few_holds", "orders_user_id_fk_found"} <= set(physical.integrity)
    assert physical.integrity["order_total_holds"].select.having is not None
