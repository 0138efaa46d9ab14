"""Scale: "1M users, 50k orders a day, 5 years of history, p95 under 50 ms, EU" as numbers with units and sources.

What is said in the scale text wins over what the brief says. What neither says is assumed, with a source of kind `rule` that
says why; the specification prints those as assumptions.
"""

from __future__ import annotations

import re

from relvar.model.brief import Quantity, Scale, Source, SourceKind
from relvar.read.arrivals import SECONDS
from relvar.read.counting import DAY, PEAK_FACTOR_ASSUMED, Told, count_all
from relvar.read.text.quantity import number
from relvar.read.text.sought import Sought

# --- what is assumed where nothing is said, and why ---
YEARS = (5.0, "no period stated: five years, the usual depreciation of business software")
GROWTH = (0.2, "no growth stated: 20 % a year, a steadily used system")
PEAK = (PEAK_FACTOR_ASSUMED, "no peak stated: half of a day's load in three hours is four times the mean")
READ_SHARE = (0.8, "no ratio stated: four reads for each write, as in most transactional systems")
LATENCY_MS = (100.0, "no latency stated: 100 ms is felt as immediate (Nielsen 1993)")
RPO_MINUTES = (5.0, "no RPO stated: five minutes, what archiving the log by default intervals gives")
RTO_MINUTES = (60.0, "no RTO stated: one hour, a restore done by one person in working hours")
READ_HEAVY, WRITE_HEAVY = 0.9, 0.3  # "read-heavy", "write-heavy"

BYTES = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15}
REGION = re.compile(
    r"\b(EU|EEA|European Union|Europe|Germany|France|Spain|Italy|Netherlands|USA?|United States|North America|UK|United Kingdom|"
    r"Canada|Brazil|Australia|India|Japan|Singapore|China|APAC|EMEA|LATAM|Asia|Africa|global(?:ly)?|worldwide)\b"
)
# A sentence of the brief that speaks of where data or the system stand, and not of whom it serves.
OF_REGIONS = re.compile(r"\bregions?\b|\bdata\b.{0,40}\b(?:stays?|remains?|kept|stored|held)\b|\bresidency\b", re.I)
REGION_COUNT = Sought(
    r"\b(\d+|two|three|four|five|six)\s+(?:geographic(?:al)?\s+)?regions?\b",
    "region",
    "0|1|2|3|4|5|6|7|8|9|two|three|four|five|six",
)
LATENCY = re.compile(
    r"(?:p9[059]|latency|response(?:s| times?)?|answers?|queries|within|under|below|less than)[^.;\d]{0,30}?(\d+(?:\.\d+)?)\s*(ms|"
    r"milliseconds?|s|secs?|seconds?)\b",
    re.I,
)
AVAILABILITY = re.compile(r"\b(99(?:\.\d+)?|100)\s*%")
RPO = Sought(
    r"\bRPO\b[^.;\d]{0,15}(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b|"
    r"\bRPO\b[^.;\d]{0,10}(zero|0)\b",
    "rpo",
)
RTO = Sought(r"\bRTO\b[^.;\d]{0,15}(\d+(?:\.\d+)?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b", "rto")
STORAGE = re.compile(r"\b(\d+(?:\.\d+)?)\s*(KB|MB|GB|TB|PB)\b", re.I)
RATIO = re.compile(r"\b(\d{1,3})\s*[/:]\s*(\d{1,3})\s*(read|write)?|\b(\d{1,3})\s*%\s*(reads?|writes?|read|write)\b", re.I)
HEAVY = Sought(
    r"\b(read|write)[- ]?(?:heavy|intensive|dominated|mostly)\b|\bmostly (read|write)s?\b",
    "heavy|intensive|dominated|mostly",
    "read|write",
)
PERCENT = r"(?:%|percent|per cent)"
GROWTH_RATE = Sought(
    rf"(?:grow\w*|growth|increas\w+|ris(?:es?|ing))[^.;\d]{{0,25}}(\d+(?:\.\d+)?)\s*{PERCENT}\s*(?:(?:a|an|per|each|every|"
    r"/)\s*)?(month|year|quarter|week|annually|yearly|monthly)?"
    rf"|(\d+(?:\.\d+)?)\s*{PERCENT}\s*(?:(?:a|an|per)\s*)?(month|year|quarter|week|annual|yearly|monthly)?(?:ly)?\s*(?:growth|more\b)",
    "grow|increas|more|rise|rising",
    "%|percent|per cent",
)
PEAK_FACTOR = Sought(
    r"\b(\d+(?:\.\d+)?)\s*(?:x|times|×)\s*(?:the\s+)?(?:\w+\s+)?(?:at\s+|in\s+)?(?:peak|normal|average)|"
    r"peak(?: factor)?\s*(?:of\s*)?(\d+(?:\.\d+)?)\s*(?:x|times)",
    "peak|normal|average",
    "x|times|×",
)
KEPT_FOR_YEARS = ("history", "data", "retention", "horizon", "archive", "records")
HISTORY = Sought(
    r"\b(\d+|one|two|three|five|seven|ten|twenty)\s*years?\s+(?:of\s+)?(?:history|data|retention|"
    r"horizon|archive|records)\b|(?<!personal )(?<!' )(?<!'s )(?<!’ )(?<!’s )(?:history|horizon|data) (?:of|for)\s+(\d+)\s*years?",
    "year",
    "|".join(f"{years} {what}" for years in ("year", "years", "year of", "years of") for what in KEPT_FOR_YEARS)
    + "|history of|history for|horizon of|horizon for|data of|data for",
)
PLAIN_YEARS = re.compile(r"\b(\d+)\s*years?\b", re.I)


def read_scale(text: str, brief_text: str = "") -> Scale:
    """The scale that the scale text and, where it is silent, the brief state; the rest assumed."""
    return scale_of(text, told_by(brief_text, "brief"))


def scale_of(text: str, told: Told) -> Scale:
    """The same, where the brief has been read already."""
    said = told_by(text, "scale")
    single = {**told.single, **said.single}
    counts, rates = {**told.counts, **said.counts}, {**told.rates, **said.rates}

    def pick(name: str, default: tuple[float, str], unit: str) -> Quantity:
        return single.get(name) or Quantity(value=default[0], unit=unit, source=Source(kind="rule", words=default[1], confidence=0.5))

    return Scale(
        text=text,
        counts=counts,
        rates=rates,
        years=pick("years", YEARS, "years"),
        growth_per_year=pick("growth", GROWTH, "share a year"),
        peak_factor=pick("peak", PEAK, "times the mean"),
        read_share=pick("reads", READ_SHARE, "share of operations"),
        latency_p95_ms=pick("latency", LATENCY_MS, "ms"),
        rpo_minutes=pick("rpo", RPO_MINUTES, "minutes"),
        rto_minutes=pick("rto", RTO_MINUTES, "minutes"),
        availability=single.get("availability"),
        storage_bytes=single.get("storage"),
        regions=tuple(dict.fromkeys(said.regions or told.regions)),
    )


def told_by(text: str, kind: SourceKind) -> Told:
    """Every figure that a text states of itself: a brief's prose ("brief") or a line about scale alone ("scale")."""
    found = Told(text, kind)
    _singles(found)
    count_all(found)
    return found


# --- single figures, by pattern ---


def _singles(found: Told) -> None:
    _years(found)
    _growth(found)
    _ratio(found)
    for name, pattern, unit in (("rpo", RPO, "minutes"), ("rto", RTO, "minutes")):
        if match := found.first(pattern):
            value = float(match[1]) * _seconds(match[2]) / 60 if match[1] else 0.0
            found.single[name] = found.quantity(value, unit, *match.span())
    latency = found.first(LATENCY)
    if latency:
        value = float(latency[1]) * (1 if latency[2].lower().startswith("m") else 1000)
        found.single["latency"] = found.quantity(value, "ms", *latency.span())
    if available := found.first(AVAILABILITY):
        found.single["availability"] = found.quantity(float(available[1]), "percent", *available.span())
    stored = found.first(STORAGE) if found.kind == "scale" else None
    if stored:
        found.single["storage"] = found.quantity(float(stored[1]) * BYTES[stored[2].lower()], "bytes", *stored.span())
    if peak := found.first(PEAK_FACTOR):
        found.single["peak"] = found.quantity(float(peak[1] or peak[2]), "times the mean", *peak.span())
    _regions(found)


def _seconds(unit: str) -> int:
    unit = unit.lower().rstrip("s") or "s"
    return {"m": 60, "d": DAY}.get(unit) or SECONDS.get(unit, 60)


def _years(found: Told) -> None:
    match = found.first(HISTORY) or (found.first(PLAIN_YEARS) if found.kind == "scale" else None)
    if match:
        value = number(next(g for g in match.groups() if g))
        found.single["years"] = found.quantity(value or YEARS[0], "years", *match.span())


def _growth(found: Told) -> None:
    match = found.first(GROWTH_RATE)
    if not match:
        return
    percent, unit = float(match[1] or match[3]), (match[2] or match[4] or "year").lower()
    periods = {"m": 12, "q": 4, "w": 52}.get(unit[0], 1)
    found.single["growth"] = found.quantity(round((1 + percent / 100) ** periods - 1, 4), "share a year", *match.span())


def _ratio(found: Told) -> None:
    if match := HEAVY.search(found.text):
        share = READ_HEAVY if (match[1] or match[2]).lower() == "read" else WRITE_HEAVY
        found.single["reads"] = found.quantity(share, "share of operations", *match.span(), confidence=0.7)
    for match in found.matches(RATIO):
        if match[1] and int(match[1]) + int(match[2]) == 100 and (match[3] or found.kind == "scale"):
            share = int(match[1]) / 100
            share = 1 - share if (match[3] or "").lower() == "write" else share
        elif match[4] and int(match[4]) <= 100:
            share = int(match[4]) / 100
            share = 1 - share if match[5].lower().startswith("write") else share
        else:
            continue
        found.single["reads"] = found.quantity(share, "share of operations", *match.span())


def _sentence(text: str, at: int) -> str:
    """The sentence around a place of the text."""
    start = max(text.rfind(mark, 0, at) for mark in ".;\n") + 1
    ends = [end for mark in ".;\n" if (end := text.find(mark, at)) >= 0]
    return text[start : min(ends, default=len(text))]


def _regions(found: Told) -> None:
    for match in REGION.finditer(found.text):
        if found.kind == "scale" or match[1] in ("EU", "EEA", "European Union") or OF_REGIONS.search(_sentence(found.text, match.start())):
            found.regions.append(match[1])
    if counted := found.first(REGION_COUNT):
        count = int(number(counted[1].lower()) or 1)
        if len(set(found.regions)) < count:
            found.regions.extend(f"region {n}" for n in range(len(set(found.regions)) + 1, count + 1))
