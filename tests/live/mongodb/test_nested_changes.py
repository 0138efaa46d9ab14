"""Changes of what lies two levels down, and of rows that flow over: there and back with documents in place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from msgspec.structs import replace

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Evolution, Server
from relvar.errors import StatementFailed
from relvar.evolve.documents import followed
from relvar.model.changes import Add, Alter, apply
from relvar.model.conceptual import Override
from relvar.model.design import Design
from relvar.model.expression import Constant
from relvar.model.physical import Column, Physical
from relvar.model.semantic import DataType
from relvar.prove.live.context import Context
from relvar.prove.live.migration_reverses import there_and_back
from tests.live.mongodb.test_outliers import designed

BOATYARD = """A boatyard keeps hulls. A hull has a hull number and a colour. A hull consists of at most 10 frames. A frame has a position and a
material. A frame consists of at most 10 plates. A plate has a label, a thickness and a weight. Plates are deleted with their frame. Frames are
deleted with their hull. Builders open a hull with its frames and plates."""
SEEN = Column(name="seen_at", data=DataType(base="timestamp"), default=Constant(value="2020-01-01T00:00:00Z"))
TEXT = DataType(base="text", length=20)


@cache
def hulls(**choices: str) -> Design:
    brief = api.brief_of(BOATYARD, ("mongodb",))
    chosen = {"frame": "embed", "plate": "embed", **choices}
    return api.design_of(brief, replace(api.read(brief, ""), decisions={f"embed_or_refer:{t}": Override(choice=c) for t, c in chosen.items()}))


def refuted(server: Server, before: Design, evolution: Evolution, wrong: Callable[[str], str] = str) -> list[str]:
    place = engine("mongodb")
    steps = place.migrate(evolution, 9)
    context = Context.of(before, "mongodb", place, server, api.artefacts(before), 60)
    context.files.update({s.path: wrong(place.text(s)) for step in steps for s in (step.up, step.down)})
    with context.another(60) as (database, _):
        return [f.message for f in there_and_back(context, evolution, steps, database) if f.verdict == "refuted"]


def changed(physical: Physical, table: str, column: str) -> Evolution:
    """A column is renamed, one becomes a text, one is new."""
    own = physical.tables[table].columns
    changes = (
        Alter(collection="columns", table=table, id=column, before=own[column], after=replace(own[column], name="inscription")),
        Alter(collection="columns", table=table, id="weight", before=own["weight"], after=replace(own["weight"], data=TEXT)),
        Add(collection="columns", table=table, id="seen_at", element=SEEN),
    )
    whole = (*changes, *followed(physical, changes))
    return Evolution(name="change", because="a test", before=physical, after=apply(physical, whole), changes=whole)


@pytest.mark.parametrize(("design", "table"), [(hulls, "plate"), (designed, "package")])
def test_fields_two_levels_down_and_of_rows_that_flow_over(documents: Server, design: Callable[[], Design], table: str) -> None:
    physical = design().physical["mongodb"]
    assert refuted(documents, design(), changed(physical, table, "label")) == []


def moved(before: Design, after: Design) -> Evolution:
    return Evolution(name="change", because="a test", before=before.physical["mongodb"], after=after.physical["mongodb"], changes=())


@pytest.mark.parametrize("table", ["plate", "frame"])
def test_an_array_within_elements_moves_out_and_in(documents: Server, table: str) -> None:
    """The inner one alone, or the outer one with the inner in it."""
    inside, apart = hulls(), hulls(**{table: "refer"})
    assert inside.physical["mongodb"].collections["hull"].embedded["plate"].parent == "frame"
    assert refuted(documents, inside, moved(inside, apart)) == []
    assert refuted(documents, apart, moved(apart, inside)) == []


def test_rows_that_come_back_into_no_element_are_missed(documents: Server) -> None:
    inside, apart = hulls(), hulls(plate="refer")

    def wrong(text: str) -> str:
        return text.replace('["$$row.frame_id", "$$one.frame_id"]', '["$$row.frame_id", "$$one.hull_id"]')

    try:
        found = refuted(documents, inside, moved(inside, apart), wrong)
    except StatementFailed as stopped:
        found = [stopped.what]
    assert found
