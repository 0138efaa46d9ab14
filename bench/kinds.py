"""Kinds of a thing: a table for each with the kind in the reference, against one table with columns that are empty for all other kinds.

    python bench/kinds.py [THINGS] [ENGINE]

A million vehicles, each a car, a truck or a van, with four facts that all have and three that one kind has. Both ways refuse the same rows:
the one by references, the other by a check for each kind. Prints a row for each way: bytes, and milliseconds of the median of several tries.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from value_lists import BATCH, WRITES, each, keys, median, print_measured, together

from relvar.engines.base import Session

KINDS = {"car": ("doors", "seats", "boot"), "truck": ("payload", "axles", "height"), "van": ("volume", "doors_at_side", "shelves")}
COMMON = "id int not null primary key, plate varchar(12) not null, make varchar(20) not null, bought date not null, kind varchar(8) not null"
LISTED = "check (kind in ('car', 'truck', 'van'))"


class Way(NamedTuple):
    """One way to keep the kinds. {} in a question is the key."""

    name: str
    make: tuple[str, ...]
    whole: str
    of_one_kind: str
    page: str
    after: tuple[str, ...] = ()
    sizes: str = ""


def own(kind: str, null: str) -> str:
    return ", ".join(f"{column} int {null}" for column in KINDS[kind])


def apart() -> Way:
    joined = " ".join(f"left join vehicle_{kind} on vehicle_{kind}.id = v.id" for kind in KINDS)
    facts = ", ".join(f"vehicle_{kind}.{column}" for kind, columns in KINDS.items() for column in columns)
    tables = [
        f"create table vehicle_{kind} (id int not null primary key, {own(kind, 'not null')}, kind varchar(8) not null default '{kind}' "
        f"check (kind = '{kind}'), foreign key (id, kind) references vehicle (id, kind))"
        for kind in KINDS
    ]
    return Way(
        name="a table for each kind",
        make=(f"create table vehicle ({COMMON}, {LISTED}, unique (id, kind))", *tables),
        whole=f"select v.*, {facts} from vehicle v {joined} where v.id = {{}}",
        of_one_kind="select v.plate, t.payload from vehicle_truck t join vehicle v on v.id = t.id "
        "where t.id >= {0} and v.id >= {0} order by t.id limit 20",
        page="select id, plate, kind from vehicle where id >= {} order by id limit 20",
    )


def together_in_one() -> Way:
    checks = []
    for kind, columns in KINDS.items():
        filled, empty = (" and ".join(f"{c} is {word}null" for c in columns) for word in ("not ", ""))
        checks.append(f"check ((kind = '{kind}' and {filled}) or (kind <> '{kind}' and {empty}))")
    facts = ", ".join(own(kind, "null") for kind in KINDS)
    return Way(
        name="one table",
        make=(f"create table vehicle ({COMMON}, {facts}, {LISTED}, {', '.join(checks)})",),
        whole="select * from vehicle where id = {}",
        of_one_kind="select plate, payload from vehicle where kind = 'truck' and id >= {} order by id limit 20",
        page="select id, plate, kind from vehicle where id >= {} order by id limit 20",
    )


SIZES = {
    "postgresql": "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like 'vehicle%%'",
    "mysql": """select sum(data_length + index_length) from information_schema.tables
      where table_schema = database() and table_name like 'vehicle%%'""",
    "sqlite": "select page_count * page_size from pragma_page_count(), pragma_page_size()",
}
TABLES = {True: ("vehicle", *(f"vehicle_{kind}" for kind in KINDS)), False: ("vehicle",)}


def after(store: str, is_apart: bool) -> tuple[str, ...]:
    return (f"analyze table {', '.join(TABLES[is_apart])}",) if store == "mysql" else ("vacuum analyze",) if store == "postgresql" else ("analyze",)


WAYS = {
    store: tuple(way._replace(after=after(store, way.name != "one table"), sizes=sizes) for way in (apart(), together_in_one()))
    for store, sizes in SIZES.items()
}


def inserts(way: Way, n: int) -> list[str]:
    kind = list(KINDS)[n % len(KINDS)]
    values = f"{n}, 'P-{n}', 'make {n % 40}', '2024-01-{n % 28 + 1:02}', '{kind}'"
    facts = f"{n % 5}, {n % 7}, {n % 90}"
    if way.name == "one table":
        return [f"insert into vehicle (id, plate, make, bought, kind, {', '.join(KINDS[kind])}) values ({values}, {facts})"]
    return [f"insert into vehicle values ({values})", f"insert into vehicle_{kind} (id, {', '.join(KINDS[kind])}) values ({n}, {facts})"]


def by_kind(things: int) -> Iterator[int]:
    """Every number, those of one kind together: statements of many rows name the columns of one kind."""
    for place in range(len(KINDS)):
        yield from (n for n in range(1, things + 1) if n % len(KINDS) == place)


def measured(session: Session, way: Way, things: int) -> str:
    for statement in way.make:
        session.sql(statement)
    filling = by_kind(things)
    while some := tuple(islice(filling, BATCH)):
        session.begin()
        for kind in range(len(KINDS)):
            same = [inserts(way, n) for n in some if n % len(KINDS) == kind]
            for statement in together(same) if same else ():
                session.sql(statement)
        session.commit()
    for statement in way.after:
        session.sql(statement)
    megabytes = float(session.sql(way.sizes)[0][0]) / 1e6
    times = [
        each(session, [[way.whole.format(n)] for n in keys(things)]),
        each(session, [[way.of_one_kind.format(n)] for n in keys(things)]),
        each(session, [[way.page.format(n)] for n in keys(things)]),
        each(session, [inserts(way, things + n) for n in range(1, WRITES + 1)]),
        median(lambda: session.sql("select kind, count(*) from vehicle group by kind")),
    ]
    return " | ".join([f"{megabytes:,.0f}", *(f"{time:.2f}" for time in times)])


def main() -> None:
    things = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print("| engine, way | MB | read one whole | 20 of one kind | 20 of all | add one | count by kind |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    print_measured(WAYS, lambda session, _, way: measured(session, way, things))


if __name__ == "__main__":
    main()
