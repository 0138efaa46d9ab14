"""Indexes on what stands in documents: a design's own files are read as the design, and what people and catalogues write as a question."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from relvar import api
from relvar.importing import lift_all
from relvar.importing.ddl import read_ddl
from relvar.importing.idioms import idioms
from relvar.importing.lift import physical
from relvar.importing.lift.kinds import kind_of_member
from relvar.importing.lift.members import member_of
from relvar.judge import judge
from relvar.model import expression as e
from relvar.model.physical import CheckConstraint, Table
from relvar.model.semantic import DataType
from tests.unit.importing.test_round_trip import written

BRIEF = """Products have a name and free-form specifications (JSON). Customers filter products by the brand and the weight in the
specifications. There are 200,000 products."""
ANY = "Devices have a serial number. Devices store their settings as JSON. Engineers find devices by any value of the settings."
LISTS = """Products have a name and free-form specifications (JSON). Customers filter products by any of the tags in the specifications. There
are 200,000 products."""
COLUMNS = {"doc": "doc"}
TEXT = DataType(base="text")


@pytest.mark.parametrize(
    ("dialect", "text", "path", "data"),
    [
        ("postgresql", "(doc ->> 'brand'::text)", "brand", TEXT),
        ("postgresql", "((doc ->> 'weight'::text))::numeric", "weight", DataType(base="decimal")),
        ("postgresql", "(doc #>> '{battery,level}'::text[])", "battery.level", TEXT),
        ("mysql", "json_value(`doc`,_utf8mb4'$.weight' returning decimal(14, 4))", "weight", DataType(base="decimal", precision=14, scale=4)),
        ("mysql", "cast(doc ->> '$.brand' as char(60)) collate utf8mb4_bin", "brand", DataType(base="text", length=60)),
        ("sqlite", "json_extract(doc, '$.battery.level')", "battery.level", TEXT),
        ("mariadb", "left(json_value(`doc`,'$.brand'),60)", "brand", DataType(base="text", length=60)),
        (
            "mariadb",
            "case when json_type(json_extract(`doc`,'$.weight')) in ('INTEGER') then cast(json_value(`doc`,'$.weight') as decimal(12,3)) end",
            "weight",
            DataType(base="decimal", precision=12, scale=3),
        ),
    ],
)
def test_a_path_is_read_however_it_is_written(dialect: str, text: str, path: str, data: DataType) -> None:
    found = member_of(text, dialect, COLUMNS)
    assert found is not None and (found.member.path, found.data) == (path, data)


@pytest.mark.parametrize(
    ("dialect", "text", "operator_class", "path", "data"),
    [
        ("mysql", "cast(doc -> '$.tags' as char(40) array)", "", "tags", DataType(base="text", length=40)),
        ("mysql", "(cast(json_extract(`doc`,_utf8mb4'$.a.sizes') as unsigned array))", "", "a.sizes", DataType(base="integer")),
        ("postgresql", "(doc -> 'tags'::text)", "jsonb_path_ops", "tags", TEXT),
    ],
)
def test_an_index_of_each_value_of_a_list_is_read(dialect: str, text: str, operator_class: str, path: str, data: DataType) -> None:
    found = member_of(text, dialect, COLUMNS, operator_class)
    assert found is not None and found.many and (found.member.path, found.data) == (path, data)


@pytest.mark.parametrize(
    "text",
    [
        "lower(doc ->> 'brand')",
        "doc -> 'brand'",
        "doc ->> 0",
        "jsonb_path_query_first(doc, '$.a')",
        "other ->> 'brand'",
        "case when doc ->> 'a' = 'x' then doc ->> 'brand' end",
        "case when true then doc ->> 'brand' else 'none' end",
    ],
)
def test_what_is_more_or_less_than_a_path_is_none(text: str) -> None:
    assert member_of(text, "postgresql", COLUMNS) is None


@pytest.mark.parametrize(
    ("dialect", "text", "path", "base"),
    [
        ("postgresql", "jsonb_typeof((doc -> 'weight'::text)) = ANY (ARRAY['number'::text, 'null'::text])", "weight", "number"),
        ("postgresql", "jsonb_typeof(doc -> 'tags') = 'array'", "tags", "list"),
        ("postgresql", "(jsonb_typeof((doc #> '{battery,full}'::text[])) = ANY (ARRAY['boolean'::text, 'null'::text]))", "battery.full", "boolean"),
        ("mysql", "json_type(json_extract(`doc`,_utf8mb4'$.tags')) = _utf8mb4'ARRAY'", "tags", "list"),
        ("mariadb", "json_type(json_extract(`doc`,'$.a.on')) in ('BOOLEAN','NULL')", "a.on", "boolean"),
        ("sqlite", "json_type(doc, '$.weight') in ('integer', 'real', 'null')", "weight", "number"),
        ("sqlserver", "(json_value([doc],N'$.w') IS NULL OR try_cast(json_value([doc],N'$.w') AS float) IS NOT NULL)", "w", "number"),
        ("postgresql", "jsonb_typeof(doc -> 'weight') in ('number', 'string')", "", ""),
        ("postgresql", "jsonb_typeof(doc -> 'a') = 'array' and jsonb_typeof(other -> 'a') = 'array'", "", ""),
        ("mysql", "json_type(json_extract(doc, '$.tags')) = 'OBJECT'", "", ""),
    ],
)
def test_the_kind_of_a_value_is_read_as_files_and_catalogues_write_it(dialect: str, text: str, path: str, base: str) -> None:
    found = kind_of_member(text, dialect, COLUMNS)
    assert (found.operand.path, found.base) == (path, base) if found else path == ""


@pytest.mark.parametrize("store", ["postgresql", "mysql", "mariadb", "sqlite", "sqlserver"])
@pytest.mark.parametrize("brief", [BRIEF, LISTS])
def test_the_checks_of_a_design_are_read_and_made_once(store: str, brief: str) -> None:
    """What is asked of a value in a document follows from what is known of it: a design made of the files has the check again, and no second one."""
    made = api.design(api.brief_of(brief, [store]))
    found = written(made, store)
    lifted = physical(found, store, idioms(store))
    assert not [left for left in lifted.leftovers if "check (" in left.text]

    def kinds(tables: Iterable[Table]) -> list[e.Expression]:
        checks = (c.condition for t in tables for c in t.constraints.values() if isinstance(c, CheckConstraint))
        return [condition for condition in checks if isinstance(condition, e.OfKind)]

    wanted = kinds(made.physical[store].tables.values())
    assert wanted and kinds(lifted.physical.tables.values()) == wanted
    again = lift_all(found, (store,))
    assert kinds(api.design_of(again.brief, again.model).physical[store].tables.values()) == wanted


@pytest.mark.parametrize("store", ["postgresql", "mysql", "mariadb", "sqlite"])
@pytest.mark.parametrize("brief", [BRIEF, ANY, LISTS])
def test_the_files_of_a_design_are_read_as_its_indexes_and_questions(store: str, brief: str) -> None:
    made = api.design(api.brief_of(brief, [store]))
    found = written(made, store)
    assert not found.leftovers
    tables = physical(found, store, idioms(store)).physical.tables
    wanted = {i.name: [(p.expression, p.method_class) for p in i.parts] for t in made.physical[store].tables.values() for i in t.indexes.values()}
    got = {i.name: [(p.expression, p.method_class) for p in i.parts] for t in tables.values() for i in t.indexes.values()}
    inside = {name for name, parts in wanted.items() if any(isinstance(x, e.Member) or how == "paths" for x, how in parts)}
    assert {name: got[name] for name in inside} == {name: wanted[name] for name in inside}
    asked = {(f.op, f.member) for p in lift_all(found, (store,)).model.patterns.values() for f in p.filters if f.member or f.op == "holds"}
    expected = {BRIEF: {("=", "brand"), ("=", "weight")}, ANY: {("holds", "")}, LISTS: {("=", "tags")}}[brief]
    assert asked == (expected if inside else set())


def test_a_computed_column_that_is_seen_or_used_is_no_part_of_an_index_alone() -> None:
    """Only what nobody sees, and an index alone uses, stands for an expression; rules judge every column as it is."""
    text = """create table a (id bigint primary key, name varchar(20), seen varchar(20) generated always as (lower(name)) virtual,
      unseen varchar(20) generated always as (lower(name)) virtual invisible, kept varchar(20) generated always as (lower(name)) stored invisible,
      idle varchar(20) generated always as (lower(name)) virtual invisible, key one (seen), key two (unseen), unique key three (kept));"""
    found = read_ddl([("a.sql", text)], "a.sql", "mariadb")
    table = physical(found, "mariadb", idioms("mariadb")).physical.tables["a"]
    assert list(table.columns) == ["id", "name", "seen", "kept", "idle"]
    lower = e.Call(function="lower", arguments=(e.ColumnRef(column="name"),))
    assert [table.indexes[name].parts[0].expression for name in ("one", "two")] == [e.ColumnRef(column="seen"), lower]
    assert {fault.element for fault in judge(found, {})}
