"""The three steps of an evolution as files: what every engine writes alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from relvar.engines.base import Evolution, MigrationStep, Script, Statement

Phase = Literal["expand", "migrate", "destructive", "contract"]
PURPOSE: dict[Phase, str] = {  # of the phases, where rows lie in tables
    "expand": "everything new appears beside the old; nothing reads it yet.",
    "migrate": "rows are filled in batches, then every promise about them is made.",
    "destructive": "rows leave that the former design keeps, in batches. It refuses while there is one; there is no way back but a backup.",
    "contract": "the old goes. Run it when no running code names it: this is the point of no quick return.",
}

NONE = " What left is gone: only a backup brings it back."


class Part(NamedTuple):
    """One phase: its statements, up and down, the strongest locks, the hazards, what runs beside it, whose rows lose something, there or back."""

    phase: Phase
    up: Iterable[Statement]
    down: Iterable[Statement]
    locks: tuple[str, ...]
    hazards: tuple[str, ...]
    deploy: str
    loses: tuple[str, ...] = ()
    loses_back: tuple[str, ...] = ()


class Style(NamedTuple):
    """How an engine writes the files: each phase's purpose with how it is run, what stands around the statements, what is one transaction,
    and what said before a destructive one lets rows go.
    """

    heads: dict[Phase, str]
    finished: Callable[[Iterable[Statement]], tuple[Statement, ...]]
    transactional: tuple[Phase, ...] = ()
    suffix: str = ".sql"
    permit: str = ""


def steps(evolution: Evolution, number: int, parts: Iterable[Part], style: Style) -> tuple[MigrationStep, ...]:
    return tuple(_step(evolution, number, place, part, style) for place, part in enumerate(parts, start=1))


def _step(evolution: Evolution, number: int, place: int, part: Part, style: Style) -> MigrationStep:
    path, whole = f"migrations/{number:04d}_{evolution.name}_{place}_{part.phase}", part.phase in style.transactional
    head = f"{evolution.because}.\n{part.phase.capitalize()}: {style.heads[part.phase]}"
    back = f"The way back of {part.phase}." + (NONE if part.phase == "destructive" else "")
    return MigrationStep(
        number=f"{number:04d}_{place}",
        name=evolution.name,
        phase=part.phase,
        up=Script(path=f"{path}.up{style.suffix}", head=head, statements=style.finished(part.up), transactional=whole),
        down=Script(path=f"{path}.down{style.suffix}", head=back, statements=style.finished(part.down), transactional=whole),
        locks=part.locks,
        hazards=part.hazards,
        deploy=part.deploy,
        loses=part.loses,
        loses_back=part.loses_back,
        permit=style.permit if part.phase == "destructive" else "",
    )
