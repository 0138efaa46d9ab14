"""How many: each, a, one or more, at most five, between two and ten, as bounds; and numbers in words or digits."""

from __future__ import annotations

import re

import msgspec

from relvar.read.text.tokens import Token

UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
MAGNITUDES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
SUFFIXES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "t": 1_000_000_000_000, "bn": 1_000_000_000, "mn": 1_000_000, "mio": 1_000_000}
NUMBER = re.compile(r"[$€£]?(\d[\d,]*(?:\.\d+)?)\s*(%|[a-z]{1,3})?$", re.IGNORECASE)


ITS = ("its", "their", "his", "her")  # articles of what was spoken of before


class Bounds(msgspec.Struct, frozen=True, gc=False):
    """Least and most instances that a phrase speaks of; most None: many. `stated`: the text says so; `each`: of every one."""

    least: int | None = None
    most: int | None = None
    stated: bool = False
    each: bool = False
    article: str = ""


UNBOUNDED = Bounds()


def is_several(bounds: Bounds) -> bool:
    """Whether a number above one is told, and no mere "several"."""
    return bounds.stated and ((bounds.least or 0) > 1 or (bounds.most or 0) > 1)


def number(word: str) -> float | None:
    """The value of a number in digits ("50,000", "1.5M", "3rd") or one word ("seven"); None where it is none."""
    word = word.lower()
    if word in UNITS:
        return float(UNITS.index(word))
    if word in TENS:
        return float(TENS[word])
    if word in MAGNITUDES:
        return float(MAGNITUDES[word])
    found = NUMBER.match(word)
    if not found:
        return None
    value = float(found[1].replace(",", ""))
    return value * SUFFIXES.get((found[2] or "").lower(), 1)


Expression = tuple[tuple[str, ...], tuple[int | str | None, int | str | None]]
# quantifying expressions, longest first; N stands for a number
EXPRESSIONS: tuple[Expression, ...] = (
    (("between", "N", "and", "N"), ("N1", "N2")),
    (("from", "N", "to", "N"), ("N1", "N2")),
    (("N", "or", "more"), ("N1", None)),
    (("N", "to", "many"), ("N1", None)),
    (("N", "or", "several"), ("N1", None)),
    (("N", "or", "many"), ("N1", None)),
    (("N", "or", "multiple"), ("N1", None)),
    (("N", "or", "N"), ("N1", "N2")),
    (("zero", "or", "one"), (0, 1)),
    (("one", "and", "only", "one"), (1, 1)),
    (("at", "least", "N"), ("N1", None)),
    (("at", "most", "N"), (0, "N1")),
    (("up", "to", "N"), (0, "N1")),
    (("no", "more", "than", "N"), (0, "N1")),
    (("not", "more", "than", "N"), (0, "N1")),
    (("no", "fewer", "than", "N"), ("N1", None)),
    (("not", "fewer", "than", "N"), ("N1", None)),
    (("no", "less", "than", "N"), ("N1", None)),
    (("not", "less", "than", "N"), ("N1", None)),
    (("a", "maximum", "of", "N"), (0, "N1")),
    (("a", "minimum", "of", "N"), ("N1", None)),
    (("more", "than", "N"), ("N1", None)),
    (("fewer", "than", "N"), (0, "N1")),
    (("less", "than", "N"), (0, "N1")),
    (("exactly", "N"), ("N1", "N1")),
    (("only", "N"), (0, "N1")),
    (("any", "number", "of"), (0, None)),
    (("a", "number", "of"), (0, None)),
    (("a", "variety", "of"), (0, None)),
    (("a", "lot", "of"), (0, None)),
    (("lots", "of"), (0, None)),
    (("a", "single"), (1, 1)),
    (("one", "single"), (1, 1)),
    (("N", "to", "N"), ("N1", "N2")),
    (("N", "-", "N"), ("N1", "N2")),
    (("N",), ("N1", "N1")),
)
MANY_WORDS = {
    "many",
    "multiple",
    "several",
    "various",
    "numerous",
    "more",
    "most",
    "all",
    "some",
    "few",
    "different",
    "multi",
    "plenty",
    "certain",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
}


def bounds(sentence: list[Token], at: int) -> tuple[Bounds, int]:
    """The bounds that the words at `at` state, and the place behind them."""
    each = False
    article = ""
    here = at
    found = UNBOUNDED
    while here < len(sentence):
        token = sentence[here]
        if (matched := _expression(sentence, here)) is not None:
            found, here = matched
        elif token.tag == "EACH":
            each = True
            here += 1
        elif token.low in ("a", "an") and token.tag == "DET":
            article = "a"
            here += 1
        elif token.tag == "DET":
            article = article or token.low
            here += 1
        elif token.tag == "MANY" or token.low in MANY_WORDS:
            found = Bounds(0, None, True)
            here += 1
        elif token.tag == "ONE":
            found = Bounds(1, 1, True)
            here += 1
        elif token.tag == "NEG" and token.low == "no":
            found = Bounds(0, 0, True)
            here += 1
        elif token.low == "of" and (each or found.stated) and here > at:
            here += 1
        else:
            break
    return Bounds(found.least, found.most, found.stated, each, article) if here > at else UNBOUNDED, here


def _beginning(first: str, second: str) -> tuple[Expression, ...]:
    """The expressions that may begin with two words, in their order; N stands for any word here."""
    return tuple(e for e in EXPRESSIONS if e[0][0] in (first, "N") and (len(e[0]) == 1 or e[0][1] in (second, "N")))


SECOND = {""} | {words[1] for words, _ in EXPRESSIONS if len(words) > 1}  # "": a word that is none of them
OPENING = {words[0]: {second: _beginning(words[0], second) for second in SECOND} for words, _ in EXPRESSIONS}
NUMERALS = ("NUM", "ONE")


def _expression(sentence: list[Token], at: int) -> tuple[Bounds, int] | None:
    token = sentence[at]
    opening = OPENING.get(token.low) or (OPENING["N"] if token.tag in NUMERALS else None)
    if opening is None:
        return None  # nothing begins here: most words of a text
    second = sentence[at + 1].low if at + 1 < len(sentence) else ""
    for words, (least, most) in opening.get(second) or opening[""]:
        numbers = _match(sentence, at, words)
        if numbers is not None:
            pick = {"N1": numbers[0] if numbers else None, "N2": numbers[1] if len(numbers) > 1 else None}
            low = pick[least] if isinstance(least, str) else least
            high = pick[most] if isinstance(most, str) else most
            if words[0] == "only" and high == 1:
                low = 1  # "has only one owner" denies two, not the one
            if words == ("N",) and high is not None and high > 1:
                return UNBOUNDED, at + len(words)  # "40 clinics": the plural says several, the number is read as scale
            return Bounds(low, high, True), at + len(words)
    return None


def _match(sentence: list[Token], at: int, words: tuple[str, ...]) -> list[int] | None:
    numbers: list[int] = []
    for offset, word in enumerate(words):
        if at + offset >= len(sentence):
            return None
        token = sentence[at + offset]
        if word == "N":
            value = number(token.low) if token.tag in ("NUM", "ONE") and token.low not in ("single", "only", "sole", "exactly") else None
            if value is None:
                return None
            numbers.append(int(min(value, 2**53)))
        elif token.low != word:
            return None
    return numbers
