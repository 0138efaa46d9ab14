"""Fixes run on rows and are taken back, on a real MySQL and a real MariaDB."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from relvar.importing.ddl import read_ddl
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.mending import fixes

BAD = """
create table users (
  id int unsigned not null auto_increment primary key, email varchar(80) character set utf8mb4 not null comment 'login',
  active tinyint(1) comment 'may log in',
  code char(3) not null default 'x' comment 'as printed', balance float not null default 0 comment 'what is owed',
  made_at datetime(6) default current_timestamp(6)
) engine=InnoDB default charset=utf8mb4;
create table orders (
  id bigint not null auto_increment primary key, user_id int unsigned, total double, key o1 (total), key o2 (total, user_id),
  foreign key (user_id) references users (id)
) engine=InnoDB;
create table codes (code varchar(9) not null, unique key (code)) engine=InnoDB;
insert into users (email, active, code, balance) values ('a', null, 'ab', 0.5), ('b', 1, 'abc', 2);
insert into orders (user_id, total) values (1, 10.5);
"""
MENDED = {"nullable-flag", "money-as-float", "redundant-index", "missing-primary-key"}
TABLES = ("users", "orders", "codes")


@pytest.fixture
def empty(server: Any) -> Iterator[Any]:
    """A connection to an empty database of the server."""
    name = "relvar_fixes"
    with contextlib.closing(server.address.connect()) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"create database {name}")
            cursor.execute(f"use {name}")
        try:
            yield connection
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"drop database {name}")


def ran(connection: Any, script: str) -> None:
    with connection.cursor() as cursor:
        for statement in script.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    connection.commit()


def asked(connection: Any, query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def told(connection: Any) -> list[set[str]]:
    """The lines of each table in the server's own words, without the next number of a counter; an index that comes back is the last one."""
    texts = [asked(connection, f"show create table {name}")[0][1].split("AUTO_INCREMENT=")[0] for name in TABLES]
    return [{line.strip().rstrip(",") for line in text.splitlines()} for text in texts]


def test_fixes_run_on_rows_and_are_taken_back(server: Any, empty: Any) -> None:
    found = read_ddl([("bad.sql", BAD)], "bad.sql", server.engine)
    made = fixes(found, judge(found, {"bad.sql": BAD}))
    assert {fault.rule for fault in made.written} == MENDED and not made.left
    ran(empty, BAD)
    before = told(empty)
    ran(empty, made.up)
    assert asked(empty, "select active, code, balance from users order by id")[0][:2] == (0, "ab")
    columns = dict(
        asked(empty, "select column_name, concat(column_type, ' ', is_nullable, ' ', coalesce(column_comment, '')) from information_schema.columns "
              "where table_schema = database() and table_name = 'users'")
    )  # fmt: skip
    assert columns["active"] == "tinyint(1) NO may log in" and columns["code"] == "char(3) NO as printed"
    assert columns["balance"] == "decimal(19,4) NO what is owed", "what no edit names stays"
    mended = "\n".join(f"{asked(empty, f'show create table {name}')[0][1]};" for name in TABLES)
    assert not {fault.rule for fault in judge(read_ddl([("m", mended)], "m", server.engine), {})} & MENDED
    ran(empty, made.down)
    assert told(empty) == before
    assert asked(empty, "select balance from users order by id") == [(0.5,), (2.0,)]


@pytest.mark.parametrize("id_", ["partial-index", "volatile-column"])
def test_what_is_said_to_be_refused_is_refused(id_: str, empty: Any) -> None:
    with pytest.raises(Exception, match=r"1064|3763|1901|syntax|disallowed"):
        ran(empty, catalogue()[id_].rule.bad.replace("; ", ";\n").replace("timestamptz", "datetime"))
