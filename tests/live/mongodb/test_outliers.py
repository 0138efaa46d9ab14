"""The outlier pattern: rows in two places answer as rows in one, and two who write at the bound lose nothing and exceed nothing."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import msgspec

from relvar import api
from relvar.engines import engine
from relvar.engines.base import DocumentDatabase, Server
from relvar.engines.mongodb.text import text
from relvar.engines.mongodb.use_cases.files import script
from relvar.model.conceptual import Override
from relvar.model.design import Design
from relvar.model.documents import Outlier
from relvar.model.expression import Call, ColumnRef, Compare, Exists, Not, Parameter
from relvar.model.query import Insert, Join, Ordering, Output, Select, Transaction
from relvar.populate import Population, asked
from relvar.prove.live.context import Context
from relvar.prove.live.documents.rows_flow_over import rows_flow_over
from relvar.prove.run import run_check

BRIEF = """A freight forwarder keeps consignments. A consignment has a reference number and a destination. A consignment consists of packages:
usually 6 packages, sometimes 20,000. A package has a label, a weight and a shelf. Packages are deleted with their consignment. Clerks open a
consignment with its packages. Clerks search packages by label. Clerks list packages by shelf."""
ROWS = 1_000


@cache
def designed(choice: str = "") -> Design:
    brief = api.brief_of(BRIEF, ("mongodb",))
    model = api.read(brief, "50,000 consignments")
    decisions = {"embed_or_refer:package": Override(choice=choice)} if choice else {}
    return api.design_of(brief, msgspec.structs.replace(model, decisions=decisions))


def outlier() -> Outlier:
    (found,) = designed().physical["mongodb"].collections["consignment"].outliers
    return found


@contextmanager
def filled(server: Server, design: Design, rows: int = ROWS) -> Iterator[tuple[Context, DocumentDatabase, Population]]:
    context = Context.of(design, "mongodb", engine("mongodb"), server, api.artefacts(design), rows)
    with context.another(rows) as (database, population):
        yield context, cast(DocumentDatabase, database), population


def column(table: str, name: str) -> ColumnRef:
    return ColumnRef(column=name, table=table)


def equal(left: ColumnRef, right: ColumnRef) -> Compare:
    return Compare(op="=", left=left, right=right)


def shown(*columns: ColumnRef) -> tuple[Output, ...]:
    return tuple(Output(name=f"{c.table}_{c.column}", expression=c) for c in columns)


OF_OWNER = equal(column("p", "consignment_id"), column("c", "consignment_id"))
COUNTED = Output(name="rows", expression=Call(function="count"))
LABEL, SHELF, REFERENCE = column("p", "label"), column("p", "shelf"), column("c", "reference_number")
QUESTIONS = {
    "from the owner": Select(table="consignment", alias="c", joins=(Join(table="package", alias="p", on=OF_OWNER),), outputs=shown(REFERENCE, LABEL)),
    "from the owner, those without any too": Select(
        table="consignment", alias="c", joins=(Join(table="package", alias="p", on=OF_OWNER, outer=True),), outputs=shown(REFERENCE, LABEL)
    ),
    "from the rows": Select(table="package", alias="p", joins=(Join(table="consignment", alias="c", on=OF_OWNER),), outputs=shown(LABEL, REFERENCE)),
    "grouped": Select(table="package", alias="p", outputs=(*shown(SHELF), COUNTED), group_by=(SHELF,)),
    "grouped by the owner": Select(
        table="consignment",
        alias="c",
        joins=(Join(table="package", alias="p", on=OF_OWNER),),
        outputs=(*shown(REFERENCE), COUNTED),
        group_by=(REFERENCE,),
    ),
    "owners without rows": Select(
        table="consignment", alias="c", where=Not(item=Exists(table="package", alias="p", where=OF_OWNER)), outputs=shown(REFERENCE)
    ),
    "the first by an order": Select(
        table="package", alias="p", outputs=shown(LABEL), order_by=(Ordering(expression=LABEL, descending=True),), limit=7
    ),
}


def test_rows_in_two_places_answer_as_rows_in_one(documents: Server) -> None:
    answers: list[dict[str, list[Any]]] = []
    for choice in ("", "refer"):
        with filled(documents, designed(choice)) as (context, database, population):
            if not choice:
                marked = [d for d in database.documents("consignments") if d.get(outlier().marker)]
                assert marked and all(len(d[outlier().field]) == outlier().keep for d in marked)
                assert {d["consignment_id"]["$oid"] for d in database.documents("packages")} == {d["_id"]["$oid"] for d in marked}
            of_design = {i: q.statement for i, q in context.physical.queries.items() if isinstance(q.statement, Select)}
            found = {}
            for name, question in {**of_design, **QUESTIONS}.items():
                given = asked(population, question)
                found[name] = sorted(database.session(context=given.context).run(question, given.values), key=repr)
            answers.append(found)
    assert answers[0] == answers[1]
    assert all(answers[0][name] for name in ("from the rows", "grouped", "the first by an order"))


def added(values: dict[str, str]) -> Transaction:
    """A use case that adds a package."""
    given = {c: Parameter(name=c, like=f"package.{c}") for c in values}
    inserted = Insert(table="package", values=dict(given))
    return Transaction(
        name="add a package", statements=(inserted,), invariant="none is lost", isolation="read committed", isolation_because="one", guard="key"
    )


def test_two_who_write_at_the_bound_lose_nothing_and_exceed_nothing(documents: Server) -> None:
    with filled(documents, designed(), 60) as (_, database, population):
        maker = population.tables["package"]
        model = {c: maker.stored[0][place] for c, place in maker.place.items() if c != "package_id"}
        use_case = added(model)
        file = text(script(cast(Any, database).store_, "add_package", use_case))
        assert "inTransaction" not in file.split("const addPackage")[1]
        of_owner = Compare(op="=", left=column("p", "consignment_id"), right=Parameter(name="owner", like="package.consignment_id"))
        asks = Select(table="package", alias="p", where=of_owner, outputs=(COUNTED,))

        def count() -> int:
            return int(database.session().run(asks, {"owner": model["consignment_id"]})[0][0])

        for _ in range(outlier().keep - 1 - count()):
            database.session().insert("package", model)
        first, second = (database.session().acts(file, use_case) for _ in range(2))
        assert len(first) == 3  # the array while there is room, else the mark, then the document
        for acts in zip(first, second, strict=True):
            with ThreadPoolExecutor(2) as both:
                list(both.map(lambda act: act(dict(model)), acts))
        owner = next(d for d in database.documents("consignments") if len(d.get(outlier().field, [])) >= outlier().keep)
        assert len(owner[outlier().field]) == outlier().keep and owner[outlier().marker] is True
        assert len(database.documents("packages")) == 1 and count() == outlier().keep + 1


def test_a_pipeline_that_reads_one_place_turns_the_proof_red(documents: Server, monkeypatch: Any) -> None:
    """What a designer forgets first: the rows that flowed over, or those that did not."""
    design = designed()
    context = Context.of(design, "mongodb", engine("mongodb"), documents, api.artefacts(design), 60)
    assert [f.verdict for f in run_check(rows_flow_over, context)] == ["holds"]
    monkeypatch.setattr("relvar.engines.mongodb.query.over_both", lambda store, collection, stages: stages)
    assert [f.verdict for f in run_check(rows_flow_over, context)] == ["refuted"]
