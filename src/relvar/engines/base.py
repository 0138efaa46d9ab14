"""The seam between shared code and an engine's folder: what an engine offers, and the harness that runs it for real."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from relvar.engines.filling import Filling
from relvar.errors import ConnectionLost
from relvar.model.changes import Change
from relvar.model.design import Artefact, Decision, Design
from relvar.model.existing import Existing
from relvar.model.features import Features
from relvar.model.federation import Contract
from relvar.model.mending import Edit
from relvar.model.noun import Noun
from relvar.model.physical import Physical
from relvar.model.query import Select, Transaction
from relvar.model.query import Statement as QueryStatement
from relvar.model.semantic import DataType

Row = tuple[Any, ...]
Values = Mapping[str, Any]


class Native(Noun, frozen=True, kw_only=True):
    """An engine's own type, and what it loses of the asked one ("" = nothing)."""

    text: str
    loses: str = ""


class Statement(Noun, frozen=True, kw_only=True):
    """One statement of an engine's language. `because` becomes a comment above it; `element` is the id it realizes."""

    text: str
    because: str = ""
    element: str = ""


class Script(Noun, frozen=True, kw_only=True):
    """A file of statements that run in order. `path` is relative to the engine's folder: "deploy/02_schema.sql".

    `transactional`: all or nothing, in one transaction of its own. `head`: what the file is for and how to run it.
    """

    path: str
    head: str
    statements: tuple[Statement, ...]
    transactional: bool = True


class Mend(Noun, frozen=True, kw_only=True):
    """A fix of what exists, and its way back. `stays`: what that does not take back, "" where all comes back."""

    up: tuple[Statement, ...]
    down: tuple[Statement, ...]
    stays: str = ""


# What exists, and for each fault the edits that mend it -> in the order in which they run, the places of those that one mend is for, and it, or
# why there is none.
Mending = Callable[[Existing, Sequence[tuple[Edit, ...]]], Iterator[tuple[tuple[int, ...], Mend | str]]]


class MigrationStep(Noun, frozen=True, kw_only=True):
    """One phase of an evolution, up and down, with the strongest lock and the hazards, by the engine's lock table.

    `loses`: tables (collections) of the former design whose rows no way back gives back whole; a hazard says what of them. `loses_back`: those
    of which the way back takes what only the next design keeps. `permit`: what, said before `up` in the same session, lets rows go.
    """

    number: str  # "0002_1"
    name: str  # "rename_total_expand"
    phase: Literal["create", "expand", "migrate", "destructive", "contract"]
    up: Script
    down: Script
    locks: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    deploy: str = ""  # what runs beside it: rolling, blue-green; which code version must be out
    loses: tuple[str, ...] = ()
    loses_back: tuple[str, ...] = ()
    permit: str = ""


class Evolution(Noun, frozen=True, kw_only=True):
    """A change between two designs of one store, with the reason, as the edits it is made of."""

    name: str
    because: str
    before: Physical
    after: Physical
    changes: tuple[Change, ...]


class Load(NamedTuple):
    """Rows of one table, columns by physical id; referenced tables come before those that refer to them."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Plan(NamedTuple):
    """What the engine would do: indexes and constraints used (physical ids "table.index"), tables read as a whole, its text.

    `cost`: the planner's own estimate of the whole, in its own unit; 0 where it gives none.
    """

    uses: frozenset[str]
    scans: frozenset[str]
    text: str
    cost: float = 0.0


class Refusal(Exception):
    """Raised when the server refuses a statement. `kind` is the class of refusal, `constraint` the physical name it gave."""

    def __init__(self, kind: RefusalKind, constraint: str, message: str, code: str = "") -> None:
        self.kind = kind
        self.constraint = constraint
        self.code = code
        super().__init__(message)


RefusalKind = Literal["not_null", "check", "unique", "foreign_key", "overlap", "forbidden", "rule", "conflict", "timeout", "type", "other"]


class Session(Protocol):
    """One connection. Without begin() every statement is its own transaction."""

    def begin(self, isolation: str = "") -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def run(self, statement: QueryStatement, values: Values | None = None) -> list[Row]:
        """Run a statement of the model; rows of the answer (for writes: returned columns, or one row with the count)."""

    def sql(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run the engine's own text; its rows. Raises Refusal."""

    def insert(self, table: str, row: Values) -> Row:
        """Insert one row, columns by physical id; gives back the primary key. Raises Refusal."""

    def close(self) -> None: ...


class Database(Protocol):
    """One database made for a proof, marked as a test, dropped by close()."""

    engine: str
    version: str

    def apply(self, text: str) -> tuple[str, ...]:
        """Run a file's text as it is written; warnings the server gave. Raises StatementFailed."""

    def deployed_by(self) -> str:
        """The account that runs files, with what the server says it may; "" where it may do all."""

    def session(self, role: str = "", context: Values | None = None) -> Session:
        """A new connection as `role` (a physical role id; "" = the one that may do all) with the context values set."""

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Load rows in bulk, columns by physical id, constraints on; returns how many. Counters follow explicit keys."""

    def analyze(self) -> None: ...
    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        """The plan of a statement with these values. Raises Refusal where it cannot be asked."""

    def inspect(self) -> dict[str, str]:
        """Everything the engine reports of itself, as flat facts, in the form that `Engine.expected` gives."""

    def without(self, element: str) -> AbstractContextManager[None]:
        """The database without one element for a while (in a transaction that is rolled back, or put back after): an index or
        constraint "table.id", a policy or behaviour id."""

    def checksums(self) -> dict[str, tuple[int, str]]:
        """Per table id: rows and a checksum independent of their order."""

    def backup(self, folder: Path) -> Path:
        """Back up by the design's own script; the file or folder made."""

    def restore(self, backup: Path) -> Database:
        """A new database out of a backup, by the design's own script."""

    def close(self) -> None: ...


Rights = dict[str, dict[str, tuple[str, ...]]]  # role's name -> collection or view, "" for all of them -> actions


class DocumentSession(Session, Protocol):
    """A session with a store of documents, whose use cases are steps of its own."""

    def acts(self, text: str, transaction: Transaction) -> Sequence[Callable[[dict[str, Any]], str]]:
        """The steps of a use case as its file says them: each takes the caller's values and gives "" or how it ends early."""


class DocumentDatabase(Database, Protocol):
    def use_case(self, transaction: Transaction, without: tuple[str, ...]) -> str:
        """The file of a use case that lacks what guards it."""

    def rights(self, text: str) -> Rights:
        """What a file of roles gives, without running it."""

    def source(self, name: str) -> str:
        """The collection that a view shows, or the collection's own name; "" where there is neither."""

    def documents(self, name: str) -> list[dict[str, Any]]:
        """Every document of a collection or view, in the order of its key."""

    def answer(self, text: str, question: Select, values: Values, context: Values) -> list[Any]:
        """The documents that a file's question answers with."""

    def checked(self, text: str) -> dict[str, int]:
        """How many documents are wrong by each check of a file."""

    def losing(self, table: str, key: Values) -> AbstractContextManager[None]:
        """Without the document that is this row of a table for a while, whoever refers to it."""


class Archiving(Protocol):
    """A server of its own whose log is archived by the design's own settings, with a database of the design on it."""

    @property
    def database(self) -> Database: ...

    def refused_settings(self) -> str:
        """What the server says against the design's settings file, "" where it takes every one."""

    def base_backup(self) -> None:
        """Copy the whole server by the design's own script."""

    def instant(self) -> str:
        """Now by the server's clock, as its recovery script wants it."""

    def lose_rows(self) -> None:
        """What a careless hand does: every table is emptied, and the log of it is archived."""

    def recovered(self, instant: str) -> AbstractContextManager[Database]:
        """The database as it was at the instant, on a new server made by the design's own script."""


class Losing(Protocol):
    """What may lose its connection."""

    def lost(self, error: BaseException) -> bool:
        """Whether a driver's error says that the connection, or the server, is gone."""


def lost(of: Losing, error: BaseException | None) -> bool:
    """Whether the connection is what went wrong: the error itself says so, or the one that led to it."""
    while error is not None:
        if isinstance(error, ConnectionLost) or of.lost(error):
            return True
        error = error.__cause__
    return False


class Server(Protocol):
    """A running engine."""

    engine: str
    version: str
    run_id: str  # stands in the name of everything that is made on a server that is not ours

    def lost(self, error: BaseException) -> bool:
        """Whether a driver's error says that the connection, or the server, is gone."""

    def database(self, design: Design, store: str, *, marked: bool = True) -> Database:
        """A new empty database for this design, with a name that carries the run's id; marked as a test unless told otherwise."""

    def archiving(self, design: Design, store: str) -> AbstractContextManager[Archiving]:
        """A server beside this one that keeps its log. Raises ServerUnavailable where there is none."""

    def close(self) -> None: ...


class Follower(Protocol):
    """A copy in another store that follows an outbox by the commands of its own file; closed, it is gone."""

    version: str

    def take(self, topic: str, row_key: str, change_id: int, payload: Mapping[str, Any] | None) -> None:
        """One change; `payload` None where the row is gone. Twice, late and out of order do no harm."""

    def holds(self, topic: str) -> dict[str, dict[str, Any]]:
        """Row key -> value of everything that it holds of a topic."""

    def lose(self) -> None:
        """It loses everything that it held."""

    def close(self) -> None: ...


class Fault(NamedTuple):
    """What a compiler says against a file: its path, the line (0: not known), the words, the statement."""

    path: str
    line: int
    message: str
    statement: str


class CompiledSchema(Protocol):
    """A database that is compiled and never executed: it has every object and no row (docs/decisions/0011)."""

    def run(self, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
        """Files (path, text) in order, as a server would take them: what is made, altered or dropped is so for what follows."""

    def tried(self, files: Sequence[tuple[str, str]]) -> tuple[Fault, ...]:
        """What would be said of files that change no object."""

    def facts(self) -> dict[str, str]:
        """Everything that the compiler has understood, as flat facts, in the form that `Engine.expected` gives."""


class Compiler(Protocol):
    """What stands in for a server of an engine that cannot be had."""

    version: str

    def schema(self) -> AbstractContextManager[CompiledSchema]: ...


class Size(NamedTuple):
    """How much of a limit an element takes, by the engine's own types: `limit` is a name of its features.toml.

    `sure`: what is longer is refused whatever the rows; else only a row that fills its types is.
    """

    limit: str
    element: str  # physical id, "table.element"
    name: str  # what is too long, in words
    value: int
    sure: bool = True


class Engine(Noun, frozen=True, kw_only=True):
    """The bundle of an engine's values and functions. Every function is pure but `serve`."""

    name: str
    title: str
    spellings: tuple[str, ...]
    features: Callable[[], Features]
    native: Callable[[DataType], Native]
    advise: Callable[[Design, str], Iterator[Decision]]
    deploy: Callable[[Design, str], tuple[Script, ...]]
    test: Callable[[Design, str], tuple[Script, ...]]
    sample: Callable[[Design, str, Sequence[Load], date], Script]  # rows as a file; the day from which their instants count
    queries: Callable[[Design, str], tuple[Script, ...]]
    operate: Callable[[Design, str], tuple[Artefact, ...]]
    migrate: Callable[[Evolution, int], tuple[MigrationStep, ...]]
    teardown: Callable[[Design, str], Script]  # undoes the deploy scripts; refused while any table holds a row
    render: Callable[[Physical, QueryStatement], str]
    text: Callable[[Script], str]
    ddl: Callable[[Design, str, str], str]  # design, store, table id -> the table's statements, for the specification
    expected: Callable[[Design, str, str], dict[str, str]]  # design, store, server version -> facts as inspect() reports
    serve: Callable[..., AbstractContextManager[Server]]  # (url: str = "", cache: Path | None = None)
    sizes: Callable[[Physical], Iterator[Size]] | None = None  # of rows and keys, where the engine refuses what is too long
    suffix: str = ".sql"  # of the files of statements
    compiler: Callable[..., AbstractContextManager[Compiler]] | None = None  # (cache): of an engine that is compiled where no URL is given
    filling: Callable[[], Filling] | None = None  # takes in the rows of files; None where it does not yet
    follow: Callable[[Physical, Contract], str] | None = None  # the file by which a copy here follows an outbox; None where none does
    follower: Callable[[Server, str], Follower] | None = None  # running server, that file -> an empty copy
    use_case: Callable[[Physical, Transaction], tuple[str, str]] | None = None  # of documents: concerns in words, and the function's text
    dump: Callable[[str], str] | None = None  # URL of a live database -> its schema as SQL of this engine; it is only read
    existing: Callable[[str, str], Existing] | None = None  # the same for documents, which have no SQL: URL, and how it may be shown
    mend: Mending | None = None  # of documents, which have no SQL: fixes as their shell's scripts
