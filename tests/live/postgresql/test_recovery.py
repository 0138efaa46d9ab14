"""Recovery to an instant on a real server: the instant matters, and a settings file with a fault is refused by name."""

from __future__ import annotations

import time
from typing import Any

from relvar.engines import engine
from relvar.engines.postgresql.recovery import SETTINGS_FILE
from tests.unit.engines.clinic import design

ENGINE = engine("postgresql")
APART_SECONDS = 0.01


def deployed(archiving: Any) -> None:
    for script in ENGINE.deploy(design(), "postgresql"):
        archiving.database.apply(ENGINE.text(script))


def test_each_instant_comes_back_as_it_was(server: Any) -> None:
    with server.archiving(design(), "postgresql") as archiving:
        deployed(archiving)
        archiving.base_backup()
        empty = archiving.instant()
        time.sleep(APART_SECONDS)
        archiving.database.session().insert("clinic", {"clinic_id": 1, "name": "clinic 1", "seats": 2})
        one, checksums = archiving.instant(), archiving.database.checksums()
        time.sleep(APART_SECONDS)
        archiving.lose_rows()
        with archiving.recovered(one) as recovered:
            assert recovered.checksums() == checksums
            assert recovered.inspect() == ENGINE.expected(design(), "postgresql", recovered.version)
        with archiving.recovered(empty) as recovered:
            assert recovered.checksums()["clinic"] == (0, "0")


def test_settings_with_a_fault_are_refused(server: Any) -> None:
    with server.archiving(design(), "postgresql") as archiving:
        written = archiving.files[SETTINGS_FILE]
        assert archiving.refused_settings() == ""
        for fault, said in (("shared_bufers = 1GB", "shared_bufers"), ("max_connections = many", "max_connections")):
            archiving.files[SETTINGS_FILE] = f"{written}\n{fault}\n"
            assert said in archiving.refused_settings()


def test_copies_go_when_no_promised_instant_needs_them(server: Any) -> None:
    """Of two copies beyond the term the newer stays: the oldest promised instant starts from it; log from before it goes."""
    with server.archiving(design(), "postgresql") as archiving:
        deployed(archiving)
        folder = archiving.cluster.folder / "base"
        for name, days in (("base_1Z", 60), ("base_2Z", 50)):  # names sort by age, as the script's instants do
            archiving.base_backup()
            newest = max(folder.iterdir(), key=lambda copy: copy.stat().st_mtime)
            aged = folder / name
            archiving.cluster.run(["mv", str(newest), str(aged)])
            archiving.cluster.run(["touch", "-d", f"{days} days ago", str(aged)])
        archiving.base_backup()
        left = sorted(copy.name for copy in folder.iterdir())
        assert "base_2Z" in left and "base_1Z" not in left and len(left) == 2
        label = (folder / "base_2Z" / "backup_label").read_text()
        first = label.partition("(file ")[2].partition(")")[0]
        assert min(s.name for s in archiving.archive.iterdir() if not s.suffix) >= first
