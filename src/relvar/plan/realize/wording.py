"""Ids as words in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable


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
