"""The folder that a server of ours lives in, and what is left of those whose owner was killed.

Beside each folder lies a file that its owner holds locked; the kernel gives the lock back when the owner ends, however it ends. So a file
that can be locked belongs to nobody any more: what the server left is stopped and removed by the next run. Nothing without such a file
of this very user is touched.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import time
from functools import cache
from pathlib import Path

PREFIX, ENDING = "relvar-", ".owner"
PROCESSES = Path("/proc")
LONGEST = 4096  # bytes that are read of who works in a folder
PATIENCE = 5.0  # seconds for an orderly end

_held: dict[Path, int] = {}  # folder -> the open file that says whose it is


def made(kind: str, place: str | None) -> Path:
    """A new folder for one server, in `place` or where temporary files go. Raises OSError."""
    where = Path(place or tempfile.gettempdir())
    _swept(where)
    while True:
        file, name = tempfile.mkstemp(prefix=f"{PREFIX}{kind}-", suffix=ENDING, dir=where)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_there(Path(name), file):  # else another run took it for a stray in between
                folder = Path(name.removesuffix(ENDING))
                folder.mkdir(mode=0o700)
                _held[folder] = file
                return folder
        except BaseException:
            Path(name).unlink(missing_ok=True)
            os.close(file)
            raise
        os.close(file)


def serves(folder: Path, server: int) -> None:
    """Note the process that works in a folder of ours, so that it can be stopped where we are killed."""
    os.write(_held[folder], f"{server}\n".encode())


def removed(folder: Path) -> None:
    """The folder and the file beside it are gone."""
    shutil.rmtree(folder, ignore_errors=True)
    if (file := _held.pop(folder, None)) is not None:
        folder.with_name(folder.name + ENDING).unlink(missing_ok=True)
        os.close(file)


@cache
def _swept(where: Path) -> None:
    """Once a run: no folder of ours whose owner has ended."""
    for owner in where.glob(f"{PREFIX}*{ENDING}"):
        with contextlib.suppress(OSError):
            _sweep(owner)


def _sweep(owner: Path) -> None:
    """Raises OSError where it is not ours, or its owner lives."""
    file = os.open(owner, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if os.fstat(file).st_uid != os.geteuid():
            return
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_there(owner, file):
            folder = owner.with_name(owner.name.removesuffix(ENDING))
            _ended(folder, [int(server) for server in os.read(file, LONGEST).split()])
            shutil.rmtree(folder, ignore_errors=True)
            owner.unlink(missing_ok=True)
    finally:
        os.close(file)


def _is_there(path: Path, file: int) -> bool:
    """Whether the path still names the open file."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(file))
    return False


def _ended(folder: Path, servers: list[int]) -> None:
    """Stop the servers that work in the folder still; a number that another process has by now works elsewhere."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + PATIENCE
        for server in servers:
            with contextlib.suppress(ProcessLookupError):
                if _works_in(folder, server):
                    os.kill(server, how)
        while any(_works_in(folder, server) for server in servers) and time.monotonic() < deadline:
            time.sleep(0.05)


def _works_in(folder: Path, process: int) -> bool:
    with contextlib.suppress(OSError):
        return (PROCESSES / str(process) / "cwd").readlink().is_relative_to(folder)
    return False
