"""SPEC.md and SPEC.html: every section is filled from the design; a section that has nothing says what was decided and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relvar.model.design import Artefact, Design
from relvar.model.hosting import SELF
from relvar.write.page import addresses
from relvar.write.specification.data_characteristics import data_characteristics
from relvar.write.specification.decisions import decisions
from relvar.write.specification.hosting import hosting
from relvar.write.specification.html import html
from relvar.write.specification.logical_schema import logical_schema
from relvar.write.specification.migration import migration
from relvar.write.specification.monitoring import monitoring
from relvar.write.specification.normalization import normalization
from relvar.write.specification.open_questions import open_questions
from relvar.write.specification.operations import operations
from relvar.write.specification.overview import overview
from relvar.write.specification.performance import performance
from relvar.write.specification.scalability import scalability
from relvar.write.specification.security import security
from relvar.write.specification.side_by_side import side_by_side
from relvar.write.specification.stores import beside, weighs
from relvar.write.specification.testing import testing
from relvar.write.specification.transactions import transactions

Section = Callable[[Design, str], Iterator[str]]

OF_THE_MODEL: tuple[tuple[str, Section], ...] = (("Overview", overview), ("Data characteristics", data_characteristics))
OF_A_STORE: tuple[tuple[str, Section], ...] = (
    ("Logical schema", logical_schema),
    ("Normalization", normalization),
    ("Transactions", transactions),
    ("Performance", performance),
    ("Security", security),
    ("Scalability", scalability),
    ("Monitoring", monitoring),
    ("Migration", migration),
    ("Testing", testing),
    ("Operations", operations),
    ("Hosting", hosting),
    ("Decisions", decisions),
)
OF_SEVERAL: tuple[tuple[str, Section, Callable[[Design], bool]], ...] = (
    ("The databases side by side", side_by_side, lambda design: len(design.physical) > 1),
    ("Stores beside the record", beside, weighs),
)
AT_THE_END: tuple[tuple[str, Section], ...] = (("Assumptions and open questions", open_questions),)
ONCE = {"Normalization"}  # the same for every store: written for the first only


def specification(design: Design) -> Iterator[Artefact]:
    text = "\n".join(_lines(design)).rstrip() + "\n"
    yield Artefact(path="SPEC.md", text=text)
    yield Artefact(path="SPEC.html", text=html(design, text))


def _lines(design: Design) -> Iterator[str]:
    yield f"# {design.brief.title}: database specification"
    yield ""
    for number, (title, section, store) in enumerate(_sections(design), start=1):
        yield f"## {number}. {title}"
        yield ""
        yield from section(design, store)
    yield from addresses(design.decisions)


def _sections(design: Design) -> Iterator[tuple[str, Section, str]]:
    stores = tuple(design.physical)
    for title, section in OF_THE_MODEL:
        yield title, section, stores[0]
    yield from ((title, section, stores[0]) for title, section, asked in OF_SEVERAL if asked(design))
    for place, store in enumerate(stores):
        for title, section in OF_A_STORE:
            if (place and title in ONCE) or (section is hosting and design.physical[store].host == SELF):
                continue
            yield (f"{title} ({store})" if len(stores) > 1 and title not in ONCE else title), section, store
    for title, section in AT_THE_END:
        yield title, section, stores[0]
