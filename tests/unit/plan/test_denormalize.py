"""Stored totals: listed with what they cost, kept by the database that is made of the decision, and never stored where no rule asks."""

from __future__ import annotations

from itertools import chain
from typing import Any

import msgspec

from relvar.engines import engine
from relvar.model.conceptual import Conceptual
from relvar.model.design import Computed, Decision, Design
from relvar.normalize import normalize
from relvar.plan import plan
from tests.unit.normalize.models import design, shop, volume
from tests.unit.plan.designs import decisions, with_

SQLITE = engine("sqlite")


def planned(model: Conceptual) -> Design:
    asked = design(model)
    return plan(normalize(asked.with_(brief=msgspec.structs.replace(asked.brief, stores=("sqlite",)))), {"sqlite": SQLITE.features()})


def listed(model: Conceptual) -> list[Decision]:
    return decisions(planned(model), "denormalize")


def cost(model: Conceptual) -> float:
    (made,) = listed(model)
    return next(one.value for one in made.evidence if isinstance(one, Computed))


def test_what_it_costs_to_keep_follows_from_the_rows_that_arrive() -> None:
    (made,) = listed(shop())
    assert made.subject == "order.total" and made.instead_of == ("a sum over order_lines at each read",)
    assert "3.0 order_lines each" in made.because  # 270 million lines of 90 million orders
    assert cost(shop()) == 150_000
    busy = {**shop().volumes, "order_line": volume(0, 6e5, 1.08e9)}
    assert cost(with_(shop(), volumes=busy)) == 600_000
    assert "12.0 order_lines each" in listed(with_(shop(), volumes=busy))[0].because


def test_nothing_is_stored_twice_by_habit() -> None:
    """However often it could be read: what the same row gives, a stock level, and a total that no rule asks for."""
    asked = {id_: rule for id_, rule in shop().rules.items() if id_ != "order_total"}
    assert listed(with_(shop(), rules=asked)) == []


def test_the_total_of_the_decision_is_kept_whatever_is_written() -> None:
    made = planned(shop())
    with SQLITE.serve() as server:
        database = server.database(made, "sqlite")
        assert list(chain.from_iterable(database.apply(SQLITE.text(script)) for script in SQLITE.deploy(made, "sqlite"))) == []
        session = database.session()

        def agree() -> None:
            stored = session.sql("select total, (select coalesce(sum(line_total), 0) from order_lines l where l.order_id = o.order_id) from orders o")
            assert stored and all(total == summed for total, summed in stored), stored

        user = session.insert("user", {"email": "a@example.org", "full_name": "Ann"})[0]
        session.insert("product", {"sku": "tea", "price": "2.50", "stock": 90})
        order = session.insert("order", {"user_id": user, "placed_at": "2030-01-01T10:00:00.000Z", "total": 0})[0]
        agree()
        line: dict[str, Any] = {"order_id": order, "product_id": session.sql("select product_id from products")[0][0], "unit_price": "2.50"}
        for number, quantity in enumerate((2, 3), start=1):
            session.insert("order_line", {**line, "line_no": number, "quantity": quantity})
            agree()
        for change in ("update order_lines set quantity = quantity + 1", "delete from order_lines where quantity = 3"):
            session.sql(change)
            agree()
        assert session.sql("select total > 0 from orders") == [(1,)]
        database.close()
