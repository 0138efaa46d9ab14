"""Settings of a server that lose what the schema was to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator

from relvar.judge.rule import Hit, Look
from relvar.judge.statement import statements

ARCHIVED = re.compile(r"alter system set archive_command\s*(?:=|to)\s*'(?P<command>(?:[^']|'')*)'")
# Refuses a name that is there: a test before it, a copy that does not overwrite, and the tools that see to it themselves.
GUARDED = re.compile(r"test\s+!|\[\s*!\s*-[ef]|\bcp\s+(?:-\w*\s+)*-\w*n|--no-clobber|--ignore-existing|pgbackrest|wal-g|barman")
ASCII = re.compile(r"(create database\b.*\bencoding|set client_encoding)\s*(?:=|to)?\s*'?sql_ascii")


def archive_overwrites(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        found = ARCHIVED.match(said.low)
        if found and found["command"] and not GUARDED.search(found["command"]):
            yield Hit(element="archive_command", message=f"{found['command']} writes over what the archive has", place=said.place)


def unchecked_encoding(look: Look) -> Iterator[Hit]:
    for said in statements(look):
        if ASCII.match(said.low):
            yield Hit(element=said.element, message="SQL_ASCII takes any byte as a character", place=said.place)
