"""What the text of each dialect needs to say what a source holds: names, texts, and the facts of `ddl.toml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from relvar.importing.ddl.dialects import Dialect, dialect
from relvar.model.noun import Noun
from relvar.model.qualified import unqualified


class Words(Noun, frozen=True, kw_only=True):
    """Facts of a dialect's text; their meaning stands at the head of the file."""

    comments: str
    adds_references: bool = False
    escapes: bool = False
    enums: bool = False
    ends: str = ";"
    frame: tuple[str, str] = ("", ";")
    head: str = ""
    before: tuple[str, ...] = ()
    unvalidated: str = ""
    invisible: str = ""
    text: str = ""
    conditions_first: bool = False
    name: str = ""

    @property
    def dialect(self) -> Dialect:
        return dialect(self.name)

    def quote(self, name: str) -> str:
        return self.dialect.quote(name)

    def table(self, id_: str) -> str:
        """The name of a table, with its schema."""
        schema, name = unqualified(id_)
        return f"{self.quote(schema)}.{self.quote(name)}" if schema else self.quote(name)

    def list(self, names: tuple[str, ...]) -> str:
        return f"({', '.join(map(self.quote, names))})"

    def literal(self, value: str) -> str:
        """A text as a literal."""
        escaped = value.replace("\\", "\\\\") if self.escapes else value
        return f"{self.text}'" + escaped.replace("'", "''") + "'"


@cache
def words_of(name: str) -> Words:
    """The words of a dialect."""
    found = msgspec.toml.decode((files(__package__) / "ddl.toml").read_bytes(), type=dict[str, Words])
    return msgspec.structs.replace(found[name], name=name)
