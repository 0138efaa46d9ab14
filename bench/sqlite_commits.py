"""Single-row commits a second in SQLite: WAL, synchronous=NORMAL, one writer, on the file system of the folder given.

    python bench/sqlite_commits.py [FOLDER] [SECONDS]

Prints one line a round and the median. The row is what a small order line takes: a key, a reference, an instant, a
money amount and 40 characters, with one index beside the key. Reads are lookups by key out of the same table.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5  # the median of five keeps one checkpoint or one neighbour's burst out of the number
SCHEMA = """
pragma journal_mode = wal;
pragma synchronous = normal;
pragma foreign_keys = on;
create table owners (owner_id integer primary key) strict;
create table lines (
  line_id integer primary key, owner_id integer not null references owners (owner_id),
  at text not null, amount integer not null, note text not null
) strict;
create index lines_owner_id_at_ix on lines (owner_id, at);
"""


def opened(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "bench.db", isolation_level=None)
    connection.executescript(SCHEMA)
    connection.executemany("insert into owners values (?)", ((n,) for n in range(1, 1001)))
    return connection


def commits(connection: sqlite3.Connection, seconds: float) -> float:
    """Commits a second, one row each."""
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        owner = done * 7919 % 1000 + 1
        connection.execute(
            "insert into lines (owner_id, at, amount, note) values (?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?)",
            (owner, done, "x" * 40),
        )
        done += 1
    return done / elapsed


def reads(connection: sqlite3.Connection, seconds: float) -> float:
    """Lookups by key a second."""
    top = connection.execute("select max(line_id) from lines").fetchone()[0]
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        connection.execute("select * from lines where line_id = ?", (done * 7919 % top + 1,)).fetchone()
        done += 1
    return done / elapsed


def main() -> None:
    place = sys.argv[1] if len(sys.argv) > 1 else None
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 2.0
    writes, lookups = [], []
    with tempfile.TemporaryDirectory(dir=place) as folder:
        connection = opened(Path(folder))
        for number in range(ROUNDS):
            writes.append(commits(connection, seconds))
            lookups.append(reads(connection, seconds))
            print(f"round {number + 1}: {writes[-1]:,.0f} commits/s, {lookups[-1]:,.0f} lookups/s")
        connection.close()
    print(f"median, SQLite {sqlite3.sqlite_version}: {statistics.median(writes):,.0f} commits/s, {statistics.median(lookups):,.0f} lookups/s")


if __name__ == "__main__":
    main()
