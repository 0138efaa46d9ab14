"""A table with a key on a hidden column is not changed in an instant on MariaDB: the migration says how, runs, and goes back.

A key whose texts are too long is one of their digests, and is found again as it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from relvar import api
from relvar.engines import engine
from relvar.engines.base import Server
from relvar.engines.innodb import script
from relvar.model.design import Artefact
from relvar.prove.live.applies import applies
from relvar.prove.live.context import Context
from relvar.prove.live.migration_reverses import migration_reverses
from relvar.prove.live.round_trips import round_trips
from relvar.prove.run import run_check

STORE = "mariadb"
BRIEF = "A registry. Devices have a serial number, a name and a model. Customers have a name. Each device belongs to a customer."
DESIGN = api.design(api.brief_of(BRIEF, [STORE]), "300,000 devices, 40,000 customers")
FILES = tuple(f for f in api.artefacts(DESIGN) if f.path.startswith(f"{STORE}/"))
WAITING, INSTANT = "algorithm = inplace, lock = shared", "algorithm = instant"


def refuted(files: tuple[Artefact, ...], server: Server) -> list[str]:
    context = Context.of(DESIGN, STORE, engine(STORE), server, files, 400)
    found = [f for check in (applies, migration_reverses) for f in run_check(check, context)]
    assert context.database is not None
    context.database.close()
    return [f.message for f in found if f.verdict == "refuted"]


@pytest.mark.parametrize("how", [WAITING, INSTANT])
def test_how_a_column_comes_to_a_table_with_a_computed_key(how: str, served: Callable[[str], Server]) -> None:
    expand = next(f for f in FILES if f.path.endswith("1_expand.up.sql"))
    ways = {statement.rpartition(",\n  ")[2] for statement in script.statements(expand.text) if "add column" in statement}
    assert ways == {WAITING}
    files = tuple(msgspec.structs.replace(f, text=f.text.replace(WAITING, how)) if f is expand else f for f in FILES)
    said = refuted(files, served(STORE))
    assert (said == []) if how == WAITING else any("INSTANT is not supported" in message for message in said)


@pytest.mark.parametrize("store", ["mysql", "mariadb"])
def test_a_key_of_digests_is_found_again(store: str, served: Callable[[str], Server], tmp_path: Path) -> None:
    columns = ["maker", "series", "model", "variant"]
    source = tmp_path / "parts.sql"
    typed = ", ".join(f"{column} varchar(400) not null" for column in columns)
    source.write_text(f"create table parts (part_id bigint primary key, {typed}, unique ({', '.join(columns)}))")
    lifted = api.lifted(api.imported(str(source), "postgresql"), [store])
    made = api.design_of(lifted.brief, lifted.model)
    files = tuple(f for f in api.artefacts(made) if f.path.startswith(f"{store}/"))
    assert any("sha2(" in f.text for f in files)
    context = Context.of(made, store, engine(store), served(store), files, 100)
    found = [f for check in (applies, round_trips) for f in run_check(check, context)]
    assert context.database is not None
    context.database.close()
    assert [f.message for f in found if f.verdict == "refuted"] == []
