"""A baseline: the faults that were there when one began to look, so that only new ones are shown."""

from __future__ import annotations

import json
from pathlib import Path

from relvar.errors import SourceError
from relvar.judge.rule import Fault

FORMAT = 1


def read_baseline(path: Path) -> frozenset[str]:
    """The keys of known faults. Raises SourceError for what is no baseline."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return frozenset(found["faults"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(what=f"{path} is no baseline: {error}", remedy="write one with --write-baseline FILE") from error


def baseline_text(faults: tuple[Fault, ...]) -> str:
    """The file's text: a line for each fault, so that a difference reads well."""
    return json.dumps({"format": FORMAT, "faults": sorted({fault.key for fault in faults})}, indent=1) + "\n"
