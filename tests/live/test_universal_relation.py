"""A universal relation of 10,000 rows that satisfies its dependencies, split as the theory says and loaded into real engines: joined again
it is the same, every key is enforced, and no anomaly is left to happen."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from relvar import api
from relvar.engines import engine
from relvar.normalize.stated.study import Study
from relvar.normalize.stated.ways import Way

ROWS = 10_000
DEPENDENCIES = """\
relation sold
attributes sale line customer person postal_code city product title price pieces
sale -> customer
customer -> person postal_code
postal_code -> city
product -> title price
sale line -> product pieces
"""
TAUGHT = """\
relation taught
attributes course teacher book room
course ->> teacher
course -> room
"""


def sold() -> list[tuple[str, ...]]:
    dice = random.Random(5)
    customers = [(f"c{n}", f"person {n % 350}", f"code {n % 60}", f"city {n % 60 % 25}") for n in range(400)]
    products = [(f"p{n}", f"title {n % 100}", str(n % 17)) for n in range(120)]
    sales = [dice.choice(customers) for _ in range(ROWS // 4)]
    return [(f"s{n // 4}", str(n % 4), *sales[n // 4], *dice.choice(products), str(dice.randint(1, 9))) for n in range(ROWS)]


def taught() -> list[tuple[str, ...]]:
    """Every teacher of a course with every book of it."""
    return [(f"c{c}", f"t{(c * 7 + t) % 90}", f"b{(c * 5 + b) % 70}", f"r{c % 20}") for c in range(400) for t in range(5) for b in range(5)]


@contextmanager
def sqlite() -> Iterator[tuple[Callable[..., list[tuple[Any, ...]]], type[Exception], str]]:
    connection = sqlite3.connect(":memory:")
    yield lambda text, *values: connection.execute(text, values).fetchall(), sqlite3.IntegrityError, "?"
    connection.close()


@contextmanager
def postgresql() -> Iterator[tuple[Callable[..., list[tuple[Any, ...]]], type[Exception], str]]:
    import psycopg

    with engine("postgresql").serve() as server, psycopg.connect(server.conninfo(), autocommit=True) as connection:  # type: ignore[attr-defined]

        def run(text: str, *values: Any) -> list[tuple[Any, ...]]:
            made = connection.execute(text.replace("create table", "create temp table"), values or None)
            return made.fetchall() if made.description else []

        yield run, psycopg.errors.UniqueViolation, "%s"


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("stated", "rows"), [(DEPENDENCIES, sold), (TAUGHT, taught)], ids=["sold", "taught"])
def test_it_rejoins_and_refuses_anomalies(store: str, stated: str, rows: Callable[[], list[tuple[str, ...]]], needs: Callable[[str], None]) -> None:
    needs(store)
    (study,) = api.studied(stated)
    assert study.chosen is not None and not study.chosen.lost
    with {"sqlite": sqlite, "postgresql": postgresql}[store]() as (run, refusal, place):
        _load(run, study, rows(), place)
        _split(run, study, study.chosen)
        whole, joined = f"select {_columns(study, study.universe.all)} from u", _joined(study, study.chosen)
        assert run("select count(*) from u") == [(ROWS,)]
        assert run(f"{whole} except {joined}") == [] == run(f"{joined} except {whole}")
        assert run(f"select count(*) from ({joined}) as j") == [(ROWS,)]
        for number, part in enumerate(study.chosen.parts):
            for key in part.keys:
                with pytest.raises(refusal):
                    _insert_again(run, study, number, part.attributes, key, place)
        _no_anomaly(run, study)


def _columns(study: Study, mask: int) -> str:
    return ", ".join(study.universe.of(mask))


def _load(run: Callable[..., Any], study: Study, rows: list[tuple[str, ...]], place: str) -> None:
    names = study.universe.names
    run(f"create table u ({', '.join(f'{name} text not null' for name in names)})")
    for start in range(0, len(rows), 50):
        some = rows[start : start + 50]
        holes = ", ".join(f"({', '.join([place] * len(names))})" for _ in some)
        run(f"insert into u values {holes}", *(value for row in some for value in row))


def _split(run: Callable[..., Any], study: Study, way: Way) -> None:
    for number, part in enumerate(way.parts):
        keys = [f"{'unique' if at else 'primary key'} ({_columns(study, key)})" for at, key in enumerate(part.keys)]
        columns = [f"{name} text not null" for name in study.universe.of(part.attributes)]
        run(f"create table part_{number} ({', '.join([*columns, *keys])})")
        run(f"insert into part_{number} select distinct {_columns(study, part.attributes)} from u")


def _joined(study: Study, way: Way) -> str:
    order = [way.parts.index(next(p for p in way.parts if p.attributes == joined.part)) for joined in way.order] or list(range(len(way.parts)))
    tables = " natural join ".join(f"part_{number}" for number in order)
    return f"select {_columns(study, study.universe.all)} from {tables}"


def _insert_again(run: Callable[..., Any], study: Study, number: int, part: int, key: int, place: str) -> None:
    """A stored row once more with the same key and another value everywhere else."""
    kept = set(study.universe.of(key))
    names = study.universe.of(part)
    row = run(f"select {', '.join(names)} from part_{number} limit 1")[0]
    values = [value if name in kept else f"other {value}" for name, value in zip(names, row, strict=True)]
    run(f"insert into part_{number} values ({', '.join([place] * len(values))})", *values)


def _no_anomaly(run: Callable[..., Any], study: Study) -> None:
    """Every dependency lies in a part as a key: a fact is stored once, so a change is of one row and a deletion loses no other fact."""
    way = study.chosen
    assert way is not None and not way.repeated
    for fd in study.fds:
        number, part = next((n, p) for n, p in enumerate(way.parts) if (fd.left | fd.right) & ~p.attributes == 0)
        assert fd.left in part.keys
        left = _columns(study, fd.left)
        assert run(f"select {left} from part_{number} group by {left} having count(*) > 1") == []
        assert run(f"select count(*) from part_{number}") == run(f"select count(*) from (select distinct {left} from u) as d")
