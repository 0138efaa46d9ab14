"""Each pack's own example goes through the whole design, and its schema stands on an engine that is in every Python."""

from __future__ import annotations

import re
import sqlite3

import pytest

from relvar import api
from relvar.engines import NAMES
from relvar.read.enrich.choosing import choose
from relvar.read.enrich.pack import heads, load
from relvar.write.engine_files import engine_files

SHELL_COMMAND = re.compile(r"^\..*$", re.M)  # lines for the engine's own shell


@pytest.mark.parametrize("name", sorted(heads()))
def test_the_example_becomes_a_design(name: str) -> None:
    example = load(name).content["example"]
    chosen = choose(example)
    assert chosen is not None and chosen.name == name, f"{chosen and chosen.name} is chosen for: {example}"
    made = api.design(api.brief_of(example, NAMES))
    assert made.conceptual.domain == name
    refuted = [f"{f.check}: {f.subject}: {f.message}" for f in made.findings if f.verdict == "refuted"]
    assert not refuted, "\n".join(refuted)
    with sqlite3.connect(":memory:") as connection:
        for artefact in engine_files(made):
            if artefact.path.startswith("sqlite/deploy/") and artefact.path.endswith(".sql"):
                connection.executescript(SHELL_COMMAND.sub("", artefact.text))
        tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    assert {table.name for table in made.physical["sqlite"].tables.values()} <= tables
