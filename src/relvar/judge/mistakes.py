"""The known mistakes of common templates, each with the rules that see its parts, or why none can."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from relvar.model.noun import Noun


class Seen(Noun, frozen=True, kw_only=True):
    """A part that a rule sees. `bad`: an example in `dialect`, "" where the rule's own is one."""

    rule: str
    what: str = ""
    bad: str = ""
    dialect: str = "postgresql"


class Unseen(Noun, frozen=True, kw_only=True):
    """A part that no source shows. `claim`: the check of the proof that holds it in a design, "" where there is none."""

    what: str
    why: str
    claim: str = ""


class Mistake(Noun, frozen=True, kw_only=True):
    number: int
    title: str
    seen: tuple[Seen, ...] = ()
    unseen: tuple[Unseen, ...] = ()


@cache
def mistakes() -> tuple[Mistake, ...]:
    """All of them, by their numbers in the field study."""
    text = (files(__package__) / "mistakes.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, tuple[Mistake, ...]])["mistake"]
