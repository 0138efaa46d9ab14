"""The harness on a SQL Server that somebody names: databases made for a proof, and what can be asked of them.

There is no server of our own: where no URL is given the files are compiled (`compiler`). None of this was run on a server by relvar's
own tests, for none can be had there; what the driver itself can be asked without one was.
"""

from __future__ import annotations

import atexit
import contextlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pymssql

from relvar.engines.base import Archiving, Plan, Refusal, Row, Values
from relvar.engines.sqlserver import catalog, plans, script
from relvar.engines.sqlserver.address import of_url, said
from relvar.engines.sqlserver.behaviours import triggers
from relvar.engines.sqlserver.objects import shortened
from relvar.engines.sqlserver.query import TsqlWriter, constant, unversioned
from relvar.engines.sqlserver.refusals import refusal
from relvar.engines.sqlserver.session import SqlServerSession, as_json, inlined
from relvar.engines.sqlserver.test_files import TEST_MARK
from relvar.engines.sqlserver.types import WORDS
from relvar.engines.sqlserver.views import refresh_name
from relvar.errors import ServerUnavailable, StatementFailed
from relvar.model.design import Design
from relvar.model.query import Statement as QueryStatement

NO_URL = "SQL Server cannot be had here: its files were compiled, not executed"
BATCH = 1_000  # rows of one VALUES list
OLDEST = 15  # 2019


class SqlServerServer:
    """A running SQL Server that a URL names. Everything made on it carries the run's id and is dropped."""

    engine = "sqlserver"

    def __init__(self, url: str) -> None:
        self.run_id = secrets.token_hex(3)
        self.address = of_url(url)
        self.databases: list[SqlServerDatabase] = []
        self.made = 0
        self.main = self.address.connect()
        self.version = str(self.rows("select cast(serverproperty('ProductVersion') as nvarchar(60))")[0][0])
        if int(self.version.split(".")[0]) < OLDEST:
            self.main.close()
            raise ServerUnavailable(what=f"SQL Server {self.version} is older than 2019", remedy="name a server of 2019 or newer")
        atexit.register(self.close)  # also after an interrupt nothing stays on a server that is not ours

    def lost(self, error: BaseException) -> bool:
        """20003, 20004, 20006, 20047: of DB-Library, the connection timed out, could not be read or written, or is dead."""
        return isinstance(error, pymssql.Error) and said(error)[0] in (20003, 20004, 20006, 20047)

    def rows(self, text: str) -> list[Row]:
        with self.main.cursor() as cursor:
            cursor.execute(text)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    def database(self, design: Design, store: str, *, marked: bool = True) -> SqlServerDatabase:
        self.made += 1
        name = f"relvar_{design.brief.project[:60]}_{self.run_id}_{self.made}"
        self.rows(f"create database [{name}] collate {WORDS}")
        found = SqlServerDatabase(self, design, store, name)
        self.databases.append(found)
        if marked:
            found.rows(f"exec sys.sp_addextendedproperty N'{TEST_MARK}', N'yes'")
        return found

    def archiving(self, design: Design, store: str) -> AbstractContextManager[Archiving]:
        raise ServerUnavailable(what="a named server's log and settings are not touched")

    def close(self) -> None:
        atexit.unregister(self.close)
        for database in list(self.databases):
            database.close()
        self.main.close()


class SqlServerDatabase:
    """One database made for a proof, marked as a test, dropped by close()."""

    engine = "sqlserver"

    def __init__(self, server: SqlServerServer, design: Design, store: str, name: str) -> None:
        self.server = server
        self.design = design
        self.store = store
        self.name = name
        self.version = server.version
        self.physical = design.physical[store]
        self.main = server.address.connect(name)
        self.members: dict[str, str] = {}

    def apply(self, text: str) -> tuple[str, ...]:
        """Run a file batch by batch, as sqlcmd -b does; jobs, which are the server's, carry the run's id. Raises StatementFailed."""
        for name in self._jobs():
            text = text.replace(f"'{name}'", f"'{name}_r{self.server.run_id}'")
        connection = self.server.address.connect(self.name)
        try:
            for batch in script.batches(text):
                with connection.cursor() as cursor:
                    cursor.execute(batch)
                    while cursor.nextset():
                        pass
        except pymssql.Error as error:
            raise StatementFailed(what=said(error)[1], statement=batch.strip()[:600], answer=said(error)[1]) from error
        finally:
            connection.close()
        return ()

    def _jobs(self) -> list[str]:
        return [shortened(f"{self.design.brief.project}_{job.name}") for job in self.physical.jobs.values()]

    # --- sessions ---

    def deployed_by(self) -> str:
        return ""

    def session(self, role: str = "", context: Values | None = None) -> SqlServerSession:
        return SqlServerSession(self.server.address.connect(self.name), self.physical, self._member(role) if role else "", context)

    def _member(self, role: str) -> str:
        """A user without a login that may do what the role may, and nothing else."""
        if role not in self.members:
            name = f"relvar_member_{len(self.members)}"
            self.rows(f"create user [{name}] without login; alter role [{self.physical.roles[role].name}] add member [{name}]")
            self.members[role] = name
        return self.members[role]

    # --- data ---

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        writer, owner = TsqlWriter(self.physical), self.physical.tables[table]
        kept = [n for n, c in enumerate(columns) if c in unversioned(writer.types, table, owner)]
        names, name = writer.columns(table, [columns[n] for n in kept]), writer.table(table)
        numbered = any(owner.columns[columns[n]].identity for n in kept)
        kinds = [owner.columns[columns[n]].data for n in kept]
        found = list(rows)
        try:
            for start in range(0, len(found), BATCH):
                values = ",\n".join(
                    "(" + ", ".join(constant(as_json(row[n]), k) for n, k in zip(kept, kinds, strict=True)) + ")"
                    for row in found[start : start + BATCH]
                )
                text = f"insert into {name} ({names}) values\n{values}"
                self.rows(f"set identity_insert {name} on;\n{text};\nset identity_insert {name} off" if numbered else text)
        except pymssql.Error as error:
            refused = refusal(self.physical, error)
            raise StatementFailed(what=f"rows of {owner.name}: {refused}", statement=f"insert into {name}", answer=str(refused)) from error
        return len(found)

    def analyze(self) -> None:
        """Statistics, and what is kept of reports made new."""
        schema = next((t.schema for t in self.physical.tables.values()), "app")
        for view in self.physical.views.values():
            if view.materialized:
                self.rows(f"exec [{schema}].[{refresh_name(view)}]")
        self.rows("exec sys.sp_updatestats")

    def rows(self, text: str) -> list[Row]:
        """The last answer to a text of the server's own."""
        with self.main.cursor() as cursor:
            cursor.execute(text)
            rows: list[Row] = []
            while True:
                rows = [tuple(row) for row in cursor.fetchall()] if cursor.description else rows
                if not cursor.nextset():
                    return rows

    def checksums(self) -> dict[str, tuple[int, str]]:
        found = {}
        writer = TsqlWriter(self.physical)
        for key in self.physical.tables:
            ((count, total),) = self.rows(f"select count_big(*), coalesce(checksum_agg(binary_checksum(*)), 0) from {writer.table(key)}")
            found[key] = (int(count), str(total))
        return found

    # --- questions ---

    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        """The estimated plan with the values in place. Raises Refusal."""
        session = self.session(role, context)
        try:
            session.sql("set showplan_xml on")
            found = session.sql(";\n".join(inlined(self.physical, dict(values)).steps(statement)))
        finally:
            session.close()
        if not found:
            raise Refusal("other", "", "no plan was given")
        return plans.read(self.physical, str(found[-1][0]))

    def inspect(self) -> dict[str, str]:
        return catalog.inspect(self)

    @contextlib.contextmanager
    def without(self, element: str) -> Iterator[None]:
        """An index or key is disabled and built again, a trigger or constraint is switched off and on. Raises KeyError."""
        away, back = self._switch(element)
        for text in away:
            self.rows(text)
        try:
            yield
        finally:
            for text in back:
                self.rows(text)

    def _switch(self, element: str) -> tuple[list[str], list[str]]:
        writer, (table, _, key) = TsqlWriter(self.physical), element.partition(".")
        mine = [t for t in triggers(self.physical) if t.element in (element, key)]
        if mine:
            named = [f"trigger [{self.physical.tables[t.table].schema}].[{t.name}] on {writer.table(t.table)}" for t in mine]
            return [f"disable {name}" for name in named], [f"enable {name}" for name in named]
        owner, name = self.physical.tables[table], writer.table(table)
        found = owner.indexes.get(key) or owner.constraints[key]
        if key in owner.indexes or (hasattr(found, "columns") and not hasattr(found, "to")):
            return [f"alter index [{found.name}] on {name} disable"], [f"alter index [{found.name}] on {name} rebuild"]
        return [f"alter table {name} nocheck constraint [{found.name}]"], [f"alter table {name} check constraint [{found.name}]"]

    # --- backup ---

    def backup(self, folder: Path) -> Path:
        raise ServerUnavailable(what="a copy would lie on the named server's disk, which is not touched")

    def restore(self, backup: Path) -> SqlServerDatabase:
        raise ServerUnavailable(what="a copy would lie on the named server's disk, which is not touched")

    def close(self) -> None:
        if self not in self.server.databases:
            return
        self.server.databases.remove(self)
        with contextlib.suppress(pymssql.Error):
            self.main.close()
        for job in self._jobs():
            name = f"{job}_r{self.server.run_id}"
            self.server.rows(f"if exists (select 1 from msdb.dbo.sysjobs where name = N'{name}') exec msdb.dbo.sp_delete_job @job_name = N'{name}'")
        self.server.rows(
            f"if db_id(N'{self.name}') is not null begin alter database [{self.name}] set single_user with rollback immediate;"
            f" drop database [{self.name}]; end"
        )


@contextlib.contextmanager
def serve(url: str = "", cache: Path | None = None) -> Iterator[SqlServerServer]:
    """The named server for the length of a proof. Raises ServerUnavailable."""
    if not url:
        raise ServerUnavailable(what=NO_URL, remedy="name a server of yours with --server sqlserver=mssql://user@host/")
    server = SqlServerServer(url)
    try:
        yield server
    finally:
        server.close()
