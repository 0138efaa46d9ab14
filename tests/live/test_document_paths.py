"""What stands in documents is found by an index on its path, on every engine; an index on another path is found out."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from relvar import api
from relvar.engines import NAMES, engine
from relvar.engines.base import Server
from relvar.model.design import Design, Finding
from relvar.model.documents import DocumentKey
from relvar.model.expression import Member
from relvar.model.noun import Noun
from relvar.model.walking import mapped
from relvar.populate import parameters
from relvar.populate.volumes import READ_ROWS
from relvar.prove.live.applies import applies
from relvar.prove.live.context import Context
from relvar.prove.live.documents.pipelines_use_indexes import pipelines_use_indexes
from relvar.prove.live.patterns_use_indexes import patterns_use_indexes
from relvar.prove.live.rules_refuse_bad_rows import rules_refuse_bad_rows
from relvar.prove.live.sample_loads import sample_loads
from relvar.prove.run import run_check
from relvar.write.engine_files import engine_files
from tests.conftest import EXECUTED

BRIEF = """Products have a name and free-form specifications (JSON). Customers filter products by the brand and the weight in the
specifications. Buyers search products by the release date in the specifications. There are 200,000 products."""
ANY = """Devices have a serial number. Devices store their settings as JSON. Engineers find devices by any value of the settings. There are
50,000 devices."""
LISTS = """Products have a name and free-form specifications (JSON). Customers filter products by any of the tags in the specifications. There are
200,000 products."""
ANY_AND_ONE = """Products have a name and free-form specifications (JSON). Customers filter products by any value in the specifications. Customers
filter products by any of the tags in the specifications. There are {} products."""
ELSE = "_else"
FEW = 300


def elsewhere(node: Noun) -> Noun | None:
    """Another path in place of each that an index is on."""
    if isinstance(node, Member):
        return Member(document=node.document, path=node.path + ELSE)
    return DocumentKey(path=node.path + ELSE) if isinstance(node, DocumentKey) and "." in node.path else None


def on_another_path(design: Design, store: str) -> Design:
    physical = design.physical[store]
    table = physical.tables["product"]
    document = table.columns["specifications"]
    others = tuple(msgspec.structs.replace(member, name=member.name + ELSE) for member in document.members)
    columns = {**table.columns, "specifications": msgspec.structs.replace(document, members=(*document.members, *others))}
    indexes = {key: mapped(index, elsewhere) for key, index in table.indexes.items()}
    collections = {
        key: msgspec.structs.replace(c, indexes={name: mapped(index, elsewhere) for name, index in c.indexes.items()})
        for key, c in physical.collections.items()
    }
    tables = {**physical.tables, "product": msgspec.structs.replace(table, columns=columns, indexes=indexes)}
    return design.with_(physical={store: msgspec.structs.replace(physical, tables=tables, collections=collections)})


def judged(design: Design, store: str, server: Server) -> dict[str, Finding]:
    context = Context.of(design, store, engine(store), server, tuple(engine_files(design)), READ_ROWS)
    used = pipelines_use_indexes if engine(store).features().shape == "documents" else patterns_use_indexes
    found = {f.subject: f for check in (applies, sample_loads, used) for f in run_check(check, context)}
    assert context.database is not None
    context.database.close()
    return found


@pytest.mark.parametrize("store", EXECUTED)
def test_a_question_uses_the_index_on_its_path_and_no_other(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(BRIEF, [store]))
    asked = [id_ for id_, query in design.physical[store].queries.items() if "specifications" in query.name]
    assert len(asked) == 2 and all(design.physical[store].queries[q].served_by for q in asked)
    right = judged(design, store, server)
    assert [right[q].verdict for q in asked] == ["holds", "holds"], [right[q].message for q in asked]
    wrong = judged(on_another_path(design, store), store, server)
    assert [wrong[q].verdict for q in asked] == ["refuted", "refuted"], [wrong[q].message for q in asked]


def without_check(design: Design, store: str) -> Design:
    physical = design.physical[store]
    table = physical.tables["product"]
    kept = {key: c for key, c in table.constraints.items() if "weight" not in key}
    return design.with_(
        physical={store: msgspec.structs.replace(physical, tables={**physical.tables, "product": msgspec.structs.replace(table, constraints=kept)})}
    )


@pytest.mark.parametrize("store", EXECUTED)
def test_what_is_asked_for_as_a_number_is_refused_by_name_where_it_is_none(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(BRIEF, [store]))
    bare = tuple(engine_files(without_check(design, store)))
    found = []
    for files in (tuple(engine_files(design)), bare):
        context = Context.of(design, store, engine(store), server, files, FEW)
        findings = [f for check in (applies, sample_loads, rules_refuse_bad_rows) for f in run_check(check, context)]
        found.append([(f.verdict, f.message) for f in findings if f.subject.endswith("specifications_weight_ck")])
        assert context.database is not None
        context.database.close()
    assert [verdict for verdict, _ in found[0]] == ["holds"], found[0]
    assert [verdict for verdict, _ in found[1]] == ["refuted"], found[1]


def without_index(design: Design, store: str) -> Design:
    physical = design.physical[store]
    table = msgspec.structs.replace(physical.tables["device"], indexes={})
    collections = {key: msgspec.structs.replace(c, indexes={}) for key, c in physical.collections.items()}
    return design.with_(physical={store: msgspec.structs.replace(physical, tables={**physical.tables, "device": table}, collections=collections)})


@pytest.mark.parametrize("store", [name for name in EXECUTED if engine(name).features().can("document_indexes")])
def test_any_value_is_found_by_an_index_of_all(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(ANY, [store]))
    (asked,) = (id_ for id_, query in design.physical[store].queries.items() if "any value" in query.name)
    assert judged(design, store, server)[asked].verdict == "holds"
    if engine(store).features().shape == "tables":
        assert judged(without_index(design, store), store, server)[asked].verdict == "refuted"


@pytest.mark.parametrize("store", [name for name in EXECUTED if not engine(name).features().can("document_indexes")])
def test_where_no_index_finds_any_value_the_answer_is_right_and_all_is_read(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(ANY, [store]))
    physical = design.physical[store]
    (query,) = (query for query in physical.queries.values() if "any value" in query.name)
    assert not query.served_by and "all that stands in a document" in query.exempt
    context = Context.of(design, store, engine(store), server, tuple(engine_files(design)), FEW)
    with context.another(FEW) as (database, population):
        session = database.session()
        given = parameters(population, query.statement)
        ((key, value),) = json.loads(given["part_of_settings"]).items()
        place = population.tables["device"].place["settings"]
        holding = [r for r in population.tables["device"].stored if json.loads(r[place]).get(key) == value]
        assert len(session.run(query.statement, given)) == len(holding) > 0
        session.close()


@pytest.mark.parametrize("store", [name for name in EXECUTED if engine(name).features().can("member_indexes")])
def test_a_value_of_a_list_is_found_by_an_index_of_each(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(LISTS, [store]))
    (asked,) = (id_ for id_, query in design.physical[store].queries.items() if "tag" in query.name)
    assert judged(design, store, server)[asked].verdict == "holds"
    assert judged(on_another_path(design, store), store, server)[asked].verdict == "refuted"


@pytest.mark.parametrize("store", [name for name in EXECUTED if not engine(name).features().can("member_indexes")])
def test_where_no_index_finds_a_value_of_a_list_the_answer_is_right_and_all_is_read(store: str, served: Callable[[str], Server]) -> None:
    server, design = served(store), api.design(api.brief_of(LISTS, [store]))
    (query,) = (query for query in design.physical[store].queries.values() if "tag" in query.name)
    assert not query.served_by and "a value of a list" in query.exempt
    context = Context.of(design, store, engine(store), server, tuple(engine_files(design)), FEW)
    with context.another(FEW) as (database, population):
        session = database.session()
        given = parameters(population, query.statement)
        place = population.tables["product"].place["specifications"]
        holding = [r for r in population.tables["product"].stored if given["one_of_tags"] in json.loads(r[place]).get("tags", [])]
        assert 0 < len(session.run(query.statement, given)) == len(holding) < FEW
        session.close()


@pytest.mark.parametrize("store", [name for name in NAMES if name not in EXECUTED])
@pytest.mark.parametrize("brief", [BRIEF, ANY, LISTS])
def test_the_files_of_a_compiled_engine_compile(store: str, brief: str, needs: Callable[[str], None]) -> None:
    needs(store)
    design, compiler = api.design(api.brief_of(brief, [store])), engine(store).compiler
    assert compiler is not None
    with compiler() as found, found.schema() as schema:
        files = [(f.path, f.text) for f in engine_files(design) if "/deploy/" in f.path and f.path.endswith(".sql")]
        assert schema.run(files) == ()
        assert schema.tried([(f.path, f.text) for f in engine_files(design) if "/queries/" in f.path and f.path.endswith(".sql")]) == ()


@pytest.mark.parametrize("products", ["600", "1,000", "2,000", "3,000"])  # designed for twice as many
def test_a_small_table_of_documents_is_read_as_its_planner_reads_it(products: str, served: Callable[[str], Server]) -> None:
    text = ANY_AND_ONE.format(products)
    server, design = served("postgresql"), api.design(api.brief_of(text, ["postgresql"]))
    table = design.physical["postgresql"].tables["product"]
    asked = {id_: q for id_, q in design.physical["postgresql"].queries.items() if "specifications" in q.name}
    fewest = engine("postgresql").features().limit("inverted_rows")
    assert {bool(q.served_by) for q in asked.values()} == {table.rows >= fewest}
    assert table.rows >= fewest or all("it is read whole" in q.exempt for q in asked.values())
    found = judged(design, "postgresql", server)
    assert [found[q].verdict for q in asked] == ["holds"] * 2, [found[q].message for q in asked]
