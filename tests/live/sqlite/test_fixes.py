"""What the rules say and mend of SQLite, on the real library."""

from __future__ import annotations

import sqlite3

import pytest

from relvar.importing.ddl import read_ddl
from relvar.judge import judge
from relvar.judge.catalogue import catalogue
from relvar.mending import fixes

BAD = """
pragma foreign_keys = on;
create table users (id integer primary key, email text not null) strict;
create table orders (id integer primary key, user_id integer references users (id), total integer) strict;
create index o1 on orders (total); create index o2 on orders (total, id);
"""
INDEXES = "select name from sqlite_schema where type = 'index' order by 1"


def test_fixes_run_and_are_taken_back() -> None:
    found = read_ddl([("bad.sql", BAD)], "bad.sql", "sqlite")
    made = fixes(found, judge(found, {"bad.sql": BAD}))
    assert {fault.rule for fault in made.written} == {"unindexed-reference", "redundant-index"}
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(BAD)
        connection.executescript(made.up)
        assert connection.execute(INDEXES).fetchall() == [("o2",), ("orders_user_id_ix",)]
        assert not {f.rule for f in judge(read_ddl([("bad.sql", BAD + made.up)], "b", "sqlite"), {})} & {"unindexed-reference", "redundant-index"}
        connection.executescript(made.down)
        assert connection.execute(INDEXES).fetchall() == [("o1",), ("o2",)]


@pytest.mark.parametrize("id_", ["unknown-type-in-strict-table", "counter-not-integer", "inline-index", "check-with-query"])
def test_what_is_said_to_be_refused_is_refused(id_: str) -> None:
    rule = catalogue()[id_].rule
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(":memory:").executescript(rule.bad)
    sqlite3.connect(":memory:").executescript(rule.good if rule.dialect == "sqlite" else "select 1")


def test_a_key_takes_null_as_the_rule_says() -> None:
    rule = catalogue()["nullable-primary-key"].rule
    with sqlite3.connect(":memory:") as connection:
        connection.executescript(rule.bad + "insert into a values (null); insert into a values (null);")
    with pytest.raises(sqlite3.IntegrityError), sqlite3.connect(":memory:") as connection:
        connection.executescript(rule.good + "insert into a values (null);")
