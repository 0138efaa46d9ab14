"""Performance: which index answers which pattern, what was refused, partitions, settings, stored reports."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count
from relvar.model.physical import Physical
from relvar.write.page import column_names, decided, decisions_of, element_name, table

ADVISORS = (
    "choose_keys",
    "realize_patterns",
    "index_references",
    "index_patterns",
    "index_dependencies",
    "denormalize",
    "drop_redundant_indexes",
    "materialize_reports",
    "touch_times",
    "reserve_fill_factor",
)


def performance(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield "### Access patterns and what answers them"
    yield ""
    yield from table(("pattern", "a day", "rows in the answer", "answered by", "promise"), _patterns(physical))
    yield "### Indexes beyond the keys"
    yield ""
    yield from table(("table", "index", "serves", "because"), _indexes(physical), "No pattern needs more than the keys.")
    yield from decided(decisions_of(design, store, ADVISORS))
    yield "### Partitions"
    yield ""
    yield from _partitions(physical)
    yield from decided(decisions_of(design, store, ("partition_by_time",)))
    yield "### Settings"
    yield ""
    yield from table(("setting", "value", "because"), ((f"`{n}`", s.value, s.because) for n, s in physical.settings.items()))
    yield from decided(decisions_of(design, store, ("tune_settings", "advise")))
    views = [v for v in physical.views.values() if v.materialized]
    if views:
        yield "### Stored reports"
        yield ""
        yield from table(("view", "holds", "renewed every"), ((f"`{v.name}`", v.comment, f"{v.refresh_minutes} min") for v in views))


def _patterns(physical: Physical) -> Iterator[tuple[str, ...]]:
    for query in sorted(physical.queries.values(), key=lambda q: -q.per_day):
        by = ", ".join(f"`{element_name(physical, s)}`" for s in query.served_by) or (f"stored report `{query.view}`" if query.view else query.exempt)
        yield (
            query.name,
            count(query.per_day),
            count(query.rows) if query.rows else "-",
            by,
            f"{query.latency_ms} ms" if query.latency_ms else "-",
        )


def _indexes(physical: Physical) -> Iterator[tuple[str, ...]]:
    for owner in physical.tables.values():
        for index in owner.indexes.values():
            served = "; ".join(physical.queries[s].name if s in physical.queries else s for s in index.serves)
            yield (
                owner.name,
                f"`{index.name}`" + (" unique" if index.unique else "") + (", partial" if index.where else ""),
                served,
                index.because,
            )


def _partitions(physical: Physical) -> Iterator[str]:
    for owner in physical.tables.values():
        if owner.partition is not None:
            part = owner.partition
            keep = f", {part.keep} kept" if part.keep else ""
            yield f"- `{owner.name}` by {part.interval} of {column_names(owner, (part.column,))}, {part.ahead} ahead{keep}."
    yield ""
