"""A migration of documents that lacks a part is refused, and what old code writes in the middle is found."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from relvar.engines import engine
from relvar.engines.base import Database, Server
from relvar.errors import StatementFailed
from relvar.evolve import FIRST_NUMBER, evolutions
from relvar.model.design import Finding
from relvar.prove.live.context import Context
from relvar.prove.live.migration_reverses import there_and_back
from relvar.prove.run import run_check
from tests.live.mongodb.test_wrong_designs import shop

ROWS = 60

EXPAND, MIGRATE, CONTRACT = (f"migrations/0002_rehearsal_{step}" for step in ("1_expand", "2_migrate", "3_contract"))
FAULTS = {
    "the old field stays": (f"{CONTRACT}.up.js", 'inBatches("products", {$or: [{description: {$exists: true}}]}', "nothing"),
    "nothing brings the old field back": (f"{CONTRACT}.down.js", 'inBatches(\n  "products"', "nothing"),
    "the validator stays wide": (f"{CONTRACT}.up.js", 'strictly(\n  "products"', "nothing"),
    "the new index stays": (f"{EXPAND}.down.js", "db.orders.dropIndex", "nothing"),
    "the fill takes another field": (f"{MIGRATE}.up.js", 'product_description: "$description"', 'product_description: "$name"'),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_migration_is_refused(documents: Server, fault: str) -> None:
    path, old, new = FAULTS[fault]
    files = tuple(msgspec.structs.replace(f, text=_broken(f.text, old, new)) if f.path == f"mongodb/{path}" else f for f in shop()[1])
    assert files != shop()[1]
    design, place = shop()[0], engine("mongodb")
    context = Context.of(design, "mongodb", place, documents, files, ROWS)
    rehearsal = evolutions(design, "mongodb")[0]

    def reversing(context: Context) -> Iterator[Finding]:
        with context.another(ROWS) as (database, _):
            yield from there_and_back(context, rehearsal, place.migrate(rehearsal, FIRST_NUMBER), database)

    assert any(f.verdict == "refuted" for f in run_check(reversing, context))


def _broken(text: str, old: str, new: str) -> str:
    """The text with other words, or without the statements that begin so."""
    assert old in text
    if new != "nothing":
        return text.replace(old, new)
    head, *rest = text.split("\n\n")
    return "\n\n".join([head, *(s for s in rest if old not in s)])


def test_what_old_code_writes_until_contract_is_kept(documents: Server) -> None:
    design, files = shop()
    context = Context.of(design, "mongodb", engine("mongodb"), documents, files, 100)
    with context.another(100) as (database, _):
        for step in (EXPAND, MIGRATE):
            database.apply(context.files[f"{step}.up.js"])
        session = database.session()
        (late,) = session.sql("db.products.aggregate([{$match: {description: {$exists: true}}}, {$limit: 1}]);")[0]
        _set(database, late["_id"], "written by old code")
        database.apply(context.files[f"{CONTRACT}.up.js"])
        (found,) = session.sql(f'db.products.aggregate([{{$match: {{_id: ObjectId("{late["_id"]["$oid"]}")}}}}]);')[0]
        assert found["product_description"] == "written by old code" and "description" not in found
        _set(database, late["_id"], "old code that still runs")  # DocumentDB knows no additionalProperties; the way on finds it
        with pytest.raises(StatementFailed, match="description \\(additionalProperties\\)"):
            database.apply(
                context.files[f"{CONTRACT}.up.js"].replace('inBatches("products", {$or: [{description', 'inBatches("brands", {$or: [{description')
            )


def _set(database: Database, key: dict[str, str], words: str) -> None:
    database.apply(f'db.products.updateOne({{_id: ObjectId("{key["$oid"]}")}}, {{$set: {{description: "{words}"}}}});')


OUT = [f"migrations/0003_outgrown_{step}" for step in ("1_expand", "2_migrate", "3_contract")]


def test_rows_move_out_with_what_old_code_changed_since_and_back_only_where_they_fit(documents: Server) -> None:
    design, files = shop()
    context = Context.of(design, "mongodb", engine("mongodb"), documents, files, 100)
    with context.another(100) as (database, _):
        before, session = database.checksums()["order"], database.session()
        for step in OUT[:2]:
            database.apply(context.files[f"{step}.up.js"])
        (order,) = session.sql("db.orders.aggregate([{$match: {lines: {$exists: true}}}, {$limit: 1}]);")[0]
        key = f'ObjectId("{order["_id"]["$oid"]}")'
        database.apply(f"db.orders.updateOne({{_id: {key}}}, {{$unset: {{lines: 1}}}});")
        database.apply(context.files[f"{OUT[2]}.up.js"])
        assert session.sql(f"db.order_lines.aggregate([{{$match: {{order_id: {key}}}}}]);") == []
        kept = len(session.sql("db.order_lines.aggregate([]);"))
        assert kept > 0 and session.sql("db.orders.aggregate([{$match: {lines: {$exists: true}}}]);") == []
        tight = context.files[f"{OUT[2]}.down.js"].replace("rows: {$gt: 1500}", "rows: {$gt: 0}")
        with pytest.raises(StatementFailed, match="more than 1,500 or"):
            database.apply(tight)
        for step in reversed(OUT):
            database.apply(context.files[f"{step}.down.js"])
        lines = session.sql('db.orders.aggregate([{$unwind: "$lines"}]);')
        assert len(lines) == kept and database.checksums()["order"] != before
