"""Every way in which a table may be changed, tried on a real server: no clause of a migration is refused, up, down and up again, whatever
the table has, each trait alone and each two together; and none is dearer than the server asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from typing import Any, get_args

import msgspec
import pymysql
import pytest

from relvar.engines import engine
from relvar.engines.base import Evolution, Server
from relvar.engines.innodb import script
from relvar.engines.innodb.alterations import CLAUSES, WAYS, Kind, Trait, traits
from relvar.engines.innodb.ddl import Ddl
from relvar.engines.innodb.dialect import of_engine
from relvar.model.changes import Add, Alter, Change, Drop, apply
from relvar.model.expression import Call, ColumnRef, Compare, Constant, Expression
from relvar.model.physical import CheckConstraint, Column, Constraint, ForeignKey, Index, IndexPart, Partition, Physical, Table
from relvar.model.semantic import DataType

TRAITS: tuple[Trait, ...] = get_args(Trait)
SETS = [frozenset(chosen) for count in (0, 1, 2) for chosen in combinations(TRAITS, count)]


def text(name: str, *, nullable: bool = False) -> Column:
    return Column(name=name, data=DataType(base="text", length=20), nullable=nullable)


def index(name: str, expression: Expression, **more: Any) -> Index:
    return Index(name=f"things_{name}_ix", parts=(IndexPart(expression=expression),), **more)


def longer(column: str) -> Compare:
    return Compare(op=">=", left=Call(function="length", arguments=(ColumnRef(column=column),)), right=Constant(value=1))


def lower(column: str) -> Call:
    return Call(function="lower", arguments=(ColumnRef(column=column),))


def things(flavour: str, has: frozenset[Trait]) -> Physical:
    """Two tables, of which one has those traits."""
    at = Column(name="at", data=DataType(base="timestamp"))
    columns = {"id": Column(name="id", data=DataType(base="integer")), "at": at, "name": text("name"), "code": text("code")}
    columns |= {"place": text("place"), "maker": Column(name="maker", data=DataType(base="integer"), nullable=True)}
    checks = {"name": CheckConstraint(name="things_name_ck", condition=longer("name"), says="")}
    if "retyped_check" in has:
        late = Compare(op=">", left=ColumnRef(column="at"), right=Constant(value="2000-01-01T00:00:00+00:00"))
        checks["at"] = CheckConstraint(name="things_at_ck", condition=late, says="")
    if "stored_column" in has:
        columns["small"] = msgspec.structs.replace(text("small"), generated=lower("code"))
    indexes = {"unused": index("unused", ColumnRef(column="code")), "unused_lower": index("unused_lower", lower("place"))}
    if "computed_key" not in has:
        del indexes["unused_lower"]
    if "searched" in has:
        indexes["search"] = index("search", ColumnRef(column="code"), method="text")
    months = Partition(column="at", interval="month") if "partitioned" in has else None
    table = Table(
        name="things", columns=columns, primary_key=("id", "at") if "partitioned" in has else ("id",), primary_key_name="things_pk", comment="",
        constraints=dict[str, Constraint](checks), indexes=indexes, partition=months,
    )  # fmt: skip
    keys = {"id": Column(name="id", data=DataType(base="integer"))}
    makers = Table(name="makers", columns=keys, primary_key=("id",), primary_key_name="makers_pk", comment="")
    return Physical(engine=flavour, tables={"maker": makers, "thing": table})


def changes(before: Physical, has: frozenset[Trait]) -> Iterator[Change]:
    """Of each kind one that leaves the table's traits as they are."""
    columns, indexes = before.tables["thing"].columns, before.tables["thing"].indexes
    for id_ in ("name", "place"):  # one with a check of its own, one without
        if id_ == "place" and "computed_key" in has:
            continue  # a key is on it
        yield Alter(collection="columns", table="thing", id=id_, before=columns[id_], after=msgspec.structs.replace(columns[id_], name=f"new_{id_}"))
    yield Add(collection="columns", table="thing", id="note", element=text("note", nullable=True))
    yield Add(
        collection="constraints", table="thing", id="note_ck", element=CheckConstraint(name="things_note_ck", condition=longer("note"), says="")
    )
    yield Add(collection="indexes", table="thing", id="note_ix", element=index("note", ColumnRef(column="note")))
    if "partitioned" not in has:
        key = ForeignKey(name="things_maker_fk", columns=("maker",), table="maker", to=("id",))
        yield Add(collection="constraints", table="thing", id="maker_fk", element=key)
        yield Add(collection="indexes", table="thing", id="maker_ix", element=index("maker", ColumnRef(column="maker")))
    yield from (Drop(collection="indexes", table="thing", id=id_, element=found) for id_, found in indexes.items() if id_.startswith("unused"))


def more(flavour: str, has: frozenset[Trait]) -> Iterator[Change]:
    """What gives the table traits."""
    yield Add(collection="columns", table="thing", id="tiny", element=msgspec.structs.replace(text("tiny"), generated=lower("name")))
    yield Add(collection="indexes", table="thing", id="code_lower", element=index("code_lower", lower("code")))
    if "partitioned" not in has:  # a unique key must hold what partitions
        yield Add(collection="indexes", table="thing", id="name_lower", element=index("name_lower", lower("name"), unique=True))
    if not (flavour == "mysql" and "partitioned" in has):  # error 1214: the partitioned have no full-text index there
        yield Add(collection="indexes", table="thing", id="words", element=index("words", ColumnRef(column="place"), method="text"))


@pytest.fixture
def cursor(server: Any) -> Iterator[Any]:
    made = server.main.cursor()
    made.execute("drop database if exists alterations")
    made.execute("create database alterations")
    made.execute("use alterations")
    yield made
    made.execute("drop database alterations")


def tried(cursor: Any, made: Any, *, cheaper: bool) -> set[str]:
    """Runs a file's statements; the ways that were taken though a cheaper one would do."""
    needless = set()
    for statement in script.statements(engine("mysql").text(made)):
        clause = next((WAYS.index(w) for w, words in CLAUSES.items() if statement.endswith(words)), 0)
        if cheaper and clause:
            with suppress(pymysql.Error):
                cursor.execute(statement.replace(CLAUSES[WAYS[clause]], CLAUSES[WAYS[clause - 1]]))
                needless.add(statement)
                continue
        try:
            cursor.execute(statement)
        except pymysql.Error as error:
            pytest.fail(f"{made.path}: {error.args[-1]} {statement}")
    return needless


@pytest.mark.parametrize("has", SETS, ids=lambda has: "+".join(sorted(has)) or "plain")
def test_no_clause_is_refused_and_none_is_dearer_than_needed(server: Server, cursor: Any, has: frozenset[Trait]) -> None:
    if server.engine == "mysql" and has == {"searched", "partitioned"}:
        return  # error 1214: no full-text index there
    before = things(server.engine, has)
    assert traits(Ddl(before), "thing") == (has if of_engine(server.engine).retyped else has - {"retyped_check"})
    for statement in Ddl(before).tables():
        cursor.execute(statement.text)
    cursor.execute("insert into things (id, at, name, code, place) values (1, '2020-01-01', 'a', 'b', 'c'), (2, '2021-01-01', 'd', 'e', 'f')")
    needless: set[str] = set()
    for asked in (tuple(changes(before, has)), tuple(more(server.engine, has))):
        evolution = Evolution(name="try", because="a try", before=before, after=apply(before, asked), changes=asked)
        steps = engine(server.engine).migrate(evolution, 2)
        alone = len(has) < 2
        there_and_back = (*(s.up for s in steps), *(s.down for s in reversed(steps)))
        for made in there_and_back * (2 if alone else 1):
            needless |= tried(cursor, made, cheaper=alone and isinstance(asked[0], Alter))
    assert needless == set()


def test_every_kind_is_said_by_each_flavour(server: Server) -> None:
    assert set(of_engine(server.engine).alterations) == set(get_args(Kind))
    assert {trait for facts in of_engine(server.engine).alterations.values() for trait in facts} <= {"usual", *TRAITS}
