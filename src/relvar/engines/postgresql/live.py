"""The harness for real: a server of our own or a named one, databases made for a proof, and what can be asked of them.

On a named server (`--server URL`) databases and roles carry the run's id: in every file that is applied, the design's role names
are replaced by the same name with `_r<run id>` at its end, the only difference from the file as written. On our own server nothing
is replaced. Both are dropped at the end. Files of a design that a host runs are applied by its administrator (host_admin.py).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from relvar.engines.base import Plan, Row, Values
from relvar.engines.facts import facts
from relvar.engines.hosting import at, lacks
from relvar.engines.postgresql import address, catalog, explain, host_admin, removal
from relvar.engines.postgresql.address import checked, without_secrets
from relvar.engines.postgresql.behaviours import native_name
from relvar.engines.postgresql.catalog_queries import RUN_RULE
from relvar.engines.postgresql.cluster import SUPERUSER, Cluster, dump_tools, tool
from relvar.engines.postgresql.duties import with_duty
from relvar.engines.postgresql.hosted import guarded_tables
from relvar.engines.postgresql.load import load
from relvar.engines.postgresql.operate import operate
from relvar.engines.postgresql.query import PostgresWriter, inlined
from relvar.engines.postgresql.recovery import PostgresArchiving
from relvar.engines.postgresql.session import PostgresSession
from relvar.engines.postgresql.test_files import marking
from relvar.errors import REACHED_BY_ADDRESS, AccessDenied, ConnectionLost, ServerUnavailable, StatementFailed
from relvar.model.design import Design
from relvar.model.physical import Physical
from relvar.model.query import Statement as QueryStatement

AT_PARENT = """select p.relname from pg_catalog.pg_class c join pg_catalog.pg_index i on i.indexrelid = c.oid
join pg_catalog.pg_class p on p.oid = pg_catalog.pg_partition_root(c.oid)
where c.relname = %(name)s and i.indrelid = to_regclass(%(table)s) and c.relispartition"""
CHATTER = re.compile(r"^psql:\S*?:\d+: ((?:WARNING|NOTICE):.*)$", re.MULTILINE)
# Guarded tables that are there, without the rule that lets a run see every row
UNSEEN = """select t.name from unnest(%s::text[]) as t (name) where to_regclass(t.name) is not null
and exists (select from pg_catalog.pg_policy p where p.polrelid = to_regclass(t.name))
and not exists (select from pg_catalog.pg_policy p where p.polrelid = to_regclass(t.name) and p.polname = %s)"""
LOST = 2  # psql's exit status where "the connection to the server went bad"
FAULT = re.compile(r"^psql:\S*?:(\d+): (?:ERROR|FATAL):\s+(.*)$", re.MULTILINE)


class PostgresServer:
    """A running PostgreSQL: ours, or one that a URL names."""

    engine = "postgresql"

    def __init__(self, url: str = "", cache: Path | None = None, cluster: Cluster | None = None) -> None:
        self.run_id = secrets.token_hex(3)
        self.url = checked(url) if url else ""
        self.cache = cache
        self.cluster = None if url else cluster or Cluster(cache)
        self.databases: list[PostgresDatabase] = []
        self.renamed: dict[str, str] = {}  # role names that the run made on a named server
        self.made = 0
        with self.connect("postgres" if not url else "") as connection:
            row = connection.execute("show server_version").fetchone()
            self.version = str(row[0]).split()[0] if row else ""
        self._supported()
        atexit.register(self.close)  # also after an interrupt nothing stays on a server that is not ours

    def _supported(self) -> None:
        """Raises ServerUnavailable for a server that is older than the design's files are for."""
        oldest = facts(self.engine).versions[0]
        if int(self.version.split(".")[0]) < int(oldest):
            if self.cluster is not None:
                self.cluster.close()
            remedy = f"relvar designs for {oldest} and newer: name such a server"
            raise ServerUnavailable(what=f"the server is PostgreSQL {self.version}", remedy=remedy)

    def lost(self, error: BaseException) -> bool:
        """By SQLSTATE: class 08, and 57P, in which an operator or a crash ends a session; one that broke off has none."""
        if not isinstance(error, psycopg.OperationalError):
            return False
        return not error.sqlstate or error.sqlstate.startswith(("08", "57P"))

    def conninfo(self, database: str = "", user: str = "") -> str:
        if self.cluster is not None:
            return self.cluster.conninfo(database or "postgres", user or SUPERUSER)
        return psycopg.conninfo.make_conninfo(self.url, **({"dbname": database} if database else {}))

    def connect(self, database: str = "") -> psycopg.Connection[Row]:
        """A connection as the role that may do all. Raises ServerUnavailable."""
        try:
            return psycopg.connect(self.conninfo(database), autocommit=True)
        except psycopg.OperationalError as error:
            raise ServerUnavailable(what=f"no connection: {str(error).strip()}", remedy=REACHED_BY_ADDRESS) from error

    def database(self, design: Design, store: str, *, marked: bool = True) -> PostgresDatabase:
        name = self.new_name(design)
        owner = self.deployer(design.physical[store])
        with self.connect() as connection, self._allowed():
            owned = sql.SQL(" owner {}").format(sql.Identifier(owner)) if owner else sql.SQL("")
            connection.execute(sql.SQL("create database {} template template0{}").format(sql.Identifier(name), owned))
        try:
            return self.adopt(design, store, name, marked=marked)
        except BaseException:
            with contextlib.suppress(ServerUnavailable), self.connect() as connection:  # nothing half-made stays
                connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
            raise

    @contextlib.contextmanager
    def _allowed(self) -> Iterator[None]:
        """Raises AccessDenied where the account may not do what a proof needs."""
        try:
            yield
        except psycopg.errors.InsufficientPrivilege as error:
            remedy = "a proof makes databases and roles of its own and drops them: give it an account that may (CREATEDB, CREATEROLE)"
            raise AccessDenied(what=f"no database can be made: {str(error).strip()}", remedy=remedy) from error

    def deployer(self, physical: Physical) -> str:
        """Who runs the files, "" for the one that may do all: of a design that a host runs, its administrator. A named server's is its user."""
        hosting = at(physical)
        if hosting is None or self.cluster is None:
            return ""
        with self.connect() as connection:
            host_admin.prepare(connection, self.cluster, hosting)
        return host_admin.NAME

    @contextlib.contextmanager
    def archiving(self, design: Design, store: str) -> Iterator[PostgresArchiving]:
        """A server of our own beside this one. Raises ServerUnavailable where this one is somebody else's."""
        if self.cluster is None:
            raise ServerUnavailable(what="a named server's archive and settings are not touched", remedy="prove without --server")
        with contextlib.ExitStack() as stack:
            yield PostgresArchiving(design, store, stack, lambda cluster: PostgresServer(cache=self.cache, cluster=cluster), self.cache)

    def new_name(self, design: Design) -> str:
        self.made += 1
        return f"relvar_{design.brief.project[:30]}_{self.run_id}_{self.made}"

    def adopt(self, design: Design, store: str, name: str, *, marked: bool = True) -> PostgresDatabase:
        """The database of that name as one of this run's, dropped at its end; marked as a test unless told otherwise."""
        found = PostgresDatabase(self, design, store, name)
        self.databases.append(found)
        if marked:
            with self.connect() as connection:
                connection.execute(marking(design.physical[store], sql.Identifier(name).as_string(connection)).encode())
        return found

    def as_applied(self, text: str, roles: Iterable[str]) -> str:
        """The text with role names that belong to this run; unchanged on our own server."""
        if self.cluster is not None:
            return text
        for role in roles:
            self.renamed.setdefault(role, f"{role[:54]}_r{self.run_id}")
        if not self.renamed:
            return text
        names = "|".join(sorted(map(re.escape, self.renamed), key=len, reverse=True))
        return re.sub(rf"\b({names})\b", lambda found: self.renamed[found[1]], text)

    def close(self) -> None:
        """Whatever became of the server, nothing is raised: what stays on one that is gone carries the run's id."""
        atexit.unregister(self.close)
        for database in list(self.databases):
            database.close()
        if self.cluster is not None:
            self.cluster.close()
        elif self.renamed:
            with contextlib.suppress(ServerUnavailable):
                self._drop_roles()

    def _drop_roles(self) -> None:
        with self.connect() as connection:
            for role in self.renamed.values():
                with contextlib.suppress(psycopg.errors.UndefinedObject):
                    connection.execute(sql.SQL("drop role {}").format(sql.Identifier(role)))


class PostgresDatabase:
    """One database made for a proof, marked as a test, dropped by close()."""

    engine = "postgresql"

    def __init__(self, server: PostgresServer, design: Design, store: str, name: str) -> None:
        self.server = server
        self.design = design
        self.store = store
        self.name = name
        self.version = server.version
        self.physical = design.physical[store]
        self.rules = [native_name(key) for key in self.physical.behaviours]
        self.main = server.connect(name)
        self.main.execute("set timezone = 'UTC'")
        self.within = False  # whether `main` holds a transaction that will be rolled back

    # --- files ---

    def apply(self, text: str) -> tuple[str, ...]:
        """Run a file by psql, as a person would; what the server warned of. Raises StatementFailed."""
        text = self.server.as_applied(text, [role.name for role in self.physical.roles.values()])
        where = self.server.conninfo(self.name, self.server.deployer(self.physical))
        command = [tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", without_secrets(where), "-f", "-"]
        environment = {**address.environment(where), "PGCLIENTENCODING": "UTF8"}
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=environment)
        if done.returncode == LOST:
            raise ConnectionLost(what=f"the connection broke off: {done.stderr.strip()[-300:]}", remedy="look at the server, and run it again")
        if done.returncode:
            raise _failed(text, done.stderr)
        if self.server.cluster is None and lacks(self.physical, "superuser"):
            self._see_all()
        return tuple(CHATTER.findall(done.stderr))

    def _see_all(self) -> None:
        """The account of a hosted server passes by no row rule, and a proof must see every row: it gets a rule of its own on each guarded
        table, which goes with the table and is no fact of the schema (catalog_queries.py)."""
        tables = [PostgresWriter(self.physical).table(table) for table in guarded_tables(self.physical)]
        for (table,) in self.main.execute(UNSEEN, (tables, RUN_RULE)).fetchall():
            self.main.execute(f"create policy {RUN_RULE} on {table} to current_user using (true) with check (true)".encode())

    def deployed_by(self) -> str:
        name = self.server.deployer(self.physical) or str(self._row("select current_user")[0])
        powers = host_admin.powers(self.main, name)
        return "" if "superuser" in powers else f"{name} ({powers})"

    def role_name(self, role: str) -> str:
        name = self.physical.roles[role].name
        return self.server.renamed.get(name, name)

    # --- sessions ---

    def session(self, role: str = "", context: Values | None = None) -> PostgresSession:
        """A connection as the role: on our own server it logs in as it where it may, elsewhere it says SET ROLE."""
        connection = self._connection(role)
        connection.execute("set timezone = 'UTC'")
        return PostgresSession(connection, self.physical, context, self.rules, unbound=not role, named=self.constraint_name)

    def constraint_name(self, table: str, name: str) -> str:
        """The name that a partition's constraint or unique index has at its parent; any other as it is."""
        row = self.main.execute(AT_PARENT, {"table": table, "name": name}).fetchone()
        return str(row[0]) if row and row[0] else name

    def _connection(self, role: str) -> psycopg.Connection[Row]:
        if role and self.physical.roles[role].login and self.server.cluster is not None:
            return psycopg.connect(self.server.cluster.conninfo(self.name, self.role_name(role)), autocommit=True)
        connection = self.server.connect(self.name)
        if role:
            _take(connection, self.role_name(role))
            if self.physical.roles[role].read_only:
                connection.execute("set default_transaction_read_only = on")
        return connection

    # --- data ---

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        return load(self.main, self.physical, table, columns, rows)

    def analyze(self) -> None:
        self.main.execute("analyze")

    def checksums(self) -> dict[str, tuple[int, str]]:
        """Rows and the sum of a 64-bit hash of each row's text: independent of their order, and of the columns' order."""
        writer = PostgresWriter(self.physical)
        found = {}
        for table in self.physical.tables:
            text = f"select count(*), coalesce(sum(hashtextextended(to_jsonb(t)::text, 0)::numeric), 0)::text from {writer.table(table)} t"
            count, digest = self._row(text)
            found[table] = (int(count), str(digest))
        return found

    def _row(self, text: str) -> Row:
        row = self.main.execute(text).fetchone()
        assert row is not None
        return row

    # --- questions ---

    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        """The plan with the values in place (a custom plan), planner switches at their defaults."""
        text = inlined(self.physical, values).statement(statement)
        return explain.plan(self, text, self.role_name(role) if role else "", context or {})

    def inspect(self) -> dict[str, str]:
        deployer = self.server.deployer(self.physical)
        return catalog.inspect(self.main, self.design, self.store, self.server.renamed, deployer)

    def without(self, element: str) -> AbstractContextManager[None]:
        return removal.without(self, element)

    # --- backup ---

    def backup(self, folder: Path) -> Path:
        """Run operate/backup.sh of the design; the file it made."""
        folder.mkdir(parents=True, exist_ok=True)
        backup = with_duty(self.physical, "backup")
        hosted = self.server.deployer(self.physical)
        self._script("operate/backup.sh", [str(folder)], backup.name if hosted and backup else hosted)
        made = sorted(folder.glob("*.dump"))
        assert made, "the backup script left no file"
        return made[-1]

    def restore(self, backup: Path) -> PostgresDatabase:
        """Run operate/restore.sh of the design into a new database."""
        name = self.server.new_name(self.design)
        self._script("operate/restore.sh", [str(backup), name], self.server.deployer(self.physical))
        return self.server.adopt(self.design, self.store, name)

    def _script(self, path: str, arguments: list[str], user: str = "") -> None:
        """A script of the design; `user`: who runs it, "" for the one that may do all."""
        written = next(artefact.text for artefact in operate(self.design, self.store) if artefact.path == path)
        text = self.server.as_applied(written, [role.name for role in self.physical.roles.values()])
        with tempfile.NamedTemporaryFile("w", suffix=".sh", delete=False) as file:
            file.write(text)
        try:
            done = subprocess.run(["bash", file.name, *arguments], env=self._environment(user), capture_output=True, text=True, check=False)
        finally:
            Path(file.name).unlink()
        if done.returncode:
            raise StatementFailed(what=f"{path} failed", statement=" ".join(arguments), answer=done.stderr.strip()[-500:])

    def _environment(self, user: str) -> dict[str, str]:
        parts = psycopg.conninfo.conninfo_to_dict(self.server.conninfo(self.name, user))
        words = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "password": "PGPASSWORD"}
        found = {words[key]: str(value) for key, value in parts.items() if key in words and value is not None}
        tools = dump_tools(self.version) if self.server.url else str(Path(tool("psql")).parent)
        return {**os.environ, **found, "PATH": f"{tools}:{os.environ.get('PATH', '')}"}

    def close(self) -> None:
        if self not in self.server.databases:
            return
        self.server.databases.remove(self)
        self.main.close()
        with contextlib.suppress(ServerUnavailable), self.server.connect() as connection:
            connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))


def _take(connection: psycopg.Connection[Row], name: str) -> None:
    """SET ROLE; who made a role and is no superuser gives himself the right to that first."""
    taken = sql.SQL("set role {}").format(sql.Identifier(name))
    try:
        connection.execute(taken)
    except psycopg.errors.InsufficientPrivilege:
        connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(name)))
        connection.execute(taken)


def _failed(text: str, answer: str) -> StatementFailed:
    """The statement around the line that psql names, and the server's words."""
    found = FAULT.search(answer)
    line = int(found[1]) if found else 1
    lines = text.splitlines()
    around = "\n".join(lines[max(0, line - 6) : line])
    says = found[2] if found else answer.strip()[-300:]
    detail = answer.strip()[-600:]
    return StatementFailed(what=f"line {line}: {says}", statement=around, answer=detail)


@contextlib.contextmanager
def serve(url: str = "", cache: Path | None = None, **_: Any) -> Iterator[PostgresServer]:
    """A server for the length of a proof. Raises ServerUnavailable."""
    server = PostgresServer(url, cache)
    try:
        yield server
    finally:
        server.close()
