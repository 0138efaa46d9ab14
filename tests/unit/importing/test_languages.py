"""Schemas in other languages: each file of `languages/` means what the SQL beside it says, and lists what it says cannot be taken over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relvar.errors import SourceError
from relvar.exporting.models.dbml import dbml
from relvar.exporting.models.diagrams import mermaid, plantuml
from relvar.importing.idioms import idioms
from relvar.importing.languages import LANGUAGES
from relvar.importing.lift import physical
from relvar.importing.source import read_source
from relvar.model.existing import Existing
from relvar.model.physical import CheckConstraint, ForeignKey, Physical, UniqueConstraint
from relvar.write.diagrams.drawn import drawn as shown
from tests.cases.load import CASES, design

SOURCES = Path(__file__).parent / "languages"
FILES = sorted(p for p in SOURCES.iterdir() if p.suffix != ".sql")
LEFT = re.compile(r"^-- LEFT (\d+): (.*)$", re.M)


def meant(existing: Existing) -> dict[str, Any]:
    """Every table with what its parts say, whatever they are called where nobody named them."""
    store = physical(existing, existing.dialect, idioms(existing.dialect)).physical
    return {
        id_: {
            "comment": table.comment,
            "columns": {n: (c.data, c.nullable, c.default, c.generated, c.identity, c.values, c.comment) for n, c in table.columns.items()},
            "key": table.primary_key,
            "uniques": {c.columns for c in table.constraints.values() if isinstance(c, UniqueConstraint)},
            "references": {(c.columns, c.table, c.to, c.on_delete) for c in table.constraints.values() if isinstance(c, ForeignKey)},
            "checks": {c.condition for c in table.constraints.values() if isinstance(c, CheckConstraint)},
            "indexes": {(i.parts, i.unique, i.where, i.include, i.method) for i in table.indexes.values()},
            "named": {e.name for t in (existing.tables[id_],) for e in (*t.uniques, *t.checks, *t.references, *t.indexes) if e.name},
        }
        for id_, table in store.tables.items()
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_means_what_the_sql_beside_it_says(path: Path) -> None:
    script = path.with_name(path.name + ".sql")
    found, wanted = read_source(str(path)), read_source(str(script), dialect_of(script))
    assert found.dialect == wanted.dialect
    got, said = meant(found), meant(wanted)
    assert got.keys() == said.keys()
    for id_, table in said.items():
        assert got[id_] == table, id_
    assert [(left.place.line, left.text) for left in found.leftovers] == [(int(n), t) for n, t in LEFT.findall(script.read_text("utf-8"))]
    assert {(o.name, o.values) for o in found.objects if o.kind == "enum"} == {(o.name, o.values) for o in wanted.objects if o.kind == "enum"}


def dialect_of(script: Path) -> str:
    found = re.search(r"for (PostgreSQL|MySQL|SQLite)|on (PostgreSQL|MySQL|SQLite)", script.read_text("utf-8"))
    return (found[1] or found[2]).lower() if found else "postgresql"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_language_is_known_without_its_ending(path: Path, tmp_path: Path) -> None:
    plain = tmp_path / "schema.txt"
    plain.write_bytes(path.read_bytes())
    assert read_source(str(plain)).language == read_source(str(path)).language
    assert read_source(str(path)).language in {language.name for language in LANGUAGES}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("draw", [dbml, mermaid, plantuml], ids=lambda draw: draw.__name__)
def test_what_relvar_draws_is_read_as_the_design(case: str, draw: Callable[[Existing], Iterator[str]], tmp_path: Path) -> None:
    """Tables, columns with their kinds, keys and references; the pictures show no more."""
    made = design(case)
    path = tmp_path / f"er.{draw.__name__}"
    path.write_text("\n".join(draw(shown(made, "postgresql"))))
    found = read_source(str(path))
    assert not found.leftovers
    got = drawn(physical(found, "postgresql", idioms("postgresql")).physical)
    assert got == drawn(made.physical["postgresql"])


def drawn(store: Physical) -> dict[str, Any]:
    names = {id_: table.name for id_, table in store.tables.items()}
    return {
        table.name: (
            {c.name: (c.data.base, c.nullable) for c in table.columns.values()},
            {table.columns[c].name for c in table.primary_key},
            {(tuple(table.columns[x].name for x in c.columns), names[c.table]) for c in table.constraints.values() if isinstance(c, ForeignKey)},
        )
        for table in store.tables.values()
    }


def test_a_folder_is_read_in_one_language(tmp_path: Path) -> None:
    (tmp_path / "a.dbml").write_text("Table a {\n  id int [pk]\n}\n")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/x.prisma").write_text("model X {\n  id Int @id\n}\n")
    (tmp_path / "b.dbml").write_text("Table b {\n  a_id int [ref: > a.id]\n}\n")
    assert read_source(str(tmp_path)).tables["b"].references[0].table == "a"
    (tmp_path / "c.sql").write_text("create table c (id int);")
    with pytest.raises(SourceError, match="2 of dbml, 1 of sql") as raised:
        read_source(str(tmp_path))
    assert "--from" in raised.value.remedy
    assert list(read_source(str(tmp_path), language="sql").tables) == ["c"]


USERS, INFOS = "Table users {{\n  id int [pk{}]\n  code int [unique]\n}}\n", "Table infos {{\n  id int [pk]\n  user_id int [not null{}]\n}}\n"
BOTH = USERS.format("") + INFOS.format("")
SHARED = "Table users {\n  id int [pk]\n}\nTable infos {\n  user_id int [pk]\n}\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{BOTH}Ref: users.id - infos.user_id\n",
        f"{BOTH}Ref: infos.user_id - users.id\n",
        f"{BOTH}Ref: infos.user_id - users.code\n",
        f"{BOTH}Ref: users.code - infos.user_id\n",
        USERS.format("") + INFOS.format(", ref: - users.id"),
        USERS.format(", ref: - infos.user_id") + INFOS.format(""),
        f"{SHARED}Ref: users.id - infos.user_id\n",
        SHARED.replace("user_id int [pk]", "user_id int [pk, ref: - users.id]"),
    ],
)
def test_one_to_one_is_held_by_what_refers_to_a_key(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.dbml").write_text(text)
    found = read_source(str(tmp_path / "a.dbml"))
    (reference,) = found.tables["infos"].references
    assert not found.tables["users"].references
    assert (reference.columns, reference.table) == (("user_id",), "users")
    once = meant(found)
    assert ("user_id",) in {*once["infos"]["uniques"], tuple(once["infos"]["key"])}, "one to one"
    (tmp_path / "b.dbml").write_text("\n".join(dbml(found)))
    again = meant(read_source(str(tmp_path / "b.dbml")))
    assert again == once
