"""The catalogue: every theme's rules as data beside the functions that look for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import NamedTuple

import msgspec

from relvar.judge.rule import Hit, Look, Rule

THEMES = ("keys", "references", "indexes", "types", "names", "shape", "security", "statements", "migrations", "rows", "documents", "operations")


class Judged(NamedTuple):
    """A rule and the function that looks for what it says."""

    rule: Rule
    look: Callable[[Look], Iterator[Hit]]


@cache
def catalogue() -> dict[str, Judged]:
    """Every rule by its id, in the order of the themes and of their files."""
    found = {}
    for theme in THEMES:
        text = (files("relvar.judge.rules") / f"{theme}.toml").read_bytes()
        module = import_module(f"relvar.judge.rules.{theme}")
        for name, rule in msgspec.toml.decode(text, type=dict[str, Rule]).items():
            id_ = name.replace("_", "-")
            found[id_] = Judged(msgspec.structs.replace(rule, id=id_, theme=theme), getattr(module, name))
    return found
