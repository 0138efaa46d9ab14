"""Ids as words in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from relvar.model.expression import And, Call, Compare, Constant, Expression, InList, Matches

COMPARED = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than", "=": "", "<>": "not"}


def spoken(id_: str) -> str:
    """`order_line` as "order line"."""
    return id_.replace("_", " ")


def one(id_: str) -> str:
    """With its article: "an order", "a user" (by sound where spelling misleads)."""
    words = spoken(id_)
    vowel = re.match(r"[aeio]|u(?!ni|s[eiu]|ti)|hour|honou?r|heir", words) is not None and not re.match(r"eu|one\b|once", words)
    return f"{'an' if vowel else 'a'} {words}"


def listed(ids: Iterable[str]) -> str:
    """As a list: "order, line and product"; an id's own `_id` is silent."""
    words = [spoken(id_.removesuffix("_id")) for id_ in ids]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def form(condition: Expression, meaning: str) -> str:
    """What the check of a semantic type asks of a value: "at least 0 and at most 150", "in the form of an email"."""
    if isinstance(condition, And):
        least, most = (form(item, meaning).removeprefix(words) for item, words in zip(condition.items, ("at least ", "at most "), strict=False))
        if len(condition.items) == 2 and least[:1].isdigit() and most[:1].isdigit():
            return f"{least.removesuffix(' characters')} to {most}"
        return " and ".join(dict.fromkeys(form(item, meaning) for item in condition.items))
    if isinstance(condition, InList):
        return "one of " + ", ".join(str(i.value) for i in condition.items if isinstance(i, Constant))
    if isinstance(condition, Compare) and isinstance(condition.right, Constant):
        characters = " characters" if isinstance(condition.left, Call) and condition.left.function == "length" else ""
        return f"{COMPARED[condition.op]} {condition.right.value}{characters}".strip()
    return f"in the form of {one(meaning)}" if isinstance(condition, Matches) else f"fit to be {one(meaning)}"
