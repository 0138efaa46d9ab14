"""What a ranked full-text search costs a row: the rows that match are all fetched and ranked before the first is shown.

Run: python bench/ranked_search.py. Prints rows ranked a second by one core, for the words of a short text in the row itself.
"""

from __future__ import annotations

import time

from relvar import api
from relvar.engines import engine

ROWS, WORDS, COMMON = 200_000, 40, 100  # one row in COMMON holds the searched word
TRIES = 5
TABLE = """create table ranked (
  id int primary key, body text, words tsvector generated always as (to_tsvector('simple', body)) stored)"""
FILLED = """insert into ranked (id, body)
  select n, (select string_agg('w' || (n * 7919 + k * 104729) %% 5000, ' ') from generate_series(1, %s) k)
    || case when n %% %s = 0 then ' needle' else '' end from generate_series(1, %s) n"""
SEARCH = """select id from ranked where words @@ to_tsquery('simple', 'needle')
  order by ts_rank(words, to_tsquery('simple', 'needle')) desc limit 20"""


def main() -> None:
    design = api.design(api.brief_of("Articles with a title and a body", ["postgresql"]))
    with engine("postgresql").serve() as server:
        database = server.database(design, "postgresql")
        session = database.session()
        try:
            session.sql(TABLE)
            session.sql(FILLED, (WORDS, COMMON, ROWS))
            session.sql("create index on ranked using gin (words)")
            session.sql("vacuum analyze ranked")
            best = min(_seconds(lambda: session.sql(SEARCH)) for _ in range(TRIES))
            rate = ROWS / COMMON / best
            print(f"{ROWS // COMMON} rows of {WORDS} words ranked in {best * 1000:.1f} ms: {rate:,.0f} a second and core ({server.version})")
        finally:
            session.close()
            database.close()


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
