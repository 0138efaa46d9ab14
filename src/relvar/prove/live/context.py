"""What a live check has at hand: the design, its files as written, a server, and databases with or without sample rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from relvar.engines.base import Database, Engine, Refusal, Server, Session
from relvar.model.design import Artefact, Design, Finding, Verdict
from relvar.model.features import Features
from relvar.model.physical import Physical
from relvar.populate import Population, targets

SMALL = 400  # rows of the largest table where a check needs rows but no plans: migration, backup


class Skip(Exception):
    """Raised when a check cannot be run here; the message is the reason, and becomes a finding "not run"."""


@dataclass
class Context:
    """One store's proof. `files`: path relative to the store's folder -> text, as it was written."""

    design: Design
    store: str
    engine: Engine
    server: Server
    files: dict[str, str]
    rows: int
    database: Database | None = None
    population: Population | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    stores: dict[str, str] = field(default_factory=dict)  # files of the copies beside the record, by their whole path
    cache: Path | None = None  # where real engines lie

    @property
    def physical(self) -> Physical:
        return self.design.physical[self.store]

    @property
    def features(self) -> Features:
        return self.engine.features()

    @classmethod
    def of(cls, design: Design, store: str, engine: Engine, server: Server, artefacts: tuple[Artefact, ...], rows: int) -> Context:
        prefix = f"{store}/"
        files = {a.path.removeprefix(prefix): a.text for a in artefacts if a.path.startswith(prefix)}
        beside = {a.path: a.text for a in artefacts if a.path.startswith("stores/")}
        return cls(design, store, engine, server, files, rows, stores=beside)

    def deploy(self) -> list[tuple[str, str]]:
        """The deploy files (path, text) in the order in which they run."""
        return sorted((path, text) for path, text in self.files.items() if path.startswith("deploy/") and path.endswith(self.engine.suffix))

    def deploy_at_once(self, database: Database) -> None:
        """Every deploy file by one run of the client, where it is no claim that they run: a client and a connection for each of nine files
        cost as much as what they say. One by one they are tried by `applies`.
        """
        database.apply("\n".join(text for _, text in self.deploy()))

    def named(self, path: str) -> str:
        """The path of a file of statements, with the engine's own ending: "test/01_integrity.sql"."""
        return f"{path}{self.engine.suffix}"

    def deployed(self) -> Database:
        """The proof's main database, with the deploy files applied; made by the first check that asks."""
        if self.database is None:
            raise Skip("the deploy files do not apply")
        return self.database

    def loaded(self) -> tuple[Database, Population]:
        """The main database with the sample rows. Skips where they did not load."""
        if self.population is None:
            raise Skip("the sample rows did not load")
        return self.deployed(), self.population

    def population_rows(self, table: str) -> int:
        """Rows that the sample put into a table, or that were read back of a log (at most a few hundred)."""
        maker = self.population.tables.get(table) if self.population is not None else None
        return len(maker.stored) if maker is not None else 0

    @contextmanager
    def another(self, rows: int = SMALL) -> Iterator[tuple[Database, Population]]:
        """A database of its own, deployed and filled with few rows, closed at the end."""
        database = self.server.database(self.design, self.store)
        try:
            self.deploy_at_once(database)
            yield database, self.filled(database, rows)
        finally:
            database.close()

    def filled(self, database: Database, rows: int) -> Population:
        """Sample rows loaded into a database, in load order."""
        population = Population(self.physical, now=datetime.now(UTC).replace(minute=0, second=0, microsecond=0))
        for table, columns, found in population.rows(targets(self.physical, rows)):
            database.load(table, columns, found)
        database.analyze()
        return population

    def finding(
        self, check: str, subject: str, verdict: Verdict, message: str, *, remedy: str = "", statement: str = "", since: float = 0.0
    ) -> Finding:
        """A finding of this engine; `since` is the time.perf_counter() at which the claim began to be tried."""
        seconds = round(time.perf_counter() - since, 4) if since else 0.0
        return Finding(
            check=check,
            subject=subject,
            verdict=verdict,
            message=message,
            remedy=remedy,
            store=self.store,
            engine=self.engine.name,
            version=self.server.version,
            statement=statement,
            seconds=seconds,
        )


@contextmanager
def undone(database: Database, role: str = "", context: dict[str, object] | None = None, session: Session | None = None) -> Iterator[Session]:
    """A session in a transaction that is taken back at the end, whatever happened in it. A `session` that is given stays open."""
    used = session or database.session(role, context)
    try:
        used.begin()
        yield used
    finally:
        try:
            used.rollback()
        finally:
            if session is None:
                used.close()


def refused(refusal: Refusal) -> str:
    """A refusal in one line, for messages."""
    first = str(refusal).strip().splitlines()[0] if str(refusal).strip() else refusal.kind
    return f"{refusal.kind} {refusal.constraint}".strip() + f": {first}"
