"""A table of changes, each of them there and back with documents in place: what is reported is the changed design deployed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Evolution, MigrationStep, Server
from relvar.errors import ServerUnavailable, StatementFailed, UnsupportedError
from relvar.evolve.documents import followed
from relvar.evolve.revision import revisions
from relvar.model.behaviour import Audit
from relvar.model.changes import Add, Alter, Drop, apply
from relvar.model.conceptual import Override
from relvar.model.documents import Collection, Copy
from relvar.model.expression import ColumnRef, Compare, Constant
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Physical, Table
from relvar.model.semantic import DataType
from relvar.prove.live.context import Context
from relvar.prove.live.migration_reverses import there_and_back
from tests.cases.load import design as case
from tests.conftest import absent
from tests.live.mongodb.test_wrong_designs import shop
from tests.unit.plan.test_documents import forum

ROWS = 60


def store() -> Physical:
    return shop()[0].physical["mongodb"]


def column(table: str, id_: str, **fields: Any) -> Alter:
    before = store().tables[table].columns[id_]
    return Alter(collection="columns", table=table, id=id_, before=before, after=msgspec.structs.replace(before, **fields))


def check(table: str, id_: str, of: str, op: Any, number: int) -> CheckConstraint:
    return CheckConstraint(name=f"{table}_{id_}", condition=Compare(op=op, left=ColumnRef(column=of), right=Constant(value=number)), says="", bad={})


FEW = Add(collection="constraints", table="order_line", id="few", element=check("order_line", "few", "quantity", ">", -1))
PRICE = "products_price_ck"
SEEN = Column(name="seen_at", data=DataType(base="timestamp"), default=Constant(value="2020-01-01T00:00:00Z"))
CHANGES: dict[str, Callable[[], tuple[Add | Drop | Alter, ...]]] = {
    "fields of elements, of an object and with a twin in lower case are renamed; one may be absent, one is given to all": lambda: (
        column("order_line", "quantity", name="pieces"), column("stock", "on_hand", name="pieces"), column("category", "name", name="label"),
        Add(collection="columns", table="address", id="floor", element=Column(name="floor", data=DataType(base="text", length=9), nullable=True)),
        Add(collection="columns", table="stock", id="seen_at", element=SEEN),
    ),
    "a number becomes longer, another a text; a rule that all keep, a rule less; what is shown of a reference stands beside it": lambda: (
        column("order_line", "quantity", data=DataType(base="integer", bits=64)), column("product", "version", data=DataType(base="text", length=12)),
        FEW, Drop(collection="constraints", table="product", id=PRICE, element=store().tables["product"].constraints[PRICE]), copied(),
    ),
}  # fmt: skip


def copied() -> Alter:
    before = store().collections["order"]
    reference = next(i for i, c in store().tables["order"].constraints.items() if isinstance(c, ForeignKey) and c.table == "user")
    copy = Copy(table="order", reference=reference, field="user", columns=("full_name",))
    return Alter(collection="collections", id="order", before=before, after=replace(before, copies=(copy,)))


def evolution(*changes: Add | Drop | Alter) -> Evolution:
    before = apply(store(), [c for c in changes if c.collection == "collections"])  # what is copied is decided before indexes follow
    tables = [c for c in changes if c.collection != "collections"]
    whole = (*changes, *followed(before, tables))
    return Evolution(name="change", because="a test", before=store(), after=apply(store(), whole), changes=whole)


def walked(server: Server, change: Evolution) -> list[str]:
    """What the proof refutes of it; raises StatementFailed where a file stops."""
    design, files = shop()
    place = engine("mongodb")
    steps: tuple[MigrationStep, ...] = place.migrate(change, 9)
    context = Context.of(design, "mongodb", place, server, files, ROWS)
    context.files.update({s.path: place.text(s) for step in steps for s in (step.up, step.down)})
    with context.another(ROWS) as (database, _):
        return [f"{f.subject}: {f.message}" for f in there_and_back(context, change, steps, database) if f.verdict == "refuted"]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_goes_there_and_back(documents: Server, name: str) -> None:
    assert walked(documents, evolution(*CHANGES[name]())) == []


def test_a_collection_appears_and_one_that_went_leaves_what_is_said(documents: Server) -> None:
    key = Column(name="shelf_id", data=DataType(base="integer"), identity=True)
    table = Table(name="shelves", columns={"shelf_id": key}, primary_key=("shelf_id",), primary_key_name="shelves_pk", comment="Where it lies")
    new = Collection(name="shelves", root="shelf", key="shelf_id", comment="Where it lies")
    changes = (Add(collection="tables", id="shelf", element=table), Add(collection="collections", id="shelf", element=new))
    there = Evolution(name="change", because="a test", before=store(), after=apply(store(), changes), changes=changes)
    assert walked(documents, there) == []
    back = Evolution(name="change", because="a test", before=there.after, after=there.before, changes=())
    *_, contract = engine("mongodb").migrate(back, 9)
    assert "loses shelves, 0 documents: dump them first" in contract.hazards


def test_a_collection_takes_another_name_with_its_indexes_and_what_leads_to_it(documents: Server) -> None:
    """Orders are purchases; meanwhile a field of them is renamed, and a log asks for what they were."""
    tables, collections = store().tables, store().collections
    order = replace(tables["order"], name="purchases")
    indexes = {i: replace(x, name=x.name.replace("orders", "purchases")) for i, x in collections["order"].indexes.items()}
    assert any(x.name != y.name for x, y in zip(indexes.values(), collections["order"].indexes.values(), strict=True))
    log = Audit(table="category", log="change_log", key=("category_id",))
    changes = (
        Alter(collection="tables", id="order", before=tables["order"], after=order),
        Alter(collection="collections", id="order", before=collections["order"],
              after=replace(collections["order"], name="purchases", indexes={x.name: x for x in indexes.values()})),
        Add(collection="behaviours", id="category_log", element=log),
        column("order_line", "quantity", name="pieces"),
    )  # fmt: skip
    whole = evolution(*changes)
    *_, contract = engine("mongodb").migrate(whole, 9)
    assert any("orders is purchases from here on" in hazard for hazard in contract.hazards)
    expand, _, contract = engine("mongodb").migrate(whole, 9)
    images = [engine("mongodb").text(s) for s in (expand.up, expand.down, contract.up, contract.down)]
    assert ["changeStreamPreAndPostImages" in text for text in images] == [True, True, False, False]
    assert walked(documents, whole) == []


def test_what_would_be_refused_stops_the_migration(documents: Server) -> None:
    with pytest.raises(StatementFailed, match="the validator would refuse"):
        few = Add(collection="constraints", table="product", id="dear", element=check("product", "dear", "price", ">", 1_000_000))
        walked(documents, evolution(few))
    with pytest.raises(StatementFailed, match="not of the new form"):
        walked(documents, evolution(column("product", "price", data=DataType(base="integer"))))  # 9.99 is no whole number


def test_the_newest_few_come_into_their_documents_and_go_again(documents: Server) -> None:
    """Articles that did not keep their newest notes, and do: filled by the migration as the writer would have kept them."""
    before, after = forum(300, 100, 10), forum(50_000, 100, 10)
    for old, new in ((before, after), (after, before)):
        files = (*api.artefacts(old), *api.migration(old, new))
        ((_, change),) = revisions(old, new)
        place = engine("mongodb")
        context = Context.of(old, "mongodb", place, documents, files, ROWS)
        with context.another(ROWS) as (database, _):
            found = list(there_and_back(context, change, place.migrate(change, 1), database))
            articles = [one for (one,) in database.session().sql("db.articles.aggregate([{$match: {recent_notes: {$exists: true}}}]);")]
        assert [f.message for f in found if f.verdict == "refuted"] == [] and len(found) == 4
        assert bool(articles) == (new is after)


def test_what_goes_is_said_and_the_rest_comes_back(documents: Server) -> None:
    product = store().tables["product"]
    gone = Drop(collection="columns", table="product", id="description", element=product.columns["description"])
    checks = (Drop(collection="constraints", table="product", id=i, element=c) for i, c in product.constraints.items() if "description" in i)
    change = evolution(*checks, gone)
    *_, contract = engine("mongodb").migrate(change, 9)
    assert contract.loses == ("product",) and any(h.startswith("loses description of ") for h in contract.hazards)
    assert walked(documents, change) == []


def test_what_has_no_way_is_an_error() -> None:
    swapped = evolution(column("stock", "on_hand", name="reorder_level"), column("stock", "reorder_level", name="on_hand"))
    with pytest.raises(UnsupportedError, match="takes the name of another"):
        engine("mongodb").migrate(swapped, 9)
    with pytest.raises(UnsupportedError, match="comes back unchanged"):
        engine("mongodb").migrate(evolution(column("order", "placed_at", data=DataType(base="boolean"))), 9)


def test_one_design_leads_to_the_next_and_what_is_not_documents_is_refused() -> None:
    """A field renamed and notes moved into their articles, as somebody edits model.yaml; the files run as they are written."""
    before = forum(300, 100, 10)
    titled = before.conceptual.entities["article"]
    attributes = {i: replace(a, name="headline") if i == "title" else a for i, a in titled.attributes.items()}
    entities = {**before.conceptual.entities, "article": replace(titled, attributes=attributes)}
    model = replace(before.conceptual, entities=entities, decisions={"embed_or_refer:note": Override(choice="embed")})
    after = api.design_of(before.brief, model)
    assert "note" in after.physical["mongodb"].collections["article"].embedded and "note" in before.physical["mongodb"].collections
    files = api.migration(before, after)
    try:
        found = api.prove_migration(before, after, files)
    except ServerUnavailable as error:
        absent("mongodb", error.what)
    assert [(f.subject, f.verdict) for f in found] == [(way, "holds") for way in ("up", "up as anew", "down", "up again")]
    assert api.migration(after, after) == ()
    with pytest.raises(UnsupportedError, match="no database in common"):
        api.migration(before, case("shop").with_(physical={"sqlite": case("shop").physical["sqlite"]}))
