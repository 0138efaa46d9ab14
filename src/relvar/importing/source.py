"""A source as a user names it: the URL of a live database, a database file, a file of SQL or of another language, or a folder of such files."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from relvar.engines import named
from relvar.errors import SourceError
from relvar.importing.ddl import read_ddl
from relvar.importing.languages import LANGUAGES, NAMES, language_of
from relvar.importing.languages import named as language_named
from relvar.importing.live import read_live
from relvar.model.existing import Existing

URL = re.compile(r"(?P<scheme>[a-z][a-z0-9]*)(?:\+[a-z0-9]+)?://", re.I)
SQLITE = b"SQLite format 3\0"  # the first bytes of a database file
LARGEST = 64 * 1024 * 1024  # bytes of one file: a schema, not the rows of a database
FOREIGN = ("node_modules", "__pycache__", "venv", "site-packages")  # folders that hold what was installed, not what was written
ENDINGS = frozenset((".sql", *(ending for language in LANGUAGES for ending in language.endings)))
LANGUAGE_NAMES = ("sql", *NAMES)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_source(given: str, dialect: str = "", language: str = "") -> Existing:
    """What a source holds. `language`: that of its files (default: by their endings and signs).

    Raises SourceError or ServerUnavailable where it cannot be read, UnsupportedError for a kind that is not known.
    """
    if address := URL.match(given):
        return read_live(given, named(address["scheme"]))
    if is_live(given):
        return read_live(given, "sqlite")
    name, files = files_of(given, language)
    if (reader := language_named(name)) is not None:
        return reader.read(files, given, dialect)
    return read_ddl(files, given, dialect)


def is_live(given: str) -> bool:
    """Whether a source is a database: a URL, or a file that begins as one."""
    if URL.match(given):
        return True
    if not Path(given).is_file():
        return False
    with Path(given).open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def texts_of(given: str, language: str = "") -> dict[str, str]:
    """The files of a source as they are written, by the names under which places name them; none where it is no file."""
    return {} if is_live(given) or not Path(given).exists() else dict(files_of(given, language)[1])


def files_of(given: str, language: str = "") -> tuple[str, list[tuple[str, str]]]:
    """The language of a source, and its files in that language (name, text). Raises SourceError."""
    path = Path(given)
    if path.is_dir():
        return _folder(path, given, language)
    if not path.is_file():
        raise SourceError(what=f"{given}: no such file or folder", remedy="give a file that holds a schema, or a folder of such files")
    text = text_of(path)
    found = language or language_of(given, text)
    if not found:
        raise SourceError(what=f"{given}: no schema that relvar knows stands in it", remedy=f"say what it is: --from {', '.join(LANGUAGE_NAMES)}")
    return found, [(given, text)]


def holds_schema(path: Path) -> bool:
    """Whether a folder holds a file of SQL or of another language, by its ending."""
    return any(p.suffix.lower() in ENDINGS and p.is_file() and not _foreign(p.relative_to(path)) for p in path.rglob("*"))


def _folder(path: Path, given: str, language: str) -> tuple[str, list[tuple[str, str]]]:
    """The files of a folder in the one language of which it holds any, or in that which is asked for."""
    found: dict[str, list[tuple[str, str]]] = {}
    for file in sorted(p for p in path.rglob("*") if p.suffix.lower() in ENDINGS and p.is_file() and not _foreign(p.relative_to(path))):
        text = text_of(file)
        found.setdefault(language_of(file.name, text), []).append((str(file), text))
    found.pop("", None)
    if language:
        found = {language: found[language]} if language in found else {}
    if not found:
        wanted = f"no file of {language}" if language else "no .sql file, and no file of another language that relvar reads,"
        raise SourceError(what=f"{given}: {wanted} stands in this folder", remedy="name a file, or a folder of migrations")
    if len(found) > 1:
        counts = ", ".join(f"{len(files)} of {name}" for name, files in sorted(found.items()))
        raise SourceError(what=f"{given}: files of several languages stand here ({counts})", remedy="say which of them to read: --from NAME")
    return next(iter(found.items()))


def _foreign(path: Path) -> bool:
    """Whether a file lies in a folder of what others wrote."""
    return any(part.startswith(".") or part in FOREIGN for part in path.parts[:-1])


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
        raise SourceError(what=f"{name} is no text", remedy="give a text that holds a schema, not a binary dump (pg_dump -Fp writes text)")
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace").replace("\r\n", "\n")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return raw.decode("latin-1").replace("\r\n", "\n")
