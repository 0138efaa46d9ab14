"""A MongoDB of somebody else that is too old, forbids, or breaks off: a clear error with a remedy, no password, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from relvar import api
from relvar.cli import main
from relvar.engines.base import Server
from relvar.engines.mongodb import wire
from relvar.engines.mongodb.catalog import adapted
from relvar.engines.mongodb.live import MongoServer
from relvar.errors import StatementFailed

SECRET = "s3cr-et%2F9"
BRIEF = "A boat club keeps boats with a name and a length in metres. Members book boats for a day."
FORBIDDEN = {"ok": 0.0, "errmsg": "not authorized on shop to execute command", "code": 13, "codeName": "Unauthorized"}
UNKNOWN = {"ok": 0.0, "errmsg": "Authentication failed.", "code": 18, "codeName": "AuthenticationFailed"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("bad") / "out"
    assert main(["design", BRIEF, "-d", "mongodb", "--no-prove", "--out", str(made)]) == 0
    return made


@contextmanager
def faulty(server: Any, monkeypatch: pytest.MonkeyPatch, answers: dict[str, Any], drops_after: int = 0) -> Iterator[str]:
    """The address of a gateway that answers some commands so, and after so many commands drops its connections, until it has dropped four."""
    begun, seen = wire._Commands._one, {"commands": 0, "dropped": 0}

    def one(self: Any, command: str, database: str, document: dict[str, Any]) -> dict[str, Any]:
        seen["commands"] += database.startswith("relvar_")
        begins = seen["commands"] > drops_after and command != "dropDatabase"  # which is tried again at the end, and forgiven
        if drops_after and (begins or seen["dropped"]) and seen["dropped"] < 4:
            seen["dropped"] += 1
            raise ConnectionError
        return dict(answers[command]) if command in answers else begun(self, command, database, document)

    with monkeypatch.context() as patched:
        patched.setattr(wire._Commands, "_one", one)
        gateway = wire.Gateway(server.address, adapted)
        try:
            yield gateway.url.partition("://")[2]
        finally:
            gateway.close()
    assert not drops_after or seen["dropped"] > 0, "nothing was broken off"


def there(server: Any) -> set[str]:
    """Databases of the server behind."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        return {row[0] for row in connection.execute("select distinct database_name from documentdb_api_catalog.collections").fetchall()}


def refused(capsys: pytest.CaptureFixture[str], folder: Path, url: str, rows: str = "200") -> str:
    capsys.readouterr()
    assert main(["prove", str(folder), "--rows", rows, "--server", url]) == 2
    printed = capsys.readouterr()
    words = printed.err[printed.err.index("relvar: ") :]
    assert len(words.strip().splitlines()) >= 2, f"no remedy: {words}"
    assert "Traceback" not in words and "s3cr" not in printed.out + printed.err
    assert not (folder / "proof.json").exists()
    return words


def test_too_old_forbidden_unknown_and_broken_off(
    documents: Server, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relvar.engines.mongodb.address.WAIT_MS", 1_000)
    before = there(documents)
    old = {"version": "6.0.4", "versionArray": [6, 0, 4, 0], "modules": [], "ok": 1.0}
    with faulty(documents, monkeypatch, {"buildInfo": old, "buildinfo": old}) as host:
        assert "MongoDB 6.0.4, older than 7" in refused(capsys, folder, f"mongodb://{host}")
    with faulty(documents, monkeypatch, {"insert": FORBIDDEN, "create": FORBIDDEN}) as host:
        words = refused(capsys, folder, f"mongodb://{host}")
        assert "no database can be made" in words and "a user that may" in words
    with faulty(documents, monkeypatch, {"saslStart": UNKNOWN}) as host:
        words = refused(capsys, folder, f"mongodb://guest:{SECRET}@{host}")
        assert f"no connection to {host.partition('/')[0]}: Authentication failed." in words
    assert there(documents) == before
    with faulty(documents, monkeypatch, {}, drops_after=40) as host:
        assert "the connection was lost during" in refused(capsys, folder, f"mongodb://{host}")
    assert there(documents) == before, "everything that was made is gone"


def test_a_database_that_holds_collections_of_others_is_left_as_it_is(
    documents: Server, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a proof would come upon it by its name, or somebody deploys there."""
    server: Any = documents
    theirs = server.client["relvar_theirs"]
    theirs["zebras"].insert_one({"_id": 1, "name": "Zora"})
    theirs["boats"].insert_one({"_id": 1, "name": "Ada"})

    def untouched() -> bool:
        listed = sorted(theirs.list_collection_names())
        return listed == ["boats", "zebras"] and [theirs[name].count_documents({}) for name in listed] == [1, 1]

    try:
        with faulty(server, monkeypatch, {}) as host, monkeypatch.context() as patched:
            patched.setattr(MongoServer, "new_name", lambda _: theirs.name)
            words = refused(capsys, folder, f"mongodb://{host}")
        assert "the database relvar_theirs holds boats, zebras already" in words and untouched()
        database = server.database(api.stored(folder), "mongodb")
        database.connection, database.name = theirs, theirs.name
        first = (folder / "mongodb" / "deploy" / "01_collections.js").read_text("utf-8")
        with pytest.raises(StatementFailed, match=r"holds boats, zebras already: nothing was made. Name an empty database"):
            database.apply(first)
        assert untouched(), "the collection that is in no one's way was not made either"
    finally:
        server.client.drop_database(theirs.name)
