"""The command line as a person meets it: good input, bad input, and a folder that is renewed."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pytest

from relvar.cli import main
from relvar.model.conceptual import Question

AUCTION = "A fish auction with boats, lots and buyers. Buyers bid for lots. An auction has a status. We hope for good weather."
BRIEF = "Blog system with posts, comments, tags"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize(
    ("brief", "says"),
    [
        ("", "empty"),
        ("   \n\t ", "empty"),
        ("and of the with or", ""),
        ("Ein System für die Verwaltung von Kunden, Rechnungen und Zahlungen, die der Nutzer nicht sehen darf.", "German"),
        ("no-such-brief.md", "no such file"),
    ],
)
def test_bad_briefs_are_refused_with_a_remedy(
    brief: str, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "design", brief, "--no-prove")
    assert code == 2 and out == "" and says.lower() in err.lower()
    assert len(err.splitlines()) >= 2, "an error says what to do instead"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("data", [b"\x00\x01\x02\xff" * 500, b"a customer has orders. " * 100_000])
def test_binary_and_huge_files_are_refused(data: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_bytes(data)
    code, _, err = run(capsys, "design", str(tmp_path / "brief.md"), "--no-prove", "--out", str(tmp_path / "o"))
    assert code == 2 and err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("name", ["Oracle", "dBase"])
def test_databases_that_are_not_supported_yet(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "design", BRIEF, "-d", name, "--no-prove")
    assert code == 2 and "relvar" in err


@pytest.mark.parametrize("name", ["PostgreSQL", "postgres", "SQLite", "sqlite3", "MySQL"])
def test_spellings(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "read", BRIEF, "-d", name)
    assert code == 0 and "post" in out


def test_a_folder_is_made_edited_and_renewed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "blog"
    code, out, err = run(capsys, "design", BRIEF, "-d", "sqlite", "--no-prove", "--out", str(folder))
    assert code == 0, err
    assert "comment" in out and (folder / "SPEC.html").exists() and (folder / "diagrams/er.svg").exists()
    before = {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    assert run(capsys, "design", str(folder / "model.yaml"), "--no-prove")[0] == 0
    assert {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()} == before, "an unedited model changes no byte"

    model = folder / "model.yaml"
    text = model.read_text()
    renamed = text.replace("\n      name: comment\n", "\n      name: remark\n", 1)
    assert renamed != text
    model.write_text(renamed)
    assert run(capsys, "design", str(model), "--no-prove")[0] == 0
    assert model.read_text() == renamed, "the user's own text stays as it is"
    assert "remarks" in (folder / "sqlite/deploy/02_schema.sql").read_text()

    (folder / "sqlite/deploy/02_schema.sql").write_text("-- mine")
    code, _, err = run(capsys, "design", str(model), "--no-prove")
    assert code == 2 and "02_schema.sql" in err


def test_a_new_brief_keeps_edits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "blog"
    assert run(capsys, "design", BRIEF, "-d", "sqlite", "--no-prove", "--out", str(folder))[0] == 0
    model = folder / "model.yaml"
    model.write_text(model.read_text().replace("\n      name: comment\n", "\n      name: remark\n", 1))
    assert run(capsys, "design", BRIEF + ", categories", "-d", "sqlite", "--no-prove", "--out", str(folder))[0] == 0
    merged = model.read_text()
    assert "name: remark" in merged and "categor" in merged


def test_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BRIEF.encode())))
    code, out, _ = run(capsys, "read", "-")
    assert code == 0 and "comment" in out


def test_odd_names_come_out_safe(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    brief = 'A shop keeps products. A product has a na"me; drop table users;--, an emoji 🐟 code, and a ' + "very " * 60 + "long label."
    code, _, err = run(capsys, "design", brief, "-d", "sqlite", "--no-prove", "--out", str(tmp_path / "odd"))
    assert code == 0, err
    schema = (tmp_path / "odd/sqlite/deploy/02_schema.sql").read_text()
    code_only = "\n".join(line.split("--")[0] for line in schema.splitlines())
    assert "drop table" not in code_only.lower()


def test_help_is_useful(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "relvar design" in capsys.readouterr().out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused by nothing else here")
def test_a_folder_that_cannot_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "design", BRIEF, "-d", "sqlite", "--no-prove", "--out", "/proc/nowhere")
    assert code == 2 and "written" in err


def test_questions_are_listed_by_weight(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "questions", AUCTION)
    weights = [float(w) for w in re.findall(r"weight ([\d.]+)", out)]
    assert code == 0 and len(weights) > 2 and weights == sorted(weights, reverse=True)


def test_the_reading_is_explained_phrase_by_phrase(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "read", AUCTION, "--explain")
    assert code == 0
    assert re.search(r"entity +buyer +“", out) and re.search(r"attribute +auction.status +“a status”", out)
    assert re.search(r"We hope for good weather\.\n +not used", out), "what gave nothing is shown as such"


def test_answers_change_the_design_and_are_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is none is asked again; what is not answered stays assumed."""
    said = {"numbers": ["many", "400 boats, 90 lots a day"], "states": ["planned, running, closed"]}
    asked: list[str] = []

    def answer(question: Question, left: int) -> str:
        asked.append(question.text)
        return said[question.form].pop(0) if said.get(question.form) else ""

    monkeypatch.setattr("relvar.terminal.ask", answer)
    code, out, _ = run(capsys, "design", AUCTION, "--ask", "--no-prove", "-d", "sqlite", "--out", str(tmp_path / "hall"))
    assert code == 0 and "does not answer" in out
    model = (tmp_path / "hall/model.yaml").read_text()
    assert "planned, running, closed" in model and len(asked) == len(set(asked)) + 1
    files = "".join(p.read_text() for p in (tmp_path / "hall/sqlite/deploy").glob("*.sql"))
    assert "'planned'" in files and "'running'" in files
    assert "400" in next(line for line in out.splitlines() if line.strip().startswith("boat "))
    code, _, _ = run(capsys, "design", str(tmp_path / "hall/model.yaml"), "--no-prove")
    assert code == 0 and "'running'" in "".join(p.read_text() for p in (tmp_path / "hall/sqlite/deploy").glob("*.sql"))


def test_the_terminal_takes_an_answer_a_skip_and_an_end(monkeypatch):
    from relvar import api
    from relvar.terminal import ask

    question = api.read(api.brief_of(AUCTION, ("sqlite",))).questions[0]
    given = iter(["  7 years ", "", "q"])
    monkeypatch.setattr("builtins.input", lambda _: next(given))
    assert [ask(question, 3) for _ in range(3)] == ["7 years", "", None]

    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert ask(question, 3) is None


def test_a_model_is_asked_what_it_leaves_open(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers change an edited model as they would have changed its brief, and stay; edits and comments survive; renewing again changes nothing."""
    folder, written = tmp_path / "hall", tmp_path / "hall/model.yaml"
    arguments = ("design", AUCTION, "--no-prove", "-d", "sqlite", "--scale", "3 years of history")
    run(capsys, *arguments, "--out", str(folder))
    edited = written.read_text().replace("      name: boat\n", "      name: vessel  # as the office says\n", 1)
    written.write_text(edited.replace("model:\n", "# agreed with the hall master\nmodel:\n", 1))
    assert "as the office says" in written.read_text()

    said = {"numbers": ["400 boats, 90 lots a day"], "states": ["planned, running, closed"]}
    monkeypatch.setattr("relvar.terminal.ask", lambda question, left: said[question.form].pop(0) if said.get(question.form) else "")
    code, out, _ = run(capsys, "design", str(written), "--ask", "--no-prove")
    assert code == 0 and "400" in next(line for line in out.splitlines() if line.strip().startswith("vessel "))
    assert "'running'" in "".join(p.read_text() for p in (folder / "sqlite/deploy").glob("*.sql"))

    once = written.read_text()
    assert once.count("# as the office says") == once.count("# agreed with the hall master") == 1
    assert "text: 3 years of history\n" in once and "planned, running, closed" in once
    for _ in range(2):
        assert run(capsys, "design", str(written), "--no-prove")[0] == 0 and written.read_text() == once


def test_a_new_brief_keeps_comments_and_answers(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "hall/model.yaml"
    monkeypatch.setattr("relvar.terminal.ask", lambda question, left: "400 boats" if question.form == "numbers" else "")
    arguments = ("--no-prove", "-d", "sqlite", "--scale", "3 years of history", "--out", str(tmp_path / "hall"))
    run(capsys, "design", AUCTION, "--ask", *arguments)
    written.write_text(written.read_text().replace("    boat:\n", "    # the fleet\n    boat:\n", 1))
    before: set[str] = set()
    for _ in range(2):
        assert run(capsys, "design", f"{AUCTION} A buyer has a phone.", *arguments)[0] == 0
        before.add(written.read_text())
    text = before.pop()
    assert not before and "    # the fleet\n    boat:\n" in text and "text: 3 years of history\n" in text
    assert re.search(r"\n  answers:\s[^\n]*: 400 boats", text), "what was answered to the old brief holds for the new one"


def test_a_model_takes_what_is_said_anew(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Databases, hosts, first day and title are of the design; what is of the reading is refused, for nothing is read."""
    folder, written = tmp_path / "hall", tmp_path / "hall/model.yaml"
    run(capsys, "design", AUCTION, "--no-prove", "-d", "postgresql", "--hosting", "rds", "--out", str(folder))
    for option, value in (("--scale", "9 boats"), ("--depth", "full"), ("--reader", "rules"), ("--model", "openai:x")):
        code, _, err = run(capsys, "design", str(written), "--no-prove", option, value)
        assert code == 2 and f"{option} says how a text is read" in err
    anew = ("-d", "sqlserver", "-d", "sqlite", "--hosting", "sqlserver=azure", "--start", "2027-01-31", "--title", "The new hall")
    assert run(capsys, "design", str(written), "--no-prove", *anew)[0] == 0
    assert (folder / "sqlserver/deploy").is_dir() and (folder / "sqlite/deploy").is_dir() and not (folder / "postgresql").exists()
    kept = written.read_text()
    assert "sqlserver: azure" in kept and "2027-01-31" in kept and "title: The new hall\n" in kept
    assert run(capsys, "design", str(written), "--no-prove")[0] == 0 and written.read_text() == kept
