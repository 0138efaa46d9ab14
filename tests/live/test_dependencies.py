"""A dependency that no key upholds (postal code -> city where the street's would be lost) on real engines: alone, by the proof, and in a race."""

from __future__ import annotations

import threading
from typing import Any

import msgspec

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Database, Refusal, Server
from relvar.model.conceptual import Determines, JoinDependency
from relvar.model.design import Design
from relvar.prove.live.applies import applies
from relvar.prove.live.breaking import TRIALS
from relvar.prove.live.breaking.dependencies import dependencies
from relvar.prove.live.breaking.keys import keys
from relvar.prove.live.context import Context
from relvar.prove.live.rules_refuse_bad_rows import rules_refuse_bad_rows
from relvar.prove.live.sample_loads import sample_loads
from tests.unit.normalize.models import POSTAL, SAID, STREET, with_address
from tests.unit.normalize.test_beyond import TEACHERS, TRIANGLE, agency

RULE = "street_city_postal_code_determines_city"
ROWS = 60


def made(store: str) -> Design:
    drawn = _with_offers(with_address(POSTAL, STREET))
    return api.design_of(msgspec.structs.replace(drawn.brief, stores=(store,)), api.canonical(drawn.conceptual))


def _with_offers(drawn: Design) -> Design:
    """Beside it multivalued and join dependencies, one of an attribute that a reference determines."""
    paid = (("agent_offer", "company_offer", "commission"), *TRIANGLE.parts[1:])
    joined = JoinDependency(entity="offer", parts=paid, source=SAID)
    rules = (TEACHERS, joined, Determines(entity="offer", left=("agent_offer",), right=("commission",), source=SAID))
    there, more = drawn.conceptual, agency(*rules, commission=True)
    both = {name: getattr(more, name) | getattr(there, name) for name in ("entities", "relationships", "volumes")}
    stated = there.rules | {f"more_{id_}": rule for id_, rule in more.rules.items()}
    return drawn.with_(conceptual=msgspec.structs.replace(there, **both, rules=stated))


def test_it_is_refused_by_its_rule_and_nobody_slips_through_at_the_same_moment(server: Server) -> None:
    store = server.engine
    design = made(store)
    context = Context.of(design, store, engine(store), server, api.artefacts(design), ROWS)
    assert dependencies in TRIALS and keys in TRIALS
    try:
        findings = [finding for check in (applies, sample_loads, rules_refuse_bad_rows) for finding in check(context)]
        assert [f.message for f in findings if f.verdict == "refuted"] == []
        assert [f.verdict for f in findings if f.subject.endswith(RULE)] == ["holds"]
        assert context.database is not None
        with context.database.without(RULE):
            assert _refused(context.database, "A", "B") is None, "without the rule it is accepted: the trial can fail"
        assert _refused(context.database, "C", "C") is None
        refusal = _refused(context.database, "D", "E")
        assert refusal is not None and (refusal.constraint == RULE or refusal.kind in ("conflict", "timeout"))
    finally:
        if context.database is not None:
            context.database.close()


def _refused(database: Database, one: str, other: str) -> Refusal | None:
    """Two sessions write the same new postal code at once, with these cities; what the second is told."""
    first, found = database.session(), list[Any]()
    second = database.session()
    first.begin()
    first.insert("street_city", _row(one, f"first {one}"))

    def late() -> None:
        try:
            second.begin()
            second.insert("street_city", _row(one, f"second {one}", other))
            second.commit()
        except Refusal as refusal:
            found.append(refusal)

    thread = threading.Thread(target=late)
    thread.start()
    thread.join(0.3)  # it has run, or it waits for the first
    first.commit()
    thread.join(20)
    assert not thread.is_alive()
    for session in (first, second):
        session.close()
    return found[0] if found else None


def _row(code: str, street: str, city: str = "") -> dict[str, Any]:
    return {"street": street, "postal_code": f"code {code}", "city": f"city {city or code}"}
