"""Typing errors of one letter in words that are clearly meant to be another; the text is read mended, and every source quotes it as it stands.

A word is mended where it is no English word (`lexicon/english.txt.xz`, of SCOWL), no word of the reading's own lists and no name, and
where one edit leads to one word that is meant: one that the brief itself writes right, or that the reading knows.
Nearly all typing errors are a single letter missing, added, wrong, or changed in place with its neighbour (Damerau 1964: 80%), and
seldom the first (Pollock and Zamora 1984: 8%), so the first letter is taken as right.
"""

from __future__ import annotations

import bisect
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Any, get_args, get_type_hints

import msgspec

from relvar.model.brief import Source
from relvar.model.conceptual import Conceptual, Question
from relvar.read.text.words import FILES, lexicon, plural, singular, verb_form

WORD = re.compile(r"(?<![\w.@/\\<{\"'`“‘’#$%&=+-])[A-Za-z][a-z]{3,}+(?![\w@/\\}\"`”=&+-]|['’][a-z]|\.\w)")
BLANKS = re.compile(r"\s+")
INITIAL = re.compile(r"\b[A-Z]\.$")  # "M. Rees" is a name
FENCED = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)", re.M | re.S)
LONG = 6  # letters from which on a word has few neighbours: then any English word may be what is meant
LONGER = 8  # letters from which on that holds for a missing or added letter too
SHORT = 5  # letters up to which an added or wrong letter is no evidence: too many words lie near
DERIVING = (
    "er",
    "ers",
    "or",
    "ors",
    "ing",
    "ings",
    "ed",
    "able",
    "ible",
    "less",
    "ful",
    "ness",
    "ation",
    "ations",
    "ize",
    "ise",
    "ist",
    "ists",
    "ly",
)
PART = 4  # letters of a word that a compound is made of
COINED = 3  # times that one form is written: what comes again and again is a name, not an error
MOST_UNKNOWN = 2_000  # different words; a text with more is not English prose but data
MOST_SHOWN = 12  # mended words that one question lists
# kinds of errors, likeliest first: a wrong letter is taken for what is meant last
SWAPPED, DOUBLED, MISSING, ADDED, WRONG = range(5)


@dataclass(slots=True)
class Mended:
    """A text with its typing errors mended. `starts`: where each mended word begins in it, and how far it lies from the brief's there."""

    text: str
    original: str
    words: dict[str, str] = field(default_factory=dict)  # as written, in lower case -> as read
    places: list[tuple[int, str, str]] = field(default_factory=list)  # where it stands in the brief, as written, as read
    starts: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    def place(self, at: int) -> int:
        """An offset of the mended text as one of the brief."""
        before = bisect.bisect_right(self.starts, at) - 1
        return at - (self.shifts[before] if before >= 0 else 0)


@cache
def english() -> frozenset[str]:
    """English words of three letters and more in lower case, British and American, with their inflections."""
    packed = (files("relvar.read.lexicon") / "english.txt.xz").read_bytes()
    return frozenset(lzma.decompress(packed).decode().split())


@cache
def _reading_words() -> frozenset[str]:
    """The words of the reading's own lists and of its domains."""
    values = (word for file in FILES for words in lexicon(file).values() for word in words)
    packs = (pack.read_text(encoding="utf-8") for pack in (files("relvar.read.lexicon") / "packs").iterdir() if pack.name.endswith(".toml"))
    said = (word for pack in packs for word in re.findall(r"[a-z]{4,}", pack))
    return frozenset(part for word in values for part in re.split(r"[:_-]", word)) | (frozenset(said) & english())


def mend(text: str) -> Mended:
    """The text with what is clearly mistyped written right. Linear in the text."""
    fenced = [m.span() for m in FENCED.finditer(text)]
    places = [m for m in WORD.finditer(text) if not (fenced and _inside(m.start(), fenced))]
    written = [m[0] for m in places]
    counted = Counter(map(str.lower, written))
    named = {m[0].lower() for m in places if m[0][0].isupper() and not _begins(text, m.start())}
    unknown = [w for w in counted if w not in named and counted[w] < COINED and not _is_known(w)]
    if not unknown or len(unknown) > MOST_UNKNOWN:
        return Mended(text, text)
    plain = set(written)
    fixed = {w: right for w in unknown if (right := _meant(w, counted, w in plain))}
    return _written(text, [m for m in places if m[0].lower() in fixed] if fixed else [], fixed)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    found = bisect.bisect_right(spans, (at, len(spans) and 1 << 60)) - 1
    return found >= 0 and spans[found][0] <= at < spans[found][1]


def _begins(text: str, at: int) -> bool:
    """Whether a capital letter may be the sentence's: nothing stands before it but an end, a bullet or a line's begin."""
    before = text[max(0, at - 6) : at].rstrip(" \t*-•#")
    return not before or (before[-1] in "!?:\n.|;,\t" and not INITIAL.search(before))


def _is_known(word: str) -> bool:
    if word in english() or word in _reading_words():
        return True
    base = verb_form(word)[0] or singular(word)
    return base in english() or base in _reading_words() or _is_compound(word) or _is_derived(word)


def _is_compound(word: str) -> bool:
    """ "ropewalk", "timeslot", "weighings": words made of words, or of a verb's -ing."""
    if word.endswith("ings") and word[:-1] in english():
        return True
    return any(word[:cut] in english() and word[cut:] in english() for cut in range(PART, len(word) - PART + 1))


def _is_derived(word: str) -> bool:
    """ "migrator", "sharding", "splitters": made of a known word by an ending."""
    for ending in DERIVING:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= PART - 1:
            undoubled = stem[:-1] if stem[-1] == stem[-2] and len(stem) <= LONG else stem
            if {stem, stem + "e", undoubled, stem.removesuffix("i") + "y"} & english():
                return True
    return False


def _meant(word: str, counted: Counter[str], plain: bool) -> str:
    """The one word that is meant, or "": the brief's own first, then the reading's, then for long words any English one.

    `plain`: it is written in lower case somewhere, so that it is no name.
    """
    by_kind = _near(word)
    own = {w for w in by_kind if counted[w] >= counted[word] and _is_known(w)} | {w for w in by_kind if _other_number(w) in counted and _is_known(w)}
    known = {w for w in by_kind if w in _reading_words() or singular(w) in _reading_words() or (verb_form(w)[0] and w in english())}
    for meant in (own, known, set(by_kind) if len(word) >= LONG and counted[word] == 1 and plain else set()):
        if meant:
            best = min(by_kind[w] for w in meant)
            likeliest = [w for w in meant if by_kind[w] == best]
            any_english = meant is not own and meant is not known
            worst = WRONG if not any_english else ADDED if len(word) >= LONGER else DOUBLED
            return likeliest[0] if len(likeliest) == 1 and best <= worst else ""
    return ""


def _other_number(word: str) -> str:
    return singular(word) if singular(word) != word else plural(word)


def _near(word: str) -> dict[str, int]:
    """The English words one edit away that begin with the same letter, each with the kind of error."""
    found: dict[str, int] = {}
    known = english()
    for made, kind in _edits(word):
        if made in known and made[:1] == word[:1] and (len(word) > SHORT or kind < ADDED) and made != word + "s":
            found[made] = min(kind, found.get(made, WRONG))
    return found


def _edits(word: str) -> Iterator[tuple[str, int]]:
    for at in range(len(word)):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:], SWAPPED
        doubled = tail[0] == head[-1:]
        yield head + tail[1:], DOUBLED if doubled else ADDED
        for letter in ascii_lowercase:
            yield head + letter + tail, DOUBLED if letter in (head[-1:], tail[0]) else MISSING
            yield head + letter + tail[1:], WRONG
    for letter in ascii_lowercase:
        yield word + letter, DOUBLED if letter == word[-1] else MISSING


def _written(text: str, places: list[re.Match[str]], fixed: dict[str, str]) -> Mended:
    made = Mended("", text, {m[0].lower(): fixed[m[0].lower()] for m in places})
    kept, at, shift = [], 0, 0
    for match in places:
        right = fixed[match[0].lower()]
        right = right.capitalize() if match[0][0].isupper() else right
        kept += [text[at : match.start()], right]
        made.places.append((match.start(), match[0], right))
        shift += len(right) - len(match[0])
        made.starts.append(match.start() + shift + len(match[0]))
        made.shifts.append(shift)
        at = match.end()
    made.text = "".join([*kept, text[at:]])
    return made


# --- back to the brief as it stands ---


def restored(model: Conceptual, mended: Mended) -> Conceptual:
    """The model with every source quoting the brief as it stands, and a question that names what was mended."""
    if not mended.words:
        return model
    model = _restored(model, mended)
    return msgspec.structs.replace(model, questions=(*model.questions, _question(mended)))


def _restored(value: object, mended: Mended) -> Any:
    """The same value with every source of the brief in it led back."""
    if isinstance(value, Source):
        return _source(value, mended)
    if isinstance(value, dict):
        return {key: _restored(inner, mended) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_restored(inner, mended) for inner in value) if value else value
    if isinstance(value, msgspec.Struct):
        changed = {n: made for n in _sourced_fields(type(value)) if (made := _restored(inner := getattr(value, n), mended)) is not inner}
        return msgspec.structs.replace(value, **changed) if changed else value
    return value


@cache
def _sourced_fields(kind: type) -> tuple[str, ...]:
    """The fields of a struct in which a source may stand: most values of a model, permissions and filters above all, have none."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _leads_to_source(hint, {kind}))


def _leads_to_source(hint: Any, seen: set[type]) -> bool:
    """Whether a value of this type may be a source or hold one; `seen`: structs that are walked already, for some hold themselves."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        inner = () if hint in seen else tuple(get_type_hints(hint).values())
        seen.add(hint)
        return hint is Source or any(_leads_to_source(one, seen) for one in inner)
    return hint in (Any, object) or any(_leads_to_source(one, seen) for one in get_args(hint))


def _source(source: Source, mended: Mended) -> Source:
    if source.kind != "brief" or source.start is None:
        return source
    end = _end(mended.text, source.start, source.words)
    start = mended.place(source.start)
    words = " ".join(mended.original[start : mended.place(end)].split()) if end > source.start else source.words
    return msgspec.structs.replace(source, start=start, words=words)


def _end(text: str, start: int, words: str) -> int:
    """Where the quoted words end; the start itself where they do not stand there as they are."""
    end = start
    for place, word in enumerate(words.split()):
        gap = BLANKS.match(text, end) if place else None
        begin = gap.end() if gap else end
        if (place and gap is None) or not text.startswith(word, begin):
            return start
        end = begin + len(word)
    return end


def _question(mended: Mended) -> Question:
    pairs = [f"“{wrong}” as “{right}”" for wrong, right in mended.words.items()]
    more = f" and {len(pairs) - MOST_SHOWN} more" if len(pairs) > MOST_SHOWN else ""
    start, first, _ = mended.places[0]
    return Question(
        text=f"Were these typing errors? Read {', '.join(pairs[:MOST_SHOWN])}{more}.",
        assumed="yes, they are read as the words next to them",
        changes="the names of tables and columns; write a name that is meant as it stands with a capital letter, or in quotes",
        weight=0.3,
        source=Source(kind="brief", words=first, start=start, confidence=0.8),
    )
