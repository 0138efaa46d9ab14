"""Copies in a second real store hold what the record holds, after every mishap; a forgetful consumer and a silent record are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import msgspec
import pytest

from relvar import api
from relvar.engines import engine, following
from relvar.engines.base import Server
from relvar.model.behaviour import Publish
from relvar.model.design import Artefact, Design, Finding
from relvar.plan.federation.contracts import federation
from relvar.prove.live.context import Context
from relvar.prove.live.copies_follow import copies_follow

BRIEF = "Online shop with customers, products, orders and order items. Microservices hear of what happens."
WHOLE = ("order", "order_item")  # a document of a thing with its parts in it
RECORDS = ("sqlite", "postgresql")


@cache
def _design(store: str) -> Design:
    """Orders with their items as whole documents: whether the numbers would justify them is another test's affair."""
    design = api.design(api.brief_of(BRIEF, [store]))
    physical = design.physical[store]
    rules = [b for b in physical.behaviours.values() if isinstance(b, Publish)]
    kept = {i: b for i, b in physical.behaviours.items() if not isinstance(b, Publish)}
    for table in WHOLE:
        columns = tuple(c for c, column in physical.tables[table].columns.items() if column.sensitivity != "secret")
        kept[f"{table}_told"] = Publish(
            table=table, outbox=rules[0].outbox, key=physical.tables[table].primary_key, columns=columns, to=("document",)
        )
    whole = design.with_(physical={store: msgspec.structs.replace(physical, behaviours=kept)})
    return whole.with_(federation=federation(whole))


def _tried(design: Design, files: tuple[Artefact, ...], server: Server) -> list[Finding]:
    store = server.engine
    return list(copies_follow(Context.of(design, store, engine(store), server, files, 40)))


@pytest.fixture(params=RECORDS)
def record(request: pytest.FixtureRequest, served: Callable[[str], Server], needs: Callable[[str], None]) -> Iterator[Server]:
    needs(following().name)
    yield served(request.param)


def test_documents_with_their_parts_follow(record: Server) -> None:
    design = _design(record.engine)
    found = _tried(design, api.artefacts(design), record)
    assert [f"{f.subject}: {f.message}" for f in found if f.verdict != "holds"] == []
    kinds = ("followed", "told again", "made anew")
    assert {f.subject for f in found} == {f"document.{t} {kind}" for t in ("orders", "order_items") for kind in kinds}
    assert all("document store, tried in" in f.message for f in found)


def _forgetful(design: Design) -> tuple[Artefact, ...]:
    """A consumer that keeps whatever comes, newer or not."""
    compared = '{"$gt": [{"$parameter": "change_id"}, {"$ifNull": ["$change_id", -1]}]}'
    files = api.artefacts(design)
    wrong = tuple(msgspec.structs.replace(f, text=f.text.replace(compared, "true")) if f.path.endswith("_follow.json") else f for f in files)
    assert wrong != files
    return wrong


def _silent(design: Design) -> tuple[Artefact, ...]:
    """A record that tells nothing of the parts."""
    store = next(iter(design.physical))
    physical = design.physical[store]
    fewer = {i: b for i, b in physical.behaviours.items() if i != "order_item_told"}
    telling = api.artefacts(design.with_(physical={store: msgspec.structs.replace(physical, behaviours=fewer)}, federation=None))
    return (*(f for f in telling if not f.path.startswith("stores/")), *(f for f in api.artefacts(design) if f.path.startswith("stores/")))


@pytest.mark.parametrize(("wrong", "subject"), [(_forgetful, "document.orders followed"), (_silent, "document.order_items followed")])
def test_a_copy_that_cannot_follow_is_found(
    wrong: Callable[[Design], tuple[Artefact, ...]], subject: str, served: Callable[[str], Server], needs: Callable[[str], None]
) -> None:
    needs(following().name)
    design = _design("sqlite")
    assert subject in {f.subject for f in _tried(design, wrong(design), served("sqlite")) if f.verdict == "refuted"}
