"""Copies (the newest few of many, what is shown beside a reference) load, serve their questions and show no role what it may not see."""

from __future__ import annotations

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.prove.live.context import Context
from relvar.prove.live.documents.pipelines_use_indexes import pipelines_use_indexes
from relvar.prove.live.documents.rights_are_least import rights_are_least
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from tests.unit.plan.test_documents import FILMS


def test_the_copies_of_a_plain_brief_hold(documents: Server) -> None:
    design = api.design(api.brief_of(FILMS, ["mongodb"]))
    context = Context.of(design, "mongodb", engine("mongodb"), documents, api.artefacts(design), 300)
    context.database = documents.database(design, "mongodb")
    for _, text in context.deploy():
        context.database.apply(text)
    found = [f for check in (sample_loads, pipelines_use_indexes, rights_are_least) for f in run_check(check, context)]
    assert found and not [f for f in found if f.verdict == "refuted"]
    loans, films = (context.database.session().sql(f"db.{name}.aggregate([{{$limit: 1000}}]);") for name in ("loans", "films"))
    assert all(loan["film"]["title"] for (loan,) in loans)
    assert any(film.get("recent_reviews") for (film,) in films)
