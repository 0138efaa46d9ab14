"""Where the store runs: what is assumed there, what the host does, what stays with its customer, what cannot be had and was done instead."""

from __future__ import annotations

from collections.abc import Iterator

from relvar.engines import engine
from relvar.engines.hosting import hosting as facts
from relvar.model.design import Design
from relvar.model.hosting import Hosting
from relvar.model.physical import Physical
from relvar.model.topology import HostBound
from relvar.write.page import decided, decisions_of, source, table

ADVISORS = ("follow_hosting",)
DUMP = "operate/backup.sh"


def hosting(design: Design, store: str) -> Iterator[str]:
    """Every fact stands beside the page that states it."""
    physical = design.physical[store]
    found = facts(physical.engine, physical.host)
    if found is None:
        return
    yield f"{found.title}: {_because(design, store, physical.host)}. The administrator is {found.administrator.name} "
    yield f"([page]({found.administrator.manual})). {_versions(physical, found)}"
    yield ""
    yield from table(("cannot be had", "instead", "page"), ((lack.says, lack.instead, _page(lack.manual)) for lack in found.cannot.values()))
    yield from decided(decisions_of(design, store, ADVISORS))
    yield from table(("the host", "does", "page"), ((topic, fact.says, _page(fact.manual)) for topic, fact in found.facts.items()))
    bounds = design.topology[store].bounds if store in design.topology else ()
    rows = ((b.what, b.shown[0], _there(b), b.arithmetic, _page(b.manual)) for b in bounds)
    yield from table(("a node needs", "", "there is", "arithmetic", "page"), rows)
    yield from table(("extension", "used", "turned on by", "page"), _extensions(physical, found))
    if found.settings is not None and (found.settings.adds or physical.settings):
        left = "; ".join(f"`{name}`: {why}" for name, why in found.settings.left.items())
        yield f"Settings are {found.settings.place} ([page]({found.settings.manual})): `operate/settings.sh` sets those of this design."
        yield f"Left as the host has them: {left}." if left else ""
        yield ""
    dumps = any(artefact.path == DUMP for artefact in engine(physical.engine).operate(design, store))
    dump = f", a dump that leaves the host (`{DUMP}`)" if dumps else ""
    yield f"Yours stay: the design's roles and rights, its jobs{dump}, and the trial of a recovery before it is needed."
    yield ""


def _there(bound: HostBound) -> str:
    return f"{bound.shown[1]}, **too little**" if bound.passed else bound.shown[1]


def _because(design: Design, store: str, host: str) -> str:
    if design.brief.hosting.get(store) == host:
        return f"`--hosting {host}`"
    return next((source(said.source) for said in design.conceptual.hosting if said.host == host), "as the model says")


def _versions(physical: Physical, found: Hosting) -> str:
    designed = engine(physical.engine).features().versions
    both = [version for version in designed if version in found.versions]
    if both:
        return f"Of the versions that these files are for it offers {', '.join(both)} ([page]({found.manual}))."
    return f"These files are for {', '.join(designed)}; which of them it offers: [page]({found.manual})."


def _extensions(physical: Physical, found: Hosting) -> Iterator[tuple[str, str, str, str]]:
    for name, extension in found.extensions.items():
        used = "yes" if name in physical.extensions else "may be had"
        yield f"`{name}`", used, extension.turned_on or "nothing more", _page(extension.manual)


def _page(address: str) -> str:
    return f"[page]({address})"
