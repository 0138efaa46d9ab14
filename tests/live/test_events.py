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
from relvar.prove.live.races_keep_invariants import races_keep_invariants

BRIEF = """Cloakrooms have a name. Tickets have a number, which is unique, a label, a price and a status (open, closed).
Each ticket belongs to one cloakroom. Microservices hear of what happens."""


SOURCED = BRIEF.replace("Microservices hear of what happens.", "It is built with event sourcing.")


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


def test_a_version_of_a_stream_is_written_once(server: Server) -> None:
    if not engine(server.engine).features().can("triggers"):
        pytest.skip("no code runs on a change: what follows reads the log of the engine")
    design = api.design(api.brief_of(SOURCED, [server.engine]))
    physical = design.physical[server.engine]
    sourced = {i: t for i, t in physical.transactions.items() if i in ("append_event", "apply_event")}
    alone = design.with_(physical={server.engine: msgspec.structs.replace(physical, transactions=sourced)})
    context = Context.of(alone, server.engine, engine(server.engine), server, api.artefacts(design), 40)
    raced = list(races_keep_invariants(context))
    assert [f.message for f in raced if f.verdict != "holds"] == []
    assert {f.subject for f in raced} >= {"append_event same_key", "append_event same_key unguarded", "apply_event state_change"}
