"""What the forms say as claims, in the same words as sentences do, so that one set of rules places both."""

from __future__ import annotations

from relvar.read.text.claims import Claims, Exists, Has
from relvar.read.text.forms.shape import Column, Forms, Thing, Words
from relvar.read.text.phrases import Mark, Noun
from relvar.read.text.quantity import Bounds

SURE = 9.0  # points: a sheet, screen or resource is kept whatever it is called (the heaviest penalty is 6)
MANY, ONE = Bounds(0, None, True), Bounds(1, 1, True)
LISTED = 3  # a column stands in a list, however few there are


def tell(forms: Forms, claims: Claims) -> None:
    """Add what the forms say to the claims of the text."""
    for thing in forms.things:
        noun = _noun(thing.words, thing.start, thing.end)
        claims.exists.append(Exists(noun, SURE, "form"))
        claims.nouns.append(noun)
        if thing.whole:
            whole = _noun(thing.whole, thing.start, thing.end)
            claims.has.append(Has(whole, _noun(thing.words, thing.start, thing.end, MANY), thing.start, thing.end, flags=frozenset({"mixed"})))
        for column in thing.columns:
            claims.has.append(_has(thing, noun, column))


def _has(thing: Thing, owner: Noun, column: Column) -> Has:
    if column.target:
        bounds = MANY if column.many else Bounds(0 if column.optional else 1, 1, True)
        return Has(owner, _noun(column.target, column.start, column.end, bounds), column.start, column.end, LISTED, (), _flags(column))
    item = _item(column)
    if column.values:
        item.inside = [part for value in column.values for part in (_value(value, column), Mark("COMMA", ",", column.end, column.end))]
    return Has(owner, item, column.start, column.end, LISTED, column.values, _flags(column), kind=column.kind)


def _item(column: Column) -> Noun:
    """The column's name as written; "number of guests" is a number, of guests."""
    at = column.words.index("of") if "of" in column.words[1:-1] else len(column.words)
    item = _noun(column.words[:at], column.start, column.end)
    item.written = True
    if column.words[at + 1 :]:
        item.of = _noun(column.words[at + 1 :], column.start, column.end)
    return item


def _flags(column: Column) -> frozenset[str]:
    said = (("mixed", True), ("unique", column.unique), ("optional", column.optional), ("several", column.many))
    return frozenset(flag for flag, holds in said if holds)


def _value(value: str, column: Column) -> Noun:
    return Noun((value,), column.start, column.end, Bounds(), quoted=True)


def _noun(words: Words, start: int, end: int, bounds: Bounds | None = None) -> Noun:
    return Noun(words, start, end, bounds or Bounds())
