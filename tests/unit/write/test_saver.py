"""A folder appears all at once, is renewed, and never swallows what a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from relvar.errors import StoreError
from relvar.model.design import Artefact
from relvar.write.saver import manifest, save, write_into

FILES = (
    Artefact(path="SPEC.md", text="# a\n"),
    Artefact(path="x/run.sh", text="#!/bin/sh\n", executable=True),
    Artefact(path="model.yaml", text="a: 1\n"),
)


def test_a_new_folder_holds_everything(tmp_path: Path) -> None:
    save(FILES, tmp_path / "shop")
    assert (tmp_path / "shop/SPEC.md").read_text() == "# a\n"
    assert (tmp_path / "shop/x/run.sh").stat().st_mode & 0o111
    assert set(manifest(tmp_path / "shop")) == {"SPEC.md", "x/run.sh", "model.yaml"}
    assert [p.name for p in tmp_path.iterdir()] == ["shop"]


def test_foreign_content_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/thesis.txt").write_text("mine")
    with pytest.raises(StoreError, match="did not write it"):
        save(FILES, tmp_path / "shop")
    assert [p.name for p in (tmp_path / "shop").iterdir()] == ["thesis.txt"]


def test_renewing_replaces_its_own_files_and_keeps_strangers(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    save(FILES, folder)
    (folder / "notes.txt").write_text("mine")
    save((Artefact(path="SPEC.md", text="# b\n"), FILES[2]), folder)
    assert (folder / "SPEC.md").read_text() == "# b\n"
    assert (folder / "notes.txt").read_text() == "mine"
    assert not (folder / "x/run.sh").exists()


def test_an_edited_file_stops_it_and_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    save(FILES, folder)
    (folder / "SPEC.md").write_text("my own words")
    with pytest.raises(StoreError, match=r"SPEC\.md"):
        save(FILES, folder)
    assert (folder / "SPEC.md").read_text() == "my own words"
    save(FILES, folder, force=True)
    assert (folder / "SPEC.md").read_text() == "# a\n"


def test_an_edited_model_does_not_stop_it(tmp_path: Path) -> None:
    save(FILES, tmp_path / "shop")
    (tmp_path / "shop/model.yaml").write_text("a: 2\n")
    save(FILES, tmp_path / "shop")


def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreError, match="No space left"):
        save(FILES, tmp_path / "shop")
    assert list(tmp_path.iterdir()) == []


def test_single_files_join_the_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    save(FILES, folder)
    write_into(folder, (Artefact(path="PROOF.md", text="proof\n"),))
    assert "PROOF.md" in manifest(folder)
    save((*FILES, Artefact(path="PROOF.md", text="again\n")), folder)
