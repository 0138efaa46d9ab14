"""What DBML writes between brackets behind a column, an index, a check or a reference."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from relvar.importing.languages.scanning import Token, joined, split

DIALECTS = {
    "postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mariadb", "sqlite": "sqlite",
    "mssql": "sqlserver", "sqlserver": "sqlserver", "microsoftsqlserver": "sqlserver",
}  # fmt: skip
LOOKS = ("headercolor", "color")  # how a table or line is drawn


class Settings(msgspec.Struct):
    """Everything that a setting can say. `references`: the tokens behind `ref:`; `unknown`: settings that DBML does not have."""

    key: bool = False
    not_null: bool = False
    unique: bool = False
    increment: bool = False
    default: str = ""
    note: str = ""
    name: str = ""
    type: str = ""
    delete: str = ""
    update: str = ""
    checks: list[str] = []
    references: list[list[Token]] = []
    unknown: list[str] = []


FLAGS: dict[str, Callable[[Settings], None]] = {
    "pk": lambda said: setattr(said, "key", True),
    "primary key": lambda said: setattr(said, "key", True),
    "not null": lambda said: setattr(said, "not_null", True),
    "null": lambda said: setattr(said, "not_null", False),
    "unique": lambda said: setattr(said, "unique", True),
    "increment": lambda said: setattr(said, "increment", True),
}


def settings(found: list[Token]) -> Settings:
    """The settings of a list of tokens."""
    said = Settings()
    for member in split(found):
        _setting(said, member)
    return said


def _setting(said: Settings, member: list[Token]) -> None:
    flag = joined(member).lower()
    if flag in FLAGS:
        FLAGS[flag](said)
        return
    word, value = member[0].low, member[2:]
    if len(member) < 3 or member[1].low != ":":
        said.unknown.append(joined(member))
    elif word == "ref":
        said.references.append(value)
    elif word == "default":
        said.default = joined(value)
    elif word == "check":
        said.checks.append(value[0].text)
    elif word in ("note", "name"):
        setattr(said, word, value[0].text.strip())
    elif word in ("type", "delete", "update"):
        setattr(said, word, joined(value).lower())
    elif word not in LOOKS:
        said.unknown.append(joined(member))
