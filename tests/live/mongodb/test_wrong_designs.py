"""A wrong design of documents is refused, and the evaluator of schemas agrees with a server wherever the server knows the keyword."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Refusal, Server
from relvar.engines.mongodb.evaluator import faults
from relvar.engines.mongodb.script import Call, read_script, written
from relvar.model.conceptual import Override
from relvar.model.design import Artefact, Design
from relvar.prove.live import applies, create_reverses, round_trips, rules_refuse_bad_rows, sample_loads
from relvar.prove.live.context import Context
from relvar.prove.live.documents.pipelines_use_indexes import pipelines_use_indexes
from relvar.prove.run import run_check
from tests.cases.load import HERE
from tests.unit.plan.test_documents import forum

ROWS = 300


@cache
def shop() -> tuple[Design, tuple[Artefact, ...]]:
    text, scale = ((HERE / "shop" / name).read_text("utf-8") for name in ("brief.md", "scale.txt"))
    made = api.design(api.brief_of(text, ("mongodb",)), scale.strip())
    return made, api.artefacts(made)


def changed(path: str, old: str, new: str) -> tuple[Artefact, ...]:
    files = shop()[1]
    before = next(f for f in files if f.path == path)
    assert old in before.text
    return tuple(msgspec.structs.replace(f, text=f.text.replace(old, new, 1)) if f is before else f for f in files)


def refuted(server: Server, files: tuple[Artefact, ...], *claims: Any) -> set[str]:
    context = Context.of(shop()[0], "mongodb", engine("mongodb"), server, files, ROWS)
    try:
        found = [f for claim in claims for f in run_check(claim, context)]
    finally:
        if context.database is not None:
            context.database.close()
    return {f"{f.check} {f.subject}" for f in found if f.verdict == "refuted"}


FAULTS = {
    "a price below zero is let in": (
        "deploy/01_collections.js",
        'description: "Price of today, tax included; orders keep the price as sold", minimum: 0',
        'description: "Price of today, tax included; orders keep the price as sold"',
        "rules_refuse_bad_rows products.",
    ),
    "lines may repeat their number": (
        "deploy/01_collections.js",
        '{$size: {$setUnion: [{$ifNull: ["$lines.line_number", []]}, []]}}',
        '{$size: {$ifNull: ["$lines.line_number", []]}}',
        "rules_refuse_bad_rows order_lines.order_lines_pk",
    ),
    "an article number twice": (
        "deploy/02_indexes.js",
        'products_sku_uq", unique: true',
        'products_sku_uq"',
        "rules_refuse_bad_rows products.products_sku_uq",
    ),
    "an index the wrong way round": (
        "deploy/02_indexes.js",
        "{user_id: 1, placed_at: -1}",
        "{placed_at: -1, shipping_cost: 1}",
        "pipelines_use_indexes orders_of_user",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_a_file_turns_the_proof_red(documents: Server, name: str) -> None:
    path, old, new, wanted = FAULTS[name]
    claims = (applies, sample_loads, rules_refuse_bad_rows if wanted.startswith("rules") else pipelines_use_indexes)
    found = refuted(documents, changed(f"mongodb/{path}", old, new), *claims)
    assert any(f.startswith(wanted) for f in found), found


def test_what_the_database_reports_is_compared_and_the_way_back_leaves_nothing(documents: Server) -> None:
    files = changed("mongodb/deploy/02_indexes.js", "expireAfterSeconds: ", "expireAfterSeconds: 1")
    assert any("change_log" in f for f in refuted(documents, files, applies, round_trips))
    assert refuted(documents, shop()[1], create_reverses) == set()


def test_orders_inside_users_are_refused_by_the_claim_about_size() -> None:
    """A user decides for arrays without bound: the decision is honoured, and refuted by the arithmetic."""
    made, _ = shop()
    model = msgspec.structs.replace(made.conceptual, decisions={"embed_or_refer:order": Override(choice="embed")})
    wrong = api.design_of(made.brief, model)
    assert wrong.physical["mongodb"].collections["user"].embedded["order"].field == "orders"
    assert {(f.check, f.subject) for f in wrong.findings if f.verdict == "refuted"} >= {("documents_stay_small", "user")}
    assert not [f for f in made.findings if f.verdict == "refuted"]


def test_the_newest_few_and_a_capped_trail_are_proven(documents: Server) -> None:
    made = forum(50_000, 100, 10)
    context = Context.of(made, "mongodb", engine("mongodb"), documents, api.artefacts(made), 120)
    found = [f for claim in (applies, round_trips, sample_loads, rules_refuse_bad_rows, create_reverses) for f in run_check(claim, context)]
    assert [f.message for f in found if f.verdict == "refuted"] == []
    session = context.deployed().session()
    kept = made.physical["mongodb"].collections["article"].subsets[0]
    for ((article),) in session.sql(f"db.articles.aggregate([{{$match: {{{kept.field}: {{$exists: true}}}}}}]);"):
        all_of_it = session.sql(f'db.notes.aggregate([{{$match: {{article_id: ObjectId("{article["_id"]["$oid"]}")}}}}, {{$sort: {{time: -1}}}}]);')
        times = [n["time"] for (n,) in all_of_it]
        assert [n["time"] for n in article[kept.field]] == times[: kept.keep]
    context.deployed().close()


def test_two_arrays_in_one_index_are_refused(documents: Server) -> None:
    database = documents.database(shop()[0], "mongodb")
    session = database.session()
    try:
        session.sql('db.pairs.createIndex({"a.x": 1, "b.y": 1}, {name: "both"});')
        with pytest.raises(Refusal):
            session.sql("db.pairs.insertMany([{_id: 1, a: [{x: 1}, {x: 2}], b: [{y: 1}, {y: 2}]}]);")
    finally:
        database.close()


SCHEMAS: tuple[dict[str, Any], ...] = (
    {"bsonType": "string", "minLength": 2, "maxLength": 3},
    {"bsonType": "string", "pattern": "^[A-Z]{2}$"},
    {"enum": ["a", "b"]},
    {"bsonType": "int", "minimum": 0, "exclusiveMinimum": True},
    {"bsonType": "decimal", "minimum": 0, "maximum": 100},
    {"bsonType": "objectId"},
    {"bsonType": "date"},
    {"bsonType": "array", "maxItems": 2, "items": {"bsonType": "int"}},
    {"bsonType": "array", "uniqueItems": True},
    {"bsonType": "object", "required": ["x"], "properties": {"x": {"bsonType": "bool"}}},
)
VALUES: tuple[Any, ...] = (
    "a", "AB", "abc", "abcd", 0, 1, -1, {"$numberDecimal": "0"}, {"$numberDecimal": "100.01"}, {"$oid": "0" * 24}, {"$date": {"$numberLong": "0"}},
    [1, 2], [1, 2, 3], [1, 1], ["a"], {"x": True}, {"x": 1}, {"y": True}, None,
)  # fmt: skip


def test_the_evaluator_agrees_with_the_server(documents: Server) -> None:
    database = documents.database(shop()[0], "mongodb")
    session = database.session()
    try:
        for place, schema in enumerate(SCHEMAS):
            whole = {"bsonType": "object", "properties": {"v": schema}}
            session.sql(f"{written(Call('', 'createCollection', (f'c{place}', {'validator': {'$jsonSchema': whole}})))};")
            for value in VALUES:
                try:
                    session.sql(f"{written(Call(f'c{place}', 'insertMany', ([{'v': value}],)))};")
                    taken = True
                except Refusal:
                    taken = False
                assert taken == (not list(faults(whole, {"v": value}))), (schema, value)
    finally:
        database.close()


def test_a_script_reads_back_as_it_was_written() -> None:
    made, files = shop()
    for artefact in files:
        if artefact.path.startswith(("mongodb/deploy/", "mongodb/test/")) and artefact.path.endswith(".js"):
            calls = read_script(artefact.text)
            again = "\n".join(f"{written(c)};" for c in calls if c.method not in ("requireTest", "dropWhenEmpty"))
            assert read_script(again) == [c for c in calls if c.method not in ("requireTest", "dropWhenEmpty")], artefact.path
    options = json.loads(next(f.text for f in files if f.path == "mongodb/json/collections/orders.json"))
    call = next(c for f in files if f.path == "mongodb/deploy/01_collections.js" for c in read_script(f.text) if c.arguments[:1] == ("orders",))
    assert call.arguments[1] == options["options"]
    assert made.physical["mongodb"].collections["order"].embedded.keys() == {"order_line"}
