"""A source written in a language, and read again: what does not come back the same is what the language cannot say, and is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from relvar.errors import UnsupportedError
from relvar.exporting.losses import losses
from relvar.exporting.models.dbml import dbml
from relvar.exporting.models.diagrams import mermaid, plantuml
from relvar.exporting.models.django import django
from relvar.exporting.models.prisma import prisma
from relvar.exporting.models.sqlalchemy import sqlalchemy
from relvar.importing.languages import named
from relvar.model.existing import Existing, FoundIndex, FoundTable

Writer = Callable[[Existing], Iterator[str]]
WIDTH = 150  # letters of a line of comment


class Language(NamedTuple):
    """`file`: where it is kept; `comment`: what begins a line that says nothing."""

    write: Writer
    file: str
    comment: str


LANGUAGES: dict[str, Language] = {
    "prisma": Language(prisma, "schema.prisma", "//"),
    "sqlalchemy": Language(sqlalchemy, "models_sqlalchemy.py", "#"),
    "django": Language(django, "models_django.py", "#"),
    "dbml": Language(dbml, "er.dbml", "//"),
    "mermaid": Language(mermaid, "er.mmd", "%%"),
    "plantuml": Language(plantuml, "er.puml", "'"),
}


class Written(NamedTuple):
    """`losses`: what is not said in it, or comes back otherwise, one a line."""

    file: str
    text: str
    losses: tuple[str, ...]


def written(existing: Existing, to: str) -> Written:
    """A source in a language, its losses at the head of the text. Raises UnsupportedError for a source without tables."""
    if not existing.tables:
        raise UnsupportedError(what=f"{existing.source}: there is no table to write", remedy="relvar import shows what was read of it")
    existing = plain(existing)
    language, reader = LANGUAGES[to], named(to)
    assert reader is not None  # every language that is written is read
    text = "\n".join(language.write(existing)) + "\n"
    again = reader.read([(language.file, text)], language.file, existing.dialect)
    lost = tuple(losses(existing, again))
    return Written(language.file, "\n".join((*_head(existing, language.comment, lost), text)), lost)


def plain(existing: Existing) -> Existing:
    """The same, with a unique key over expressions as what it is, an index."""
    return msgspec.structs.replace(existing, tables={id_: _plain(table) for id_, table in existing.tables.items()})


def _plain(table: FoundTable) -> FoundTable:
    over = tuple(key for key in table.uniques if not all(key.columns))
    made = tuple(FoundIndex(name=key.name, parts=key.parts, unique=True, include=key.include, place=key.place) for key in over)
    uniques = tuple(key for key in table.uniques if key not in over)
    return msgspec.structs.replace(table, uniques=uniques, indexes=(*table.indexes, *made)) if over else table


def _head(existing: Existing, comment: str, lost: tuple[str, ...]) -> Iterator[str]:
    yield f"{comment} Written by relvar from {existing.source} ({existing.dialect})."
    if lost:
        yield f"{comment} Not said here, or said otherwise ({len(lost)}):"
        for line in lost:
            yield f"{comment}   {' '.join(line.split())[:WIDTH]}"
    yield ""
