"""Collections as a Mermaid flow chart: boxes within boxes, arrows to what is referred to, dotted where a copy follows it."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.model.design import Design
from relvar.write.diagrams.collections.panels import Panel, panels, references


def mermaid(design: Design, store: str) -> Iterator[str]:
    physical = design.physical[store]
    yield "flowchart RL"
    for id_, panel in panels(physical).items():
        yield from _panel(panel, id_, "  ")
    for it in references(physical):
        arrow = "-.->" if it.copies else "-->"
        yield f'  {it.edge.child}__ {arrow}|"{it.says}"| {it.edge.parent}__'


def _panel(panel: Panel, id_: str, indent: str) -> Iterator[str]:
    yield f'{indent}subgraph {id_}["{panel.title}: {"; ".join(panel.notes)}"]'
    fields = "<br>".join(row.name for row in panel.rows) or "values"
    yield f'{indent}  {id_}__["{fields}"]'
    for number, inner in enumerate(panel.inside):
        yield from _panel(inner, f"{id_}_{number}", indent + "  ")
    yield f"{indent}end"
