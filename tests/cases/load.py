"""The golden briefs: a folder each, with brief.md and, where the scale matters, scale.txt."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from relvar import api
from relvar.engines import NAMES
from relvar.model.design import Artefact, Design

HERE = Path(__file__).parent
CASES = sorted(p.parent.name for p in HERE.glob("*/brief.md"))
FULL = ("fish_auction", "project_saas", "shop")  # whole goldens; the others are held by invariants


@cache
def design(case: str) -> Design:
    """The case designed for every engine, once a process."""
    text = (HERE / case / "brief.md").read_text("utf-8")
    scale = HERE / case / "scale.txt"
    return api.design(api.brief_of(text, NAMES), scale.read_text("utf-8").strip() if scale.exists() else "")


@cache
def files(case: str) -> tuple[Artefact, ...]:
    """Every file of that design, once a process."""
    return api.artefacts(design(case))
