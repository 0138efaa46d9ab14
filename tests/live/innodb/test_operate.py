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
from relvar.errors import ServerUnavailable, StatementFailed
from relvar.model.physical import Role
from tests.unit.engines.test_mysql_text import design

APART_SECONDS = 0.01


def deployed(database: Any) -> None:
    place = engine(database.engine)
    for script in place.deploy(database.design, database.engine):
        assert database.apply(place.text(script)) == ()


def test_what_is_watched_and_loaded_runs_as_written(server: Any) -> None:
    """The monitoring account asks monitor.sql, the backup's the checks, and the load test is run: on a server that keeps statistics."""
    from bench.mutants import designed

    name, flavour = server.engine, server.flavour
    made, files = designed("shop", name)
    text = {file.path.removeprefix(f"{name}/"): file.text for file in files}
    cluster = Cluster(flavour, settings={"performance-schema": "ON"})
    counting = InnodbServer(flavour, cluster=cluster)
    try:
        database = counting.database(made, name)
        deployed(database)
        database.apply(text["test/00_sample_data.sql"])
        duties: dict[str, Role] = {role.duty: role for role in database.physical.roles.values()}
        for path, duty in (("operate/monitor.sql", "monitor"), ("operate/checks.sql", "backup")):
            with counting.speaking_as(duties[duty], duties[duty].name) as who:
                command = [counting.program(counting.words.client), "--no-defaults", *who.arguments(), database.name]
                done = subprocess.run(command, input=text[path], capture_output=True, text=True, check=False, env=who.environment())
            assert done.returncode == 0, (path, done.stderr)
        load = cluster.folder / "load.sql"
        load.write_text(text["test/02_load.sql"])
        slap = [
            counting.program(counting.words.load_test),
            "--no-defaults",
            *counting.address.arguments(),
            "--concurrency=2",
            "--number-of-queries=20",
        ]
        slap += ["--delimiter=;", "--no-drop", f"--create-schema={database.name}", f"--query={load}"]
        done = subprocess.run(slap, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "Average number of seconds" in done.stdout, done.stderr
    finally:
        counting.close()


def test_a_named_server_is_left_as_it_was(server: Any) -> None:
    name = server.engine
    place, made_for = engine(name), design(name)
    url = f"{name}://root@localhost/?socket={server.cluster.socket}"
    question = "select group_concat(n order by n) from (select user as n from mysql.user union select schema_name from information_schema.schemata) s"
    before = server.asked(question)
    with place.serve(url) as named:
        made = named.database(made_for, name)
        deployed(made)
        assert made.inspect() == place.expected(made_for, name, made.version)
        assert f"clinic_app_r{named.run_id}" in str(server.asked(question))
        assert made.session("app").sql("select * from people") == []
        with pytest.raises(StatementFailed) as caught:
            made.apply("select 1;\n\nselect nonsense;\n")
        assert "line 3" in caught.value.what and "nonsense" in caught.value.statement
    assert server.asked(question) == before


def test_one_flavour_is_no_proof_of_the_other(server: Any) -> None:
    """A server that a URL names is asked what it is, whatever it was said to be."""
    other = {"mysql": "mariadb", "mariadb": "mysql"}[server.engine]
    with pytest.raises(ServerUnavailable) as caught, engine(other).serve(f"{other}://root@localhost/?socket={server.cluster.socket}"):
        pass
    assert f"no {engine(other).title}" in caught.value.what


def test_a_wrong_password_and_an_account_without_rights_are_told_and_leave_nothing(server: Any) -> None:
    name, place = server.engine, engine(server.engine)
    question = "select group_concat(schema_name order by schema_name) from information_schema.schemata"
    before = server.asked(question)
    server.asked("create user guest identified by 'right-secret'")
    socket = server.cluster.socket
    try:
        with pytest.raises(ServerUnavailable) as wrong, place.serve(f"{name}://guest:wrong-secret@localhost/?socket={socket}"):
            pass
        assert "guest" in wrong.value.what and wrong.value.remedy and "secret" not in str(wrong.value)
        with pytest.raises(ServerUnavailable) as poor, place.serve(f"{name}://guest:right-secret@localhost/?socket={socket}") as found:
            found.database(design(name), name)
        assert "guest" in poor.value.what and poor.value.remedy and "secret" not in str(poor.value)
    finally:
        server.asked("drop user guest")
    assert server.asked(question) == before


def test_no_server_says_what_to_do() -> None:
    for url in ("mysql://root:secret@127.0.0.1:1/", "oracle://somewhere/", "mysql://root@localhost:port/"):
        with pytest.raises(ServerUnavailable) as caught, engine("mysql").serve(url):
            pass
        assert caught.value.remedy and "secret" not in str(caught.value)


def test_each_instant_comes_back_as_it_was(server: Any) -> None:
    """As finely as the server's log tells it: to the microsecond, or to the transaction."""
    name = server.engine
    by_transaction = hasattr(server.flavour.archiving, "transaction")
    with server.archiving(design(name), name) as archiving:
        for fault, said in (("", ""), ("innodb_bufer_pool_size = 1G", "innodb_bufer_pool_size")):
            archiving.files[SETTINGS] = f"[mysqld]\nlog_bin = binlog\n{fault}\n"
            assert said in archiving.refused_settings() and bool(archiving.refused_settings()) == bool(said)
        deployed(archiving.database)
        archiving.base_backup()
        session = archiving.database.session()
        session.insert("clinic", {"clinic_id": 1, "name": "clinic 1", "seats": 2})
        one, checksums = archiving.transaction() if by_transaction else archiving.instant(), archiving.database.checksums()
        time.sleep(APART_SECONDS)
        session.insert("clinic", {"clinic_id": 2, "name": "clinic 2", "seats": 2})
        archiving.lose_rows()
        with archiving.recovered(one) as recovered:
            assert recovered.checksums() == checksums
            assert recovered.inspect() == engine(name).expected(design(name), name, recovered.version)
