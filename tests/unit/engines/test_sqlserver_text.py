"""What SQL Server's files say: its own words for expressions, forms that LIKE says exactly, keys among empty values, cascades that meet."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvar.engines import engine
from relvar.engines.base import Evolution
from relvar.engines.sqlserver import script
from relvar.engines.sqlserver.advise import advise
from relvar.engines.sqlserver.cascades import acting
from relvar.engines.sqlserver.columnar import columnar
from relvar.engines.sqlserver.ddl import Ddl
from relvar.engines.sqlserver.patterns import condition
from relvar.engines.sqlserver.queries import indented_body
from relvar.engines.sqlserver.query import TsqlWriter
from relvar.model.behaviour import TouchTime
from relvar.model.changes import Add, Alter, Drop, apply
from relvar.model.design import Design
from relvar.model.expression import Ago, And, Call, ColumnRef, Compare, Constant, Expression, Matches, Overlaps, Parameter, StartsWith
from relvar.model.physical import CheckConstraint, Column, ForeignKey, Index, IndexPart, Partition, Physical, Table, UniqueConstraint
from relvar.model.query import Insert, Output, Query, Select, Transaction
from relvar.model.semantic import DataType
from tests.unit.engines import clinic

ENGINE = engine("sqlserver")
A, B = ColumnRef(column="starts_at"), ColumnRef(column="ends_at")
NUMBER = DataType(base="integer")


def physical() -> Physical:
    return msgspec.structs.replace(clinic.physical(), engine="sqlserver")


def design() -> Design:
    return clinic.design().with_(physical={"sqlserver": physical()})


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Compare(op=">", left=A, right=Ago(amount=1, unit="month")), "starts_at > dateadd(month, -1, todatetimeoffset(sysutcdatetime(), '+00:00'))"),
        (Constant(value="O'Brien"), "'O''Brien'"),
        (Constant(value="Müller"), "N'Müller'"),
        (Constant(value=True), "1 = 1"),
        (Call(function="concat", arguments=(A, B)), "concat(starts_at, ends_at)"),
        (
            Overlaps(start=A, end=B, other_start=Parameter(name="f", like="visit.starts_at"), other_end=Parameter(name="t", like="visit.ends_at")),
            "starts_at < @t and @f < ends_at",
        ),
        (
            StartsWith(operand=ColumnRef(column="status"), prefix=Parameter(name="p", like="visit.status")),
            "status like replace(replace(replace(@p, '[', '[[]'), '%', '[%]'), '_', '[_]') + '%'",
        ),
    ],
)
def test_expressions_in_its_own_words(expression: Expression, text: str) -> None:
    assert TsqlWriter(physical()).condition(expression, "visit") == text


def held(said: str, text: str) -> bool:
    """What SQL Server would answer: LIKE by a regular expression, len() of a text with a mark behind it."""

    def like(pattern: str) -> str:
        parts = re.findall(r"\[\^?[^\]]+\]|%|_|.", pattern, re.DOTALL)
        return "".join({"%": ".*", "_": "."}.get(p, p if p.startswith("[") else re.escape(p)) for p in parts)

    checks: list[bool] = []
    for part in re.split(r" and (?!\d)", said):
        value = text
        if cut := re.match(r"substring\(x, (\d+), len\(x \+ '\.'\) - (\d+)\)", part):
            first, less = int(cut[1]), int(cut[2])
            value = text[first - 1 : first - 1 + len(text) + 1 - less]
        if between := re.search(r"between (\d+) and (\d+)", part):
            checks.append(int(between[1]) <= len(text) + 1 <= int(between[2]))
        elif more := re.search(r"> (\d+)$", part):
            checks.append(len(text) + 1 > int(more[1]))
        else:
            pattern = part.rpartition("like '")[2][:-1].replace("''", "'")
            found = re.fullmatch(like(pattern), value, re.DOTALL) is not None
            checks.append(found is (" not like " not in part))
    return all(checks)


FORMS = ("^[A-Z]{3}$", "^[0-9]{4,8}$", "^[A-Z0-9]+$", "^\\+[0-9]{7,15}$", "^[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}$", "^[a-z0-9_-]{1,20}$", "^[^ ]+$")


@given(st.sampled_from(FORMS), st.text(alphabet="AZaz09+_- %[", max_size=12))
def test_a_form_that_is_said_is_said_exactly(form: str, text: str) -> None:
    said = condition("x", form)
    assert said, form
    assert held(said, text) is (re.fullmatch(form, text) is not None), said


def test_what_like_cannot_say_is_left_to_the_weaker_condition() -> None:
    assert condition("x", "^[a-z0-9]+(-[a-z0-9]+)*$") == ""


def table(name: str, columns: dict[str, bool], constraints: dict[str, UniqueConstraint | ForeignKey | CheckConstraint] | None = None) -> Table:
    """Of whole numbers; `columns`: name -> may be empty."""
    made = {c: Column(name=c, data=NUMBER, nullable=empty) for c, empty in columns.items()}
    return Table(name=name, columns=made, primary_key=("id",), primary_key_name=f"{name}_pk", comment="", constraints=constraints or {})


def key(name: str, to: str, columns: tuple[str, ...] = ("owner",), action: str = "cascade") -> ForeignKey:
    return ForeignKey(name=name, columns=columns, table=to, to=("id",), on_delete=action)  # type: ignore[arg-type]


def test_a_unique_key_over_what_may_be_empty_is_an_index_over_what_has_a_value() -> None:
    unique = {"u": UniqueConstraint(name="thing_code_uq", columns=("code",))}
    made = Physical(engine="sqlserver", tables={"thing": table("thing", {"id": False, "code": True}, unique)})
    ddl = Ddl(made)
    assert "unique" not in ddl.table("thing")
    (index,) = ddl.index_statements()
    assert index.text == "create unique nonclustered index thing_code_uq\non app.thing (code)\nwhere code is not null"


def test_of_two_ways_to_a_table_only_the_first_acts() -> None:
    """Error 1785: a deletion may reach no table twice, nor its own."""
    ways = {"a": key("c_a_fk", "a"), "b": key("c_b_fk", "b", ("other",)), "self": key("c_self_fk", "c", ("up",))}
    tables = {
        "a": table("a", {"id": False}),
        "b": table("b", {"id": False, "owner": False}, {"a": key("b_a_fk", "a")}),
        "c": table("c", {"id": False, "owner": False, "other": False, "up": True}, ways),
    }
    made = Physical(engine="sqlserver", tables=tables)
    assert acting(made) == {("b", "a"), ("c", "a")}
    removals = [p for p in ENGINE.deploy(clinic.design().with_(physical={"sqlserver": made}), "sqlserver") if p.path.endswith("07_procedures.sql")]
    assert "delete c from app.c as c join app.b as p on c.other = p.id" in removals[0].statements[0].text


def test_a_statement_that_must_stand_alone_has_a_batch_of_its_own() -> None:
    for made in (*ENGINE.deploy(design(), "sqlserver"), ENGINE.teardown(design(), "sqlserver")):
        for batch in script.batches(ENGINE.text(made)):
            bare = re.sub(r"--[^\n]*", "", batch)
            begun = re.findall(r"^create (?:or alter )?(?:view|trigger|procedure|function|schema)\b", bare, re.MULTILINE)
            assert len(begun) <= 1 and (not begun or bare.strip().startswith(begun[0])), batch


def test_a_key_too_long_for_an_index_is_carried_or_digested() -> None:
    text = Column(name="words", data=DataType(base="text", length=2000))
    parts = (IndexPart(expression=ColumnRef(column="id")), IndexPart(expression=ColumnRef(column="words")))
    plain, unique = Index(name="t_ix", parts=parts), Index(name="t_uq", parts=parts, unique=True)
    for index, said in ((plain, "(id) include (words)"), (unique, "(id, words_digest)")):
        made = msgspec.structs.replace(table("t", {"id": False}), columns={"id": Column(name="id", data=NUMBER), "words": text}, indexes={"i": index})
        (statement,) = Ddl(Physical(engine="sqlserver", tables={"t": made})).index_statements()
        assert said in statement.text


def test_a_clinic_with_every_rule_compiles_forward_and_back(needs: Callable[[str], None]) -> None:
    """Every kind of behaviour, row rules, views, partitions; then a migration of each kind of change."""
    needs("sqlserver")
    made = design()
    changes = [c for decision in advise(made, "sqlserver") for c in decision.changes]
    before = apply(physical(), changes)
    made = made.with_(physical={"sqlserver": before})
    visit = before.tables["visit"]
    renamed = next((c for c, column in visit.columns.items() if column.data.base == "text" and not column.values), "")
    edits = [
        Add(collection="columns", table="visit", id="origin", element=Column(name="origin", data=DataType(base="text", length=20), nullable=True)),
        Add(
            collection="constraints",
            table="visit",
            id="origin_ck",
            element=CheckConstraint(name="visits_origin_ck", condition=Matches(operand=ColumnRef(column="origin"), regex="^[a-z]+$"), says=""),
        ),
        Add(
            collection="indexes",
            table="visit",
            id="origin_ix",
            element=Index(name="visits_origin_ix", parts=(IndexPart(expression=ColumnRef(column="origin")),)),
        ),
    ]
    if renamed:
        column = visit.columns[renamed]
        after = msgspec.structs.replace(column, name=f"{column.name}_now")
        edits.append(Alter(collection="columns", table="visit", id=renamed, before=column, after=after))  # type: ignore[arg-type]
    evolution = Evolution(name="wide", because="more is asked", before=before, after=apply(before, edits), changes=tuple(edits))
    steps = ENGINE.migrate(evolution, 2)
    assert ENGINE.compiler is not None
    with ENGINE.compiler() as compiler, compiler.schema() as schema:
        files = [(s.path, ENGINE.text(s)) for s in ENGINE.deploy(made, "sqlserver")]
        assert schema.run(files) == ()
        assert schema.facts() == ENGINE.expected(made, "sqlserver", "")
        scripts = [s for part in (ENGINE.test, ENGINE.queries) for s in part(made, "sqlserver")]
        assert schema.tried([(s.path, ENGINE.text(s)) for s in scripts]) == ()
        for step in (*[s.up for s in steps], *[s.down for s in reversed(steps)]):
            assert schema.run([(step.path, ENGINE.text(step))]) == (), step.path
        assert schema.facts() == ENGINE.expected(made, "sqlserver", "")
        assert schema.run([("down", ENGINE.text(ENGINE.teardown(made, "sqlserver")))]) == ()
        assert schema.facts() == {}


def test_a_bit_is_compared_and_a_condition_is_cased() -> None:
    made = table("t", {"id": False})
    flag = Column(name="open", data=DataType(base="boolean"))
    made = msgspec.structs.replace(made, columns={**made.columns, "open": flag})
    writer = TsqlWriter(Physical(engine="sqlserver", tables={"t": made}))
    both = And(items=(ColumnRef(column="open"), Compare(op=">", left=ColumnRef(column="id"), right=Constant(value=1))))
    assert writer.condition(both, "t") == "[open] = 1 and id > 1"
    assert writer.value(both, "t") == "cast(case when [open] = 1 and id > 1 then 1 else 0 end as bit)"


def test_a_key_wider_than_900_bytes_is_no_order_of_rows() -> None:
    words = Column(name="words", data=DataType(base="text", length=500))
    made = msgspec.structs.replace(
        table("t", {"id": False}), columns={"id": Column(name="id", data=NUMBER), "words": words}, primary_key=("id", "words")
    )
    ddl = Ddl(Physical(engine="sqlserver", tables={"t": made}))
    texts = [s.text for s in ddl.tables()]
    assert "constraint t_pk primary key nonclustered (id, words)" in texts[0]
    assert texts[1] == "create clustered index t_cx\non app.t (id)"


def added_up(**queries: Select) -> Physical:
    """Nine million rows of which only totals are asked, and what else is asked."""
    month = Call(function="month", arguments=(ColumnRef(column="at"),))
    outputs = (Output(expression=month, name="month"), Output(expression=Call(function="sum", arguments=(ColumnRef(column="id"),)), name="total"))
    asked = {"q": Select(table="t", alias="t", outputs=outputs, group_by=(month,)), **queries}
    at = Column(name="at", data=DataType(base="timestamp"))
    made = table("t", {"id": False, "other": False})
    made = msgspec.structs.replace(made, columns={**made.columns, "at": at}, rows=9_000_000, rows_per_day=5_000)
    named = {key: Query(name=f"ids {key}", statement=statement, per_day=1, latency_ms=100) for key, statement in asked.items()}
    return Physical(engine="sqlserver", tables={"t": made}, queries=named)


ONE = Select(table="t", alias="t", outputs=(Output(expression=ColumnRef(column="id"), name="id"),))


def with_table(physical: Physical, **fields: object) -> Physical:
    return msgspec.structs.replace(physical, tables={**physical.tables, "t": msgspec.structs.replace(physical.tables["t"], **fields)})


def test_a_big_table_that_is_added_up_is_kept_by_column_too() -> None:
    (decision,) = columnar(added_up(one=ONE))
    assert decision.choice == "columnstore (id, at)"
    for fields in ({"rows": 1_000_000}, {"updates_per_row": 2.0}):
        assert not list(columnar(with_table(added_up(one=ONE), **fields)))


def test_rows_of_which_only_totals_are_asked_are_kept_by_column() -> None:
    (decision,) = columnar(added_up())
    assert decision.choice.startswith("the rows themselves by column")
    monthly = Partition(column="at", interval="month")
    child = msgspec.structs.replace(table("u", {"id": False}), constraints={"t_fk": ForeignKey(name="t_fk", columns=("id",), table="t", to=("id",))})
    physical = added_up()
    columns = physical.tables["t"].columns
    beside = [
        with_table(physical, partition=monthly),  # 150,000 rows a month
        with_table(physical, versions_months=12),
        with_table(physical, columns={**columns, "doubled": Column(name="doubled", data=NUMBER, generated=ColumnRef(column="id"), nullable=True)}),
        msgspec.structs.replace(physical, tables={**physical.tables, "u": child}),
        msgspec.structs.replace(physical, behaviours={"t_touch": TouchTime(table="t", column="at")}),
    ]
    for other in beside:
        (decision,) = columnar(other)
        assert decision.choice.startswith("columnstore ("), other
    (decision,) = columnar(with_table(physical, partition=monthly, rows_per_day=50_000))
    assert decision.choice.startswith("the rows themselves by column")


def test_rows_kept_by_column_compile_and_go_back(needs: Callable[[str], None]) -> None:
    needs("sqlserver")
    before = added_up()
    (decision,) = columnar(before)
    after = apply(before, decision.changes)
    (statement, *more) = Ddl(after).tables()
    assert "primary key nonclustered (id)" in statement.text and not more
    assert [s.text for s in Ddl(after).index_statements()] == ["create clustered columnstore index t_cci\non app.t"]
    evolution = Evolution(name="by column", because="only totals are asked", before=before, after=after, changes=decision.changes)
    back = tuple(Drop(collection=c.collection, table=c.table, id=c.id, element=c.element) for c in decision.changes if isinstance(c, Add))
    away = Evolution(name="by row", because="rows are looked up", before=after, after=before, changes=back)
    assert ENGINE.compiler is not None
    with ENGINE.compiler() as compiler, compiler.schema() as schema:
        for made in (before, after):
            ddl = Ddl(made)
            text = "\ngo\n".join(s.text for s in (*ddl.schemas(), *ddl.tables(), *ddl.index_statements()))
            assert schema.run([("deploy", text)]) == ()
            assert schema.facts() == ENGINE.expected(design().with_(physical={"sqlserver": made}), "sqlserver", "")
            steps = ENGINE.migrate(evolution if made is before else away, 2)
            for done in ([s.up for s in steps], [s.down for s in reversed(steps)]):
                assert [schema.run([(one.path, ENGINE.text(one))]) for one in done] == [()] * len(done)
            assert schema.facts() == ENGINE.expected(design().with_(physical={"sqlserver": made}), "sqlserver", "")
            assert schema.run([("away", "drop table app.t\ngo\ndrop schema app")]) == ()


def test_the_owner_of_the_schema_is_granted_nothing() -> None:
    """Error 4613: granting to what owns the object is refused."""
    texts = [s.text for made in ENGINE.deploy(design(), "sqlserver") if "08_access" in made.path for s in made.statements]
    owner = next(r.name for r in physical().roles.values() if r.duty == "definer")
    assert texts and not [t for t in texts if t.startswith("grant") and t.endswith(f"to {owner}") and " on " in t]


def test_what_is_written_twice_is_done_once_and_the_key_goes_on() -> None:
    """A transaction of two steps: the key of the first row stands in the second, and a repeated request does nothing more."""
    first = Insert(table="t", values={"other": Parameter(name="o", like="t.other")}, returning=("id",), ignore_duplicates_of=("other",))
    second = Insert(table="u", values={"t_id": Parameter(name="id", like="t.id")})
    tables = {"t": table("t", {"id": False, "other": False}), "u": table("u", {"id": False, "t_id": False})}
    use = Transaction(name="x", statements=(first, second), invariant="", isolation="read committed", isolation_because="x", guard="key")
    body = indented_body(TsqlWriter(Physical(engine="sqlserver", tables=tables)), use)
    assert "with (updlock, holdlock) where other = @o" in body
    assert body.index("return; -- it was done before") < body.index("select @id = id") < body.index("insert into app.u")


def test_a_bound_goes_only_between_two_empty_partitions() -> None:
    """MERGE moves the rows of the partition that held the bound: the second one is emptied in the same transaction, before it."""
    texts = [s.text for made in ENGINE.deploy(design(), "sqlserver") if "07_procedures" in made.path for s in made.statements]
    merging = [text for text in texts if "merge range" in text]
    assert merging
    for text in merging:
        inside = text[text.index("begin transaction") : text.index("commit;")]
        assert inside.index("with (partitions (2))") < inside.index("merge range (@first)")


RECORDER = """#!/usr/bin/env bash
printf '%s\\n' "${@: -1}" >> "$0.log"
case "$*" in *filelistonly*) printf 'shop|/old/shop.mdf\\nshop_log|/old/shop_log.ldf\\n' ;; *count*) echo 0 ;; esac
"""


def test_the_restore_script_asks_the_server_step_by_step(tmp_path: Path) -> None:
    """The shell's part alone: what it would ask of sqlcmd, which stands here as a recorder, for no server can be had."""
    (tmp_path / "sqlcmd").write_text(RECORDER)
    (tmp_path / "sqlcmd").chmod(0o755)
    (tmp_path / "restore.sh").write_text(next(a.text for a in ENGINE.operate(design(), "sqlserver") if a.path.endswith("restore.sh")))
    words = ["bash", str(tmp_path / "restore.sh"), "fresh", "/data", "2026-01-01T00:00:00", "a.bak", "b.bak", "c.trn"]
    done = subprocess.run(words, env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "fresh"), done.stderr
    asked = (tmp_path / "sqlcmd.log").read_text().splitlines()
    assert "move N'shop' to N'/data/fresh_shop', move N'shop_log' to N'/data/fresh_shop_log'" in asked[2]
    assert asked[4] == "restore log [fresh] from disk = N'c.trn' with checksum, norecovery, stopat = N'2026-01-01T00:00:00'"
    assert asked[5:] == ["restore database [fresh] with recovery", "dbcc checkdb with no_infomsgs"]
