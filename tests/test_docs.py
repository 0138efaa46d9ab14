"""The manual is what the program is: its pages are generated, and its examples run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from relvar.cli import main

ROOT = Path(__file__).parent.parent
EXAMPLE = re.compile(r"^    (relvar (?:design|read|prove) .*(?:\\\n.*)*)", re.MULTILINE)


def test_generated_pages_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec and spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    for name, text in generate.pages().items():
        assert (ROOT / "docs/manual" / name).read_text("utf-8") == text, f"{name}: make docs"


@pytest.mark.parametrize("command", EXAMPLE.findall((ROOT / "docs/manual/README.md").read_text("utf-8")), ids=lambda c: c[:60])
def test_examples_of_the_manual_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.md").write_text(
        "A bell foundry casts bells. Each bell has a name, a weight in kilograms and a tone, and is ordered by one parish."
    )
    words = shlex.split(command.replace("\\\n", " "))[1:]
    if words[0] == "prove" or words[1].endswith(".yaml"):
        folder = words[1].split("/")[0]
        assert main(["design", "brief.md", "-d", "sqlite", "--no-prove", "--out", folder]) == 0
    extra = ["--no-prove"] if words[0] == "design" and "--no-prove" not in words else []
    extra += ["--rows", "500"] if words[0] == "prove" else []
    assert main([*words, *extra]) in (0, 1)
