"""Semantic types by name and by attribute name, out of `semantic_types.toml` (its head documents the format)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from relvar.model.expression import And, Call, ColumnRef, Compare, Constant, Expression, Matches
from relvar.model.semantic import DataType, SemanticType
from relvar.read import formula
from relvar.read.lexicon.units import MEASURES, SPANS, kind_of, measured, unit_in

UNKNOWN = "short_text"
VALUE = ColumnRef(column="value")
DATA_FIELDS = ("base", "bits", "length", "precision", "scale")
# a list of states reads "status"; beside a town "state" is a region
REGION_WORDS = re.compile(r"\b(city|town|street|zip|postal|postcode|country)\b")
COUNT_WORDS = re.compile(r"\b(number of|how many|count of)\b")
WHEN = ("date", "day", "year", "month")
FLAGGED = re.compile(r"\b(?:yes/no|y/n|true/false|yes or no)\b")
FLAG_WORDS = re.compile(r"\b(whether|yes or no|yes/no|true or false)\b")


@cache
def _entries() -> dict[str, dict[str, Any]]:
    text = (files(__package__) / "semantic_types.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _by_name() -> dict[tuple[str, ...], str]:
    """Last words of an attribute name -> type; "=" and "*" stay as a mark in front or at the end."""
    found: dict[tuple[str, ...], str] = {}
    for type_name, entry in _entries().items():
        for pattern in entry["names"]:
            found.setdefault(tuple(pattern.split("_")), type_name)
    return found


@cache
def named_type(name: str) -> SemanticType:
    """The semantic type of that name. Raises KeyError."""
    entry = _entries()[name]
    data = DataType(**{field: entry[field] for field in DATA_FIELDS if field in entry})
    check, bad = _check(entry, data), entry.get("bad")
    return SemanticType(
        name=name,
        data=data,
        description=entry.get("description", ""),
        check=check,
        samples=entry["samples"],
        bad="" if check is not None and bad is None else bad,
        sensitivity=entry.get("sensitivity", "internal"),
        mask=entry.get("mask", ""),
        average_bytes=entry.get("bytes", 0),
    )


def semantic_types() -> dict[str, SemanticType]:
    """Every type of the library, by name."""
    return {name: named_type(name) for name in _entries()}


@cache
def semantic_type(attribute_name: str, words: str = "") -> SemanticType:
    """What an attribute of that name means; `words` are those of the brief around it, for units and flags.

    An unknown name is a text of 1 to 200 characters.
    """
    name = attribute_name.lower().strip("_")
    context = f"{words.lower()} {name.replace('_', ' ')}"
    name = re.sub(r"_(?:in|above|below)_[a-z_]+$", "", name)  # "altitude above sea level" is no level
    found = _select(name)
    if name == "state" and REGION_WORDS.search(context):
        found = "region_name"
    if FLAGGED.search(words.lower()) or (found == UNKNOWN and FLAG_WORDS.search(context)):
        found = "boolean"
    if found == UNKNOWN and COUNT_WORDS.search(context):
        found = "count"
    unit = unit_in(words)
    return _in_unit(named_type(measured(found, unit)), unit) if unit else named_type(found)


def _select(name: str) -> str:
    tokens = tuple(name.split("_"))
    by_name = _by_name()
    if (f"={tokens[0]}", *tokens[1:]) in by_name:
        return by_name[(f"={tokens[0]}", *tokens[1:])]
    if tokens[1:2] == ("of",) and tokens not in by_name and tokens[0] in WHEN:
        return by_name[tokens[:1]]  # "date of completion" is a date
    for start in range(len(tokens)):
        if tokens[start:] in by_name:
            return by_name[tokens[start:]]
        for end in (2, 1):
            if start == 0 and (*tokens[:end], "*") in by_name:
                return by_name[(*tokens[:end], "*")]
    return _by_first_words(tokens)


def _by_first_words(tokens: tuple[str, ...]) -> str:
    """ "hours spent", "date borrowed", "type of contract": the meaning stands in front."""
    for end in range(len(tokens) - 1, 0, -1):
        if tokens[:end] in _by_name():
            return _by_name()[tokens[:end]]
    return UNKNOWN


def _in_unit(meaning: SemanticType, unit: str) -> SemanticType:
    """The unit that the brief names replaces the assumed one in the description."""
    if meaning.name not in MEASURES and not (meaning.name in SPANS and kind_of(unit) == "count"):
        return meaning
    import msgspec

    return msgspec.structs.replace(meaning, description=f"in {unit}")


def _check(entry: dict[str, Any], data: DataType) -> Expression | None:
    if "check" not in entry:
        return _bounded(data) if data.base == "text" and data.length else None
    check = formula.parse(entry["check"])
    if isinstance(check, Matches) and "simpler" in entry:
        return Matches(operand=check.operand, regex=check.regex, simpler=formula.parse(entry["simpler"]))
    return check


def sized(meaning: SemanticType, most: int) -> SemanticType:
    """The same meaning of at most so many characters; a form of its own (an e-mail address) stays."""
    import msgspec

    data = msgspec.structs.replace(meaning.data, length=most)
    plain = meaning.data.length and meaning.check == _bounded(meaning.data)
    return msgspec.structs.replace(meaning, data=data, check=_bounded(data)) if plain else msgspec.structs.replace(meaning, data=data)


def _bounded(data: DataType) -> Expression:
    """1 to `length` characters: an empty text is no value."""
    length = Call(function="length", arguments=(VALUE,))
    return And(
        items=(
            Compare(op=">=", left=length, right=Constant(value=1)),
            Compare(op="<=", left=length, right=Constant(value=data.length)),
        )
    )


# what a base type can also be read as: data that is whole numbers fits a name that says money
FAMILIES = (frozenset({"integer", "decimal", "float"}), frozenset({"date", "timestamp"}))


def typed(meaning: SemanticType, kind: str) -> SemanticType:
    """The meaning that a name has, unless the type that a form gives contradicts it: then that type."""
    if not kind:
        return meaning
    told = named_type(kind)
    same = meaning.data.base == told.data.base or any({meaning.data.base, told.data.base} <= family for family in FAMILIES)
    precise = meaning.data.base == "integer" and told.data.base in ("decimal", "float")
    narrower = meaning.data.base == "date" and told.data.base == "timestamp"
    numbered = meaning.data.base == "text" and kind in ("count", "year") and meaning.name != UNKNOWN
    return meaning if (same and not precise and not narrower) or numbered else told
