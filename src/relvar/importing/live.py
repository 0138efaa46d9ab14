"""A live database: its engine tells its schema as SQL, which is read as any other text. No password goes into what is read."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from relvar.engines import engine
from relvar.errors import UnsupportedError
from relvar.importing.ddl import read_ddl
from relvar.model.existing import Existing, Leftover, Place

PASSWORD = re.compile(r"(?<=://)(?P<user>[^/@:]*):[^?]*@|(?P<mark>[?&])(?:password|passwd|pwd)=[^&]*", re.I)

UNREAD = re.compile(r"^-- not read: (?P<what>.+?): (?P<why>.+)$", re.M)  # what the catalog does not tell the user who asks


def read_live(url: str, name: str) -> Existing:
    """What the database of a URL holds. Raises ServerUnavailable, UnsupportedError."""
    shown = without_password(url)
    if (documents := engine(name).existing) is not None:
        return documents(url, shown)
    dump = engine(name).dump
    if dump is None:
        raise UnsupportedError(what=f"{name}: a live database of it is not read yet", remedy="dump its schema into a file, and give that")
    text = dump(url)
    unread = tuple(Leftover(text=said["what"], why=said["why"]) for said in UNREAD.finditer(text))
    read = read_ddl([(shown, text)], shown, name)
    found: Existing = placed(msgspec.structs.replace(read, leftovers=(*unread, *read.leftovers)), Place(file=shown))
    return found


def without_password(url: str) -> str:
    """The URL as it may be shown and kept."""
    return PASSWORD.sub(lambda found: f"{found['user']}@" if found["user"] is not None else f"{found['mark']}password=***", url)


def placed(value: Any, place: Place) -> Any:
    """The value with one place for all of it: a catalog has no lines."""
    if isinstance(value, Place):
        return place
    if isinstance(value, tuple):
        return tuple(placed(item, place) for item in value)
    if isinstance(value, dict):
        return {key: placed(item, place) for key, item in value.items()}
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{field: placed(getattr(value, field), place) for field in value.__struct_fields__})
    return value
