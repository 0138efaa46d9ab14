"""The harness for real: a server of our own or a named one, databases made for a proof, and what can be asked of them.

Accounts belong to the server, not to a database. On a named server (`--server URL`) they carry the run's id: in every file that is
applied, the design's role names are replaced by the same name with `_r<run id>` at its end, the only difference from the file as
written. Who speaks as a role logs in as a member of it, made for the run: the design's own accounts stay locked, as they are deployed.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pymysql

from relvar.engines.base import Plan, Row, Values
from relvar.engines.fetching import numbers
from relvar.engines.hosting import at
from relvar.engines.innodb import catalog, host_admin, removal
from relvar.engines.innodb.address import Address, of_url
from relvar.engines.innodb.checksums import checksums
from relvar.engines.innodb.cluster import SUPERUSER, Cluster
from relvar.engines.innodb.dialect import of_engine
from relvar.engines.innodb.flavour import Flavour
from relvar.engines.innodb.installed import installed
from relvar.engines.innodb.load import load
from relvar.engines.innodb.query import inlined
from relvar.engines.innodb.recovery import InnodbArchiving
from relvar.engines.innodb.session import Connection, InnodbSession
from relvar.engines.innodb.test_files import TEST_MARK
from relvar.engines.innodb.values import Given
from relvar.errors import AccessDenied, ConnectionLost, ServerUnavailable, StatementFailed
from relvar.model.design import Design
from relvar.model.physical import Physical, Role
from relvar.model.query import Statement as QueryStatement

LONGEST_USER = 32  # characters (user-names.html)
LONGEST_PROJECT = 30
CHATTER = re.compile(r"^((?:Warning|Error) \(Code \d+\): .*)$", re.MULTILINE)  # a note says only that nothing was to be done
# CR_SERVER_GONE_ERROR, CR_SERVER_LOST, ER_CONNECTION_KILLED, ER_SERVER_SHUTDOWN, the socket refused (error references of both flavours)
NO_RIGHT = 1227
LOST = ((2006,), (2013,), (1927,), (1053,), (2003,), (2002,))
BROKEN = re.compile(r"^ERROR (?:2006|2013|1927|1053|2002|2003|2026) ", re.MULTILINE)
EVENT = re.compile(r"^create (?:definer = \S+ )?event\b", re.MULTILINE)
BEGINNING = "select count(*) from information_schema.events where event_schema = database() and starts >= now()"
EVENT_SECONDS = 2.0  # the scheduler begins within milliseconds; one that is off never does
WAITING = (
    "select count(*) from information_schema.events where event_schema = database() and last_executed is null and @@global.event_scheduler = 'ON'"
)
FAULT = re.compile(r"^ERROR (\d+) \(\w+\) at line (\d+)(?: in file: '[^']*')?: (.*)", re.MULTILINE | re.DOTALL)


class InnodbServer:
    """A running server of one flavour: ours, or one that a URL names."""

    def __init__(self, flavour: Flavour, url: str = "", cache: Path | None = None, cluster: Cluster | None = None) -> None:
        self.flavour = flavour
        self.engine = flavour.engine
        self.words = of_engine(flavour.engine)
        self.run_id = secrets.token_hex(3)
        self.url = url
        self.cache = cache
        self.cluster = None if url else cluster or Cluster(flavour, cache)
        self.address = of_url(url, flavour.schemes, flavour.title) if url else Address(SUPERUSER, socket=self.cluster.socket if self.cluster else "")
        self.databases: list[InnodbDatabase] = []
        self.renamed: dict[str, str] = {}  # role names that the run made on a named server
        self.members: dict[str, Address] = {}  # by role name: who speaks as it
        self.memberless = False  # whoever runs the proof may give nobody a role, as at a host
        self.forms: dict[int, dict[str, str]] = {}  # how the server keeps a design's expressions (catalog.py)
        self.made = 0
        self.admin: Address | None = None  # the administrator of a host, as whom the files of a hosted design run
        self.version = self._recognized()
        self.address = self.address._replace(collation=self.words.words)
        self.main = self.address.connect()
        atexit.register(self.close)  # also after an interrupt nothing stays on a server that is not ours

    def _recognized(self) -> str:
        """The server's version. Raises ServerUnavailable for a server of another flavour, and for one that is too old."""
        with contextlib.closing(self.address.connect()) as first, first.cursor() as cursor:
            cursor.execute("select version()")
            said = str(cursor.fetchall()[0][0])
        if self.flavour.is_other(said):
            raise ServerUnavailable(
                what=f"the server is {said}, no {self.flavour.title}", remedy="design for what it is: a proof names what it ran on"
            )
        version = said.split("-")[0]
        if numbers(version) < self.flavour.oldest:
            oldest = ".".join(map(str, self.flavour.oldest))
            raise ServerUnavailable(
                what=f"the server is {self.flavour.title} {version}; relvar designs for {oldest} and newer", remedy=self.flavour.remedy
            )
        return version

    def lost(self, error: BaseException) -> bool:
        return isinstance(error, pymysql.Error) and (error.args[:1] in LOST or isinstance(error, pymysql.InterfaceError))

    def asked(self, text: str) -> object:
        with self.main.cursor() as cursor:
            cursor.execute(text)
            row = cursor.fetchone()
        return row[0] if row else None

    def program(self, name: str) -> str:
        """Path of a client program. Raises ServerUnavailable."""
        folder = self.cluster.programs.folder if self.cluster else _clients(self.flavour, self.cache)
        found = folder / name if folder else shutil.which(name)
        if not found or not Path(found).exists():
            raise ServerUnavailable(
                what=f"no {name} found to run the files with", remedy=f"install {self.flavour.title}'s client programs; {self.flavour.remedy}"
            )
        return str(found)

    def environment(self, who: Address | None = None) -> dict[str, str]:
        """For scripts: where the server is, and its own client programs first on PATH."""
        found = (who or self.address).environment()
        return {**found, "PATH": os.pathsep.join((str(Path(self.program(self.words.client)).parent), found.get("PATH", os.defpath)))}

    def database(self, design: Design, store: str, *, marked: bool = True) -> InnodbDatabase:
        self.deployer(design.physical[store])
        name = self.new_name(design)
        try:
            self.asked(f"create database `{name}` character set utf8mb4 collate {self.words.words}")
        except pymysql.Error as error:
            says = error.args[-1] if error.args else error
            remedy = "a proof makes databases and accounts of its own and drops them: give it an account that may"
            raise AccessDenied(what=f"no database can be made: {says}", remedy=remedy) from error
        try:
            return self.adopt(design, store, name, marked=marked)
        except BaseException:  # nothing half-made stays
            self.dropped(f"drop database if exists `{name}`")
            raise

    def deployer(self, physical: Physical) -> Address:
        """Who runs the files: of a design that a host runs, its administrator, where its page says what he may. A named server's is its user.

        A host's copies are made with the binary log: our server is started again with one, before the first database is on it.
        """
        hosting = at(physical)
        if hosting is None or self.cluster is None or not hosting.administrator.rights:
            return self.address
        if self.admin is None:
            if not self.databases:
                self.main.close()
                self.cluster.close()
                self.cluster = Cluster(self.flavour, self.cache, host_admin.LOGGED)
                self.address = self.address._replace(socket=self.cluster.socket)
                self.main = self.address.connect()
            self.admin = host_admin.prepare(self.asked, self.address, hosting)
        return self.admin

    @contextlib.contextmanager
    def archiving(self, design: Design, store: str) -> Iterator[InnodbArchiving]:
        """A server of our own beside this one. Raises ServerUnavailable where this one is somebody else's."""
        if self.cluster is None:
            raise ServerUnavailable(what="a named server's log and settings are not touched", remedy="prove without --server")
        with contextlib.ExitStack() as stack:
            yield self.flavour.archiving(self.flavour, design, store, stack, self._beside, self.cache)

    def _beside(self, cluster: Cluster) -> InnodbServer:
        return InnodbServer(self.flavour, cache=self.cache, cluster=cluster)

    def new_name(self, design: Design) -> str:
        self.made += 1
        return f"relvar_{design.brief.project[:LONGEST_PROJECT]}_{self.run_id}_{self.made}"

    def adopt(self, design: Design, store: str, name: str, *, marked: bool = True) -> InnodbDatabase:
        """The database of that name as one of this run's, dropped at its end; marked as a test unless told otherwise."""
        if marked:
            self.asked(f"create database if not exists `{name}{TEST_MARK}`")
        found = InnodbDatabase(self, design, store, name)
        self.databases.append(found)
        return found

    @contextlib.contextmanager
    def scratch(self, design: Design, store: str) -> Iterator[InnodbDatabase]:
        """A database that nobody else sees, dropped after."""
        name = self.new_name(design)
        self.asked(f"create database `{name}` character set utf8mb4 collate {self.words.words}")
        found = InnodbDatabase(self, design, store, name)
        try:
            yield found
        finally:
            found.main.close()
            self.asked(f"drop database `{name}`")

    def as_applied(self, text: str, roles: Iterable[str]) -> str:
        """The text with role names that belong to this run; unchanged on our own server."""
        if self.cluster is not None:
            return text
        for role in roles:
            end = f"_r{self.run_id}"
            self.renamed.setdefault(role, f"{role[: LONGEST_USER - len(end)]}{end}")
        if not self.renamed:
            return text
        names = "|".join(sorted(map(re.escape, self.renamed), key=len, reverse=True))
        return re.sub(rf"\b({names})\b", lambda found: self.renamed[found[1]], text)

    @contextlib.contextmanager
    def speaking_as(self, role: Role, name: str) -> Iterator[Address]:
        """Where one logs in as the role, and may do what it may and nothing else. The design's own accounts are locked, as deployed: the
        run has members of them; where only a role can have members, or nobody may give one, the account itself is opened for the moment of
        logging in.
        """
        if self.words.role_kind == "user" or not (role.login or role.duty == "definer"):
            member = self.member(name)
            if member is not None:
                yield member
                return
        password = secrets.token_hex(16)
        self.asked(f"alter user `{name}` identified by '{password}' account unlock")
        try:
            yield self.address._replace(user=name, password=password)
        finally:
            self.asked(f"alter user `{name}` account lock")

    def member(self, role: str) -> Address | None:
        """An account of the run's that may do what the role may, and nothing else. None where whoever runs the proof may not give a role."""
        if role not in self.members and not self.memberless:
            account = self.address._replace(user=f"relvar_{self.run_id}_{len(self.members)}", password=secrets.token_hex(16))
            self.asked(f"create user `{account.user}` identified by '{account.password}'")
            try:
                self.asked(f"grant `{role}` to `{account.user}`")
                self.asked(self.words.default_role.format(f"`{role}`", f"`{account.user}`"))
            except pymysql.Error as error:
                self.dropped(f"drop user if exists `{account.user}`")
                self.memberless = self.cluster is None and error.args[:1] == (NO_RIGHT,)
                if not self.memberless:
                    raise
                return None
            self.members[role] = account
        return self.members.get(role)

    def close(self) -> None:
        """Whatever became of the server, nothing is raised: what stays on one that is gone carries the run's id."""
        atexit.unregister(self.close)
        for database in list(self.databases):
            database.close()
        if self.cluster is None:
            for name in (*(m.user for m in self.members.values()), *self.renamed.values()):
                for kind in dict.fromkeys(("user", self.words.role_kind)):
                    self.dropped(f"drop {kind} if exists `{name}`")
        with contextlib.suppress(pymysql.Error):
            self.main.close()
        if self.cluster is not None:
            self.cluster.close()

    def dropped(self, text: str) -> None:
        """What is said at the end, on a new connection where the one that there was is lost."""
        with contextlib.suppress(pymysql.Error, ServerUnavailable):
            try:
                self.asked(text)
            except pymysql.Error as error:
                if not self.lost(error):
                    raise
                self.main = self.address.connect()
                self.asked(text)


def _clients(flavour: Flavour, cache: Path | None) -> Path | None:
    with contextlib.suppress(ServerUnavailable):
        return installed(flavour, cache).folder
    return None


class InnodbDatabase:
    """One database made for a proof, marked as a test, dropped by close()."""

    def __init__(self, server: InnodbServer, design: Design, store: str, name: str) -> None:
        self.server = server
        self.design = design
        self.store = store
        self.name = name
        self.engine = server.engine
        self.version = server.version
        self.physical = design.physical[store]
        self.main: Connection = server.address.connect(name)

    # --- files ---

    def apply(self, text: str) -> tuple[str, ...]:
        """Run a file by the client, as a person would; what the server warned of. Raises StatementFailed."""
        text = self.server.as_applied(text, [role.name for role in self.physical.roles.values()])
        who = self.server.deployer(self.physical)
        words = ["--no-defaults", *who.arguments(), "--batch", "--show-warnings", "--default-character-set=utf8mb4", self.name]
        command = [self.server.program(self.server.words.client), *words]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=self.server.environment(who), encoding="utf-8")
        if done.returncode and BROKEN.search(done.stderr):
            raise ConnectionLost(what=f"the connection broke off: {done.stderr.strip()[-300:]}", remedy="look at the server, and run it again")
        if done.returncode:
            raise _failed(text, done.stderr)
        if EVENT.search(text):
            self._await_events()
        return tuple(CHATTER.findall(f"{done.stdout}\n{done.stderr}"))

    def _await_events(self) -> None:
        """An event is due the moment it is made: what expires rows should find the tables still empty, not half way through a claim."""
        deadline = time.monotonic() + EVENT_SECONDS
        while self.rows(WAITING)[0][0] and time.monotonic() < deadline:
            time.sleep(0.01)

    def deployed_by(self) -> str:
        user, _, host = self.deployer.rpartition("@")
        told = self.rows("select privilege_type from information_schema.user_privileges where grantee = %s", (f"'{user}'@'{host}'",))
        return "" if ("SUPER",) in told else f"{user} ({len(told)} rights on the server, without SUPER)"

    def role_name(self, role: str) -> str:
        name = self.physical.roles[role].name
        return self.server.renamed.get(name, name)

    # --- sessions ---

    def session(self, role: str = "", context: Values | None = None) -> InnodbSession:
        if not role:
            return InnodbSession(self.server.address.connect(self.name), self.physical, context)
        with self.server.speaking_as(self.physical.roles[role], self.role_name(role)) as address:
            return InnodbSession(address.connect(self.name), self.physical, context)

    # --- data ---

    def load(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        return load(self.main, self.physical, table, columns, rows)

    def analyze(self) -> None:
        """Statistics, and what is kept of views made new."""
        names = self.rows(
            "select routine_name from information_schema.routines where routine_schema = database() and routine_name like 'refresh\\_%'"
        )
        for (name,) in names:
            self.rows(f"call `{name}`()")
        tables = ", ".join(f"`{table.name}`" for table in self.physical.tables.values())
        if tables:
            self.rows(f"analyze table {tables}")

    def checksums(self) -> dict[str, tuple[int, str]]:
        return checksums(self)

    def rows(self, text: str, values: Sequence[Any] = ()) -> list[Row]:
        """The answer to a statement of the server's own, asked on the main connection."""
        with self.main.cursor() as cursor:
            cursor.execute(text, tuple(values) or None)
            return list(cursor.fetchall()) if cursor.description else []

    def ask(self, text: str, values: dict[str, Any]) -> list[Row]:
        with self.main.cursor() as cursor:
            cursor.execute(text, values)
            return list(cursor.fetchall())

    @property
    def deployer(self) -> str:
        """The account that runs the files, as the catalogue names it."""
        who = self.server.deployer(self.physical)
        return str(self.rows("select current_user()")[0][0]) if who == self.server.address else f"{who.user}@%"

    # --- questions ---

    def explain(self, statement: QueryStatement, values: Values, role: str = "", context: Values | None = None) -> Plan:
        """The plan with the values in place. Raises Refusal."""
        writer = inlined(self.physical, Given({**(context or {}), **values}))
        session = self.session(role, context) if role else InnodbSession(self.main, self.physical)
        try:
            return self.server.flavour.plan(session, statement, writer)
        finally:
            if role:
                session.close()

    def inspect(self) -> dict[str, str]:
        return catalog.inspect(self)

    def without(self, element: str) -> AbstractContextManager[None]:
        return removal.without(self, element)

    # --- backup ---

    def backup(self, folder: Path) -> Path:
        """Run operate/backup.sh of the design; the file it made."""
        folder.mkdir(parents=True, exist_ok=True)
        self._script("operate/backup.sh", [str(folder)])
        made = sorted(folder.glob("*.sql.gz"))
        assert made, "the backup script left no file"
        return made[-1]

    def restore(self, backup: Path) -> InnodbDatabase:
        """Run operate/restore.sh of the design into a new database.

        An event comes back with the second at which it began. A server that makes it within that very second runs it at once, and what
        expires rows would do so in the copy before it is compared: that second is let pass.
        """
        while self.rows(BEGINNING)[0][0]:
            time.sleep(0.01)
        name = self.server.new_name(self.design)
        self._script("operate/restore.sh", [str(backup), name])
        return self.server.adopt(self.design, self.store, name)

    def _script(self, path: str, arguments: list[str]) -> None:
        written = next(artefact.text for artefact in self.server.flavour.operate(self.design, self.store) if artefact.path == path)
        text = self.server.as_applied(written, [role.name for role in self.physical.roles.values()])
        with tempfile.NamedTemporaryFile("w", suffix=".sh", delete=False) as file:
            file.write(text)
        who = self.server.deployer(self.physical)
        environment = {**self.server.environment(who), "MYSQL_USER": who.user, "MYSQL_DATABASE": self.name}
        try:
            done = subprocess.run(["bash", file.name, *arguments], env=environment, capture_output=True, text=True, check=False)
        finally:
            Path(file.name).unlink()
        if done.returncode:
            raise StatementFailed(what=f"{path} failed", statement=" ".join(arguments), answer=done.stderr.strip()[-500:])

    def close(self) -> None:
        if self not in self.server.databases:
            return
        self.server.databases.remove(self)
        with contextlib.suppress(pymysql.Error):
            self.main.close()
        for name in (self.name, f"{self.name}{TEST_MARK}"):
            self.server.dropped(f"drop database if exists `{name}`")


def _failed(text: str, answer: str) -> StatementFailed:
    """The statement around the line that the client names, and the server's words."""
    found = FAULT.search(answer)
    line = int(found[2]) if found else 1
    lines = text.splitlines()
    around = "\n".join(lines[max(0, line - 6) : line + 2])
    says = found[3].strip() if found else answer.strip()[-300:]
    return StatementFailed(what=f"line {line}: {says}", statement=around, answer=answer.strip()[-600:])


@contextlib.contextmanager
def serve(flavour: Flavour, url: str = "", cache: Path | None = None) -> Iterator[InnodbServer]:
    """A server for the length of a proof. Raises ServerUnavailable."""
    server = InnodbServer(flavour, url, cache)
    try:
        yield server
    finally:
        server.close()
