"""Always Encrypted as the compiler takes it: keys, and columns beside those that are; a column under a key that nobody made is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relvar import api
from relvar.engines import engine
from relvar.model.design import Design
from relvar.prove.compiled.context import Compiled
from relvar.prove.compiled.encryption_compiles import encryption_compiles
from relvar.prove.compiled.files_compile import files_compile
from relvar.write.engine_files import engine_files

STORE, FILE = "sqlserver", "encryption/always_encrypted.sql"
BRIEF = """A clinic keeps patients with a name, a date of birth and a national identity number. Patients have diagnoses with a code and a note. HIPAA
applies."""


@pytest.fixture(scope="module")
def design() -> Design:
    return api.design(api.brief_of(BRIEF, [STORE]))


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (("", ""), "holds"),
        (("column_encryption_key = client_columns,", "column_encryption_key = nobodys,"), "refuted"),
        (("create column master key client_master", "create column master key another"), "refuted"),
        (("encryption_type = randomized", "encryption_type = sometimes"), "refuted"),
    ],
)
def test_the_columns_and_their_keys_compile(design: Design, needs: Callable[[str], None], change: tuple[str, str], verdict: str) -> None:
    needs(STORE)
    compiler = engine(STORE).compiler
    assert compiler is not None
    with compiler() as found, found.schema() as schema:
        context = Compiled.of(design, STORE, engine(STORE), found, tuple(engine_files(design)), schema)
        assert change[0] in context.files[FILE] and "encrypted with" in context.files[FILE]
        context.files[FILE] = context.files[FILE].replace(*change)
        assert {f.verdict for f in files_compile(context)} == {"holds"}
        assert {f.verdict for f in encryption_compiles(context)} == {verdict}
