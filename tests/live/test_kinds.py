"""Kinds on the engine: no row is of two, none is of another than it says, and a design that leaves the kind out of the reference is refuted."""

from __future__ import annotations

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.model.design import Design
from relvar.model.physical import CheckConstraint, ForeignKey, Physical
from relvar.prove.live.breaking.checks import checks
from relvar.prove.live.breaking.keys import keys
from relvar.prove.live.breaking.kinds import kinds, spare
from relvar.prove.live.breaking.references import references
from relvar.prove.live.breaking.trial import Trial
from relvar.prove.live.context import Context

BRIEF = """Each exhibit has an inventory number and a name. An exhibit is a plant, a sculpture or a photograph. Plants have a species; sculptures
have a material and a weight. A sculpture is either a statue or a relief. Statues have a height, reliefs have a depth. Gardeners water plants."""
ROWS = 300
TRIED = {
    "plants of another kind",
    "exhibits with a row in plants",
    "sculptures of another kind",
    "exhibits with a row in sculptures",
    "statues of another kind",
    "sculptures with a row in reliefs",
}


def context(server: Server, design: Design) -> Context:
    place = engine(server.engine)
    files = {script.path: place.text(script) for script in place.deploy(design, server.engine)}
    return Context(design, server.engine, place, server, files, ROWS)


def test_a_row_of_a_kind_is_of_that_kind_alone(server: Server) -> None:
    with context(server, api.design(api.brief_of(BRIEF, [server.engine]))).another(ROWS) as (database, population):
        made = {table: len(maker.stored) for table, maker in population.tables.items()}
        exhibits = population.tables["exhibit"]
        said = [values[exhibits.place["type"]] for values in exhibits.stored]
        assert {kind: said.count(kind) for kind in ("plant", "sculpture")} == {kind: made[kind] for kind in ("plant", "sculpture")}
        assert made["statue"] + made["relief"] == made["sculpture"]
        trial = Trial(context(server, api.design(api.brief_of(BRIEF, [server.engine]))), database, population)
        spare(trial)
        found = [f for tried in (kinds, checks, keys, references) for f in tried(trial)]
        trial.close()
    assert [f"{f.subject}: {f.message}" for f in found if f.verdict == "refuted"] == []
    assert {f.subject for f in found if f.verdict == "holds"} >= TRIED


def careless(physical: Physical) -> Physical:
    """The same tables, their rows of a kind referring by the key alone."""
    tables = dict(physical.tables)
    for kind in ("plant", "sculpture"):
        table = tables[kind]
        constraints = {id_: c for id_, c in table.constraints.items() if not (isinstance(c, CheckConstraint) and "exhibit_type" in c.name)}
        for id_, key in constraints.items():
            if isinstance(key, ForeignKey) and key.table == "exhibit":
                constraints[id_] = msgspec.structs.replace(key, columns=key.columns[:1], to=key.to[:1])
        columns = {id_: column for id_, column in table.columns.items() if id_ != "exhibit_type"}
        indexes = {id_: index for id_, index in table.indexes.items() if "exhibit_type" not in index.name}
        tables[kind] = msgspec.structs.replace(table, constraints=constraints, columns=columns, indexes=indexes)
    return msgspec.structs.replace(physical, tables=tables, integrity={}, queries={}, grants={})


@pytest.mark.parametrize("subject", ["plants of another kind", "exhibits with a row in plants"])
def test_a_reference_without_the_kind_is_refuted(server: Server, subject: str) -> None:
    made = api.design(api.brief_of(BRIEF, [server.engine]))
    wrong = context(server, made.with_(physical={server.engine: careless(made.physical[server.engine])}))
    with wrong.another(ROWS) as (database, population):
        trial = Trial(wrong, database, population)
        spare(trial)
        found = {f.subject: f for f in kinds(trial)}
        trial.close()
    assert found[subject].verdict == "refuted"
    assert "accepted" in found[subject].message
