"""Asking a model within bounds: attempts with waiting between them, the answer checked each time, a failure that is an answer too."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from relvar.model.extraction import Extraction
from relvar.read.language_model.bounds import LARGEST_BRIEF, Bounds
from relvar.read.language_model.checked import Unusable, checked
from relvar.read.language_model.client import Failure, answer
from relvar.read.language_model.endpoint import Endpoint
from relvar.read.language_model.instructions import brief_too_long, question

Progress = Callable[[str], None]


def ask(text: str, where: Endpoint, progress: Progress, bounds: Bounds | None = None) -> Extraction:
    """What the model finds in the text, or an Extraction that says why nothing was found. Raises ReaderUnavailable."""
    if brief_too_long(text):
        return Extraction(by=where.name, failed=f"the brief has {len(text):,} characters; at most {LARGEST_BRIEF:,} are sent")
    return asyncio.run(_ask(text, where, progress, bounds or _bounds(where)))


def _bounds(where: Endpoint) -> Bounds:
    usual = Bounds()
    return usual if where.seconds is None else usual._replace(each_s=where.seconds, total_s=2 * where.seconds)


async def _ask(text: str, where: Endpoint, progress: Progress, bounds: Bounds) -> Extraction:
    began, failures, fault = time.monotonic(), [], ""  # type: float, list[str], str
    for attempt in range(1, bounds.attempts + 1):
        left = bounds.total_s - (time.monotonic() - began)
        if left <= 0:
            failures.append(f"{bounds.total_s:g} s were over")
            break
        progress(f"{where.name} at {where.host} reads (attempt {attempt} of {bounds.attempts}, at most {min(left, bounds.each_s):.0f} s)")
        try:
            said = await answer(where, question(text, fault), bounds._replace(each_s=min(left, bounds.each_s)))
            return checked(said, text, where.name)
        except Unusable as error:
            fault = error.why
            failures.append(error.why)
            continue  # it answers: nothing is to be waited for
        except Failure as error:
            failures.append(error.why)
            wait = _wait(error, attempt, bounds, bounds.total_s - (time.monotonic() - began))
        if wait is None or attempt == bounds.attempts:
            break
        progress(f"{failures[-1]}; waiting {wait:.0f} s")
        await asyncio.sleep(wait)
    return Extraction(by=where.name, failed="; ".join(_counted(failures)))


def _wait(failure: Failure, attempt: int, bounds: Bounds, left: float) -> float | None:
    """How long until the next attempt; None where there is none."""
    wait = max(failure.wait_s, bounds.first_wait_s * 2 ** (attempt - 1))
    return None if failure.final or wait > min(bounds.longest_wait_s, left) else wait


def _counted(failures: list[str]) -> list[str]:
    """Each failure once, with how often it came."""
    return [why if failures.count(why) == 1 else f"{why} ({failures.count(why)} times)" for why in dict.fromkeys(failures)]
