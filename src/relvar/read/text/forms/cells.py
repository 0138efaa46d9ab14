"""What the rows beneath a header tell of a column: dates, numbers, yes or no, a short list of values, gaps."""

from __future__ import annotations

import re
from collections import Counter

from relvar.read.text.forms.shape import Column, Words
from relvar.read.text.words import listed, singular

DATE = re.compile(r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./](?:\d{4}|\d\d)|\d\d? [A-Za-z]{3,9} \d{4}")
INSTANT = re.compile(r"(?:\d{4}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{2,4})[T ]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
TIME = re.compile(r"\d\d?:\d\d(?::\d\d)?")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
WHOLE = re.compile(r"-?\d{1,15}|-?\d{1,3}(?:,\d{3})+")
DECIMAL = re.compile(r"-?\d[\d,]*\.\d+|-?\d+,\d+")
MONEY = re.compile(r"[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:EUR|USD|GBP|[$€£])")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
URL = re.compile(r"https?://\S+")
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
FORMS = (
    ("uuid", UUID), ("email", EMAIL), ("url", URL), ("instant", INSTANT), ("date", DATE), ("local_time", TIME), ("money", MONEY),
    ("year", YEAR), ("count", WHOLE), ("signed_quantity", DECIMAL),
)  # fmt: skip
ANSWERS = frozenset(["yes", "no", "y", "n", "true", "false"])
GAPS = frozenset(["", "-", "–", "n/a", "null", "none"])
# a value set shows itself when each of its few values comes twice on average in at least four rows
FEWEST_ROWS, MOST_VALUES, TIMES_EACH, LONGEST_VALUE = 4, 8, 2, 3


def learn(column: Column, values: list[str]) -> None:
    """Give a column what its values tell."""
    filled = [value.strip() for value in values if value.strip().lower() not in GAPS]
    if values and len(filled) < len(values):
        column.optional = True
    if not filled:
        return
    column.kind = column.kind or kind_of(filled)
    if not column.kind and not column.values:
        column.values = _value_set(column.words, filled)


def kind_of(filled: list[str]) -> str:
    """The semantic type that all values have by their form, or ""."""
    if all(value.lower() in ANSWERS for value in filled):
        return "boolean"
    return next((kind for kind, form in FORMS if all(form.fullmatch(value) for value in filled)), "")


def _value_set(words: Words, filled: list[str]) -> Words:
    """A few values that come again and again. Proper names are data, unless the column says that it is a state or kind."""
    counted = Counter(filled)
    few = len(filled) >= FEWEST_ROWS and 1 < len(counted) <= MOST_VALUES and len(filled) >= TIMES_EACH * len(counted)
    short = all(len(value.split()) <= LONGEST_VALUE for value in counted)
    kinds = listed("lookup") | {"state", "severity", "level", "priority", "class", "condition", "result", "outcome", "mode"}
    plain = all(value.islower() or value.isupper() for value in counted) or singular(words[-1]) in kinds
    named = singular(words[-1]) in listed("identifier_head") | {"name"}
    return tuple(counted) if few and short and plain and not named else ()
