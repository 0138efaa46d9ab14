"""What is watched: one query a measure, run read-only by the crontab; a row is an alarm or a number to keep."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines.base import Script, Statement
from relvar.engines.sqlite.ddl import one_line
from relvar.engines.sqlite.text import text
from relvar.model.design import Artefact, Design
from relvar.model.physical import Physical

FREE_SHARE = 0.25  # of pages free: after a large deletion the file keeps its size; vacuum gives it back


def monitor(design: Design, store: str) -> Artefact:
    head = "Measures of the database. Each statement gives rows (measure, value); run it read-only: sqlite3 -readonly DATABASE < monitor.sql"
    script = Script(path="operate/monitor.sql", head=head, statements=tuple(_measures(design, store)), transactional=False)
    return Artefact(path=script.path, text=text(script))


def _measures(design: Design, store: str) -> Iterator[Statement]:
    size = "select 'database bytes' as measure, page_count * page_size as value from pragma_page_count, pragma_page_size"
    yield Statement(text=size, because=_growth(design, store))
    free = "select 'free share' as measure, round(1.0 * freelist_count / page_count, 3) as value from pragma_freelist_count, pragma_page_count"
    yield Statement(text=f"{free}\nwhere freelist_count > page_count * {FREE_SHARE}", because="More free pages than this: vacuum when nobody writes")
    yield Statement(text="select 'orphans in ' || \"table\" as measure, count(*) as value from pragma_foreign_key_check group by \"table\"",
                    because="A row here was written by a connection that had not set pragma foreign_keys = on")  # fmt: skip
    yield from _alerts(design.physical[store], design, store)


def _growth(design: Design, store: str) -> str:
    if store not in design.topology:
        return "The size of the file"
    capacity = design.topology[store].capacity
    whole = capacity.heap_bytes + capacity.index_bytes
    return f"The size of the file; the design expects {whole / 1e6:,.0f} MB after the scale's years"


def _alerts(physical: Physical, design: Design, store: str) -> Iterator[Statement]:
    """Rows of a table above the number the design reckons with."""
    alerts = design.topology[store].alerts if store in design.topology else {}
    for alert in alerts.values():
        if alert.on in physical.tables and alert.measure in ("rows", "table_rows", "growth"):
            name = physical.tables[alert.on].name
            sign = "<" if alert.below else ">"
            query = f"select '{name} rows' as measure, count(*) as value from \"{name}\" having count(*) {sign} {alert.threshold:.0f}"
            yield Statement(text=query, because=one_line(alert.because))
