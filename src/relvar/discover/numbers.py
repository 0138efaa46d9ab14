"""Numbers as people write them: 1,234.50 and 1.234,50, € 12.00, 85 %. Each way is one that every value of a column must follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from relvar.model.semantic import Base

Read = Callable[[str], str | None]  # a value in the standard spelling, None where it is none of the kind

SYMBOL = r"(?:[€$£¥₹₽]|[A-Z]{3}|kr\.?|zł|Kč|%|‰)"
AFFIXED = re.compile(rf"(?P<sign>-?)(?P<before>{SYMBOL})?\s*(?P<number>-?[\d., '\u00a0\u202f]*\d)\s*(?P<after>{SYMBOL})?")
GROUPED = {  # how the digits of a whole number are grouped, and what stands before its fraction
    "thousands with a comma": (re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?"), ",", "."),
    "thousands with a point, decimal comma": (re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?"), ".", ","),
    "thousands with a space": (re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:\.\d+)?"), " \u00a0\u202f", "."),
    "thousands with a space, decimal comma": (re.compile(r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})*(?:,\d+)?"), " \u00a0\u202f", ","),
    "thousands with an apostrophe": (re.compile(r"-?\d{1,3}(?:'\d{3})*(?:\.\d+)?"), "'", "."),
}
EITHER = re.compile(r"-?\d{1,3}[.,]\d{3}")  # 1,234: a thousand and more, or one and a bit


def ways(values: Sequence[str], plain: Sequence[tuple[Base, Read, str]]) -> Iterator[tuple[Base, Read, str]]:
    """Types that the values may have in such writing: (name of the type, reader, how it was written).

    `plain`: the types of numbers without grouping and signs. Where every value could be read in two ways, none is offered.
    """
    affix = _affix(values)
    bare = [_bare(value, affix) for value in values] if affix else list(values)
    if affix:
        for name, read, form in plain:
            yield name, _without(affix, read), ", ".join(filter(None, ("".join(affix).strip(), form)))
    for form, (pattern, separators, point) in GROUPED.items():
        grouped = [v for v in bare if v is not None and pattern.fullmatch(v) and any(s in v for s in separators)]
        if not grouped or ambiguous(bare):
            continue
        name = "decimal" if any(point in v for v in bare if v is not None) else "integer"
        read = _grouped(pattern, separators, point, name, plain)
        yield (name, _without(affix, read), f"{''.join(affix).strip()}, {form}") if affix else (name, read, form)


def ambiguous(values: Sequence[str | None]) -> bool:
    """Whether every value is like 1,234: a thousand and more to some, one and a bit to others."""
    return all(value is not None and EITHER.fullmatch(value) for value in values)


def _affix(values: Sequence[str]) -> tuple[str, str] | None:
    """The one sign before or behind every value, None where there is none or several."""
    found = {(m["before"] or "", m["after"] or "") if (m := AFFIXED.fullmatch(v)) else None for v in values}
    one = next(iter(found)) if len(found) == 1 else None
    return one if one and any(one) else None


def _bare(value: str, affix: tuple[str, str]) -> str | None:
    found = AFFIXED.fullmatch(value)
    if found is None or (found["before"] or "", found["after"] or "") != affix:
        return None
    return f"{found['sign']}{found['number']}"


def _without(affix: tuple[str, str], read: Read) -> Read:
    def bare(value: str) -> str | None:
        number = _bare(value, affix)
        return None if number is None else read(number)

    return bare


def _grouped(pattern: re.Pattern[str], separators: str, point: str, name: str, plain: Sequence[tuple[Base, Read, str]]) -> Read:
    number = next(read for known, read, form in plain if known == name and not form)

    def read(value: str) -> str | None:
        if not pattern.fullmatch(value):
            return None
        for separator in separators:
            value = value.replace(separator, "")
        return number(value.replace(point, "."))

    return read
