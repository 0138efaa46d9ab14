"""How a static claim reports: each fault by itself, or one finding that says how much was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relvar.model.design import Design, Finding
from relvar.model.physical import Physical


class Fault(NamedTuple):
    subject: str
    message: str
    remedy: str = ""
    doubt: bool = False


def reported(check: str, faults: Iterable[Fault], good: str, store: str = "") -> Iterator[Finding]:
    """The faults as findings; `good` as the one finding where there are none."""
    found = [
        Finding(check=check, subject=f.subject, verdict="doubt" if f.doubt else "refuted", message=f.message, remedy=f.remedy, store=store)
        for f in faults
    ]
    yield from found or [Finding(check=check, subject="*", verdict="holds", message=good, store=store)]


def stores(design: Design) -> Iterator[tuple[str, Physical]]:
    yield from design.physical.items()
