"""Markdown by values: tables, numbers that people read, names of the design's elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from relvar.model.brief import Quantity, Source
from relvar.model.design import Computed, Decision, Design, EngineFact, Evidence, Manual, ModelFact, Words
from relvar.model.figures import count
from relvar.model.physical import Column, Physical, Table

CONVENTIONS = "CONVENTIONS.md"  # what holds for every project: said once, beside the specification
# fields of a Scale that are assumed where nobody says
ASSUMABLE = ("years", "growth_per_year", "peak_factor", "read_share", "latency_p95_ms", "rpo_minutes", "rto_minutes")


def table(head: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "") -> Iterator[str]:
    """A Markdown table; `empty` instead where there are no rows."""
    body = [tuple(_cell(cell) for cell in row) for row in rows]
    if not body:
        if empty:
            yield from (empty, "")
        return
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in body:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ").strip() or "-"


def source(origin: Source) -> str:
    """Where a fact came from, short."""
    said = {
        "brief": "brief",
        "scale": "scale",
        "rule": "assumed",
        "pack": "domain",
        "user": "you",
        "document": "document",
        "import": "import",
        "model": "language model",
    }
    return f"{said[origin.kind]}: “{origin.words}”" if origin.kind in ("brief", "scale", "model") else f"{said[origin.kind]}: {origin.words}"


def quantity(value: Quantity) -> str:
    """A quantity as people say it; a share is a percentage."""
    if value.unit.startswith("share"):
        return f"{value.value:.0%}{value.unit.removeprefix('share')}"
    return f"{count(value.value)} {value.unit}"


def evidence(item: Evidence) -> str:
    """One piece of evidence in words."""
    if isinstance(item, Words):
        return source(item.source)
    if isinstance(item, Computed):
        return f"{item.formula} = {count(item.value)} {item.unit}"
    if isinstance(item, Manual):
        return f"[{item.title}]" if item.address else item.title
    if isinstance(item, ModelFact):
        return f"{item.element}: {item.states}"
    assert isinstance(item, EngineFact)
    return f"[{_fact(item)}]"


def _fact(item: EngineFact) -> str:
    return f"{item.engine} {'can' if item.can else 'cannot'}: {item.capability.replace('_', ' ')}"


def addresses(decisions: Iterable[Decision]) -> Iterator[str]:
    """Where the links of the decisions' evidence lead: Markdown's link definitions, which are not shown."""
    found: dict[str, str] = {}
    for item in (e for decision in decisions for e in decision.evidence):
        if isinstance(item, Manual) and item.address:
            found.setdefault(item.title, item.address)
        elif isinstance(item, EngineFact):
            found.setdefault(_fact(item), item.manual)
    yield from (f"[{title}]: {address}" for title, address in sorted(found.items()))


def decisions_of(design: Design, store: str, advisors: Iterable[str]) -> list[Decision]:
    """Decisions of these advisors that hold for the store, in the order they were made."""
    wanted = set(advisors)
    return [d for d in design.decisions if d.advisor in wanted and d.store in ("", store)]


def decided(decisions: Iterable[Decision]) -> Iterator[str]:
    """Decisions as a table: what and why. Evidence and alternatives stand once, in the section Decisions."""
    rows = ((f"`{d.subject}`", d.choice + (" (yours)" if d.overridden else ""), d.because) for d in decisions)
    yield from table(("subject", "choice", "because"), rows)


def column_names(owner: Table, ids: Iterable[str]) -> str:
    return ", ".join(owner.columns[i].name if i in owner.columns else i for i in ids)


def table_name(physical: Physical, id_: str) -> str:
    return physical.tables[id_].name if id_ in physical.tables else id_


def element_name(physical: Physical, element: str) -> str:
    """The name people see for "table.element"."""
    owner, _, inner = element.partition(".")
    found = physical.tables.get(owner)
    if found is None:
        return element
    if inner == "primary_key":
        return found.primary_key_name
    for mapping in (found.indexes, found.constraints, found.columns):
        if inner in mapping:
            named: object = mapping[inner]
            return str(getattr(named, "name", inner))
    return f"{found.name}.{inner}" if inner else found.name


def sensitive(physical: Physical) -> Iterator[tuple[Table, Column]]:
    """Columns that are more than internal."""
    for owner in physical.tables.values():
        for column in owner.columns.values():
            if column.sensitivity in ("personal", "special", "secret", "financial"):
                yield owner, column
