"""What private servers have in common: the account that runs one, the folder that it lives in, and a fresh data folder that is made once.

Nothing here is durable: a server of ours lives for one proof.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from relvar.errors import ServerUnavailable

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # a proof of 20,000 rows takes up to half a GiB, and several run at once


def scratch() -> str | None:
    """Where a server's folder is made: in memory where there is plenty, for what lives for one proof need not reach a disk; None: where
    temporary files go.
    """
    if os.environ.get("TMPDIR") or not os.access(MEMORY, os.W_OK):
        return None
    return str(MEMORY) if shutil.disk_usage(MEMORY).free >= ROOM and _available() >= ROOM else None


def _available() -> int:
    """Bytes of memory that nobody uses."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 0


def unprivileged(usual: str) -> pwd.struct_passwd | None:
    """The account that runs a server when we are root, `usual`: the one that packages of the engine make; None where we are not root.
    Raises ServerUnavailable.
    """
    if os.geteuid() != 0:
        return None
    for name in ("nobody", usual, "daemon"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerUnavailable(what="no database server is run as root, and no account without rights was found", remedy="run relvar as another user")


def given_to(user: pwd.struct_passwd | None, folder: Path) -> None:
    """The folder and all in it belong to the account."""
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def kept(data: Path, target: Path) -> Path:
    """A data folder is kept for the next server of its version, complete or not at all; nothing secret is in it, and others may share
    the cache. Gives `target`.
    """
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix="half-", dir=target.parent))
    shutil.copytree(data, half, dirs_exist_ok=True)
    for path in (half, *half.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    try:
        half.rename(target)
    except OSError:  # another run was first
        shutil.rmtree(half, ignore_errors=True)
    return target


def copied(fresh: Path, data: Path) -> None:
    """A server's own copy of a kept data folder. Raises OSError. (cp takes a third of the processor time of shutil for a thousand files.)"""
    done = subprocess.run(["cp", "-R", str(fresh), str(data)], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise OSError(done.stderr.strip()[-300:])
