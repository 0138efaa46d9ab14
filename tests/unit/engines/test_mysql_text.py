"""What MySQL's files say: its own words for expressions, keys within its bounds, files that split again, DDL that says how it is done."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from relvar.engines import engine
from relvar.engines.base import Evolution
from relvar.engines.innodb import script
from relvar.engines.innodb.advise import advise
from relvar.engines.innodb.ddl import Ddl, refused_check
from relvar.engines.innodb.deploy import all_triggers
from relvar.engines.innodb.dialect import of_engine
from relvar.engines.innodb.query import InnodbWriter, constant
from relvar.engines.innodb.sizes import KEY_BYTES, ROW_BYTES, column_bytes
from relvar.engines.innodb.types import ColumnTypes
from relvar.engines.innodb.watched import removed_first
from relvar.model.changes import Add, Alter, Drop, apply
from relvar.model.design import Artefact, Design
from relvar.model.expression import Ago, Call, ColumnRef, Compare, Constant, Expression, IsNull, Matches, Overlaps, Parameter, StartsWith
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, IndexPart, Physical, Table
from relvar.model.query import Insert
from relvar.model.semantic import DataType
from tests.unit.engines import clinic

ENGINE = engine("mysql")
WORDS = of_engine("mysql")
A, B = ColumnRef(column="starts_at"), ColumnRef(column="ends_at")


def physical(name: str = "mysql") -> Physical:
    """The clinic as the server would be asked for it: without row rules, which its features deny."""
    return msgspec.structs.replace(clinic.physical(), engine=name, policies={})


def design(name: str = "mysql") -> Design:
    made = clinic.design().with_(physical={name: physical(name)})
    changes = [change for decision in advise(made, name) for change in decision.changes]
    return made.with_(physical={name: apply(physical(name), changes)})


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Compare(op=">", left=A, right=Ago(amount=1, unit="month")), "starts_at > utc_timestamp(6) - interval 1 month"),
        (Compare(op="<", left=A, right=Constant(value="2026-01-31T12:00:00+02:00")), "starts_at < '2026-01-31 10:00:00'"),
        (Constant(value='O\'Brien \\ "x"'), "'O''Brien \\\\ \"x\"'"),
        (Call(function="concat", arguments=(A, B)), "concat(starts_at, ends_at)"),
        (Matches(operand=ColumnRef(column="status"), regex="^[a-z.]+$"), "regexp_like(status, '^[a-z.]+$', 'c')"),
        (
            Overlaps(start=A, end=B, other_start=Parameter(name="f", like="visit.starts_at"), other_end=Parameter(name="t", like="visit.ends_at")),
            "starts_at < :t and :f < ends_at",
        ),
        (
            StartsWith(operand=Call(function="lower", arguments=(ColumnRef(column="status"),)), prefix=Parameter(name="p", like="visit.status")),
            "lower(status) >= lower(:p) and lower(status) < concat(lower(:p), _utf8mb4 0xF48FBFBF)",
        ),
    ],
)
def test_expressions(expression: Expression, text: str) -> None:
    assert InnodbWriter(physical()).condition(expression, "visit") == text


def test_names_stand_in_backticks_only_where_they_must() -> None:
    writer = InnodbWriter(physical())
    assert [writer.quote(n) for n in ("total", "order", "Total", "a`b")] == ["total", "`order`", "`Total`", "`a``b`"]


def test_an_insert_gives_back_its_key_and_only_the_named_key_makes_it_idempotent() -> None:
    given = {"clinic_id": Parameter(name="c", like="visit.clinic_id"), "number": Parameter(name="n", like="visit.number")}
    insert = Insert(table="visit", values=dict(given), returning=("visit_id",), ignore_duplicates_of=("clinic_id", "number"))
    first, second = InnodbWriter(physical()).steps(insert)
    assert first.endswith(
        "values (:c, :n) as given\non duplicate key update clinic_id = "
        "if(visits.clinic_id <=> given.clinic_id and visits.number <=> given.number, visits.clinic_id, null)"
    )
    assert second == "select visit_id\nfrom visits\nwhere clinic_id = :c and number = :n\n  and row_count() = 1"


def test_constants_take_the_form_of_their_column() -> None:
    uuid = "0190c2f0-0000-7000-8000-000000000001"
    assert constant(uuid, DataType(base="uuid"), WORDS) == "x'0190c2f0000070008000000000000001'"
    assert [constant(v, None, WORDS) for v in (None, True, 3, "a\\b'c", b"\x01")] == ["null", "true", "3", "'a\\\\b''c'", "x'01'"]


def test_words_and_what_programs_compare_have_their_own_collations() -> None:
    types = ColumnTypes(physical())
    assert types.text("visit", "status") == f"varchar(32) collate {WORDS.exact}"
    assert types.text("person", "full_name") == "varchar(255)", "words, in an index: bounded"
    assert "collate" not in types.text("person", "email"), "searched by words, though it has a form"


def _one_table(columns: dict[str, Column], **more: Any) -> Physical:
    table = Table(name="things", columns=columns, primary_key=("id",), primary_key_name="things_pk", comment="", **more)
    return Physical(engine="mysql", tables={"thing": table})


def test_a_wide_row_puts_its_longest_texts_outside_and_keeps_their_bounds() -> None:
    texts = {f"t{n}": Column(name=f"t{n}", data=DataType(base="text", length=255)) for n in range(80)}
    length = Call(function="length", arguments=(ColumnRef(column="t0"),))
    check = CheckConstraint(name="things_t0_ck", condition=Compare(op="<=", left=length, right=Constant(value=255)), says="")
    made = _one_table({"id": Column(name="id", data=DataType(base="integer"), identity=True), **texts}, constraints={"t0_ck": check})
    types = ColumnTypes(made)
    assert sum(column_bytes(types.bare("thing", c)) for c in made.tables["thing"].columns) <= ROW_BYTES
    assert Ddl(made).is_written("thing", check) == (types.bare("thing", "t0") == "text"), "what the type does not hold, the check does"


@pytest.mark.parametrize(("unique", "part"), [(False, "b(384)"), (True, "(unhex(sha2(a, 256)))")])
def test_a_long_key_is_made_to_fit(unique: bool, part: str) -> None:
    columns = {c: Column(name=c, data=DataType(base="text", length=768)) for c in "ab"}
    index = Index(name="things_ix", parts=tuple(IndexPart(expression=ColumnRef(column=c)) for c in "ab"), unique=unique)
    made = _one_table({"id": Column(name="id", data=DataType(base="integer")), **columns}, indexes={"ix": index})
    assert KEY_BYTES == 3072 and part in InnodbWriter(made).index_parts("thing", index)


def test_a_partial_unique_index_is_null_outside_its_condition() -> None:
    index = physical().tables["person"].indexes["email_uq"]
    assert InnodbWriter(physical()).index_parts("person", index) == ["clinic_id", "(case when email is not null then lower(email) end)"]


def test_checks_that_mysql_refuses_become_triggers() -> None:
    parent = ForeignKey(name="fk", columns=("up",), table="thing", to=("id",), on_delete="set_null")
    emptied = CheckConstraint(name="up_ck", condition=IsNull(operand=ColumnRef(column="up"), negated=True), says="")
    numbered = CheckConstraint(name="id_ck", condition=Compare(op="<>", left=ColumnRef(column="id"), right=ColumnRef(column="up")), says="")
    late = CheckConstraint(name="at_ck", condition=Compare(op="<=", left=ColumnRef(column="at"), right=Call(function="now")), says="")
    columns = {
        "id": Column(name="id", data=DataType(base="integer"), identity=True),
        "up": Column(name="up", data=DataType(base="integer"), nullable=True),
        "at": Column(name="at", data=DataType(base="timestamp")),
    }
    made = _one_table(columns, constraints={c.name: c for c in (parent, emptied, numbered, late)})
    assert all(refused_check(made.tables["thing"], c) for c in (emptied, numbered, late))
    assert " check (" not in Ddl(made).table("thing")
    assert {t.element for t in all_triggers(made)} == {"thing.up_ck", "thing.id_ck", "thing.at_ck"}


def test_rows_that_go_with_their_parent_are_removed_where_a_trigger_sees_it() -> None:
    assert removed_first(physical()) == {"visit": [("line", "visit_fk")]}
    (first,) = (t for t in all_triggers(physical()) if t.element == "visit.parts_first")
    total = next(t for t in all_triggers(physical()) if t.name == "visits_total_delete")
    assert first.event == "delete" and "@deleted_visits" in first.body[0] and "@deleted_visits" in total.body[0]


def files() -> list[Artefact]:
    made = design()
    scripts = [s for part in (ENGINE.deploy, ENGINE.test, ENGINE.queries) for s in part(made, "mysql")] + [ENGINE.teardown(made, "mysql")]
    return [Artefact(path=s.path, text=ENGINE.text(s)) for s in scripts] + list(ENGINE.operate(made, "mysql"))


def test_files_hold_no_date_and_no_password() -> None:
    for file in files():
        assert file.path.endswith(".sh") or not re.search(r"\b20\d\d-\d\d-\d\d", file.text), file.path
        assert not re.search(r"identified by\s+'", file.text, re.IGNORECASE), file.path


def test_a_file_splits_into_the_statements_it_was_made_of() -> None:
    for made in (*ENGINE.deploy(design(), "mysql"), ENGINE.teardown(design(), "mysql")):
        assert script.statements(ENGINE.text(made)) == [s.text for s in made.statements], made.path


def test_a_splitter_looks_into_no_string_and_no_comment() -> None:
    text = "-- a; b\nselect 'x;''y\\';z' /* ; */; # c;\ndelimiter //\ncreate trigger t begin a; b; end//\ndelimiter ;\nselect `a;b`;\n"
    assert script.statements(text) == ["select 'x;''y\\';z' /* ; */", "create trigger t begin a; b; end", "select `a;b`"]


def test_every_change_of_a_live_table_says_how_it_is_done() -> None:
    before = physical()
    column = before.tables["item"].columns["on_hand"]
    index = before.tables["person"].indexes["name_ix"]
    changes = (
        Drop(collection="indexes", table="person", id="name_ix", element=index),
        Add(collection="columns", table="visit", id="origin", element=Column(name="origin", data=DataType(base="text", length=20), nullable=True)),
        Alter(collection="columns", table="item", id="on_hand", before=column, after=msgspec.structs.replace(column, name="in_stock")),
    )
    evolution = Evolution(name="try", because="a try", before=before, after=apply(before, changes), changes=changes)
    for step in ENGINE.migrate(evolution, 2):
        for made in (step.up, step.down):
            altered = [s.text for s in made.statements if s.text.startswith("alter table")]
            assert all("algorithm = " in text for text in altered)
            assert not any("drop key" in text for text in altered if step.phase == "expand" and made is step.up), "first out of sight"
            assert made.statements[0].text.startswith("set session lock_wait_timeout")
