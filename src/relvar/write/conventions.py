"""CONVENTIONS.md: what holds for every project, said once, so that the specification says only what is particular to one.

Its numbers are the constants that the stages use: a text beside them would go on saying what they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from relvar.compare import losses, stored
from relvar.engines import engine
from relvar.engines.base import Native
from relvar.model.design import Artefact, Design
from relvar.plan.advisors.realize_use_cases import FIRST_PAUSE_MS, TRIES
from relvar.plan.capacity.alerts import MEANS
from relvar.read import scale
from relvar.write.page import CONVENTIONS, table

ASSUMED = {
    "years": scale.YEARS,
    "growth": scale.GROWTH,
    "peak": scale.PEAK,
    "reads": scale.READ_SHARE,
    "latency": scale.LATENCY_MS,
    "data_lost": scale.RPO_MINUTES,
    "back_within": scale.RTO_MINUTES,
}


def conventions(design: Design) -> Iterator[Artefact]:
    yield Artefact(path=CONVENTIONS, text=text(design))


def text(design: Design) -> str:
    """The shared part, then what each of the design's engines adds."""
    engines = dict.fromkeys(physical.engine for physical in design.physical.values())
    return "\n".join((_shared(), *(_read(f"relvar.engines.{name}") for name in engines), *_in_place(design)))


def _in_place(design: Design) -> Iterator[str]:
    """What stands in for what an engine cannot do or keep, where the design has several."""
    if len(design.physical) < 2:
        return
    titles = {store: engine(physical.engine).title for store, physical in design.physical.items()}
    yield "## What stands in for what one of the databases cannot do"
    yield ""
    lost = ((it.capability.replace("_", " "), *(said or "-" for said in it.instead.values())) for it in losses(design))
    yield from table(("asked", *titles.values()), lost)
    types = ((it.data.base, *map(_kept, it.kept.values())) for it in stored(design))
    yield from table(("type", *titles.values()), types)


def _kept(native: Native) -> str:
    return f"`{native.text}`" + (f"; loses {native.loses}" if native.loses else "")


def _shared() -> str:
    pauses = ", ".join(str(FIRST_PAUSE_MS * 2**n) for n in range(TRIES))
    alerts = "\n".join(f"| {measure.replace('_', ' ')} | {means} |" for measure, means in MEANS.items())
    assumed = {name: why.partition(": ")[2] for name, (_, why) in ASSUMED.items()}
    return _read("relvar.write").format(tries=TRIES, pauses=pauses, alerts=alerts, **assumed)


def _read(folder: str) -> str:
    return files(folder).joinpath("conventions.md").read_text("utf-8")
