"""Monitoring: what is watched and at which number somebody is called."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.model.figures import count
from relvar.write.page import CONVENTIONS, element_name, table


def monitoring(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    rows = (
        (
            a.name.replace("_", " "),
            f"`{element_name(physical, a.on)}`" if a.on else "server",
            f"{'below' if a.below else 'above'} {count(a.threshold)}",
            a.because,
        )
        for a in design.topology[store].alerts.values()
    )
    yield from table(("alert", "on", "fires", "from"), rows)
    yield f"[What each means]({CONVENTIONS}#alerts)."
    yield ""
