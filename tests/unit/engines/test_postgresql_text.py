"""What PostgreSQL's files say: expressions with the right parentheses, reserved names quoted, no date, no password, no superuser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from relvar.engines import engine
from relvar.engines.postgresql.query import PostgresWriter, constant, parameters
from relvar.model.design import Artefact
from relvar.model.expression import (
    Ago,
    And,
    Arithmetic,
    Call,
    ColumnRef,
    Compare,
    Constant,
    Context,
    Exists,
    Expression,
    IsNull,
    Not,
    Or,
    Overlaps,
    Parameter,
    StartsWith,
)
from relvar.model.query import Insert
from relvar.model.semantic import DataType
from tests.unit.engines.clinic import design, physical

ENGINE = engine("postgresql")
A, B = ColumnRef(column="starts_at"), ColumnRef(column="ends_at")
ROOM, TOTAL = ColumnRef(column="room"), ColumnRef(column="total")


def compare(left: Expression, op: Any, right: Expression) -> Compare:
    return Compare(op=op, left=left, right=right)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (
            And(items=(Or(items=(IsNull(operand=A), IsNull(operand=B))), compare(A, "<", B))),
            "(starts_at is null or ends_at is null) and starts_at < ends_at",
        ),
        (Not(item=Or(items=(IsNull(operand=A), IsNull(operand=B)))), "not (starts_at is null or ends_at is null)"),
        (Arithmetic(op="-", left=ROOM, right=Arithmetic(op="-", left=TOTAL, right=Constant(value=1))), "room - (total - 1)"),
        (Arithmetic(op="*", left=Arithmetic(op="+", left=ROOM, right=TOTAL), right=TOTAL), "(room + total) * total"),
        (compare(A, ">", Ago(amount=1, unit="month")), "starts_at > now() - interval '1 month'"),
        (compare(A, "<", Ago(amount=-3, unit="day")), "starts_at < now() + interval '3 days'"),
        (Constant(value='O\'Brien \\ "x"'), "'O''Brien \\ \"x\"'"),
        (Call(function="month", arguments=(A,)), "date_trunc('month', starts_at, 'utc')"),
        (
            Overlaps(
                start=A, end=B, other_start=Parameter(name="from", like="visit.starts_at"), other_end=Parameter(name="to", like="visit.ends_at")
            ),
            "tstzrange(starts_at, ends_at, '[)') && tstzrange(:from, :to, '[)')",
        ),
        (
            StartsWith(operand=Call(function="lower", arguments=(ColumnRef(column="status"),)), prefix=Parameter(name="p", like="visit.status")),
            "lower(status) like lower(:p) || '%'",
        ),
        (
            Exists(table="person", alias="p", where=compare(ColumnRef(column="person_id", table="p"), "=", ColumnRef(column="person_id"))),
            "exists (select 1 from app.people p where p.person_id = visits.person_id)",
        ),
        (
            compare(ColumnRef(column="clinic_id"), "=", Context(name="clinic_id", like="clinic.clinic_id")),
            "clinic_id = (select nullif(current_setting('app.clinic_id', true), '')::bigint)",
        ),
    ],
)
def test_expressions(expression: Expression, text: str) -> None:
    assert PostgresWriter(physical()).condition(expression, "visit") == text


def test_names_are_quoted_only_where_they_must() -> None:
    writer = PostgresWriter(physical())
    assert [writer.quote(name) for name in ("total", "order", "Total", 'a"b', "name; drop")] == [
        "total",
        '"order"',
        '"Total"',
        '"a""b"',
        '"name; drop"',
    ]


def test_idempotent_insert_names_the_condition_of_a_partial_index() -> None:
    insert = Insert(
        table="visit",
        values={"number": Parameter(name="n", like="visit.number")},
        returning=("visit_id",),
        ignore_duplicates_of=("clinic_id", "number"),
    )
    text = ENGINE.render(physical(), insert)
    assert text == "insert into app.visits (number)\nvalues (:n)\non conflict (clinic_id, number) do nothing\nreturning visit_id"
    assert parameters(text + " and x::text") == ("n",)


def test_constants_of_every_kind_are_inlined_and_others_are_not() -> None:
    assert [constant(v) for v in (None, True, 3, "it's", b"\x01")] == ["null", "true", "3", "'it''s'", r"'\x01'::bytea"]
    with pytest.raises(TypeError):
        constant(object())


def files() -> list[Artefact]:
    made = [Artefact(path=s.path, text=ENGINE.text(s)) for part in (ENGINE.deploy, ENGINE.test, ENGINE.queries) for s in part(design(), "postgresql")]
    return made + list(ENGINE.operate(design(), "postgresql"))


def test_files_hold_no_date_no_password_no_concurrent_build() -> None:
    for file in files():
        assert not re.search(r"\b20\d\d-\d\d", file.text), file.path
        assert not re.search(r"password\s*[=']|pgpassword", file.text, re.IGNORECASE), file.path
        if file.path.startswith("deploy/"):
            assert file.text.count("\nbegin;\n") == file.text.count("\ncommit;\n") == 1, file.path
            assert "create index concurrently" not in file.text
        if file.path.endswith(".sh"):
            assert file.executable and file.text.startswith("#!/usr/bin/env bash\nset -euo pipefail\n")


def test_only_the_first_file_needs_a_superuser() -> None:
    for file in files():
        if file.path.startswith("deploy/") and "01_roles" not in file.path:
            assert "set local role clinic_" in file.text and "create extension" not in file.text and "alter role" not in file.text


def test_the_same_design_gives_the_same_files() -> None:
    assert files() == files()


def test_every_definer_pins_its_path_and_test_files_refuse() -> None:
    for file in files():
        functions = re.findall(r"create function .*?\n.*?as \$\$", file.text, re.DOTALL)
        assert all("set search_path = pg_catalog, pg_temp" in head for head in functions), file.path
        if file.path.startswith("test/"):
            assert "relvar.is_test" in file.text


def test_types() -> None:
    native = ENGINE.native
    assert native(DataType(base="decimal", precision=12, scale=2)).text == "numeric(12, 2)"
    assert native(DataType(base="text", length=50)).loses.startswith("the length")
    assert [native(DataType(base="integer", bits=b)).text for b in (16, 32, 64)] == ["smallint", "integer", "bigint"]
    assert ENGINE.features().limit("identifier_bytes") == 63
