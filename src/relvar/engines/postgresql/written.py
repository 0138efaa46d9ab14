"""An expression of the design, as it is written, with what the server must be told to give its normal form."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["check", "default", "generated", "index", "predicate", "exclusion", "policy", "when", "view"]


class Written(NamedTuple):
    """An expression of the design: under which key, of what kind, on which table, its text, and a column's type where it needs one."""

    key: str
    kind: Kind
    table: str
    text: str
    type: str = ""
