"""The databases side by side, where there are several: what each cannot hold of the design and what was done instead, and their figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from relvar.compare import losses, stored
from relvar.engines import engine
from relvar.model.design import Design
from relvar.model.figures import count, size
from relvar.write.page import CONVENTIONS, table

MOST_NAMED = 4  # elements that a cell names before it counts the others


def side_by_side(design: Design, store: str) -> Iterator[str]:
    titles = tuple(engine(physical.engine).title for physical in design.physical.values())
    yield f"What stands in for what an engine cannot do, or loses of a type, is said in [{CONVENTIONS}]({CONVENTIONS})."
    yield ""
    yield from table(("asked by the design", "by", *titles), _lost(design), empty="All of them can do all that the design asks for.")
    yield "### Types"
    yield ""
    yield from table(("type", "columns", *titles), _types(design), empty="All of them keep every type of the design as it is.")
    yield "### Figures"
    yield ""
    yield from table(("", *titles), _figures(design))


def _lost(design: Design) -> Iterator[tuple[str, ...]]:
    for loss in losses(design):
        yield (
            loss.capability.replace("_", " "),
            _some(loss.asked),
            *("in another way" if instead else "as asked" for instead in loss.instead.values()),
        )


def _types(design: Design) -> Iterator[tuple[str, ...]]:
    for it in stored(design):
        kept = (f"`{native.text}`" + (", with a loss" if native.loses else "") for native in it.kept.values())
        yield it.data.base, _some(it.columns), *kept


def _figures(design: Design) -> Iterator[tuple[str, ...]]:
    loads = [design.topology[store].capacity for store in design.physical]
    indexes = [sum(len(t.indexes) for t in it.tables.values()) for it in design.physical.values()]
    needed = [", ".join(m.means for m in design.topology[store].measures.values() if m.needed) or "none" for store in design.physical]
    yield "indexes beside the keys", *map(str, indexes)
    yield "tables after the years", *(size(load.heap_bytes) for load in loads)
    yield "indexes after the years", *(size(load.index_bytes) for load in loads)
    yield "log a day", *(size(load.log_bytes_per_day) for load in loads)
    yield "memory", *(size(load.memory_bytes) for load in loads)
    yield "writes that one node sustains", *(f"{count(load.sustained_writes_per_second)}/s" for load in loads)
    yield "carries the load", *("yes" if load.carries else "**no**" for load in loads)
    yield "needed beside one node", *needed


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(f"`{name}`" if "_" in name or "." in name else name for name in names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
