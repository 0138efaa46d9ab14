"""Indexes on what stands in documents: on one path, on a column of its own, on everything, in size and time.

    python -m bench.document_paths [DOCUMENTS] [ENGINE]

Documents of twelve members (eight words out of 2,000, four numbers), of which each has nine: 150 to 200 bytes. Prints a row for each
way: megabytes of the index alone, milliseconds of the median of several tries, and of an insertion and a change of another member.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bench.value_lists import BATCH, each, keys, median, print_measured
from relvar.engines.base import Session

WORDS, MEMBERS, NUMBERS, ABSENT = 2_000, 8, 4, 3
WRITES = 200


class Way(NamedTuple):
    """What makes the index, how big it is, what asks by it ("" where it does not answer that) and what a change of another member is."""

    name: str
    index: tuple[str, ...]
    sizes: str
    equal: str
    ordered: str


def documents(count: int) -> Iterator[tuple[int, str]]:
    chance = random.Random(4)
    names = [f"m{n}" for n in range(MEMBERS)] + [f"n{n}" for n in range(NUMBERS)]
    for n in range(1, count + 1):
        kept = set(chance.sample(names, len(names) - ABSENT)) | {"m0"}
        yield n, json.dumps({k: f"word{chance.randrange(WORDS)}" if k[0] == "m" else chance.randrange(10_000) / 10 for k in names if k in kept})


POSTGRESQL_SIZE = "select pg_relation_size('thing_ix')"
POSTGRESQL = (
    Way(
        name="none",
        index=(),
        sizes="select 0",
        equal="select id from thing where doc ->> 'm0' = 'word7'",
        ordered="select id from thing where doc ->> 'm0' >= 'word7' order by doc ->> 'm0' limit 20",
    ),
    Way(
        name="B-tree on (doc ->> 'm0')",
        index=("create index thing_ix on thing ((doc ->> 'm0'))",),
        sizes=POSTGRESQL_SIZE,
        equal="select id from thing where doc ->> 'm0' = 'word7'",
        ordered="select id from thing where doc ->> 'm0' >= 'word7' order by doc ->> 'm0' limit 20",
    ),
    Way(
        name="B-tree on a stored generated column",
        index=(
            "alter table thing add m0 varchar(60) generated always as (doc ->> 'm0') stored",
            "create index thing_ix on thing (m0)",
        ),
        sizes=POSTGRESQL_SIZE,
        equal="select id from thing where m0 = 'word7'",
        ordered="select id from thing where m0 >= 'word7' order by m0 limit 20",
    ),
    Way(
        name="GIN, jsonb_path_ops",
        index=("create index thing_ix on thing using gin (doc jsonb_path_ops)",),
        sizes=POSTGRESQL_SIZE,
        equal="""select id from thing where doc @> '{"m0": "word7"}'""",
        ordered="",
    ),
    Way(
        name="GIN, jsonb_ops",
        index=("create index thing_ix on thing using gin (doc)",),
        sizes=POSTGRESQL_SIZE,
        equal="""select id from thing where doc @> '{"m0": "word7"}'""",
        ordered="",
    ),
)
MYSQL_VALUE = "json_value(doc, '$.m0' returning char(60))"
MARIADB_VALUE = "left(json_value(doc, '$.m0'), 60)"
INNODB_SIZE = """select stat_value * @@innodb_page_size from mysql.innodb_index_stats
  where database_name = database() and table_name = 'thing' and index_name = 'thing_ix' and stat_name = 'size'"""


def on_value(name: str, index: tuple[str, ...], sizes: str, value: str) -> Way:
    return Way(
        name,
        index,
        sizes,
        f"select id from thing where {value} = 'word7'",
        f"select id from thing where {value} >= 'word7' order by {value} limit 20",
    )


SQLITE_SIZE = "select page_count * page_size from pragma_page_count(), pragma_page_size()"
WAYS = {
    "postgresql": POSTGRESQL,
    "mysql": (
        on_value("none", (), "select 0", MYSQL_VALUE),
        on_value("functional key part", (f"create index thing_ix on thing (({MYSQL_VALUE}))",), INNODB_SIZE, MYSQL_VALUE),
    ),
    "mariadb": (
        on_value("none", (), "select 0", MARIADB_VALUE),
        on_value(
            "virtual column",
            (f"alter table thing add m0 varchar(60) collate utf8mb4_bin as ({MARIADB_VALUE}) virtual invisible, add key thing_ix (m0)",),
            INNODB_SIZE,
            MARIADB_VALUE,
        ),
    ),
    "sqlite": (
        on_value("none", (), SQLITE_SIZE, "doc ->> 'm0'"),
        on_value("index on doc ->> 'm0' (with the table)", ("create index thing_ix on thing (doc ->> 'm0')",), SQLITE_SIZE, "doc ->> 'm0'"),
    ),
}
TYPES = {"postgresql": "jsonb", "sqlite": "text"}
ANALYZE = {"postgresql": "vacuum analyze thing", "sqlite": "analyze"}
CHANGE = {
    "postgresql": "update thing set doc = jsonb_set(doc, '{{m5}}', '\"changed\"') where id = {}",
    "sqlite": "update thing set doc = json_set(doc, '$.m5', 'changed') where id = {}",
}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    print("| engine, index | MB | one value | twenty in order | add one | change another member |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    print_measured(WAYS, lambda session, store, way: measured(session, store, way, count))


def measured(session: Session, store: str, way: Way, count: int) -> str:
    session.sql(f"create table thing (id int not null primary key, doc {TYPES.get(store, 'json')} not null)")
    filling = documents(count)
    while some := tuple(islice(filling, BATCH)):
        session.begin()
        session.sql("insert into thing values " + ", ".join(f"({n}, '{document}')" for n, document in some))
        session.commit()
    for statement in (*way.index, ANALYZE.get(store, "analyze table thing")):
        session.sql(statement)
    megabytes = float(session.sql(way.sizes)[0][0]) / 1e6
    change = CHANGE.get(store, "update thing set doc = json_set(doc, '$.m5', 'changed') where id = {}")
    named = "(id, doc) " if store != "sqlite" else ""
    times = [
        median(lambda: session.sql(way.equal)),
        median(lambda: session.sql(way.ordered)) if way.ordered else None,
        each(session, [[f"insert into thing {named}values ({count + n}, '{document}')"] for n, document in islice(documents(WRITES), WRITES)]),
        each(session, [[change.format(n)] for n in keys(count)]),
    ]
    return " | ".join([f"{megabytes:,.1f}", *("–" if time is None else f"{time:.2f}" for time in times)])


if __name__ == "__main__":
    main()
