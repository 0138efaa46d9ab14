"""Lists of short values of a thing: a child table against the engine's own list, in size and time.

    python bench/value_lists.py [THINGS] [ENGINE]

A million things of two to four words out of 20,000, the words of the front far commoner than those of the back, on
PostgreSQL (text[] with GIN), MySQL (JSON array with a multi-valued index) and SQLite (JSON array, which has no index).
Prints a row for each way: bytes, and milliseconds of the median of several tries.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple, Protocol, TypeVar

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Session

WORDS, LEAST, MOST = 20_000, 2, 4
SKEW = 3  # the word is the cube of an even chance: the commonest in 4 of 100 lists and more, the median word in ten of a million
TRIES, WRITES = 7, 200
BATCH = 2_000
RARE, COMMON = f"w{WORDS // 2}", "w0"


class Way(NamedTuple):
    """One way to keep the lists: what makes it, what fills it, what is asked of it. {} in a question is the word or the key."""

    name: str
    make: tuple[str, ...]
    index: tuple[str, ...]
    after: tuple[str, ...]
    sizes: str
    contains: str
    counted: str
    read: str
    add: Callable[[int, list[str]], list[str]]
    change: Callable[[int, str], list[str]]


def lists(things: int) -> Iterator[tuple[int, list[str]]]:
    chance = random.Random(4)
    for n in range(1, things + 1):
        yield n, sorted({f"w{int(WORDS * chance.random() ** SKEW)}" for _ in range(chance.randint(LEAST, MOST))})


def rows(of: int, words: list[str]) -> str:
    return ", ".join(f"({of}, '{word}')" for word in words)


def json_text(words: list[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def child(sizes: str, after: tuple[str, ...], options: str = "") -> Way:
    return Way(
        name="child table",
        make=(
            "create table thing (id int not null primary key, name varchar(40) not null)",
            f"create table thing_word (id int not null, word varchar(40) not null, primary key (id, word)){options}",
        ),
        index=("create index thing_word_word_ix on thing_word (word, id)",),
        after=after,
        sizes=sizes,
        contains="select t.id, t.name from thing_word w join thing t on t.id = w.id where w.word = '{}' order by w.id limit 20",
        counted="select count(*) from thing_word where word = '{}'",
        read="select t.name, w.word from thing t left join thing_word w on w.id = t.id where t.id = {}",
        add=lambda n, words: [f"insert into thing values ({n}, 'thing {n}')", f"insert into thing_word values {rows(n, words)}"],
        change=lambda n, word: [f"insert into thing_word values ({n}, '{word}')"],
    )


POSTGRESQL_SIZES = "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like 'thing%%'"
ARRAY = Way(
    name="text[] with GIN",
    make=("create table thing (id int not null primary key, name varchar(40) not null, words text[] not null)",),
    index=("create index thing_words_ix on thing using gin (words)",),
    after=("vacuum analyze",),
    sizes=POSTGRESQL_SIZES,
    contains="select id, name from thing where words @> array['{}'] order by id limit 20",
    counted="select count(*) from thing where words @> array['{}']",
    read="select name, words from thing where id = {}",
    add=lambda n, words: [f"insert into thing values ({n}, 'thing {n}', array{words!r})"],
    change=lambda n, word: [f"update thing set words = words || '{word}'::text where id = {n}"],
)
MYSQL_SIZES = """select sum(data_length + index_length) from information_schema.tables
  where table_schema = database() and table_name like 'thing%%'"""
MULTI_VALUED = Way(
    name="JSON with multi-valued index",
    make=("create table thing (id int not null primary key, name varchar(40) not null, words json not null)",),
    index=("create index thing_words_ix on thing ((cast(words as char(40) array)))",),
    after=("analyze table thing",),
    sizes=MYSQL_SIZES,
    contains="select id, name from thing where '{}' member of (words) order by id limit 20",
    counted="select count(*) from thing where '{}' member of (words)",
    read="select name, words from thing where id = {}",
    add=lambda n, words: [f"insert into thing values ({n}, 'thing {n}', '{json_text(words)}')"],
    change=lambda n, word: [f"update thing set words = json_array_append(words, '$', '{word}') where id = {n}"],
)
SQLITE_SIZES = "select page_count * page_size from pragma_page_count(), pragma_page_size()"
JSON_EACH = MULTI_VALUED._replace(
    name="JSON with json_each",
    make=("create table thing (id int not null primary key, name text not null, words text not null)",),
    index=(),
    after=("analyze",),
    sizes=SQLITE_SIZES,
    contains="select id, name from thing where exists (select 1 from json_each(words) where value = '{}') order by id limit 20",
    counted="select count(*) from thing where exists (select 1 from json_each(words) where value = '{}')",
    change=lambda n, word: [f"update thing set words = json_insert(words, '$[#]', '{word}') where id = {n}"],
)
WAYS = {
    "postgresql": (child(POSTGRESQL_SIZES, ("vacuum analyze",)), ARRAY),
    "mysql": (child(MYSQL_SIZES, ("analyze table thing, thing_word",)), MULTI_VALUED),
    "sqlite": (child(SQLITE_SIZES, ("analyze",), " without rowid"), JSON_EACH),
}
BEFORE = {"mysql": ("set global innodb_buffer_pool_size = 1073741824", "set session information_schema_stats_expiry = 0")}


def main() -> None:
    things = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| engine, way | MB | contains, rare | contains, common, first 20 | counted, common | read one | add one | one word more |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print_measured(WAYS, lambda session, _, way: measured(session, way, things))


class Named(Protocol):
    """A way that is measured."""

    @property
    def name(self) -> str: ...


W = TypeVar("W", bound=Named)


def print_measured(ways: Mapping[str, Iterable[W]], measured: Callable[[Session, str, W], str]) -> None:
    """A row for each way of each engine, on a server and a database of its own; the second argument of the command names one engine."""
    for store, each_way in ways.items():
        if store not in sys.argv[2:3] and len(sys.argv) > 2:
            continue
        for way in each_way:
            design = api.design(api.brief_of("Bells have a name.", [store]))
            with engine(store).serve() as server:
                database = server.database(design, store)
                session = database.session()
                try:
                    for statement in BEFORE.get(store, ()):
                        session.sql(statement)
                    print(f"| {store} {server.version}, {way.name} | {measured(session, store, way)} |", flush=True)
                finally:
                    session.close()
                    database.close()


def measured(session: Session, way: Way, things: int) -> str:
    for statement in way.make:
        session.sql(statement)
    filling = lists(things)
    while some := tuple(islice(filling, BATCH)):
        session.begin()
        for statement in together([way.add(n, words) for n, words in some]):
            session.sql(statement)
        session.commit()
    for statement in (*way.index, *way.after):
        session.sql(statement)
    megabytes = float(session.sql(way.sizes)[0][0]) / 1e6
    times = [
        median(lambda: session.sql(way.contains.format(RARE))),
        median(lambda: session.sql(way.contains.format(COMMON))),
        median(lambda: session.sql(way.counted.format(COMMON))),
        each(session, [[way.read.format(n)] for n in keys(things)]),
        each(session, [way.add(things + n, words) for n, words in lists(WRITES)]),
        each(session, [way.change(n, "added") for n in keys(things)]),
    ]
    return " | ".join([f"{megabytes:,.0f}", *(f"{time:.2f}" for time in times)])


def together(added: list[list[str]]) -> list[str]:
    """Inserts of single things as few statements of many rows."""
    found = []
    for same in zip(*added, strict=True):
        head = same[0].split(" values ")[0]
        found.append(f"{head} values {', '.join(statement.split(' values ')[1] for statement in same)}")
    return found


def keys(things: int) -> list[int]:
    return [n * 7919 % things + 1 for n in range(WRITES)]


def median(work: Callable[[], object]) -> float:
    return statistics.median(milliseconds(work) for _ in range(TRIES))


def each(session: Session, works: list[list[str]]) -> float:
    """The median of works that are each a transaction."""

    def done(statements: list[str]) -> None:
        session.begin()
        for statement in statements:
            session.sql(statement)
        session.commit()

    return statistics.median(milliseconds(lambda work=work: done(work)) for work in works)


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
