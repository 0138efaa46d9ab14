"""Header rows of spreadsheets and exports, with or without rows of data beneath; and lists behind "the columns are:"."""

from __future__ import annotations

import re
from itertools import islice

from relvar.read.text.forms.cells import learn
from relvar.read.text.forms.labels import Label
from relvar.read.text.forms.shape import MOST_WORDS, WORD, Column, Thing, Words, one_of, words_in
from relvar.read.text.naming import is_attribute_head
from relvar.read.text.sought import Sought
from relvar.read.text.words import listed, noun_class, singular, verb_form

SIGNS = ("\t", "|", ";", ",")
FEWEST = {"\t": 2, "|": 2, ";": 3, ",": 3}  # cells of a header row: commas and semicolons stand in prose too
TELLING = frozenset(["is", "are", "has", "have", "had", "must", "can", "may", "should", "will", "the", "an", "each", "every", "and", "or"])
COLUMNS = Sought(
    r"\b(?:(?:(?:work|spread)?sheet|tab)\s+(?:has|contains|lists|holds)|(?:column|header|heading)s?(?:\s+(?:names?|headings?|row))?|header row)\b"
    r"(?:\s+(?:are|is|reads?|look like this|as follows|in it|there))*\s*(?:these|the following)?\s*:\s*(?P<list>[^\n.]*(?:\.(?!\s|$)[^\n.]*)*)",
    "sheet|tab|column|header|heading",
    ":",
)
FEWEST_LISTED = 2  # names of a list that is announced as columns
NAMING = frozenset(["name", "id", "no", "number", "code", "identifier", "key", "email", "phone"])
GOODS = frozenset(["item", "product", "article", "description"])
MANY_OF = frozenset(["qty", "quantity", "pieces", "units"])
ROWS_OF = ("person", "animal", "artifact", "plant", "group")  # classes of nouns of which a row may be one
MOMENTS = frozenset(["time", "date", "at", "on", "timestamp"])
HIDING = re.compile(r'["()\[\]]')  # within these a sign parts no cells
PARTING = {sign: re.compile(rf'["()\[\]{sign}]') for sign in ";,"}
NO_NAME = re.compile(r"[!?=<>{}:]|\.\s|\.$(?<!\bno\.)", re.I)


def cells_of(line: str, sign: str) -> list[tuple[str, int]]:
    """The cells of a line with their offsets in it."""
    found, at = [], 0
    inner = line
    if sign == "|":
        at = len(line) - len(line.lstrip().removeprefix("|"))
        inner = line[at:].rstrip().removesuffix("|")
    for part in _parted(inner, sign):
        lead = len(part) - len(part.lstrip())
        found.append((part.strip().strip('"*`'), at + lead))
        at += len(part) + 1
    return found


def listed_names(text: str) -> list[tuple[str, int]]:
    """The names that a list in prose begins with; what follows them is prose again."""
    sign = next((s for s in ("\t", ";", ",") if s in text), ",")
    found: list[tuple[str, int]] = []
    for cell, at in cells_of(text.rstrip(" ."), sign):
        last = re.sub(r"^(?:and|or) ", "", cell)
        if not _is_name(last):
            break
        found.append((last, at + len(cell) - len(last)))
    return found


def _parted(line: str, sign: str) -> list[str]:
    """Split at the sign, but not inside double quotes or brackets."""
    if sign in ("\t", "|"):
        return line.split(sign)
    if not HIDING.search(line):
        return line.split(sign)
    parts, depth, quoted, last = [], 0, False, 0
    for found in PARTING[sign].finditer(line):
        char = found[0]
        quoted ^= char == '"'
        depth += (char in "([") - (char in ")]")
        if char == sign and not quoted and depth <= 0:
            parts.append(line[last : found.start()])
            last = found.end()
    return [*parts, line[last:]]


def header_of(line: str, sure: bool) -> tuple[str, list[tuple[str, int]]] | None:
    """The sign that parts the cells of a header row, and the cells; None where the line is none. `sure`: a label announces a sheet."""
    for sign in SIGNS:
        if sign not in line or (sign == "|" and line.count("|") < 2) or not _may_begin(line, sign):
            continue
        cells = cells_of(line.rstrip(" .") if sure else line, sign)
        if len(cells) >= (2 if sure else FEWEST[sign]) and all(_is_name(cell) for cell, _ in cells):
            return sign, cells
    return None


def _may_begin(line: str, sign: str) -> bool:
    """Whether the first cell may be a name: most lines are prose, and need not be parted into all their cells."""
    first = line.split(sign, 1)[0]
    return sign not in PARTING or HIDING.search(first) is not None or len(list(islice(WORD.finditer(first), MOST_WORDS + 1))) <= MOST_WORDS


def _is_name(cell: str) -> bool:
    words = words_in(cell)
    plain = 0 < len(words) <= MOST_WORDS and not NO_NAME.search(cell)
    return plain and any(c.isalpha() for c in words[0]) and not TELLING & set(words)


def columns_of(cells: list[tuple[str, int]], at: int) -> list[Column]:
    return [Column(words_in(cell), at + start, at + start + len(cell)) for cell, start in cells if words_in(cell)]


def things_of(columns: list[Column], rows: list[list[str]], label: Label | None) -> list[Thing]:
    """The sheet's own thing, the lines that its rows show, and the things that several of its columns speak of."""
    for index, column in enumerate(columns):
        learn(column, [row[index] for row in rows])
    name = _named(columns, label)
    if not name:
        return []
    start, end = (label.start, label.end) if label is not None and label.words == name else (columns[0].start, columns[0].end)
    sheet = Thing(name, start, end)
    own, groups = _groups(columns, name)
    parts = _repeated(own, columns, rows) or _goods(own, name)
    events = [] if label is not None and label.words else _happening(own, name)
    sheet.columns = [column for column in own if column not in parts and column not in events]
    things = [sheet]
    if parts:
        things.append(Thing((*name, "line"), parts[0].start, parts[0].end, parts, whole=name))
    elif events:
        things.append(Thing(one_of(events[0].words[:1]), events[0].start, events[0].end, events, whole=name))
    for prefix, inner in groups.items():
        things.append(Thing(prefix, inner[0].start, inner[0].end, inner))
        sheet.columns.append(Column(prefix, inner[0].start, inner[0].end, target=prefix, optional=inner[0].optional))
    return things


def called_by_first(columns: list[Column]) -> Label | None:
    """ "Inspector | Employee No | Phone" without a name above: each row is one inspector, the first column its name."""
    first = columns[0]
    if len(first.words) != 1 or is_attribute_head(first.words[0]) or noun_class(first.words[0]) not in ROWS_OF:
        return None
    label = Label(one_of(first.words), first.start, first.end)
    first.words = ("name",)
    return label


def _named(columns: list[Column], label: Label | None) -> Words:
    """The sheet's own label, else what its number or code numbers, else what stands above."""
    if label is not None and label.sure:
        return label.words
    first = columns[0].words
    if len(first) > 1 and first[-1] in listed("identifier_head") | {"name"} and first[0] not in ("first", "last", "full", "given", "family"):
        return first[:-1]
    return label.words if label is not None else ()


def _groups(columns: list[Column], name: Words) -> tuple[list[Column], dict[Words, list[Column]]]:
    """Columns that begin with the same words, one of which names or numbers somebody: "Customer name", "Customer phone"."""
    by_prefix: dict[Words, list[Column]] = {}
    for column in columns:
        if len(column.words) > 1 and one_of(column.words[:1]) not in (name, name[-1:], name[:1]):
            by_prefix.setdefault(column.words[:1], []).append(column)
    groups = {p: found for p, found in by_prefix.items() if _is_group(p, found)}
    for prefix, found in groups.items():
        for column in found:
            column.words = column.words[1:] if column.words[1:] not in (("no",), ("id",), ("number",), ("code",)) else column.words
        groups[prefix] = found
    grouped = [id(column) for found in groups.values() for column in found]
    return [column for column in columns if id(column) not in grouped], groups


def _is_group(prefix: Words, found: list[Column]) -> bool:
    word = prefix[0]
    noun = word in listed("party") or not (verb_form(word)[1] in ("ed", "ing") or any(word in listed(n) for n in ("adjective", "side", "adverb")))
    named = NAMING if word not in listed("attribute_head") else {"name", "email"}  # a manager's name; a status code is a status
    return len(found) > 1 and noun and word not in listed("sure_attribute") and any(column.words[-1] in named for column in found)


def _repeated(own: list[Column], columns: list[Column], rows: list[list[str]]) -> list[Column]:
    """What differs between rows of one number: the lines of what is numbered (the number determines all else)."""
    key = next((at for at, c in enumerate(columns) if c.words[-1] in listed("identifier_head")), -1)
    if key != 0 or len({row[key] for row in rows}) == len(rows):
        return []
    first: dict[str, list[str]] = {}
    varied: set[int] = set()
    for row in rows:
        known = first.setdefault(row[key], row)
        varied |= {at for at, value in enumerate(row) if value != known[at]}
    return [column for at, column in enumerate(columns) if at in varied and column in own]


def _goods(own: list[Column], name: Words) -> list[Column]:
    """ "Order No; Order Date; Item; Qty; Unit price": an item with its quantity is a line of what is ordered."""
    if name[-1] not in listed("event") | {"invoice", "delivery", "note", "receipt"}:
        return []
    item = next((at for at, c in enumerate(own) if c.words[-1] in GOODS or c.words[0] in GOODS), -1)
    counted = next((at for at, c in enumerate(own) if set(c.words) & MANY_OF), -1)
    if item < 1 or counted < 1 or len(own[0].words) < 2 or own[0].words[-1] not in listed("identifier_head"):
        return []
    of_line = {"unit", "price", "amount", "discount", *MANY_OF, *GOODS}
    return [c for c in own[min(item, counted) :] if set(c.words) & of_line]


def _happening(own: list[Column], name: Words) -> list[Column]:
    """ "sensor id, location, reading time, temperature": from the time of an event on, the columns are the event's."""
    for at, column in enumerate(own[1:], 1):
        event = singular(column.words[0])
        if len(column.words) == 2 and column.words[1] in MOMENTS and event in listed("event") and event not in name and at < len(own) - 1:
            return own[at:]
    return []
