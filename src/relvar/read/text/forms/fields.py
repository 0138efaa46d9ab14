"""Tables that list the fields of a thing, one a row: Field | Type | Required | Notes, under whatever names."""

from __future__ import annotations

import re

from relvar.read.text.forms.cells import ANSWERS
from relvar.read.text.forms.labels import Label
from relvar.read.text.forms.shape import Column, Thing, Words, one_of, words_in

Row = list[tuple[str, int]]
NAME = frozenset(
    ["field", "column", "attribute", "name", "property", "data", "item", "element", "key", "parameter", "variable", "member", "fieldname"]
)
NAME_PAIRS = frozenset([("data", "item"), ("data", "element"), ("field", "name"), ("column", "name"), ("attribute", "name"), ("data", "field")])
OWNER = frozenset(["entity", "table", "object", "class", "screen", "sheet", "resource", "record"])
ABOUT = {
    "kind": frozenset(["type", "kind", "datatype", "format", "domain"]),
    "required": frozenset(["required", "mandatory", "compulsory", "obligatory", "necessary"]),
    "optional": frozenset(["optional", "nullable", "null"]),
    "unique": frozenset(["unique"]),
    "values": frozenset(["values", "options", "choices"]),
    "note": frozenset(
        [
            "notes",
            "note",
            "remark",
            "remarks",
            "description",
            "meaning",
            "comment",
            "comments",
            "constraints",
            "constraint",
            "example",
            "examples",
            "explanation",
            "details",
            "rules",
        ]
    ),
    "key": frozenset(["pk", "fk", "primary"]),
}
KINDS = {
    "boolean": "bool boolean flag checkbox yesno logical yes/no",
    "date": "date day",
    "instant": "datetime timestamp timestamptz date-time instant",
    "local_time": "time",
    "count": "int integer bigint smallint whole count long",
    "signed_quantity": "decimal numeric number float double real",
    "money": "money currency price",
    "email": "email e-mail",
    "url": "url uri link",
    "uuid": "uuid guid",
    "body": "longtext memo multiline richtext",
    "json": "json jsonb",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
TEXT = frozenset(["text", "string", "varchar", "char", "nvarchar", "character", "free", "short", "word", "words", "alphanumeric"])
ONE_OF = re.compile(r"^(?:(?:one of|enum|choice|values?|either|options?)\b\s*:?\s*)?[(\[]?(?P<list>[^()\[\]]*)[)\]]?\.?$", re.I)
VALUE = re.compile(r"\w[\w -]{0,40}")
REFERS = re.compile(
    r"\b(?:fk|foreign key|references?|refers to|reference to|link to|points at|lookup)\b\s*(?:to|on|->|→|:)?\s*(?:the\s+|an?\s+)?"
    r"(?P<name>[A-Za-z]\w*)",
    re.I,
)
TYPE_WORDS = frozenset([*KIND_OF, *TEXT])


def roles_of(heads: list[str]) -> dict[str, int] | None:
    """Which column of the table says what; None where the table does not list fields."""
    words = [words_in(head) for head in heads]
    found: dict[str, int] = {}
    for at, head in enumerate(words):
        role = _role(head)
        if role and role not in found:
            found[role] = at
    first = min(found.get("owner", 99), found.get("name", 99))
    listed_well = "name" in found and first == 0 and len(found) >= 2 and len(found) >= len(heads) - 1
    return found if listed_well and set(found) - {"owner", "name"} else None


def _role(head: Words) -> str:
    if not head:
        return ""
    if head in NAME_PAIRS or (len(head) == 1 and head[0] in NAME):
        return "name"
    if len(head) == 1 and head[0] in OWNER:
        return "owner"
    return next((role for role, words in ABOUT.items() if head[-1] in words or head[0] in words), "")


def things_of_table(rows: list[tuple[int, Row]], roles: dict[str, int], label: Label | None, known: set[Words]) -> list[Thing]:
    """The things whose fields the rows list. Each row comes with the offset of its line."""
    things: dict[Words, Thing] = {}
    owner = label.words if label is not None else ()
    place = (label.start, label.end) if label is not None else (0, 0)
    for at, row in rows:
        cells = {role: row[index] for role, index in roles.items() if index < len(row)}
        if cells.get("owner", ("", 0))[0]:
            owner = one_of(words_in(cells["owner"][0]))
            place = (at + cells["owner"][1], at + cells["owner"][1] + len(cells["owner"][0]))
        name, start = cells.get("name", ("", 0))
        if not owner or not words_in(name):
            continue
        thing = things.setdefault(owner, Thing(owner, *place))
        thing.columns.append(_column(name, at + start, {role: cell for role, (cell, _) in cells.items()}, known))
    return list(things.values())


def _column(name: str, start: int, cells: dict[str, str], known: set[Words]) -> Column:
    column = Column(words_in(name), start, start + len(name))
    kind, note = cells.get("kind", ""), f"{cells.get('note', '')} {cells.get('key', '')}"
    _type(column, kind, known)
    column.values = column.values or _values(cells.get("values", ""))
    about = set(words_in(f"{note} {kind}"))
    column.unique = "unique" in about or {"primary", "key"} <= about or "pk" in about or _says_yes(cells.get("unique", ""))
    column.optional = "optional" in about or _says_no(cells.get("required", "")) or _says_yes(cells.get("optional", ""))
    if "values" in cells and not column.values:
        about |= set(words_in(cells["values"]))
    named = re.search(r"\b(?:one of|values?)\s*:?\s*(.+)$", note, re.I)
    if not column.values and named:
        column.values = _values(named[1])
    target = REFERS.search(f"{kind} {note}")
    if target is not None and one_of(words_in(target["name"])) in known:
        column.target = one_of(words_in(target["name"]))
    return column


def _type(column: Column, said: str, known: set[Words]) -> None:
    words = words_in(said)
    plain = re.sub(r"\(.*?\)", "", said).strip().lower().replace(" ", "")
    if one_of(words) in known:
        column.target = one_of(words)
        column.many = "list" in said.lower()
    elif kind := KIND_OF.get(plain) or KIND_OF.get(plain.split(",")[0]) or (KIND_OF.get(words[0], "") if words else ""):
        column.kind = kind
    elif words and not TYPE_WORDS & set(words):
        column.values = _values(said)


def _values(said: str) -> Words:
    """The values of a cell that lists them: "g, ml, piece", "enum(red, blue)", "one of a or b"; () where it lists none."""
    whole = ONE_OF.match(said.strip())
    parts = [part.strip() for part in re.split(r"[,/|]|\bor\b", whole["list"])] if whole else []
    return tuple(parts) if len(parts) > 1 and all(VALUE.fullmatch(part) for part in parts) else ()


def _says_yes(cell: str) -> bool:
    return cell.strip().lower() in ("yes", "y", "true", "x", "✓", "✔", "unique")


def _says_no(cell: str) -> bool:
    low = cell.strip().lower()
    return (low in ANSWERS and low[0] in "nf") or low in ("optional", "nullable", "null", "not required")
