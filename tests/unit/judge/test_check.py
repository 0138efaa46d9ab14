"""The command: formats, baseline, what is ignored and how, fixes, exit codes; and that relvar's own designs are nearly clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relvar import api
from relvar.cli import main
from relvar.engines import NAMES, engine
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.judge import judge
from tests.cases.load import design

BAD = "create table orders (id bigint primary key, total float, note text not null,\n  code char(3) not null);\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.sql"
    path.write_text(BAD)
    return path


def test_exit_codes(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = tmp_path / "good.sql"
    good.write_text("create table orders (id bigint primary key, note text not null);")
    assert [main(["check", str(path)]) for path in (good, bad, tmp_path / "none.sql")] == [0, 1, 2]
    assert main(["check", str(bad), "--only", "no-such-rule"]) == 2
    assert main(["check", str(bad), "--ignore", "padded-text", "--least", "warning", "--only", "padded-text"]) == 0
    assert "bad.sql:2: warning: orders.code: char(3) is padded [padded-text]" in capsys.readouterr().out


def test_formats(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for form in ("json", "sarif", "github"):
        assert main(["check", str(bad), "--format", form, "--only", "money-as-float"]) == 1
        said[form] = capsys.readouterr().out
    one = json.loads(said["json"])["findings"][0]
    assert (one["id"], one["file"], one["line"], one["key"]) == ("money-as-float", str(bad), 1, "money-as-float:orders.total")
    assert one["fix"][0]["kind"] == "Alter" and one["fix"][0]["after"]["data"] == {"base": "decimal", "precision": 19, "scale": 4}
    run = json.loads(said["sarif"])["runs"][0]
    assert run["tool"]["driver"]["rules"][0]["id"] == run["results"][0]["ruleId"] == "money-as-float"
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    assert said["github"].startswith("::error file=") and ",line=1,title=money-as-float::" in said["github"]


def test_a_baseline_hides_what_it_knows_whatever_line_it_stands_on(bad: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    assert main(["check", str(bad), "--write-baseline", str(known)]) == 0
    bad.write_text("\n\n" + BAD)
    assert main(["check", str(bad), "--baseline", str(known)]) == 0
    bad.write_text(BAD + "create table b (id bigint primary key, price float, note text not null);")
    assert main(["check", str(bad), "--baseline", str(known)]) == 1
    known.write_text("[]")
    assert main(["check", str(bad), "--baseline", str(known)]) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("create table a (id bigint primary key, n text not null, b char(3)); -- relvar: ignore padded-text it is a code of three", []),
        (
            "-- relvar: ignore padded-text a code\n-- so\ncreate table a (id bigint primary key, n text not null,\n b char(3));",
            [],
        ),
        (
            "create table a (id bigint primary key, n text not null, b char(3)); -- relvar: ignore padded-text",
            ["padded-text", "ignored-without-reason"],
        ),
        ("-- relvar: ignore money-as-float as said\ncreate table a (id bigint primary key, n text not null, b char(3));", ["padded-text"]),
        ("-- relvar: ignore padded-text above\nselect 1;\ncreate table a (id bigint primary key, n text not null,\n b char(3));", ["padded-text"]),
    ],
)
def test_ignored_with_a_reason(text: str, found: list[str]) -> None:
    faults = judge(read_ddl([("a.sql", text)], "a.sql", "postgresql"), {"a.sql": text})
    assert sorted(fault.rule for fault in faults) == sorted(found)


def test_fixes_are_written_and_nothing_is_run(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bad), "--fix", str(tmp_path / "fixes")]) == 1
    assert "alter table public.orders alter column total type numeric(19, 4)" in (tmp_path / "fixes/fix.up.sql").read_text()
    assert "type float using" in (tmp_path / "fixes/fix.down.sql").read_text()
    assert "2 findings are mended" in capsys.readouterr().err


def test_a_migration_is_judged_by_what_stands_before_it(tmp_path: Path) -> None:
    """An index in the file that makes the table is built on no row; in a later migration it blocks whoever writes."""
    (tmp_path / "0001_orders.sql").write_text("create table orders (id bigint primary key, n int not null); create index orders_n_ix on orders (n);")
    assert main(["check", str(tmp_path)]) == 0
    (tmp_path / "0002_index.sql").write_text("create index orders_n_id_ix on orders (id, n);")
    assert main(["check", str(tmp_path), "--only", "index-blocks-writers"]) == 1


ACCEPTED = {"city-beside-postal-code", "mixed-number", "habitual-length", "missing-reference", "view-around-row-security", "total-of-other-columns"}


@pytest.mark.parametrize("case", ["shop", "project_saas", "hospital"])
def test_what_relvar_designs_it_does_not_blame(case: str) -> None:
    """But for what the design decides on purpose: masked views by their owner's rights, addresses as written, a log without references.

    Where an engine has no RESTRICT its files leave the action out.
    """
    for store in (name for name in NAMES if name in dialects()):
        files = {script.path: engine(store).text(script) for script in engine(store).deploy(design(case), store)}
        faults = judge(read_ddl(files.items(), store, store), files)
        accepted = ACCEPTED if any("on delete restrict" in text for text in files.values()) else ACCEPTED | {"undecided-delete"}
        assert {fault.rule for fault in faults} <= accepted, [(f.rule, f.message) for f in faults if f.rule not in ACCEPTED][:3]


def test_what_a_language_cannot_say_is_no_fault_of_its_files(tmp_path: Path) -> None:
    """A diagram names no indexes and no deletes; what it does say is judged."""
    path = tmp_path / "a.mmd"
    path.write_text("erDiagram\n  SHOP ||--o{ SALE : makes\n  SALE {\n    int id PK\n    float amount\n  }\n")
    assert {fault.rule for fault in api.judged(api.imported(str(path)))} == {"money-as-float"}
