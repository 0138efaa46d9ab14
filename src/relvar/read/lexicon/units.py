"""Units of measurement as briefs write them ("in km/h", "(°C)", "in square metres"), and what is measured in them."""

from __future__ import annotations

import re
from functools import cache

# Unit -> the semantic type of what has no telling name of its own. Words first, signs (SI brochure, 9th edition, tables 2, 4 and 7) behind.
_KINDS = {
    "size_measure": r"(?:nano|micro|milli|centi|deci)?met(?:re|er)s?|feet|inch(?:es)?|yards?|nm|µm|mm|cm|dm|m|ft|yd|fathoms?",
    "distance": r"(?:kilo)met(?:re|er)s?|(?:nautical )?miles?|km|mi|nmi|light[- ]years?",
    "weight": r"(?:micro|milli|kilo)?gram(?:me)?s?|tonnes?|tons?|pounds?|ounces?|carats?|µg|mg|g|kg|t|lbs?|oz|ct",
    "area": r"square (?:centi|kilo)?met(?:re|er)s?|square (?:miles|feet|inches)|hectares?|acres?|sqm|[ckm]?m²|[ckm]?m2|ha|sq ?(?:ft|m|km)",
    "volume_measure": r"cubic (?:centi)?met(?:re|er)s?|(?:milli|centi|hecto)?lit(?:re|er)s?|gallons?|pints?|c?m³|c?m3|ml|cl|dl|l|hl|gal",
    "temperature": r"degrees (?:celsius|fahrenheit)|celsius|fahrenheit|kelvin|°\s?[cf]",
    "percentage": r"per ?cent|%",
    "signed_quantity": r"degrees|radians|volts?|°|[mk]?v",
    "money": r"euros?|dollars?|pounds sterling|pence|cents|francs|yen|€|\$|£|eur|usd|gbp|chf|jpy|nok|sek|dkk|pln|czk|aud|cad",
    "duration_seconds": r"seconds?|secs?|s",
    "duration": r"minutes?|mins?",
    "duration_hours": r"hours?|hrs?|h",
    "count": r"days?|weeks?|months?|years?|pixels?|px|pages|pieces|pcs",
    "physical_quantity": (
        r"knots?|kn|mph|kph|rpm|bpm|hertz|[kmg]?hz|pascals?|[hkm]?pa|m?bar|psi|mmhg|watts?|(?:kilo|mega)watt(?:-hour| hour)?s?|[kmg]?wh?|joules?|k?j"
        r"|k?cal|(?:kilo)?calories|newtons?|k?n|nm|amp(?:ere)?s?|m?ah?|ohms?|ω|lux|lx|lumens?|lm|candela|decibels?|db|becquerels?|k?bq|pp[mb]|‰|[kmgt]?b(?:ytes)?"
        r"|milliseconds?|ms|parts per million|moles?|mol|mmol|p?s?u"
    ),
}
_EACH = "|".join(f"(?:{pattern})" for pattern in _KINDS.values())
# "m/s", "litres per hour", "kg/m³": of what is measured per something
_PER = rf"(?:{_EACH})\s?(?:/|\bper\b)\s?(?:{_EACH}|person|unit|piece|head|week|month)"
_ONE = re.compile(rf"(?:{_EACH}|{_PER})", re.I)
_IN = re.compile(rf"\bin (?P<unit>{_PER}|{_EACH})(?![\w/])", re.I)
_BRACKETED = re.compile(rf"[(\[](?:measured )?(?:in )?(?P<unit>{_PER}|{_EACH})[)\]]", re.I)
# Letters that are sizes or sexes as well: "(S/M/L)" names no unit
_LETTERS = re.compile(r"[smlgtf](?:/[smlgtf])+", re.I)
MEASURES = frozenset(["weight", "size_measure", "distance", "area", "volume_measure", "temperature", "physical_quantity", "signed_quantity"])
DIMENSIONS = MEASURES - {"signed_quantity"}
COUNTED = frozenset(["count", "percentage"])
SPANS = frozenset(["duration", "duration_seconds", "duration_hours", "count"])  # how long it takes
# What a name alone tells less surely than its unit
VAGUE = frozenset(["short_text", "grade", "place", "instant", "local_time", "type_name"])


@cache
def is_unit(words: str) -> bool:
    """Whether the words name a unit, and no size or sex: "kg", "minutes", "m/s"."""
    return _ONE.fullmatch(words) is not None and (words.lower() == "m/s" or _LETTERS.fullmatch(words) is None)


def unit_in(words: str) -> str:
    """The unit that the words around a name state ("height in cm", "height (cm)"), or ""."""
    found = _IN.search(words) or _BRACKETED.search(words)
    return found["unit"].strip() if found and is_unit(found["unit"].strip()) else ""


@cache
def kind_of(unit: str) -> str:
    """The semantic type of what is measured in it."""
    return next((kind for kind, pattern in _KINDS.items() if re.fullmatch(pattern, unit, re.I)), "physical_quantity")


@cache
def is_measure(words: str) -> bool:
    """Whether so many of it are an amount ("90 watts", "500 litres"), and no things that one counts ("500 pages")."""
    return is_unit(words) and kind_of(words) not in COUNTED


def measured(found: str, unit: str) -> str:
    """The semantic type of a fact of type `found` that is stated in a unit: "a length in minutes" is a duration."""
    kind = kind_of(unit)
    if found in VAGUE or (kind in SPANS and found in SPANS | {"size_measure"}):
        return kind
    differs = found in DIMENSIONS and kind in DIMENSIONS and {found, kind} != {"size_measure", "distance"}
    return kind if differs else found  # "a water level in metres" is no volume
