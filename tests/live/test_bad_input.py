"""What is wrong from outside: an address, a password, rights, a version, a database that is not empty, a connection that breaks off.

Always a clear error with a remedy and exit code 2, no traceback, no password in words, files or arguments of programs, and everything
that relvar made is gone.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from relvar.cli import main
from relvar.engines import engine
from relvar.errors import REACHED_BY_ADDRESS, StatementFailed
from relvar.prove import run
from relvar.prove.live.applies import applies
from relvar.prove.live.backup_restores import backup_restores
from tests.unit.discover.sheets import ORDERS, orders, text

SECRET = "s3cr-et/9"
IN_A_URL = "s3cr-et%2F9"
BRIEF = "A boat club keeps boats with a name and a length in metres. Members book boats for a day."


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A folder with a design for one engine, made once."""
    made: dict[str, Path] = {}

    def folder(store: str) -> Path:
        if store not in made:
            made[store] = tmp_path_factory.mktemp(store) / "out"
            assert main(["design", BRIEF, "-d", store, "--no-prove", "--out", str(made[store])]) == 0
        return made[store]

    return folder


class Named(NamedTuple):
    """A real server as somebody else's. `url`: {user} and {password} are to be put in. `ask` may do all."""

    name: str
    url: str
    ask: Callable[[str], Any]
    there: Callable[[], list[str]]  # names of databases and accounts
    kill: Callable[[], None]  # ends the process of the server


@pytest.fixture(params=["postgresql", "mysql", "mariadb"])
def named(request: pytest.FixtureRequest, needs: Callable[[str], None]) -> Iterator[Named]:
    """A server of its own, with an account that logs in with a password and may make nothing."""
    needs(request.param)
    with engine(request.param).serve() as server:
        made = _postgresql(server) if request.param == "postgresql" else _innodb(server)
        yield made


def _postgresql(server: Any) -> Named:
    rules = server.cluster.folder / "data" / "pg_hba.conf"
    rules.write_text(f"local all guest scram-sha-256\n{rules.read_text()}")

    def ask(statement: str) -> list[Any]:
        with server.connect() as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    ask("select pg_reload_conf()")
    ask(f"create role guest login password '{SECRET}'")
    ask("create role chief login superuser")
    there = "select rolname from pg_roles union all select datname from pg_database order by 1"
    url = f"postgresql://{{user}}:{{password}}@/postgres?host={server.cluster.folder}&port=5432"
    return Named("postgresql", url, ask, lambda: [row[0] for row in ask(there)], lambda: _end(server.cluster.process))


def _innodb(server: Any) -> Named:
    server.asked(f"create user guest identified by '{SECRET}'")
    server.asked("create user chief")
    server.asked("grant all on *.* to chief with grant option")

    def there() -> list[str]:
        said = "select group_concat(name order by name) from (select user as name from mysql.user union all select schema_name from"
        return str(server.asked(f"{said} information_schema.schemata) as found")).split(",")

    url = f"{server.engine}://{{user}}:{{password}}@localhost/?socket={server.cluster.socket}"
    return Named(server.engine, url, server.asked, there, lambda: _end(server.cluster.process))


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def arguments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every argument of every program that is started: what anybody on the machine can read in the list of processes."""
    seen: list[str] = []
    begin = subprocess.Popen.__init__

    def watched(self: Any, args: Any, *rest: Any, **more: Any) -> None:
        seen.extend([args] if isinstance(args, str) else map(str, args))
        begin(self, args, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", watched)
    return seen


def _refused(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    """The words of a command that must fail as an error that somebody can act on."""
    assert main(command) == 2
    printed = capsys.readouterr()
    words = printed.err[printed.err.index("relvar: ") :]
    assert len(words.strip().splitlines()) >= 2, f"no remedy: {words}"
    assert "Traceback" not in words
    assert "s3cr" not in printed.out + printed.err
    return words


@pytest.mark.parametrize(
    ("store", "server"),
    [
        ("postgresql", f"postgresql=me:{SECRET}@nowhere/x"),
        ("postgresql", f"postgresql://me:{IN_A_URL}@127.0.0.1:port/x"),
        ("postgresql", f"postgresql://me:{IN_A_URL}@127.0.0.1:1/x"),
        ("postgresql", f"host=127.0.0.1 password={SECRET}"),
        ("postgresql", f"oracle://me:{IN_A_URL}@127.0.0.1/x"),
        ("postgresql", f"mysql://me:{IN_A_URL}@127.0.0.1:1/"),
        ("mysql", f"mysql://me:{IN_A_URL}@127.0.0.1:1/"),
        ("mariadb", f"mariadb=mysql+odd://me:{IN_A_URL}@127.0.0.1:1/"),
        ("mongodb", f"mongodb://me:{IN_A_URL}@127.0.0.1:port/"),
        ("mongodb", f"mongodb://me:{SECRET}@127.0.0.1:1/"),
        ("sqlserver", f"mssql://me:{IN_A_URL}@127.0.0.1:1/"),
        ("sqlserver", f"sqlserver=oracle://me:{IN_A_URL}@127.0.0.1:1/"),
        ("sqlite", "sqlite:///no/such/folder"),
    ],
)
def test_a_wrong_address_is_an_error_and_says_no_password(
    folders: Callable[[str], Path], store: str, server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvar.engines.mongodb.address.WAIT_MS", 300)
    folder = folders(store)
    _refused(capsys, ["prove", str(folder), "--server", server])
    assert not (folder / "proof.json").exists()


@pytest.mark.parametrize("command", ["prove", "check"])
def test_where_nobody_answers_is_said_with_what_was_tried(
    folders: Callable[[str], Path], command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvar.engines.mongodb.address.WAIT_MS", 300)
    url = f"mongodb://me:{IN_A_URL}@127.0.0.1:1,127.0.0.1:2/shop?replicaSet=x"
    words = _refused(capsys, ["prove", str(folders("mongodb")), "--server", url] if command == "prove" else ["check", url])
    assert all(f"127.0.0.1:{port}: [Errno 111]" in words for port in (1, 2)) and "tried for 0.3 s" in words and REACHED_BY_ADDRESS in words


def test_a_server_of_somebody_else(
    named: Named, folders: Callable[[str], Path], capsys: pytest.CaptureFixture[str], arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that may be wrong with it, one after the other, for starting a server takes longer than all of it."""
    folder, before = folders(named.name), named.there()
    guest, chief = named.url.format(user="guest", password=IN_A_URL), named.url.format(user="chief", password="")

    def refused(url: str) -> str:
        words = _refused(capsys, ["prove", str(folder), "--rows", "1000", "--server", url])
        assert not (folder / "proof.json").exists()
        return words

    assert "guest" in refused(named.url.format(user="guest", password=f"{IN_A_URL}x")), "a wrong password"
    poor = refused(guest)
    assert "no database can be made" in poor and "account that may" in poor
    with monkeypatch.context() as patched:
        _want_version_99(named.name, patched)
        assert "99" in refused(chief), "the real check, on a real server, of which more is asked than it is"
    with _sessions_ended(named):
        assert "the connection was lost during" in refused(chief)
    assert named.there() == before, "everything that was made is gone"
    _password_is_shown_nowhere(named, folder, guest, arguments, monkeypatch)
    assert named.there() == before
    (folder / "proof.json").unlink()
    with _killed(named):
        words = refused(chief)
    assert "the connection was lost during" in words and "in its name is this run's" in words
    assert not [word for word in arguments if "s3cr" in word]


def _want_version_99(name: str, patched: pytest.MonkeyPatch) -> None:
    if name == "postgresql":
        from relvar.engines.postgresql import live

        facts = engine(name).features()
        patched.setattr(live, "facts", lambda asked: replace(facts, versions=("99",)))
    else:
        flavour = importlib.import_module(f"relvar.engines.{name}.live")
        patched.setattr(flavour, "FLAVOUR", flavour.FLAVOUR._replace(oldest=(99, 0)))


def _password_is_shown_nowhere(named: Named, folder: Path, url: str, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With an account that may do all, so that files are applied, dumped and restored by programs."""
    rights = "alter role guest superuser" if named.name == "postgresql" else "grant all on *.* to guest with grant option"
    named.ask(rights)
    with monkeypatch.context() as patched:
        patched.setattr(run, "checks", lambda features: (applies, backup_restores))
        assert main(["prove", str(folder), "--server", url]) == 0
    assert len(arguments) > 20, "programs were started"
    assert not [path for path in folder.rglob("*") if path.is_file() and b"s3cr" in path.read_bytes()]


@contextlib.contextmanager
def _sessions_ended(named: Named) -> Iterator[None]:
    """Ends sessions of the account as soon as a database has been made for it, as an operator would."""
    stop = threading.Event()

    def end() -> None:
        ended = 0
        while not stop.is_set() and ended < 3:
            if named.name == "postgresql":
                ended += len(named.ask("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chief' and datname like 'relvar%'"))
            elif (found := named.ask("select min(id) from information_schema.processlist where user = 'chief' and db like 'relvar%'")) is not None:
                with contextlib.suppress(Exception):  # it may have ended by itself
                    named.ask(f"kill {found}")
                    ended += 1
            time.sleep(0.01)

    with _beside(end):
        yield
        stop.set()


@contextlib.contextmanager
def _killed(named: Named) -> Iterator[None]:
    """Ends the server itself once a database has been made on it."""

    def end() -> None:
        while not any(name.startswith("relvar_") for name in named.there()):
            time.sleep(0.01)
        named.kill()

    with _beside(end):
        yield


@contextlib.contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join(20)


def test_rows_go_into_no_database_that_holds_them_and_half_of_them_nowhere(
    needs: Callable[[str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("postgresql")
    from relvar.engines.postgresql.filling import PostgresFilled

    (tmp_path / "orders.csv").write_text(text(ORDERS, orders(400)), "utf-8")
    with engine("postgresql").serve() as server:
        into = ["--into", f"postgresql://postgres@/postgres?host={server.cluster.folder}&port=5432", "-d", "postgresql"]
        command = ["normalize", str(tmp_path / "orders.csv"), *into, "--out", str(tmp_path / "out"), "--force"]
        begun = PostgresFilled.fill

        def broken(self: Any, table: str, *rest: Any) -> int:
            filled = begun(self, table, *rest)
            with server.connect() as other:
                other.execute("select pg_terminate_backend(%s)", (self.connection.info.backend_pid,))
            return filled

        monkeypatch.setattr(PostgresFilled, "fill", broken)
        words = _refused(capsys, command)
        assert "the connection was lost while rows were loaded" in words and "taken away" in words
        with server.connect() as connection:
            assert connection.execute("select to_regnamespace('app')").fetchone() == (None,)
        monkeypatch.setattr(PostgresFilled, "fill", begun)
        assert main(command) == 0
        capsys.readouterr()
        assert "already" in _refused(capsys, command)
        with server.connect() as connection:
            assert connection.execute("select count(*) from app.orders_rows").fetchone() == (400,)


def test_a_database_file_is_left_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from relvar.engines.sqlite.filling import SqliteFilled

    (tmp_path / "orders.csv").write_text(text(ORDERS, orders(40)), "utf-8")
    mine = tmp_path / "mine.db"
    command = ["normalize", str(tmp_path / "orders.csv"), "-d", "sqlite", "--into", f"sqlite:///{mine}", "--out", str(tmp_path / "out"), "--force"]
    _refused(capsys, [*command[:5], "sqlite:///no/such/folder/x.db", *command[6:]])
    mine.write_bytes(b"no database at all" * 100)
    assert "no database file" in _refused(capsys, command)
    mine.unlink()
    begun = SqliteFilled.fill

    def broken(self: Any, table: str, *rest: Any) -> int:
        begun(self, table, *rest)
        raise StatementFailed(what="no room on the disk", statement="", answer="")

    monkeypatch.setattr(SqliteFilled, "fill", broken)
    assert main(command) == 2
    assert not mine.exists(), "a file that is half-made is none"
    monkeypatch.setattr(SqliteFilled, "fill", begun)
    assert main(command) == 0
    kept = mine.read_bytes()
    capsys.readouterr()
    assert "already" in _refused(capsys, command)
    assert mine.read_bytes() == kept


def test_documents_a_server_that_does_not_know_the_account_or_goes_away(
    needs: Callable[[str], None], folders: Callable[[str], Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("mongodb")
    monkeypatch.setattr("relvar.engines.mongodb.address.WAIT_MS", 1_000)
    from relvar.engines.mongodb.catalog import adapted
    from relvar.engines.mongodb.cluster import Cluster
    from relvar.engines.mongodb.wire import Gateway

    cluster = Cluster(None)
    gateway = Gateway(cluster.address, adapted)
    try:
        host = gateway.url.partition("://")[2]
        folder = str(folders("mongodb"))
        _refused(capsys, ["prove", folder, "--server", f"mongodb://guest:{IN_A_URL}@{host}"])
        killer = threading.Timer(0.5, cluster.close)
        killer.start()
        words = _refused(capsys, ["prove", folder, "--rows", "20000", "--server", f"mongodb://{host}"])
        killer.join()
        assert "the connection was lost during" in words
    finally:
        gateway.close()
        cluster.close()
