"""This end of `worker.py`: one process of the compiler for as long as this one lives, asked a JSON line at a time."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from relvar.engines.base import Fault
from relvar.engines.fetching.places import trees
from relvar.errors import ServerUnavailable, StatementFailed

REMEDY = "make engines (python -m relvar.engines.fetching sqlserver) fetches the compiler on Debian for x86-64"
WORKER = Path(__file__).parent / "worker.py"


class Client:
    """A running compiler."""

    def __init__(self, tree: Path) -> None:
        command = [sys.executable, "-I", str(WORKER), str(tree)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=_environment(tree)
        )
        self.numbers = itertools.count(1)
        self.version = ""
        try:
            self.version = self._answer()["version"]
        except (StatementFailed, KeyError) as error:
            raise ServerUnavailable(what=f"the compiler does not start: {error}", remedy=REMEDY) from error
        atexit.register(self.close)

    def ask(self, **request: Any) -> dict[str, Any]:
        """Raises StatementFailed where the compiler itself fails."""
        assert self.process.stdin is not None
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None and self.process.stderr is not None
        line = self.process.stdout.readline()
        if not line:
            says = self.process.stderr.read().strip()[-400:]
            raise StatementFailed(what=f"the compiler ended: {says}", statement="", answer=says)
        answer: dict[str, Any] = json.loads(line)
        if "failed" in answer:
            raise StatementFailed(what=f"the compiler failed: {answer['failed'][:400]}", statement="", answer=answer["failed"])
        return answer

    @contextlib.contextmanager
    def schema(self) -> Iterator[Schema]:
        name = str(next(self.numbers))
        try:
            yield Schema(self, name)
        finally:
            self.ask(do="forget", schema=name)

    def close(self) -> None:
        atexit.unregister(self.close)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()


class Schema:
    """A database that is compiled and holds no row."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name

    def run(self, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
        return self._faults("run", files)

    def tried(self, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
        return self._faults("try", files)

    def facts(self) -> dict[str, str]:
        found: dict[str, str] = self.client.ask(do="facts", schema=self.name)["facts"]
        return found

    def _faults(self, do: str, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
        found = self.client.ask(do=do, schema=self.name, files=[list(file) for file in files])["faults"]
        return tuple(Fault(f["path"], f["line"], f"SQL{f['number']}: {f['message']}" if f["number"] else f["message"], f["statement"]) for f in found)


def _environment(tree: Path) -> dict[str, str]:
    """The runtime finds OpenSSL and ICU in the tree, and sends nothing home."""
    icu = next(iter(sorted(tree.glob("lib/libicuuc.so.*.*"))), None)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/tmp"),
        "LD_LIBRARY_PATH": str(tree / "lib"),
        "CLR_ICU_VERSION_OVERRIDE": icu.name.partition(".so.")[2] if icu else "",
        "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "0",
        "DOTNET_CLI_TELEMETRY_OPTOUT": "1",
        "COMPlus_EnableDiagnostics": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@contextlib.contextmanager
def started(tree: Path) -> Iterator[Client]:
    """A compiler of that tree, ended after. Raises ServerUnavailable."""
    client = Client(tree)
    try:
        yield client
    finally:
        client.close()


_running: dict[Path, Client] = {}


@contextlib.contextmanager
def compiler(cache: Path | None = None) -> Iterator[Client]:
    """The compiler of this process, started by whoever asks first. Raises ServerUnavailable."""
    found = trees("sqlserver", cache)
    if not found:
        raise ServerUnavailable(what="no compiler of SQL Server's schemas here", remedy=REMEDY)
    client = _running.get(found[0])
    if client is None or client.process.poll() is not None:
        client = _running[found[0]] = Client(found[0])
    yield client
