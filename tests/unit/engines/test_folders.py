"""What a killed run leaves is stopped and removed by the next; what anybody else has there stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from relvar.engines import folders

OWNER = """
import subprocess, sys, time
from relvar.engines import folders
folder = folders.made("my", sys.argv[1])
server = subprocess.Popen(["sleep", "600"], cwd=folder, start_new_session=True)
folders.serves(folder, server.pid)
print(folder, server.pid, flush=True)
time.sleep(600)
"""


Owned = tuple[subprocess.Popen[str], Path, int]  # who made a folder, the folder, and what works in it


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owned]:
    process = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    name, server = process.stdout.readline().split()
    yield process, Path(name), int(server)
    process.kill()
    process.wait()
    process.stdout.close()
    if folders._works_in(Path(name), int(server)):
        os.kill(int(server), signal.SIGKILL)


def swept(where: Path) -> None:
    folders._swept.__wrapped__(where)


def test_folders_of_the_living_stay_and_of_the_killed_go(owner: Owned, tmp_path: Path) -> None:
    process, folder, server = owner
    (folder / "data").write_text("rows")
    (tmp_path / "relvar-my-unowned").mkdir()
    (tmp_path / "relvar-my-foreign").mkdir()
    foreign = tmp_path / "relvar-my-foreign.owner"
    foreign.symlink_to(tmp_path / "elsewhere")
    swept(tmp_path)
    assert (folder / "data").exists() and folders._works_in(folder, server)
    process.kill()
    process.wait()
    swept(tmp_path)
    assert not folder.exists() and not folder.with_name(folder.name + folders.ENDING).exists()
    assert not folders._works_in(folder, server)
    assert (tmp_path / "relvar-my-unowned").exists() and (tmp_path / "relvar-my-foreign").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes a file of another user")
def test_folders_of_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "relvar-pg-x"
    folder.mkdir()
    owned = tmp_path / f"relvar-pg-x{folders.ENDING}"
    owned.write_text("")
    os.chown(owned, 65534, 65534)
    swept(tmp_path)
    assert folder.exists() and owned.exists()
    os.chown(owned, 0, 0)
    swept(tmp_path)
    assert not folder.exists() and not owned.exists()


def test_nothing_is_left_after_an_orderly_end(tmp_path: Path) -> None:
    folder = folders.made("sqlite", str(tmp_path))
    folders.removed(folder)
    assert not list(tmp_path.iterdir())
