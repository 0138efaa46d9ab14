"""A live database is read as the files that made it: the golden designs on each engine that runs here, by the engine's own catalog."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from relvar.cli import main
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.errors import ServerUnavailable
from relvar.importing.idioms import idioms
from relvar.importing.lift import physical
from relvar.importing.live import without_password
from relvar.importing.source import read_source
from relvar.model.physical import CheckConstraint, Physical
from tests.cases.load import design
from tests.unit.importing.test_round_trip import said, written

SECRET = "s3cr:t@x"


@contextmanager
def deployed(server: Server, case: str) -> Iterator[str]:
    """The golden design on a server of ours; the URL of its database."""
    made = design(case)
    database: Any = server.database(made, server.engine)
    try:
        for script in engine(server.engine).deploy(made, server.engine):
            database.apply(engine(server.engine).text(script))
        yield url(server, database)
    finally:
        database.close()


def url(server: Any, database: Any) -> str:
    if server.engine == "sqlite":
        return str(database.path)
    if server.engine == "postgresql":
        return f"postgresql://postgres@/{database.name}?host={server.cluster.folder}&port=5432"
    return f"{server.engine}://root@localhost/{database.name}?socket={server.address.socket}"


def shapes(store: Physical) -> dict[str, Any]:
    """Tables as they are whatever way they were told: checks that MySQL words anew are compared by their names."""
    exact = store.engine == "postgresql"
    return {
        table.name: (
            {name: (c.data, c.nullable, c.generated is None, c.identity) for name, c in table.columns.items()},
            table.primary_key,
            {name: said(c) if exact or not isinstance(c, CheckConstraint) else name for name, c in table.constraints.items()},
            {name: said(i) if exact or i.where is None else name for name, i in table.indexes.items()},
        )
        for table in store.tables.values()
    }


@pytest.mark.parametrize("case", ["project_saas"])
def test_a_live_database_is_what_its_files_are(server: Server, case: str) -> None:
    if engine(server.engine).dump is None:
        pytest.skip(f"a live {server.engine} is not read")
    with deployed(server, case) as address:
        found = read_source(address)
        wanted = written(design(case), server.engine)
        one, two = (physical(x, server.engine, idioms(server.engine)).physical for x in (found, wanted))
        assert shapes(one) == shapes(two)
        views = {o.name.rsplit(".", 1)[-1] for x in (found, wanted) for o in x.objects if "view" in o.kind}
        assert views == {o.name.rsplit(".", 1)[-1] for o in found.objects if "view" in o.kind}
        triggers = [{o.name for o in x.objects if o.kind == "trigger"} for x in (found, wanted)]
        assert triggers[0] == triggers[1]


def test_passwords_are_shown_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for address in (
        f"postgresql://app:{SECRET}@127.0.0.1:1/x",
        f"mysql://app:{SECRET}@127.0.0.1:1/x",
        f"postgresql://127.0.0.1:1/x?password={SECRET}",
    ):
        assert main(["import", address, "--out", str(tmp_path / "out")]) == 2
        assert main(["check", address]) == 2
        printed = capsys.readouterr()
        assert "s3cr" not in printed.out + printed.err and "relvar: " in printed.err
    assert not (tmp_path / "out").exists()
    assert without_password(f"mysql://a:{SECRET}@h/x?socket=/s") == "mysql://a@h/x?socket=/s"


def test_a_database_file_is_opened_to_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.executescript("create table a (id integer primary key, price real); create virtual table w using fts5(body);")
    connection.close()
    before = path.read_bytes()
    assert main(["check", str(path), "--only", "money-as-float"]) == 1
    assert f"{path}: error: a.price" in capsys.readouterr().out
    assert main(["import", f"sqlite:///{path}"]) == 0
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["a.db"]
    assert main(["import", "oracle://h/x"]) == 2


def test_a_dump_of_the_server_is_what_its_catalog_says(tmp_path: Path) -> None:
    """pg_dump tells the same schema as the catalog that we ask."""
    try:
        from relvar.engines.postgresql.cluster import tool

        with engine("postgresql").serve() as server, deployed(server, "fish_auction") as address:
            text = subprocess.run([tool("pg_dump"), "-s", address], capture_output=True, text=True, check=True, env={**os.environ}).stdout
            (tmp_path / "dump.sql").write_text(text)
            one, two = read_source(str(tmp_path / "dump.sql")), read_source(address)
    except ServerUnavailable as error:
        pytest.skip(f"NO POSTGRESQL HERE: {error.what}")
    assert not one.leftovers
    assert shapes(physical(one, "postgresql", idioms("postgresql")).physical) == shapes(physical(two, "postgresql", idioms("postgresql")).physical)
