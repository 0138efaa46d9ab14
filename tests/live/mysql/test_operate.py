"""What an operator runs, as it is written: what is watched, the load test, a server that a URL names, recovery to an instant."""

from __future__ import annotations

import subprocess
import time
from typing import Any

import pytest

from relvar.engines import engine
from relvar.engines.innodb.cluster import Cluster
from relvar.engines.innodb.live import InnodbServer
from relvar.engines.innodb.operate import SETTINGS
from relvar.engines.mysql.live import FLAVOUR
from relvar.errors import ServerUnavailable, StatementFailed
from tests.unit.engines.test_mysql_text import design

ENGINE = engine("mysql")
APART_SECONDS = 0.01


def deployed(database: Any) -> None:
    for script in ENGINE.deploy(database.design, "mysql"):
        assert database.apply(ENGINE.text(script)) == ()


def test_what_is_watched_and_loaded_runs_as_written(server: Any) -> None:
    """The monitoring account asks monitor.sql, the backup's the checks, and mysqlslap the load test: on a server that keeps statistics."""
    from bench.mutants import designed

    made, files = designed("shop", "mysql")
    text = {file.path.removeprefix("mysql/"): file.text for file in files}
    counting = InnodbServer(FLAVOUR, cluster=Cluster(FLAVOUR, settings={"performance-schema": "ON"}))
    try:
        database = counting.database(made, "mysql")
        deployed(database)
        database.apply(text["test/00_sample_data.sql"])
        duties = {role.duty: role.name for role in database.physical.roles.values()}
        for path, duty in (("operate/monitor.sql", "monitor"), ("operate/checks.sql", "backup")):
            who = counting.member(duties[duty])
            command = [counting.program("mysql"), "--no-defaults", *who.arguments(), database.name]
            done = subprocess.run(command, input=text[path], capture_output=True, text=True, check=False, env=who.environment())
            assert done.returncode == 0, (path, done.stderr)
        load = counting.cluster.folder / "load.sql"  # type: ignore[union-attr]
        load.write_text(text["test/02_load.sql"])
        slap = [counting.program("mysqlslap"), "--no-defaults", *counting.address.arguments(), "--concurrency=2", "--number-of-queries=20"]
        slap += ["--delimiter=;", "--no-drop", f"--create-schema={database.name}", f"--query={load}"]
        done = subprocess.run(slap, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "Average number of seconds" in done.stdout, done.stderr
    finally:
        counting.close()


def test_a_named_server_is_left_as_it_was(server: Any) -> None:
    url = f"mysql://root@localhost/?socket={server.cluster.socket}"
    question = "select group_concat(n order by n) from (select user as n from mysql.user union select schema_name from information_schema.schemata) s"
    before = server.asked(question)
    with ENGINE.serve(url) as named:
        made = named.database(design(), "mysql")
        deployed(made)
        assert made.inspect() == ENGINE.expected(design(), "mysql", made.version)
        assert f"clinic_app_r{named.run_id}" in str(server.asked(question))
        assert made.session("app").sql("select * from people") == []
        with pytest.raises(StatementFailed) as caught:
            made.apply("select 1;\n\nselect nonsense;\n")
        assert "line 3" in caught.value.what and "nonsense" in caught.value.statement
    assert server.asked(question) == before


def test_no_server_says_what_to_do() -> None:
    for url in ("mysql://root:secret@127.0.0.1:1/", "oracle://somewhere/", "mysql://root@localhost:port/"):
        with pytest.raises(ServerUnavailable) as caught, ENGINE.serve(url):
            pass
        assert caught.value.remedy and "secret" not in str(caught.value)


def test_each_instant_comes_back_as_it_was(server: Any) -> None:
    """To the microsecond: between two commits of the same second."""
    with server.archiving(design(), "mysql") as archiving:
        for fault, said in (("", ""), ("innodb_bufer_pool_size = 1G", "innodb_bufer_pool_size")):
            archiving.files[SETTINGS] = f"[mysqld]\nlog_bin = binlog\n{fault}\n"
            assert said in archiving.refused_settings() and bool(archiving.refused_settings()) == bool(said)
        deployed(archiving.database)
        archiving.base_backup()
        session = archiving.database.session()
        session.insert("clinic", {"clinic_id": 1, "name": "clinic 1", "seats": 2})
        one, checksums = archiving.instant(), archiving.database.checksums()
        time.sleep(APART_SECONDS)
        session.insert("clinic", {"clinic_id": 2, "name": "clinic 2", "seats": 2})
        archiving.lose_rows()
        with archiving.recovered(one) as recovered:
            assert recovered.checksums() == checksums
            assert recovered.inspect() == ENGINE.expected(design(), "mysql", recovered.version)
