"""Which encoding a text file has: its byte order mark, else UTF-8, else Windows-1252 where that fits, said as an assumption."""

from __future__ import annotations

import codecs
from pathlib import Path

from relvar.errors import FileError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHUNK = 1 << 24
FALLBACK = "cp1252"  # the superset of ISO 8859-1 that Western spreadsheets write; it leaves five bytes undefined


def encoding_of(path: Path, asked: str = "") -> tuple[str, str]:
    """The encoding and a note ("" where nothing was assumed). Raises FileError for what is no text in it."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((name for mark, name in MARKS if start.startswith(mark)), "")
    if asked:
        _known(asked)
    name = asked or marked or "utf-8"
    fault = _fault(path, name)
    if fault is None:
        return name, ""
    place, why = fault
    if asked or marked:
        raise FileError(what=f"{path.name} is not {name}: byte {place:,}: {why}", remedy="name its encoding with --encoding, for example cp1252")
    other = _fault(path, FALLBACK)
    if other is not None:
        raise FileError(
            what=f"{path.name} is neither UTF-8 (byte {place:,}: {why}) nor Windows-1252 (byte {other[0]:,}: {other[1]})",
            remedy="name its encoding with --encoding, or export it as UTF-8",
        )
    return FALLBACK, f"not UTF-8 (byte {place:,}): read as Windows-1252; name another with --encoding"


def _known(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        raise FileError(what=f"{name} is no encoding", remedy="for example utf-8, cp1252, iso-8859-2, utf-16") from None


def _fault(path: Path, encoding: str) -> tuple[int, str] | None:
    """Where decoding stops and why, or None. A zero byte is no text: the file is of another kind."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            held = decoder.getstate()[0]
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return done - len(held) + error.start, error.reason
            if "\0" in text:
                return done + chunk.find(b"\0"), "a zero byte: this is no text file"
            done += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return done, error.reason
    return None
