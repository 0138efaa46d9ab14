"""Comparisons as English says them, whatever is compared: an operator, what it is compared with, and whether the verb denies it.

"may not be less than 5", "no later than the start date", "exceeds the budget", "max. 80 characters", "10 or more", "between 1 and 5".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from relvar.model.expression import CompareOperator
from relvar.read.text.quantity import TENS, UNITS, number
from relvar.read.text.sought import Cued, cues, first_cues, one_stands

MORE = "more|greater|higher|larger|bigger|longer|later|older|heavier|taller|larger|deeper"
LESS = "less|fewer|lower|smaller|shorter|earlier|sooner|younger|lighter"
# an operator, its words, its sign; the longer before the shorter, for the first that matches is taken
PHRASES: tuple[tuple[CompareOperator, str, str], ...] = (
    (">=", (
        rf"(?:{MORE}) than or equal to|equal to or (?:{MORE}) than|on or after|at least|(?:an? |the )?minimum(?: "
        rf"value| length)?(?: of| is)?|min"
    ), ">=|≥"),
    ("<=", rf"(?:{LESS}) than or equal to|equal to or (?:{LESS}) than|on or before|at most|up to|(?:an? |the )?maximum(?: value| length)?(?: of| is)?"
           r"|max|(?:limited|restricted) to", "<=|≤"),
    ("<>", "different from|differs? from|other than|unequal to", "<>|≠"),
    (">", rf"(?:{MORE}) than|above|over|after|beyond|exceed(?:s|ing)?|follows?|succeeds?", ">"),
    ("<", rf"(?:{LESS}) than|below|under|before|prior to|precedes?", "<"),
    ("=", "equal to|equals?|exactly|the same as", "="),
)  # fmt: skip
BEGINNING, ENDING = r"(?<![\w-])", r"(?!\w)[.:]?"
OPERATOR = Cued(
    "|".join(rf"(?P<o{n}>{BEGINNING}(?:{words}){ENDING}|(?<![<>=-])(?:{sign})(?![=>]))" for n, (_, words, sign) in enumerate(PHRASES)),
    "than|equal|after|before|at least|min|at most|up to|max|limited to|restricted to|differ|above|over|beyond|exceed|follow|succeed|below|under"
    "|prior to|precede|exactly|the same as|<|>|≤|≥|=|≠",
)
NUMERAL = rf"[$€£]?-?\d+(?:,\d{{3}})*(?:\.\d+)?|\b(?:{'|'.join((*UNITS, *TENS))})\b"
NUMBERED = cues(*"0123456789", *UNITS, *TENS)
AMOUNT = re.compile(rf"\s*(?:of )?(?P<n>{NUMERAL})(?P<percent>\s?(?:%|percent\b))?(?:[ -](?P<unit>[a-z]+))?")
BEHIND = re.compile(r"\s*(?:\w+ )?(?:(?P<more>or (?:more|above|higher|longer|later|over)|and above|upwards|at least|minimum)"
                    r"|(?P<less>or (?:less|fewer|below|lower|shorter|under)|at most|at the most|max(?:imum)?))\b")  # fmt: skip
RANGE = re.compile(
    rf"(?:\b(?P<between>between|from|in the range(?: of| from)?|within|of)\s+)?\(?(?P<low>{NUMERAL})(?:\s?%| percent)?"
    rf"\s*(?P<link>to|and|-|–|—|through|\.\.\.?)\s*(?P<high>{NUMERAL})(?P<percent>\s?(?:%|percent\b))?(?:[ -](?P<unit>[a-z]+))?"
)
SIGNED = Cued(
    r"\b(?:(?P<positive>(?:strictly )?positive)|(?P<natural>non-?negative|zero or (?:more|positive|greater|"
    r"above))|(?P<negative>negative)|(?P<zero>zero\b(?! or)))",
    "positive|negative|zero",
)
BOUNDING = NUMBERED | first_cues(SIGNED)  # without one of these a sentence states no bound
VERBS = """must should shall may can could will would has have to need needs ought is are be being lie lies fall falls stay stays come comes go goes
    drop drops rise get become ranges range run runs last lasts contain contains consist consists comprise comprises hold take takes place
    counts allowed permitted"""
SAYS = VERBS.split()
DENIES = ("not", "never", "cannot", "can't", "mustn't", "isn't", "aren't", "doesn't", "don't", "no", "won't", "neither")
BESIDE = ("always", "only", "also", "strictly", "ever", "either", "by", "then", "therefore", "of", "in", "any")
WORDS = "|".join((*SAYS, *DENIES, *BESIDE))
CALLED = "number|value|integer|score|percentage|figure|amount|scale|grade|length|text|string"
FRAME = re.compile(
    rf"(?<![\w'-])(?P<verbs>(?:(?:{WORDS})\s+)+)(?:(?:an? |the )?(?:whole |natural |decimal |integer "
    rf")?(?:{CALLED})(?: that is| which is| of)?\s+|an? )?\(?$"
)
LETTERS = frozenset(["character", "char", "letter", "symbol", "sign", "glyph", "digit"])  # units of a text's length
# a doing that is denied: "may not make more than 2 bookings"
DOING = re.compile(
    r"(?<![\w'-])(?P<verbs>(?:(?:must|may|can|should|cannot|can't|not|never|is|are|allowed|to) +)+)(?!be "
    r"|have )[a-z]+(?: (?:in|to|on|at|for|with|from|out|up))? +$"
)
NOBODY = re.compile(r"(?:^|[.;:,] |\band |\bbut )(?:no|none of the) (?!two |more |less )[\w' -]{2,60}$")  # "no film may contain more than 20 songs"
ALLOWS = re.compile(r"\b(?:may|might|can|could)\b(?! ?not| never|'t)")  # "may have more than one" permits, and demands nothing
OF_TIMES = frozenset(["after", "before", "follow", "follows", "precede", "precedes", "succeed", "succeeds"])  # "looks after one": of no number
OF_PLACES = frozenset(["above", "over", "beyond", "below", "under"])
REMEMBERED = 1 << 15  # sentences: each is asked by several readers of demands, one reader after the other
WINDOW = 90  # characters before an operator in which its verb stands
FLIPPED: dict[CompareOperator, CompareOperator] = {"<": ">=", ">": "<=", ">=": "<", "<=": ">", "=": "<>", "<>": "="}


class Comparison(NamedTuple):
    """`start`: where the predicate begins, behind its subject; `end`: behind the operator; `verbal`: a verb stands before it."""

    start: int
    end: int
    op: CompareOperator
    verbal: bool


class Bound(NamedTuple):
    """What a predicate says of a number or a length: bounds with their operators; `unit`: the word behind the last number, or ""."""

    start: int
    end: int
    bounds: tuple[tuple[CompareOperator, float], ...]
    unit: str
    verbal: bool


@lru_cache(maxsize=REMEMBERED)
def comparisons(text: str) -> tuple[Comparison, ...]:
    """Every operator of a sentence in lower case, turned round where its verb denies it."""
    return tuple(_operators(text))


def _operators(text: str) -> Iterator[Comparison]:
    for found in OPERATOR.finditer(text):
        start, denied, verbal = frame(text, found.start())
        op = next(op for n, (op, _, _) in enumerate(PHRASES) if found[f"o{n}"])
        denied = (denied and op not in (">=", "<=")) or (denied and " than or" in found[0])
        yield Comparison(start, found.end(), FLIPPED[op] if denied else op, verbal)


@lru_cache(maxsize=REMEMBERED)
def bounds(text: str) -> tuple[Bound, ...]:
    """Every bound by numbers that a sentence states."""
    return tuple(_by_numbers(text))


def _by_numbers(text: str) -> Iterator[Bound]:
    if not one_stands(NUMBERED, text):
        yield from _signed(text)
        return
    taken: list[tuple[int, int]] = []
    for found in RANGE.finditer(text):
        low, high = number(found["low"].lstrip("$€£").lstrip("-")), number(found["high"].lstrip("$€£").lstrip("-"))
        if low is None or high is None or (found["link"] == "and" and found["between"] not in ("between", "within")):
            continue
        low, high = low * _sign(found["low"]), high * _sign(found["high"])
        start, denied, verbal = frame(text, found.start())
        if low < high and not denied:
            taken.append(found.span())
            yield Bound(start, found.end(), ((">=", low), ("<=", high)), found["unit"] or "", verbal)
    yield from (b for b in (*_compared(text), *_counted(text), *_signed(text)) if not any(a <= b.end - 1 < z for a, z in taken))


def _sign(word: str) -> int:
    return -1 if word.startswith("-") else 1


def _amount(found: re.Match[str]) -> float:
    return (number(found["n"].lstrip("$€£").lstrip("-")) or 0.0) * _sign(found["n"])


def _compared(text: str) -> Iterator[Bound]:
    for one in comparisons(text):
        amount = AMOUNT.match(text, one.end)
        word = text[one.start : one.end].split()[-1]
        if (
            amount
            and word not in OF_TIMES
            and (one.verbal or word not in OF_PLACES)
            and not (one.op in ("<", ">") and ALLOWS.search(text, one.start, one.end))
        ):
            yield Bound(one.start, amount.end(), ((one.op, _amount(amount)),), amount["unit"] or "", one.verbal)


def _counted(text: str) -> Iterator[Bound]:
    """ "10 or more", "80 characters at most", "is 5 characters long"."""
    for amount in AMOUNT.finditer(text):
        behind = BEHIND.match(text, amount.start("unit") - 1 if amount["unit"] in ("or", "and", "at") else amount.end("n"))
        start, denied, verbal = frame(text, amount.start("n"))
        unit = amount["unit"] or ""
        if behind and not denied:
            yield Bound(
                start, behind.end(), ((">=" if behind["more"] else "<=", _amount(amount)),), "" if unit in ("or", "and", "at") else unit, verbal
            )


def _signed(text: str) -> Iterator[Bound]:
    for found in SIGNED.finditer(text):
        start, denied, verbal = frame(text, found.start())
        if not verbal:
            continue
        if found["positive"] and not denied:
            yield Bound(start, found.end(), ((">", 0.0),), "", True)
        elif found["natural"] or (found["negative"] and denied):
            yield Bound(start, found.end(), ((">=", 0.0),), "", True)
        elif found["zero"] and denied and "than" not in text[start : found.start()]:
            yield Bound(start, found.end(), (("<>", 0.0),), "", True)


def frame(text: str, start: int) -> tuple[int, bool, bool]:
    """Where the verb before a place begins, whether it denies, and whether there is one."""
    low = max(0, start - WINDOW)
    found = FRAME.search(text[low:start])
    doing = None if found else DOING.search(text[low:start])
    found = doing if doing and any(word in DENIES for word in doing["verbs"].split()) else found
    nobody = NOBODY.search(text[low : low + found.start() if found else start].rstrip()) is not None
    if not found:
        return start, False, False
    said = found["verbs"].split()
    denied = sum(word in DENIES for word in said) % 2 == 1
    return low + found.start(), denied != nobody, doing is not None or any(word in SAYS for word in said)
