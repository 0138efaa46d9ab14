"""What changes is told in its own transaction, handed on once, and followed: on every engine; an outbox that misses a table is found."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.behaviour import Publish
from relvar.model.design import Design, Finding
from relvar.prove.live.context import Context
from relvar.prove.live.events_arrive import events_arrive

BRIEF = """Cloakrooms have a name. Tickets have a number, which is unique, a label, a price and a status (open, closed).
Each ticket belongs to one cloakroom. Microservices hear of what happens."""


def _tried(design: Design, files: Design, server: Server) -> list[Finding]:
    store = server.engine
    return list(events_arrive(Context.of(design, store, engine(store), server, api.artefacts(files), 40)))


def test_events_arrive_and_a_missing_one_is_found(server: Server) -> None:
    if not engine(server.engine).features().can("triggers"):
        pytest.skip("no code runs on a change: what follows reads the log of the engine")
    design = api.design(api.brief_of(BRIEF, [server.engine]))
    rules = {i: b for i, b in design.physical[server.engine].behaviours.items() if isinstance(b, Publish)}
    assert {r.table for r in rules.values()} == {"cloakroom", "ticket"}
    assert Counter(f.verdict for f in _tried(design, design, server)) == {"holds": 2 * len(rules) + 1}
    physical = design.physical[server.engine]
    silent = msgspec.structs.replace(physical, behaviours={i: b for i, b in physical.behaviours.items() if i != "ticket_told"})
    found = _tried(design, design.with_(physical={server.engine: silent}), server)
    assert {f.subject for f in found if f.verdict == "refuted"} == {"tickets.ticket_told", "tickets.ticket_told followed"}
