"""Only the newest so many are kept, of each owner or of all: the job of each engine leaves just them, and a second run nothing less."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.innodb.objects import shortened
from relvar.engines.postgresql.operate import job_statement
from relvar.engines.sqlite.operate import expiries
from relvar.evolve.revision import revisions
from relvar.model.behaviour import Expire
from relvar.model.design import Design
from relvar.prove.live.context import Context
from relvar.prove.live.documents.newest_are_kept import newest_are_kept
from relvar.prove.run import run_check
from tests.unit.read.text.test_newest import FACTORY

OWNED, OF_ALL = 5, 7  # as the brief says
MORE = 6  # rows beyond them


@pytest.fixture(scope="module")
def design() -> Design:
    return api.design(api.brief_of(FACTORY, ["postgresql", "mysql", "mariadb", "sqlite", "mongodb"]))


def jobs(design: Design, store: str) -> list[str]:
    """What the schedule runs, as SQL."""
    physical = design.physical[store]
    terms = {key for key, b in physical.behaviours.items() if isinstance(b, Expire)}
    if store == "sqlite":
        return [text for text, _ in expiries(physical)]
    if store == "postgresql":
        return [job_statement(physical, job) for job in physical.jobs.values() if job.on in terms]
    return [f"call {shortened(key)}()" for key in terms]


@pytest.mark.parametrize("store", ["postgresql", "mysql", "mariadb", "sqlite"])
def test_the_job_leaves_the_newest(needs: Callable[[str], None], design: Design, store: str) -> None:
    needs(store)
    with engine(store).serve() as server:
        context = Context.of(design, store, engine(store), server, api.artefacts(design), 40)
        with context.another(40) as (database, population):
            for table, column in (("log_line", "time"), ("event", "time")):
                maker = population.tables[table]
                place = maker.place[column]
                last = max(maker.stored, key=lambda row, place=place: row[place])
                given = {c: last[p] for c, p in maker.place.items() if not database.physical.tables[table].columns[c].identity}
                session = database.session()
                for step in range(1, max(OWNED, OF_ALL) + MORE):
                    session.insert(table, {**given, column: last[place] + timedelta(days=step)})
            counted = "select count(*) from {0} a where (select count(*) from {0} b where b.time > a.time{1}) >= {2}"
            asked = [
                (counted.format(name(database, "log_line"), " and b.machine_id = a.machine_id", OWNED)),
                counted.format(name(database, "event"), "", OF_ALL),
            ]
            over = [database.session().sql(text)[0][0] for text in asked]
            assert all(found >= MORE - 1 for found in over), "more are there than are to be kept"
            for _ in range(2):
                for text in jobs(design, store):
                    database.session().sql(text)
                assert [database.session().sql(text)[0][0] for text in asked] == [0, 0]
                ((kept,),) = database.session().sql(f"select count(*) from {name(database, 'event')}")
                assert kept == OF_ALL


def name(database: Any, table: str) -> str:
    found = database.physical.tables[table]
    return f"{found.schema}.{found.name}" if database.engine == "postgresql" else found.name


@pytest.mark.parametrize(
    ("was", "now", "up", "down"),
    [("last 7 events", "last 9 events", ["expand"], ["expand"]), ("last 7 events", "last 4 events", ["contract"], ["contract"])],
)
def test_another_bound_of_a_capped_collection_is_set_where_it_stands(
    needs: Callable[[str], None], design: Design, was: str, now: str, up: list[str], down: list[str]
) -> None:
    """Wider at once, narrower last of all, for what is beyond is lost; on a server that makes no such collection nothing else changes."""
    needs("mongodb")
    other = api.design(api.brief_of(FACTORY.replace(was, now), ["mongodb"]))
    ((_, evolution),) = revisions(design, other)
    steps = engine("mongodb").migrate(evolution, 1)
    assert [s.phase for s in steps if "cappedMax" in engine("mongodb").text(s.up)] == up
    assert [s.phase for s in steps if "cappedMax" in engine("mongodb").text(s.down)] == down
    assert [s.phase for s in steps if s.loses] == ([] if now > was else ["destructive"])
    verdicts = {f.verdict for f in api.prove_migration(design, other, api.migration(design, other))}
    assert "refuted" not in verdicts


def test_documents_of_each_owner_leave_by_the_file_and_of_all_by_a_capped_collection(needs: Callable[[str], None], design: Design) -> None:
    needs("mongodb")
    collections = design.physical["mongodb"].collections
    assert collections["event"].capped is not None and collections["event"].capped.documents == OF_ALL
    assert collections["log_line"].capped is None
    with engine("mongodb").serve() as server:
        context = Context.of(design, "mongodb", engine("mongodb"), server, api.artefacts(design), 40)
        context.database = server.database(design, "mongodb")
        for _, text in context.deploy():
            context.database.apply(text)
        verdicts = {f.subject: f.verdict for f in run_check(newest_are_kept, context)}
        assert verdicts == {"events": "not run", "log_lines": "holds"}
        path = context.named("operate/expire")
        context.files[path] = context.files[path].replace(f"$gt: {OWNED}", f"$gt: {OWNED + 1}")
        assert {f.subject: f.verdict for f in run_check(newest_are_kept, context)}["log_lines"] == "refuted"
