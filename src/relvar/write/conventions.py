"""CONVENTIONS.md: what holds for every project, said once, so that the specification says only what is particular to one."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from relvar.model.design import Artefact, Design
from relvar.write.page import CONVENTIONS


def conventions(design: Design) -> Iterator[Artefact]:
    yield Artefact(path=CONVENTIONS, text=text(design))


def text(design: Design) -> str:
    """The shared part, then what each of the design's engines adds."""
    engines = dict.fromkeys(physical.engine for physical in design.physical.values())
    folders = ["relvar.write", *(f"relvar.engines.{engine}" for engine in engines)]
    return "\n".join(files(folder).joinpath("conventions.md").read_text("utf-8") for folder in folders)
