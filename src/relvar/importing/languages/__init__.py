"""Languages other than SQL in which schemas are written; each is a reader of files, and a way of knowing them. A file of it is never run."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from relvar.errors import SourceError
from relvar.model.existing import Existing

Reader = Callable[[list[tuple[str, str]], str, str], Existing]


class Language(NamedTuple):
    """`endings` of its files; `signs`: what stands in each of them, to know it from others of the same ending, or without one."""

    name: str
    endings: tuple[str, ...]
    signs: re.Pattern[str]
    module: str

    def read(self, files: list[tuple[str, str]], source: str, dialect: str) -> Existing:
        """What the files (name, text) hold; `dialect` "": what they say themselves. Raises SourceError."""
        reader: Reader = getattr(import_module(f"{__name__}.{self.module}"), f"read_{self.module}")
        try:
            return reader(files, source, dialect)
        except RecursionError as error:
            raise SourceError(what=f"{source}: it is nested too deeply to be read", remedy="no schema that people write is; see --from") from error


LANGUAGES: tuple[Language, ...] = (
    Language("dbml", (".dbml",), re.compile(r"^[ \t]*(?:Table|TablePartial)[ \t]+[\w\"][^\n;]*\{[ \t]*$", re.M), "dbml"),
    Language("prisma", (".prisma",), re.compile(r"^[ \t]*(?:datasource|generator|model)[ \t]+\w+[ \t]*\{[ \t]*$", re.M), "prisma"),
    Language("mermaid", (".mmd", ".mermaid"), re.compile(r"^[ \t]*erDiagram\b", re.M), "mermaid"),
    Language("plantuml", (".puml", ".plantuml", ".pu", ".iuml", ".wsd"), re.compile(r"^[ \t]*@startuml\b", re.M), "plantuml"),
    Language("django", (".py",), re.compile(r"\bmodels\.Model\b|^[ \t]*from django\.db(?:\.models)? import\b", re.M), "django"),
    Language("sqlalchemy", (".py",), re.compile(r"\b(?:sqlalchemy|mapped_column|db\.Model)\b"), "sqlalchemy"),
)
NAMES = tuple(language.name for language in LANGUAGES)


def named(name: str) -> Language | None:
    """The language of that name; None: SQL."""
    return next((language for language in LANGUAGES if language.name == name), None)


def language_of(file: str, text: str) -> str:
    """The name of the language of a file: by its ending, then by its signs; "sql" where it is none of ours."""
    ending = "." + file.rpartition(".")[2].lower()
    by_ending = [language for language in LANGUAGES if ending in language.endings]
    if len(by_ending) == 1:
        return by_ending[0].name
    if ending == ".sql":
        return "sql"
    return next((language.name for language in by_ending or LANGUAGES if language.signs.search(text)), "" if by_ending else "sql")
