"""What was imported, in words: counts, the objects beside the tables, and everything that was not understood, with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relvar.model.existing import Existing, Leftover

NOT_SHOWN = ("grant",)  # counted, and never named one by one


def report(existing: Existing, leftovers: tuple[Leftover, ...], most: int | None = None) -> Iterator[str]:
    """The lines of the report; `most` leftovers are shown, None: all."""
    tables = existing.tables.values()
    counts = (
        (len(existing.tables), "tables"),
        (sum(len(t.columns) for t in tables), "columns"),
        (sum(len(t.references) for t in tables), "references"),
        (sum(len(t.uniques) + (t.primary is not None) for t in tables), "keys"),
        (sum(len(t.checks) + len(t.exclusions) for t in tables), "checks"),
        (sum(len(t.indexes) for t in tables), "indexes"),
    )
    written = existing.dialect if existing.language == "sql" else f"{existing.language} for {existing.dialect}"
    yield f"{existing.source}: {written}; " + ", ".join(f"{number} {what}" for number, what in counts)
    kinds = Counter(found.kind for found in existing.objects)
    if kinds:
        yield "Beside the tables: " + ", ".join(f"{number} {kind}" + ("s" if number > 1 else "") for kind, number in sorted(kinds.items()))
    for kind in sorted(kinds):
        if kind not in NOT_SHOWN:
            yield f"  {kind}: " + ", ".join(f"{found.name} ({found.place})" for found in existing.objects if found.kind == kind)
    yield ""
    if not leftovers:
        yield "Everything was understood."
        return
    yield f"Not taken over ({len(leftovers)}):"
    for left in leftovers[:most]:
        yield f"  {left}"
    if most is not None and len(leftovers) > most:
        yield f"  and {len(leftovers) - most} more: say --all"
