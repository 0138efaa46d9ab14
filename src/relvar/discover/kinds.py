"""Types of columns, from their values: a type is taken where every value can be written in one standard way and back.

`00123` is no number (its zeros would be lost), `03/04/2024` no date as long as day and month could be either. Values that differ in
spelling alone (7.5 and 7.50 in a column of decimals) become one, and that is noted. Where all but a few rows fit, the others are put aside.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from relvar.discover.naming import labels
from relvar.discover.numbers import ambiguous, ways
from relvar.discover.table import Cell, Column, Reject, Table, kept, merged
from relvar.model.semantic import Base, DataType

TOLERANCE = 0.01  # share of filled rows that may not fit a type and are put aside
ROWS_FOR_DIRT = 50  # below so many rows, a value that does not fit is no exception
PROBED = 500  # values by which most types are ruled out
MIDDLE = 1 << 31  # bound of 32 bits; columns get no smaller ones, for more rows will come
BIG = 1 << 63
WHOLE_DIGITS = 10  # before a decimal's point at least, for more rows will come
QUANTITIES = ("integer", "decimal")
DIGITS = 18  # decimals of more digits fit no 64-bit number and are kept as texts

Read = Callable[[str], str | None]  # a value in the standard spelling, None where it is none of the kind

INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,18})")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d*)\.\d+")
COMMA = re.compile(r"-?(?:0|[1-9]\d*),\d+")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?")
PAIRS = ({"true", "false"}, {"yes", "no"}, {"y", "n"}, {"t", "f"}, {"ja", "nein"}, {"oui", "non"}, {"on", "off"})
TRUE = {"true", "yes", "y", "t", "ja", "oui", "on"}
DATES = {  # what is written -> year, month, day by the groups' names
    "YYYY-MM-DD": re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    "YYYY/MM/DD": re.compile(r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)"),
    "DD.MM.YYYY": re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})"),
    "DD/MM/YYYY": re.compile(r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})"),
    "MM/DD/YYYY": re.compile(r"(?P<m>\d\d)/(?P<d>\d\d)/(?P<y>\d{4})"),
    "DD-MM-YYYY": re.compile(r"(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d{4})"),
}


class Kind(NamedTuple):
    """A column's type; `form`: how its values were written, where that is not the standard way."""

    data: DataType
    form: str = ""


class Typed(NamedTuple):
    """The table with values in their standard spelling, a kind for each column, and what was noted."""

    table: Table
    kinds: tuple[Kind, ...]
    notes: tuple[str, ...]


class _Candidate(NamedTuple):
    name: Base
    read: Read
    form: str = ""


TEXT = Kind(DataType(base="text"))


def typed(table: Table, nulls: Sequence[str] = ()) -> Typed:
    """Types of every column; `nulls`: words that stand for an empty cell. Rows that alone keep a column from its type are put aside."""
    notes: list[str] = []
    columns = [_emptied(_trimmed(column, notes), nulls) for column in table.columns]
    chosen = [_chosen(column, notes) for column in columns]
    bad = _unfit(columns, chosen)
    if bad:
        table, columns = _without(table._replace(columns=tuple(columns)), bad)
    made = [_spelled(column, candidate, notes) for column, candidate in zip(columns, chosen, strict=True)]
    return Typed(table._replace(columns=tuple(column for column, _ in made)), tuple(kind for _, kind in made), tuple(notes))


def _trimmed(column: Column, notes: list[str]) -> Column:
    """Spaces around a value are seen by nobody: what differs by them alone is one value."""
    made = merged(column, [None if value is None else value.strip() or None for value in column.values])
    around = sum(value is not None and value != value.strip() for value in column.values)
    if around:
        notes.append(f"{column.name}: {around:,} values have spaces around them, which are left out")
    return made


def _emptied(column: Column, nulls: Sequence[str]) -> Column:
    words = set(nulls)
    return merged(column, [None if value in words else value for value in column.values]) if words & set(column.values) else column


def _chosen(column: Column, notes: list[str]) -> _Candidate | None:
    """The first kind that all filled rows fit, or all but a few; None for text."""
    values = [value for value in column.values if value is not None]
    if not values:
        return None
    probe = values[:: max(1, len(values) // PROBED)]
    enough = max(1, len(probe) * (1 - 2 * TOLERANCE) - 1)
    candidates = [c for c in _candidates(values) if not (c.name in QUANTITIES and labels(column.name))]
    fitting = [c for c in candidates if sum(c.read(v) is not None for v in probe) >= enough]
    full = [c for c in fitting if all(c.read(value) is not None for value in values)]
    if sum(c.name == "date" for c in full) > 1:
        notes.append(f"{column.name}: day and month could be either way round: kept as text")
        return None
    return full[0] if full else _nearly(column, fitting, notes)


def _nearly(column: Column, fitting: Sequence[_Candidate], notes: list[str]) -> _Candidate | None:
    """A kind that so few rows do not fit that they are the fault, not the kind."""
    if len(column.codes) < ROWS_FOR_DIRT:
        return None
    counts = Counter(column.codes)
    filled = sum(count for code, count in counts.items() if column.values[code] is not None)
    for candidate in fitting:
        unfit = {v: counts[c] for c, v in enumerate(column.values) if v is not None and candidate.read(v) is None}
        if sum(unfit.values()) <= TOLERANCE * filled:
            return candidate
        if len(unfit) == 1:
            notes.append(
                f"{column.name}: {sum(unfit.values()):,} cells {next(iter(unfit))!r} keep it from being {candidate.name}; --null makes them empty"
            )
            return None
    return None


def _unfit(columns: Sequence[Column], chosen: Sequence[_Candidate | None]) -> dict[int, str]:
    """Row -> why it does not fit."""
    found: dict[int, str] = {}
    for column, candidate in zip(columns, chosen, strict=True):
        if candidate is None:
            continue
        bad = {code for code, value in enumerate(column.values) if value is not None and candidate.read(value) is None}
        if bad:
            for row, code in enumerate(column.codes):
                if code in bad:
                    found.setdefault(row, f"{column.name}: {column.values[code]!r} is no {candidate.name}")
    return found


def _without(table: Table, bad: dict[int, str]) -> tuple[Table, list[Column]]:
    rejects = tuple(Reject(table.lines[row], why, table.row(row)) for row, why in sorted(bad.items()))
    rest = kept(table, (row for row in range(table.rows) if row not in bad))
    return rest._replace(rejects=table.rejects + rejects), list(rest.columns)


def _spelled(column: Column, candidate: _Candidate | None, notes: list[str]) -> tuple[Column, Kind]:
    """Values in their standard spelling, with the bounds of the type."""
    if candidate is None:
        return column, TEXT
    read = [None if value is None else candidate.read(value) for value in column.values]
    if candidate.name == "decimal":
        places = max(len(value.partition(".")[2]) for value in read if value is not None)
        read = [None if value is None else _padded(value, places) for value in read]
    made = merged(column, read)
    if len(made.values) < len(read):
        notes.append(f"{column.name}: {len(read) - len(made.values)} values are spelled in more than one way; values are kept, spellings are not")
    return made, Kind(_bounds(candidate.name, made.values), candidate.form)


def _padded(value: str, places: int) -> str:
    whole, _, fraction = value.partition(".")
    return f"{whole}.{fraction.ljust(places, '0')}"


def _bounds(name: Base, values: Sequence[Cell]) -> DataType:
    filled = [value for value in values if value is not None]
    if name == "integer":
        low, high = min(map(int, filled)), max(map(int, filled))
        return DataType(base="integer", bits=32 if max(-low - 1, high) < MIDDLE else 64)
    if name == "decimal":
        places = len(filled[0].partition(".")[2])
        digits = max(len(value.lstrip("-").replace(".", "")) for value in filled)
        return DataType(base="decimal", precision=min(DIGITS, max(digits, places + WHOLE_DIGITS)), scale=places)
    return DataType(base=name)


def _candidates(values: Sequence[str]) -> list[_Candidate]:
    found = [
        _Candidate("integer", _integer),
        _Candidate("decimal", _decimal),
        _Candidate("decimal", _comma, "decimal comma"),
        *(_Candidate("date", _date_reader(form), "" if form == "YYYY-MM-DD" else form) for form in DATES),
        *([_Candidate("date", _any_date, "in several forms")] if _mixed_dates(values) else ()),
        _Candidate("timestamp", _instant, "times without a zone are read as UTC"),
        _Candidate("uuid", lambda value: value if UUID.fullmatch(value) else None),
        _Candidate("json", _json),
    ]
    plain = [(c.name, c.read, c.form) for c in found[:3]]
    found[2:3] = [*(_Candidate(*way) for way in ways(values, plain)), *(found[2:3] if not ambiguous(values) else ())]
    words = {value.lower() for value in values[:3]}
    if len(values) == 2 and words in PAIRS:
        found.insert(0, _Candidate("boolean", lambda value: "true" if value.lower() in TRUE else "false", "/".join(sorted(values))))
    return found


def _integer(value: str) -> str | None:
    return value if INTEGER.fullmatch(value) and value != "-0" and -BIG <= int(value) < BIG else None


def _decimal(value: str) -> str | None:
    if not DECIMAL.fullmatch(value):
        return f"{value}.0" if INTEGER.fullmatch(value) and value != "-0" and len(value) < DIGITS else None
    return value if len(value) <= DIGITS and not (value.startswith("-") and Decimal(value) == 0) else None


def _comma(value: str) -> str | None:
    return _decimal(value.replace(",", ".")) if COMMA.fullmatch(value) or INTEGER.fullmatch(value) else None


def _date_reader(form: str) -> Read:
    pattern = DATES[form]

    def read(value: str) -> str | None:
        found = pattern.fullmatch(value)
        if found is None:
            return None
        text = f"{found['y']}-{found['m']}-{found['d']}"
        try:
            date.fromisoformat(text)
        except ValueError:
            return None
        return text

    return read


# forms that cannot be taken for one another: a column may have them side by side
CERTAIN = ("YYYY-MM-DD", "YYYY/MM/DD", "DD.MM.YYYY")


def _mixed_dates(values: Sequence[str]) -> bool:
    return sum(any(DATES[form].fullmatch(value) for value in values) for form in CERTAIN) > 1


def _any_date(value: str) -> str | None:
    return next((found for form in CERTAIN if (found := _date_reader(form)(value)) is not None), None)


def _instant(value: str) -> str | None:
    """In UTC, to the millisecond at most: what every engine keeps."""
    if not INSTANT.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.microsecond % 1000:
        return None
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _json(value: str) -> str | None:
    """Objects and lists alone, in one spelling: numbers and words are no reason for a column of JSON."""
    if value[:1] not in "[{":
        return None
    try:
        return json.dumps(json.loads(value), sort_keys=True, ensure_ascii=False)
    except (ValueError, InvalidOperation):
        return None
