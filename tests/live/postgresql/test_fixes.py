"""What the rules say and mend, on a real server: fixes run up and down, and what is said to be refused is refused."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from relvar import api
from relvar.engines.postgresql.cluster import PORT, Cluster
from relvar.errors import ServerUnavailable
from relvar.importing.ddl import read_ddl
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.mending import fixes
from tests.conftest import absent

BAD = """
create table users (id serial primary key, email varchar(80) not null, active boolean, code char(3), balance float,
  made_at timestamp default now(), doc json);
create table orders (id int generated always as identity primary key, user_id int references users(id), total double precision);
create index o1 on orders (total); create index o2 on orders (total, user_id);
create table codes (code varchar(9) not null unique);
insert into users (email, active, code, balance, made_at, doc) values
  ('a', null, 'ab', 0.1, '2026-01-31 12:00', '{"a": 1}'), ('b', true, 'abc', 2, null, null);
insert into orders (user_id, total) values (1, 10.5);
"""
MENDED_RULES = """
    nullable-flag padded-text money-as-float local-timestamp json-as-text serial-not-identity integer-key unindexed-reference redundant-index
    missing-primary-key
"""
MENDED = set(MENDED_RULES.split())
COLUMNS = """
select table_name, column_name, data_type, is_nullable, column_default is null, is_identity
from information_schema.columns where table_schema = 'public' order by 1, ordinal_position
"""
INDEXES = "select indexname from pg_indexes where schemaname = 'public' order by 1"
REFUSED_RULES = """
    partition-key-not-in-key reference-to-no-key reference-to-deferrable-key inverted-index-of-text volatile-index inline-index check-with-query
    extension-unquoted foreign-words on-conflict-without-predicate on-conflict-with-deferrable volatile-column index-concurrently-of-partitions
    dangling-reference
"""
REFUSED = tuple(REFUSED_RULES.split())
ASKS_MORE = {"extension-unquoted", "inverted-index-of-text"}  # their good example needs an extension that is not there


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    try:
        made = Cluster()
    except ServerUnavailable as error:
        absent("postgresql", error.what)
        raise
    yield made
    made.close()


@pytest.fixture
def database(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    name = f"fix_{abs(hash(request.node.name)) % 10**9}"
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return cluster.conninfo(name)


def psql(cluster: Cluster, conninfo: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "script.sql"
    path.write_text(text)
    command = [str(cluster.binaries / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-f", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_fixes_run_on_rows_and_are_taken_back(cluster: Cluster, database: str, tmp_path: Path) -> None:
    found = read_ddl([("bad.sql", BAD)], "bad.sql", "postgresql")
    faults = judge(found, {"bad.sql": BAD})
    made = fixes(found, faults)
    assert {fault.rule for fault in made.written} == MENDED and not made.left
    assert psql(cluster, database, BAD, tmp_path).returncode == 0
    with psycopg.connect(database, autocommit=True) as connection:
        before = connection.execute(COLUMNS).fetchall(), connection.execute(INDEXES).fetchall()
        up = psql(cluster, database, made.up, tmp_path)
        assert up.returncode == 0, up.stderr
        row = connection.execute(
            "insert into users (email, code, balance) values ('c', 'x', 0.1) returning id, active, code, pg_typeof(made_at)::text"
        ).fetchone()
        assert row == (3, False, "x", "timestamp with time zone")
        assert connection.execute("select sum(balance)::text from users").fetchone() == ("2.2000",)
        assert connection.execute("select made_at at time zone 'UTC' = '2026-01-31 12:00' from users where id = 1").fetchone() == (True,)
        again = {fault.rule for fault in judge(read_ddl([("b", BAD), ("up", made.up)], "b", "postgresql"), {})}
        assert again & MENDED <= {"serial-not-identity", "integer-key"}  # the one is mended in a block that is not read, the other is referred to
        down = psql(cluster, database, made.down, tmp_path)
        assert down.returncode == 0, down.stderr
        assert (connection.execute(COLUMNS).fetchall(), connection.execute(INDEXES).fetchall()) == before
        assert connection.execute("insert into users (email) values ('d') returning id").fetchone() == (4,)


@pytest.mark.parametrize("id_", REFUSED)
def test_what_is_said_to_be_refused_is_refused(id_: str, cluster: Cluster, database: str, tmp_path: Path) -> None:
    rule = catalogue()[id_].rule
    assert psql(cluster, database, rule.bad, tmp_path).returncode != 0
    again = psql(cluster, database, f"drop schema public cascade; create schema public;\n{rule.good}", tmp_path)
    assert again.returncode == 0 or id_ in ASKS_MORE, again.stderr


def test_a_live_server_is_asked_how_it_keeps_its_log_and_its_characters() -> None:
    server = Cluster(settings={"archive_mode": "on", "archive_command": "cp %p /archive/%f"})
    try:
        with psycopg.connect(server.conninfo(), autocommit=True) as connection:
            connection.execute("create database bytes encoding 'SQL_ASCII' locale 'C' template template0")
        found = api.judged(api.imported(f"postgresql://postgres@/bytes?host={server.folder}&port={PORT}"))
        assert {fault.rule for fault in found} == {"archive-overwrites", "unchecked-encoding"}
    finally:
        server.close()
