"""A model's answer, as text, becomes an Extraction: each fact by itself, with its names, sizes and quotation checked.

What does not hold is left out and listed; it never spoils the rest. An answer from which nothing can be used is Unusable.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from relvar.model.extraction import KINDS, Extraction
from relvar.model.noun import Noun
from relvar.read.language_model import bounds
from relvar.read.language_model.quoting import Quoting
from relvar.read.lexicon import semantic_types
from relvar.read.text.naming import identifier
from relvar.read.text.words import singular

NAME = re.compile(r"[^\W\d_][\w \-/]*")  # letters, digits, spaces and what joins words: no sign of any language for computers
FENCED = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)
ENTITY_FIELDS = ("entity", "first", "second", "per")  # name an entity that must be among the found ones
ATTRIBUTE_FIELDS = ("attribute", "start", "end", "since", "between", "newest_first")
MAY_BE_EMPTY = ("between", "newest_first")
SHOWN = re.compile(r"[^\w .,:-]+")


class Unusable(Exception):
    """Raised when nothing of an answer can be used. `why`: in words for the user, and for the model that is asked again."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class _Rejected(Exception):
    """Raised for one fact that is left out."""


def checked(answer: str, text: str, by: str) -> Extraction:
    """The facts of an answer that hold. Raises Unusable where none does."""
    lists, quoting = _lists(answer), Quoting(text)
    rejected: list[str] = []
    kept: dict[str, list[Noun]] = {}
    for kind, shape in KINDS.items():
        kept[kind] = []
        for item in lists.get(kind, []):
            try:
                fact = _fact(shape, item, quoting, {getattr(e, "name", "") for e in kept["entities"]} if kind != "entities" else None)
            except _Rejected as why:
                rejected.append(f"{kind}: {why}")
                continue
            if fact not in kept[kind]:
                kept[kind].append(fact)
    kept["entities"] = list({getattr(e, "name", ""): e for e in reversed(kept["entities"])}.values())[::-1]
    if not kept["entities"]:
        raise Unusable("no entity in it is named and quoted as asked" if lists.get("entities") else "it names no entities")
    more = len(rejected) - bounds.REJECTED_SHOWN
    shown = (*rejected[: bounds.REJECTED_SHOWN], *((f"and {more} more",) if more > 0 else ()))
    return msgspec.structs.replace(Extraction(by=by, rejected=shown), **{kind: tuple(facts) for kind, facts in kept.items()})


def _lists(answer: str) -> dict[str, list[Any]]:
    if not answer.strip():
        raise Unusable("the answer is empty")
    fenced = FENCED.fullmatch(answer)
    try:
        found = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        raise Unusable("the answer is no JSON") from None
    if not isinstance(found, dict):
        raise Unusable("the answer is no JSON object")
    lists = {kind: items for kind in KINDS if isinstance(items := found.get(kind, []), list)}
    most = max((len(items) for items in lists.values()), default=0)
    if most > bounds.MOST_OF_A_KIND:
        raise Unusable(f"the answer lists {most:,} facts of one kind, and no brief states more than {bounds.MOST_OF_A_KIND:,}")
    return lists


def _fact(shape: type[Noun], item: Any, quoting: Quoting, entities: set[str] | None) -> Noun:
    """One fact, its names as ids. `entities`: those that may be named; None while they are being found."""
    if not isinstance(item, dict):
        raise _Rejected("is no object")
    fields = shape.__struct_fields__
    plain = {key: value for key, value in item.items() if key in fields and value is not None}
    try:
        fact = msgspec.convert(_stated(_named(plain, shape), quoting), shape)
    except msgspec.ValidationError as error:
        raise _Rejected(_shown(str(error))) from None
    _quoted(fact, plain, quoting)
    if entities is not None:
        named = [getattr(fact, field) for field in ENTITY_FIELDS if field in fields]
        unknown = [name for name in named if name not in entities]
        if unknown:
            raise _Rejected(f"{unknown[0]} is not among the entities")
    return fact


def _quoted(fact: Noun, plain: dict[str, Any], quoting: Quoting) -> None:
    quote = str(getattr(fact, "quote", ""))
    if len(quote) > bounds.LONGEST_QUOTE or quoting.find(quote) is None:
        raise _Rejected(f"“{_shown(quote)}” does not stand in the brief")
    if "name" in plain and "entity" not in plain and not quoting.mentions(str(plain["name"])):
        raise _Rejected(f"no word of the name {_shown(str(plain['name']))} stands in the brief")


def _stated(named: dict[str, Any], quoting: Quoting) -> dict[str, Any]:
    """Without the values that the quotation does not name, and the states that the brief does not."""
    if isinstance(values := named.get("values"), list):
        quoted = Quoting(str(named.get("quote", "")))
        named["values"] = [v for v in values if v and quoted.says(v)]
    if isinstance(transitions := named.get("transitions"), list):
        named["transitions"] = [t for t in transitions if all(state and quoting.says(state) for state in t.values())]
    return named


# --- names ---


def _named(plain: dict[str, Any], shape: type[Noun]) -> dict[str, Any]:
    """The fields with every name turned into an id, values cut to what may stand in a list, unknown types forgotten."""
    named = dict(plain)
    owner = _id(str(plain.get("entity", "")), thing=True) if "entity" in plain else ""
    for field in ("name", *ENTITY_FIELDS, *ATTRIBUTE_FIELDS):
        if isinstance(named.get(field), str) and (named[field] or field not in MAY_BE_EMPTY):
            thing = field in ENTITY_FIELDS or (field == "name" and "entity" not in plain)
            named[field] = _id(named[field], thing=thing) if thing else _own(_id(named[field], thing=False), owner)
    for field in ("members", "by"):
        if isinstance(named.get(field), list):
            named[field] = [_own(_id(str(member), thing=False), owner) for member in named[field][: bounds.MOST_VALUES]]
    if "permissions" in named and isinstance(named["permissions"], list):
        named["permissions"] = [_permission(p) for p in named["permissions"][: bounds.MOST_OF_A_KIND] if isinstance(p, dict)]
    if isinstance(named.get("values"), list):
        named["values"] = [_value(v) for v in named["values"][: bounds.MOST_VALUES]]
    if isinstance(named.get("transitions"), list):
        named["transitions"] = [_transition(t) for t in named["transitions"][: bounds.MOST_VALUES]]
    if "verb" in named:
        named["verb"] = _id(str(named["verb"]), thing=False).replace("_", " ")
    if named.get("type") not in semantic_types():
        named.pop("type", None)
    if isinstance(named.get("must_hold"), str) and len(named["must_hold"]) > bounds.LONGEST_CONDITION:
        raise _Rejected("the condition is too long")
    return named


def _id(name: str, *, thing: bool) -> str:
    """A snake_case id; a thing's in the singular. Rejects what is no name of anything."""
    if len(name) > bounds.LONGEST_NAME or not NAME.fullmatch(name):
        raise _Rejected(f"{_shown(name)!r} is no name")
    words = re.findall(r"[^\W_]+", name.lower()) if not name.isidentifier() or name.lower() == name else re.findall(r"[A-Z]?[^\WA-Z_]+|[A-Z]+", name)
    words = [word.lower() for word in words]
    return identifier((*words[:-1], singular(words[-1]) if thing else words[-1]))


def _own(name: str, owner: str) -> str:
    """ "order_date" of an order is its date; its "order_number" keeps its name, as people say it."""
    rest = name.removeprefix(f"{owner}_")
    return rest if owner and rest in ("name", "date", "description", "status", "type") else name


def _permission(given: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {key: given[key] for key in ("entity", "may", "own") if key in given}
    return {**known, "entity": _id(str(known.get("entity", "")), thing=True)}


def _transition(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        raise _Rejected("a transition is no object")
    return {key: _value(given.get(key)) for key in ("before", "after")}


def _value(given: Any) -> str:
    """A value of a closed list: one line of plain words."""
    return " ".join(given.split()) if isinstance(given, str) and len(given) <= bounds.LONGEST_NAME and given.strip() and given.isprintable() else ""


def _shown(words: str) -> str:
    """What a model said, made safe to print: no markup, no control characters, short."""
    return SHOWN.sub(" ", words)[: bounds.LONGEST_NAME].strip()
