"""A user's word in model.yaml against an advisor's own judgement."""

from __future__ import annotations

from typing import NamedTuple

from relvar.model.brief import Source
from relvar.model.design import Design, Evidence, Words


class Chosen(NamedTuple):
    """`choice` is one of those offered; `because` and `evidence` are the user's where `overridden`."""

    choice: str
    overridden: bool = False
    because: str = ""
    evidence: tuple[Evidence, ...] = ()


def chosen(design: Design, advisor: str, subject: str, offered: tuple[str, ...], judged: str) -> Chosen:
    """What holds for a subject: the user's decision where it is one that the advisor offers, else what the advisor judged."""
    override = design.conceptual.decisions.get(f"{advisor}:{subject}")
    if override is None or override.choice not in offered:
        return Chosen(judged)
    because = override.because or f"decided in model.yaml, where {judged} would have been the choice"
    return Chosen(override.choice, True, because, (Words(source=Source(kind="user", words=because)),))
