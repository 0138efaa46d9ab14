"""The harness for real: SQLite in process, a database file in a folder of our own, sessions as connections to it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from relvar.engines import folders
from relvar.engines.base import Archiving, Plan, Row, Values
from relvar.engines.private import scratch
from relvar.engines.sqlite import catalog, operate, plans
from relvar.engines.sqlite.query import SqliteWriter
from relvar.engines.sqlite.session import SqliteSession, bind, connect
from relvar.engines.sqlite.types import stored
from relvar.engines.sqlite.without import without
from relvar.errors import ServerUnavailable, StatementFailed, StoreError
from relvar.model.design import Design
from relvar.model.query import Statement as QueryStatement

OLDEST = (3, 37, 0)  # STRICT tables
SUM_BYTES = 8  # of a row's digest that are added up; sums modulo 2^64


class SqliteDatabase:
    """A Database of the harness: one file and its connections."""

    engine = "sqlite"

    def __init__(self, folder: Path, design: Design, store: str, name: str = "proof.db", *, mark: bool = True) -> None:
        self.version = sqlite3.sqlite_version
        self.folder, self.design, self.store = folder, design, store
        self.path = folder / name
        self.physical = design.physical[store]
        self.connection = connect(self.path)
        if mark:
            self.connection.execute(f"pragma application_id = {operate.TEST_MARK}")
        self.sessions: list[SqliteSession] = []
        self.gone: list[str] = []  # elements that are taken out at the moment

    def apply(self, text: str) -> tuple[str, ...]:
        """Run a file's text; SQLite gives no warnings. A line with a leading dot speaks to the sqlite3 shell only."""
        for statement in statements(text):
            try:
                self.connection.execute(statement).fetchall()
            except sqlite3.Error as error:
                if self.connection.in_transaction:
                    self.connection.execute("rollback")
                raise StatementFailed(what=f"SQLite refused a statement: {error}", statement=statement, answer=str(error)) from error
        return ()

    def deployed_by(self) -> str:
        return ""

    def session(self, role: str = "", context: Values | None = None) -> SqliteSession:
        found = self.physical.roles.get(role)
        made = SqliteSession(self.physical, connect(self.path, read_only=found is not None and found.read_only), context)
        self.sessions.append(made)
        return made

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        owner, writer = self.physical.tables[table], SqliteWriter(self.physical)
        kinds = [owner.columns[column].data for column in columns]
        marks = ", ".join("?" for _ in columns)
        text = f"insert into {writer.table(table)} ({writer.columns(table, columns)}) values ({marks})"
        self.connection.execute("begin immediate")
        try:
            count = self.connection.executemany(text, (tuple(map(stored, row, kinds)) for row in rows)).rowcount
            self.connection.execute("commit")
        except sqlite3.Error as error:
            self.connection.execute("rollback")
            raise StatementFailed(what=f"SQLite refused rows of {owner.name}: {error}", statement=text, answer=str(error)) from error
        return max(count, 0)

    def analyze(self) -> None:
        self.connection.execute("analyze")

    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        text = SqliteWriter(self.physical).statement(statement)
        bound = bind(self.physical, statement, {**(context or {}), **values})
        try:
            rows = self.connection.execute(f"explain query plan {text}", bound).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return Plan(frozenset(), frozenset({statement.table}), str(error))  # a search table was taken away: nothing answers
        return plans.plan(self.physical, statement, rows)

    def inspect(self) -> dict[str, str]:
        return catalog.inspect(self.connection)

    def without(self, element: str) -> AbstractContextManager[None]:
        return without(self.connection, self.physical, element, self.gone)

    def checksums(self) -> dict[str, tuple[int, str]]:
        ids = {table.name: key for key, table in self.physical.tables.items()}
        tables = self.connection.execute("select name from pragma_table_list where schema = 'main' and type = 'table' order by name").fetchall()
        return {ids.get(name, name): self._checksum(name) for (name,) in tables if not name.startswith("sqlite_")}

    def _checksum(self, table: str) -> tuple[int, str]:
        columns = sorted(row[1] for row in self.connection.execute(f'pragma table_xinfo("{table}")'))
        names = ", ".join(f'"{column}"' for column in columns)
        rows = total = 0
        for row in self.connection.execute(f'select {names} from "{table}"'):
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:SUM_BYTES], "big")
            rows += 1
        return rows, f"{total % 2 ** (8 * SUM_BYTES):016x}"

    def backup(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / "backup.db"
        self._script(operate.BACKUP, folder, str(self.path), str(target))
        return target

    def restore(self, backup: Path) -> SqliteDatabase:
        folder = Path(tempfile.mkdtemp(prefix="restored-", dir=self.folder))
        self._script(operate.RESTORE, folder, str(backup), str(folder / "restored.db"))
        return SqliteDatabase(folder, self.design, self.store, "restored.db", mark=False)

    def _script(self, name: str, folder: Path, *arguments: str) -> None:
        """Run one of the design's own scripts, as an operator would."""
        text = next(a.text for a in operate.operate(self.design, self.store) if a.path == name)
        script = folder / Path(name).name
        script.write_text(text)
        try:
            done = subprocess.run(["bash", str(script), *arguments], capture_output=True, text=True, check=False, env={**os.environ})
        finally:
            script.unlink()
        if done.returncode:
            raise StatementFailed(what=f"{name} failed: {done.stderr.strip()}", statement=name, answer=done.stderr)

    def close(self) -> None:
        for session in self.sessions:
            session.close()
        self.connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)


def statements(text: str) -> Iterator[str]:
    """The statements of a file, each with the comments above it; a trigger is one statement with its body."""
    gathered = ""
    for line in text.splitlines(keepends=True):
        if line.startswith(".") and not _says_something(gathered):
            continue
        gathered += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
    if _says_something(gathered):
        yield gathered.strip()


def _says_something(text: str) -> bool:
    """Whether there is more than comments and space."""
    return any(line.strip() and not line.strip().startswith("--") for line in text.splitlines())


class SqliteServer:
    """Python's own SQLite and a folder that is removed at the end."""

    engine = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.version = sqlite3.sqlite_version
        self.folder = folder
        self.run_id = folder.name
        self.made = 0

    def lost(self, error: BaseException) -> bool:
        return False  # it is in this process

    def database(self, design: Design, store: str, *, marked: bool = True) -> SqliteDatabase:
        self.made += 1
        folder = self.folder / f"{store}-{self.made}"
        folder.mkdir()
        return SqliteDatabase(folder, design, store, mark=marked)

    def archiving(self, design: Design, store: str) -> AbstractContextManager[Archiving]:
        raise ServerUnavailable(what="SQLite keeps no log from which an instant could be recovered: what is lost is what came after the last backup")

    def close(self) -> None:
        folders.removed(self.folder)


@contextmanager
def serve(url: str = "", cache: Path | None = None) -> Iterator[SqliteServer]:
    """SQLite in process. `url` may name a folder to work in (it gets one folder of ours, removed at the end), else it works in memory
    where there is plenty.

    Raises ServerUnavailable where Python's SQLite is too old, StoreError where the folder cannot be written.
    """
    if sqlite3.sqlite_version_info < OLDEST:
        raise ServerUnavailable(what=f"Python's SQLite is {sqlite3.sqlite_version}", remedy="STRICT tables need 3.37: use a newer Python")
    place = url.removeprefix("sqlite:///").removeprefix("sqlite://") or None
    try:
        folder = folders.made("sqlite", place or scratch())
    except OSError as error:
        remedy = "name a folder that exists and may be written: sqlite:///FOLDER" if place else "free space or set TMPDIR"
        raise StoreError(what=f"no folder for the proof's databases: {error.strerror or error}", remedy=remedy) from error
    server = SqliteServer(folder)
    try:
        yield server
    finally:
        server.close()
