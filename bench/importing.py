"""How fast a large schema is imported: PYTHONPATH=src python bench/importing.py [TABLES]

Writes DDL of so many tables (1,000 by default, about 600 KB) as each engine's dump would, and times the reading, the lift to the
physical model and the lift to the conceptual one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from itertools import pairwise

from relvar.importing import lift_all
from relvar.importing.ddl import read_ddl
from relvar.importing.idioms import idioms
from relvar.importing.lift import physical

TYPES = {
    "postgresql": ("bigint GENERATED ALWAYS AS IDENTITY", "timestamp with time zone", "numeric(12,2)", '"{}"'),
    "mysql": ("bigint NOT NULL AUTO_INCREMENT", "datetime(6)", "decimal(12,2)", "`{}`"),
    "mariadb": ("bigint NOT NULL AUTO_INCREMENT", "datetime(6)", "decimal(12,2)", "`{}`"),
    "sqlite": ("INTEGER", "TEXT", "NUMERIC", '"{}"'),
    "sqlserver": ("bigint IDENTITY", "datetime2(3)", "decimal(12,2)", "[{}]"),
}


def schema(dialect: str, tables: int) -> str:
    """DDL of tables that refer to one another, with keys, checks, comments and indexes."""
    return "\n".join(line for number in range(tables) for line in _table(dialect, number))


def _table(dialect: str, number: int) -> Iterator[str]:
    key, instant, money, quoted = TYPES[dialect]
    name = quoted.format(f"thing_{number}")
    yield f"CREATE TABLE {name} ("
    yield f"  {quoted.format('id')} {key},"
    yield f"  {quoted.format('code')} varchar(40) NOT NULL,"
    yield f"  {quoted.format('status')} varchar(20) DEFAULT 'new' NOT NULL,"
    yield f"  {quoted.format('amount')} {money} DEFAULT 0 NOT NULL,"
    yield f"  {quoted.format('made_at')} {instant} NOT NULL,"
    yield f"  {quoted.format('parent_id')} bigint,"
    yield f"  CONSTRAINT thing_{number}_pk PRIMARY KEY ({quoted.format('id')}),"
    yield f"  CONSTRAINT thing_{number}_uq UNIQUE ({quoted.format('code')}),"
    yield f"  CONSTRAINT thing_{number}_status CHECK (status IN ('new', 'paid', 'gone')),"
    yield f"  CONSTRAINT thing_{number}_amount CHECK (amount >= 0 AND amount < 1000000),"
    yield f"  CONSTRAINT thing_{number}_fk FOREIGN KEY (parent_id) REFERENCES {quoted.format(f'thing_{number // 2}')} (id) ON DELETE CASCADE"
    yield ");"
    yield f"CREATE INDEX thing_{number}_ix ON {name} (parent_id, made_at DESC);"


def main() -> None:
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    for dialect in TYPES:
        text = schema(dialect, tables)
        times = [time.process_time()]
        found = read_ddl([("bench.sql", text)], "bench.sql", dialect)
        times.append(time.process_time())
        physical(found, dialect, idioms(dialect))
        times.append(time.process_time())
        lift_all(found)
        times.append(time.process_time())
        read, lifted, whole = (after - before for before, after in pairwise(times))
        print(f"{dialect:12} {len(text) / 1e3:6.0f} KB {len(found.tables):5} tables: read {read:.2f} s, tables {lifted:.2f} s, model {whole:.2f} s")


if __name__ == "__main__":
    main()
