"""Bad input: what is no brief is refused, and the message says what to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from relvar.errors import BriefError

if TYPE_CHECKING:
    from relvar.read.enrich.pack import Pack

LARGEST_BYTES = 2_000_000  # issue 2: a brief of 2 MB is no brief but a dump
CONTROL_SHARE = 0.01  # of characters; text of any language has none but line ends and tabs
ENGLISH_SHARE = 0.5  # of the function words that were found
FEWEST_LETTERS = 3
SAMPLE = 20_000  # characters are enough to tell a language
EXAMPLE = 'for example: "Library with members, books and loans; each book has a title, an ISBN and an author"'

# the commonest function words of each language that are no words of another here (closed classes, any frequency list)
FUNCTION_WORDS = {
    "English": [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "for",
        "that",
        "with",
        "each",
        "has",
        "have",
        "are",
        "be",
        "by",
        "on",
        "as",
        "can",
        "which",
        "from",
        "an",
        "or",
        "it",
        "at",
        "this",
        "a",
        "must",
        "may",
        "every",
        "many",
    ],
    "German": [
        "der",
        "die",
        "das",
        "und",
        "ist",
        "mit",
        "für",
        "von",
        "ein",
        "eine",
        "einen",
        "nicht",
        "auf",
        "wird",
        "werden",
        "jeder",
        "jede",
        "jedes",
        "sind",
        "haben",
        "hat",
        "im",
        "zu",
        "den",
        "dem",
        "oder",
    ],
    "French": [
        "le",
        "la",
        "les",
        "des",
        "et",
        "est",
        "un",
        "une",
        "pour",
        "dans",
        "avec",
        "sur",
        "qui",
        "que",
        "du",
        "chaque",
        "sont",
        "ont",
        "peut",
        "par",
        "au",
        "aux",
        "leur",
        "ses",
    ],
    "Spanish": [
        "el",
        "los",
        "las",
        "y",
        "es",
        "un",
        "una",
        "para",
        "con",
        "por",
        "que",
        "del",
        "cada",
        "son",
        "tiene",
        "tienen",
        "puede",
        "se",
        "su",
        "sus",
        "al",
        "como",
    ],
    "Italian": [
        "il",
        "lo",
        "gli",
        "di",
        "e",
        "è",
        "un",
        "una",
        "per",
        "con",
        "che",
        "del",
        "della",
        "ogni",
        "sono",
        "ha",
        "hanno",
        "può",
        "da",
        "nel",
        "nella",
        "le",
    ],
    "Portuguese": [
        "o",
        "os",
        "as",
        "e",
        "é",
        "um",
        "uma",
        "para",
        "com",
        "por",
        "que",
        "do",
        "da",
        "dos",
        "das",
        "cada",
        "são",
        "tem",
        "têm",
        "pode",
        "em",
        "no",
        "na",
    ],
    "Dutch": [
        "de",
        "het",
        "een",
        "en",
        "is",
        "van",
        "met",
        "voor",
        "op",
        "niet",
        "zijn",
        "heeft",
        "hebben",
        "elke",
        "ieder",
        "kan",
        "worden",
        "wordt",
        "door",
        "aan",
        "bij",
    ],
    "Polish": ["i", "w", "na", "z", "jest", "są", "każdy", "każda", "do", "nie", "dla", "że", "oraz", "ma", "mają", "może", "przez", "się"],
    "Swedish": ["och", "är", "en", "ett", "för", "med", "av", "som", "på", "till", "den", "det", "har", "kan", "varje", "inte"],
    "Turkish": ["ve", "bir", "bu", "için", "ile", "her", "olan", "olarak", "var", "da", "de", "çok", "en"],
}
SCRIPTS = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CYRILLIC": "a language in Cyrillic script (Russian?)",
    "ARABIC": "Arabic", "HEBREW": "Hebrew", "GREEK": "Greek", "DEVANAGARI": "Hindi", "THAI": "Thai", "BENGALI": "Bengali", "TAMIL": "Tamil",
}  # fmt: skip
CELLS = re.compile(r";(?=\S)|\||\t")  # what parts the cells of a row
FEWEST_CELLS = 2
SCRIPT_SHARE = 0.4  # of letters in another script than Latin


def check_brief(text: str | bytes, packs: tuple[Pack, ...] = ()) -> str:
    """The text of a brief, decoded, with plain line ends. Raises BriefError for what cannot be read as one."""
    decoded = _decoded(text)
    plain = decoded.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not plain.strip():
        raise BriefError(what="the brief is empty", remedy=f"say what is to be kept, {EXAMPLE}")
    _refuse_binary(plain)
    _refuse_other_languages(plain)
    _refuse_without_nouns(plain, packs)
    return plain


def _decoded(text: str | bytes) -> str:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST_BYTES:
        raise BriefError(
            what=f"the brief has {size:,} bytes; at most {LARGEST_BYTES:,} are read",
            remedy="give the requirements alone, without attachments, logs or data",
        )
    if isinstance(text, str):
        return text.encode("utf-8", "replace").decode("utf-8")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return text.decode("utf-16", "replace")
    raise BriefError(what="the brief is not text (it is no UTF-8)", remedy=_document_hint(text))


def _document_hint(data: bytes) -> str:
    kinds = {
        b"%PDF": "a PDF file",
        b"PK\x03\x04": "a Word, Excel or zip file",
        b"\x89PNG": "a picture",
        b"\xff\xd8": "a picture",
        b"GIF8": "a picture",
    }
    kind = next((name for magic, name in kinds.items() if data.startswith(magic)), "")
    if kind:
        return f"this looks like {kind}: save its text as .txt or .md in UTF-8"
    return "save it as plain text in UTF-8 (.txt or .md)"


def _refuse_binary(text: str) -> None:
    sample = text[:SAMPLE]
    bad = sum(1 for c in sample if unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\n\t\f\v") + sample.count("\ufffd")
    if "\x00" in text or bad > CONTROL_SHARE * len(sample):
        raise BriefError(
            what="the brief holds control characters: it is binary data, not text", remedy="save it as plain text in UTF-8 (.txt or .md)"
        )


def language(text: str) -> str:
    """The language of a text by its script and its function words; "English" where nothing speaks against it."""
    sample = text[:SAMPLE].lower()
    letters = [c for c in sample if c.isalpha()]
    scripts = Counter(unicodedata.name(c, "?").split()[0] for c in letters if ord(c) > 0x24F)
    for script, count in scripts.most_common():
        if script in SCRIPTS and count > SCRIPT_SHARE * len(letters):
            return "Japanese" if script == "CJK" and scripts.keys() & {"HIRAGANA", "KATAKANA"} else SCRIPTS[script]
    words = Counter(re.findall(r"[^\W\d_]+", sample))
    scores = {name: sum(words[w] for w in listed) for name, listed in FUNCTION_WORDS.items()}
    best = max(scores, key=lambda name: scores[name])
    few = scores[best] < 3 or scores["English"] >= ENGLISH_SHARE * scores[best]
    return "English" if few else best


def _refuse_other_languages(text: str) -> None:
    prose = "\n".join(line for line in text[:SAMPLE].splitlines() if len(CELLS.findall(line)) < FEWEST_CELLS)
    found = language(prose)  # rows of a sheet hold names and words of anywhere
    if found != "English":
        raise BriefError(what=f"the brief seems to be written in {found}; relvar reads English", remedy=f"translate it, {EXAMPLE}")


def _refuse_without_nouns(text: str, packs: tuple[Pack, ...]) -> None:
    from relvar.read.enrich.choosing import speaks_of_one
    from relvar.read.text.probe import names_something

    letters = sum(1 for c in text[:SAMPLE] if c.isalpha())
    known = letters >= FEWEST_LETTERS and (speaks_of_one(text[:SAMPLE], packs) or names_something(text[:SAMPLE]))  # "an online shop" is enough
    if not known:
        raise BriefError(what="the brief names nothing that could be stored", remedy=f"name the things and what is known of each, {EXAMPLE}")


def read_file(path: Path) -> str:
    """The brief in a file. Raises BriefError when it cannot be read or is no brief."""
    try:
        return check_brief(path.read_bytes())
    except OSError as error:
        raise BriefError(what=f"{path} cannot be read: {error.strerror}", remedy="give a file that exists, or the text itself") from error
