"""What a table is: repeated groups, lists in a column, key and value, and other shapes that normal forms forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from relvar.judge.rule import Hit, Look
from relvar.model.changes import Alter
from relvar.model.existing import FoundColumn, FoundTable
from relvar.model.expression import Constant
from relvar.model.mending import Step
from relvar.model.qualified import qualified
from relvar.plan.realize.names import shorten
from relvar.read.text.words import is_plural

NUMBERED = re.compile(r"^(?P<stem>[a-z_]*?[a-z])_?(?P<number>\d{1,2})$", re.I)
YEARLY = re.compile(r"^(?P<stem>.+?)_?((?:19|20)\d\d|(?:19|20)\d\d_?\d\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$", re.I)
LIST_NAME = re.compile(r"(?:^|_)(ids|tags|list|csv|emails|phones|roles|categories|options|keywords)$", re.I)
NOT_LISTS = frozenset(
    [
        "notes",
        "comments",
        "details",
        "address",
        "status",
        "progress",
        "news",
        "series",
        "species",
        "settings",
        "terms",
        "conditions",
        "instructions",
        "directions",
        "remarks",
    ]
)
SECRET = re.compile(r"^(password|passwd|pwd|user_password|secret|pin|api_key|apikey|private_key)$", re.I)
CARD = re.compile(r"(^|_)(cvv|cvc|card_number|credit_card|pan)$", re.I)
PATH = re.compile(r"(?:^|_)(file_?path|file_?name|image_?path|path|photo_?path)$", re.I)
TOUCHED = ("updated_at", "modified_at", "last_modified", "changed_at")
KEYS, VALUES = (
    ("key", "name", "attribute", "attr", "property", "field", "meta_key", "attribute_id", "attribute_name"),
    ("value", "val", "meta_value", "attribute_value"),
)
WIDE = 40  # columns
PLACES = (("postal_code", "zip", "zip_code", "postcode", "zipcode"), ("city", "town"), ("state", "region", "province", "county", "country"))
STATE = re.compile(r"^(status|state|kind|type|phase|stage)$|_(status|state)$", re.I)


def numbered_columns(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        groups: dict[str, list[str]] = {}
        for name in table.columns:
            if found := NUMBERED.match(name):
                groups.setdefault(found["stem"].lower(), []).append(name)
        for stem, names in groups.items():
            if len(names) > 1 and stem not in ("address", "address_line", "line", "street", "sha", "md", "utf", "base"):
                place = table.columns[names[0]].place
                yield Hit(element=f"{table.id}.{names[0]}", message=f"{', '.join(names)} of {table.id} are one thing several times", place=place)


def list_in_a_column(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        listed = LIST_NAME.search(column.name) or (
            is_plural(column.name.lower().rsplit("_", 1)[-1]) and column.name.lower().endswith(("_ids", "tags", "labels"))
        )
        if listed and look.data(table, column.name).base == "text" and column.name.lower().rsplit("_", 1)[-1] not in NOT_LISTS:
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{table.id}.{column.name} is called as a list and kept as {column.type}",
                place=column.place,
            )


def array_of_references(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if re.search(r"_ids$", column.name, re.I) and (column.type.endswith("[]") or look.data(table, column.name).base == "json"):
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{column.name} refers to rows from within one value: nothing checks it",
                place=column.place,
            )


def key_and_value(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        names = [name.lower() for name in table.columns]
        key = next((k for k in KEYS if k in names), "")
        value = next((v for v in VALUES if v in names), "")
        text = value and look.data(table, next(n for n in table.columns if n.lower() == value)).base in ("text", "json")
        if key and text and len(names) <= 6 and (table.references or any(name.endswith("_id") for name in names if name != key)):
            yield Hit(element=table.id, message=f"{table.id} keeps any attribute of anything as ({key}, {value})", place=table.place)


def table_for_each_year(look: Look) -> Iterator[Hit]:
    groups: dict[str, list[FoundTable]] = {}
    for table in look.tables:
        if found := YEARLY.match(table.name):
            groups.setdefault(found["stem"].lower(), []).append(table)
    for tables in groups.values():
        if len(tables) > 1 and tables[0].columns.keys() == tables[1].columns.keys():
            names = ", ".join(table.name for table in tables)
            yield Hit(element=tables[0].id, message=f"{names} are one table, cut by a value that stands in the name", place=tables[0].place)


def nullable_flag(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if look.data(table, column.name).base == "boolean" and column.nullable and not column.generated:
            before = look.physical.tables[table.id].columns[column.name]
            after = msgspec.structs.replace(before, nullable=False, default=before.default or Constant(value=False))
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{table.id}.{column.name} is yes, no, or neither",
                place=column.place,
                fix=(Alter(collection="columns", table=table.id, id=column.name, before=before, after=after),),
            )


def everything_nullable(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        key = set(table.primary.columns) if table.primary else set()
        others = [c for name, c in table.columns.items() if name not in key]
        if len(others) > 3 and all(c.nullable for c in others):
            yield Hit(element=table.id, message=f"every column of {table.id} but its key may be empty", place=table.place)


def single_column(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if len(table.columns) == 1 and not look.referrers.get(table.id):
            yield Hit(element=table.id, message=f"{table.id} has one column, and nothing refers to it", place=table.place)


def wide_table(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if len(table.columns) > WIDE:
            yield Hit(element=table.id, message=f"{table.id} has {len(table.columns)} columns", place=table.place)


def readable_password(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if SECRET.match(column.name) and look.data(table, column.name).base == "text":
            yield Hit(element=f"{table.id}.{column.name}", message=f"{table.id}.{column.name} is called as a secret in the clear", place=column.place)


def card_number(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if CARD.search(column.name):
            yield Hit(element=f"{table.id}.{column.name}", message=f"{table.id}.{column.name} is card data", place=column.place)


def path_of_file(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if PATH.search(column.name) and look.data(table, column.name).base == "text" and not any("url" in c.lower() for c in table.columns):
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{table.id}.{column.name} names a file that the database does not keep",
                place=column.place,
            )


def stale_update_time(look: Look) -> Iterator[Hit]:
    triggered = {found.on for found in look.existing.objects if found.kind == "trigger"}
    for table, column in look.columns():
        if column.name.lower() in TOUCHED and column.default and not column.on_update and table.id not in triggered:
            yield Hit(
                element=f"{table.id}.{column.name}",
                message=f"{column.name} has a default for new rows, and nothing sets it on update",
                place=column.place,
                fix=(_touched(look, table, column),),
            )


def _touched(look: Look, table: FoundTable, column: FoundColumn) -> Step:
    """The column is set by the database on each update."""
    names = {word: shorten(f"{table.name}_{column.name}_{word}", look.longest) for word in ("touch", "touching")}
    there = {"trigger": qualified("", names["touch"]), "touching_there": qualified(table.schema, names["touching"])}
    return Step(step="touch", table=table.id, column=column.name, names=there, texts={"default": column.default})


def city_beside_postal_code(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        names = [name.lower() for name in table.columns]
        found = [next((n for n in names for word in group if n == word or n.endswith(f"_{word}")), "") for group in PLACES]
        if found[0] and found[1]:
            depends = ", ".join(name for name in found[1:] if name)
            yield Hit(
                element=f"{table.id}.{found[0]}",
                message=f"{found[0]} tells {depends} in many countries: a dependency beside the key",
                place=table.place,
            )


def total_of_other_columns(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        names = {name.lower(): name for name in table.columns}
        total = next((names[n] for n in ("line_total", "total_price", "amount", "total") if n in names), "")
        one = next((n for n in ("unit_price", "price") if n in names), "")
        many = next((n for n in ("quantity", "qty") if n in names), "")
        if total and one and many and not table.columns[total].generated and names[one] != total:
            yield Hit(
                element=f"{table.id}.{total}",
                message=f"{total} of {table.id} follows from {one} and {many}, and may contradict them",
                place=table.columns[total].place,
            )


def unbounded_state(look: Look) -> Iterator[Hit]:
    for table, column in look.columns():
        if not STATE.search(column.name) or look.data(table, column.name).base != "text" or column.name in look.referring(table):
            continue
        checked = any(re.search(rf"\b{re.escape(column.name)}\b", check.condition, re.I) for check in table.checks)
        if not checked and not look.physical.tables[table.id].columns[column.name].values:
            yield Hit(element=f"{table.id}.{column.name}", message=f"{table.id}.{column.name} takes any word", place=column.place)


def inherited_table(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.inherits:
            yield Hit(element=table.id, message=f"{table.id} inherits from {table.inherits}", place=table.place)


def rewrite_rule(look: Look) -> Iterator[Hit]:
    for found in look.existing.objects:
        if found.kind == "rule":
            yield Hit(element=found.name, message=f"the rule {found.name} rewrites queries", place=found.place)


def no_comment(look: Look) -> Iterator[Hit]:
    commented = [table for table in look.tables if table.comment]
    for table in look.tables:
        if commented and not table.comment:
            yield Hit(element=table.id, message=f"{table.id} has no comment, {len(commented)} other tables have one", place=table.place)


def no_default_partition(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.partition.lower().startswith(("range", "list")):
            parts = [o for o in look.existing.objects if o.kind == "partition" and o.on == table.id]
            made_here = any(
                "partition of" in o.text.lower() and table.name in o.text for o in look.existing.objects if o.kind in ("function", "procedure")
            )
            if parts and not made_here and not any("default" in o.text.lower() for o in parts):
                yield Hit(
                    element=table.id,
                    message=f"{table.id} has {len(parts)} partitions and none for what fits none of them",
                    place=table.place,
                    fix=(_rest(look, table),),
                )


def _rest(look: Look, table: FoundTable) -> Step:
    return Step(step="take_the_rest", table=table.id, names={"rest_there": qualified(table.schema, shorten(f"{table.name}_rest", look.longest))})


def no_last_partition(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        text = table.partition.lower()
        if text.startswith("range") and "values less than" in text and "maxvalue" not in text:
            yield Hit(element=table.id, message=f"{table.id} has no partition for values beyond its last one", place=table.place)


def other_storage_engine(look: Look) -> Iterator[Hit]:
    for table in look.tables:
        if table.options.get("engine", "innodb") not in ("innodb", "rocksdb"):
            yield Hit(
                element=table.id,
                message=f"{table.id} is kept by {table.options['engine']}",
                place=table.place,
                fix=(Step(step="set_engine", table=table.id, texts={"was": table.options["engine"]}),),
            )
