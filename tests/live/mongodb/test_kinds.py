"""Kinds in one collection: a part of one kind is refused in a document of another, and a validator that forgets the kind is refuted."""

from __future__ import annotations

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.design import Design
from relvar.model.physical import CheckConstraint
from relvar.prove.live.breaking.checks import checks
from relvar.prove.live.breaking.keys import keys
from relvar.prove.live.breaking.kinds import kinds, spare
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.context import Context

BRIEF = """Each vehicle has a registration number and a make. A vehicle is either a car or a truck. Cars have a colour, trucks have a payload and
a chassis number, which is unique."""
ROWS = 200


def design() -> Design:
    return api.design(api.brief_of(BRIEF, ["mongodb"]))


def careless(made: Design) -> Design:
    """The same documents, whose parts do not say of which kind the document must be."""
    physical = made.physical["mongodb"]
    tables = dict(physical.tables)
    for kind in ("car", "truck"):
        kept = {id_: c for id_, c in tables[kind].constraints.items() if not (isinstance(c, CheckConstraint) and "vehicle_type" in c.name)}
        tables[kind] = msgspec.structs.replace(tables[kind], constraints=kept)
    return made.with_(physical={"mongodb": msgspec.structs.replace(physical, tables=tables)})


@pytest.mark.parametrize("wrong", [False, True])
def test_a_part_of_a_kind_stands_only_in_a_document_of_that_kind(documents: Server, wrong: bool) -> None:
    made = careless(design()) if wrong else design()
    place = engine("mongodb")
    files = {script.path: place.text(script) for script in place.deploy(made, "mongodb")}
    context = Context(made, "mongodb", place, documents, files, ROWS)
    with context.another(ROWS) as (database, population):
        trial = Trial(context, database, population)
        spare(trial)
        found = {f.subject: f.verdict for tried in (kinds, checks, keys) for f in tried(trial)}
        trial.close()
    told = {"cars of another kind", "trucks of another kind"}
    assert {found[subject] for subject in told} == {"refuted" if wrong else "holds"}
    assert [subject for subject, verdict in found.items() if verdict == "refuted" and subject not in told] == []
