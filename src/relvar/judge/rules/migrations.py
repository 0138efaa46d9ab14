"""Changes to tables that are in use: what blocks readers and writers, and what breaks the code that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.judge.statement import Said, in_use, statements, transactions

VOLATILE = r"\b(gen_random_uuid|uuid_generate|random|clock_timestamp|nextval|uuidv7)\b"
REBUILDS = (
    r"^vacuum full\b|^vacuum \(.*full|^cluster \w|^reindex (table|index|schema|database) (?!concurrently)"
    r"|^refresh materialized view (?!concurrently)"
)
BLOCKING = r"^(alter table|create index|create unique index|drop table|drop index|truncate|lock table|cluster|vacuum full|reindex)\b"


def _altering(look: Look, pattern: str, message: str, unless: str = r"(?!)") -> Iterator[Hit]:
    """A hit for every ALTER of a table in use that says the one and not the other."""
    for said in statements(look):
        if said.bare.startswith("alter table") and said.has(pattern) and not said.has(unless) and in_use(look, said):
            yield Hit(element=said.element, message=f"{said.table()}: {message}", place=said.place)


def index_blocks_writers(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if re.match(r"create (unique )?index (?!concurrently)", said.bare) and in_use(look, said):
            yield Hit(element=said.element, message=f"writers of {said.table()} wait until the index is built", place=said.place)


def index_concurrently_in_transaction(look: Look) -> Iterator[Hit]:
    for said, inside in transactions(look):
        if inside and said.has(r"^(create (unique )?index|drop index|reindex.*) concurrently"):
            yield Hit(element=said.element, message="CONCURRENTLY cannot run inside a transaction", place=said.place)


def index_concurrently_of_partitions(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        for index in table.indexes:
            if index.concurrent and table.partition:
                yield Hit(element=f"{table.id}.{index.name}", message=f"{table.id} is partitioned: CONCURRENTLY is refused", place=index.place)


def index_concurrently_if_not_exists(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if said.has(r"^create (unique )?index concurrently if not exists"):
            yield Hit(element=said.element, message="after a failure the invalid index stays, and this says that all is well", place=said.place)


def reference_blocks_both_tables(look: Look) -> Iterator[Hit]:
    yield from _altering(look, r"\badd (constraint [\w\"]+ )?foreign key\b", "both tables are locked while every row is checked", r"\bnot valid\b")


def check_blocks_table(look: Look) -> Iterator[Hit]:
    yield from _altering(look, r"\badd (constraint [\w\"]+ )?check\b", "the table is locked while every row is checked", r"\bnot valid\b")


def not_null_reads_table(look: Look) -> Iterator[Hit]:
    yield from _altering(look, r"\bset not null\b", "the table is locked while every row is read")


def unique_blocks_table(look: Look) -> Iterator[Hit]:
    yield from _altering(
        look, r"\badd (constraint [\w\"]+ )?(unique|primary key)\b", "the table is locked while the index is built", r"\busing index\b"
    )


def type_change_rewrites_table(look: Look) -> Iterator[Hit]:
    yield from _altering(look, r"\balter (column )?[\w\"]+ (set data )?type\b", "every row is written anew, under a lock that stops readers")


def column_rewrites_table(look: Look) -> Iterator[Hit]:
    volatile = (
        rf"\badd (column )?(if not exists )?(?!constraint)[\w\"]+ [^,]*(default [^,]*{VOLATILE}|\bserial\b|\bbigserial\b|as identity|\) stored)"
    )
    yield from _altering(look, volatile, "every row is written anew, under a lock that stops readers")


def column_without_value(look: Look) -> Iterator[Hit]:
    added = r"\badd (column )?(if not exists )?(?!constraint|primary|unique|check|foreign|index|key)[\w\"`]+ [^,]*\bnot null\b"
    yield from _altering(
        look,
        added,
        "a table with rows refuses a NOT NULL column without a default",
        r"\bdefault\b|as identity|\bserial\b|auto_increment|\bbigserial\b|generated",
    )


def column_dropped(look: Look) -> Iterator[Hit]:
    yield from _altering(
        look,
        r"\bdrop (column )?(if exists )?(?!constraint|not null|default|index|key|primary|foreign|check|expression|identity)[\w\"`]+",
        "code that still names the column fails, and its rows do not come back",
    )


def table_dropped(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        remade = said.has(r"^drop table if exists") and any(
            s.number > said.number and re.match(rf"create (\w+ )*table (if not exists )?[\"`\[]?{re.escape(said.table())}\b", s.bare)
            for s in statements(look)
        )
        if said.bare.startswith("drop table") and not remade:
            yield Hit(element=said.element, message="its rows do not come back", place=said.place)


def renamed_in_use(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        renames = (said.bare.startswith("alter table") and said.has(r"\brename (to|column|as)\b|\bchange (column )?")) or said.bare.startswith(
            "rename table"
        )
        if (renames or said.has(r"^exec(ute)? (sys\.)?sp_rename")) and in_use(look, said):
            yield Hit(element=said.element, message="the code that runs names the old one until the last instance is replaced", place=said.place)


def no_lock_timeout(look: Look) -> Iterator[Hit]:
    first: dict[str, Said] = {}
    bounded: set[str] = set()
    for said in statements(look):
        file = said.place.file
        if said.has(r"^set (local |session )?(lock_timeout|statement_timeout)\b") or said.has(r"^select (pg_catalog\.)?set_config\('', ''"):
            bounded.add(file)
        elif re.match(BLOCKING, said.bare) and not said.has(r"\bconcurrently\b") and file not in bounded and in_use(look, said):
            first.setdefault(file, said)
    for file, said in first.items():
        yield Hit(
            element=f"{file} lock_timeout", message="it waits for its lock as long as it takes, and everyone else waits behind it", place=said.place
        )


def whole_table_updated(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if re.match(r"(update|delete from) ", said.bare) and not said.has(r"\bwhere\b|\blimit\b") and in_use(look, said):
            yield Hit(element=said.element, message=f"every row of {said.table()} in one transaction", place=said.place)


def table_truncated(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if said.bare.startswith("truncate"):
            yield Hit(element=said.element, message="its rows go at once, under a lock that stops readers", place=said.place)


def rewrites_in_place(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if said.has(REBUILDS):
            yield Hit(element=said.element, message="readers wait until it has finished", place=said.place)


def copy_without_algorithm(look: Look) -> Iterator[Hit]:
    copies = r"\b(modify|change)\b|\badd (constraint [\w`]+ )?(foreign key|primary key)\b|\bdrop primary key\b|\bconvert to\b"
    yield from _altering(look, copies, "it may copy the whole table, and says neither ALGORITHM nor LOCK", r"\balgorithm\b")


def column_of_cascade_dropped(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if said.has(r"\bdrop\b.*\bcascade\b") and not said.has(r"on delete cascade|on update cascade"):
            yield Hit(element=said.element, message="CASCADE drops what nobody named: views, references, functions", place=said.place)
