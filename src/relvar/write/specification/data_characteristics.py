"""Data characteristics: volumes with their arithmetic, growth, hot and cold, read and write ratio, geography, consistency."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count
from relvar.write.page import quantity, source, table


def data_characteristics(design: Design, store: str) -> Iterator[str]:
    model = design.conceptual
    rows = (
        (model.entities[i].name if i in model.entities else i, count(v.initial.value), count(v.per_day.value), count(v.after_years), v.arithmetic,
         f"Zipf {v.skew:g}" if v.skew else "even", f"{v.updates_per_row:g}")
        for i, v in sorted(model.volumes.items(), key=lambda item: -item[1].after_years)
    )  # fmt: skip
    yield from table(
        ("entity", "at start", "a day", f"after {count(model.scale.years.value)} years", "arithmetic", "references", "updates a row"), rows
    )
    yield from _ratio(design, store)
    yield from _temperature(design)
    yield from _consistency(design, store)


def _ratio(design: Design, store: str) -> Iterator[str]:
    reads = sum(q.per_day for q in design.physical[store].queries.values())
    writes = sum(v.per_day.value * (1 + v.updates_per_row) for v in design.conceptual.volumes.values())
    share = design.conceptual.scale.read_share
    said = f"; {source(share.source)}" if share.source.kind != "rule" else f"; {share.value:.0%} assumed"
    yield f"**Reads to writes.** {count(reads)} reads / {count(writes)} row writes a day = {count(reads / max(writes, 1))}{said}."
    yield ""


def _temperature(design: Design) -> Iterator[str]:
    growing = [(v.after_years, i, v) for i, v in design.conceptual.volumes.items() if v.per_day.value > 0]
    rows = ((design.conceptual.entities[i].name, count(v.per_day.value * 30), f"{min(1.0, v.per_day.value * 30 / max(total, 1)):.1%}")
            for total, i, v in sorted(growing, key=lambda g: -g[0])[:6] if i in design.conceptual.entities)  # fmt: skip
    yield "**Hot and cold.**"
    yield ""
    yield from table(("entity", "rows of 30 days (hot)", "share of all"), rows)
    scale = design.conceptual.scale
    yield f"**Geography.** {', '.join(scale.regions) or 'one region'}; growth {quantity(scale.growth_per_year)}."
    yield ""


def _consistency(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    strong = sorted({physical.tables[t].name for x in physical.transactions.values() for t in x.lock_order if t in physical.tables})
    stale = [(v.name, f"{v.refresh_minutes} min") for v in physical.views.values() if v.materialized]
    yield f"**Consistency.** Read and written under one transaction: {', '.join(f'`{t}`' for t in strong) or 'no use case spans tables'}."
    if stale:
        yield "May be stale: " + ", ".join(f"`{name}` by {age}" for name, age in stale) + "."
    yield ""
