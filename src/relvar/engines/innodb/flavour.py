"""What a proof needs to know of one of the servers over InnoDB, to find it, start it, ask it and copy it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relvar.engines.base import Plan
from relvar.model.design import Artefact, Design
from relvar.model.query import Statement as QueryStatement

if TYPE_CHECKING:
    from relvar.engines.innodb.query import InnodbWriter
    from relvar.engines.innodb.recovery import InnodbArchiving
    from relvar.engines.innodb.session import InnodbSession


class Installed(NamedTuple):
    """Programs by path, the version that the server says, and options that tell a moved server where its own files are."""

    server: Path
    folder: Path  # of the client programs
    version: str
    options: tuple[str, ...] = ()


class Flavour(NamedTuple):
    """One server's ways, for the harness; `engine` names its folder, where its facts and its words are."""

    engine: str
    title: str
    schemes: tuple[str, ...]  # of URLs
    # --- finding it ---
    server: str  # the program
    client: str
    named: str  # the variable that names one: a folder, or the program itself
    version: re.Pattern[str]  # how the program says what it is; what does not match is another server
    is_other: Callable[[str], bool]  # whether what a server calls its version is another server's
    oldest: tuple[int, ...]
    moved: Callable[[Path], tuple[str, ...]]  # options for a server whose files lie in that folder
    # --- running it ---
    settings: Mapping[str, str]  # of a server whose data lives for one proof
    initialize: Callable[[Path], tuple[Sequence[str], bytes]]  # options and input by which the program makes a data folder; its tree
    # --- asking it ---
    facts: Mapping[str, str]  # questions to the catalogue (catalog.py)
    prepared: Iterable[str]  # statements before these
    plan: Callable[[InnodbSession, QueryStatement, InnodbWriter], Plan]
    # --- copying it ---
    operate: Callable[[Design, str], tuple[Artefact, ...]]
    archiving: type[InnodbArchiving]

    @property
    def remedy(self) -> str:
        fetch = f"python -m relvar.engines.fetching {self.engine}"
        return f"{fetch} gets one on Debian; or set {self.named} to one of your own, or name a server with --server URL"
