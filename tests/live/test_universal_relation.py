"""A universal relation of 10,000 rows that satisfies its dependencies, split as the theory says and loaded into real engines: joined again
it is the same, every key is enforced, and no anomaly is left to happen. The same of relations and dependencies drawn at random."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relvar import api
from relvar.engines import engine
from relvar.normalize.stated.study import Study
from relvar.normalize.stated.ways import Way
from tests.unit.normalize.instances import satisfying

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
OFFERED = """\
relation offered
attributes agent company product office
join {agent company office} {company product} {agent product}
agent -> office
"""
Rows = list[tuple[str, ...]]


def sold() -> Rows:
    dice = random.Random(5)
    customers = [(f"c{n}", f"person {n % 350}", f"code {n % 60}", f"city {n % 60 % 25}") for n in range(400)]
    products = [(f"p{n}", f"title {n % 100}", str(n % 17)) for n in range(120)]
    sales = [dice.choice(customers) for _ in range(ROWS // 4)]
    return [(f"s{n // 4}", str(n % 4), *sales[n // 4], *dice.choice(products), str(dice.randint(1, 9))) for n in range(ROWS)]


def taught() -> Rows:
    """Every teacher of a course with every book of it."""
    return [(f"c{c}", f"t{(c * 7 + t) % 90}", f"b{(c * 5 + b) % 70}", f"r{c % 20}") for c in range(400) for t in range(5) for b in range(5)]


def offered() -> Rows:
    """Every product that an agent sells of every company of his that makes it: some pairs only, so that no two parts tell the third."""
    some = [(a, c, p) for a in range(34) for c in range(34) for p in range(34) if (a + c) % 3 and (c + p) % 3 and a * p % 5]
    return [(f"a{a}", f"c{c}", f"p{p}", f"o{a % 9}") for a, c, p in some]


class Store:
    """A database that asks questions and says what a refused key is."""

    def __init__(self, ask: Callable[..., list[tuple[Any, ...]]], refusal: type[Exception], place: str) -> None:
        self.ask, self.refusal, self.place = ask, refusal, place

    def holes(self, count: int) -> str:
        return f"({', '.join([self.place] * count)})"


@contextmanager
def sqlite() -> Iterator[Store]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield Store(lambda text, *values: connection.execute(text, values).fetchall(), sqlite3.IntegrityError, "?")
    connection.close()


@contextmanager
def postgresql() -> Iterator[Store]:
    import psycopg

    with engine("postgresql").serve() as server, psycopg.connect(server.conninfo(), autocommit=True) as connection:  # type: ignore[attr-defined]

        def ask(text: str, *values: Any) -> list[tuple[Any, ...]]:
            made = connection.execute(text.replace("create table", "create temp table"), values or None)
            return made.fetchall() if made.description else []

        yield Store(ask, psycopg.errors.UniqueViolation, "%s")


STORES = {"sqlite": sqlite, "postgresql": postgresql}


@pytest.mark.parametrize("store", STORES)
def test_it_rejoins_and_refuses_anomalies(store: str, needs: Callable[[str], None]) -> None:
    needs(store)
    with STORES[store]() as database:
        for stated, rows in ((DEPENDENCIES, sold()), (TAUGHT, taught()), (OFFERED, offered())):
            (study,) = api.studied(stated)
            assert study.chosen is not None and not study.chosen.lost and not study.chosen.repeated
            assert len(rows) >= ROWS
            Split(database, study, study.chosen, rows).proven()


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, set[tuple[int, ...]]]:
    """Dependencies of every kind over four or five attributes, as a file states them, with rows that satisfy them."""
    width = draw(st.integers(4, 5))
    names, bit = "abcde"[:width], st.integers(0, width - 1)
    some = st.lists(bit, min_size=1, max_size=2, unique=True)
    fds = draw(st.lists(st.tuples(some, bit), max_size=3))
    whole = range(width)
    joined = draw(st.lists(st.tuples(bit, bit, bit).filter(lambda three: len(set(three)) == 3), max_size=1))
    joins = [[{a, b, *(set(whole) - {a, b, c})}, {b, c}, {a, c}] for a, b, c in joined]
    lines = [f"attributes {' '.join(names)}"]
    lines += [f"{' '.join(names[at] for at in left)} -> {names[right]}" for left, right in fds]
    lines += ["join " + " ".join("{" + " ".join(names[at] for at in sorted(part)) + "}" for part in parts) for parts in joins]
    rows = draw(st.sets(st.tuples(*[st.integers(0, 4)] * width), min_size=4, max_size=30))
    sides = [(sum(1 << at for at in left), 1 << right) for left, right in fds]
    return "\n".join(lines), satisfying(rows, sides, [[sum(1 << at for at in part) for part in parts] for parts in joins])


@pytest.mark.parametrize("store", STORES)
def test_so_does_any_relation(store: str, needs: Callable[[str], None]) -> None:
    needs(store)
    with STORES[store]() as database:

        @given(drawn())
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        def proven(case: tuple[str, set[tuple[int, ...]]]) -> None:
            (study,) = api.studied(case[0])
            for way in {one.name: one for one in (study.third, study.finest) if one is not None}.values():
                Split(database, study, way, [tuple(map(str, row)) for row in sorted(case[1])]).proven()

        proven()


class Split:
    """The rows in a table without keys, and in the parts of a way, with keys."""

    def __init__(self, store: Store, study: Study, way: Way, rows: Rows) -> None:
        self.store, self.study, self.way, self.rows = store, study, way, rows
        self.names = study.universe.names
        for name in ("u", *(f"part_{number}" for number in range(len(self.names) * 2))):
            store.ask(f"drop table if exists {name}")
        self._load()
        for number, part in enumerate(way.parts):
            keys = [f"{'unique' if at else 'primary key'} ({self.columns(key)})" for at, key in enumerate(part.keys) if key]
            columns = [f"{name} text not null" for name in study.universe.of(part.attributes)]
            store.ask(f"create table part_{number} ({', '.join([*columns, *keys])})")
            store.ask(f"insert into part_{number} select distinct {self.columns(part.attributes)} from u")

    def columns(self, mask: int) -> str:
        return ", ".join(self.study.universe.of(mask))

    def _load(self) -> None:
        self.store.ask(f"create table u ({', '.join(f'{name} text not null' for name in self.names)})")
        for start in range(0, len(self.rows), 50):
            some = self.rows[start : start + 50]
            holes = ", ".join(self.store.holes(len(self.names)) for _ in some)
            self.store.ask(f"insert into u values {holes}", *(value for row in some for value in row))

    def proven(self) -> None:
        """Everything that is claimed of a split."""
        self.rejoins()
        for number, part in enumerate(self.way.parts):
            for key in part.keys:
                if key and self.rows:
                    self.refused(number, part.attributes, key)
        self.no_functional_anomaly()
        self.no_joined_anomaly()

    def joined(self) -> str:
        order = [self._place(one.part) for one in self.way.order] or list(range(len(self.way.parts)))
        return f"select {self.columns(self.study.universe.all)} from {' natural join '.join(f'part_{number}' for number in order)}"

    def _place(self, attributes: int) -> int:
        return next(number for number, part in enumerate(self.way.parts) if part.attributes == attributes)

    def rejoins(self) -> None:
        whole, joined, ask = f"select {self.columns(self.study.universe.all)} from u", self.joined(), self.store.ask
        assert ask(f"{whole} except {joined}") == [] == ask(f"{joined} except {whole}")
        assert ask(f"select count(*) from ({joined}) as j") == [(len(self.rows),)]

    def refused(self, number: int, part: int, key: int) -> None:
        """A stored row once more with the same key and another value everywhere else."""
        kept, names = set(self.study.universe.of(key)), self.study.universe.of(part)
        row = self.store.ask(f"select {', '.join(names)} from part_{number} limit 1")[0]
        values = [value if name in kept else f"other {value}" for name, value in zip(names, row, strict=True)]
        with pytest.raises(self.store.refusal):
            self.store.ask(f"insert into part_{number} values {self.store.holes(len(values))}", *values)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What is tried is taken back."""
        self.store.ask("begin")
        try:
            yield
        finally:
            self.store.ask("rollback")

    def same(self, names: Sequence[str]) -> str:
        return " and ".join(f"{name} = {self.store.place}" for name in names)

    def no_functional_anomaly(self) -> None:
        """A fact is changed in one place: in the whole that can leave two answers, in the parts it is one row and every dependency stands."""
        spared = {one.fd.left for one in self.way.lost} | {one.step.left for one in self.way.repeated}
        for fd in self.study.cover:
            number = next((n for n, part in enumerate(self.way.parts) if (fd.left | fd.right) & ~part.attributes == 0), None)
            if number is not None and fd.left in self.way.parts[number].keys and fd.left and fd.left not in spared:
                for name in self.study.universe.of(fd.right):
                    self._changed(number, self.study.universe.of(fd.left), name)

    def _changed(self, number: int, left: Sequence[str], right: str) -> None:
        ask, sides = self.store.ask, ", ".join(left)
        torn = f"select {sides} from (%s) as j group by {sides} having count(distinct {right}) > 1"
        side = ask(f"select {sides} from u group by {sides} order by count(*) desc limit 1")[0]
        assert ask(f"select count(*) from part_{number} where {self.same(left)}", *side) == [(1,)]
        with self.undone():
            ask(f"update part_{number} set {right} = 'changed' where {self.same(left)}", *side)
            assert ask(torn % self.joined()) == []
        if ask(f"select count(*) from u where {self.same(left)}", *side) > [(1,)]:
            with self.undone():
                row = ask(f"select {', '.join(self.names)} from u where {self.same(left)} limit 1", *side)[0]
                ask(f"update u set {right} = 'changed' where {self.same(self.names)}", *row)
                assert ask(torn % "select * from u") == [side], "in the whole the anomaly happens: the check can fail"

    def no_joined_anomaly(self) -> None:
        """Whatever row of a part is taken away, what is left joins to a relation that satisfies each multivalued and join dependency."""
        if any(not one.step.functional for one in self.way.repeated):
            return  # what stays in a part is told with what a write must look at
        universe = self.study.universe
        wholes = [*self.study.joins, *((m.left | m.right, universe.all & ~m.right | m.left) for m in self.study.mvds)]
        wholes = [pieces for pieces in wholes if pieces not in self.way.unheld and len(self.way.parts) > 1]
        for number, part in enumerate(self.way.parts):
            names = universe.of(part.attributes)
            row = self.store.ask(f"select {', '.join(names)} from part_{number} limit 1")[0]
            with self.undone():
                self.store.ask(f"delete from part_{number} where {self.same(names)}", *row)
                for pieces in wholes:
                    assert self._invented(pieces, self.joined()) == []

    def _invented(self, pieces: Sequence[int], whole: str) -> list[tuple[Any, ...]]:
        """Rows that the projections of a relation join to, and that it does not have."""
        parts = [f"(select distinct {self.columns(piece)} from ({whole}) as x{n}) as y{n}" for n, piece in enumerate(pieces)]
        return self.store.ask(f"select {', '.join(self.names)} from {' natural join '.join(parts)} except {whole}")
