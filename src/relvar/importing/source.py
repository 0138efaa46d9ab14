"""A source as a user names it: the URL of a live database, a database file, a file of SQL, or a folder of such files."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from relvar.engines import named
from relvar.errors import SourceError
from relvar.importing.ddl import read_ddl
from relvar.importing.live import read_live
from relvar.model.existing import Existing

URL = re.compile(r"(?P<scheme>[a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://", re.I)
SQLITE = b"SQLite format 3\0"  # the first bytes of a database file
LARGEST = 64 * 1024 * 1024  # bytes of one file: a schema, not the rows of a database
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_source(given: str, dialect: str = "") -> Existing:
    """What a source holds. Raises SourceError or ServerUnavailable where it cannot be read, UnsupportedError for a kind that is not known."""
    if address := URL.match(given):
        return read_live(given, named(address["scheme"]))
    path = Path(given)
    if is_live(given):
        return read_live(given, "sqlite")
    if path.is_dir():
        files = sorted(p for p in path.rglob("*.sql") if p.is_file())
        if not files:
            raise SourceError(what=f"{given}: no .sql file stands in this folder", remedy="name a file, or a folder of migrations")
        return read_ddl([(str(file), text_of(file)) for file in files], given, dialect)
    if not path.is_file():
        raise SourceError(what=f"{given}: no such file or folder", remedy="give a file of SQL, or a folder of such files")
    return read_ddl([(given, text_of(path))], given, dialect)


def is_live(given: str) -> bool:
    """Whether a source is a database: a URL, or a file that begins as one."""
    if URL.match(given):
        return True
    if not Path(given).is_file():
        return False
    with Path(given).open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def texts_of(given: str) -> dict[str, str]:
    """The files of a source as they are written, by the names under which places name them; none where it is no file."""
    path = Path(given)
    if is_live(given):
        return {}
    files = sorted(p for p in path.rglob("*.sql") if p.is_file()) if path.is_dir() else [path] if path.is_file() else []
    return {str(file) if path.is_dir() else given: text_of(file) for file in files}


def text_of(path: Path) -> str:
    """A file's text, in the encoding that it shows. Raises SourceError."""
    size = path.stat().st_size
    if size > LARGEST:
        raise SourceError(
            what=f"{path}: {size / 1e6:.0f} MB are no schema", remedy="dump the schema without its rows (pg_dump -s, mysqldump --no-data)"
        )
    return decoded(path.read_bytes(), str(path))


def decoded(raw: bytes, name: str) -> str:
    """Bytes as text: by their mark, else UTF-8, else as western letters, which every byte is."""
    if b"\0" in raw[:4096] and not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise SourceError(what=f"{name} is no text", remedy="give a file of SQL, not a binary dump (pg_dump -Fp writes text)")
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").replace("\r\n", "\n")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("latin-1").replace("\r\n", "\n")
