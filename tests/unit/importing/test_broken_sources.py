"""Sources that are broken, hostile or endless, in every language: a clear error or a list of what was left, in time that grows with the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relvar.errors import RelvarError
from relvar.importing import lift_all
from relvar.importing.languages import LANGUAGES, named
from relvar.model.existing import Existing
from tests.growth import LINEAR, growth

SOURCES = {path.name: path.read_text("utf-8") for path in sorted((Path(__file__).parent / "languages").iterdir()) if path.suffix != ".sql"}
SIGNS = [*"{}()[]:,@\\`'\"\n\0", "//", "/*", "'''", "%%", "@@", "||--o{", "\ufeff", "é", "class ", "ref: > "]
EDIT = st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(SIGNS) | st.text(max_size=8))


def read(language: str, text: str) -> Existing | None:
    """What is read; None where an error says why nothing is."""
    found = named(language)
    assert found is not None
    try:
        return found.read([("a", text)], "a", "")
    except RelvarError as error:
        assert error.what and error.remedy
        return None


@pytest.mark.parametrize("name", list(SOURCES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
@example(edits=[(0.30859375, 1, "")])  # the type of a Django model's key, mistyped: what refers to it asks for it too
def test_a_broken_file_is_read_as_far_as_it_goes(name: str, edits: list[tuple[float, int, str]]) -> None:
    """No other error than ours, places inside the file, and a model of whatever was read."""
    text = SOURCES[name]
    for where, cut, put in edits:
        at = int(where * len(text))
        text = text[:at] + put + text[at + cut :]
    for language in LANGUAGES:
        if language.signs.search(SOURCES[name]):
            found = read(language.name, text)
            if found is not None:
                assert all(0 <= left.place.line <= text.count("\n") + 1 or left.place.file != "a" for left in found.leftovers)
                lifted = lift_all(found)
                assert lifted.physical.tables.keys() == found.tables.keys()


SIZE = 20_000  # characters of the smaller text
REPEATED = {
    "dbml": ["Table a {\n", "Table a {\n id int [", "/*", "'''", "Ref: a.id > b.id\n", "a int [note: 'x'] "],
    "prisma": ["model A {\n", "@x(", "/// a\n", "a A[]\n", "model A {\n a A[] @relation(\"x\")\n}\n"],
    "mermaid": ["erDiagram\nA ||--o{ B : x\n", "erDiagram\nA {\nint a PK\n", "```\nerDiagram\n", '"', "erDiagram A {"],
    "plantuml": ["@startuml\nentity A {\n", "A -- ", "-", "class A {\n a : int\n}\n", "/'", "A ||--o{ B\n"],
    "django": ["class A(models.Model):\n a = models.TextField()\n", "(", "x = [\n"],
    "sqlalchemy": ["class A(Base):\n __tablename__ = 'a'\n a: Mapped[int]\n", "x = {\n", "not "],
}  # fmt: skip


@pytest.mark.parametrize(("language", "piece"), [(language, piece) for language, pieces in REPEATED.items() for piece in pieces])
def test_time_grows_with_the_text(language: str, piece: str) -> None:
    assert growth(lambda size: read(language, piece * (size // len(piece))), SIZE) < LINEAR


def test_what_is_nested_too_deeply_is_said() -> None:
    chain = "class A0(models.Model): pass\n" + "".join(f"class A{n}(A{n - 1}): pass\n" for n in range(1, 3_000))
    assert read("django", "from django.db import models\n" + chain) is None
    assert read("sqlalchemy", "x = " + "(" * 5_000 + ")" * 5_000) is None
