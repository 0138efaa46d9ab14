"""Tables that chance made, with names that are words of the language, quotes or letters of other scripts: what comes back is what was
written, but for the losses that are told; and what has come back once comes back always."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from relvar import api
from relvar.exporting import of_tables
from relvar.exporting.models.ddl_words import words_of
from relvar.exporting.written import LANGUAGES
from relvar.importing.ddl import read_ddl
from relvar.importing.ddl.dialects import dialects
from relvar.importing.languages import named
from relvar.judge import judge
from relvar.model.existing import Existing, FoundCheck, FoundColumn, FoundIndex, FoundKey, FoundObject, FoundPart, FoundReference, FoundTable
from relvar.model.qualified import qualified
from tests.unit.exporting.test_ddl import told

# A key's type, one of a text with bounds, one of an amount, one of an instant: as the dialect's own catalog writes them.
TYPES = {
    "postgresql": ("bigint", "character varying(40)", "numeric(10, 2)", "timestamptz"),
    "mysql": ("bigint", "varchar(40)", "decimal(10, 2)", "datetime(6)"),
    "mariadb": ("bigint", "varchar(40)", "decimal(10, 2)", "datetime(6)"),
    "sqlite": ("integer", "text", "numeric", "text"),
    "sqlserver": ("bigint", "nvarchar(40)", "decimal(10, 2)", "date"),
}
WORDS = ("order", "group", "select", "Note", "indexes", "class", "objects", "model", "Enum", "ref", "metadata", "id", "from", "type")
LETTERS = "aZ_9 -'\".éß中жi"
NAMES = st.one_of(st.sampled_from(WORDS), st.text(LETTERS, min_size=1, max_size=8).map(lambda name: name.strip() or "x"))
COMMENTS = st.sampled_from(("", "What's sold", 'a "word" \\ here', "größer 中"))


def unlike(names: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(names, min_size=least, max_size=most, unique_by=lambda name: re.sub(r"\W+", "", name).lower() or name)


@st.composite
def sources(draw: st.DrawFn, dialect: str) -> Existing:
    words, (key, text, amount, instant) = words_of(dialect), TYPES[dialect]
    tables: dict[str, FoundTable] = {}
    for name in draw(unlike(NAMES, 1, 3)):
        names = draw(unlike(NAMES, 3, 6))
        kinds = [key, *(draw(st.sampled_from((key, text, amount, instant))) for _ in names[1:])]
        keys = names[: draw(st.integers(1, 2))]
        references: list[FoundReference] = []
        if tables and draw(st.booleans()):
            other = draw(st.sampled_from(list(tables.values())))
            assert other.primary is not None
            to = other.primary.columns
            held = [c for c in names if c not in keys][: len(to)]
            if len(held) == len(to):
                for column, theirs in zip(held, to, strict=True):
                    kinds[names.index(column)] = other.columns[theirs].type
                references.append(FoundReference(name=f"fk_{len(tables)}", columns=tuple(held), table=other.id, to=to, on_delete="cascade"))
        said = COMMENTS if words.comments != "lines" else st.just("")
        columns = {
            c: FoundColumn(name=c, type=kind, nullable=c not in keys and draw(st.booleans()), comment=draw(said))
            for c, kind in zip(names, kinds, strict=True)
        }
        amounts = [c for c in names if columns[c].type == amount]
        checks = tuple(FoundCheck(name=f"ck_{len(tables)}", condition=f"{words.quote(c)} > 0") for c in amounts[:1])
        last = names[-1]
        schema = draw(st.sampled_from(("", "x.y", 'of "ours"'))) if words.dialect.schema and dialect != "sqlite" else ""
        made = FoundTable(
            name=name,
            schema=schema,
            columns=columns,
            primary=FoundKey(name=draw(st.sampled_from(("", f"pk_{len(tables)}"))), parts=parts(*keys)),
            uniques=(FoundKey(name=f"uq_{len(tables)}", parts=parts(last)),) if last not in keys and draw(st.booleans()) else (),
            checks=checks,
            references=tuple(references),
            indexes=(FoundIndex(name=f"ix_{len(tables)}", parts=parts(names[1], names[0])),) if draw(st.booleans()) else (),
        )
        tables[made.id] = made
    return Existing(source="chance", dialect=dialect, tables=tables)


def parts(*columns: str) -> tuple[FoundPart, ...]:
    return tuple(FoundPart(column=column) for column in columns)


def with_schemas(existing: Existing) -> Existing:
    """SQL makes the schemas that tables name."""
    words = words_of(existing.dialect)
    schemas = dict.fromkeys(table.schema for table in existing.tables.values() if table.schema)
    objects = (FoundObject(kind="schema", name=qualified("", name), text=f"create schema {words.quote(name)}") for name in schemas)
    return replace(existing, objects=tuple(objects))


def again(existing: Existing, to: str, text: str) -> Existing:
    reader = named(to)
    return read_ddl([("again", text)], "chance", existing.dialect) if reader is None else reader.read([("again", text)], "chance", existing.dialect)


# What a language cannot say of such tables; the others say everything.
DRAWN = {"mermaid", "plantuml"}  # their readers find the columns of a line by their names, and these say nothing
LOST = {
    "mermaid": r"the names of|check |unique|index|comment|column |its key |reference ",  # a column's name is a word
    "plantuml": r"the names of|check |unique|index|comment|column .*: (comment|default)|reference .*: on delete",
    "dbml": r"check .*` > 0 is not said",  # a backtick around a name that must have one
    "prisma": r"the names of|check .* is not said|.*: comment ",
    "django": r"the names of|the schemas |.* type |unique|reference \(.*, .*\) is not said|.*comment|.*numbered|index|unique",
}


@pytest.mark.parametrize("to", [*LANGUAGES, "ddl"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_not_told_comes_back(to: str, data: st.DataObject) -> None:
    dialect = data.draw(st.sampled_from(sorted(dialects())))
    existing = data.draw(sources(dialect))
    made = of_tables(existing, to)
    found = again(existing, to, made.text)
    assert not found.leftovers, f"{found.leftovers[:3]}\n{made.text}"
    for line in made.losses:
        said = line.partition(": ")[2] or line
        assert re.match(LOST.get(to, "$."), said) or re.match(LOST.get(to, "$."), line), f"{line}\n{made.text}"
    if to == "ddl":
        assert told(found) == told(with_schemas(existing))
        judge(existing, {})
        assert len(api.lifted(existing).model.entities) <= len(existing.tables)  # a table of pairs is a relationship
    assert of_tables(found, to).losses == ()
