"""Fixes of documents: each mistake is made, found, mended, found no more, taken back and found again; together they run in MongoDB's own shell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from relvar import api
from relvar.engines.mongodb import mend
from relvar.errors import StatementFailed
from relvar.importing.source import read_source
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.judge.judged import _unsaid, by_hand
from relvar.mending import fixes
from relvar.mending.written import Fixes
from relvar.model.existing import Existing
from relvar.model.qualified import qualified
from tests.live.mongodb.conftest import Shelled

PRICED = {
    "bsonType": "object",
    "required": ["lines"],
    "properties": {
        "total": {"bsonType": "double", "minimum": 0},
        "lines": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"price": {"bsonType": ["double", "int"]}}}},
    },
}
FLAGGED = {"bsonType": "object", "properties": {"active": {"bsonType": ["bool", "null"]}}}


def unindexed_reference(db: Any) -> None:
    db.customers.insert_many([{"_id": n, "name": f"N{n}"} for n in range(3)])
    db.orders.insert_many([{"_id": n, "customer_id": n, "lines": [{"product_id": n, "quantity": 1}]} for n in range(3)])
    db.products.insert_many([{"_id": n, "name": f"P{n}"} for n in range(3)])


def duplicate_index(db: Any) -> None:
    db.people.insert_many([{"_id": n, "email": f"p{n}@example.org"} for n in range(3)])
    db.people.create_index([("email", 1)], unique=True, name="people_email")
    db.people.create_index([("email", 1)], name="people_email_again")


def redundant_index(db: Any) -> None:
    db.orders.insert_many([{"_id": n, "shop": n, "day": n, "lines": [{"sku": f"s{n}", "bin": n}]} for n in range(3)])
    db.orders.create_index([("shop", 1)], name="by_shop")
    db.orders.create_index([("shop", 1), ("day", -1)], name="by_shop_and_day")
    db.orders.create_index([("lines.sku", 1)], name="by_sku")
    db.orders.create_index([("lines.sku", 1), ("lines.bin", 1)], name="by_sku_and_bin")


def unique_repeats_primary_key(db: Any) -> None:
    db.people.insert_many([{"_id": n, "city": f"C{n}"} for n in range(3)])
    db.people.create_index([("city", 1), ("_id", 1)], unique=True, name="of_city")


def soft_delete_breaks_unique(db: Any) -> None:
    db.people.insert_many([{"_id": n, "email": f"p{n}@example.org", "deleted_at": None} for n in range(3)])
    db.people.create_index([("email", 1)], unique=True, name="by_email")


def money_as_float(db: Any) -> None:
    db.create_collection("sales", validator={"$jsonSchema": PRICED, "$expr": {"$ne": ["$total", 13]}}, validationLevel="moderate")
    lines = [{"price": 1.5, "sku": "a"}, {"price": 2}]
    db.sales.insert_many([{"_id": n, "total": 1.1 * n, "lines": lines, "cost": {"tax": 0.19}} for n in range(3)])
    db.rents.insert_many([{"_id": n, "rent": 800.5, "deposit": None} for n in range(3)])


def nullable_flag(db: Any) -> None:
    db.create_collection("people", validator={"$jsonSchema": FLAGGED})
    db.people.insert_many([{"_id": 1, "active": True}, {"_id": 2, "active": None}, {"_id": 3}])
    db.carts.insert_many([{"_id": 1, "lines": [{"gift": True, "sku": "a"}, {"sku": "b"}, {"gift": None, "sku": "c"}]}, {"_id": 2}])


def two_arrays_in_index(db: Any) -> None:
    db.goods.insert_many([{"_id": 1, "kind": "a", "tags": ["x"]}, {"_id": 2, "kind": "b", "sizes": ["y"]}])
    db.goods.create_index([("kind", 1), ("tags", 1), ("sizes", -1)], name="of_both")


def no_validator(db: Any) -> None:
    db.people.insert_many(
        [{"_id": n, "name": f"N{n}", "age": n, "height": 1.5 * n, "tags": ["a"], "homes": [{"city": "Rome", "since": None}]} for n in range(3)]
    )


def code_not_unique(db: Any) -> None:
    db.orders.insert_many([{"_id": n, "order_no": f"O-{n}", "ship": {"tracking_code": f"T{n}"}} for n in range(12)])


MISTAKES: dict[str, Callable[[Any], None]] = {
    one.__name__.replace("_", "-"): one
    for one in (
        unindexed_reference, duplicate_index, redundant_index, unique_repeats_primary_key, soft_delete_breaks_unique, money_as_float,
        nullable_flag, two_arrays_in_index, no_validator, code_not_unique,
    )
}  # fmt: skip
STAYS = {"nullable-flag"}  # which documents had no value is not kept


@pytest.fixture
def database(documents: Any) -> Iterator[Any]:
    design = api.design(api.brief_of("Bells have a name.", ["mongodb"]))
    found = documents.database(design, "mongodb", marked=False)
    try:
        yield found
    finally:
        found.close()


def read(database: Any) -> Existing:
    host, port = database.client.address
    return read_source(f"mongodb://{host}:{port}/{database.name}?directConnection=true")


def held(database: Any) -> dict[str, list[Any]]:
    """Every document; numbers are equal whatever their types."""
    client = database.connection
    return {name: list(client[name].find().sort("_id")) for name in sorted(client.list_collection_names())}


def kept(existing: Existing) -> Any:
    """How collections are kept, but for the order of their indexes."""
    return {
        name: (
            dict(sorted(one.definitions.items())),
            one.validator if "{}" not in one.validator else "",
            one.kinds,
            existing.tables[qualified("", name)].columns,
        )
        for name, one in existing.collections.items()
    }


def mended(existing: Existing, id_: str) -> Fixes:
    return fixes(existing, judge(existing, {}, (id_,)))


@pytest.mark.parametrize("id_", MISTAKES)
def test_a_fix_mends_and_comes_back(database: Any, id_: str) -> None:
    MISTAKES[id_](database.connection)
    before, documents = read(database), held(database)
    faults = judge(before, {}, (id_,))
    made = mended(before, id_)
    assert faults and len(made.written) == len(faults) and not made.left, made.left
    database.apply(made.up)
    assert not judge(read(database), {}, (id_,)), made.up
    database.apply(made.down)
    after = read(database)
    if id_ in STAYS:
        assert "stays as it was set" in made.down and all(one["active"] in (True, False) for one in held(database)["people"])
        return
    assert {f.key for f in judge(after, {}, (id_,))} == {f.key for f in faults}, made.down
    assert kept(after) == kept(before) and held(database) == documents, made.down


def test_every_rule_of_documents_is_mended_or_says_why() -> None:
    """Of every rule that can judge documents: its fix is tried here, or why it has none is told in their words."""
    unsaid, told = _unsaid()["mongodb"], by_hand()
    judging = {
        id_
        for id_, (rule, _) in catalogue().items()
        if rule.theme not in unsaid["themes"] and id_ not in unsaid["rules"] and (not rule.dialects or "postgresql" in rule.dialects)
    }
    assert set(MISTAKES) <= judging
    reasons = told.rules.keys() | told.languages["mongodb"].keys()
    assert judging - set(MISTAKES) <= reasons, judging - set(MISTAKES) - reasons
    assert set(told.languages["mongodb"]) <= judging, set(told.languages["mongodb"]) - judging
    shown = {id_ for id_ in judging if catalogue()[id_].rule.mended}
    assert shown == {id_ for id_ in MISTAKES if catalogue()[id_].rule.theme == "documents"}, "what the manual says of them"


def test_what_an_index_upholds_is_no_plan_that_another_serves(database: Any) -> None:
    """An index by which documents leave is the beginning of another, and one of elements keeps them unique: neither is superfluous."""
    db = database.connection
    db.visits.insert_many([{"_id": n, "seen_at": n, "page": "p", "parts": [{"code": f"c{n}", "size": 1}]} for n in range(3)])
    db.visits.create_index([("seen_at", 1)], expireAfterSeconds=60, name="leaving")
    db.visits.create_index([("seen_at", 1), ("page", 1)], name="by_both")
    db.visits.create_index([("parts.code", 1)], unique=True, name="once")
    db.visits.create_index([("parts.code", 1), ("parts.size", 1)], name="by_size")
    found = read(database)
    assert not judge(found, {}, ("redundant-index", "duplicate-index"))
    db.visits.drop_index("leaving")
    db.visits.create_index([("seen_at", 1)], name="leaving")
    assert [f.element for f in judge(read(database), {}, ("redundant-index",))] == ["visits.leaving"]


def test_fixes_of_one_collection_go_on_from_one_another(database: Any) -> None:
    """An amount becomes exact before and after the collection has a validator; an index by which another is superfluous may go as well."""
    db = database.connection
    db.sales.insert_many([{"_id": n, "total": 1.5, "paid": True if n else None, "tags": ["a"], "order_no": f"O{n}"} for n in range(12)])
    db.sales.update_one({"_id": 3}, {"$set": {"sizes": [1]}, "$unset": {"tags": 1}})
    db.sales.create_index([("tags", 1)], name="by_tag")
    db.sales.create_index([("tags", 1), ("sizes", 1)], name="of_both")
    before = read(database)
    made = fixes(before, judge(before, {}))
    assert {"money-as-float", "nullable-flag", "no-validator", "two-arrays-in-index", "code-not-unique"} <= {f.rule for f in made.written}
    database.apply(made.up)
    after = read(database)
    assert not {f.rule for f in judge(after, {})} & {f.rule for f in made.written}
    assert '"total": {"bsonType": "decimal"}' in after.collections["sales"].validator and "by_tag" in after.collections["sales"].definitions
    with pytest.raises(Exception, match=r"[Dd]uplicate"):
        db.sales.insert_one({"_id": 99, "order_no": "O1"})
    database.apply(made.down)
    assert kept(read(database))["sales"][0] == kept(before)["sales"][0]


def test_names_and_depths_of_any_kind(database: Any) -> None:
    """Files as GridFS keeps them, arrays within arrays, and fields to which no path leads: these are listed, and left alone."""
    db = database.connection
    db["fs.files"].insert_many([{"_id": n, "filename": f"f{n}", "length": n, "owner_id": n} for n in range(3)])
    db["fs.files"].create_index([("filename", 1)], name="by_name")
    db["fs.files"].create_index([("filename", 1), ("length", 1)], name="by_both")
    db["owners é"].insert_many([{"_id": n, "ships": [{"crates": [{"price": 2.5}, {"price": 3}]}, {}]} for n in range(2)])
    db["owners é"].update_one({"_id": 0}, {"$set": {"odd": {"x": 1}}})
    db["owners é"].insert_one({"_id": 9, "the.price": 1.5, "$fee": 2.5, "ships": [{"crates": [{"price": 1.25}]}]})
    before, documents = read(database), held(database)
    assert sorted(left.text for left in before.leftovers if "no path" in left.why) == ["owners é: $fee", "owners é: the.price"]
    made = fixes(before, judge(before, {}))
    assert {"redundant-index", "money-as-float", "no-validator"} <= {f.rule for f in made.written} and not made.left
    database.apply(made.up)
    assert not {f.rule for f in judge(read(database), {})} & {f.rule for f in made.written}
    assert str(held(database)["owners é"]).count("Decimal128") == 5
    database.apply(made.down)
    assert kept(read(database)) == kept(before) and held(database) == documents


def test_what_a_series_or_shards_bear_not_is_left(database: Any) -> None:
    """DocumentDB has neither: how the collection is kept is told as MongoDB would."""
    db = database.connection
    code_not_unique(db)
    money_as_float(db)
    found = read(database)
    series = {name: replace(one, form="time series") for name, one in found.collections.items()}
    made = fixes(replace(found, collections=series), judge(found, {}, ("money-as-float", "code-not-unique")))
    assert not made.written and {why for _, why in made.left} == {mend.SERIES}
    for key, written in (({"shop": "ranged"}, 0), ({"order_no": "ranged"}, 1)):
        divided = {name: replace(one, shard_key=key) for name, one in found.collections.items()}
        made = fixes(replace(found, collections=divided), judge(found, {}, ("code-not-unique",)))
        assert len(made.written) == written and {why for _, why in made.left} == {mend.DIVIDED}


def test_a_fix_that_meets_what_was_not_looked_at_stops(database: Any) -> None:
    """What came in after the source was read is refused by name, and what was there stays as it was."""
    db = database.connection
    code_not_unique(db)
    made = mended(read(database), "code-not-unique")
    db.orders.insert_one({"_id": 77, "order_no": "O-1"})
    with pytest.raises(StatementFailed):
        database.apply(made.up)
    assert list(db.orders.index_information()) == ["_id_"]


def test_the_files_run_in_the_shell(run: Shelled, tmp_path: Any) -> None:
    """As people run them: written by the command, there and back, twice."""
    name = "relvar_fixes"
    from pymongo import MongoClient

    client: Any = MongoClient(run.gateway.url)
    client.drop_database(name)
    try:
        for id_ in ("money-as-float", "unindexed-reference", "code-not-unique", "redundant-index"):
            client.drop_database(name)
            MISTAKES[id_](client[name])
            for _ in range(2):
                found = api.imported(run.url(name))
                said = api.write_fixes(found, api.judged(found, (id_,)), tmp_path)
                assert "fix.up.js" in said[-1]
                up, down = (run((tmp_path / f"fix.{way}.js").read_text("utf-8"), database=name) for way in ("up", "down"))
                assert (up.code, down.code) == (0, 0), up.said + down.said
    finally:
        client.drop_database(name)
        client.close()
