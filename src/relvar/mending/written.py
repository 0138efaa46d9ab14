"""What a migration of fixes is."""

from __future__ import annotations

from typing import NamedTuple

from relvar.judge.rule import Fault


class Fixes(NamedTuple):
    """The two files, the faults that they mend, and those whose fix cannot be written, with the reason. `suffix`: of the files' names."""

    up: str
    down: str
    written: tuple[Fault, ...]
    left: tuple[tuple[Fault, str], ...]
    suffix: str = ".sql"
