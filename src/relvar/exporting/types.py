"""The words of a database's types in another language, out of a file of data; what it has no word for is said by the writer."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from relvar.importing.ddl.dialects import dialect
from relvar.importing.lift.expressions import squeezed
from relvar.importing.lift.types import WRITTEN


class Words(NamedTuple):
    """A type as it was written: its words in small letters, and its bounds ("12", "2")."""

    name: str
    bounds: tuple[str, ...]


def words(written: str) -> Words:
    """character varying(80) -> ("character varying", ("80",)); what stands behind the bounds belongs to the name."""
    found = WRITTEN.match(written.strip())
    if found is None:
        return Words(written.lower(), ())
    name = " ".join(f"{found['name']} {found['rest'] or ''}".lower().split())
    return Words(name, tuple(bound.strip() for bound in (found["bounds"] or "").split(",") if bound.strip()))


@cache
def table(language: str) -> dict[str, Any]:
    """The file of a language: dialect -> word -> what it is there; `every` holds for all dialects that say nothing else."""
    found: dict[str, Any] = tomllib.loads((files(__package__) / "models" / f"{language}.toml").read_text("utf-8"))
    return found


def known(language: str, dialect: str, name: str) -> str:
    """What a type's word is in a language; "" where it has none."""
    file = table(language)
    own = file.get(dialect, {})
    found: str = own.get(name) or file.get(own.get("as", ""), {}).get(name) or file["every"].get(name, "")
    return found


@cache
def canonical(text: str, name: str) -> str:
    """A type in the one form that its dialect has for all ways of writing it."""
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        return exp.DataType.build(text, dialect=dialect(name).tokens).sql(dialect(name).tokens).lower()
    except (SqlglotError, ValueError):
        return squeezed(text)
