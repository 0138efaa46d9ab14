"""Facts about the sizes of documents, tried where documents run: what the limit allows is taken, one more is refused.

DocumentDB stands in for MongoDB (docs/decisions/0007): it sets the same bounds but for the depth of a document, of which it takes more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server

STORE = "mongodb"


@pytest.fixture
def database(served: Callable[[str], Server]) -> Iterator[Any]:
    made = served(STORE).database(api.design(api.brief_of("Bells have a name.", [STORE])), STORE)
    yield made.client[made.name]  # type: ignore[attr-defined]
    made.close()


def refused(act: Callable[[], object]) -> bool:
    from pymongo.errors import PyMongoError

    try:
        act()
    except PyMongoError:
        return True
    return False


def limit(name: str) -> int:
    return int(engine(STORE).features().limit(name))


def nested(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {"x": 1}
    for _ in range(levels - 1):
        found = {"a": found}
    return found


def test_a_document_has_so_many_bytes_and_levels(database: Any) -> None:
    import bson

    most = limit("document_bytes")
    frame = len(bson.encode({"_id": 1, "a": b""}))
    assert not refused(lambda: database.t.insert_one({"_id": 1, "a": b"x" * (most - frame)}))
    assert refused(lambda: database.t.insert_one({"_id": 2, "a": b"x" * (most - frame + 1)}))
    assert not refused(lambda: database.t.insert_one(nested(limit("nesting_levels"))))


def test_an_index_has_so_many_fields_and_a_collection_so_many_indexes(database: Any) -> None:
    def index(fields: int) -> None:
        database.wide.create_index([(f"c{i}", 1) for i in range(fields)])

    assert not refused(lambda: index(limit("columns_per_index")))
    assert refused(lambda: index(limit("columns_per_index") + 1))
    for number in range(limit("indexes_per_table") - 1):  # that of _id is one of them
        database.many.create_index([(f"c{number}", 1)])
    assert refused(lambda: database.many.create_index([("one_more", 1)]))


def test_a_collection_has_so_many_text_indexes(database: Any) -> None:
    for number in range(limit("text_indexes_per_collection")):
        database.words.create_index([(f"c{number}", "text")])
    assert refused(lambda: database.words.create_index([("one_more", "text")]))


def test_names_have_so_many_bytes_together(database: Any) -> None:
    rest = limit("namespace_bytes") - len(database.name) - 1
    assert not refused(lambda: database.create_collection("n" * rest))
    assert refused(lambda: database.create_collection("m" * (rest + 1)))
