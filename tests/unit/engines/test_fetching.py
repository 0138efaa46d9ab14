"""Engines are fetched whole or not at all; what failed is named by engine and step, and stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar.engines.fetching import Recipe, run, trees
from relvar.engines.fetching.__main__ import fetched, recipes


def made(tree: Path, work: Path) -> None:
    (tree / "bin").mkdir()
    (tree / "bin" / "server").write_text("#!/bin/sh\necho server 3.10.2\n")
    (tree / "bin" / "server").chmod(0o755)


def refused(tree: Path, work: Path) -> None:
    made(tree, work)
    run("unpack", ["sh", "-c", "echo no room left >&2; exit 3"])


def recipe(name: str, bring: object) -> Recipe:
    def version(tree: Path) -> str:
        return run("start", [str(tree / "bin" / "server")]).split()[-1]

    return Recipe(name=name, title=name.title(), licence="GPL-2.0", origin="here", megabytes=1, bring=bring, version=version, remedy="try again")  # type: ignore[arg-type]


def test_what_fails_is_named_and_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("RELVAR_ENGINES", str(tmp_path))
    both = [recipe("broken", refused), recipe("sound", made)]
    assert fetched(both) == 1
    told = capsys.readouterr()
    licences, _, rest = told.out.partition("Sound is in")
    assert licences.count("GPL-2.0") == 2 and rest, "licences come before anything is fetched"
    assert "fetching Broken, step unpack: no room left" in told.err and "try again" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["sound-3.10.2"], "nothing half-made stays"

    assert fetched(both[1:]) == 0
    assert "GPL" not in capsys.readouterr().out, "it is there: nothing is fetched"


def test_the_newest_tree_is_taken(tmp_path: Path) -> None:
    for name in ("sound-3.9.1", "sound-3.10.0", "soundless-9.0"):
        (tmp_path / name).mkdir()
    assert [tree.name for tree in trees("sound", tmp_path)] == ["sound-3.10.0", "sound-3.9.1"]


def test_every_recipe_names_its_licence() -> None:
    found = recipes()
    assert {r.name for r in found} >= {"mysql", "mariadb"} and all(r.licence and r.origin and r.megabytes for r in found)
